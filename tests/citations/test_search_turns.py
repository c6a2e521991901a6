"""Of costly searches one is answered at a time; the others are told at once, and ordinary ones go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from core.turns import TURN
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db
BUSY = "Another long search is being answered just now."


@pytest.fixture
def somebody_elses_turn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    make.citation(make.unit(status=PUBLISHED), leaves="5", status=PUBLISHED)
    monkeypatch.setattr("core.turns.MANY", 0)
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        yield


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("q=-протокол", 503),
        ("q=хлеб -протокол", 503),
        ("q=date:1917..1991", 503),
        ("q=протокол&sort=shelfmark", 503),
        ("sort=shelfmark&page=1000", 503),
        ("sort=shelfmark", 200),
        ('q="съезд партии"', 503),
        ("q=съезд OR пленум OR протокол OR отчет OR письмо OR ЦК", 503),
        ("q=съезд OR пленум OR протокол", 200),
        ("q=протокол", 200),
        ("q=протокол&sort=year", 200),
        ("", 200),
    ],
)
def test_a_costly_search_does_not_wait_behind_another(
    client: Client, somebody_elses_turn: None, asked: str, status: int
) -> None:
    answer = client.get(f"/citations/?{asked}", headers={"accept-language": "en"})
    assert answer.status_code == status
    assert (BUSY in answer.content.decode()) is (status == 503)
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)


def test_programs_are_told_too(client: Client, somebody_elses_turn: None) -> None:
    answer = client.get("/api/citations/?q=-протокол", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith(BUSY)


def test_with_nobody_else_at_it_a_costly_search_is_answered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.citation(make.unit(status=PUBLISHED), leaves="5", status=PUBLISHED)
    monkeypatch.setattr("core.turns.MANY", 0)
    assert client.get("/citations/?q=-протокол&format=json").json()["count"] == 1
