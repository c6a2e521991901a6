"""The rows of a table file go into a temporary table, checked cell by cell, with every computed column filled.

Nothing is kept in memory but the line at hand: the file is read while PostgreSQL copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from core.tables.files import TableFolder
from core.tables.rows import RowReader, Value
from core.tables.spec import Lines, Table, sql_name

Progress = Callable[[str], None]

SAID_EVERY = 100_000
# Stands for null while a line is put together: it is in no text, or else that line is escaped with care.
NULL = "\x02"
NEEDS_ESCAPE = re.compile(r"[\\\n\r]")


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


def stage(table: Table, folder: TableFolder, progress: Progress) -> Staged:
    """Copy all rows of the table into `stage_…`, those of its own file or those implied by another."""
    name = f"stage_{table.name}"
    file, header, lines = _source(table, folder)
    rows = RowReader(table, folder, file, header)
    _create(name, table, rows.fixed)
    columns = ", ".join(["row", "line", "file_id", *rows.names])
    with connection.cursor() as cursor:
        copied = _Lines(_counted(map(_copy_line, rows.read(lines)), file, progress))
        cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN (NULL '{NULL}')", copied)
        cursor.execute(f"ANALYZE {name}")
    return Staged(
        table, file, name, rows.row, frozenset(header) & frozenset(table.beside), frozenset(rows.names), rows.fixed
    )


def _create(name: str, table: Table, fixed: Mapping[str, Value]) -> None:
    """What is the same in every row is a default, so that it is neither sent nor parsed a million times."""
    columns = [f"{sql_name(f)} {f.db_type(connection)}" for f in table.stored]
    columns += [f"{column} {'bigint' if beside.target else 'text'}" for column, beside in table.beside.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {name} (row integer, line integer, file_id bigint, {', '.join(columns)})"
            " ON COMMIT DROP"
        )
        defaults = [f"ALTER {column} SET DEFAULT %s" for column, value in fixed.items() if value is not None]
        if defaults:
            cursor.execute(f"ALTER TABLE {name} {', '.join(defaults)}", [v for v in fixed.values() if v is not None])


def _source(table: Table, folder: TableFolder) -> tuple[str, tuple[str, ...], Lines]:
    """The file that the rows stand in, the columns they come with, and the rows."""
    if folder.has(table.file):
        header, lines = folder.header(table.file), folder.lines(table.file)
        if table.prepare:
            header, lines = table.prepare(folder, header, lines)
        return table.file, header, lines
    implied = table.implied
    if implied and implied.when in folder.header(implied.file):
        return implied.file, implied.gives, implied.rows(folder.lines(implied.file, implied.takes))
    return table.file, table.names, iter(())


def _copy_line(values: Sequence[Value]) -> str:
    nulls = values.count(None)
    line = "\t".join([NULL if value is None else value for value in values]) if nulls else "\t".join(values)  # type: ignore[arg-type]  # no null among them
    if line.count("\t") != len(values) - 1 or line.count(NULL) != nulls or NEEDS_ESCAPE.search(line):
        return "\t".join(NULL if value is None else _escaped(value) for value in values)
    return line


def _escaped(value: str) -> str:
    value = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return value.replace(NULL, "\\x02")


def _counted(lines: Iterator[str], file: str, progress: Progress) -> Iterator[str]:
    for count, line in enumerate(lines, start=1):
        yield line
        if count % SAID_EVERY == 0:
            progress(f"{file}: {count:,} rows read")


class _Lines:
    """The file that COPY reads: lines are made when they are asked for."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines

    def read(self, size: int = 8192) -> bytes:
        taken: list[str] = []
        length = 0
        for line in self.lines:
            taken.append(line)
            length += len(line)
            if length >= size // 4:  # a letter may take four bytes
                break
        return "".join(f"{line}\n" for line in taken).encode()
