"""A load that makes most of a table builds its indexes and checks its keys once at the end; so does its undoing.

Rule: only where a load more than doubles a table and brings many rows, or an undo takes as much away. What was dropped
is made anew, word for word as the database defined it, in the same transaction, so that a load that fails, at a value
that stands there twice or at a key that leads nowhere, leaves all of it as it was. Readers of these tables wait
meanwhile. Primary keys stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

MANY = 20_000
# For building indexes; with the sorts of one statement a load of a million rows stays below 400 MB.
MAINTENANCE_WORK_MEM = "128MB"

# An index of a table of this size is built by all processors; a helper is there in some milliseconds.
SHARED_FROM = "1MB"

# Unique ones first.
KEYS = """
    SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid) FROM pg_constraint c
    WHERE (c.contype IN ('f', 'u') AND c.conrelid = ANY(%(tables)s::regclass[]))
    OR (c.contype = 'f' AND c.confrelid = ANY(%(pointed_at)s::regclass[]))
    ORDER BY c.contype DESC, c.conrelid, c.conname"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'u') ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class Growth:
    """A table and the rows that a load brings or an undo takes away; `history` is the table that records them."""

    table: str
    history: str
    new: int


@contextmanager
def grown_at_once(growths: Sequence[Growth], cursor: CursorWrapper) -> Iterator[None]:
    """Inserts inside the block meet no secondary index and no foreign key of the tables that grow by much."""
    tables = [name for growth in growths if _is_much(growth, cursor) for name in (growth.table, growth.history)]
    with indexed_at_the_end(tables, cursor) if tables else nullcontext():
        yield


@contextmanager
def shrunk_at_once(growths: Sequence[Growth], cursor: CursorWrapper) -> Iterator[None]:
    """The same for deletions: of each row the database would ask every table that may point at it."""
    tables = [growth.table for growth in growths if growth.new >= MANY and _is_most(growth, cursor)]
    with indexed_at_the_end(tables, cursor, pointed_at=tables) if tables else nullcontext():
        yield


@contextmanager
def indexed_at_the_end(tables: list[str], cursor: CursorWrapper, pointed_at: Sequence[str] = ()) -> Iterator[None]:
    """Within the block these tables have no index but their primary keys, and no foreign key.

    None leads to the tables `pointed_at` either.
    """
    cursor.execute(
        f"SET LOCAL maintenance_work_mem TO '{MAINTENANCE_WORK_MEM}';"
        f" SET LOCAL min_parallel_table_scan_size TO '{SHARED_FROM}'"
    )
    cursor.execute(KEYS, {"tables": tables, "pointed_at": list(pointed_at)})
    keys = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    _settle(cursor)
    for table, name, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    _settle(cursor)
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _settle(cursor: CursorWrapper) -> None:
    """Keys whose check waits for the end of the transaction are checked now: such a table cannot be altered."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _is_much(growth: Growth, cursor: CursorWrapper) -> bool:
    return growth.new >= MANY and not _is_more_than(growth.new, growth.table, cursor)


def _is_most(growth: Growth, cursor: CursorWrapper) -> bool:
    return not _is_more_than(2 * growth.new, growth.table, cursor)


def _is_more_than(rows: int, table: str, cursor: CursorWrapper) -> bool:
    cursor.execute(f"SELECT count(*) > %s FROM (SELECT FROM {table} LIMIT %s) counted", [rows, rows + 1])
    return bool((cursor.fetchone() or [False])[0])
