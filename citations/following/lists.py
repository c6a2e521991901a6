"""The lists that can be followed, and which of them a page stands for.

The rule: a list is named by its kind and by what narrows it, in one order of the parameters, so that the same list is
followed once. Boundary: what narrows a list is checked by the list's own filters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from archive.views import DocumentList, RepositoryList, UnitList
from citations.searching.lines import lines
from citations.views import CitationList, PublicationList
from core.addresses import address_of
from core.listing import COMMON, Filters, ListPage
from core.parameters import BadParameter
from people.views import PersonList

LISTS: Mapping[str, tuple[type[ListPage], str]] = {
    "citations": (CitationList, "citations:citation_list"),
    "publications": (PublicationList, "citations:publication_list"),
    "documents": (DocumentList, "archive:document_list"),
    "people": (PersonList, "people:person_list"),
    "units": (UnitList, "archive:unit_list"),
    "archives": (RepositoryList, "archive:repository_list"),
}
LONGEST = 2_000
# The page of a record → the parameter of the list of citations that are about it, and the part of the address.
RECORDS = {
    "people:person_detail": ("person", "number"),
    "archive:repository_detail": ("repository", "code"),
    "archive:document_detail": ("document", "number"),
    "citations:publication_detail": ("cited", "number"),
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A list: its kind, and what narrows it as an address has it (`under=RGASPI%2F17`)."""

    kind: str
    query: str = ""

    @property
    def page(self) -> ListPage:
        return LISTS[self.kind][0]()

    @property
    def address(self) -> str:
        return _with(address_of(LISTS[self.kind][1]), self.query)

    @property
    def feed(self) -> str:
        return _with(address_of("citations:feed", self.kind), self.query)

    @property
    def form(self) -> str:
        """Where an e-mail alert is asked for."""
        return _with(address_of("citations:follow"), urlencode({"of": self.address}))

    def filters(self, request: HttpRequest | None = None) -> Filters:
        """Raises BadParameter for what this list does not understand."""
        page = self.page
        filters = page.filters(QueryDict(self.query), queryset=page.rows(), request=request)
        filters.clean_or_refuse()
        return filters

    def title(self) -> str:
        """`Citations: Archive: RGASPI`, in the language of the reader."""
        chosen = "; ".join(f"{label}: {words}" for _name, _value, label, words in self.filters().chosen())
        return f"{self.page.title}: {chosen}" if chosen else str(self.page.title)

    def among(
        self, numbers: Collection[int], most: int, order: Callable[[int], Any] | None = None
    ) -> tuple[int, list[Any]]:
        """How many of these records the list holds, and the last of them in this order, or by number."""
        held = self.filters().qs.filter(pk__in=numbers).order_by().values_list("pk", flat=True)
        found = sorted(held, key=order, reverse=True)
        if self.kind == "citations":
            return len(found), lines(found[:most])
        rows = self.page.rows().in_bulk(found[:most])
        return len(found), [rows[number] for number in found[:most]]


def followed_at(address: str, parameter: str = "of") -> Followed:
    """The list at this address; raises BadParameter where there is none, which names the parameter that gave it."""
    try:
        parts = urlsplit(address)
        name = resolve(parts.path).view_name
    except (ValueError, Resolver404):
        name = ""
    for kind, (_page, view_name) in LISTS.items():
        if name == view_name:
            return Followed(kind, narrowing(parts.query))
    raise BadParameter(f"{parameter}: " + _("give the address of a list here, such as /citations/?under=RGASPI/17."))


def narrowing(query: str) -> str:
    """What narrows a list, in one order, without what only says how it is shown."""
    if len(query) > LONGEST:
        raise BadParameter(_("The address is too long."))
    return urlencode(sorted((name, value) for name, value in parse_qsl(query) if name not in COMMON))


def followed_on(request: HttpRequest) -> Followed | None:
    """What a reader of this page can follow: the list itself, or what cites the record."""
    match: Any = request.resolver_match
    if match is None:
        return None
    for kind, (_page, view_name) in LISTS.items():
        if match.view_name == view_name:
            query = request.GET.urlencode()
            return Followed(kind, narrowing(query)) if len(query) <= LONGEST else None
    if match.view_name == "archive:unit_detail":
        return Followed("citations", urlencode({"under": f"{match.kwargs['code']}/{match.kwargs['numbers']}"}))
    if match.view_name in RECORDS:
        parameter, part = RECORDS[match.view_name]
        return Followed("citations", urlencode({parameter: match.kwargs[part]}))
    return None


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
