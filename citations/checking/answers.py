"""Notes → what each cites and what is held of it: found, one of several, not held, or not understood and why.

The rule: Ibid. and Там же are completed from the notes before, as at the desk; what is held is asked for once for all
notes. Boundary: nothing is written, and what the public may not see is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import FormerReference, Repository, RepositoryName, Unit
from archive.models.units import former_reference_key
from archive.shelfmarks import shelfmark
from archive.shelves import keys_down
from archive.sources import unit_source
from citations.checking.doubts import doubts
from citations.holdings import Holdings
from citations.imports.readers.found import FileNote
from citations.linking import Linker
from citations.models import Citation, Found, Publication
from citations.sources import publication_source
from core.listing import reader_language
from core.sources import Source
from notation.ibid import Chain
from notation.outcomes import Ambiguous, Outcome, Resolved, Unresolved
from notation.outcomes import Reason as Why
from notation.references import ArchivalReference, Mention, PublicationReference

Kind = Literal["held", "several", "not held", "not understood"]
Record = Unit | Publication


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is held, as a link; `times` says how often it is cited here, in the list at `citing`.

    The label of a file has the sheets; the pages of a work stand beside it.
    """

    label: str
    address: str
    pages: str = ""
    times: int = 0
    citing: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a note cites. `says` is why nothing was found; `doubts` what seems wrong."""

    words: str
    kind: Kind
    known: tuple[Known, ...] = ()
    place: str = ""
    says: str = ""
    doubts: tuple[str, ...] = ()
    source: Source | None = None

    @property
    def is_clear(self) -> bool:
        return self.kind == "held" and not self.doubts


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    cited: bool = False


@dataclass(frozen=True, slots=True)
class NoteChecked:
    note: FileNote
    pieces: tuple[Piece, ...]
    cited: tuple[Cited, ...]

    @property
    def is_clear(self) -> bool:
        return all(one.is_clear for one in self.cited)


@dataclass(slots=True)
class _Held:
    """All that the answers name, read at once: by number, and how often it is cited."""

    units: dict[int, Unit] = field(default_factory=dict)
    works: dict[int, Publication] = field(default_factory=dict)
    names: dict[int, list[RepositoryName]] = field(default_factory=dict)
    former: dict[str, Unit] = field(default_factory=dict)
    nearest: dict[str, Unit] = field(default_factory=dict)
    times: Counter[tuple[type[Record], int]] = field(default_factory=Counter)


def check(notes: Sequence[FileNote]) -> list[NoteChecked]:
    chain, holdings = Chain(), Holdings()
    read = [(note, chain.read(note.text)) for note in notes]
    holdings.look_up(mention for _note, mentions in read for mention in mentions)
    linker = Linker(None, holdings)
    meant = [[(mention, linker.meaning(mention)) for mention in mentions] for _note, mentions in read]
    held = _look_up([pair for pairs in meant for pair in pairs], holdings)
    return [
        NoteChecked(
            note,
            tuple(_pieces(note.text, mentions)),
            tuple(_cited(mention, outcome, held, holdings) for mention, outcome in pairs),
        )
        for (note, mentions), pairs in zip(read, meant, strict=True)
    ]


def counted(checked: Iterable[NoteChecked]) -> dict[str, int]:
    """How many notes and references there are, and how many references of each kind."""
    notes = list(checked)
    cited = [one for note in notes for one in note.cited]
    kinds = Counter(one.kind for one in cited)
    return {
        "notes": len(notes),
        "references": len(cited),
        "held": kinds["held"],
        "several": kinds["several"],
        "not_held": kinds["not held"],
        "not_understood": kinds["not understood"],
        "doubtful": sum(bool(one.doubts) for one in cited),
    }


def _pieces(text: str, mentions: Iterable[Mention]) -> Iterator[Piece]:
    at = 0
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        if start < at or end > len(text):
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], cited=True)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _cited(mention: Mention, outcome: Outcome[Record], held: _Held, holdings: Holdings) -> Cited:
    reference = mention.reference
    place = reference.leaves.as_written if isinstance(reference, ArchivalReference) else reference.pages
    match outcome:
        case Resolved(Unit(pk=number)):
            unit = held.units[number]
            told = tuple(doubts(mention, unit, held.names.get(unit.repository_id, [])))
            known = (_known(unit, held, place),)
            return Cited(mention.text, "held", known, place, doubts=told, source=unit_source(unit, place))
        case Resolved(Publication(pk=number)):
            work = held.works[number]
            return Cited(mention.text, "held", (_known(work, held, place),), place, source=publication_source(work))
        case Ambiguous(candidates):
            records = [(held.units if isinstance(each, Unit) else held.works).get(each.pk) for each in candidates]
            several = tuple(_known(record, held) for record in records if record is not None)
            return Cited(mention.text, "several", several, place)
        case Unresolved(reason):
            return _unresolved(mention, reason, held, holdings)
    raise AssertionError(outcome)


def _unresolved(mention: Mention, reason: Why, held: _Held, holdings: Holdings) -> Cited:
    """Where it is understood: the file that bore this shelfmark once, or the nearest level above that is held."""
    reference = mention.reference
    if not isinstance(mention.outcome, Resolved) or reason is not Why.NOT_HELD:
        return Cited(mention.text, "not understood", says=_(reason.sentence))
    if isinstance(reference, PublicationReference):
        return Cited(mention.text, "not held", says=_(reason.sentence))
    unit = held.former.get(_former_key(reference))
    if unit is not None:
        told = _("This is a former shelfmark; today the file is %(now)s.") % {"now": _label(unit)}
        known, place = _known(unit, held, reference.leaves.as_written), reference.leaves.as_written
        return Cited(mention.text, "held", (known,), place, doubts=(told,), source=unit_source(unit, place))
    above = [held.nearest[key] for key in _keys(reference, holdings) if key in held.nearest]
    if not above:
        return Cited(mention.text, "not held", says=_(reason.sentence))
    return Cited(mention.text, "not held", (_known(above[-1], held),), says=_("Not held; the nearest level above is:"))


def _known(record: Record, held: _Held, place: str = "") -> Known:
    """`place` are the sheets or pages that are cited of it."""
    times = held.times[type(record), record.pk]
    citations = reverse("citations:citation_list")
    if isinstance(record, Unit):
        query = f"?{urlencode({'l': place})}" if place else ""
        citing = f"{citations}?{urlencode({'unit': record.path})}"
        return Known(_label(record, place), record.get_absolute_url() + query, "", times, citing)
    citing = f"{citations}?{urlencode({'cited': record.pk})}"
    return Known(record.title, record.get_absolute_url(), place, times, citing, record.language)


def _label(unit: Unit, leaves: str = "") -> str:
    return shelfmark(unit, reader_language(), leaves)


def _look_up(pairs: Sequence[tuple[Mention, Outcome[Record]]], holdings: Holdings) -> _Held:
    held, missing, found = _Held(), [], dict[type[Record], set[int]]({Unit: set(), Publication: set()})
    for mention, outcome in pairs:
        for record in _records(outcome):
            found[type(record)].add(record.pk)
        if isinstance(outcome, Unresolved) and isinstance(mention.reference, ArchivalReference):
            missing.append(mention.reference)
    former = FormerReference.objects.filter(key__in=set(map(_former_key, missing))).values_list("key", "unit_id")
    above = {unit.key: unit.pk for each in missing for unit in holdings.shelves.units.at(_keys(each, holdings))}
    numbers = found[Unit] | {unit for _key, unit in former} | set(above.values())
    held.units = Unit.objects.with_shelfmark().in_bulk(numbers)
    held.works = Publication.objects.as_sources().in_bulk(found[Publication])
    held.former = {key: held.units[unit] for key, unit in former if unit in held.units}
    held.nearest = {key: held.units[unit] for key, unit in above.items() if unit in held.units}
    for name in RepositoryName.objects.filter(repository__in={unit.repository_id for unit in held.units.values()}):
        held.names.setdefault(name.repository_id, []).append(name)
    held.times = Counter(dict(_times(held)))
    return held


def _times(held: _Held) -> Iterator[tuple[tuple[type[Record], int], int]]:
    of_units: models.QuerySet[Any] = Found.objects.filter(unit_id__in=list(held.units))
    of_works: models.QuerySet[Any] = Citation.objects.filter(publication__in=list(held.works))
    for kind, rows, key in ((Unit, of_units, "unit_id"), (Publication, of_works, "publication_id")):
        for number, times in rows.order_by().values(key).annotate(n=models.Count("*")).values_list(key, "n"):
            yield (kind, number), times


def _records(outcome: Outcome[Record]) -> tuple[Record, ...]:
    match outcome:
        case Resolved(record):
            return (record,)
        case Ambiguous(candidates):
            return candidates
    return ()


def _former_key(reference: ArchivalReference) -> str:
    name = reference.repository_as_written or reference.repository
    return former_reference_key(name, "/".join(level.number for level in reference.path))


def _keys(reference: ArchivalReference, holdings: Holdings) -> list[str]:
    """From the top down; none where the archive is not held, or its name means several."""
    archives: list[Repository] = holdings.shelves.called(reference.repository or reference.repository_as_written)
    return keys_down(archives[0], reference.path) if len(archives) == 1 else []
