"""The footnotes of one publication go into the review queue: notes, citations and what they cite, all as drafts.

All or nothing: one transaction, one batch. Notes are keyed by number and text, so reading the same file again adds
nothing. What cannot be read is refused with a sentence; what cannot be understood is kept and says why.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils.translation import gettext as _
from notation.footnotes import FoundNotes, find_notes
from notation.ibid import ReadNote, read_notes

from archive.models import Repository, Unit
from citations.linking import Linker
from citations.models import Footnote, Publication
from citations.models.publications import footnote_key
from core.history import because
from core.models import Batch
from core.text_files import Unreadable, decode

# A heading has at least this many words; `English`, `Contents` and page numbers stand above many texts.
WORDS_OF_A_TITLE = 3


@dataclass(slots=True)
class Report:
    """What an import did, for the person who asked for it."""

    publication: Publication | None = None
    batch: Batch | None = None
    encoding: str = ""
    guessed: bool = False
    added: int = 0
    known: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in sentences."""
        said = []
        if self.guessed:
            said.append(_("Read as %(name)s, guessed from the letters: look whether it reads well.") % {"name": self.encoding})
        said.append(
            _("%(added)d notes added to “%(title)s”, %(known)d stood there already.")
            % {"added": self.added, "known": self.known, "title": self.publication}
        )
        if self.added:
            said.append(
                _("Citations: %(resolved)d resolved, %(ambiguous)d ambiguous, %(unresolved)d unresolved.")
                % {name: self.outcomes[name] for name in ("resolved", "ambiguous", "unresolved")}
            )
            made = ", ".join(f"{count} {name}" for name, count in self.made.items() if count)
            said.append(_("Drafts made for what they cite: %(made)s.") % {"made": made or _("none")})
            said.append(_("All of it waits in the review queue as drafts."))
        return said + self.problems


def ingest(content: bytes, source: str, publication: str = "", encoding: str = "") -> Report:
    """Read a plain-text file. `publication` is the number or the title of the one whose notes these are.

    Without it the publication of the file's own heading is taken, or made as a draft. Raises Unreadable, with
    nothing written, for what is no text, holds no notes, or names a publication that is not there.
    """
    decoded = decode(content, encoding)
    found = find_notes(decoded.text)
    if not found.notes:
        raise Unreadable(_("No footnotes were found: they should begin with their number, as in “1.” or “[1]”."))
    report = Report(encoding=decoded.encoding, guessed=decoded.guessed, problems=list(found.problems))
    notes = read_notes(found.notes)
    with transaction.atomic(), because(f"footnotes from {source}"):
        title = heading(decoded.text, found, source)
        report.publication = find_publication(publication) if publication else Publication.objects.titled(title)
        fresh = _without_known(report.publication, notes)
        report.known = len(notes) - len(fresh)
        if fresh:
            _add(fresh, title, content, source, report)
    return report


def find_publication(wanted: str) -> Publication:
    """By number or exact title. Raises Unreadable where there is none or more than one."""
    found = Publication.objects.named(wanted)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unreadable(_("Several publications are called “%(name)s”; give the number of one.") % {"name": wanted})
    raise Unreadable(_("There is no publication “%(name)s”.") % {"name": wanted})


def heading(text: str, found: FoundNotes, source: str) -> str:
    """The first line that can be a title, above the notes; else the name of the file."""
    above = text[: min(found.notes[0].span.start, 10_000)]
    lines = (line.strip() for line in above.splitlines())
    return next((line[:500] for line in lines if len(line.split()) >= WORDS_OF_A_TITLE), source)


def _without_known(publication: Publication | None, notes: tuple[ReadNote, ...]) -> list[ReadNote]:
    if publication is None:
        return list(notes)
    keys = set(publication.footnotes.values_list("key", flat=True))
    return [note for note in notes if footnote_key(note.note.number, note.note.text) not in keys]


def _add(notes: list[ReadNote], title: str, content: bytes, source: str, report: Report) -> None:
    batch = Batch.objects.create(
        kind=Batch.Kind.FOOTNOTES, source=source, content_hash=hashlib.sha256(content).hexdigest()
    )
    report.batch = batch
    if report.publication is None:
        report.publication = Publication.objects.create(title=title, kind=Publication.Kind.ARTICLE, batch=batch)
    linker = Linker(batch)
    last = report.publication.footnotes.aggregate(last=models.Max("order"))["last"] or 0
    for order, read in enumerate(notes, start=last + 1):
        footnote = Footnote.objects.create(
            publication=report.publication, number=read.note.number, order=order, text=read.note.text, batch=batch
        )
        for mention in read.mentions:
            report.outcomes[linker.cite(footnote, mention).outcome] += 1
        report.added += 1
    report.made = Counter(
        {
            _("archives"): Repository.objects.filter(batch=batch).count(),
            _("archival units"): Unit.objects.filter(batch=batch).count(),
            _("publications"): Publication.objects.filter(batch=batch).count(),
        }
    )
    batch.report = "\n".join(report.lines())
    batch.save()
