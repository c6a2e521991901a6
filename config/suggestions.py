"""What may be meant by the beginning of a question: persons, units and publications, a few of each, while one types.

The rule: each suggestion is a page of ours that the public may see, with a word that tells namesakes apart. Boundary:
the search itself is `config.views.search`; without JavaScript nothing here is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from archive.models import Unit
from archive.questions import asked_for
from archive.shelfmarks import shelfmark
from citations.models import Publication
from core.filters import LONGEST_QUESTION, in_language
from core.listing import reader_language
from core.pages import words_of
from core.parameters import refuse_unknown
from people.models import Person

MOST = 4  # of each kind
SHORTEST = 2
# Titles beginning so are looked through for those to show; a word that is typed half has thousands of hits.
LOOKED_THROUGH = 40


def suggest(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"kind", "label", "detail", "url"}]}`, the likeliest of each kind first."""
    refuse_unknown(request.GET, ("q",))
    typed = words_of(request.GET, "q", LONGEST_QUESTION)
    return JsonResponse({"suggestions": suggestions(typed)}, json_dumps_params={"ensure_ascii": False})


def suggestions(typed: str) -> list[dict[str, str]]:
    found = [*_units_named(typed), *_persons(typed), *_units(typed), *_works(typed)] if len(typed) >= SHORTEST else []
    return list({row["url"]: row for row in found}.values())


def _row(kind: str, record: Any, label: str, *details: object) -> dict[str, str]:
    detail = " · ".join(str(part) for part in details if part)
    return {"kind": kind, "label": label, "detail": detail, "url": record.get_absolute_url()}


def _units_named(typed: str) -> Iterator[dict[str, str]]:
    """The units that a reference means, or the nearest one above."""
    asked = asked_for(typed) if any(map(str.isdigit, typed)) else None
    if asked is not None:
        targets: list[Any] = [meant.target for meant in asked.found[:MOST]] or [asked.nearest]
        numbers = [target.pk for target in targets if isinstance(target, Unit)]
        yield from map(_unit, Unit.objects.with_shelfmark().filter(pk__in=numbers).in_order())


def _persons(typed: str) -> Iterator[dict[str, str]]:
    for person in Person.objects.suggested(typed, MOST):
        yield _row(_("person"), person, person.natural_name, person.years, in_language(person, "epithet")[0])


def _units(typed: str) -> Iterator[dict[str, str]]:
    found = sorted(Unit.objects.beginning(typed)[:LOOKED_THROUGH], key=lambda unit: unit.sort_key)
    yield from map(_unit, found[:MOST])


def _unit(unit: Unit) -> dict[str, str]:
    return _row(_("archival unit"), unit, shelfmark(unit, reader_language()), in_language(unit, "title")[0])


def _works(typed: str) -> Iterator[dict[str, str]]:
    found = sorted(Publication.objects.beginning(typed)[:LOOKED_THROUGH], key=lambda work: work.sort_key)
    for work in found[:MOST]:
        makers = "; ".join(str(share) for share in work.contributions.all()[:2])
        yield _row(_("publication"), work, work.title, makers, work.year)
