"""One event is one line of JSON, whatever somebody sends; no secret is in it, and letters about failures are few."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config import urls
from core import error_mail
from core.logs import JsonLines, Words, WorthALine, clean, settings_for
from tests import factories as make

# What must never be found: it is sent, set and raised below in every way that comes to mind.
PASSWORD, TOKEN, COOKIE = "correct-horse-battery", "opis_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6", "c00k1e0fs0mebody"
DSN = "postgres://opis:deep-in-the-dsn@db.example.org/opis"
SEEDS = (PASSWORD, TOKEN, COOKIE, "deep-in-the-dsn", "reader@example.org", "what-a-reader-looks-for", "draft-in-a-row")


@csrf_exempt  # is sent to
def breaks(request: HttpRequest, what: str) -> HttpResponse:
    raise RuntimeError(f"cannot reach {DSN} for reader@example.org with token={TOKEN}\nFailing row: draft-in-a-row")


def is_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError(f'connection to "{DSN}" failed: password={PASSWORD!r}')


def forges(request: HttpRequest) -> HttpResponse:
    raise RuntimeError('x\r\n{"level": "info", "event": "root signed in"}\x1b[2J\u202e\u2028')


urlpatterns = [path("breaks/<path:what>", breaks), path("away/", is_away), path("forges/", forges), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def written() -> Iterator[Any]:
    """The lines that the service would have written, each as it is."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().split("\n")[:-1]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.urls("tests.core.test_logs")
def test_no_event_holds_a_secret_or_a_second_line(written: Any) -> None:
    """T40: a password, a token, a cookie, a DSN and an address of mail, sent and raised in every way."""
    make.editor()
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = COOKIE
    sent = {"Authorization": f"Bearer {TOKEN}", "Referer": f"https://x.example/?token={TOKEN}"}
    asked = "?q=what-a-reader-looks-for&email=reader@example.org"
    for address in ("/breaks/x", "/away/", "/forges/", f"/breaks/reader@example.org/{TOKEN}", "/breaks/a\r\nb\x1b[31m"):
        assert client.get(address + asked, headers=sent).status_code in (500, 503)
    client.post("/admin/login/", {"username": "reader@example.org", "password": PASSWORD})
    client.post("/breaks/x", {"password": PASSWORD}, headers=sent)
    for address in ("/people/?q=%00", "/nowhere/reader@example.org", "/api/people/?per_page=0"):
        client.get(address, headers=sent)
    lines = written()
    events = [json.loads(line) for line in lines]
    assert len([event for event in events if event["logger"] == "django.request"]) >= 6
    assert [seed for seed in SEEDS if any(seed in line for line in lines)] == []
    assert not any(character in line for line in lines for character in "\r\x1b\u202e\u2028")
    assert {event["level"] for event in events} <= {"warning", "error"}


@pytest.mark.urls("tests.core.test_logs")
@pytest.mark.django_db
def test_a_failure_has_a_number_on_its_page_and_in_its_line(written: Any) -> None:
    """T40: who reports it names the number, and learns nothing else."""
    answer = Client(raise_request_exception=False).get("/breaks/x")
    (event,) = [json.loads(line) for line in written()]
    page = answer.content.decode()
    assert event["request"] in page
    assert event["errors"][0].startswith("RuntimeError: cannot reach postgres://opis:***@db.example.org/opis")
    assert event["trace"][-1].startswith("tests/core/test_logs.py:")
    assert "RuntimeError" not in page
    assert "Traceback" not in page


MASKED = [
    ("Cookie: sessionid=abc; theme=dark", "Cookie=***"),
    ("Authorization: Basic dTpw", "Authorization=***"),
    ("at postgresql://opis:p@ss/word@db/opis now", "at postgresql://opis:***@db/opis now"),
    ("{'password': 'two words', 'kind': 1}", "{'password=***, 'kind': 1}"),
    ("/follow/stop/eyJhIjoxfQ:1abcdE:abcdefghijklmnopqrstuvwxyz0123456/", "/follow/stop/***/"),
    ("told somebody@example.org", "told ***"),
    ("Дело 87, л. 83об: не найдено", "Дело 87, л. 83об: не найдено"),
    ("12:30:45 took 3:04", "12:30:45 took 3:04"),
    ("a\r\nb\x1b[31m", "a\\x0d\\x0ab\\x1b[31m"),
]


@pytest.mark.parametrize(("written_down", "kept"), MASKED)
def test_what_is_masked_and_what_stays(written_down: str, kept: str) -> None:
    """T40: by their looks, wherever they stand."""
    assert clean(written_down) == kept


