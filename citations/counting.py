"""Publications counted: titles, pages, copies and printed pages, in all and by year, topic, author or language.

The rule: what is not known is counted as not known, so that a sum says “at least”; and each part is the list with one
more filter. Somebody's works are those that they wrote or compiled. A work on two topics, or of two authors, is counted
under both. Boundary: no words and no addresses (`citations.statistics`).
"""

# ruff: noqa: S608 - every statement is made of constants of this module and of querysets; values go as parameters

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q

from core.records import RecordQuerySet
from notation.folding import folded_key

WRITERS = ("author", "compiler")
# What appears again and again, and what stands in it: their copies are those of an issue, not of a title.
PERIODICALS = ("journal", "newspaper", "journal issue", "article")
MEASURES = ("works", "pages", "copies", "printed")
PARTS = ("year", "topic", "author", "language")
# Among more works than these it takes too long to tell all authors apart for a page.
MANY_WORKS = 40_000
# Of so many works with most copies the authors are looked at.
LARGEST = 50


class CountedQuerySet(RecordQuerySet):
    """What narrows publications where they are counted, and in the lists that the counts open."""

    def wrote(self, person: models.Model) -> Self:
        return self.filter(Exists(self._shares().filter(person=person)))

    def printed_as_by(self, name: str) -> Self:
        """By an author who has no record here, under this name."""
        key = folded_key(name)
        return self.filter(Exists(self._shares().filter(person__isnull=True, key=key))) if key else self.none()

    def not_by(self, people: Collection[models.Model]) -> Self:
        return self.exclude(Exists(self._shares().filter(person__in=list(people))))

    def without_periodicals(self) -> Self:
        return self.exclude(kind__in=PERIODICALS)

    def on(self, topic: str) -> Self:
        return self.filter(topics__contains=[topic])

    def lacking(self, what: str) -> Self:
        """Those of which this is not known here."""
        unknown = {
            "year": Q(year=None),
            "pages": Q(pages=None),
            "copies": Q(copies=None),
            "printed": Q(pages=None) | Q(copies=None),
            "language": Q(language=""),
            "topic": Q(topics=[]),
            "author": ~Exists(self._shares().filter(Q(person__isnull=False) | ~Q(key=""))),
        }
        return self.filter(unknown[what])

    def _shares(self) -> models.QuerySet[Any]:
        from citations.models import Contribution

        return Contribution.objects.filter(publication=OuterRef("pk"), role__in=WRITERS)


@dataclass(frozen=True, slots=True)
class Sum:
    """What is known together, and of how many works it is (not) known."""

    total: int
    known: int
    works: int

    @property
    def unknown(self) -> int:
        return self.works - self.known


@dataclass(frozen=True, slots=True)
class Sums:
    works: Sum
    pages: Sum
    copies: Sum
    printed: Sum

    def of(self, measure: str) -> Sum:
        found: Sum = getattr(self, measure)
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """`parts` are the largest of `count`: a value (a year, `p12` for a person, `n…` for a name) with its sums.

    `unknown` are the works that have no value.
    """

    whole: Sums
    parts: Sequence[tuple[str, Sums]]
    count: int
    unknown: Sums | None


_SUMS = """count(*) AS works, coalesce(sum(pages), 0) AS pages, count(pages) AS pages_known,
    coalesce(sum(copies::bigint), 0) AS copies, count(copies) AS copies_known,
    coalesce(sum(pages::bigint * copies), 0) AS printed, count(pages * copies::bigint) AS printed_known"""
