"""From the alphabet to a life and to what proves it, with the keyboard alone and without a script."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_goes_from_a_letter_to_a_life_and_to_its_sources(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(width=390, java_script_enabled=False)
    page.goto(f"{live_server.url}/people/")
    page.get_by_role("navigation", name="First letter").get_by_role("link", name="И 4").press("Enter")
    assert page.url.endswith("/people/?letter=%D0%98")
    common = page.get_by_role("navigation", name="What these people have in common")
    common.get_by_role("link", name="author of documents").press("Enter")
    assert page.locator(".rows-people > li").count() == 1
    page.get_by_role("link", name="Ivanova, Anna 1").first.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Anna 1 Ivanova"
    office = page.locator(".timeline > li", has_text="Editor.")
    assert not office.get_by_text("note 102").is_visible()
    office.locator("summary").press("Enter")
    assert office.get_by_text("note 102").is_visible()
    page.get_by_role("link", name="On the map").press("Enter")
    assert f"/map/?person={made['person'].pk}" in page.url
