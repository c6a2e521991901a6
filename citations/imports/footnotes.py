"""The footnotes of one publication go into the review queue: notes, citations and what they cite, all as drafts.

One batch. Notes are keyed by number and text, so reading the same file again adds nothing. What cannot be read is
refused with a sentence; what cannot be understood is kept and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from archive.models import Repository, Unit
from citations.authors import Said
from citations.imports.files import SentNotes, read_file
from citations.imports.readers.found import FileNote
from citations.linking import Linker, Place
from citations.models import Citation, Footnote, Publication
from citations.models.publications import footnote_key
from core.history import because
from core.models import Batch
from core.refusals import REFUSALS, sentence_of
from core.text_files import Unreadable
from notation.footnotes import Note
from notation.ibid import read_notes
from notation.references import Mention, Span
from people.models import Person

# Notes for which all that they may cite is asked for, and then written, at once.
SLICE = 200


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


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a note: as read, and what somebody said about it."""

    mention: Mention
    chosen: Unit | Publication | None = None
    undecided: bool = False
    makers: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteToEnter:
    note: FileNote
    cited: Sequence[Cited]
    # As the publication's notes are told apart; given by `without_known`.
    key: str = ""


def ingest(
    content: bytes,
    source: str,
    publication: str = "",
    encoding: str = "",
    *,
    title: str = "",
    user: User | None = None,
) -> Report:
    """Read a file, all or nothing. `publication` is the number or the title of the one whose notes these are.

    Without it, it is the publication that this text was read into before, or that bears the title above the notes
    (or the `title` given instead); else one is made as a draft. Raises Unreadable, with nothing written, for what is
    no text, holds no notes, or names a publication that is not there or not the only one.
    """
    sent = read_file(content, source, encoding)
    report = Report(encoding=sent.encoding, guessed=sent.guessed, problems=list(sent.problems))
    batch = Batch(kind=Batch.Kind.FOOTNOTES, source=source[-500:], content_hash=sent.content_hash, user=user)
    title = title or sent.title
    with transaction.atomic(), because(f"footnotes from {source}"):
        one_at_a_time()
        found = find_publication(publication) if publication else publication_of(batch.content_hash, title)
        notes = as_they_read(sent)
        fresh = without_known(found, notes)
        report.publication, report.known = found, len(notes) - len(fresh)
        if fresh:
            report.publication, report.batch = begin(batch, found, title or source[-500:]), batch
            with because(f"footnotes from {source}", batch=batch.pk):
                enter(fresh, report.publication, batch)
            count(report)
            keep(report)
    return report


def as_they_read(sent: SentNotes) -> list[NoteToEnter]:
    """The notes with all that they cite, as it reads by itself."""
    notes = [Note(note.number, note.text, Span(0, len(note.text))) for note in sent.notes]
    return [
        NoteToEnter(note, [Cited(mention) for mention in read.mentions])
        for note, read in zip(sent.notes, read_notes(notes), strict=True)
    ]


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


def publication_of(content_hash: str, title: str) -> Publication | None:
    """Without a heading nothing but the same file read before can tell; a file's name is no title."""
    before = Publication.objects.filter(footnotes__batch__content_hash=content_hash).distinct()[:2]
    if len(before) == 1:
        return cast("Publication", before[0])
    return _the_only(Publication.objects.titled(title), title) if title else None


def one_at_a_time() -> None:
    """Whoever reads the same file at the same moment waits, and then finds its notes known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('citations.imports.footnotes'))")


def without_known(publication: Publication | None, notes: Iterable[NoteToEnter]) -> list[NoteToEnter]:
    """The notes that the publication has not got; of two alike in number and text, each is counted."""
    known = set(publication.footnotes.values_list("key", flat=True)) if publication else set()
    alike: Counter[tuple[str, str]] = Counter()
    fresh = []
    for entry in notes:
        alike[entry.note.number, entry.note.text] += 1
        nth = alike[entry.note.number, entry.note.text]
        key = footnote_key(entry.note.number, entry.note.text, nth)
        if key not in known:
            fresh.append(replace(entry, key=key))
    return fresh


def begin(batch: Batch, publication: Publication | None, title: str) -> Publication:
    """Save the import, and the publication as a draft of it where there is none yet."""
    batch.save()
    if publication is not None:
        return publication
    with because(f"footnotes from {batch.source}", batch=batch.pk):
        return Publication.objects.create(title=title[:500], kind=Publication.Kind.ARTICLE, batch=batch)


def enter(notes: Sequence[NoteToEnter], publication: Publication, batch: Batch) -> None:
    """The notes after those that stand there, each with its citations and what they cite, a slice at a time."""
    last = publication.footnotes.aggregate(last=models.Max("order"))["last"] or 0
    for begun in range(0, len(notes), SLICE):
        entries = notes[begun : begun + SLICE]
        footnotes = Footnote.objects.bulk_create(
            Footnote(
                publication=publication,
                number=entry.note.number,
                page=entry.note.page,
                order=order,
                text=entry.note.text,
                key=entry.key,
                batch=batch,
            )
            for order, entry in enumerate(entries, start=last + begun + 1)
        )
        _cite([(note, c) for note, entry in zip(footnotes, entries, strict=True) for c in entry.cited], batch, set())


def _cite(places: Sequence[tuple[Footnote, Cited]], batch: Batch, twins: set[Place]) -> set[Place]:
    """Save what is cited at these places; of several that the database refuses together, the halves by themselves.

    So a misreading that no table can hold, such as a number of 200 letters, is the only one to stay unresolved.
    """
    try:
        with transaction.atomic():
            linker = Linker(batch)
            linker.held.look_up(cited.mention for _footnote, cited in places)
            for footnote, cited in places:
                linker.cite(footnote, cited.mention, cited.chosen, cited.undecided, cited.makers)
            return linker.save(twins)
    except REFUSALS as error:
        if len(places) > 1:
            half = len(places) // 2
            return _cite(places[half:], batch, _cite(places[:half], batch, twins))
        [(footnote, cited)] = places
        linker = Linker(batch)
        linker.refuse(footnote, cited.mention, sentence_of(error))
        return linker.save(twins)


def count(report: Report) -> None:
    """Count what the import brought in."""
    batch = report.batch
    assert batch is not None, "nothing was entered"
    report.added = Footnote.objects.filter(batch=batch).count()
    report.outcomes = Counter(Citation.objects.filter(batch=batch).values_list("outcome", flat=True))
    report.made = Counter(_made(batch))


def keep(report: Report) -> None:
    """Keep the report with the import that it tells of."""
    assert report.batch is not None, "nothing was entered"
    report.batch.report = "\n".join(report.lines())
    report.batch.save()


def _made(batch: Batch) -> Mapping[str, int]:
    return {
        _("archives"): Repository.objects.filter(batch=batch).count(),
        _("archival units"): Unit.objects.filter(batch=batch).count(),
        _("publications"): Publication.objects.filter(batch=batch).count(),
        _("persons"): Person.objects.filter(batch=batch).count(),
    }
