"""The primary is lost, its replica takes its place by `deploy/replica.sh`, and what was confirmed is there.

Boundary: the servers alone; what readers and editors see meanwhile is in `test_two_machines.py`.
"""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from tests.core.replicating import SCRIPT, SETTINGS, Node, address, connected, pair
from tests.core.test_kills import until

Measured = Callable[[str, str, str], None]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
SECTION = PAGE.read_text().partition("## More than one machine")[2].partition("\n## ")[0]
WRITERS = 4
HELD = "SELECT count(*), md5(string_agg(writer || '-' || number, ' ' ORDER BY writer, number)) FROM saved"


class Writing:
    """Four who save one row after the other and go on wherever writes are taken; what was confirmed, and when."""

    def __init__(self, where: str) -> None:
        self.where, self.confirmed, self.moments = where, set[tuple[int, int]](), list[float]()
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(writer,), daemon=True) for writer in range(WRITERS)]
        self.round = 0

    def __enter__(self) -> Writing:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join(30)

    def gap_around(self, moment: float) -> float:
        """Seconds in which nothing was confirmed."""
        times = sorted(self.moments)
        return min(time for time in times if time > moment) - max(time for time in times if time <= moment)

    def _write(self, writer: int) -> None:
        number = 0
        while not self.done.is_set():
            try:
                with connected(self.where) as cursor:
                    while not self.done.is_set():
                        number += 1
                        cursor.execute("INSERT INTO saved VALUES (%s, %s)", [writer, number])
                        self.confirmed.add((writer, number))
                        self.moments.append(time.monotonic())
            except psycopg2.Error:
                time.sleep(0.05)


def test_the_page_says_what_is_done_here() -> None:
    """T43: the settings and the words of docs/operations.md are those of these tests, and the script knows them."""
    settings = dict(re.findall(r"^    ALTER SYSTEM SET (\w+) = '(.+)';$", SECTION, re.MULTILINE))
    assert settings == {**SETTINGS, "synchronous_standby_names": "ANY 1 (b)"}
    lines = re.findall(r'^    deploy/replica\.sh (\w+)(?: (\w) "host=db\d user=postgres")?$', SECTION, re.MULTILINE)
    assert lines == [("make", "b"), ("promote", ""), ("rejoin", "a")]
    for line in lines:
        words = [line[0], *([line[1], "host=db1 user=postgres"] if line[1] else [])]
        done = subprocess.run(
            ["/bin/sh", SCRIPT, *words], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (1, "replica.sh: PGDATA is not set\n")


@pytest.mark.slow
@pytest.mark.servers
def test_a_lost_primary_loses_nothing_that_its_replica_confirmed(measured: Measured) -> None:
    """T9: ten times the primary is killed under writers and its synchronous replica promoted; nothing is lost."""
    with pair() as (first, second):
        rounds = [lose_the_primary(*nodes, wait=True) for nodes in by_turns(first, second, 10)]
        lost, confirmed, gaps = map(list, zip(*rounds, strict=True))
        assert sum(lost) == 0
        assert max(gaps) < 30
    measured(
        "T9",
        "0 lost in 10 runs; no save for at most 30 s",
        f"0 of {sum(confirmed):,} confirmed saves lost in 10 runs; no save for at most {max(gaps):.1f} s",
    )


@pytest.mark.slow
@pytest.mark.servers
def test_what_an_asynchronous_replica_loses_is_counted(measured: Measured) -> None:
    """T9: the same without waiting for the replica: what was confirmed in the last moment may be lost."""
    with pair() as (first, second):
        rounds = [lose_the_primary(*nodes, wait=False) for nodes in by_turns(first, second, 4)]
        lost, confirmed, _gaps = map(list, zip(*rounds, strict=True))
    told = ", ".join(map(str, lost))
    measured("T9", "at most what one second confirms, counted", f"{told} of {sum(confirmed):,} lost in 4 runs")
    assert sum(lost) < sum(confirmed) / 10


def by_turns(first: Node, second: Node, times: int) -> list[tuple[Node, Node]]:
    return [(first, second) if number % 2 == 0 else (second, first) for number in range(times)]


def lose_the_primary(primary: Node, replica: Node, wait: bool) -> tuple[int, int, float]:
    """How many confirmed rows were lost, how many were confirmed, and for how long nothing could be saved."""
    with connected(address(primary)) as cursor:
        cursor.execute("DROP TABLE IF EXISTS saved; CREATE TABLE saved (writer int, number int)")
    if wait:
        primary.waits_for(replica)
    with Writing(address(primary, replica, target_session_attrs="read-write")) as writing:
        until(lambda: len(writing.confirmed) > 400)
        moment = time.monotonic()
        primary.kill()
        before = set(writing.confirmed)
        replica.operate("promote")
        until(lambda: bool(writing.moments) and max(writing.moments) > moment + 0.5)
        until(lambda: len(writing.confirmed) > len(before) + 200)
    with connected(address(replica)) as cursor:
        cursor.execute("SELECT writer, number FROM saved")
        there = set(cursor.fetchall())
    lost = writing.confirmed - there
    rejoin(primary, replica)
    return len(lost), len(writing.confirmed), writing.gap_around(moment)


def rejoin(old: Node, new: Node) -> None:
    """The old primary follows the new one, and holds the same."""
    old.operate("rejoin", old.name, new.reached)
    old.server.start()
    new.is_followed_by(old)
    position = new.ask("SELECT pg_current_wal_lsn()::text")[0]
    until(lambda: old.ask(f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn") == (True,))
    held = []
    for node in (old, new):
        with connected(address(node)) as cursor:
            cursor.execute(HELD)
            held.append(cursor.fetchone())
    assert held[0] == held[1]
