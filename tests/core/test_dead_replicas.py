"""A replica that is gone stops nobody for long: the log kept for it has a limit, and the doctor says who waits."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from tests.core.replicating import Node, address, connected, pair
from tests.core.test_kills import until

Measured = Callable[[str, str, str], None]
PROJECT = Path(__file__).resolve().parents[2]
MB = 1 << 20
LIMITS = {"max_slot_wal_keep_size": "128MB", "max_wal_size": "64MB", "min_wal_size": "32MB", "wal_keep_size": "0"}
# A gigabyte of log that holds nothing.
MEGABYTE = "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000))"


@pytest.mark.slow
@pytest.mark.servers
def test_log_for_a_dead_replica_has_a_limit_and_the_doctor_warns(measured: Measured) -> None:
    """T10: a gigabyte is written while the replica is dead."""
    with pair() as (primary, replica):
        for name, value in LIMITS.items():
            primary.setting(name, value)
        assert "log is kept for 1 replicas" in doctor(primary)
        with connected(address(replica)) as cursor, pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            cursor.execute("CREATE TABLE refused (number int)")
        replica.server.stop()
        began = time.monotonic()
        assert "FAILURE  log for replicas: nobody reads b" in doctor(primary)
        alarm = time.monotonic() - began

        largest = 0
        with connected(address(primary)) as cursor:
            for _megabyte in range(1000):
                cursor.execute(MEGABYTE)
                largest = max(largest, log_of(primary))
        primary.ask("CHECKPOINT")
        # What is kept for the slot, and what may be written between two checkpoints.
        assert largest < (128 + 2 * 64 + 64) * MB
        assert "b was given up and must be made anew" in doctor(primary)
    measured(
        "T10",
        "log within its limit; alarm within 60 s",
        f"1 GB written beside a dead replica: at most {largest // MB} MB of log at a limit of 128 MB; alarm in"
        f" {alarm:.0f} s",
    )


@pytest.mark.slow
@pytest.mark.servers
def test_saves_that_wait_for_a_lost_replica_are_told_and_let_go(measured: Measured) -> None:
    """T10: the only synchronous replica is lost."""
    with pair() as (primary, replica):
        with connected(address(primary)) as cursor:
            cursor.execute("CREATE TABLE saved (number int)")
        primary.waits_for(replica)
        assert "saves are confirmed by ANY 1 (b)" in doctor(primary)
        replica.kill()
        began = time.monotonic()
        saving = threading.Thread(target=save, args=(primary,), daemon=True)
        saving.start()
        until(lambda: "FAILURE  saves wait for ANY 1 (b)" in doctor(primary))
        alarm = time.monotonic() - began
        time.sleep(6)
        assert "which 1 do now" in doctor(primary)
        assert saving.is_alive()
        primary.setting("synchronous_standby_names", "")
        saving.join(10)
        assert not saving.is_alive()
        with connected(address(primary)) as cursor:
            cursor.execute("SELECT count(*) FROM saved")
            assert cursor.fetchone() == (1,)
    measured("T10", "no save hangs 60 s without an alarm", f"alarm {alarm:.0f} s after the replica was killed")


def save(primary: Node) -> None:
    with connected(address(primary)) as cursor:
        cursor.execute("INSERT INTO saved VALUES (1)")


def log_of(node: Node) -> int:
    return sum(file.stat().st_size for file in (node.layout.data / "pg_wal").iterdir() if file.is_file())


def doctor(primary: Node) -> str:
    """All that it says; an empty database has other faults too."""
    environment = {**os.environ, "DATABASE_URL": address(primary), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--no-color"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout
