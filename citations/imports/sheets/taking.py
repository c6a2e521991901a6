"""A sheet that was sent becomes records, or a report of what it would become and of what is wrong, row by row."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from citations.imports.sheets.drafting import Draft
from citations.imports.sheets.kinds import SHEETS
from citations.imports.sheets.spec import Row, Sheet
from citations.searching import rebuilding
from citations.tables import ALL
from core.models import Batch
from core.spreadsheets import Grid
from core.tables.files import Problem
from core.tables.loading import load


@dataclass(slots=True)
class Taken:
    """What came of a sheet: its rows, the records by kind (in rows, new), and what is wrong where."""

    rows: int
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    batch: Batch | None = None

    @property
    def good(self) -> bool:
        return not self.problems

    @property
    def new(self) -> int:
        return sum(new for _name, _rows, new in self.counts)


def guess_sheet(grid: Grid) -> Sheet | None:
    """The sheet whose columns these are, above all those that it needs, if they are one sheet's more than another's."""
    shared = {name: _shared(sheet, set(grid.header)) for name, sheet in SHEETS.items()}
    first, second = sorted(shared, key=shared.__getitem__, reverse=True)[:2]
    return SHEETS[first] if shared[first] > shared[second] else None


def _shared(sheet: Sheet, header: set[str]) -> tuple[int, int]:
    needed = {column.name for column in sheet.columns if column.needed}
    return len(header & set(sheet.header)), len(needed) if needed <= header else 0


def take(sheet: Sheet, grid: Grid, apply: bool, source: str) -> Taken:
    """Nothing is written unless `apply` is true and nothing is wrong."""
    if problems := _wrong_header(sheet, grid.header):
        return Taken(len(grid.rows), problems=problems)
    rows = (Row(line, dict(zip(grid.header, cells, strict=False))) for line, cells in grid.rows)
    return take_rows([(sheet, row) for row in rows], apply, source)


def take_rows(rows: Sequence[tuple[Sheet, Row]], apply: bool, source: str) -> Taken:
    """The same for rows of several sheets at once, which become one import."""
    draft = Draft(
        {name for sheet, row in rows for name in sheet.persons(row)},
        {value for sheet, row in rows for value in sheet.identified(row)},
        {title for sheet, row in rows for title in sheet.works(row)},
    )
    for sheet, row in rows:
        sheet.enter(row, draft)
    taken = Taken(len(rows), problems=draft.problems)
    if not taken.problems:
        with tempfile.TemporaryDirectory() as folder:
            draft.write(Path(folder))
            report = load(ALL, Path(folder), apply, source=source, around=rebuilding.after_many)
        taken.counts, taken.batch = report.counts, report.batch
        taken.problems = [draft.where(problem) for problem in report.problems]
    return taken


def _wrong_header(sheet: Sheet, header: Sequence[str]) -> list[Problem]:
    wrong = []
    for name in header:
        if name and name not in sheet.header:
            near = difflib.get_close_matches(name, sheet.header, 1)
            hint = " " + _("Is “%(near)s” meant?") % {"near": near[0]} if near else ""
            wrong.append(Problem("", 1, _("There is no column “%(name)s” here.") % {"name": name} + hint))
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        wrong.append(Problem("", 1, _("The column “%(name)s” stands there twice.") % {"name": name}))
    for column in sheet.columns:
        if column.needed and column.name not in header:
            wrong.append(Problem("", 1, _("The column “%(name)s” is missing.") % {"name": column.name}))
    return wrong
