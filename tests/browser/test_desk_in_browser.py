"""The desk in Chromium: footnotes go from the clipboard to the public by keyboard alone; no barrier that axe finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from citations.models import Citation, Reading
from core.history import because
from tests import factories
from tests.browser.conftest import Opener
from tests.browser.test_pages_in_browser import LEVELS, LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOLDEN = Path(__file__).parents[1] / "golden"
LECTURE = Path(__file__).resolve().parents[3] / "shared" / "sample" / "lecture.txt"


def signed_in(page: Page, live_server: LiveServer) -> Page:
    factories.editor("anna")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/citations/citation/read-footnotes/")
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea[name=text]")
    return page


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until the button or link of these words has the focus."""
    for _press in range(400):
        page.keyboard.press("Tab")
        said = page.evaluate("[document.activeElement.textContent, document.activeElement.value]")
        if words in [str(each or "").strip() for each in said]:
            return
    raise AssertionError(f"Tab never reached {words}")


def paste(page: Page, text: str) -> None:
    """Into the field of the text, as from the clipboard."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            page.keyboard.insert_text(text)
            return
    raise AssertionError("Tab never reached the text")


@pytest.mark.skipif(not LECTURE.exists(), reason="needs ../shared/sample/lecture.txt")
def test_the_ten_notes_of_the_lecture_go_from_paste_to_publication_by_keyboard(
    live_server: LiveServer, open_page: Opener
) -> None:
    page = signed_in(open_page(), live_server)
    paste(page, LECTURE.read_text())
    tab_to(page, "Look first")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reading")
    assert page.locator("section.note").count() == 10
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.value").startswith("1:")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert not page.locator("input[name=take]").nth(1).is_checked()
    page.keyboard.press("x")
    tab_to(page, "Go on to entering")
    page.keyboard.press("Enter")
    page.wait_for_selector("#entering")
    tab_to(page, "Enter as drafts")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=10 notes added")
    tab_to(page, "Publish all of it")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=become visible to everybody")
    tab_to(page, "Publish")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Published:")
    assert Citation.objects.published().count() == Citation.objects.count() >= 10
    page.goto(f"{live_server.url}/archive/RGASPI/17/171/87/?l=83")
    assert page.locator("tr.marked").count() == 1


def test_a_note_is_corrected_by_keyboard_and_a_meaning_chosen(live_server: LiveServer, open_page: Opener) -> None:
    page = signed_in(open_page(), live_server)
    paste(page, "1. RGASPI, f. 17, op. 1, d. 14; GARF, f. 9, op. 1, d. 2.\n2. Ibid., l. 3.")
    tab_to(page, "Look first")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reading")
    for _citation in range(3):
        page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.wait_for_selector("#id_lines")
    page.locator("#id_lines").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("RGASPI, f. 17, op. 1, d. 15\nGARF, f. 9, op. 1, d. 2")
    tab_to(page, "Read again")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=As it reads by itself")
    assert "RGASPI/17/1/15" in page.locator("#content-main").inner_text()
    tab_to(page, "Keep and go back")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reading")
    assert page.locator("input[type=radio]:checked").get_attribute("value") == "candidate:1"


def test_single_letters_rest_in_fields_and_can_be_switched_off(live_server: LiveServer, open_page: Opener) -> None:
    page = signed_in(open_page(), live_server)
    paste(page, "1. RGASPI, f. 17, op. 1, d. 14.")
    assert page.locator("textarea[name=text]").input_value().endswith("d. 14.")
    tab_to(page, "Look first")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reading")
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.locator("#single-keys").uncheck()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name || ''") != "take"
    page.reload()
    assert not page.locator("#single-keys").is_checked()


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_the_pages_of_readings_and_imports_have_no_barrier(
    live_server: LiveServer, open_page: Opener, language: str, scheme: Any, width: int
) -> None:
    page = signed_in(open_page(language, scheme, width), live_server)
    address = "https://example.org/" + "repositories" * 12
    page.locator("textarea[name=text]").fill(
        (GOLDEN / "article_en.txt").read_text() + f"\n[8] RGAE, f. 1, op. 2, {address}\n"
    )
    page.locator("input[type=submit].default").click()
    page.wait_for_selector("#reading")
    reading = Reading.objects.get()
    batch = factories.batch()
    with because("tables", batch=batch.pk):
        factories.unit("RGASPI/17/171")
    base = f"{live_server.url}/admin/citations/citation"
    pages = [
        *(f"../../core/batch/{batch.pk}/{page}/" for page in ("undo", "put-back")),
        "read-footnotes/",
        *(f"readings/{reading.pk}/{page}" for page in ("", "notes/4/", "enter/", "throw-away/")),
    ]
    for address in pages:
        page.goto(f"{base}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (address, wide)
        # The frame around it is Django's own.
        found = Axe().run(page, context="#content-main", options={"runOnly": LEVELS, "resultTypes": ["violations"]})
        told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found.response["violations"]]
        assert told == [], address
