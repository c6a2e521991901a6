"""The search box suggests while one types: by keyboard, for screen readers, and not at all without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_suggestion_is_chosen_with_the_keyboard(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/people/")
    box = page.get_by_role("combobox", name="Search everything")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("Iwanowa")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Ivanova")
    expect(page.locator(".head-search [role=status]")).to_contain_text("suggestions; move with the arrow keys")
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]}).response["violations"] == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "Iwanowa", "closing the list loses nothing"
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/people/*/*/")


def test_enter_without_a_choice_searches(live_server: LiveServer, made: dict[str, Any], open_page: Opener) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/people/")
    box = page.get_by_role("combobox", name="Search everything")
    box.press_sequentially("Ivanova")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Enter")
    page.wait_for_url("**/search/?q=Ivanova")


def test_without_javascript_the_box_is_a_plain_search(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/people/")
    expect(page.get_by_role("searchbox", name="Search everything")).to_be_visible()
    assert page.get_by_role("listbox").count() == 0
