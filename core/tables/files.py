"""The table files of one folder: what stands in them line by line, and where they are wrong.

Files are UTF-8 with a header row; they are read as a stream, never whole. Whatever is no such file gives a complaint
with the file's name and the line.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.tables.spec import Lines, Table

# Long enough for a transcription; a file that is no table shows itself by longer cells.
LONGEST_CELL = 5_000_000
# So many complaints are kept word by word; more of them are only counted.
KEPT = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one line of a file; line 0 speaks of the whole file."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        words = {"file": self.file, "line": self.line, "sentence": self.sentence}
        return _("%(file)s, line %(line)s: %(sentence)s") % words if self.line else f"{self.file}: {self.sentence}"


@dataclass(slots=True)
class TableFolder:
    """A folder of table files."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    # How many complaints there are about each file, kept or not.
    wrong: Counter[str] = field(default_factory=Counter)
    _headers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def complain(self, file: str, line: int, sentence: str) -> None:
        self.wrong[file] += 1
        if len(self.problems) < KEPT:
            self.problems.append(Problem(file, line, sentence))

    def without_complaints(self) -> TableFolder:
        """The same folder, for one who keeps his complaints apart."""
        return TableFolder(self.path, _headers=self._headers)

    def take_over(self, other: TableFolder) -> None:
        """His complaints stand behind ours."""
        self.wrong.update(other.wrong)
        self.problems += other.problems[: KEPT - len(self.problems)]

    def size(self, files: Sequence[str]) -> int:
        """The bytes of those files that are there."""
        return sum((self.path / file).stat().st_size for file in files if self.has(file))

    def has(self, file: str) -> bool:
        return (self.path / file).is_file()

    def header(self, file: str) -> tuple[str, ...]:
        """The names in the first row; empty where the file is missing or cannot be read."""
        if file not in self._headers:
            self._headers[file] = ()
            if self.has(file):
                self._headers[file] = next((tuple(cells) for _, cells in self._rows(file)), ())
        return self._headers[file]

    def lines(self, file: str, columns: Sequence[str] = ()) -> Lines:
        """Each line with the cells of these columns, or of all; a column that is missing comes as empty text."""
        header = self.header(file)
        rows = self._rows(file)
        next(rows, None)
        full = self._full_lines(file, rows, len(header))
        if not columns:
            return full
        return _chosen(full, [header.index(name) if name in header else len(header) for name in columns])

    def check_header(self, table: Table) -> None:
        """Complain of columns that the table does not know, that are named twice, or that are missing."""
        header = self.header(table.file)
        if not header and self.has(table.file) and not self.wrong[table.file]:
            self.complain(table.file, 1, _("there is no header row."))
        for name in header:
            if name not in table.known:
                near = difflib.get_close_matches(name, table.known, n=1)
                hint = _("Is it %(name)s?") % {"name": near[0]} if near else ""
                sentence = _("there is no column “%(name)s” in this table.") % {"name": name}
                self.complain(table.file, 1, f"{sentence} {hint}".strip())
        for column in table.columns if header else ():
            short = table.short.get(column.name)
            made = column.name in table.prepared or (short and set(short.takes) & set(header))
            if column.required and column.name not in header and not made:
                self.complain(table.file, 1, _("the column %(name)s is missing.") % {"name": column.name})
        for name, times in Counter(header).items():
            if times > 1:
                words = {"name": name, "times": times}
                self.complain(table.file, 1, _("the column “%(name)s” stands there %(times)s times.") % words)

    def digest(self, files: Sequence[str]) -> str:
        """The SHA-256 of these files, names and contents."""
        whole = hashlib.sha256()
        for file in files:
            if self.has(file):
                with (self.path / file).open("rb") as stream:
                    whole.update(f"{file}\0{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
        return whole.hexdigest()

    def _rows(self, file: str) -> Iterator[tuple[int, list[str]]]:
        """Rows with the line on which each ends. Stops with a complaint where the file is no table."""
        csv.field_size_limit(LONGEST_CELL)
        with (self.path / file).open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, strict=True)
            try:
                for cells in rows:
                    yield rows.line_num, cells
            except UnicodeDecodeError:
                self.complain(file, rows.line_num + 1, _("from about here on the text is not UTF-8."))
            except csv.Error as error:
                self.complain(file, rows.line_num, _("this is no CSV: %(error)s.") % {"error": error})

    def _full_lines(self, file: str, rows: Iterator[tuple[int, list[str]]], width: int) -> Lines:
        for line, cells in rows:
            if len(cells) == width:
                yield line, cells
            elif cells:  # an empty line is nothing
                words = {"cells": len(cells), "width": width}
                self.complain(file, line, _("%(cells)s cells, but the header has %(width)s.") % words)


def _chosen(lines: Lines, places: Sequence[int]) -> Lines:
    pick: Any = itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)
    for line, cells in lines:
        yield line, pick([*cells, ""])
