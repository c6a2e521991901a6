"""A life and a file for the first page: others each day, the same all day and for everybody, and true.

The boundary: it chooses among what the reader may see and says nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Min

from citations.models import Citation
from people.models import Event, Person

# A prime: consecutive days lead to records that stand far apart.
STRIDE = 7919


@dataclass(frozen=True, slots=True)
class Life:
    """A person, with what happened to them; `years` ago on this very day, where the date is known to the day."""

    person: Person
    event: Event
    years: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    life: Life | None
    cited: Citation | None  # of a file


def of_today(day: date) -> Today:
    return Today(_life(day), _one_of(Citation.objects.of_units().with_places(), day))


def _life(day: date) -> Life | None:
    """Somebody to whom something happened on this day of the year; otherwise anybody with a dated event."""
    if remembered := _one_of(Event.objects.on_day_of_year(day).with_person(), day):
        return Life(remembered.person, remembered, day.year - remembered.date_earliest.year)
    event = _one_of(Event.objects.dated().with_person(), day)
    return Life(event.person, event) if event else None


def _one_of(rows: models.QuerySet[Any], day: date) -> Any:
    ends = rows.order_by().aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return None
    wanted = ends["first"] + day.toordinal() * STRIDE % (ends["last"] - ends["first"] + 1)
    return rows.filter(pk__gte=wanted).order_by("pk").first()