def test_the_sites_own_secrets_are_known_by_heart(settings: Any) -> None:
    """T40: also where nothing beside them tells what they are."""
    from core.logs import _own_secrets

    settings.SECRET_KEY, settings.METRICS_TOKEN = "k#y with/blanks", "for-prometheus"
    _own_secrets.cache_clear()
    assert clean("x k#y with/blanks k%23y%20with%2Fblanks for-prometheus") == "x *** *** ***"
    settings.SECRET_KEY, settings.METRICS_TOKEN = "only for tests", ""
    _own_secrets.cache_clear()


def test_words_and_values_that_do_not_fit_are_an_event_too() -> None:
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%d of %d", ("one",), None)
    assert json.loads(JsonLines().format(record))["event"] == "%d of %d"


def test_on_a_terminal_the_trace_stands_below() -> None:
    try:
        raise ValueError("token=abcdef")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it broke", (), (ValueError, error, None))
        line, _, trace = Words().format(record).partition("\n")
    assert line == "error x: it broke"
    assert trace.endswith("ValueError: token=***")


def test_production_writes_json_and_a_terminal_words() -> None:
    forms = [settings_for(form)["formatters"]["line"]["()"] for form in ("json", "words")]
    assert forms == [JsonLines, Words]


def test_a_refusal_is_an_event_and_an_address_where_nothing_is_is_none() -> None:
    def of(status: int) -> logging.LogRecord:
        return logging.makeLogRecord({"status_code": status})

    assert [status for status in (400, 401, 403, 404, 405, 429, 500, 503) if WorthALine().filter(of(status))] == [
        401, 403, 500, 503,
    ]  # fmt: skip
    assert WorthALine().filter(logging.makeLogRecord({}))


# -- letters ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def letters(settings: Any, tmp_path: Path) -> Iterator[Any]:
    settings.ERROR_MAIL, settings.ERROR_MAIL_RECORD = ["keeper@example.org"], tmp_path / "error-mail.json"
    handler = error_mail.ErrorMail(level=logging.ERROR)
    logger = logging.getLogger("tests.letters")
    logger.addHandler(handler)

    def told() -> list[Any]:
        for thread in threading.enumerate():
            if thread.name == "error mail":
                thread.join()
        return mail.outbox

    yield logger, told
    logger.removeHandler(handler)


def fail(logger: logging.Logger, said: str) -> None:
    try:
        raise RuntimeError(said)
    except RuntimeError:
        logger.exception("%s broke", "the import")


def test_one_letter_for_many_failures_of_one_kind(letters: Any) -> None:
    logger, told = letters
    for number in range(20):
        fail(logger, f"number {number}, password={PASSWORD}")
    (letter,) = told()
    assert letter.subject == "Opis: the import broke"
    assert letter.to == ["keeper@example.org"]
    assert "RuntimeError: number 0" in letter.body
    assert PASSWORD not in letter.body
    logger.warning("only a warning")
    assert len(told()) == 1


def test_after_a_quarter_of_an_hour_the_next_says_how_often(letters: Any) -> None:
    times = [error_mail.may_send("a", now) for now in (1000.0, 1001.0, 1500.0, 1901.0)]
    assert times == [1, 0, 0, 3]


def test_ten_letters_an_hour_of_all_kinds(letters: Any) -> None:
    assert [error_mail.may_send(f"kind {n}", 5000.0) for n in range(12)] == [1] * 10 + [0, 0]
    assert error_mail.may_send("kind 11", 5000.0 + 3601) == 2


def test_no_letter_can_be_sent_and_nothing_else_breaks(letters: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    logger, told = letters
    fail(logger, "x")
    assert told() == []


def test_a_broken_record_of_letters_and_a_full_disk_are_no_reason_to_be_silent(letters: Any, settings: Any) -> None:
    settings.ERROR_MAIL_RECORD.write_text("{half")
    assert error_mail.may_send("a", 1.0) == 1
    settings.ERROR_MAIL_RECORD = settings.ERROR_MAIL_RECORD / "no" / "folder"
    error_mail._in_memory.at.clear()
    assert [error_mail.may_send("b", 1e9), error_mail.may_send("b", 1e9 + 1)] == [1, 0]


def test_nobody_is_named_and_nothing_is_sent(letters: Any, settings: Any) -> None:
    settings.ERROR_MAIL = []
    logger, told = letters
    fail(logger, "x")
    assert told() == []
