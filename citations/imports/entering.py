"""A reading is entered a slice at a time: each slice is one transaction, which also notes how far it came.

So a book of three thousand notes shows its progress, a killed server loses at most a slice, and whoever goes on begins
where the last slice ended. Drafts only; the public sees nothing until somebody publishes.
"""

from __future__ import annotations

import time

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from citations.imports.footnotes import (
    SLICE,
    NoteToEnter,
    Report,
    begin,
    count,
    enter,
    keep,
    one_at_a_time,
    publication_of,
    without_known,
)
from citations.imports.readers.found import FileNote
from citations.models import Reading
from citations.readings import read_out, to_enter
from citations.searching import rebuilding
from citations.tables import ALL
from core.history import because
from core.models import Batch
from core.tables.undoing import Hindrance, UndoReport, undo

# How long a request may go on with one slice after the other.
SECONDS = 4.0


def enter_some(number: int, user: User | None) -> Reading:
    """Enter the next notes of this reading until it is done or the time is over; as it stands then."""
    until = time.monotonic() + SECONDS
    while True:
        reading = _enter_slice(number, user)
        if reading.state == Reading.State.ENTERED or time.monotonic() > until:
            return reading


def report_of(reading: Reading) -> Report:
    """What an entered reading brought in."""
    report = Report(
        publication=reading.publication,
        batch=reading.batch,
        encoding=reading.encoding,
        guessed=reading.guessed,
        problems=list(reading.problems),
        known=reading.total,
    )
    if reading.batch is not None:
        count(report)
        report.known = reading.total - report.added
    return report


def take_back(reading: Reading, *, apply: bool = True, reason: str = "") -> UndoReport:
    """Delete what the reading brought in and open it again; else why not, and nothing is deleted.

    The history notes which reading it was and where its notes went, for whoever puts the import back.
    """
    if reading.batch is None:
        return UndoReport(0, hindrances=[Hindrance(_("Nothing was entered."))])
    with transaction.atomic():
        held = Reading.objects.select_for_update().get(pk=reading.pk)
        given = None if held.publication is None or held.publication.batch_id == held.batch_id else held.publication
        noted = {"reading": held.pk, "publication": held.publication_id, "done": held.done}
        # Else the undo would find that somebody uses what it is to delete.
        held.publication, held.state, held.done = given, Reading.State.OPEN, 0
        held.save()
        report = undo(ALL, reading.batch.pk, rebuilding.after_many, apply=apply, reason=reason, **noted)
        if report.hindrances or not apply:
            transaction.set_rollback(True)
        else:
            held.batch = None
            held.save()
    return report


def _enter_slice(number: int, user: User | None) -> Reading:
    """What was entered before is known by now, so the notes up to the slice's end that are not known are the slice."""
    with transaction.atomic():
        one_at_a_time()
        reading = Reading.objects.select_for_update().get(pk=number)
        if reading.state == Reading.State.OPEN:
            _begin(reading, user)
        if reading.state == Reading.State.ENTERING and reading.batch and reading.publication:
            reading.done = min(reading.done + SLICE, reading.total)
            fresh = without_known(reading.publication, to_enter(read_out(reading, 1, reading.done)))
            with because(f"footnotes from {reading.source}", batch=reading.batch.pk):
                enter(fresh, reading.publication, reading.batch)
            if reading.done == reading.total:
                reading.state = Reading.State.ENTERED
                keep(report_of(reading))
            reading.save()
    return reading


def _begin(reading: Reading, user: User | None) -> None:
    """Find the publication, or make it; where it has all of the notes already there is nothing to enter."""
    found = reading.publication or publication_of(reading.content_hash, reading.title)
    notes = [NoteToEnter(FileNote(note.number, note.text, note.page), ()) for note in reading.notes.order_by("order")]
    if not without_known(found, notes):
        reading.publication, reading.done, reading.state = found, reading.total, Reading.State.ENTERED
        reading.save()
        return
    batch = Batch(kind=Batch.Kind.FOOTNOTES, source=reading.source, content_hash=reading.content_hash, user=user)
    with because(f"footnotes from {reading.source}"):
        reading.publication = begin(batch, found, reading.title or reading.source)
    reading.batch, reading.state = batch, Reading.State.ENTERING
