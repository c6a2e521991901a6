"""What a citation of a reading will become when it is entered, found out without writing: held, made, open, or why not.

Boundary: what it then becomes is done by `linking`, which asks the same questions in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.matching import find_repository, find_unit
from archive.models import Unit
from archive.shelfmarks import level_name
from archive.shelves import Shelves, keys_down
from citations.authors import NEW, NOBODY, maker
from citations.holdings import Holdings
from citations.linking import Linker
from citations.meanings import meanings_of
from citations.models import Publication
from citations.readings import Place
from citations.resolving import PARTS
from core.desk import admin_name
from notation.outcomes import Ambiguous, Reason, Resolved, Unresolved
from notation.references import ArchivalReference, Mention, PublicationReference, Reference
from notation.vocabulary import find_archives
from people.models import Person

# Namesakes that are offered beside a new publication.
MOST_TOLD = 9
Kind = Literal["held", "new", "ambiguous", "unresolved"]


@dataclass(frozen=True, slots=True)
class Held:
    """A record that is there: its words, its page at the desk, and how a form names it (`unit:5`)."""

    label: str
    address: str
    value: str


@dataclass(frozen=True, slots=True)
class Becoming:
    """`what` says it in words; `made` names what will be made for it, `held` what it cites or may cite."""

    kind: Kind
    what: str
    label: str = ""
    detail: str = ""
    made: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    remembered: bool = False
    makers: list[MakerChoice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MakerChoice:
    """A maker of a new work, and who it may be: value and words; the value of the first, empty, is to say nothing."""

    name: str
    choices: list[tuple[str, str]]


def becoming(place: Place, holdings: Holdings | None = None) -> list[Becoming]:
    """What the citation at this place becomes by itself; one for each of two that stand at the same place.

    A page of many places gives the `holdings` that it looked up for all of them.
    """
    holdings = holdings or Holdings()
    return [_becoming(mention, holdings) for mention in place.mentions]


def held_as(record: Unit | Publication) -> Held:
    kind = "unit" if isinstance(record, Unit) else "publication"
    address = reverse(f"admin:{admin_name(type(record))}_change", args=[record.pk])
    return Held(_called(record), address, f"{kind}:{record.pk}")


def _called(record: models.Model) -> str:
    """A publication with its makers and year, since titles are alike."""
    if not isinstance(record, Publication):
        return str(record)
    makers = ", ".join(str(contribution) for contribution in record.contributions.all())
    return ", ".join(filter(None, [makers, f"“{record.title}”", record.date]))


def _becoming(mention: Mention, holdings: Holdings) -> Becoming:
    if isinstance(mention.outcome, Ambiguous):
        several = [_candidate(number, each) for number, each in enumerate(mention.outcome.candidates)]
        return Becoming("ambiguous", _("ambiguous"), detail=_detail(mention), held=several)
    outcome = Linker(None, holdings).meaning(mention)
    match outcome:
        case Resolved(record):
            held = held_as(record)
            words = _("archival unit, held") if isinstance(record, Unit) else _("publication, held")
            remembered = _is_remembered(mention, holdings)
            return Becoming("held", words, held.label, _detail(mention), held=[held], remembered=remembered)
        case Ambiguous(candidates):
            several = [held_as(record) for record in candidates]
            return Becoming("ambiguous", _("ambiguous"), detail=_detail(mention), held=several)
        case Unresolved(Reason.NOT_HELD | Reason.UNKNOWN_ARCHIVE as reason) if isinstance(mention.outcome, Resolved):
            return _new(mention, reason, holdings)
        case Unresolved(reason):
            return Becoming("unresolved", _("unresolved"), _(reason.sentence))
    raise AssertionError(outcome)


def _candidate(number: int, reference: Reference) -> Held:
    """One of the references that a note before may have left to be repeated; it may be made by that very note."""
    if isinstance(reference, ArchivalReference):
        label = "/".join([reference.repository or reference.repository_as_written, reference.shelfmark])
    else:
        label = ", ".join([*reference.authors[:2], f"“{reference.title}”", reference.year]).strip(", ")
    return Held(label, "", f"candidate:{number}")


def _new(mention: Mention, reason: Reason, holdings: Holdings) -> Becoming:
    """What will be made for a source that is not held; nothing where its archive is unknown."""
    reference = mention.reference
    if isinstance(reference, PublicationReference):
        made, makers = _printed(reference), list(_makers(reference, holdings))
        return Becoming("new", _("new publication"), reference.title, _detail(mention), made=made, makers=makers)
    meanings = [meant for meant in meanings_of(reference, holdings.meanings) if isinstance(meant, ArchivalReference)]
    remembered = len(meanings) == 1
    reference = meanings[0] if remembered else reference
    archive, made = _archive(reference, holdings.shelves)
    if not archive or not reference.path:
        return Becoming("unresolved", _("unresolved"), _(reason.sentence))
    levels = [f"{level_name(level.name)} {level.number}" for level in reference.path]
    keys = _keys(reference, holdings.shelves)
    there = {unit.key for unit in holdings.shelves.units.at(keys)}
    made += [words for words, key in zip(levels, keys or [""] * len(levels), strict=True) if key not in there]
    label = "/".join([archive, *(level.number for level in reference.path)])
    return Becoming("new", _("new archival unit"), label, _detail(mention), made=made, remembered=remembered)


def _archive(reference: ArchivalReference, shelves: Shelves) -> tuple[str, list[str]]:
    """The archive's code, and that it will be made where only the table of archives knows it."""
    name = reference.repository or reference.repository_as_written
    match find_repository(name, shelves):
        case Resolved(repository):
            return repository.code, []
        case Unresolved():
            known = find_archives(name)
            if len(known) == 1:
                return known[0].code, [_("archive %(name)s") % {"name": known[0].name("en") or known[0].code}]
    return "", []


