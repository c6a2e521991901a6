"""Imports and servers are killed at random moments: whatever was confirmed is there, whatever was not left no trace."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections

from citations.imports.footnotes import ingest
from citations.tables import ALL
from config import embedded
from config.embedded import processes
from config.embedded.layout import scratch_layout_of
from core.backups import databases
from core.backups.sums import Sums, sums
from core.models import Batch
from core.tables.loading import load
from core.tables.undoing import undo
from tests import factories as make
from tests.office import references

PROJECT = Path(__file__).resolve().parents[2]
NOTES = "\n".join(f"{number}. {note}" for number, note in enumerate(references(12), start=1)).encode()
# The words that the search corrects towards: a word once met stays.
KEPT_WHEN_TAKEN_BACK = "public.citations_spelling"
ROWS = 1_000
Measured = Callable[[str, str, str], None]

# -- the importer -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_killed_reading_of_footnotes_leaves_all_or_nothing(measured: Measured) -> None:
    """T1: an import of footnotes killed with -9 left nothing half written, five times."""
    make.unit("RGASPI/17/171/87")
    kills, whole = kill_again_and_again(5, lambda: ingest(NOTES, "notes.txt"))
    measured("T1", "5 kills, 0 violations", f"{kills} kills of an import of 12 notes, 0 violations, {whole} whole")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_load_of_tables_leaves_all_or_nothing(tmp_path: Path, measured: Measured) -> None:
    """T1: a load of tables killed with -9 left nothing half written, a hundred times."""
    # An empty table takes the numbers of the file, and a number that was there before is not taken back.
    assert load(ALL, tables(tmp_path / "first", 10, "GARF"), apply=True).good
    folder = tables(tmp_path / "second", ROWS, "RGASPI")
    kills, whole = kill_again_and_again(100, lambda: load(ALL, folder, apply=True))
    measured(
        "T1", "100 kills, 0 violations", f"{kills} kills of a load of {ROWS:,} citations, 0 violations, {whole} whole"
    )


def kill_again_and_again(kills: int, work: Callable[[], object]) -> tuple[int, int]:
    """How often it was killed, and how often it was done by then. What was done is taken back for the next round.

    After each kill every table is byte for byte as before, or has exactly the rows that the whole work adds.
    """
    of_others = servers_of_others()
    before, began = held(), time.monotonic()
    assert not run_and_kill(work, after=600)
    longest = time.monotonic() - began
    wanted = added(before, held())
    assert wanted["public.citations_citation"] >= 10
    take_back()
    before = held()
    seeded, killed, whole = random.Random(1), 0, 0  # noqa: S311 - repeatable, no secret
    while killed < kills:
        killed += run_and_kill(work, after=seeded.uniform(0, longest))
        until_nobody_else(of_others)
        found = held()
        if found.tables != before.tables:
            assert added(before, found) == wanted
            whole += 1
            take_back()
            before = held()
    return killed, whole


def run_and_kill(work: Callable[[], object], after: float) -> bool:
    """Whether it was killed before it had ended. In a process of its own, which has no connection of ours."""
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=alone, args=(work,))
    child.start()
    child.join(after)
    child.kill()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def alone(work: Callable[[], object]) -> None:
    """A thread that drives a browser has other connections than it had before: closing the ones leaves the others, and
    these a fork brings along."""
    for brought in connections.all(initialized_only=True):
        brought.connection = None
    work()


def until_nobody_else(of_others: set[int]) -> None:
    """The server notices at its next word to the client that nobody is there; till then it works on."""
    until(lambda: servers_of_others() <= of_others)


def servers_of_others() -> set[int]:
    """Process numbers; a live server of an earlier test may still hold a connection."""
    asked = """SELECT coalesce(array_agg(pid), '{}') FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
    return set(ask(asked))


def take_back() -> None:
    number = Batch.objects.latest("id").pk
    assert undo(ALL, number).refusals == []


def added(before: Sums, after: Sums) -> dict[str, int]:
    rows = {name: table.rows - before.tables[name].rows for name, table in after.tables.items()}
    return {name: count for name, count in rows.items() if count and name != KEPT_WHEN_TAKEN_BACK}


def held() -> Sums:
    with closing(databases.of_the_site().connect()) as own, own.cursor() as cursor:
        return sums(cursor)


def ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def tables(folder: Path, size: int, archive: str) -> Path:
    """A corpus of so many citations in the short form of docs/exchange.md: ten notes in each article."""
    articles = [f"{n},article,en,,Letters from {archive} {n},,,,1999," for n in range(1, size // 10 + 1)]
    cited = [
        f'{n},{(n - 1) // 10 + 1},{(n - 1) % 10 + 1},1,,{n % 50 + 2},1,full,{n},{n},{n},,en,"{archive}, f. 17, l. {n}"'
        for n in range(1, size + 1)
    ]
    files = {
        "repositories": ["id,code,name_en", f"1,{archive},Archive {archive}"],
        "units": ["id,repository_id,parent_id,level,number", "1,1,,fond,17"]
        + [f"{n},1,1,delo,{n}" for n in range(2, 52)],
        "publications": ["id,kind,language,authors,title,container,place,publisher,year,pages", *articles],
        "citations": [
            "id,publication_id,note_number,seq,document_id,unit_id,repository_id,form,leaf_from,leaf_to,leaves,year,"
            "language,raw_text",
            *cited,
        ],
    }
    folder.mkdir()
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return folder


# -- the server -------------------------------------------------------------------------------------------------------

# Saves persons and reads notes; says each only when it is confirmed, and goes on when the server is back.
WRITER = """
import sys, django
django.setup()
from django.db import Error, connection
from citations.imports.footnotes import ingest
from people.models import Person
notes = sys.stdin.buffer.read()
number = 0
while True:
    number += 1
    try:
        person = Person.objects.create(name_en=f"Person {number}")
        print("person", person.pk, number, flush=True)
        if number % 20 == 0:
            batch = ingest(notes + f"\\n13. RGASPI, f. 17, d. {number}.".encode(), f"{number}.txt").batch
            print("batch", batch.pk, number, flush=True)
    except Error:
        connection.close()
"""


@pytest.mark.slow
@pytest.mark.servers
def test_a_killed_server_loses_nothing_that_was_confirmed(tmp_path: Path, measured: Measured) -> None:
    """T2: PostgreSQL killed with -9 fifty times under a site that saves and imports: every confirmed row is there."""
    with migrated_cluster() as (server, address):
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        (tmp_path / "notes.txt").write_bytes(NOTES)
        said = tmp_path / "said"
        with said.open("w") as out, (tmp_path / "notes.txt").open() as notes:
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER], cwd=PROJECT, env=environment, stdin=notes, stdout=out
            )
        try:
            recoveries = [crash_and_start(server, said) for _kill in range(50)]
            assert writer.poll() is None
        finally:
            writer.kill()
            writer.wait()
        lines = [line.split() for line in said.read_text().splitlines() if line.count(" ") == 2]
        persons, batches = ([words[1:] for words in lines if words[0] == kind] for kind in ("person", "batch"))
        with closing(psycopg2.connect(address)) as own, own.cursor() as cursor:
            cursor.execute("SELECT id::text, name_en FROM people_person")
            kept = dict(cursor.fetchall())
            lost = [pk for pk, number in persons if kept.get(pk) != f"Person {number}"]
            cursor.execute("SELECT batch_id::text, count(*) FROM citations_footnote GROUP BY 1")
            notes_of = dict(cursor.fetchall())
            lost += [pk for pk, _number in batches if pk not in notes_of]
            half = [pk for pk, count in notes_of.items() if count not in (1, 13)]
            cursor.execute(
                "SELECT count(*) FROM people_person p LEFT JOIN people_personhistory h"
                " ON h.pgh_obj_id = p.id WHERE h.pgh_id IS NULL"
            )
            (unremembered,) = cursor.fetchone() or (None,)
        assert (lost, half, unremembered) == ([], [], 0)
        assert len(persons) > 200
        assert max(recoveries) < 60  # on a machine that does other things too
    measured(
        "T2",
        "50 kills, 0 violations, back within 5 s",
        f"50 kills, {len(persons)} saves and {len(batches)} imports confirmed, 0 lost, 0 half; back within"
        f" {max(recoveries):.1f} s",
    )


def crash_and_start(server: embedded.Server, said: Path) -> float:
    """Seconds until it answers again, after something more was confirmed."""
    before = said.stat().st_size
    until(lambda: said.stat().st_size > before + 60)
    time.sleep(random.uniform(0, 0.4))  # noqa: S311 - any moment
    pid = processes.find_postmaster(server.layout.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: not processes.is_postmaster(pid, server.layout.data))
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


@contextmanager
def migrated_cluster() -> Iterator[tuple[embedded.Server, str]]:
    """A server of the test's own with all tables. It lies where a backup's scratch server would, under its own name."""
    with private_cluster("kills") as server:
        address = embedded.url(server.layout)
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
        yield server, address


@contextmanager
def private_cluster(name: str) -> Iterator[embedded.Server]:
    beside = scratch_layout_of(PROJECT)
    folder = beside.folder.with_name(f"{beside.folder.name}-{name}-{os.getpid()}")
    server = embedded.Server(embedded.Layout(folder, folder / "socket", beside.owner), say=lambda said: None)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
