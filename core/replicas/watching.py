"""Which replicas may be read just now: asked once a second in each process, and never believed for longer than five.

The rule: a replica that has not what the primary had REPLICA_LAG seconds ago is not read. That is told by positions in
the log of changes that were noted on the way, so it needs neither clocks that agree nor writes of our own, and an idle
primary is no lag. While the primary is away nothing newer can be had than what a replica has: each that answers is read
then. Boundary: which requests may be answered by a replica is for `core.replicas.routing`.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

EVERY = 1.0
BELIEVED = 5.0
# How long positions are remembered, and so the longest lag that can be told in seconds.
REMEMBERED = 120.0
# On a replica what its readers see, on a primary what has been confirmed.
POSITION = """SELECT pg_is_in_recovery(), pg_postmaster_start_time()::text, (CASE WHEN pg_is_in_recovery()
    THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END) - '0/0'::pg_lsn"""


class State(Enum):
    GOOD = "good"
    BEHIND = "behind"
    AWAY = "away"
    # Promoted by somebody, or never one: what it shows is not what the primary has.
    STRANGE = "no replica of the primary"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last look found of a replica; `lag` in seconds, to within one, or infinite where it is not known."""

    name: str
    state: State
    lag: float
    looked: float


@dataclass(frozen=True, slots=True)
class Answer:
    follows: bool
    started: str
    position: Decimal


Ask = Callable[[str], Answer | None]


def ask(name: str) -> Answer | None:
    """Where a server stands; None when it does not say."""
    connection = connections[name]
    try:
        with connection.cursor() as cursor:
            cursor.execute(POSITION)
            follows, started, position = cursor.fetchone()
    except Error:
        connection.close()
        return None
    return None if position is None else Answer(follows, started, position)


class Watch:
    """What one process knows of the replicas."""

    def __init__(self, names: Sequence[str], longest: float, ask: Ask = ask) -> None:
        self.names, self.longest, self.ask = list(names), longest, ask
        self.process = os.getpid()
        self.found: dict[str, Standing] = {}
        self._marks: deque[tuple[float, Decimal]] = deque()
        self._turn = 0

    def begin(self) -> None:
        threading.Thread(target=self._go_on, daemon=True, name="replicas").start()

    def look(self) -> None:
        primary = self.ask(DEFAULT_DB_ALIAS)
        now = time.monotonic()
        if primary is not None:
            self._marks.append((now, primary.position))
        while self._marks and self._marks[0][0] < now - REMEMBERED:
            self._marks.popleft()
        for name in self.names:
            self.found[name] = self._standing(name, primary)

    def usable(self) -> str | None:
        """One that may be read, by turns; None where the primary must answer."""
        believed = time.monotonic() - BELIEVED
        good = [one.name for one in self.found.values() if one.state is State.GOOD and one.looked > believed]
        self._turn += 1
        return good[self._turn % len(good)] if good else None

    def lost(self, name: str) -> None:
        """It failed a reader: not asked again before the next look."""
        self.found[name] = Standing(name, State.AWAY, math.inf, time.monotonic())

    def _go_on(self) -> None:
        while True:
            self.look()
            time.sleep(EVERY)

    def _standing(self, name: str, primary: Answer | None) -> Standing:
        answer = self.ask(name)
        now = time.monotonic()
        if answer is None:
            return Standing(name, State.AWAY, math.inf, now)
        if primary is None:
            return Standing(name, State.GOOD, self._lag(answer.position, now), now)
        if not answer.follows:
            same = answer.started == primary.started
            return Standing(name, State.GOOD if same else State.STRANGE, 0 if same else math.inf, now)
        lag = self._lag(answer.position, now)
        return Standing(name, State.BEHIND if lag > self.longest else State.GOOD, lag, now)

    def _lag(self, position: Decimal, now: float) -> float:
        """Since when the primary has had what this one has not. Behind all that is remembered it is not known."""
        if self._marks and position < self._marks[0][1]:
            return math.inf
        return next((now - moment for moment, at in self._marks if at > position), 0.0)


_watch: Watch | None = None
_beginning = threading.Lock()


def watch() -> Watch:
    """This process' own, begun at the first question; a forked child begins anew."""
    global _watch
    if _watch is None or _watch.process != os.getpid():
        with _beginning:
            if _watch is None or _watch.process != os.getpid():
                _watch = Watch(settings.REPLICAS, settings.REPLICA_LAG)
                _watch.begin()
    return _watch


def standings() -> list[Standing]:
    """For those who run the site: how this process found the replicas."""
    return list(watch().found.values()) if settings.REPLICAS else []
