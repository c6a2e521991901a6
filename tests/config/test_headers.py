"""Every kind of answer keeps apart from other sites, and what a browser reports of a page is one line in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from core import violations
from tests import factories as make
from tests.world import world

pytestmark = pytest.mark.django_db

ON_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# What is asked for, what is answered, and of what kind.
ANSWERS = [
    ("/", 200, "text/html"),
    ("/people/?format=json", 200, "application/json"),
    ("/people/?format=csv", 200, "text/csv"),
    ("/people/?format=xlsx", 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("/api/people/", 200, "application/json"),
    ("/api/schema/", 200, "application/vnd.oai.openapi"),
    ("/feeds/", 200, "text/html"),
    ("/robots.txt", 200, "text/plain"),
    ("/sitemap.xml", 200, "application/xml"),
    ("/health/", 200, "application/json"),
    ("/suggest/?q=Iva", 200, "application/json"),
    ("/static/css/base.css", 200, "text/css"),
    ("/admin/login/", 200, "text/html"),
    ("/admin/", 302, "text/html"),
    ("/people/?q=Ivanova&place=", 302, "text/html"),
    ("/people", 301, "text/html"),
    ("/?theme=dark", 302, "text/html"),
    ("/people/?no_such=1", 400, "text/html"),
    ("/people/999999999/", 404, "text/html"),
    ("/static/none.css", 404, "text/html"),
    ("/csp-report/", 405, "text/html"),
]


# Programs on other sites may read these in a browser.
FOR_OTHERS = ("/api/",)


def missing(answer: Any) -> list[str]:
    """What a browser would not be told: names of headers, with what was said in their place."""
    answer.getvalue()  # read to its end, so that the file behind it is closed
    wanted = dict(ON_ALL)
    if answer.wsgi_request.path.startswith(FOR_OTHERS):
        wanted["Cross-Origin-Resource-Policy"] = "cross-origin"
    wrong = [f"{name}: {answer.get(name)}" for name, value in wanted.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "report-uri /csp-report/"):
        wrong += [] if part in policy else [f"Content-Security-Policy without {part}"]
    wrong += ["unsafe in the policy"] if "unsafe" in policy else []
    wrong += [] if "camera=()" in answer.get("Permissions-Policy", "") else ["Permissions-Policy"]
    return wrong


def test_every_kind_of_answer_has_every_header(client: Client) -> None:
    """T32: pages, files, failures and redirects alike."""
    """T32: on pages, files, failures and redirects alike."""
    world()
    for address, status, kind in ANSWERS:
        answer = client.get(address)
        found = (answer.status_code, answer["Content-Type"].split(";")[0] if kind else "")
        assert (address, *found, missing(answer)) == (address, status, kind, [])
    client.force_login(make.editor())
    assert missing(client.get("/admin/")) == []


def test_a_database_that_is_away_and_the_way_to_tls_have_them_too(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: object, **named: object) -> None:
        raise OperationalError("the connection was refused")

    with monkeypatch.context() as patched:
        patched.setattr("config.views._group", away)
        answer = client.get("/search/?q=Ivanova")
    assert (answer.status_code, missing(answer)) == (503, [])
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    plain, safe = Client().get("/people/"), Client().get("/static/css/base.css", secure=True)
    assert (plain.status_code, plain["Location"], missing(plain)) == (301, "https://testserver/people/", [])
    safe.getvalue()
    assert safe["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_what_is_offered_to_other_viewers_may_be_shown_there(client: Client) -> None:
    answer = client.get(f"/documents/{world()['letter'].pk}/manifest.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    file = client.get("/static/css/base.css")
    file.getvalue()
    assert "Access-Control-Allow-Origin" not in file


# -- reports ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    violations._written.clear()
    caplog.set_level(logging.WARNING, "opis.csp")
    yield lambda: [record.getMessage() for record in caplog.records if record.name == "opis.csp"]
    violations._written.clear()


REPORT = {
    "document-uri": "https://opis.example.org/search/?q=what+somebody+looks+for",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/steal.js?key=1",
    "source-file": "https://opis.example.org/search/?q=x",
}


def send(body: Any) -> int:
    """As a browser does: without a token, whoever sends."""
    strict = Client(enforce_csrf_checks=True)
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return strict.post("/csp-report/", sent, content_type="application/csp-report").status_code


def test_a_report_is_one_line_without_what_was_looked_for(lines: Any) -> None:
    """T40: nor do they tell what a reader looked for."""
    assert send({"csp-report": REPORT}) == 204
    assert [json.loads(line) for line in lines()] == [
        {
            "page": "/search/",
            "directive": "script-src-elem",
            "blocked": "https://evil.example",
            "source": "https://opis.example.org",
        }
    ]


def test_a_report_cannot_forge_a_line(lines: Any) -> None:
    """T40: reports of the policy."""
    send({"csp-report": {**REPORT, "effective-directive": "x\r\n2026 root signed in\x1b[31m"}})
    (line,) = lines()
    assert "\n" not in line
    assert "\x1b" not in line


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"7", b"{}", b'{"csp-report": 1}', b'{"csp-report": []}', b"[" * 9_000, b"x" * 40_000],
    ids=lambda body: repr(body[:12]),
)
def test_nonsense_is_answered_alike_and_not_written_down(lines: Any, body: bytes) -> None:
    assert (send(body), lines()) == (204, [])


def test_an_address_that_cannot_be_read_is_no_failure(lines: Any) -> None:
    assert send({"csp-report": {**REPORT, "document-uri": "http://[", "blocked-uri": 7}}) == 204


def test_sixty_reports_a_minute_are_written_down(lines: Any) -> None:
    assert {send({"csp-report": REPORT}) for _n in range(70)} == {204}
    assert len(lines()) == 60
