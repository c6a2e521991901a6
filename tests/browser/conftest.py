"""A Chromium that reads the pages of a made-up world: `open_page(language, scheme, width)`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.world import world

Opener = Callable[..., Page]
Scheme = Literal["light", "dark"]
# Playwright keeps an event loop in this thread to the end of the session; Django would refuse every query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def made(live_server: LiveServer) -> dict[str, Any]:
    return world(3)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    contexts = []

    def opener(language: str = "en", scheme: Scheme = "light", width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            locale=language, color_scheme=scheme, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        return context.new_page()

    yield opener
    for context in contexts:
        context.close()
