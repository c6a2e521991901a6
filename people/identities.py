"""Whom of the persons held an authority's record means: by its numbers, else by names and dates; never by a guess.

The rule: a number that is held decides. A name decides only where one person alone bears it and a date agrees; where
several bear it, or no date is known on both sides, the editor is shown who may be meant. Whose dates exclude one
another are two. Boundary: what then becomes of the record is `people.proposals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.fields import reading_of
from notation.folding import folded_key
from notation.names_parts import natural_order
from people.imports.said import Described
from people.models import AuthorityRecord, Identifier, Person

ENDS = ("born", "died")
MOST_CANDIDATES = 10
Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Meant:
    """`persons` may be meant; one of them is where `met` says by what."""

    persons: tuple[Person, ...]
    met: AuthorityRecord.Met

    @property
    def person(self) -> Person | None:
        return self.persons[0] if self.met in (AuthorityRecord.Met.IDENTIFIER, AuthorityRecord.Met.NAMES) else None


def who_is_meant(records: Sequence[Described]) -> dict[tuple[str, str], Meant]:
    """By authority and number of each record; a few questions for all of them."""
    numbered = _by_number(records)
    rest = [record for record in records if not numbered.get(_key(record))]
    keys = {record: name_keys(said.text for said in record.of("name")) for record in rest}
    bearers = _bearers({key for some in keys.values() for key in some})
    found = {}
    for record in records:
        persons = numbered.get(_key(record))
        if persons:
            met = AuthorityRecord.Met.IDENTIFIER if len(persons) == 1 else AuthorityRecord.Met.SEVERAL
            found[_key(record)] = Meant(tuple(persons), met)
        else:
            named = {person.pk: person for key in keys[record] for person in bearers.get(key, ())}
            found[_key(record)] = _by_dates(named.values(), _dates_of(record))
    return found


def candidates(record: AuthorityRecord) -> list[Person]:
    """Who may be meant, as it stands now; for an editor to choose from."""
    proposals = list(record.proposals.all())
    held = Identifier.objects.none()
    for proposal in proposals:
        if proposal.kind == "identifier":
            held |= Identifier.objects.filter(authority=proposal.authority, value=proposal.text, person__isnull=False)
    numbered = list(Person.objects.filter(pk__in=held.values("person")).in_order("en")[:MOST_CANDIDATES])
    if numbered:
        return numbered
    bearers = _bearers(name_keys([record.called, *(each.text for each in proposals if each.kind == "name")]))
    named = {person.pk: person for persons in bearers.values() for person in persons}
    dates = {end: [each.text for each in proposals if each.kind == end] for end in ENDS}
    return list(_by_dates(named.values(), {end: _bounds(texts) for end, texts in dates.items()}).persons)


def name_keys(names: Iterable[str]) -> set[str]:
    """`Leon Trotsky` may stand here as `Trotsky, Leon`: folded, as written and with the last word first."""
    found = set()
    for name in names:
        words = folded_key(natural_order(name)).split()
        if len(words) > 1:
            found |= {" ".join(words), " ".join([words[-1], *words[:-1]]), folded_key(name)}
    return found


def _key(record: Described) -> tuple[str, str]:
    return record.authority, record.value


def _by_number(records: Sequence[Described]) -> dict[tuple[str, str], list[Person]]:
    wanted: dict[str, set[str]] = {}
    for record in records:
        for said in record.of("identifier"):
            wanted.setdefault(said.authority, set()).add(said.text)
    held: dict[tuple[str, str], Person] = {}
    for authority, values in wanted.items():
        rows = Identifier.objects.filter(authority=authority, value__in=values, person__isnull=False)
        held |= {(row.authority, row.value): row.person for row in rows.select_related("person") if row.person}
    found = {}
    for record in records:
        numbers = [(said.authority, said.text) for said in record.of("identifier")]
        persons = {person.pk: person for number in numbers if (person := held.get(number)) is not None}
        found[_key(record)] = [persons[number] for number in sorted(persons)]
    return found


def _bearers(keys: set[str]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for key, person in Person.objects.with_name_keys(keys) if keys else ():
        found.setdefault(key, []).append(person)
    return found


def _dates_of(record: Described) -> dict[str, list[Bounds]]:
    return {end: _bounds(said.text for said in record.of(end)) for end in ENDS}


def _bounds(texts: Iterable[str]) -> list[Bounds]:
    readings = [reading for text in texts if (reading := reading_of(text)) is not None]
    return [(reading.earliest, reading.latest) for reading in readings]


def _by_dates(named: Iterable[Person], dates: dict[str, list[Bounds]]) -> Meant:
    """Those whom no date excludes; the only one, if a date agrees."""
    agreeing: list[tuple[Person, bool]] = []
    for person in named:
        verdicts = [
            _agree(getattr(person, f"{end}_earliest"), getattr(person, f"{end}_latest"), dates[end]) for end in ENDS
        ]
        if False not in verdicts:
            agreeing.append((person, True in verdicts))
    agreeing.sort(key=lambda each: (not each[1], each[0].pk))
    persons = tuple(person for person, _agrees in agreeing[:MOST_CANDIDATES])
    if not persons:
        return Meant((), AuthorityRecord.Met.NEW)
    alone = len(agreeing) == 1 and agreeing[0][1]
    return Meant(persons, AuthorityRecord.Met.NAMES if alone else AuthorityRecord.Met.SEVERAL)


def _agree(earliest: date | None, latest: date | None, said: list[Bounds]) -> bool | None:
    """None where one side does not know. Any of several dates of a record may be the right one."""
    known = [(first, last) for first, last in said if first and last]
    if earliest is None or latest is None or not known:
        return None
    return any(first <= latest and earliest <= last for first, last in known)
