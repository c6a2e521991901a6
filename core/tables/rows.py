"""One line of a table file → the values of one row, checked, with every computed column filled.

Computed columns come from the model's own `Derived` fields, so that a loaded record and a typed one cannot differ. A
line with a bad cell is left out and complained of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from core.records import Status
from core.tables.cells import CellError, CellReader, read_text, reader_for
from core.tables.files import TableFolder
from core.tables.spec import Lines, Short, Table, sql_name

Value = str | None
Cells = Sequence[str]

# Sheets, dates and shelfmarks come again and again; titles do not, so more would only hold memory.
REMEMBERED = 16_384
HIGHEST_ID = 999_999_999_999


@dataclass(frozen=True, slots=True)
class _Field:
    """How one column is got from the cells of a line; `name` is what a complaint calls it."""

    name: str
    read: Callable[[Cells], Value]


class RowReader:
    """Reads the lines of one file.

    `names` are the columns of each row after its number, its line and its id; `fixed` those that are the same in all.
    """

    def __init__(self, table: Table, folder: TableFolder, file: str, header: Sequence[str]) -> None:
        self.folder, self.file, self.row = folder, file, 0
        self._id_at = header.index("id") if "id" in header else -1
        self.fixed: dict[str, Value] = {}
        self._fields: list[_Field] = []
        self.names: list[str] = []
        read = {column.field.name: _column(column, table, header) for column in table.columns}
        for column in table.columns:
            self._take(column.sql, read[column.field.name])
        for name in table.beside:
            self._take(name, _beside(name, table, header))
        self._plan(table, read)

    def read(self, lines: Lines) -> Iterator[list[Value]]:
        """The values of each good row, as COPY takes them."""
        readers = [field.read for field in self._fields]
        for line, cells in lines:
            try:
                number = self._id(cells)
                values = [read(cells) for read in readers]
            except CellError:
                self.folder.complain(self.file, line, self._what_is_wrong(cells))
                continue
            self.row += 1
            made = [make(*[values[at] or "" for at in takes]) for takes, make in self._made]
            yield [str(self.row), str(line), number, *values, *made]

    def _take(self, name: str, got: _Field | Value) -> None:
        if isinstance(got, _Field):
            self._fields.append(got)
            self.names.append(name)
        else:
            self.fixed[name] = got

    def _plan(self, table: Table, read: Mapping[str, _Field | Value]) -> None:
        """What is computed of fixed columns is fixed too; the rest is made row by row."""
        places = {f.name: self.names.index(sql_name(f)) for f in table.stored if sql_name(f) in self.names}
        self._made: list[tuple[tuple[int, ...], Callable[..., Value]]] = []
        made: list[tuple[str, tuple[str, ...], Callable[..., Value]]] = []
        made += [(table.sql_of(name), short.takes, short.make) for name, short in table.computed.items()]
        made += [(sql_name(f), (f.source,), _remembered(f)) for f in table.derived]
        for name, takes, make in made:
            if all(taken in places for taken in takes):
                self._made.append((tuple(places[taken] for taken in takes), make))
                self.names.append(name)
            else:  # a key made of several columns never has only some of them
                self.fixed[name] = make(*[str(read[taken] or "") for taken in takes])

    def _id(self, cells: Cells) -> Value:
        cell = cells[self._id_at] if self._id_at >= 0 else ""
        if not cell:
            return None
        try:
            if -HIGHEST_ID <= int(cell) <= HIGHEST_ID:
                return cell
        except ValueError:
            pass
        raise CellError(_("id: “%(cell)s” is no id; an id is a whole number from 1.") % {"cell": cell[:30]})

    def _what_is_wrong(self, cells: Cells) -> str:
        """The first complaint about these cells; asked only of a bad line, so that good ones pay nothing for it."""
        try:
            self._id(cells)
        except CellError as error:
            return str(error)
        for field in self._fields:
            try:
                field.read(cells)
            except CellError as error:
                return f"{field.name}: {error}"
        raise AssertionError(cells)


def _column(column: Any, table: Table, header: Sequence[str]) -> _Field | Value:
    """From the column's own cell, or the short form, or the default; a plain value where all rows have the same."""
    default = _default(column.field)
    read = _with_synonyms(reader_for(column.field), table.synonyms.get(column.name))
    if column.name in header:
        at = header.index(column.name)
        return _Field(column.name, _own(at, read, column.required, default))
    short = table.short.get(column.name)
    if short is None:
        return default
    names = [name for name in short.takes if name in header]
    if not names:
        cell = short.make(*("" for _ in short.takes))
        return read(cell) if cell else default
    return _Field(" and ".join(names), _made_of(short, header, read, column.required, default))


def _own(at: int, read: CellReader, required: bool, default: Value) -> Callable[[Cells], Value]:
    if required:
        return lambda cells: read(cells[at] or _empty())
    return lambda cells: read(cells[at]) if cells[at] else default


def _made_of(
    short: Short, header: Sequence[str], read: CellReader, required: bool, default: Value
) -> Callable[[Cells], Value]:
    takes = [header.index(name) if name in header else -1 for name in short.takes]
    make = short.make

    def made(cells: Cells) -> Value:
        cell = make(*[read_text(cells[at]) if at >= 0 else "" for at in takes])
        if cell:
            return read(cell)
        return _empty() if required else default

    return made


def _beside(name: str, table: Table, header: Sequence[str]) -> _Field | Value:
    target = table.beside[name].target
    read = reader_for(models.BigIntegerField() if target else models.TextField())
    default = None if target else ""
    if name in header:
        return _Field(name, _own(header.index(name), read, False, default))
    short = table.short.get(name)
    if short is None or not set(short.takes) & set(header):
        return None
    return _Field(name, _made_of(short, header, read, False, default))


def _with_synonyms(read: CellReader, synonyms: Mapping[str, str] | None) -> CellReader:
    return (lambda cell: read(synonyms.get(cell, cell))) if synonyms else read


def _empty() -> str:
    raise CellError(_("this may not be empty."))


def _default(field: models.Field[Any, Any]) -> Value:
    """What an empty cell means: null where the column knows null, else the field's default, else empty text."""
    if field.name == "status":
        return str(Status.PUBLISHED)
    if field.null:
        return None
    default = field.get_default()
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
