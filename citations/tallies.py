"""Citations counted by who and what is joined by them: lists whose every number opens the list that it counts.

`/citations/people/`, `works/` and `files/` take all filters of the list of citations and count its hits; the others say
what files, works and people have in common (`citations.sharing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Unit
from archive.shelfmarks import shelfmark
from archive.sketched import units_by_number
from citations import sharing
from citations.filters import CitationFilters
from citations.models import Found, Publication
from citations.sharing import Ranked, Somebody
from citations.sketched import PERSON, works_by_number
from citations.tally_filters import BelowFilters, ColleagueFilters, CommonFilters, SharingFilters, TogetherFilters
from core.addresses import address_of
from core.filters import in_language
from core.listing import COMMON, Column, Filters, ListPage, reader_language
from core.sketches import by_number
from people.models import Person

# The same citations in one list, or counted; address and label.
WAYS = {
    "citation_list": _("Citations"),
    "people_citing": _("People who cite"),
    "works_citing": _("Works that cite"),
    "files_cited": _("Files cited"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the address of the list that it counts; empty where no one list holds just these."""

    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted: a person, a name as `printed`, a work or a file; with its numbers."""

    figures: tuple[Figure, ...]
    person: Person | None = None
    printed: str = ""
    work: Publication | None = None
    unit: Unit | None = None

    @property
    def record(self) -> Person | Publication | Unit | None:
        return self.person or self.work or self.unit

    @property
    def url(self) -> str:
        return self.record.get_absolute_url() if self.record else ""

    @property
    def name(self) -> str:
        if self.unit:
            return shelfmark(self.unit, reader_language())
        if self.work:
            return self.work.title
        return in_language(self.person, "name")[0] if self.person else self.printed


def _columns(kind: str, *figures: str) -> list[Column]:
    """Of the JSON and CSV forms: the name, the numbers, the address; a name as printed has no number of its own."""
    numbers = [Column(name, lambda line, at=at: line.figures[at].count, int) for at, name in enumerate(figures)]  # type: ignore[misc]  # a lambda's own default
    own = Column("id", lambda line: line.record and line.record.pk, int)
    return [own, Column(kind, lambda line: line.name), *numbers, Column("url", lambda line: line.url)]


class Tally(ListPage):
    """A subclass says what is ranked, how a row becomes a line, and what the numbers are called."""

    template_name = "citations/tally.html"
    heading: ClassVar[str | Promise]
    labels: Sequence[str | Promise] = ()
    sorts = {"most": ()}
    sort_labels = {"most": _("most first")}

    def rows(self) -> models.QuerySet[Any]:
        return Found.objects.all()

    def page(self, filters: Filters, sort: str, per_page: int, number: int) -> Page[Any]:
        ranked = self.ranked(filters, sort, per_page, number)
        paginator: Paginator[Any] = Paginator(ranked.rows, per_page)
        paginator.count = ranked.count  # a cached property, filled beforehand
        return Page(self.lines(filters, ranked.rows), ranked.page, paginator)

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        raise NotImplementedError

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        raise NotImplementedError

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"heading": self.heading, "labels": self.labels}


class CitationTally(Tally):
    """Of the hits that the list of citations has with the same parameters."""

    filters = CitationFilters

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        kept = [(name, value) for name, values in request.GET.lists() if name not in ("q", "page") for value in values]
        filters = CitationFilters(request.GET, queryset=self.rows(), request=request)
        return {
            **super().more_context(request),
            "kept": kept,
            "ways": ways(filters, str(self.heading)),
        }


class PeopleCiting(CitationTally):
    heading = _("People who cite")
    labels = [_("Citations"), _("Works")]
    sorts = {"citations": (), "works": ()}
    sort_labels = {"citations": _("most citations"), "works": _("most works")}
    columns = _columns("name", "citations", "works")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.people_citing(filters.found, sort, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        alone = not {"author", "by"} & set(filters.data)
        return [
            Line(
                (
                    Figure(row["citations"], _narrowed("citation_list", filters, **who) if alone else ""),
                    Figure(row["works"], _narrowed("works_citing", filters, **who) if alone else ""),
                ),
                person=person,
                printed=row["printed"] or "",
            )
            for row, person, who in _people(rows)
        ]


class WorksCiting(CitationTally):
    heading = _("Works that cite")
    labels = [_("Citations"), _("Files")]
    sorts = {"citations": (), "year": (), "-year": (), "title": ()}
    sort_labels = {
        "citations": _("most citations"),
        "year": _("year, earliest first"),
        "-year": _("year, latest first"),
        "title": _("title"),
    }
    columns = _columns("title", "citations", "files")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.works_citing(filters.found, sort, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        return [
            Line(
                (
                    Figure(row["citations"], _narrowed("citation_list", filters, publication=work.pk)),
                    Figure(row["files"], _narrowed("files_cited", filters, publication=work.pk)),
                ),
                work=work,
            )
            for row, work in _works(rows)
        ]

    def under(self, path: str, rows: list[dict[str, Any]]) -> list[Line]:
        """Those that cite what lies below this path."""
        return [
            Line(
                (
                    Figure(row["citations"], address("citation_list", under=path, publication=work.pk)),
                    Figure(row["files"], address("files_cited", under=path, publication=work.pk)),
                ),
                work=work,
            )
            for row, work in _works(rows)
        ]


class FilesCited(CitationTally):
    heading = _("Files cited")
    labels = [_("Citations"), _("Works")]
    sorts = {"citations": (), "shelfmark": ()}
    sort_labels = {"citations": _("most citations"), "shelfmark": _("shelfmark")}
    columns = _columns("file", "citations", "works")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.files_cited(filters.found, sort, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        return [
            Line(
                (
                    Figure(row["citations"], _narrowed("citation_list", filters, unit=unit.path)),
                    Figure(row["works"], _narrowed("works_citing", filters, unit=unit.path)),
                ),
                unit=unit,
            )
            for row, unit in _files(rows)
        ]

    def of_work(self, work: Publication, rows: list[dict[str, Any]]) -> list[Line]:
        """The files that one work cites."""
        return [
            Line((Figure(row["citations"], address("citation_list", publication=work.pk, unit=unit.path)),), unit=unit)
            for row, unit in _files(rows)
        ]

    def of_units(self, rows: list[dict[str, Any]]) -> list[Line]:
        """Each file with all that cites it."""
        return [
            Line((Figure(row["citations"], address("citation_list", unit=unit.path)),), unit=unit)
            for row, unit in _files(rows)
        ]


class AboutOne(Tally):
    """About one file, work or person, which the filters know as their subject."""

    filters: ClassVar[Any]

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        filters = self.filters(request.GET, queryset=self.rows(), request=request)
        filters.clean_or_refuse()
        return {**super().more_context(request), "subject": filters.subject}


class CitedBelow(Tally):
    """Units directly under an archive or a unit by how much they are cited."""

    filters = BelowFilters
    heading = _("Most cited in")
    labels = [_("Citations")]
    sorts = {"citations": (), "shelfmark": ()}
    sort_labels = {"citations": _("most citations"), "shelfmark": _("shelfmark")}
    columns = _columns("unit", "citations")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.units_below(filters.subject, sort, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        return [
            Line((Figure(row["citations"], address("citation_list", under=unit.path, sort="shelfmark")),), unit=unit)
            for row, unit in _files(rows)
        ]

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        filters = BelowFilters(request.GET, queryset=self.rows(), request=request)
        filters.clean_or_refuse()
        code, _slash, numbers = filters.subject.partition("/")
        there = (
            address_of("archive:unit_detail", code, numbers)
            if numbers
            else address_of("archive:repository_detail", code)
        )
        return {**super().more_context(request), "path": filters.subject, "there": there}


class CitedTogether(AboutOne):
    """Files that the works citing one file cite as well."""

    filters = TogetherFilters
    heading = _("Files cited together with")
    labels = [_("Works that cite both")]
    columns = _columns("file", "works")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.cited_together(filters.subject.pk, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        return [
            Line(
                (Figure(row["works"], address("publication_list", files=[filters.subject.path, unit.path])),), unit=unit
            )
            for row, unit in _files(rows)
        ]


class SharingWorks(AboutOne):
    """Works that cite the same files as one work."""

    filters = SharingFilters
    heading = _("Works that rest on the same files as")
    labels = [_("Files in common")]
    columns = _columns("title", "files")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.sharing_works(filters.subject.pk, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        subject = filters.subject.pk
        return [
            Line((Figure(row["files"], address("common_files", publication=[subject, work.pk])),), work=work)
            for row, work in _works(rows)
        ]


class Colleagues(AboutOne):
    """People whose works cite the same files as somebody's."""

    filters = ColleagueFilters
    heading = _("Who cites the same files as")
    labels = [_("Files in common")]
    columns = _columns("name", "files")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        return sharing.colleagues(filters.subject, per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        mine = filters.subject.asked
        return [
            Line((Figure(row["files"], _joint(mine, who)),), person=person, printed=row["printed"] or "")
            for row, person, who in _people(rows)
        ]


class CommonFiles(Tally):
    """Files that each of some works, or each of some people, cite."""

    filters = CommonFilters
    heading = _("Files that all of these cite")
    sorts = {"shelfmark": ()}
    sort_labels = {"shelfmark": _("shelfmark")}
    columns = _columns("file")

    def ranked(self, filters: Any, sort: str, per_page: int, number: int) -> Ranked:
        self.parties = filters.parties
        self.labels = [party.label for party in self.parties]
        return sharing.common_files([party.works for party in self.parties], per_page, number)

    def lines(self, filters: Any, rows: list[dict[str, Any]]) -> list[Line]:
        return [
            Line(
                tuple(
                    Figure(row[f"n{at}"], address("citation_list", unit=unit.path, **party.asked))
                    for at, party in enumerate(self.parties)
                ),
                unit=unit,
            )
            for row, unit in _files(rows)
        ]


def ways(filters: Filters, here: str) -> list[tuple[str | Promise, str, bool]]:
    """The same citations as a list, and counted: label, address, and whether it is this page."""
    asked = _asked(filters)
    named = ((name, str(label)) for name, label in WAYS.items())
    return [(label, f"{address_of(f'citations:{name}')}?{asked}", label == here) for name, label in named]


def _people(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Person | None, dict[str, object]]]:
    """Each row with its person, and the parameter that names them."""
    found = by_number(Person, PERSON, [row["person_id"] for row in rows])
    people = [(row, found.get(row["person_id"])) for row in rows]
    return [(row, person, Somebody(person, row["printed"] or "").asked) for row, person in people]


