"""The footnotes of one publication go into the review queue: notes, citations and what they cite, all as drafts.

All or nothing: one transaction, one batch. Notes are keyed by number and text, so reading the same file again adds
nothing. What cannot be read is refused with a sentence; what cannot be understood is kept and says why.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from archive.models import Repository, Unit
from citations.linking import Linker
from citations.models import Footnote, Publication
from citations.models.publications import footnote_key
from core.history import because
from core.models import Batch
from core.text_files import Unreadable, decode
from notation.footnotes import FoundNotes, find_notes
from notation.ibid import ReadNote, read_notes

# A heading has at least this many words; `English`, `Contents` and page numbers stand above many texts.
WORDS_OF_A_TITLE = 3
# PostgreSQL indexes no text of more than a megabyte, and no editor could check a note of a hundred pages.
MOST_IN_A_NOTE = 200_000


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
            said.append(
                _("Read as %(name)s, guessed from the letters: look whether it reads well.") % {"name": self.encoding}
            )
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


def ingest(
    content: bytes,
    source: str,
    publication: str = "",
    encoding: str = "",
    *,
    title: str = "",
    user: User | None = None,
) -> Report:
    """Read a plain-text file. `publication` is the number or the title of the one whose notes these are.

    Without it, it is the publication that this text was read into before, or that bears the title above the notes
    (or the `title` given instead); else one is made as a draft. Raises Unreadable, with nothing written, for what is
    no text, holds no notes, or names a publication that is not there or not the only one.
    """
    decoded = decode(content, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    found = find_notes(text)
    if not found.notes:
        raise Unreadable(_("No footnotes were found: they should begin with their number, as in “1.” or “[1]”."))
    _refuse_endless(found)
    report = Report(encoding=decoded.encoding, guessed=decoded.guessed, problems=list(found.problems))
    notes = read_notes(found.notes)
    content_hash = hashlib.sha256(text.encode()).hexdigest()
    batch = Batch(kind=Batch.Kind.FOOTNOTES, source=source[-500:], content_hash=content_hash, user=user)
    with transaction.atomic(), because(f"footnotes from {source}"):
        _one_at_a_time()
        title = title or heading(text, found)
        report.publication = find_publication(publication) if publication else _publication_of(batch, title)
        fresh = _without_known(report.publication, notes)
        report.known = len(notes) - len(fresh)
        if fresh:
            _add(fresh, title or source[-500:], batch, report)
    return report


def preview(
    content: bytes, source: str, publication: str = "", encoding: str = "", *, title: str = ""
) -> tuple[Report, list[Footnote]]:
    """What `ingest` would do, found out by doing it and taking it back; the new notes with all that they cite."""
    with transaction.atomic():
        report = ingest(content, source, publication, encoding, title=title)
        notes = list(Footnote.objects.filter(batch=report.batch).with_citations()) if report.batch else []
        transaction.set_rollback(True)
    return report, notes


def find_publication(wanted: str) -> Publication:
    """By number or exact title. Raises Unreadable where there is none or more than one."""
    found = _the_only(Publication.objects.named(wanted), wanted)
    if found is None:
        raise Unreadable(_("There is no publication “%(name)s”.") % {"name": wanted})
    return found


def _the_only(found: list[Publication], title: str) -> Publication | None:
    if len(found) > 1:
        raise Unreadable(_("Several publications are called “%(name)s”; give the number of one.") % {"name": title})
    return found[0] if found else None


def _publication_of(batch: Batch, title: str) -> Publication | None:
    """Without a heading nothing but the same file read before can tell; a file's name is no title."""
    before = Publication.objects.filter(footnotes__batch__content_hash=batch.content_hash).distinct()[:2]
    if len(before) == 1:
        return cast("Publication", before[0])
    return _the_only(Publication.objects.titled(title), title) if title else None


def _refuse_endless(found: FoundNotes) -> None:
    for note in found.notes:
        if len(note.text) > MOST_IN_A_NOTE:
            raise Unreadable(
                _("Note %(number)s has %(length)d letters; no footnote is that long. Does each begin on its own line?")
                % {"number": note.number, "length": len(note.text)}
            )


def _one_at_a_time() -> None:
    """Whoever reads the same file at the same moment waits, and then finds its notes known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('citations.imports.footnotes'))")


def heading(text: str, found: FoundNotes) -> str:
    """The first line that can be a title, above the notes; empty where there is none."""
    above = text[: min(found.notes[0].span.start, 10_000)]
    lines = (line.strip() for line in above.splitlines())
    return next((line[:500] for line in lines if len(line.split()) >= WORDS_OF_A_TITLE), "")


def _without_known(publication: Publication | None, notes: tuple[ReadNote, ...]) -> list[ReadNote]:
    """The notes that the publication has not got; of two alike in number and text, each is counted."""
    known = set(publication.footnotes.values_list("key", flat=True)) if publication else set()
    alike: Counter[tuple[str, str]] = Counter()
    fresh = []
    for read in notes:
        alike[read.note.number, read.note.text] += 1
        nth = alike[read.note.number, read.note.text]
        if footnote_key(read.note.number, read.note.text, nth) not in known:
            fresh.append(read)
    return fresh


def _add(notes: list[ReadNote], title: str, batch: Batch, report: Report) -> None:
    batch.save()
    report.batch = batch
    if report.publication is None:
        report.publication = Publication.objects.create(title=title, kind=Publication.Kind.ARTICLE, batch=batch)
    linker = Linker(batch)
    last = report.publication.footnotes.aggregate(last=models.Max("order"))["last"] or 0
    for order, read in enumerate(notes, start=last + 1):
        footnote = Footnote.objects.create(
            publication=report.publication, number=read.note.number, order=order, text=read.note.text, batch=batch
        )
        cited = [citation for mention in read.mentions if (citation := linker.cite(footnote, mention))]
        report.outcomes.update(citation.outcome for citation in cited)
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
