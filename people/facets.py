"""What people of a list have in common: each value with how many of them have it, as links that narrow the list.

The rule: a count is that of the list which its link opens. Boundary: of a list of more than `MANY` people nothing is
counted; the values that are words and no records are offered without numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.filters import in_language
from core.listing import address
from people.models import Event, Organisation, Person, Place
from people.parts import ROLES
from people.querysets import PersonQuerySet

MANY = 1000
# Of places and organisations so many are offered, those of most people.
MOST = 8
MOST_DECADES = 15
Kind = Event.Kind
FATES = (Kind.EXPULSION, Kind.ARREST, Kind.EXILE, Kind.IMPRISONMENT, Kind.HUNGER_STRIKE, Kind.TRIAL, Kind.EXECUTION,
         Kind.REHABILITATION)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """`count` is None where the list is too long to be counted; the link of what is chosen takes it away."""

    label: str | Promise
    count: int | None
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str | Promise
    values: list[Value]


def facets(rows: PersonQuerySet, count: int, request: HttpRequest) -> list[Facet]:
    """Of these people, unless they are hits of a name: who looks for somebody wants an answer, and at once."""
    if request.GET.get("q"):
        return []
    counted: dict[str, Mapping[str, int]] = {}
    decades: dict[str, list[Value]] = {}
    if count <= MANY:
        people = Person.objects.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
        counted = _counted(people)
        decades = {name: _decades(people, name, request) for name in ("born", "died")}
    words: list[tuple[str, str | Promise, Sequence[tuple[str, str | Promise]]]] = [
        ("part", _("Role"), ROLES),
        ("event", _("Fate"), [(str(kind), kind.label) for kind in FATES]),
        ("sex", _("Sex"), Person.Sex.choices[1:]),
    ]
    found = [Facet(name, label, _values(name, choices, counted.get(name), request)) for name, label, choices in words]
    found += [Facet(name, label, decades.get(name, [])) for name, label in (("born", _("Born")), ("died", _("Died")))]
    for name, label, model in (("organisation", _("Organisation"), Organisation), ("place", _("Place"), Place)):
        most = dict(Counter(counted.get(name, {})).most_common(MOST))
        records = {str(pk): record for pk, record in model._default_manager.in_bulk([int(pk) for pk in most]).items()}
        named = [(pk, in_language(records[pk], "name")[0]) for pk in most if pk in records]
        found.append(Facet(name, label, _values(name, named, most, request)))
    return [facet for facet in found if facet.values]


def _counted(people: PersonQuerySet) -> dict[str, Mapping[str, int]]:
    """By parameter and value, as the filter of that name would find them."""
    return {
        "part": people.counted_by_role(),
        "event": people.counted_by("events__kind"),
        "sex": people.counted_by("sex"),
        "organisation": people.counted_by("events__organisation"),
        "place": people.counted_by_place(),
    }


def _decades(people: PersonQuerySet, name: str, request: HttpRequest) -> list[Value]:
    """Decades of birth or death: who may belong to either of two is counted in both, as the filter of years does."""
    bounds = people.bounds(name)
    years = [bound.year for pair in bounds for bound in pair if bound]
    chosen = (request.GET.get(f"{name}_min"), request.GET.get(f"{name}_max"))
    values = []
    for first in sorted({year - year % 10 for year in years})[:MOST_DECADES]:
        count = sum(_may_lie(earliest, latest, first, first + 9) for earliest, latest in bounds)
        if count:
            asked = {f"{name}_min": str(first), f"{name}_max": str(first + 9)}
            is_chosen = chosen == tuple(asked.values())
            changes = {} if is_chosen else asked
            there = address(request, without=("page", *asked), **changes)
            values.append(Value(gettext("%(year)ss") % {"year": first}, count, there, is_chosen))
    return values


def _may_lie(earliest: date | None, latest: date | None, first: int, last: int) -> bool:
    if earliest is None and latest is None:
        return False
    return (latest is None or latest.year >= first) and (earliest is None or earliest.year <= last)


def _values(
    name: str,
    choices: Iterable[tuple[str, str | Promise]],
    counts: Mapping[str, int] | None,
    request: HttpRequest,
) -> list[Value]:
    """Those that somebody has; where nothing is counted, all."""
    chosen = request.GET.get(name, "")
    return [
        Value(
            label,
            counts[value] if counts is not None else None,
            _address(request, name, value, chosen),
            value == chosen,
        )
        for value, label in choices
        if counts is None or counts.get(value)
    ]


def _address(request: HttpRequest, name: str, value: str, chosen: str) -> str:
    if value == chosen:
        return address(request, without=("page", name))
    return address(request, without=("page",), **{name: value})
