"""`/statistics/`: publications counted by year, topic, author or language, and citations by archive, year or language.

The rule: what narrows the list of publications narrows its statistics; each bar opens the list that it counts, and what
is not known is said beside every sum. Boundary: counting is for `citations.counting`, drawing for `core.charts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Repository
from archive.querysets import acronyms_of
from archive.shelfmarks import acronym
from citations.counting import MANY_WORKS, Counted, Sum, Sums, cited_by, counted, most_printed, names_printed
from citations.filters import PublicationFilters
from citations.models import Combination, Publication
from citations.searching.querysets import FoundQuerySet
from core import charts
from core.addresses import address_of
from core.charts import Bar, Chart
from core.filters import YearFilter, in_language, language_name
from core.listing import Column, Filters, reader_language
from core.parameters import BadParameter
from core.pictures import PicturePage
from core.templatetags.opis import number
from people.models import Person

# Years all stand in the picture; of anything else the largest.
MOST_YEARS, MOST = 200, 30
FIELDS = ("per", "show", "kind", "language", "year_min", "year_max")
# So many authors are offered to be left out.
OFFERED = 8
# What works are counted by: in a title, and over the column.
PARTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "year": (gettext_lazy("by year"), gettext_lazy("Year")),
    "topic": (gettext_lazy("by topic"), gettext_lazy("Topic")),
    "author": (gettext_lazy("by author"), gettext_lazy("Author or compiler")),
    "language": (gettext_lazy("by language"), gettext_lazy("Language")),
}
MEASURES: dict[str, str | Promise] = {
    "works": gettext_lazy("Titles"),
    "pages": gettext_lazy("Pages"),
    "copies": gettext_lazy("Copies printed"),
    "printed": gettext_lazy("Pages × copies"),
}
CITED_PARTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "archive": (gettext_lazy("by archive"), gettext_lazy("Archive")),
    "year": (gettext_lazy("by citing year"), gettext_lazy("Year")),
    "language": (gettext_lazy("by language of the citing work"), gettext_lazy("Language")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A part with its sums, each of which has the list of works that it counts and of those it does not know."""

    label: str
    sums: Sums
    asked: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum as it is told: “at least” where something is not known; `lacking` opens the works that lack it."""

    name: str
    label: str
    sum: Sum
    lacking: str

    @property
    def text(self) -> str:
        shown = number(self.sum.total)
        if self.name in ("copies", "printed") or self.sum.unknown:
            return _("at least %(number)s") % {"number": shown} if self.sum.total else "—"
        return shown


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    url: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Statistics:
    title: str
    head: str | Promise
    described: str
    chart: Chart
    rows: Sequence[Row]
    totals: Sequence[Figure]
    works_url: str
    left_out: int


class StatisticsFilters(PublicationFilters):
    """Those of the list of publications, and what is counted by what."""

    per = django_filters.ChoiceFilter(
        label=gettext_lazy("Grouped"),
        choices=[(name, by) for name, (by, _head) in PARTS.items()],
        empty_label=None,
        method="unchanged",
    )
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("What is counted"), choices=list(MEASURES.items()), empty_label=None, method="unchanged"
    )

    def unchanged(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def chosen(self) -> list[tuple[str, str, str, str]]:
        return [each for each in super().chosen() if each[0] not in ("per", "show")]

    @property
    def per_what(self) -> str:
        return self.form.cleaned_data["per"] or "year"

    @property
    def measure(self) -> str:
        return self.form.cleaned_data["show"] or "works"


class WorkStatistics(PicturePage):
    heading = gettext_lazy("Statistics of publications")
    filters = StatisticsFilters
    template_name = "citations/statistics.html"
    svg_template = "pictures/chart.svg"
    columns = [
        Column("value", lambda row: row.label),
        *(
            column
            for at, name in enumerate(MEASURES)
            for column in (
                Column(name, lambda row, at=at: row.figures[at].sum.total, int),  # type: ignore[misc]  # its own default
                Column(f"{name}_unknown", lambda row, at=at: row.figures[at].sum.unknown, int),  # type: ignore[misc]
            )
        ),
        Column("url", lambda row: row.url),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Publication.objects.all()

    def picture(self, filters: StatisticsFilters) -> Statistics:
        per, measure = filters.per_what, filters.measure
        if per == "author" and filters.qs.count() > MANY_WORKS:
            raise BadParameter(
                "per: "
                + _(
                    "telling apart the authors of more than %(most)s publications takes longer than a page may. Choose"
                    " fewer, by years, a language or a kind: then each author is counted exactly."
                )
                % {"most": number(MANY_WORKS)}
            )
        found = counted(filters.qs, per, measure, MOST_YEARS if per == "year" else MOST)
        lines = _lines(found, per)
        return Statistics(
            f"{MEASURES[measure]} {PARTS[per][0]}",
            PARTS[per][1],
            _("The numbers stand in the table; a bar opens the list that it counts."),
            _chart(lines, per, measure, filters),
            [Row(line.label, _list(filters, line.asked), _figures(line.sums, filters, line.asked)) for line in lines],
            _figures(found.whole, filters, {}),
            _list(filters, {}),
            found.count - len(found.parts),
        )

    def more_context(self, filters: StatisticsFilters) -> dict[str, Any]:
        return {
            "measures": MEASURES,
            "fields": [filters.form[name] for name in FIELDS],
            "offered": _offered(filters),
            "kept": _kept(filters),
        }


def _lines(found: Counted, per: str) -> list[Line]:
    values = [value for value, _sums in found.parts] if per == "author" else []
    people = Person.objects.in_bulk([int(value[1:]) for value in values if value[0] == "p"])
    printed = names_printed([value[1:] for value in values if value[0] == "n"])
    lines = []
    for value, sums in found.parts:
        label, asked = _named(value, per, people, printed)
        lines.append(Line(label, sums, asked))
    if found.unknown is not None:
        lines.append(Line(_("not known"), found.unknown, {"lacking": [per]}))
    return lines


def _named(
    value: str, per: str, people: Mapping[int, Person], printed: Mapping[str, str]
) -> tuple[str, dict[str, object]]:
    """The value in words, and the parameter that narrows a list to it."""
    if per == "language":
        return language_name(value), {"language": value}
    if per != "author":
        return value, {per: value}
    if value[0] == "p":
        return in_language(people[int(value[1:])], "name")[0], {"author": value[1:]}
    name = printed.get(value[1:], value[1:])
    return name, {"by": name}


def _figures(sums: Sums, filters: StatisticsFilters, asked: Mapping[str, object]) -> list[Figure]:
    lacking = [*filters.data.getlist("lacking"), *asked.get("lacking", ())]  # type: ignore[misc]  # a list, if any
    return [
        Figure(name, str(label), sums.of(name), _list(filters, {**asked, "lacking": [*lacking, name]}))
        for name, label in MEASURES.items()
    ]


def _chart(lines: Sequence[Line], per: str, measure: str, filters: StatisticsFilters) -> Chart:
    bars = []
    for line in lines:
        found = line.sums.of(measure)
        text = Figure(measure, "", found, "").text
        if per != "year" or "lacking" not in line.asked:
            bars.append(Bar(line.label, found.total, text, _list(filters, line.asked)))
    return charts.columns(_every_year(bars)) if per == "year" else charts.rows(bars)


def _every_year(bars: Sequence[Bar]) -> list[Bar]:
    """Years in which nothing appeared leave a gap; where the years lie very far apart, they do not."""
    there = {int(bar.label): bar for bar in bars}
    if not there or max(there) - min(there) >= MOST_YEARS:
        return list(bars)
    return [there.get(year, Bar(str(year), 0, "0")) for year in range(min(there), max(there) + 1)]


def _list(filters: StatisticsFilters, asked: Mapping[str, object]) -> str:
    """The list of publications with these filters, narrowed further."""
    return _narrowed("citations:publication_list", filters, asked, without=("per", "show"))


def _narrowed(name: str, filters: Filters, asked: Mapping[str, object], without: Sequence[str] = ()) -> str:
    sent = filters.data
    query = {each: sent.getlist(each) for each in sent if each not in ("format", "lang", *without) and sent[each]}
    query |= {each: value if isinstance(value, list) else [str(value)] for each, value in asked.items()}
    return address_of(name) + (f"?{urlencode(query, doseq=True)}" if query else "")


def _offered(filters: StatisticsFilters) -> list[tuple[int, str, bool]]:
    """Authors whom one may want to leave out: those left out already, and those with most copies among all works."""
    left_out = list(filters.form.cleaned_data["exclude"]) if "exclude" in filters.data else []
    numbers = most_printed(OFFERED)
    others = Person.objects.in_bulk([pk for pk in numbers if pk not in {person.pk for person in left_out}])
    people = left_out + [others[pk] for pk in numbers if pk in others]
    return [(person.pk, in_language(person, "name")[0], person in left_out) for person in people]


def _kept(filters: StatisticsFilters) -> list[tuple[str, str]]:
    """What narrows the works and has no field in the form."""
    own = {*FIELDS, "exclude", "periodicals", "lang", "format"}
    return [(name, value) for name, values in filters.data.lists() if name not in own for value in values if value]


# -- citations --------------------------------------------------------------------------------------------------------


class CitationStatisticsFilters(Filters):
    year_min = YearFilter(label=gettext_lazy("Cited from the year"), method="since_year")
    year_max = YearFilter(label=gettext_lazy("Cited to the year"), method="until_year")
    per = django_filters.ChoiceFilter(
        label=gettext_lazy("Grouped"),
        choices=[(name, by) for name, (by, _head) in CITED_PARTS.items()],
        empty_label=None,
        method="unchanged",
    )

    def since_year(self, rows: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return rows.since(int(value))

    def until_year(self, rows: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return rows.until(int(value))

    def unchanged(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def chosen(self) -> list[tuple[str, str, str, str]]:
        return [each for each in super().chosen() if each[0] != "per"]

    @property
    def per_what(self) -> str:
        return self.form.cleaned_data["per"] or "archive"


@dataclass(frozen=True, slots=True)
class CitedRow:
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class CitedStatistics:
    title: str
    head: str | Promise
    described: str
    chart: Chart
    rows: Sequence[CitedRow]
    count: int
    url: str


class CitationStatistics(PicturePage):
    heading = gettext_lazy("Statistics of citations")
    filters = CitationStatisticsFilters
    template_name = "citations/statistics_of_citations.html"
    svg_template = "pictures/chart.svg"
    columns = [
        Column("value", lambda row: row.label),
        Column("citations", lambda row: row.count, int),
        Column("url", lambda row: row.url),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Combination.objects.all()

    def picture(self, filters: CitationStatisticsFilters) -> CitedStatistics:
        per = filters.per_what
        rows = _cited_rows(filters, per)
        named = [row for row in rows if row.url]
        bars = [Bar(row.label, row.count, number(row.count), row.url) for row in named]
        chart = charts.columns(_every_year(bars)) if per == "year" else charts.rows(bars[:MOST])
        return CitedStatistics(
            f"{_('Citations')} {CITED_PARTS[per][0]}",
            CITED_PARTS[per][1],
            _("The numbers stand in the table; a bar opens the list that it counts."),
            chart,
            rows,
            sum(row.count for row in rows),
            _narrowed("citations:citation_list", filters, {}, without=("per",)),
        )


def _cited_rows(filters: CitationStatisticsFilters, per: str) -> list[CitedRow]:
    """Those whose value is not known come last, and have no list of their own."""
    column = {"archive": "repository_id", "year": "year", "language": "language"}[per]
    counts = cited_by(filters.qs, column)
    named = Repository.objects.prefetch_related(acronyms_of(""))
    archives = named.in_bulk([pk for pk in counts if pk]) if per == "archive" else {}
    rows = []
    for value, n in counts.items():
        if value in (0, "") or (per == "archive" and value not in archives):
            continue
        if per == "archive":
            label, asked = acronym(archives[value], reader_language()), {"repository": archives[value].code}
        elif per == "year":
            label, asked = str(value), {"year_min": value, "year_max": value}
        else:
            label, asked = language_name(value), {"language": value}
        rows.append(CitedRow(label, n, _narrowed("citations:citation_list", filters, asked, without=("per",))))
    rows.sort(key=lambda row: int(row.label) if per == "year" else -row.count)
    if rest := sum(counts.values()) - sum(row.count for row in rows):
        rows.append(CitedRow(_("not known"), rest, ""))
    return rows
