"""Every kind of page in Chromium: no barrier that axe finds, no sideways scrolling, nothing that the policy blocks."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener, Scheme
from tests.world import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each language, each light and each width at least once; four minutes for all eight would be too long.
LOOKS = [("en", "light", 1280), ("ru", "dark", 390)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_no_page_has_a_barrier(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener, language: str, scheme: Scheme, width: int
) -> None:
    page = open_page(language, scheme, width)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    for address in [*addresses(made), "/people/?sex=x", "/people/999999/"]:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (address, wide)
        found = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]})
        told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]]
        assert told == [], address
    assert [text for text in blocked if "400" not in text and "404" not in text] == []


def test_the_way_from_a_reference_to_the_note_needs_no_script(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("ф.17 оп.171 д.87 л.82")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/archive/RGASPI/17/171/87/?l=82")
    row = page.locator("tr.marked")
    assert row.get_by_role("rowheader").inner_text().startswith("l. 82")
    row.get_by_role("link", name="note 102").click()
    assert page.url.endswith("#n102")
    note = page.locator("li:target")
    assert note.inner_text().startswith("102")
    # What the note cites stands beside it, and what the publication cites in all, by archive, above.
    note.get_by_role("link", name="RGASPI, f. 17, op. 171, d. 87, l. 82", exact=True).last.click()
    assert page.url.endswith("/archive/RGASPI/17/171/87/?l=82")
    page.go_back()
    page.get_by_role("heading", name="The files it rests on").wait_for()


def test_a_reader_has_the_light_that_was_asked_for(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/people/?letter=I")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("link", name="Dark page").click()
    dark = page.evaluate(paper)
    assert page.url.endswith("/people/?letter=I")
    page.goto(live_server.url)
    assert page.evaluate(paper) == dark != light
    page.get_by_role("link", name="As the device has it").click()
    assert page.evaluate(paper) == light


def test_the_keyboard_reaches_the_content_first(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/people/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_the_language_switch_keeps_page_and_query(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/people/?q=Ivanova&sort=born")
    page.get_by_role("link", name="Русский").click()
    assert page.url.endswith("/people/?q=Ivanova&sort=born&lang=ru")
    assert page.get_by_role("heading", level=1).inner_text() == "Люди"
    page.goto(f"{live_server.url}/citations/")
    assert page.get_by_role("heading", level=1).inner_text() == "Ссылки"


def test_paper_shows_the_record_and_its_sources(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    page.goto(live_server.url + made["person"].get_absolute_url())
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Sections").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("details.evidence li").first.is_visible()
