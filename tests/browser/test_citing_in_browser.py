"""The box “Cite this” in Chromium: opened and copied from by keyboard alone, told to those who do not see it."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener
from tests.browser.test_pages_in_browser import LEVELS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("details.cite summary").focus()
    page.keyboard.press("Enter")
    return page


def test_a_citation_is_copied_by_keyboard(live_server: LiveServer, made: dict[str, Any], open_page: Opener) -> None:
    address = f"{live_server.url}{made['unit'].get_absolute_url()}?l=83"
    page = opened(open_page(permissions=["clipboard-read", "clipboard-write"]), address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("button.copy.done")
    assert page.evaluate("navigator.clipboard.readText()") == "RGASPI, f. 17, op. 171, d. 87, l. 83."
    expect(page.locator(".cite [role=status]")).to_have_text("Copied")


def test_without_scripts_the_text_stands_there_to_be_selected(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = opened(open_page(java_script_enabled=False), f"{live_server.url}{made['unit'].get_absolute_url()}")
    assert page.locator("#cite-chicago").inner_text() == "RGASPI, f. 17, op. 171, d. 87."
    assert page.locator("button.copy:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_axe_finds_nothing_in_the_open_box(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener, language: str, scheme: str
) -> None:
    page = opened(
        open_page(language, scheme=scheme, width=390), f"{live_server.url}{made['letter'].get_absolute_url()}"
    )
    assert Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]}).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