def _works(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Publication]]:
    found = works_by_number(row["citing_id"] for row in rows)
    return [(row, found[row["citing_id"]]) for row in rows if row["citing_id"] in found]


def _files(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Unit]]:
    found = units_by_number(row["unit_id"] for row in rows)
    return [(row, found[row["unit_id"]]) for row in rows if row["unit_id"] in found]


def _joint(mine: dict[str, object], theirs: dict[str, object]) -> str:
    """`common_files` of two people, each a person or a name as printed."""
    both: dict[str, list[object]] = {}
    for who in (mine, theirs):
        for name, value in who.items():
            both.setdefault(name, []).append(value)
    return address("common_files", **both)


def _narrowed(name: str, filters: Filters, **changes: object) -> str:
    """The address of another list of the same citations, narrowed further."""
    return f"{address_of(f'citations:{name}')}?{_asked(filters, **changes)}"


def _asked(filters: Filters, **changes: object) -> str:
    """What narrows the list, and these."""
    query = filters.data.copy()
    for each in [each for each in query if each in COMMON or not query[each]]:
        del query[each]
    for parameter, value in changes.items():
        query[parameter] = str(value)
    return query.urlencode()


def address(name: str, **query: object) -> str:
    return f"{address_of(f'citations:{name}')}?{urlencode(query, doseq=True)}"
