"""What the primary says of the replicas that follow it: the log kept for them, and the saves that wait for one.

Boundary: any role may ask; which replicas a save waits for is told to members of `pg_monitor` alone, and so a replica
whose state is not told counts as one that is waited for.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from core.replicas.watching import ask

# A save that has waited so many seconds for a replica waits for one that is gone.
TOO_LONG = 5
SLOTS = """SELECT slot_name, active, wal_status = 'lost',
        (greatest(pg_current_wal_lsn() - coalesce(restart_lsn, pg_current_wal_lsn()), 0) / 1048576)::int
    FROM pg_replication_slots WHERE slot_type = 'physical' AND NOT temporary ORDER BY slot_name"""
CONFIRMING = """SELECT current_setting('synchronous_standby_names'),
        (SELECT count(*) FROM pg_stat_replication WHERE coalesce(sync_state, 'sync') IN ('sync', 'quorum')),
        (SELECT count(*) FROM pg_stat_activity
            WHERE wait_event = 'SyncRep' AND clock_timestamp() - state_change > make_interval(secs => %s))"""


@dataclass(frozen=True, slots=True)
class Slot:
    """The log that is kept for one replica until it has read it; `lost` when it was given up."""

    name: str
    read: bool
    lost: bool
    megabytes: int


@dataclass(frozen=True, slots=True)
class Confirming:
    """The replicas that a save waits for by name, how many of them are there, and how many saves wait in vain."""

    names: str
    there: int
    waiting: int


def slots() -> tuple[list[Slot], bool]:
    """And whether the log that is kept for them has a limit."""
    (limit,) = _rows("SELECT current_setting('max_slot_wal_keep_size')")
    return [Slot(*row) for row in _rows(SLOTS)], limit != ("-1",)


def confirming() -> Confirming:
    (row,) = _rows(CONFIRMING, [TOO_LONG])
    return Confirming(*row)


def seconds_until_it_has_all(name: str) -> float | None:
    """How long a replica takes to have what the primary has now: infinite beyond REPLICA_LAG, None where it is away."""
    primary, began = ask(DEFAULT_DB_ALIAS), time.monotonic()
    while (taken := time.monotonic() - began) <= settings.REPLICA_LAG:
        replica = ask(name)
        if replica is None:
            return None
        if primary is None or replica.position >= primary.position:
            return taken
        time.sleep(0.05)
    return math.inf


def _rows(question: str, params: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        return list(cursor.fetchall())
