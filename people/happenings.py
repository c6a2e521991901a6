"""What happened to people: events, and the births and deaths whose place stands with the person.

The rule: a death is told once. An event of death or execution tells it; where only the person has the place of it, the
person does. Births of which only the date is known are no events here: every second person has one. The map counts what
this list shows, by the same parts. Boundary: no drawing (`people.mapping`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.filters import since, until
from people.models import Event, Person, Place

BIRTH = "birth"
KINDS: dict[str, str | Promise] = {BIRTH: _("birth"), **dict(Event.Kind.choices)}
DEATHS = (Event.Kind.DEATH, Event.Kind.EXECUTION)
ORDER = ("earliest", "latest", "kind_", "person_", "event_")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; everything where all is empty. `placed` is whether the place must be known, or must not."""

    person: Person | None = None
    place: Place | None = None
    kinds: Sequence[str] = ()
    since: int | None = None
    until: int | None = None
    placed: bool | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    kind: str
    person: Person
    place: Place | None
    event: int
    date: str
    edtf: str
    words_en: str = ""
    words_ru: str = ""
    certainty: str = ""

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def url(self) -> str:
        """Where it stands on the person's page, with what proves it."""
        return self.person.get_absolute_url() + (f"#e{self.event}" if self.event else "")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table of which each is one happening, and the columns in which its parts stand."""

    rows: models.QuerySet[Any]
    kind: str | None
    person: str
    place: str
    date: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def narrowed(self, wanted: Wanted) -> Self:
        rows = self.rows
        if wanted.kinds:
            rows = rows.filter(kind__in=wanted.kinds) if self.kind is None else rows
        if wanted.person is not None:
            rows = rows.filter(**{self.person: wanted.person.pk})
        if wanted.place is not None:
            rows = rows.filter(**{self.place: wanted.place.pk})
        if wanted.placed is not None:
            rows = rows.filter(**{f"{self.place}__isnull": not wanted.placed})
        if wanted.since is not None:
            rows = rows.filter(since(self.date, wanted.since))
        if wanted.until is not None:
            rows = rows.filter(until(self.date, wanted.until))
        return type(self)(rows, self.kind, self.person, self.place, self.date, self.more)

    def may_be(self, wanted: Wanted) -> bool:
        return not wanted.kinds or self.kind is None or self.kind in wanted.kinds

    def told(self) -> models.QuerySet[Any, Any]:
        """In columns that all parts have in common."""
        columns = {
            "kind_": F("kind") if self.kind is None else Value(self.kind),
            "person_": F(self.person),
            "place_": F(self.place),
            "event_": F("pk") if self.kind is None else Value(0, models.BigIntegerField()),
            "date_": F(self.date),
            "edtf_": F(f"{self.date}_edtf"),
            "earliest": F(f"{self.date}_earliest"),
            "latest": F(f"{self.date}_latest"),
            **{name: self.more.get(name, Value("")) for name in ("in_english", "in_russian", "sure")},
        }
        told: models.QuerySet[Any, Any] = self.rows.order_by().annotate(**columns).values(*columns)
        return told


def found(wanted: Wanted) -> Happenings:
    return Happenings([part.narrowed(wanted) for part in _parts() if part.may_be(wanted)])


@dataclass(frozen=True, slots=True)
class Happenings:
    parts: Sequence[Part]

    def count(self) -> int:
        return sum(part.rows.count() for part in self.parts)

    def rows(self, first: int, past: int) -> list[Row]:
        """In time; what has no date comes last. `with_records` makes happenings of them."""
        if not self.parts:
            return []
        head, *others = [part.told() for part in self.parts]
        rows = head.union(*others, all=True) if others else head
        return list(rows.order_by(*ORDER)[first:past])

    def by_place(self) -> list[tuple[int | None, str, int]]:
        """(place, kind, how many); None for those whose place is not known."""
        counted: list[tuple[int | None, str, int]] = []
        for part in self.parts:
            kind = F("kind") if part.kind is None else Value(part.kind)
            rows = part.rows.order_by().values(place_=F(part.place), kind_=kind).annotate(n=models.Count("pk"))
            counted += rows.values_list("place_", "kind_", "n")
        return counted

    def years(self) -> tuple[int, int] | None:
        """The first and the last year of any of them; None where no date is known."""
        ends: list[date] = []
        for part in self.parts:
            bounds = part.rows.order_by().aggregate(
                first=models.Min(f"{part.date}_earliest"), last=models.Max(f"{part.date}_latest")
            )
            ends += [end for end in bounds.values() if end is not None]
        return (min(ends).year, max(ends).year) if ends else None


def _parts() -> Iterator[Part]:
    told_by_person = Q(kind__in=DEATHS, place__isnull=True, person__died_at__isnull=False)
    events = Event.objects.exclude(told_by_person)
    more = {"in_english": F("words_en"), "in_russian": F("words_ru"), "sure": F("certainty")}
    yield Part(events, None, "person_id", "place_id", "date", more)
    yield Part(Person.objects.filter(born_at__isnull=False), BIRTH, "id", "born_at_id", "born")
    deaths = Event.objects.filter(person=OuterRef("pk"), kind__in=DEATHS)
    dead = Person.objects.filter(died_at__isnull=False).exclude(Exists(deaths.filter(place__isnull=False)))
    yield Part(dead, str(Event.Kind.DEATH), "id", "died_at_id", "died")


def with_records(rows: Sequence[Row]) -> Iterator[Happening]:
    people = Person.objects.in_bulk({row["person_"] for row in rows})
    places = Place.objects.in_bulk({row["place_"] for row in rows if row["place_"]})
    for row in rows:
        yield Happening(
            row["kind_"],
            people[row["person_"]],
            places.get(row["place_"]),
            row["event_"],
            row["date_"],
            row["edtf_"],
            row["in_english"],
            row["in_russian"],
            row["sure"],
        )
