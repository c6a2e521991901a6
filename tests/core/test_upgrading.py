"""Tables change while readers read: nobody waits long, and what was there is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.core.test_kills import migrated_cluster, tables
from tests.served import asking, manage, served

APPS = ("people", "archive", "citations", "core")
PAGES = ["/people/?q=x#", "/citations/?q=x#", "/publications/?q=x#", "/units/?q=x#", "/"]
# What no migration of today adds or takes away.
KEPT = {
    "citations_citation": "id, footnote_id, unit_id, leaves",
    "citations_publication": "id, title, year",
    "archive_unit": "id, repository_id, path",
}


@pytest.mark.slow
@pytest.mark.servers
def test_readers_do_not_wait_for_a_migration(tmp_path: Path, measured: Callable[[str, str, str], None]) -> None:
    """T12: the last migration of each app back and forward with readers on, one of whom sits on a table."""
    with migrated_cluster() as (_server, address), closing(psycopg2.connect(address)) as own:
        own.autocommit = True
        manage(address, "load", str(tables(tmp_path / "tables", 5_000, "RGASPI")), "--apply")
        before, steps = sums(own), 0
        with served(address) as site, asking(site, PAGES, clients=6) as asked:
            asked.until(100, within=30)
            for app, earlier in list(next_to_last(own)):
                manage(address, "migrate", app, earlier, "--verbosity=0")
                manage(address, "migrate", "--verbosity=0")
                steps += 2
            waited = back_and_forward_beside_an_idle_reader(address)
            healthy_at = time.monotonic()
            asked.until(len(asked.answers) + 100, within=20)
        assert sums(own) == before
    slowest = max(answer.seconds for answer in asked.answers)
    told = [answer for answer in asked.answers if answer.status == 503]
    assert {answer.status for answer in asked.answers} <= {200, 503}
    assert {answer.retry_after for answer in told} <= {"5"}
    assert {answer.status for answer in asked.since(healthy_at)} == {200}
    measured(
        "T12",
        "checksums the same, no reader waits for more than 1 s",
        f"{steps} steps beside {len(asked.answers):,} answers, {len(told):,} of them that the site is brought up to"
        f" date; checksums the same; slowest {slowest:.2f} s, also while migrate waited {waited:.0f} s for an idle"
        " reader",
    )
    assert slowest <= 1


def next_to_last(own: Any) -> Iterator[tuple[str, str]]:
    with own.cursor() as cursor:
        for app in APPS:
            cursor.execute("SELECT name FROM django_migrations WHERE app = %s ORDER BY name DESC LIMIT 2", [app])
            names = [name for (name,) in cursor.fetchall()]
            yield app, names[1]


def back_and_forward_beside_an_idle_reader(address: str) -> float:
    """Seconds that migrate waited for somebody who has read and whose transaction stays open for five."""
    with closing(psycopg2.connect(address)) as idle:
        with idle.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM published.citations_publication")
        threading.Timer(5, idle.rollback).start()
        began = time.monotonic()
        manage(address, "migrate", "people", "--verbosity=0")
        waited = time.monotonic() - began
    assert waited > 5
    return waited


def sums(own: Any) -> dict[str, str]:
    with own.cursor() as cursor:
        found = {}
        for table, columns in KEPT.items():
            cursor.execute(f"SELECT md5(string_agg(({columns})::text, '|' ORDER BY id)) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found
