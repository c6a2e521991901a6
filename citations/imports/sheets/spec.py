"""What a sheet is: its columns, each with what belongs there, and how one row becomes rows of table files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from citations.imports.sheets.drafting import Draft

Words = str | Promise
# Between the names, languages or topics of one cell.
BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    about: Words
    example: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet; a column that is missing reads as empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def several(self, name: str) -> list[str]:
        """The parts of a cell such as `ru; en`; one that holds a semicolon stands in quotation marks."""
        return [part for part in map(str.strip, _parts(self[name])) if part]

    def given(self, *names: str) -> dict[str, str]:
        return {name: self[name] for name in names}


def in_one_cell(parts: Iterable[str]) -> str:
    """`several` gives them again."""
    return f"{BETWEEN} ".join(_quoted(part) if BETWEEN in part or part[:1] == '"' else part for part in parts)


def _quoted(part: str) -> str:
    doubled = part.replace('"', '""')
    return f'"{doubled}"'


def _parts(cell: str) -> list[str]:
    """`"Smith; Sons"; Lee` is two; `"Pravda" (editors); Lee` is two as well, its marks being the name's own."""
    if '"' in cell:
        try:
            return next(csv.reader([cell], delimiter=BETWEEN, skipinitialspace=True, strict=True), [])
        except csv.Error:
            pass
    return cell.split(BETWEEN)


def no_names(row: Row) -> Iterable[str]:
    return ()


def no_identifiers(row: Row) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`enter` puts one row into the draft. What a row names that may be held is looked up for all rows at once before:

    `persons` by their names, `identified` by authority and identifier, `works` by title or number.
    """

    name: str
    label: Words
    columns: tuple[Column, ...]
    enter: Callable[[Row, Draft], None]
    persons: Callable[[Row], Iterable[str]] = no_names
    identified: Callable[[Row], Iterable[tuple[str, str]]] = no_identifiers
    works: Callable[[Row], Iterable[str]] = no_names

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
