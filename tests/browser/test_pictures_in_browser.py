"""The map as it is used: the slider by keyboard, marks that agree with the table, and all of it without a script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_slider_narrows_marks_table_and_address_alike(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/map/")
    marks = page.locator("#live path.mark")
    rows = page.locator("#found tbody tr")
    expect(page.locator("#live path.land")).to_have_count(1)
    before = rows.count()
    assert before > 1
    expect(marks).to_have_count(before)

    # A mark is reached and opened by the keyboard, and tells what its row tells.
    marks.first.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text(rows.first.get_by_role("rowheader").inner_text())
    assert popup.get_by_role("link").last.get_attribute("href") == rows.first.get_by_role("link").last.get_attribute(
        "href"
    )

    # All were exiled in 1928: when the last year is an earlier one, nobody is left.
    slider = page.get_by_role("slider", name="To the year")
    slider.focus()
    page.keyboard.press("Home")
    expect(rows).to_have_count(0)
    expect(marks).to_have_count(0)
    assert "year_max=1925" in page.url
    page.keyboard.press("End")
    expect(rows).to_have_count(before)
    expect(marks).to_have_count(before)
    assert all(url.startswith(live_server.url) or url.startswith("data:") for url in asked)
    assert wrong == []


def test_the_map_is_read_and_narrowed_without_a_script(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("checkbox", name="exile").check()
    page.get_by_label("To the year").fill("1928")
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith("/map/?kind=exile&year_max=1928")
    rows, drawn = page.locator("#found tbody tr"), page.locator("svg.map-drawing a")
    assert rows.count() == drawn.count() > 1
    number = int(rows.first.get_by_role("link").last.inner_text())
    drawn.first.click()
    assert page.locator("tbody tr").count() == number
