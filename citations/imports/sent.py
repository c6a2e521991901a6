"""A file that was sent to the desk, whatever it is: what it would become, then what became of it.

It is kept from the first look on, so that what is applied is what was looked at, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.imports.ead import NoFindingAid
from archive.imports.finding_aids import FINDING_AID, import_finding_aid
from archive.imports.holders import Undecided
from citations.imports.sheets.kinds import SHEETS
from citations.imports.sheets.taking import Taken, guess_sheet, take, take_rows
from citations.imports.works import read_works
from citations.searching import rebuilding
from citations.tables import ALL
from core.models import Batch, SentFile
from core.spreadsheets import read_grid
from core.tables.files import Problem
from core.tables.undoing import UndoReport, undo
from core.text_files import Unreadable, decode

WORKS = "works"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """Records of one kind in a file: those that are new, and those that stand already."""

    name: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is, or became; `first` are the first of its rows."""

    rows: int
    header: Sequence[str]
    first: Sequence[Sequence[str]]
    counts: Sequence[Counted]
    problems: Sequence[Problem]
    remarks: Sequence[str] = ()
    batch: Batch | None = None

    @property
    def new(self) -> int:
        return sum(count.new for count in self.counts)


def kind_of(name: str, content: bytes, encoding: str = "") -> str:
    """What a file is taken for where nobody says so. Raises Unreadable where it cannot be told."""
    if name.casefold().endswith((".xml", ".ead")):
        return FINDING_AID
    if name.casefold().endswith((".bib", ".bibtex", ".ris", ".json")):
        return WORKS
    sheet = guess_sheet(read_grid(content, encoding))
    if sheet is None:
        raise Unreadable(_("It cannot be told by its columns what the table holds: choose it above."))
    return sheet.name


def look(sent: SentFile, apply: bool = False) -> Look:
    """Read the file; write it as one import where `apply` says so and nothing is wrong. Raises Unreadable."""
    content, answers = bytes(sent.content), sent.answers
    if sent.kind == FINDING_AID:
        return _finding_aid(sent, content, answers.get("archive", ""), apply)
    if sent.kind == WORKS:
        works = read_works(decode(content, answers.get("encoding", "")).text)
        taken = take_rows([(SHEETS[work.sheet], work.row) for work in works], apply, sent.name)
        header = list(dict.fromkeys(name for work in works for name in work.row.cells))
        return _look(taken, header, [[work.row[name] for name in header] for work in works[:SHOWN]])
    grid = read_grid(content, answers.get("encoding", ""))
    return _look(
        take(SHEETS[sent.kind], grid, apply, sent.name), grid.header, [row for _line, row in grid.rows[:SHOWN]]
    )


def apply_sent(number: int, user: User) -> Look:
    """The import of a file, once: whoever sends the form twice gets the first import. Raises Unreadable."""
    with transaction.atomic():
        sent = SentFile.objects.select_for_update().get(pk=number)
        if sent.batch:
            return Look(0, (), (), (), (), batch=sent.batch)
        seen = look(sent, apply=True)
        if seen.batch:
            seen.batch.user = user
            seen.batch.save(update_fields=["user"])
            sent.batch = seen.batch
            sent.save(update_fields=["batch"])
        return seen


def take_sent_back(sent: SentFile, *, apply: bool = True, reason: str = "") -> UndoReport:
    """Delete what the import of a file made; else why not, and nothing is deleted. The file can be applied again."""
    if not sent.batch:
        return UndoReport(0)
    with transaction.atomic():
        report = undo(ALL, sent.batch.pk, rebuilding.after_many, apply=apply, reason=reason, sent_file=sent.pk)
        if apply and not report.hindrances:
            sent.batch = None
            sent.save(update_fields=["batch"])
        return report


def _finding_aid(sent: SentFile, content: bytes, archive: str, apply: bool) -> Look:
    try:
        imported = import_finding_aid(content, sent.name, apply, archive)
    except (NoFindingAid, Undecided) as error:
        raise Unreadable(str(error)) from error
    report = imported.report
    return Look(
        imported.read,
        (),
        (),
        _called(report.counts),
        report.problems,
        [f"{imported.title}: {imported.archive}", *imported.remarks],
        report.batch,
    )


def _look(taken: Taken, header: Sequence[str], first: Sequence[Sequence[str]]) -> Look:
    return Look(taken.rows, header, first, _called(taken.counts), taken.problems, batch=taken.batch)


def _called(counts: Sequence[tuple[str, int, int]]) -> list[Counted]:
    """Counts under the names that the desk has for its records."""
    names: dict[str, Any] = {table.name: table.model._meta.verbose_name_plural for table in ALL}
    return [Counted(str(names[name]), new, rows - new) for name, rows, new in counts]
