"""What cites one archive or unit, for its page: how many citations, works and people, in which years; its neighbours.

Every number is that of a list (`citations.tallies`) with the same `under` and sheets.
"""

# ruff: noqa: S608 - every statement is made of constants and of querysets; values go as parameters

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from archive.models import Document, Unit
from citations import sharing
from citations.counting import cited_by
from citations.models import Citation, Found, Shelved
from citations.searching.facets import Year, histogram
from citations.searching.querysets import FoundQuerySet
from citations.sharing import BY_NAME, PRINTED, SETTINGS, SHARES, Somebody, statement_of
from citations.sketched import PERSON
from core.sketches import by_number
from notation.leaves import read_leaves
from people.models import Person

# Of the people who cite, this many stand on the page.
NAMED = 8
# An archive or a large fond: telling apart who cites it takes longer than a reader of its page should wait.
MANY = 5000


@dataclass(frozen=True, slots=True)
class Citer:
    """Somebody who cites; `asked` is the parameter that narrows a list of citations to theirs."""

    who: Somebody
    citations: int
    works: int


@dataclass(frozen=True, slots=True)
class Citing:
    """Sums over the citations. Of more than `MANY` the works and people are not counted for a page, but in lists."""

    citations: int
    years: list[Year]
    who: WhoCites | None

    @property
    def last_year(self) -> int:
        return self.years[-1].year


@dataclass(frozen=True, slots=True)
class WhoCites:
    """`people` counts all who cite, `first` are those who cite most."""

    works: int
    people: int
    first: list[Citer]

    @property
    def others(self) -> int:
        return self.people - len(self.first)


def found_at(path: str, leaves: str = "") -> FoundQuerySet:
    """Citations of the unit or archive at this path, or below it; of these sheets alone."""
    found: FoundQuerySet = Found.objects.under(path)
    return found.among(Citation.objects.under(path).touching(leaves)) if leaves else found


def citing(path: str, leaves: str = "") -> Citing:
    found = found_at(path, leaves)
    # Of an archive or a fond the sums stand already.
    is_summed = not leaves and path.count("/") <= 1
    years = cited_by(Shelved.objects.under(path), "year") if is_summed else _by_year(found)
    citations = sum(years.values())
    return Citing(citations, histogram(years), _who_cites(found) if 0 < citations <= MANY else None)


def _by_year(found: FoundQuerySet) -> dict[int, int]:
    sql, params = statement_of(found, "year")
    with connection.cursor() as cursor:
        cursor.execute(f"{SETTINGS}; SELECT year, count(*) FROM ({sql}) f (year) GROUP BY year", params)
        return dict(cursor.fetchall())


def _who_cites(found: FoundQuerySet) -> WhoCites:
    """In one pass: first by work, which leaves few rows for the rest."""
    sql, params = statement_of(found.filter(citing_id__gt=0), "citing_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{SETTINGS}; WITH cited AS MATERIALIZED (SELECT citing_id, count(*)::int AS n
                    FROM ({sql}) f (citing_id) GROUP BY citing_id),
                shares AS ({SHARES}),
                people AS MATERIALIZED (SELECT person_id, key, sum(n)::int AS citations, count(*)::int AS works
                    FROM shares GROUP BY person_id, key)
                SELECT (SELECT count(*) FROM cited), (SELECT count(*) FROM people),
                    (SELECT json_agg(line) FROM (SELECT r.*, {PRINTED} AS printed FROM people r
                        ORDER BY r.citations DESC, r.works DESC, {BY_NAME} LIMIT {NAMED}) line)""",
            params,
        )
        works, people, first = cursor.fetchone()
    return WhoCites(works, people, _citers(first or []))


def _citers(rows: list[dict[str, Any]]) -> list[Citer]:
    found = by_number(Person, PERSON, [row["person_id"] for row in rows])
    return [
        Citer(Somebody(found.get(row["person_id"]), row["printed"] or ""), row["citations"], row["works"])
        for row in rows
    ]


def cited_below(path: str) -> Mapping[str, int]:
    """How often each unit directly under this path is cited, itself or in its parts."""
    sql, params = sharing.directly_below(path)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SETTINGS}; SELECT u.path, b.citations FROM ({sql}) b JOIN archive_unit u ON u.id = b.unit_id", params
        )
        return dict(cursor.fetchall())


def of_copies(document: Document) -> dict[int, int]:
    """How many citations touch the sheets on which each copy lies, by the copy's number.

    Not for sheets that have no number (`12а`): their list finds them as written.
    """
    touching = Citation.objects.filter(unit=OuterRef("unit"), leaf_spans__overlaps=OuterRef("leaf_spans")).order_by()
    count = touching.values("unit").annotate(n=Count("*")).values("n")
    copies = document.copies.filter(leaf_spans__isnull=False).annotate(n=Subquery(count))
    return {copy.pk: copy.n for copy in copies if copy.n and not read_leaves(copy.leaves).other}


def neighbours(unit: Unit) -> dict[str, Unit]:
    """The nearest units before and after this one, under the same unit or archive, that somebody cites."""
    cited = Unit.objects.filter(
        Q(Exists(Found.objects.filter(unit_id=OuterRef("pk"))))
        | Q(Exists(Found.objects.filter(repository_id=OuterRef("repository_id"), fond_id=OuterRef("pk"))))
        | Q(Exists(Unit.objects.filter(Exists(Found.objects.filter(unit_id=OuterRef("pk"))), parent=OuterRef("pk"))))
    )
    return cited.beside(unit)
