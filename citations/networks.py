"""`/networks/`: people joined by documents, and historians joined by the files that they cite, as pictures with tables.

The rule: of many the first are drawn, and it is said; each tie opens the list that it counts. Boundary: who is joined
is for `citations.ties`, where they stand in the picture for `core.graphs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db import models
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.fields import PrintedFilter
from citations.models import Found
from citations.sharing import Somebody
from citations.tallies import address
from citations.ties import MANY_CITATIONS, MOST_TIES, Ties, by_documents, by_files, historians, too_many
from core.filters import RecordFilter, in_language
from core.graphs import Graph, Node, Tie, ring
from core.listing import Column, Filters
from core.parameters import BadParameter
from core.pictures import FORMS, PicturePage
from people.models import Person

FEWEST, USUAL, MOST = 5, 30, 60
NETWORK_FORMS = {**FORMS, "graphml": "application/graphml+xml"}


@dataclass(frozen=True, slots=True)
class Network:
    """`rows` are the ties, the heaviest first; `all_ties` how many there are among the people drawn."""

    title: str
    described: str
    graph: Graph
    nodes: Sequence[Node]
    rows: Sequence[Tie]
    all_ties: int
    about: str | Promise
    too_many: bool = False


class NetworkFilters(Filters):
    most = django_filters.NumberFilter(
        label=gettext_lazy("People at most"), min_value=FEWEST, max_value=MOST, method="unchanged"
    )

    def unchanged(self, rows: Any, name: str, value: Any) -> Any:
        return rows

    @property
    def bound(self) -> int:
        return int(self.form.cleaned_data["most"] or USUAL)


class PeopleFilters(NetworkFilters):
    person = RecordFilter(label=gettext_lazy("Person"), queryset=Person.objects.all(), method="unchanged")


class HistorianFilters(NetworkFilters):
    author = RecordFilter(label=gettext_lazy("Person"), queryset=Person.objects.all(), method="unchanged")
    by = PrintedFilter(method="unchanged")

    @property
    def subject(self) -> Somebody | None:
        person, printed = self.form.cleaned_data["author"], self.form.cleaned_data["by"]
        if person and printed:
            raise BadParameter("author: " + _("give either a person (author) or a name as printed (by)."))
        return Somebody(person, printed) if person or printed else None


class NetworkPage(PicturePage):
    template_name = "citations/network.html"
    svg_template = "pictures/network.svg"
    forms = NETWORK_FORMS
    columns = [
        Column("one", lambda tie: tie.one.label),
        Column("other", lambda tie: tie.other.label),
        Column("weight", lambda tie: tie.weight, int),
        Column("url", lambda tie: tie.url),
    ]
    of = ""

    def rows(self) -> models.QuerySet[Any]:
        return Found.objects.none()

    def other_form(self, form: str, picture: Network) -> HttpResponse:
        return HttpResponse(
            render_to_string("pictures/network.graphml", {"picture": picture}),
            content_type=f"{NETWORK_FORMS[form]}; charset=utf-8",
        )

    def more_context(self, filters: Any) -> dict[str, Any]:
        kept = [(name, filters.data[name]) for name in ("person", "author", "by") if filters.data.get(name)]
        return {"of": self.of, "kept": kept, "bound": filters.bound, "most_ties": MOST_TIES, "many": MANY_CITATIONS}


class PeopleNetwork(NetworkPage):
    heading = gettext_lazy("People joined by documents")
    filters = PeopleFilters
    of = "people"

    def picture(self, filters: PeopleFilters) -> Network:
        person = filters.form.cleaned_data["person"]
        ties = by_documents(person, filters.bound)
        people = Person.objects.in_bulk(list(ties.counts))
        nodes = {pk: _person_node(people[pk], ties.counts[pk]) for pk in ties.counts if pk in people}
        centre = f"p{person.pk}" if person else ""
        about = gettext_lazy(
            "A line joins two people who both appear in a document, as authors, addressees or mentioned."
        )
        return _network(str(self.heading), about, nodes, ties, centre, _documents_of_both)


class HistorianNetwork(NetworkPage):
    heading = gettext_lazy("Historians joined by files")
    filters = HistorianFilters
    of = "historians"

    def picture(self, filters: HistorianFilters) -> Network:
        subject = filters.subject
        about = gettext_lazy("A line joins two people whose works cite the same files.")
        if subject is None and too_many():
            return Network(str(self.heading), "", ring([], []), [], [], 0, about, too_many=True)
        parties = historians(subject, filters.bound)
        ties = by_files(parties)
        nodes = {at: _historian_node(parties[at], count) for at, count in ties.counts.items()}
        asked = {node.key: parties[at].asked for at, node in nodes.items()}
        centre = _key(subject) if subject else ""
        return _network(
            str(self.heading), about, nodes, ties, centre, lambda one, other: _files_of_both(asked, one, other)
        )


def _network(
    title: str, about: str | Promise, nodes: Mapping[int, Node], ties: Ties, centre: str, opens: Any
) -> Network:
    """Only who is joined with somebody, and the one asked about."""
    rows = [
        Tie(nodes[one], nodes[other], weight, opens(nodes[one], nodes[other]))
        for one, other, weight in ties.joined
        if one in nodes and other in nodes
    ]
    joined = {node.key for tie in rows for node in (tie.one, tie.other)} | {centre}
    shown = [node for node in nodes.values() if node.key in joined]
    described = _(
        "Names stand on a circle; a line is the wider the more joins two of them. The same stands in the table."
    )
    return Network(title, described, ring(shown, rows, centre), shown, rows, ties.all_ties, about)


def _person_node(person: Person, count: int) -> Node:
    return Node(
        f"p{person.pk}", in_language(person, "name")[0], count, f"{reverse('citations:networks')}?person={person.pk}"
    )


def _key(somebody: Somebody) -> str:
    return f"p{somebody.person.pk}" if somebody.person else f"n{somebody.printed}"


def _historian_node(somebody: Somebody, count: int) -> Node:
    return Node(_key(somebody), str(somebody), count, address("networks_of_historians", **somebody.asked))


def _documents_of_both(one: Node, other: Node) -> str:
    return f"{reverse('archive:document_list')}?{urlencode({'person': one.key[1:], 'also': other.key[1:]})}"


def _files_of_both(asked: Mapping[str, dict[str, object]], one: Node, other: Node) -> str:
    both: dict[str, list[object]] = {}
    for who in (asked[one.key], asked[other.key]):
        for name, value in who.items():
            both.setdefault(name, []).append(value)
    return address("common_files", **both)
