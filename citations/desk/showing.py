"""A reading page by page: each note with what was recognised in it, beside what its citations will become.

Each page is one form. Whatever button is pressed, what was decided on the page is kept first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from citations.becoming import Becoming, Held, becoming, held_as
from citations.desk.rights import may_enter
from citations.holdings import Holdings
from citations.models import Reading, ReadingNote
from citations.readings import NOTES_PER_PAGE, Decision, NoteRead, Place, decide, read_out
from citations.recognised import Run, legend, runs

MOST_SHOWN = 2_000
# The number of a note, and where in it: `12:40-63`.
PLACE = re.compile(r"\d{1,7}:\d{1,7}-\d{1,7}")


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """`name` is that of its fields in the form; `choices` are its radio buttons: value, words, chosen.

    `decided` is what somebody chose, which goes before what it becomes by itself.
    """

    name: str
    number: int
    words: str
    out: bool
    undecided: bool
    corrected: str
    decided: Held | None
    becomes: list[Becoming]
    choices: list[tuple[str, str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoteShown:
    note: ReadingNote
    pieces: list[tuple[int, list[Run]]]
    places: list[PlaceShown]


@may_enter
def reading(request: HttpRequest, number: int) -> HttpResponse:
    """One page of a reading; a POST keeps what was decided on it and goes where the button says."""
    held = get_object_or_404(Reading, pk=number)
    if held.state != Reading.State.OPEN:
        return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
    pages = max(1, -(-held.total // NOTES_PER_PAGE))
    page = _page(request, pages)
    if request.method == "POST":
        keep(request, held)
        return HttpResponseRedirect(_next_address(request.POST.get("go", ""), number, page, pages))
    first = (page - 1) * NOTES_PER_PAGE + 1
    read = read_out(held, first, first + NOTES_PER_PAGE - 1)
    holdings = Holdings()
    holdings.look_up(mention for one in read for place in one.places for mention in place.mentions)
    notes = [shown(one, holdings) for one in read]
    context = {
        **admin.site.each_context(request),
        "title": _("Read footnotes"),
        "reading": held,
        "notes": notes,
        "legend": legend(),
        "page": page,
        "pages": pages,
        "waiting": sum(each.becomes[0].kind in ("ambiguous", "unresolved") for one in notes for each in one.places),
    }
    return TemplateResponse(request, "admin/readings/reading.html", context)


def keep(request: HttpRequest, held: Reading) -> None:
    """Store what the page's form says about each citation that it showed."""
    taken = set(request.POST.getlist("take"))
    said: dict[int, dict[str, Decision]] = defaultdict(dict)
    for name in request.POST.getlist("shown")[:MOST_SHOWN]:
        order, _colon, key = name.partition(":")
        if PLACE.fullmatch(name):
            undecided = name in request.POST.getlist("undecided")
            said[int(order)][key] = Decision(name in taken, request.POST.get(f"cites:{name}"), undecided)
    decide(held, said)


def shown(read: NoteRead, holdings: Holdings) -> NoteShown:
    places = [_place(read.note, number, place, holdings) for number, place in enumerate(read.places, start=1)]
    return NoteShown(read.note, list(_pieces(read)), places)


def _pieces(read: NoteRead) -> Iterator[tuple[int, list[Run]]]:
    """The note's text in order: the number of the citation (0 for none) and its words as recognised."""
    at, text = 0, read.note.text
    for number, place in enumerate(read.places, start=1):
        span = place.mention.span
        if span.start < at or span.end > len(text):
            continue
        if span.start > at:
            yield 0, [Run(text[at : span.start])]
        yield number, runs(text, place.mention)
        at = span.end
    if at < len(text):
        yield 0, [Run(text[at:])]


def _place(note: ReadingNote, number: int, place: Place, holdings: Holdings) -> PlaceShown:
    becomes = becoming(place, holdings)
    decided = held_as(place.chosen) if place.chosen is not None else None
    return PlaceShown(
        name=f"{note.order}:{place.key}",
        number=number,
        words=place.mention.text,
        out=place.out,
        undecided=place.undecided,
        corrected=place.words,
        decided=decided,
        becomes=becomes,
        choices=list(_choices(becomes, place.value, decided)),
    )


def _choices(becomes: list[Becoming], value: str, decided: Held | None) -> Iterator[tuple[str, str, bool]]:
    """Where several may be meant: each of them, and to leave it open. None is chosen for the editor."""
    several = [held for one in becomes if one.kind == "ambiguous" for held in one.held]
    if several and decided and decided not in several:
        several.append(decided)
    for held in several:
        yield held.value, held.label, held.value == value
    if several:
        yield "", _("not decided"), not value


def _page(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    return min(max(number, 1), pages)


def _next_address(go: str, number: int, page: int, pages: int) -> str:
    here = reverse("admin:reading", args=[number])
    kind, _dash, order = go.partition("-")
    if kind == "note" and order.isascii() and order.isdecimal() and len(order) < 8:
        return reverse("admin:reading_note", args=[number, int(order)])
    if kind == "enter":
        return reverse("admin:reading_entered", args=[number])
    step = {"next": 1, "previous": -1}.get(kind, 0)
    return f"{here}?page={min(max(page + step, 1), pages)}"
