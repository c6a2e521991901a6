"""`/reconcile/`: the Reconciliation API 0.2, by which OpenRefine finds which record a name in a spreadsheet means.

The rule: candidates come from the same searches as on the pages, people in any script and spelling; only one that is
near and far ahead of the next is called a match. Boundary: nothing is decided here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from rapidfuzz import fuzz

from archive.filters import UnitFilters
from archive.models import Unit
from archive.questions import asked_for
from citations.filters import PublicationFilters
from citations.following.entries import said_of
from citations.models import Publication
from config.harvesting.kinds import published_only
from core.filters import LONGEST_QUESTION
from core.listing import Filters
from core.parameters import BadParameter, refuse_unknown
from notation.folding import folded_key
from notation.names import Scorer
from people.finding import find
from people.models import FoundPerson, Person

MOST_QUERIES, MOST_CANDIDATES, USUAL = 500, 25, 5
# Of a hundred: from where, and how far ahead of the next, a candidate is a match; what a property adds and takes.
SURE, AHEAD, FOR, AGAINST = 90.0, 5.0, 5.0, 40.0
_YEAR = re.compile(r"\b(\d{4})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    record: Any
    score: float


@dataclass(frozen=True, slots=True)
class Type:
    """`find` gives candidates for a text, so many, in any order."""

    model: type[Any]
    label: str
    find: Callable[[str, int], Iterable[Candidate]]


@csrf_exempt
@published_only
def service(request: HttpRequest) -> HttpResponse:
    """The manifest, or answers to the queries of a batch."""
    refuse_unknown(request.GET, ("queries",))
    sent = request.POST.get("queries") or request.GET.get("queries")
    return _answer(_manifest(request) if sent is None else _batch(sent))


@published_only
def suggest(request: HttpRequest) -> HttpResponse:
    """Records whose name begins so, for a cell that is looked up by hand."""
    refuse_unknown(request.GET, ("prefix", "type", "cursor"))
    query = {"query": request.GET.get("prefix", ""), "type": request.GET.get("type") or None, "limit": 10}
    return _answer({"result": [{**row, "notable": row["type"]} for row in _candidates(query)]})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # shown in a small window of OpenRefine
@published_only
def preview(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ("id",))
    record = _record(request.GET.get("id", ""))
    title, detail = said_of(record)
    return render(request, "reconciling/preview.html", {"record": record, "title": title, "detail": detail})


@published_only
def view(request: HttpRequest, number: str) -> HttpResponse:
    refuse_unknown(request.GET, ())
    return HttpResponseRedirect(_record(number).get_absolute_url())


def _manifest(request: HttpRequest) -> dict[str, Any]:
    here = request.build_absolute_uri(reverse("reconcile")).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "Opis",
        "identifierSpace": f"{here}/view/",
        "schemaSpace": f"{here}/",
        "defaultTypes": [{"id": name, "name": kind.label} for name, kind in TYPES.items()],
        "view": {"url": f"{here}/view/{{{{id}}}}/"},
        "preview": {"url": f"{here}/preview/?id={{{{id}}}}", "width": 430, "height": 200},
        "suggest": {"entity": {"service_url": here, "service_path": "/suggest/"}},
    }


def _batch(sent: str) -> dict[str, Any]:
    """Raises BadParameter for what is no batch of queries."""
    try:
        queries = json.loads(sent)
    except ValueError:
        queries = None
    if not isinstance(queries, dict) or not all(isinstance(query, dict) for query in queries.values()):
        raise BadParameter('queries: {"q0": {"query": "Rakovsky", "type": "people"}}')
    if len(queries) > MOST_QUERIES:
        raise BadParameter("queries: " + _("at most %(most)d are answered at once.") % {"most": MOST_QUERIES})
    return {name: {"result": _candidates(query)} for name, query in queries.items()}


def _candidates(query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a query may mean, the likeliest first; nothing for what cannot be a name."""
    text, limit, name = query.get("query"), query.get("limit"), query.get("type")
    if not isinstance(text, str) or len(text) > LONGEST_QUESTION or any(ord(letter) < 32 for letter in text):
        return []
    most = min(max(limit, 1), MOST_CANDIDATES) if isinstance(limit, int) else USUAL
    asked = [name] if isinstance(name, str) else name if isinstance(name, list) else ["people"]
    found = [
        _weighed(candidate, query.get("properties"))
        for each in dict.fromkeys(map(str, asked))
        if each in TYPES and text.strip()
        for candidate in TYPES[each].find(text.strip(), most)
    ]
    found.sort(key=lambda candidate: -candidate.score)
    ahead = found[0].score - found[1].score if found[1:] else 100.0
    sure = bool(found) and found[0].score >= SURE and ahead >= AHEAD
    return [_told(candidate, sure and candidate is found[0]) for candidate in found[:most]]


