"""What a sheet is: its columns, each with what belongs there, and how one row becomes rows of table files."""

from __future__ import annotations

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
        """The parts of a cell such as `ru; en`."""
        return [part.strip() for part in self[name].split(BETWEEN) if part.strip()]

    def given(self, *names: str) -> dict[str, str]:
        return {name: self[name] for name in names}


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