_PARTS = {
    "year": "SELECT year AS value, pages, copies FROM works",
    "language": "SELECT nullif(language, '') AS value, pages, copies FROM works",
    "topic": """SELECT t.value, pages, copies FROM works
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(topics) AS value) t WHERE topics <> '{}'""",
    "author": """SELECT s.value, pages, copies FROM works LEFT JOIN (
            SELECT DISTINCT publication_id,
                (CASE WHEN person_id IS NULL THEN 'n' || key ELSE 'p' || person_id END) COLLATE "C" AS value
            FROM citations_contribution WHERE role IN ('author', 'compiler') AND (person_id IS NOT NULL OR key <> '')
        ) s ON s.publication_id = works.id""",
}
assert set(_PARTS) == set(PARTS)
# Of these each work has one value at most: all works together are the sum of the parts, and are read once.
_ONE_EACH = {"year", "language"}
_NAMES = ("works", "pages", "pages_known", "copies", "copies_known", "printed", "printed_known")
_SUMMED = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _NAMES)
# Works on no topic are all but those on some: of those an index tells the sums, and the topics of none are read.
_REST = {
    "topic": f"""UNION ALL SELECT NULL, {", ".join(f"w.{name} - t.{name}" for name in _NAMES)}
        FROM (SELECT {_SUMS} FROM works) w, (SELECT {_SUMS} FROM works WHERE topics <> '{{}}') t
        WHERE w.works > t.works"""
}


def counted(works: models.QuerySet[Any], per: str, measure: str, most: int) -> Counted:
    """In one statement. Years come in their order, anything else by `measure`."""
    from citations.sharing import SETTINGS, statement_of

    sql, params = statement_of(works, "pk", "year", "language", "topics", "pages", "copies")
    order = "value" if per == "year" else f"{measure} DESC, works DESC, value"
    whole_of = f"SELECT {_SUMMED} FROM ranked" if per in _ONE_EACH else f"SELECT {_SUMS} FROM works"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{SETTINGS}; WITH works (id, year, language, topics, pages, copies) AS NOT MATERIALIZED ({sql}),
                parts AS ({_PARTS[per]}),
                ranked AS MATERIALIZED (SELECT value, {_SUMS} FROM parts GROUP BY value {_REST.get(per, "")})
                SELECT (SELECT row_to_json(whole) FROM ({whole_of}) whole),
                    (SELECT count(*) FROM ranked WHERE value IS NOT NULL),
                    (SELECT json_agg(line) FROM (SELECT * FROM ranked
                        ORDER BY value IS NOT NULL, {order} LIMIT %s) line)""",
            [*params, most + 1],
        )
        whole, count, lines = cursor.fetchone()
    rows = list(lines or ())
    unknown = _sums(rows.pop(0)) if rows and rows[0]["value"] is None else None
    parts = [(str(line["value"]), _sums(line)) for line in rows]
    return Counted(_sums(whole), parts[:most], count, unknown)


def _sums(row: dict[str, Any] | str) -> Sums:
    read = json.loads(row) if isinstance(row, str) else row
    works = read["works"]
    figures = (Sum(int(read[name]), read[f"{name}_known"], works) for name in ("pages", "copies", "printed"))
    return Sums(Sum(works, works, works), *figures)


def most_printed(some: int) -> list[int]:
    """Persons who wrote the works of which most copies are known to be printed, by the sum of these."""
    from citations.models import Contribution, Publication

    known = Publication.objects.filter(copies__isnull=False).order_by("-copies", "pk")
    copies = dict(known.values_list("pk", "copies")[:LARGEST])
    own = Contribution.objects.filter(publication__in=list(copies), person__isnull=False, role__in=WRITERS)
    summed: Counter[int] = Counter()
    for person, work in own.order_by("person", "publication").values_list("person", "publication").distinct():
        summed[person] += copies[work]
    return [person for person, _copies in summed.most_common(some)]


def names_printed(keys: Collection[str]) -> dict[str, str]:
    """A name as printed for each of these keys."""
    from citations.models import Contribution

    named = Contribution.objects.filter(person__isnull=True, key__in=keys).order_by()
    return dict(named.values("key").annotate(printed=models.Min("name_printed")).values_list("key", "printed"))


def cited_by(rows: models.QuerySet[Any], column: str) -> dict[Any, int]:
    """How many citations have each value of one column, from the stored combinations."""
    summed = rows.order_by().values(column).annotate(total=models.Sum("n")).filter(total__gt=0)
    return dict(summed.values_list(F(column), "total"))
