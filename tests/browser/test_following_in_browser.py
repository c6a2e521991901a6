"""What a reader sends, without a script and by keyboard: asks for letters, reports a mistake, keeps a list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from citations.models import Alert
from core.roles import make_roles
from tests.browser.conftest import Opener
from tests.browser.test_notebook_in_browser import notes, reach
from tests.browser.test_policy_in_browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, wanted: str) -> None:
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_reader_follows_a_file_and_reports_a_mistake_which_an_editor_finds(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener, settings: Any
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    page = open_page(java_script_enabled=False)
    file = f"{live_server.url}{made['unit'].get_absolute_url()}"
    page.goto(file)
    atom = page.request.get(page.get_by_role("link", name="Atom feed").evaluate("link => link.href"))
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert atom.text().count("<entry>") == page.locator("table.sheets td > ul > li:has(> a.more)").count()
    # letters: asked for, confirmed, ended
    press(page, 'a[href^="/follow/"]')
    page.get_by_role("textbox", name="Your e-mail").fill("reader@example.org")
    page.get_by_role("button", name="Send me a letter to confirm").click()
    assert "A letter is on its way." in page.get_by_role("status").inner_text()
    page.goto(re.findall(r"https?://\S+/follow/confirm/\S+", str(mail.outbox[-1].body))[0])
    assert not Alert.objects.exists()
    press(page, "main form button")
    assert "Letters will go to reader@example.org" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="End these letters").click()
    press(page, "main form button")
    assert not Alert.objects.exists()
    # a report, refused when it says nothing, and what an editor has of it
    page.goto(f"{file}?l=83")
    page.get_by_role("link", name="Report a mistake").click()
    page.locator("form.reader-form textarea").fill("Sheet 83 is a letter of 1928.")
    page.get_by_role("button", name="Send").click()
    assert "An editor will look at it." in page.get_by_role("status").inner_text()
    make_roles()
    desk = open_page()
    sign_in(desk.context, live_server.url)
    desk.goto(f"{live_server.url}/admin/citations/report/?state__exact=open")
    assert "Sheet 83 is a letter of 1928." in desk.locator("#result_list").inner_text()


def test_a_notebook_is_kept_under_an_account_and_opened_from_another_browser(
    live_server: LiveServer, made: dict[str, Any], open_page: Opener
) -> None:
    make_roles()
    page = open_page()
    sign_in(page.context, live_server.url)
    page.goto(f"{live_server.url}{made['unit'].get_absolute_url()}?l=83")
    page.locator("button.to-notebook").first.click()
    page.goto(f"{live_server.url}/notebook/")
    page.wait_for_selector("#notebook-notes")
    page.get_by_label("Keep it under your account as").fill("Chapter 1")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/notebook/lists/*/")
    elsewhere = open_page(java_script_enabled=False)
    elsewhere.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # what one gives the other takes
    elsewhere.goto(f"{live_server.url}/notebook/")
    elsewhere.get_by_role("link", name="Chapter 1").click()
    assert notes(elsewhere) == ["RGASPI, f. 17, op. 171, d. 87, l. 83."]
    assert elsewhere.get_by_role("heading", level=1).inner_text() == "Notebook: Chapter 1"
