"""A reading page by page: each note with what was recognised in it, beside what its citations will become.

Each page is one form. Whatever button is pressed, what was decided on the page is kept first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.authors import NEW, NOBODY
from citations.becoming import Becoming, Held, becoming, held_as
from citations.desk.rights import may_enter
from citations.holdings import Holdings
from citations.models import Reading, ReadingNote
from citations.readings import KINDS, NOTES_PER_PAGE, TARGETS, NoteRead, Place, read_out
from citations.recognised import Run, legend, runs
from citations.settling import Closed, Decision, Disagreement, decide, state_of
from people.models import Person

MOST_SHOWN = 2_000
CLOSED = gettext_lazy("Somebody has entered this reading since; what you decided last was not kept.")
# The number of a note, and where in it: `12:40-63`.
PLACE = re.compile(r"\d{1,7}:\d{1,7}-\d{1,7}")


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """`name` is that of its fields in the form; `choices` are its radio buttons: value, words, chosen.

    `decided` is what somebody chose, which goes before what it becomes by itself. `opened` is what stands decided now;
    `otherwise` says what somebody else decided since, where what is shown is not kept.
    """

    name: str
    number: int
    words: str
    out: bool
    undecided: bool
    corrected: str
    decided: Held | None
    becomes: list[Becoming]
    opened: str
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    otherwise: str = ""
    makers: list[MakerShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MakerShown:
    """Radio buttons for a maker of a new work: `field` is their name in the form, `choices` value, words, chosen."""

    field: str
    name: str
    choices: list[tuple[str, str, bool]]


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
        if request.method == "POST":
            messages.error(request, CLOSED)
        return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
    pages = max(1, -(-held.total // NOTES_PER_PAGE))
    page = _page(request, pages)
    disagreed: list[Disagreement] = []
    if request.method == "POST":
        try:
            disagreed = keep(request, held)
        except Closed:
            messages.error(request, CLOSED)
            return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
        if not disagreed:
            return HttpResponseRedirect(_next_address(request.POST.get("go", ""), number, page, pages))
    first = (page - 1) * NOTES_PER_PAGE + 1
    read = read_out(held, first, first + NOTES_PER_PAGE - 1, _as_sent(disagreed))
    holdings = Holdings()
    holdings.look_up(mention for one in read for place in one.places for mention in place.mentions)
    notes = [shown(one, holdings, {each.name: each for each in disagreed}) for one in read]
    context = {
        **admin.site.each_context(request),
        "title": _("Read footnotes"),
        "reading": held,
        "notes": notes,
        "legend": legend(),
        "page": page,
        "pages": pages,
        "disagreed": disagreed,
        "waiting": sum(each.becomes[0].kind in ("ambiguous", "unresolved") for one in notes for each in one.places),
    }
    return TemplateResponse(request, "admin/readings/reading.html", context)


def keep(request: HttpRequest, held: Reading) -> list[Disagreement]:
    """Store what the page's form says about each citation that it showed; what somebody else decided otherwise."""
    taken, undecided = set(request.POST.getlist("take")), set(request.POST.getlist("undecided"))
    said: dict[int, dict[str, Decision]] = defaultdict(dict)
    for name in request.POST.getlist("shown")[:MOST_SHOWN]:
        order, _colon, key = name.partition(":")
        if PLACE.fullmatch(name):
            cites, opened = request.POST.get(f"cites:{name}"), request.POST.get(f"opened:{name}")
            said[int(order)][key] = Decision(
                name in taken, cites, name in undecided, opened, _makers_sent(request, name)
            )
    return decide(held, said, cast("User", request.user))


def _makers_sent(request: HttpRequest, place: str) -> dict[str, str] | None:
    """By the name as printed; None where the page did not ask."""
    begun = f"maker:{place}:"
    fields = [name for name in request.POST if name.startswith(begun)]
    return {name.removeprefix(begun): request.POST[name] for name in fields} if fields else None


def _as_sent(disagreed: Iterable[Disagreement]) -> dict[int, dict[str, dict[str, Any]]]:
    sent: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for each in disagreed:
        sent[each.order][each.key] = each.yours
    return sent


def shown(
    read: NoteRead, holdings: Holdings, disagreed: Mapping[str, Disagreement] = MappingProxyType({})
) -> NoteShown:
    places = []
    for number, place in enumerate(read.places, start=1):
        one = _place(read.note, number, place, holdings)
        if (other := disagreed.get(one.name)) is not None:
            one = replace(one, opened=state_of(other.theirs), otherwise=_otherwise(other, one))
        places.append(one)
    return NoteShown(read.note, list(_pieces(read)), places)


def _otherwise(other: Disagreement, place: PlaceShown) -> str:
    words = {"who": other.who or _("Somebody else"), "theirs": in_words(other.theirs, place.choices)}
    return _("%(who)s has decided otherwise since: %(theirs)s. Yours is shown; send it again to keep it.") % words


def in_words(choice: Mapping[str, Any], choices: Iterable[tuple[str, str, bool]] = ()) -> str:
    """What was decided about a place: “left out”, “RGASPI/17/171/87”."""
    words = {value: label for value, label, _chosen in choices}
    said = [_("left out")] if choice.get("out") else []
    for kind in KINDS:
        if kind in choice:
            known = TARGETS.get(kind)
            record = known.objects.filter(pk=choice[kind]).first() if known else None
            value = f"{kind}:{choice[kind]}"
            said.append(held_as(record).label if record else words.get(value, value))
    if choice.get("open"):
        said.append(_("entered without deciding what it cites"))
    said += [f"{name}: {_maker_in_words(who)}" for name, who in choice.get("makers", {}).items()]
    return ", ".join(said) or _("taken as it reads by itself")


def _maker_in_words(who: str) -> str:
    words = {NEW: _("a new person"), NOBODY: _("stays a name")}
    return words.get(who) or f"{Person.objects.filter(pk=who).first() or ''} #{who}"


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
        opened=state_of(note.choices.get(place.key, {})),
        choices=list(_choices(becomes, place.value, decided)),
        makers=list(_makers(f"{note.order}:{place.key}", place, becomes)),
    )


def _makers(name: str, place: Place, becomes: list[Becoming]) -> Iterator[MakerShown]:
    """Asked once for each work; what was said before of a person who no longer may be meant falls back to nothing."""
    for each in becomes[0].makers if place.names_first else ():
        said = place.makers.get(each.name, "")
        said = said if said in [value for value, _words in each.choices] else ""
        choices = [(value, words, value == said) for value, words in each.choices]
        yield MakerShown(f"maker:{name}:{each.name}", each.name, choices)


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
