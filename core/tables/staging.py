"""The rows of a table file go into a temporary table, each column of the type that the record has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from core.tables.reading import CHUNK, NULL, Reading
from core.tables.rows import Value
from core.tables.spec import Table, sql_name


@dataclass(frozen=True, slots=True)
class Staged:
    """The temporary table of one file.

    `present` are the columns beside the model's that its header had, `filled` those that differ from row to row; the
    rest are the same in all.
    """

    table: Table
    file: str
    name: str
    rows: int
    present: frozenset[str]
    filled: frozenset[str]
    fixed: Mapping[str, Value]

    def is_null(self, column: str) -> bool:
        """No row has a value here."""
        return column not in self.filled and self.fixed.get(column) is None


def stage(reading: Reading, cursor: CursorWrapper) -> Staged:
    """Copy all rows of the table into `stage_…`."""
    table, name = reading.table, f"stage_{reading.table.name}"
    _create(name, table, reading.fixed, cursor)
    columns = ", ".join(["row", "line", "file_id", *reading.names])
    copied = f"COPY {name} ({columns}) FROM STDIN (NULL '{NULL}')"
    cursor.copy_expert(copied, reading.stream, CHUNK)
    cursor.execute(f"ANALYZE {name}")
    present = frozenset(reading.header) & frozenset(table.beside)
    return Staged(table, reading.file, name, reading.rows, present, frozenset(reading.names), reading.fixed)


def _create(name: str, table: Table, fixed: Mapping[str, Value], cursor: CursorWrapper) -> None:
    """What is the same in every row is a default, so that it is neither sent nor parsed a million times."""
    columns = [f"{sql_name(f)} {f.db_type(connection)}" for f in table.stored]
    columns += [f"{column} {'bigint' if beside.target else 'text'}" for column, beside in table.beside.items()]
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {name} (row integer, line integer, file_id bigint, {', '.join(columns)})"
        " ON COMMIT DROP"
    )
    defaults = [f"ALTER {column} SET DEFAULT %s" for column, value in fixed.items() if value is not None]
    if defaults:
        cursor.execute(f"ALTER TABLE {name} {', '.join(defaults)}", [v for v in fixed.values() if v is not None])