def _told(candidate: Candidate, match: bool) -> dict[str, Any]:
    name = next(name for name, kind in TYPES.items() if isinstance(candidate.record, kind.model))
    title, detail = said_of(candidate.record)
    years = candidate.record.years if isinstance(candidate.record, Person) else ""
    return {
        "id": f"{name}-{candidate.record.pk}",
        "name": title,
        "description": ", ".join(filter(None, (detail, years))),
        "type": [{"id": name, "name": TYPES[name].label}],
        "score": round(min(max(candidate.score, 0.0), 100.0), 1),
        "match": match,
    }


def _weighed(candidate: Candidate, properties: Any) -> Candidate:
    """A year that fits speaks for a candidate, one that does not strongly against it; an archive likewise."""
    score = candidate.score
    for given in properties if isinstance(properties, list) else ():
        if isinstance(given, dict) and isinstance(given.get("v"), str | int):
            fits = _fits(candidate.record, str(given.get("pid")), str(given["v"]))
            score += 0.0 if fits is None else FOR if fits else -AGAINST
    return replace(candidate, score=score)


def _fits(record: Any, name: str, value: str) -> bool | None:
    """None where nothing can be said."""
    if name == "repository" and isinstance(record, Unit):
        return record.repository_code.lower() == value.strip().lower()
    year = _YEAR.search(value)
    column = name if isinstance(record, Person) else "date"
    if not year or name not in ("born", "died", "date", "year") or not hasattr(record, f"{column}_earliest"):
        return None
    earliest: date | None = getattr(record, f"{column}_earliest")
    latest: date | None = getattr(record, f"{column}_latest")
    if earliest is None and latest is None:
        return None
    return (earliest is None or earliest.year <= int(year[1])) and (latest is None or int(year[1]) <= latest.year)


def _people(text: str, most: int) -> Iterable[Candidate]:
    ids, scorer = find(text).ids[: most * 2], Scorer(text)
    forms = dict(FoundPerson.objects.filter(pk__in=ids).values_list("person_id", "forms"))
    people = Person.objects.in_bulk(ids)
    for number in ids:
        if number in people and number in forms:
            yield Candidate(people[number], 100 * max(map(scorer, forms[number].split("\n")), default=0.0))


def _units(text: str, most: int) -> Iterable[Candidate]:
    """A reference in any form names its unit; other words are looked for in titles."""
    asked = asked_for(text)
    if asked is not None and asked.found:
        return [Candidate(meant.target, 100.0) for meant in asked.found if isinstance(meant.target, Unit)]
    found = _searched(UnitFilters, Unit.objects.with_shelfmark(), text, most)
    return [Candidate(unit, max(_likeness(text, unit.title_en), _likeness(text, unit.title_ru))) for unit in found]


def _works(text: str, most: int) -> Iterable[Candidate]:
    found = _searched(PublicationFilters, Publication.objects.with_makers(), text, most)
    return [Candidate(work, max(_likeness(text, work.title), _likeness(text, work.translation))) for work in found]


def _searched(filters: type[Filters], rows: Any, text: str, most: int) -> Iterable[Any]:
    asked = QueryDict(mutable=True)
    asked["q"] = text
    try:
        return filters(asked, queryset=rows).first(most)[1]
    except BadParameter:
        return ()  # `date:x` is a question to other lists


def _likeness(one: str, other: str) -> float:
    return float(fuzz.token_sort_ratio(folded_key(one), folded_key(other))) if other else 0.0


TYPES: Mapping[str, Type] = {
    "people": Type(Person, "Person", _people),
    "units": Type(Unit, "Archival unit", _units),
    "publications": Type(Publication, "Publication", _works),
}


def _record(identifier: str) -> Any:
    name, _dash, number = identifier.partition("-")
    if name in TYPES and re.fullmatch("[1-9][0-9]{0,17}", number):
        rows = Unit.objects.with_shelfmark() if name == "units" else TYPES[name].model.objects.all()
        rows = Publication.objects.with_makers() if name == "publications" else rows
        record = rows.filter(pk=int(number)).first()
        if record is not None:
            return record
    raise Http404(_("There is no record of this number here."))


def _answer(body: dict[str, Any]) -> JsonResponse:
    """Programs in a browser, too, may ask: nothing here is anybody's own."""
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(body, headers=headers, json_dumps_params={"ensure_ascii": False})