def _keys(reference: ArchivalReference, shelves: Shelves) -> list[str]:
    """The keys of the unit and of those above it, from the top; none while its archive is not held."""
    found = find_repository(reference.repository or reference.repository_as_written, shelves)
    return keys_down(found.value, reference.path) if isinstance(found, Resolved) else []


def _printed(reference: PublicationReference) -> list[str]:
    makers = ", ".join([*reference.authors, *reference.editors])
    parts = [reference.container, reference.place, reference.publisher, reference.year]
    return [part for part in (makers, ", ".join(filter(None, parts))) if part]


def _makers(reference: PublicationReference, holdings: Holdings) -> Iterator[MakerChoice]:
    """Which of its makers are persons held, and who may be; nobody is linked whom the name alone does not tell."""
    for name in dict.fromkeys((*reference.authors, *reference.editors)):
        choices = [("", _("stays a name"))]
        match maker(name, holdings.persons):
            case Resolved(person):
                choices = [("", _("linked to %(person)s") % {"person": _told_apart(person)}), (NOBODY, choices[0][1])]
            case Ambiguous(persons):
                choices += [(str(person.pk), _told_apart(person)) for person in persons[:MOST_TOLD]]
        yield MakerChoice(name, [*choices, (NEW, _("a new person, the same in every note here that says so"))])


def _told_apart(person: Person) -> str:
    years = f" ({person.years})" if person.years else ""
    return f"{person.name_en}{years} #{person.pk}"


def _detail(mention: Mention) -> str:
    """The sheets or pages, with the word for them."""
    reference = mention.reference
    if isinstance(reference, ArchivalReference):
        column, numbers = "leaves", reference.leaves.as_written or reference.leaves.canonical()
    else:
        column, numbers = "pages", reference.pages
    return f"{PARTS[column]} {numbers}" if numbers else ""


def _is_remembered(mention: Mention, holdings: Holdings) -> bool:
    """Whether this is held under other words only, which somebody said are meant."""
    reference = mention.reference
    if not isinstance(mention.outcome, Resolved) or not meanings_of(reference, holdings.meanings):
        return False
    return not isinstance(reference, ArchivalReference) or not isinstance(
        find_unit(reference, holdings.shelves), Resolved
    )
