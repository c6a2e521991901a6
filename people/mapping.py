"""The map of what happened to people: a mark for each place, as large as what is told of it.

The rule: a mark counts what the list of events shows with the same filters and its place, and opens it. What cannot be
marked (no place known, a place without co-ordinates) is counted beside the map. Boundary: which happenings there are is
for `people.happenings`, the shores for `people.land`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.filters import in_language
from core.listing import Column
from core.pictures import PicturePage
from people.happening_lists import HappeningFilters
from people.happenings import KINDS, Happenings, found
from people.land import SQUEEZE, land, placed
from people.models import Event, Place

# The places of which most is told; a table of more nobody reads, and marks of more lie on one another.
MOST_PLACES = 300
# Of these the names stand in the picture, where there is room.
NAMED = 40
# The picture is in tenths of a degree of latitude; it is never smaller than this, so that one place is not a blank.
LEAST_WIDTH, LEAST_HEIGHT, MARGIN = 620, 360, 60
# Drawn for a column beside a life: in letters and marks that are seen at a quarter of the size.
SMALL = 3
# Width of a letter as a part of its height, roughly.
LETTER = 0.56
# What is shown where nothing is marked: the Soviet Union.
UNION = ((20.0, 36.0), (190.0, 76.0))
Kind = Event.Kind
# The colour of a mark is that of the group of which most is told there.
GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("birth", _("birth"), ("birth",)),
    ("work", _("work and politics"), (Kind.OFFICE, Kind.MEMBERSHIP, Kind.SIGNATURE, Kind.EXPULSION, Kind.OTHER)),
    ("exile", _("exile"), (Kind.EXILE,)),
    ("prison", _("arrest, trial, prison"), (Kind.ARREST, Kind.TRIAL, Kind.IMPRISONMENT, Kind.HUNGER_STRIKE)),
    ("death", _("death and after"), (Kind.DEATH, Kind.EXECUTION, Kind.REHABILITATION)),
)
GROUP_OF = {str(kind): name for name, _label, kinds in GROUPS for kind in kinds}


@dataclass(frozen=True, slots=True)
class Told:
    """So many happenings of one kind, and the address of their list."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with what is told of it."""

    place: Place
    count: int
    url: str
    kinds: Sequence[Told]
    group: str

    @property
    def name(self) -> str:
        return in_language(self.place, "name")[0]

    @property
    def in_words(self) -> str:
        return ", ".join(f"{told.label} {told.count}" for told in self.kinds)

    @property
    def on_map(self) -> bool:
        return self.place.latitude is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a spot stands in the picture, in whole tenths of a degree; `named` where its name has room beside it."""

    spot: Spot
    x: int
    y: int
    r: int
    named: bool

    @property
    def label_x(self) -> int:
        return self.x + self.r + 3


@dataclass(frozen=True, slots=True)
class View:
    x: int
    y: int
    width: int
    height: int
    small: bool = False

    @property
    def letter(self) -> int:
        """The height of a letter."""
        return max(9, self.width * (SMALL if self.small else 1) // 75)

    @property
    def thin(self) -> int:
        return max(1, self.width // 1000)


@dataclass(frozen=True, slots=True)
class Map:
    rows: Sequence[Spot]
    marks: Sequence[Mark]
    view: View
    count: int
    places: int
    nowhere: int
    nowhere_url: str
    years: tuple[int, int] | None
    land: str

    @property
    def title(self) -> str:
        return str(MapPage.heading)

    @property
    def described(self) -> str:
        n = len(self.marks)
        return ngettext(
            "Land without borders; %(n)d place is marked, by how much is told of it. The table tells the same.",
            "Land without borders; %(n)d places are marked, by how much is told of each. The table tells the same.",
            n,
        ) % {"n": n}

    @property
    def left_out(self) -> int:
        return self.places - len(self.rows)

    @property
    def off_map(self) -> int:
        return sum(not spot.on_map for spot in self.rows)

    @property
    def groups(self) -> list[tuple[str, str | Promise]]:
        """Those that a mark has, for the legend."""
        there = {mark.spot.group for mark in self.marks}
        return [(name, label) for name, label, _kinds in GROUPS if name in there]


class MapFilters(HappeningFilters):
    size = django_filters.ChoiceFilter(label=_("Size"), choices=[("small", _("small"))], widget=forms.HiddenInput)


class MapPage(PicturePage):
    heading = _("Map of lives")
    filters = MapFilters
    template_name = "people/map.html"
    svg_template = "people/map.svg"
    columns = [
        Column("place_en", lambda spot: spot.place.name_en),
        Column("place_ru", lambda spot: spot.place.name_ru),
        Column("latitude", lambda spot: spot.place.latitude),
        Column("longitude", lambda spot: spot.place.longitude),
        Column("events", lambda spot: spot.count, int),
        Column("kinds", lambda spot: spot.in_words),
        Column("url", lambda spot: spot.url),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Event.objects.all()

    def picture(self, filters: HappeningFilters) -> Map:
        return _map(filters)

    def more_context(self, filters: HappeningFilters) -> dict[str, Any]:
        kept = [(name, filters.data[name]) for name in ("person", "place", "placed") if filters.data.get(name)]
        return {"kept": kept}


def _map(filters: HappeningFilters) -> Map:
    told: dict[int | None, Counter[str]] = {}
    happenings: Happenings = filters.found
    for place, kind, n in happenings.by_place():
        told.setdefault(place, Counter())[kind] += n
    nowhere = told.pop(None, Counter()).total()
    first = sorted(told, key=lambda place: (-told[place].total(), place))[:MOST_PLACES]
    places = Place.objects.in_bulk([place for place in first if place is not None])
    spots = [_spot(places[place], told[place], filters) for place in first if place in places]
    marks, view = _drawn([spot for spot in spots if spot.on_map], filters.data.get("size") == "small")
    return Map(
        spots,
        marks,
        view,
        sum(kinds.total() for kinds in told.values()),
        len(told),
        nowhere,
        _address(filters, placed="no"),
        found(filters.wanted_at_any_time).years(),
        land(),
    )


def _spot(place: Place, kinds: Counter[str], filters: HappeningFilters) -> Spot:
    groups: Counter[str] = Counter()
    for kind, n in kinds.items():
        groups[GROUP_OF[kind]] += n
    order = list(KINDS)
    told = [
        Told(str(KINDS[kind]), kinds[kind], _address(filters, place=place.pk, kind=kind))
        for kind in sorted(kinds, key=order.index)
    ]
    return Spot(place, kinds.total(), _address(filters, place=place.pk), told, groups.most_common(1)[0][0])


def _address(filters: HappeningFilters, **changes: object) -> str:
    """The list of events with the filters of the map, narrowed further."""
    query = filters.data.copy()
    for name in [name for name in query if name in ("lang", "format", "size") or not query[name]]:
        del query[name]
    for name, value in changes.items():
        query[name] = str(value)
    asked = query.urlencode()
    return reverse("people:happening_list") + (f"?{asked}" if asked else "")


def _drawn(spots: Sequence[Spot], small: bool) -> tuple[list[Mark], View]:
    """Marks, the largest first so that smaller ones lie upon them, and the part of the earth that holds them all."""
    points = [_point(spot.place.longitude, spot.place.latitude) for spot in spots]
    view = _view(points or [_point(*corner) for corner in UNION], small)
    least = max(4, view.width * (SMALL if small else 1) // 190)
    marks: list[Mark] = []
    taken: list[tuple[float, float, float, float]] = []
    for spot, (x, y) in zip(spots, points, strict=True):
        radius = round(least * math.sqrt(min(spot.count, 60)))
        box = (x + radius, y - view.letter, x + radius + LETTER * view.letter * len(spot.name), y + view.letter / 2)
        named = len(taken) < NAMED and box[2] < view.x + view.width and not any(_overlap(box, one) for one in taken)
        taken += [box] if named else []
        marks.append(Mark(spot, x, y, radius, named))
    return marks, view


def _point(longitude: float | None, latitude: float | None) -> tuple[int, int]:
    x, y = placed(longitude or 0.0, latitude or 0.0)
    return round(10 * x), round(10 * y)


def _view(points: Iterable[tuple[int, int]], small: bool) -> View:
    """All the points with a margin, nearly twice as wide as high; a small one exactly, as pages keep room for it."""
    xs, ys = zip(*points, strict=True)
    width = max(max(xs) - min(xs) + 4 * MARGIN, LEAST_WIDTH)
    height = max(max(ys) - min(ys) + 2 * MARGIN, LEAST_HEIGHT)
    width, height = max(width, round(1.7 * height)), max(height, round(width / 2.4))
    whole = round(3600 * SQUEEZE)
    width = min(max(width, 2 * height if small else 0), whole)
    if small:
        width, height = width // 2 * 2, width // 2
    return View((min(xs) + max(xs) - width) // 2, (min(ys) + max(ys) - height) // 2, width, height, small)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
