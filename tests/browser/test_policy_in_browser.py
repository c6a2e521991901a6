"""No page of the desk asks a browser for what its policy forbids; and the browser would have told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests import factories as make
from tests.browser.conftest import Opener
from tests.test_access import ROUTES, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORGED = "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
Measured = Callable[[str, str, str], None]


def one_of_each() -> dict[str, str]:
    """Of each kind of page one address: lists, forms, histories of persons; and each page that is a kind by itself."""
    found: dict[str, str] = {}
    for path, pattern in ROUTES:
        name = pattern.name or ""
        kind = (
            name.rpartition("_")[2]
            if name.startswith(("people_", "archive_", "citations_", "core_", "auth_"))
            else name
        )
        if "logout" not in path and "jsi18n" not in path and "autocomplete" not in path:
            found.setdefault(kind, path)
    return found


def sign_in(context: BrowserContext, site: str) -> None:
    client = Client()
    client.force_login(make.editor("anna"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def test_no_page_of_the_desk_is_reported_and_a_forged_script_is(
    open_page: Opener,
    made: dict[str, Any],
    live_server: LiveServer,
    caplog: pytest.LogCaptureFixture,
    measured: Measured,
) -> None:
    """T33: in Chromium, with a control that must be reported."""
    page = open_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    sign_in(page.context, live_server.url)
    walked = []
    for path in one_of_each().values():
        answer = page.goto(live_server.url + filled(path, made["person"].pk))
        if answer is not None and answer.status == 200:
            walked.append(path)
    assert refused == []
    assert len(walked) > 15
    with caplog.at_level(logging.WARNING, "opis.csp"):
        page.goto(f"{live_server.url}/admin/")
        with page.expect_request("**/csp-report/") as sent:
            page.evaluate(FORGED)
        sent.value.response()
    assert page.evaluate("window.ran") is None
    assert len(refused) == 1
    assert any("script-src" in record.getMessage() for record in caplog.records)
    measured("T33", "0 reports; the control is reported", f"{len(walked)} pages of the desk, 0 reports; the control 1")
