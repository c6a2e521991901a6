"""Questions that are asked of people, places and organisations."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Left, Upper

from core.filters import since, until
from core.records import RecordQuerySet
from core.search import names_left_out
from notation.folding import folded_key, skeleton_key
from notation.names import question_words
from people.parts import ANY

# The beginning of a key says little: `ра` begins a third of them.
SHORTEST_KEY = 3
# So many persons are compared while one types.
FEW = 400
# A life of which one end alone is known.
LONGEST_LIFE = 100
DATED: tuple[Any, ...] = (models.F("date_earliest").asc(nulls_last=True), "id")


class _Place(models.Func):
    """The place of a row's number in a list of numbers; null where it is not there."""

    output_field = models.IntegerField()
    template = "array_position(%(expressions)s)"

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(models.Value(list(numbers), ArrayField(models.BigIntegerField())), models.F("pk"))


def _found() -> FoundPersonQuerySet:
    from people.models import FoundPerson

    return FoundPerson.objects.all()


def _parts() -> models.QuerySet[Any]:
    from people.models import PersonPart

    return PersonPart.objects.all()


class FoundPersonQuerySet(models.QuerySet[Any]):
    def words(self, question: str) -> models.Q:
        """Each word begins a word of a name, folded or as a key; initials are not looked for."""
        wanted = models.Q()
        for word in question_words(question):
            folded, key = folded_key(word), skeleton_key(word)
            either = models.Q(words__contains=f" {folded}")
            wanted &= either | models.Q(words__contains=f" ~{key}") if len(key) >= SHORTEST_KEY else either
        return wanted or models.Q(pk__in=[])

    def whole_words(self, name: str) -> models.Q:
        """Each word is one of a name, whole: `Boris` is not in Borisovich."""
        wanted = models.Q()
        for word in question_words(name):
            wanted &= models.Q(words__regex=f" {re.escape(folded_key(word))}( |$)")
        return wanted or models.Q(pk__in=[])

    def holding(self, question: str) -> models.QuerySet[Any, Any]:
        return self.filter(self.words(question)).order_by("person_id").values_list("person_id", "forms")

    def surnamed(self, keys: Sequence[str], first: Sequence[str] = ()) -> models.QuerySet[Any, Any]:
        """Who has one of these surnames; those with one of `first` stand in front."""
        found = self.filter(surnames__overlap=list(keys) or [""])
        if first:
            later = models.Case(models.When(surnames__overlap=list(first), then=0), default=1)
            return found.order_by(later, "person_id").values_list("person_id", "forms")
        return found.order_by("person_id").values_list("person_id", "forms")


