"""Questions that are asked of people, places and organisations."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models.functions import Left, Upper

from core.filters import since, until
from core.records import RecordQuerySet
from notation.folding import folded_key, skeleton_key

DATED: tuple[Any, ...] = (models.F("date_earliest").asc(nulls_last=True), "id")


class PersonQuerySet(RecordQuerySet):
    def in_order(self, language: str) -> Self:
        """By the heading that the reader sees; those without a Russian one come by the Latin."""
        return self.order_by("sort_ru", "sort_en", "id") if language == "ru" else self.order_by("sort_en", "id")

    def called(self, question: str) -> Self:
        """Persons one of whose names holds every word of the question, in any script and spelling."""
        return self.filter(
            self._holding("key", folded_key(question)) | self._holding("skeleton", skeleton_key(question))
        )

    def _holding(self, column: str, words: str) -> models.Q:
        if not words:
            return models.Q(pk__in=[])
        name, en, ru = models.Q(), models.Q(), models.Q()
        for word in words.split():
            name &= models.Q(**{f"{column}__contains": word})
            en &= models.Q(**{f"{column}_en__contains": word})
            ru &= models.Q(**{f"{column}_ru__contains": word})
        from people.models import Name

        return models.Q(pk__in=Name.objects.filter(name).values("person")) | en | ru

    def starting_with(self, letter: str) -> Self:
        """By the first letter of the heading in that letter's script."""
        small = letter.lower()
        return self.filter(sort_en__startswith=small) if small.isascii() else self.filter(sort_ru__startswith=small)

    def first_letters(self, language: str) -> list[str]:
        """The letters under which somebody stands, in order."""
        column = "sort_ru" if language == "ru" else "sort_en"
        letters = self.order_by().values_list(Upper(Left(column, 1)), flat=True).distinct()
        return sorted(letter for letter in letters if letter.strip())

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

    def for_page(self) -> Self:
        return self.select_related("born_at", "died_at")


class EventQuerySet(models.QuerySet[Any]):
    def in_time(self) -> Self:
        return self.select_related("place", "organisation").order_by(*DATED)


class RelationQuerySet(models.QuerySet[Any]):
    def with_persons(self) -> Self:
        return self.select_related("person", "other").order_by("kind", *DATED)
