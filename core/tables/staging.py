"""The rows of a table file go into a temporary table, checked cell by cell, with every computed column filled.

Nothing is kept in memory but the line at hand: the file is read while PostgreSQL copies. A row with a bad cell is left
out and complained of. Computed columns come from the model's own `Derived` fields, so that a loaded record and a typed
one cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

from core.records import Status
from core.tables.cells import CellError, CellReader, read_text, reader_for
from core.tables.files import TableFolder
from core.tables.spec import Beside, Column, Lines, Table, sql_name

Progress = Callable[[str], None]

# Sheets, dates and shelfmarks come again and again; titles do not, so more would only hold memory.
REMEMBERED = 16_384
SAID_EVERY = 100_000
# Stands for null while a line is put together: it is in no text, or else that line is escaped with care.
NULL = "\x02"
NEEDS_ESCAPE = re.compile(r"[\\\n\r]")
HIGHEST_ID = 999_999_999_999

Value = str | None


@dataclass(frozen=True, slots=True)
class Staged:
    """The temporary table of one file. `present` are the columns beside the model's that its header had."""

    table: Table
    file: str
    name: str
    rows: int
    present: frozenset[str]


def stage(table: Table, folder: TableFolder, progress: Progress) -> Staged:
    """Copy all rows of the table into `stage_…`, those of its own file or those implied by other files."""
    name = f"stage_{table.name}"
    _create(name, table)
    file, header, lines = _source(table, folder)
    rows = _Rows(table, folder, file, header)
    columns = ", ".join(["row", "line", "file_id", *rows.names])
    with connection.cursor() as cursor:
        copied = _Lines(_counted(rows.read(lines), file, progress))
        cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN (NULL '{NULL}')", copied)
        cursor.execute(f"ANALYZE {name}")
    return Staged(table, file, name, rows.row, rows.present)


def _create(name: str, table: Table) -> None:
    columns = [f"{sql_name(f)} {f.db_type(connection)}" for f in table.stored]
    columns += [f"{column} {'bigint' if beside.target else 'text'}" for column, beside in table.beside.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {name} (row integer, line integer, file_id bigint, {', '.join(columns)})"
            " ON COMMIT DROP"
        )


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


class _Rows:
    """Turns the lines of one file into lines of COPY."""

    def __init__(self, table: Table, folder: TableFolder, file: str, header: Sequence[str]) -> None:
        self.table, self.folder, self.file, self.row = table, folder, file, 0
        self.id_at = header.index("id") if "id" in header else -1
        self.present = frozenset(header) & frozenset(table.beside)
        self.cells = [_cell_for(column, table, header) for column in table.columns]
        self.beside = [_beside(name, table.beside[name], table, header) for name in table.beside]
        places = {column.field.name: at for at, column in enumerate(table.columns)}
        self.computed = [(tuple(places[name] for name in short.takes), short.make) for short in table.computed.values()]
        self.derived = [(places[field.source], _remembered(field)) for field in table.derived]
        self.names = [*map(sql_name, table.stored), *table.beside]

    def read(self, lines: Lines) -> Iterator[str]:
        """One line of COPY for each good row."""
        for line, cells in lines:
            try:
                number = self._id(cells)
                values = [cell(cells) for cell in self.cells]
                beside = [cell(cells) for cell in self.beside]
            except CellError as error:
                self.folder.complain(self.file, line, str(error))
                continue
            values += [make(*(values[at] or "" for at in takes)) for takes, make in self.computed]
            values += [compute(values[at] or "") for at, compute in self.derived]
            self.row += 1
            yield _copy_line([str(self.row), str(line), number, *values, *beside])

    def _id(self, cells: Sequence[str]) -> Value:
        cell = cells[self.id_at] if self.id_at >= 0 else ""
        if not cell:
            return None
        try:
            if -HIGHEST_ID <= int(cell) <= HIGHEST_ID:
                return cell
        except ValueError:
            pass
        raise CellError(f"id: “{cell[:30]}” is no id; an id is a whole number from 1.")


def _cell_for(column: Column, table: Table, header: Sequence[str]) -> Callable[[Sequence[str]], Value]:
    """How the column's value is got from the cells of a line: from its own cell, the short form, or the default."""
    default = _default(column)
    bare = _with_synonyms(reader_for(column.field), table.synonyms.get(column.name))
    read = _named(column.name, bare)
    if column.name in header:
        at = header.index(column.name)
        if column.required:
            return lambda cells: read(_filled(cells[at], column.name))
        return lambda cells: read(cells[at]) if cells[at] else default
    short = table.short.get(column.name)
    if short is None:
        return lambda cells: default
    takes = [header.index(name) if name in header else -1 for name in short.takes]
    make, made_of = short.make, " and ".join(name for name in short.takes if name in header)
    read = _named(made_of, bare)

    def from_short(cells: Sequence[str]) -> Value:
        cell = make(*(read_text(cells[at]) if at >= 0 else "" for at in takes))
        if column.required:
            _filled(cell, made_of)
        return read(cell) if cell else default

    return from_short


def _beside(name: str, beside: Beside, table: Table, header: Sequence[str]) -> Callable[[Sequence[str]], Value]:
    if name not in header:
        short = table.short.get(name)
        if short is None or not set(short.takes) & set(header):
            return lambda cells: None
        takes = [header.index(taken) if taken in header else -1 for taken in short.takes]
        make = short.make
        return lambda cells: make(*(cells[at] if at >= 0 else "" for at in takes))
    at = header.index(name)
    if beside.target is None:
        return lambda cells: read_text(cells[at])
    read = _named(name, reader_for(models.BigIntegerField()))
    return lambda cells: read(cells[at]) if cells[at] else None


def _with_synonyms(read: CellReader, synonyms: Mapping[str, str] | None) -> CellReader:
    return (lambda cell: read(synonyms.get(cell, cell))) if synonyms else read


def _named(name: str, read: CellReader) -> CellReader:
    def read_named(cell: str) -> Value:
        try:
            return read(cell)
        except CellError as error:
            raise CellError(f"{name}: {error}") from None

    return read_named


def _filled(cell: str, name: str) -> str:
    if not cell:
        raise CellError(f"{name}: this may not be empty.")
    return cell


def _default(column: Column) -> Value:
    """What an empty cell means: null where the column knows null, else the field's default, else empty text."""
    if column.field.name == "status":
        return str(Status.PUBLISHED)
    if column.field.null:
        return None
    default = column.field.get_default()
    if default == []:
        return "{}"
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default is None else str(default)


def _remembered(field: Any) -> Callable[[str], Value]:
    """The field's own computation, as COPY takes it, remembered for texts that come again."""

    @lru_cache(maxsize=REMEMBERED)
    def compute(written: str) -> Value:
        value = field.get_prep_value(field.compute(written))
        return None if value is None else str(value)

    return compute


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
