"""What a database holds, so that two can be compared: a digest a table, sequences, the names of all else.

The digest of a table is the SHA-256 of its rows as text, in the order of their numbers, so it is the same on every
server. Boundary: it only reads, through a cursor that is given to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

OURS = """n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"""
# Whole numbers sort alike on every server; text sorts by the collation of its database.
TABLES = f"""
SELECT n.nspname, c.relname, coalesce(key.columns, '{{}}')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary
    HAVING bool_and(a.atttypid = ANY ('{{int2,int4,int8}}'::regtype[]))
) key ON true
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND {OURS.format(oid="c.oid")} ORDER BY 1, 2"""  # noqa: S608 - fixed
SEQUENCES = "SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1"
# Names and not definitions: each version of PostgreSQL words these a little differently.
OBJECTS = f"""
SELECT 'view ' || n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND {OURS.format(oid="c.oid")}
UNION ALL SELECT 'index ' || n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'i' AND {OURS.format(oid="c.oid")}
UNION ALL SELECT 'function ' || n.nspname || '.' || p.proname FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS.format(oid="p.oid")}
UNION ALL SELECT 'trigger ' || c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL SELECT 'constraint ' || c.relname || '.' || k.conname FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype <> 'n' AND {OURS.format(oid="c.oid")}
ORDER BY 1"""  # noqa: S608 - fixed
# So that a moment or a number is written alike whatever the server is set to.
AS_EVERYWHERE = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex';"
    " SET extra_float_digits = 1; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
)


@dataclass(frozen=True, slots=True)
class Table:
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sums:
    tables: Mapping[str, Table]
    sequences: Mapping[str, int]
    objects: tuple[str, ...]

    def differences(self, found: Sums) -> list[str]:
        """What `found` has otherwise, a sentence each. A sequence may have gone on while the site worked, not back."""
        return [*self._tables(found), *self._sequences(found), *self._objects(found)]

    def _tables(self, found: Sums) -> Iterator[str]:
        for name in sorted({*self.tables, *found.tables}):
            here, there = self.tables.get(name), found.tables.get(name)
            if here is None or there is None:
                yield f"table {name} is only in the {'copy' if here is None else 'original'}"
            elif here.rows != there.rows:
                yield f"table {name} has {there.rows} rows, not {here.rows}"
            elif here != there:
                yield f"table {name} has the same number of rows, but not the same content"

    def _sequences(self, found: Sums) -> Iterator[str]:
        for name, value in self.sequences.items():
            if found.sequences.get(name, -1) < value:
                yield f"sequence {name} is at {found.sequences.get(name, 'nothing')}, not at {value}"

    def _objects(self, found: Sums) -> Iterator[str]:
        missing, added = set(self.objects) - set(found.objects), set(found.objects) - set(self.objects)
        yield from (f"{name} is missing" for name in sorted(missing))
        yield from (f"{name} is only in the copy" for name in sorted(added))


def sums(cursor: Any) -> Sums:
    cursor.execute(AS_EVERYWHERE)
    cursor.execute(TABLES)
    tables = {f"{schema}.{name}": _table(cursor, schema, name, key) for schema, name, key in cursor.fetchall()}
    cursor.execute(SEQUENCES)
    sequences = dict(cursor.fetchall())
    cursor.execute(OBJECTS)
    return Sums(tables, sequences, tuple(name for (name,) in cursor.fetchall()))


def _table(cursor: Any, schema: str, name: str, key: list[str]) -> Table:
    by: list[sql.Composable] = [sql.Identifier(column) for column in key] or [sql.SQL('t::text COLLATE "C"')]
    copying = sql.SQL("COPY (SELECT * FROM {} AS t ORDER BY {}) TO STDOUT WITH (HEADER)").format(
        sql.Identifier(schema, name), sql.SQL(", ").join(by)
    )
    content = _Digest()
    cursor.copy_expert(copying, content)
    return Table(cursor.rowcount, content.sha256.hexdigest())


class _Digest:
    """A file for COPY to write to, which keeps only the digest."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.sha256.update(content)
