"""From the first page to a copied citation by keyboard alone; the notebook collected, put in order and read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opener
from tests.browser.test_pages_in_browser import LEVELS
from tests.world import forms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRESSES = 120


def reach(page: Page, wanted: str) -> None:
    """Tab until the focus stands on what this selector means."""
    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{PRESSES} times Tab do not lead to {wanted}")


def notes(page: Page) -> list[str]:
    return page.locator("#notebook-notes li").all_inner_texts()


def test_from_home_to_a_copied_citation_and_a_notebook_by_keyboard_only(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener, tmp_path: Path
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url)
    reach(page, "#front-q")
    page.keyboard.type("ф.17 оп.171 д.87 л.83")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.startswith(f"{live_server.url}/archive/RGASPI/17/171/87/?l=83")
    # into the notebook
    reach(page, "button.to-notebook")
    page.keyboard.press("Enter")
    assert page.locator("button.to-notebook[aria-pressed=true]").first.inner_text().endswith("In the notebook")
    assert page.locator("[data-notebook-count] .n").inner_text() == "1"
    # the citation, copied with and without its italics
    reach(page, "details.cite summary")
    page.keyboard.press("Enter")
    reach(page, "button.copy")
    page.keyboard.press("Enter")
    page.wait_for_selector("button.copy.done")
    assert page.evaluate("navigator.clipboard.readText()") == "RGASPI, f. 17, op. 171, d. 87, l. 83."
    # a second reference from the row of a list, a third one typed
    page.goto(f"{live_server.url}/publications/?sort=year")
    reach(page, "li.row button.to-notebook")
    page.keyboard.press("Space")
    assert "/publications/" in page.locator("button.to-notebook[aria-pressed=true]").get_attribute("data-notebook")  # type: ignore[operator]  # every such button has it
    page.goto(live_server.url)
    reach(page, "[data-notebook-count]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#notebook-notes")
    reach(page, "#add")
    page.keyboard.type("RGASPI, f. 17, op. 171, d. 87, l. 84")
    page.keyboard.press("Enter")
    page.wait_for_selector("#notebook-notes li:nth-child(3)")
    # put in order: the typed one goes up, and the focus with it
    reach(page, "button[value=up-2]")
    page.keyboard.press("Enter")
    expect(page.locator("button[value=up-1]")).to_be_focused()
    assert notes(page)[:2] == ["RGASPI, f. 17, op. 171, d. 87, l. 83.", "Ibid., l. 84."]
    page.locator("#style").select_option("gost")
    expect(page.locator("#notebook-notes li").first).to_contain_text("РГАСПИ")
    # kept by the browser: a new visit has the same
    page.goto(f"{live_server.url}/notebook/")
    page.wait_for_selector("#notebook-notes")
    assert notes(page)[:2] == ["РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83.", "Там же. Л. 84."]
    page.locator("button[data-copy=notebook-notes]").click()
    page.wait_for_selector("button.copy.done")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r", "").split("\n")
    assert copied[1] == "2. Там же. Л. 84."
    # taken along as a file, emptied, and opened again
    with page.expect_download() as coming:
        page.locator("button[value=json]").click()
    coming.value.save_as(tmp_path / "notebook.json")
    page.locator("button[value=empty]").click()
    page.wait_for_selector("#notebook .empty")
    page.locator("#file").set_input_files(tmp_path / "notebook.json")
    page.locator("#notebook-file button").click()
    page.wait_for_selector("#notebook-notes")
    assert len(notes(page)) == 3


def test_a_whole_list_goes_into_the_notebook_by_keyboard(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/citations/?under=RGASPI/17/171/87")
    listed = page.locator("li.row").count()
    reach(page, ".list-head button.to-notebook")
    page.keyboard.press("Enter")
    expect(page.locator(".list-head .notebook-added")).to_have_text(f"In the notebook: {listed}")
    expect(page.locator("[data-notebook-count] .n")).to_have_text(str(listed))
    expect(page.locator("li.row button.to-notebook[aria-pressed=true]")).to_have_count(listed)
    # once more changes nothing; a file's citations stand there already
    page.keyboard.press("Enter")
    page.goto(f"{live_server.url}{made['unit'].get_absolute_url()}")
    page.locator(".list-tools button.to-notebook").click()
    expect(page.locator(".list-tools .notebook-added")).to_have_text(f"In the notebook: {listed}")
    expect(page.locator("[data-notebook-count] .n")).to_have_text(str(listed))


def test_axe_finds_nothing_on_the_pages_of_readers_and_they_fit_a_telephone(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    basket = f"/notebook/?r={made['unit'].get_absolute_url()}?l%3D83&r={made['work'].get_absolute_url()}"
    for language, scheme in (("en", "light"), ("ru", "dark")):
        page = open_page(language, scheme=scheme, width=390)
        for address in (basket, "/feeds/", *forms(made)):
            page.goto(f"{live_server.url}{address}")
            if address == "/check/":
                page.locator("#text").fill("1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n2. Ibid., l. 9; GARF, f. 1.")
                page.locator(".check-form button").click()
                page.wait_for_selector(".checked")
            found = Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]}).response["violations"]
            assert found == [], (address, language)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (address, language)


def test_without_scripts_the_notebook_stands_in_the_address(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{made['unit'].get_absolute_url()}?l=83")
    page.get_by_role("link", name="Add to notebook").click()
    page.locator("#add").fill("RGASPI, f. 17, op. 171, d. 87, l. 84")
    page.get_by_role("button", name="Write the notes").click()
    assert notes(page) == ["RGASPI, f. 17, op. 171, d. 87, l. 83.", "Ibid., l. 84."]
    page.locator("button[value=out-0]").click()
    assert notes(page) == ["RGASPI, f. 17, op. 171, d. 87, l. 84."]
