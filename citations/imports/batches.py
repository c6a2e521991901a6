"""An import is undone and put back as a whole, whatever brought it: a reading, a file that was sent, or tables.

Both are first only told. Boundary: what goes and comes is found in `core.tables`; here the reading or the file that the
import came from is opened again with its undo, and holds the import again once that is put back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from citations.imports.entering import take_back
from citations.imports.sent import take_sent_back
from citations.models import Reading
from citations.searching import rebuilding
from citations.tables import ALL
from core.models import Batch, SentFile
from core.tables.redoing import RedoReport, redo, was_undone
from core.tables.undoing import Hindrance, UndoReport, undo


@dataclass(frozen=True, slots=True)
class Whole:
    """What would go or come, or did: how many records by kind; nothing of it where something stands in the way."""

    counts: Sequence[tuple[str, int]]
    hindrances: Sequence[Hindrance]


def undo_batch(batch: Batch, *, apply: bool, reason: str = "") -> Whole:
    reading = Reading.objects.select_related("batch", "publication").filter(batch=batch).first()
    sent = SentFile.objects.select_related("batch").defer("content").filter(batch=batch).first()
    report: UndoReport
    if reading is not None:
        report = take_back(reading, apply=apply, reason=reason)
    elif sent is not None:
        report = take_sent_back(sent, apply=apply, reason=reason)
    else:
        report = undo(ALL, batch.pk, rebuilding.after_many, apply=apply, reason=reason)
    return Whole(_in_words(report.deleted), report.hindrances)


def redo_batch(batch: Batch, *, apply: bool, reason: str = "") -> Whole:
    noted = was_undone(batch.pk)
    reading = Reading.objects.filter(pk=noted.get("reading") or 0).first()
    sent = SentFile.objects.defer("content").filter(pk=noted.get("sent_file") or 0).first()
    again = [_entered_again(source.batch) for source in (reading, sent) if source and source.batch]
    if again:
        return Whole((), again)
    with transaction.atomic():
        report: RedoReport = redo(ALL, batch, rebuilding.after_many, apply=apply, reason=reason)
        if apply and not report.hindrances:
            _take_up(batch, noted, reading, sent)
    return Whole(_in_words(report.returned), report.hindrances)


def _entered_again(batch: Batch) -> Hindrance:
    sentence = _("The same has been entered again since, as %(import)s: undo that first.") % {"import": batch}
    return Hindrance(sentence, Batch, batch.pk)


def _take_up(batch: Batch, noted: Mapping[str, Any], reading: Reading | None, sent: SentFile | None) -> None:
    if reading is not None:
        reading.batch, reading.publication_id = batch, noted["publication"]
        reading.done = min(noted["done"], reading.total)
        reading.state = Reading.State.ENTERED if reading.done == reading.total else Reading.State.ENTERING
        reading.save()
    if sent is not None:
        sent.batch = batch
        sent.save(update_fields=["batch"])


def _in_words(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    names = {table.name: str(table.model._meta.verbose_name_plural) for table in ALL}
    return [(names[name], count) for name, count in counts]
