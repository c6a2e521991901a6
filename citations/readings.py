"""A reading: footnotes that were sent, each with what it cites, as they read by themselves and as somebody decided.

Notes are read anew for every page that shows them (three thousand in a quarter of a second), from the first one, since
Ibid. may repeat any before it. Boundary: what is written when a reading is entered is for `imports.entering`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction

from archive.models import Unit
from citations.authors import Said
from citations.imports.files import SentNotes
from citations.imports.footnotes import Cited, NoteToEnter
from citations.imports.readers.found import FileNote
from citations.meanings import reference_to, reference_to_work
from citations.models import Publication, Reading, ReadingNote
from notation.corrections import CorrectedChain, Piece, decided
from notation.folding import folded_key
from notation.outcomes import Resolved
from notation.references import Mention, PublicationReference, Reference, Span

NOTES_PER_PAGE = 20
KINDS = ("unit", "publication", "candidate")
TARGETS: dict[str, type[Unit | Publication]] = {"unit": Unit, "publication": Publication}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note cites something: what it reads as, and what was decided. `key` is `start-end`."""

    key: str
    mention: Mention
    # Ibid. after a source that is printed in a book repeats both, at one place.
    others: tuple[Mention, ...] = ()
    out: bool = False
    undecided: bool = False
    chosen: Unit | Publication | None = None
    words: str = ""
    # How a form names what was decided: `unit:5`, `publication:7`, `candidate:1`.
    value: str = ""
    # Who the makers of a new work are, as somebody said.
    makers: Said = field(default_factory=dict)
    # The first in the reading to name its work: there its makers can be decided.
    names_first: bool = False

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return (self.mention, *self.others)


@dataclass(frozen=True, slots=True)
class NoteRead:
    note: ReadingNote
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Targets:
    """The units and publications that somebody chose, read at once."""

    units: dict[int, Unit] = field(default_factory=dict)
    publications: dict[int, Publication] = field(default_factory=dict)

    def of(self, choice: Mapping[str, Any]) -> Unit | Publication | None:
        return self.units.get(choice.get("unit", 0)) or self.publications.get(choice.get("publication", 0))


def begin_reading(sent: SentNotes, *, source: str, title: str, publication: Publication | None, owner: User) -> Reading:
    """Keep the notes that were sent."""
    with transaction.atomic():
        reading = Reading.objects.create(
            owner=owner,
            source=source[-500:],
            title=(title or sent.title)[:500],
            publication=publication,
            content_hash=sent.content_hash,
            encoding=sent.encoding[:40],
            guessed=sent.guessed,
            problems=list(sent.problems),
            total=len(sent.notes),
        )
        ReadingNote.objects.bulk_create(
            ReadingNote(reading=reading, order=order, number=note.number, page=note.page, text=note.text)
            for order, note in enumerate(sent.notes, start=1)
        )
    return reading


def read_out(
    reading: Reading, first: int, last: int, instead: Mapping[int, Mapping[str, dict[str, Any]]] | None = None
) -> list[NoteRead]:
    """The notes `first` to `last` of a reading; with choices put instead of those that are kept, by order and place."""
    chain, found = CorrectedChain(), []
    named: set[tuple[str, str]] = set()
    notes = list(reading.notes.filter(order__lte=last).order_by("order"))
    for note in notes:
        note.choices = {**note.choices, **(instead or {}).get(note.order, {})}
    targets = _targets(notes)
    for note in notes:
        pieces = None if note.pieces is None else [Piece(Span(start, end), words) for start, end, words in note.pieces]
        mentions = chain.read_corrected(note.text, pieces, dict(_meant(note, targets)))
        places = tuple(_places(note, mentions, targets, named))
        if note.order >= first:
            found.append(NoteRead(note, places))
    return found


def to_enter(read: Iterable[NoteRead]) -> Iterator[NoteToEnter]:
    """What an import takes: without the citations that were left out."""
    for one in read:
        cited = [
            Cited(decided(mention, _candidate(place.value)), place.chosen, place.undecided, place.makers)
            for place in one.places
            if not place.out
            for mention in place.mentions
        ]
        yield NoteToEnter(FileNote(one.note.number, one.note.text, one.note.page), cited)


def open_readings() -> models.QuerySet[Reading]:
    """Readings that wait for somebody to go on with them, the latest first."""
    return Reading.objects.exclude(state=Reading.State.ENTERED).select_related("owner", "publication")


def key_of(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _span_of(key: str) -> Span:
    start, _dash, end = key.partition("-")
    return Span(int(start), int(end))


def _targets(notes: Iterable[ReadingNote]) -> _Targets:
    choices = [choice for note in notes for choice in note.choices.values()]
    return _Targets(
        Unit.objects.with_shelfmark().in_bulk({choice["unit"] for choice in choices if "unit" in choice}),
        Publication.objects.prefetch_related("contributions__person").in_bulk(
            {choice["publication"] for choice in choices if "publication" in choice}
        ),
    )


def _candidate(value: str) -> int | None:
    kind, _colon, number = value.partition(":")
    return int(number) if kind == "candidate" else None


def _meant(note: ReadingNote, targets: _Targets) -> Iterator[tuple[Span, Reference | int]]:
    """What was chosen, as a reference that later notes can repeat."""
    for key, choice in note.choices.items():
        chosen = targets.of(choice)
        if "candidate" in choice:
            yield _span_of(key), int(choice["candidate"])
        elif isinstance(chosen, Unit):
            yield _span_of(key), reference_to(chosen)
        elif chosen is not None:
            yield _span_of(key), reference_to_work(chosen)


def _places(
    note: ReadingNote, mentions: Iterable[Mention], targets: _Targets, named: set[tuple[str, str]]
) -> Iterator[Place]:
    """`named` are the works named so far, to which those of this note are added."""
    by_key: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_key[key_of(mention.span)].append(mention)
    words = {f"{start}-{end}": words for start, end, words in note.pieces or ()}
    for key, (first, *others) in by_key.items():
        choice = note.choices.get(key, {})
        work = None if choice.keys() - {"makers"} else _work_of(first)
        names_first = work is not None and work not in named
        if work is not None:
            named.add(work)
        yield Place(
            key=key,
            mention=first,
            others=tuple(others),
            out=bool(choice.get("out")),
            undecided=bool(choice.get("open")),
            chosen=targets.of(choice),
            words=words.get(key, ""),
            value=next((f"{kind}:{choice[kind]}" for kind in KINDS if kind in choice), ""),
            makers=choice.get("makers", {}),
            names_first=names_first,
        )


def _work_of(mention: Mention) -> tuple[str, str] | None:
    """A work as it is told apart within a reading: Ibid. repeats its title and its year."""
    match mention.outcome:
        case Resolved(PublicationReference(title=title, year=year)) if title:
            return folded_key(title), year[:4]
    return None