class PersonQuerySet(RecordQuerySet):
    def in_order(self, language: str) -> Self:
        """By the heading that the reader sees; those without a Russian one come by the Latin."""
        return self.order_by("sort_ru", "sort_en", "id") if language == "ru" else self.order_by("sort_en", "id")

    def called(self, question: str) -> Self:
        """Persons in whose names words begin with every word of the question, in any script and spelling."""
        return self.filter(pk__in=_found().holding(question).values("person_id"))

    def like(self, question: str) -> Self:
        """These, and those whose names are like the one asked for; the likeliest first (`people.finding`).

        Not those in whose names a word occurs that the question leaves out: `Eltsin -Boris`.
        """
        from people.finding import find

        named, left_out = names_left_out(question)
        rows = self
        for name in left_out:
            rows = rows.exclude(pk__in=_found().filter(_found().whole_words(name)).values("person_id"))
        if left_out and not named:
            return rows.annotate(near=models.Value(False)).order_by("sort_en", "id")
        hits = find(named)
        wanted = models.Q(pk__in=hits.ids)
        if hits.more:
            known = models.Q(person_id__in=hits.near) | _found().words(named)
            wanted = models.Q(pk__in=_found().filter(known).values("person_id"))
        near = models.Case(models.When(pk__in=hits.near, then=True), default=False)
        return rows.filter(wanted).annotate(near=near).order_by(_Place(hits.ids).asc(nulls_last=True), "sort_en", "id")

    def likeliest(self, question: str, also: models.QuerySet[Any, Any]) -> Self:
        """Those of these that the name may mean, the likeliest first, and then those of `also`."""
        from people.finding import find

        likely = find(question).ids
        wanted = self.filter(models.Q(pk__in=likely) | models.Q(pk__in=also.order_by().values("pk")))
        return wanted.order_by(_Place(likely).asc(nulls_last=True), "sort_en", "id")

    def with_name_keys(self, keys: Collection[str]) -> Iterator[tuple[str, Any]]:
        """Persons any of whose names has one of these folded keys, each with the key that was met."""
        named = models.Q(key_en__in=keys) | models.Q(key_ru__in=keys) | models.Q(names__key__in=keys)
        for person in self.filter(named).distinct().prefetch_related("names"):
            met = {person.key_en, person.key_ru, *(name.key for name in person.names.all())} & set(keys)
            yield from ((key, person) for key in met)

    def suggested(self, typed: str, most: int) -> list[Any]:
        """The likeliest of those whom a question may mean that is still being typed."""
        from people.finding import find

        likeliest = find(typed, FEW).ids[:most]
        found = self.in_bulk(likeliest)
        return [found[number] for number in likeliest if number in found]

    def starting_with(self, letter: str) -> Self:
        """By the first letter of the heading in that letter's script."""
        small = letter.lower()
        return self.filter(sort_en__startswith=small) if small.isascii() else self.filter(sort_ru__startswith=small)

    def letters(self) -> dict[str, int]:
        """How many stand under each first letter of either heading."""
        first = {name: Upper(Left(f"sort_{name}", 1)) for name in ("en", "ru")}
        counts: dict[str, int] = {}
        rows = self.order_by().annotate(first_en=first["en"], first_ru=first["ru"])
        for english, russian, n in rows.values_list("first_en", "first_ru").annotate(n=models.Count("pk")):
            # As `starting_with` looks for them: Latin letters by one heading, all others by the other.
            for letter, fits in ((english, english.isascii()), (russian, not russian.isascii())):
                if letter.strip() and fits:
                    counts[letter] = counts.get(letter, 0) + n
        return counts

    def any_one(self) -> Any:
        """Somebody, by chance; None where there is nobody."""
        ends = self.order_by().aggregate(first=models.Min("pk"), last=models.Max("pk"))
        if ends["first"] is None:
            return None
        number = secrets.randbelow(ends["last"] - ends["first"] + 1) + ends["first"]
        return self.filter(pk__gte=number).order_by("pk").first()

    def with_role(self, role: str) -> Self:
        """Who wrote, was written to or appears in some document, or had a share in some publication."""
        return self.filter(pk__in=_parts().filter(part=role).values("person_id"))

    def counted_by_role(self) -> dict[str, int]:
        """How many of these have each role; asked only of a few people."""
        parts = _parts().filter(person_id__in=self.order_by().values("pk")).exclude(part=ANY).order_by()
        return dict(parts.values_list("part").annotate(n=models.Count("person_id", distinct=True)))

    def counted_by(self, column: str) -> dict[str, int]:
        """How many have each value; what nobody has is left out."""
        rows = self.order_by().values_list(column).annotate(n=models.Count("pk", distinct=True))
        return {str(value): n for value, n in rows if value}

    def bounds(self, name: str) -> list[tuple[date | None, date | None]]:
        """Not before and not after which day each was `born`, or has `died`."""
        return list(self.order_by().values_list(f"{name}_earliest", f"{name}_latest"))

    def counted_by_place(self) -> dict[str, int]:
        """How many were born or died there, or something happened to them there: each person once."""
        pairs: set[tuple[int, int]] = set()
        for column in ("born_at", "died_at", "events__place"):
            pairs |= set(self.order_by().filter(**{f"{column}__isnull": False}).values_list("pk", column))
        return {str(place): n for place, n in Counter(place for _person, place in pairs).items()}

    def at_place(self, place: models.Model) -> Self:
        """Born there, died there, or something happened to them there."""
        events = self._events().filter(place=place)
        return self.filter(models.Q(born_at=place) | models.Q(died_at=place) | models.Q(pk__in=events.values("person")))

    def in_organisation(self, organisation: models.Model) -> Self:
        return self.filter(pk__in=self._events().filter(organisation=organisation).values("person"))

    def with_event(self, kind: str) -> Self:
        return self.filter(pk__in=self._events().filter(kind=kind).values("person"))

    def _events(self) -> models.QuerySet[Any]:
        from people.models import Event

        return Event.objects.all()

    def since(self, date_field: str, year: int) -> Self:
        return self.filter(since(date_field, year))

    def until(self, date_field: str, year: int) -> Self:
        return self.filter(until(date_field, year))

    def alive_since(self, year: int) -> Self:
        """Who may have lived in this year or later; of whose death nothing is known, a hundred years after birth."""
        return self.filter(_last_day(date(year, 1, 1), date(max(year - LONGEST_LIFE, 1), 1, 1)))

    def alive_until(self, year: int) -> Self:
        """Who may have lived in this year or earlier; of whose birth nothing is known, a hundred years before death."""
        return self.filter(_first_day(date(year, 12, 31), date(year + LONGEST_LIFE, 12, 31)))

    def for_page(self) -> Self:
        return self.select_related("born_at", "died_at")


def _last_day(first: date, born_since: date) -> models.Q:
    no_death = models.Q(died_earliest=None, died_latest=None)
    born = models.Q(born_latest__gte=born_since) | models.Q(born_latest=None, born_earliest__isnull=False)
    late = models.Q(died_latest__gte=first) | models.Q(died_latest=None, died_earliest__isnull=False)
    return late | (no_death & born)


def _first_day(last: date, died_until: date) -> models.Q:
    no_birth = models.Q(born_earliest=None, born_latest=None)
    died = models.Q(died_earliest__lte=died_until) | models.Q(died_earliest=None, died_latest__isnull=False)
    early = models.Q(born_earliest__lte=last) | models.Q(born_earliest=None, born_latest__isnull=False)
    return early | (no_birth & died)


class EventQuerySet(models.QuerySet[Any]):
    def on_day_of_year(self, day: date) -> Self:
        """Those known to the day that happened on this day of a year before."""
        known = self.filter(date_earliest=models.F("date_latest"), date_earliest__year__lt=day.year)
        return known.filter(date_earliest__month=day.month, date_earliest__day=day.day)

    def dated(self) -> Self:
        return self.exclude(date="")

    def with_person(self) -> Self:
        return self.select_related("person", "place")

    def in_time(self) -> Self:
        return self.select_related("place", "organisation").order_by(*DATED)


class RelationQuerySet(models.QuerySet[Any]):
    def with_persons(self) -> Self:
        return self.select_related("person", "other").order_by("kind", *DATED)
