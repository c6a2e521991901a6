"""Of questions that cost much, one is answered at a time; who asks another is told at once to come back.

A site has a few workers and processors. Two readers who sorted or excluded among a million citations took all of them
for seconds, and everybody else waited. The turn ends with the asker's transaction. Boundary: which questions can be
costly their owners know (`citations.searching.answers`); the sentence is told by `core.middleware`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError

# Rows by the planner's reckoning: what finds fewer is quick in whatever form it is asked.
MANY = 100_000
TURN = 471_918
# Of reading a manuscript, which is no question to the database and takes a process for seconds.
READING = 471_919


class AnotherTurn(OperationalError):
    """A costly question is being answered, and this one is as costly."""


def take_turn(cursor: Any, statement: str, params: Sequence[Any], each: int = 1) -> None:
    """Raises AnotherTurn where this statement finds very much and somebody else is at such a one.

    `each`: how many times as long as usual it takes to look at one row.
    """
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", params)
    if cursor.fetchone()[0][0]["Plan"]["Plan Rows"] * each >= MANY:
        take_turn_now(cursor)


def take_turn_now(cursor: Any, turn: int = TURN) -> None:
    """Raises AnotherTurn where somebody else is at something costly, until the end of this transaction."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [turn])
    if not cursor.fetchone()[0]:
        raise AnotherTurn
