"""One page of hits, their number and their facets, in one pass over them.

The hits are materialised once: left to itself the planner walks the primary key and tests every row for a rare word
(1.4 s for a million rows instead of 1 ms). All citations at once are never counted: a tally says how many there are.
"""

# ruff: noqa: S608 - every statement is made of constants of this module; values go as parameters

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from citations.models import Found, Tally
from citations.searching.querysets import FoundQuerySet

# Facets by name: their columns. `fond` is counted only where one archive is looked at.
COLUMNS = {
    "repository": "repository_id",
    "year": "year",
    "language": "language",
    "kind": "kind",
    "outcome": "outcome",
    "verification": "verification",
}
FOND = {"fond": "fond_id"}
# Sort order by name, and the same from the other end, for pages nearer to it. `{h}` is the row of hits.
ORDERS = {
    "newest": ("h.citation_id DESC", "h.citation_id"),
    "year": (
        "nullif(h.year, 0) NULLS LAST, h.citation_id",
        "nullif(h.year, 0) DESC NULLS FIRST, h.citation_id DESC",
    ),
    "-year": ("h.year DESC, h.citation_id DESC", "h.year, h.citation_id"),
    "shelfmark": (
        "u.sort_key NULLS LAST, lower(c.leaf_spans) NULLS LAST, c.id",
        "u.sort_key DESC NULLS FIRST, lower(c.leaf_spans) DESC NULLS FIRST, c.id DESC",
    ),
}
SHELVES = """ JOIN citations_citation c ON c.id = h.citation_id LEFT JOIN archive_unit u ON u.id = c.unit_id"""
# Hits of a common word stay in memory; one process does it, so that a second reader has the other processor. Joins of a
# dozen tables by their keys are written in a good order already: looking for a better one took longer than the rest.
MEMORY = "64MB"
SETTINGS = (
    f"SET LOCAL work_mem TO '{MEMORY}'; SET LOCAL max_parallel_workers_per_gather TO 0; SET LOCAL jit TO off;"
    " SET LOCAL join_collapse_limit TO 1"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`facets`: for each facet its values and how many hits have them. `page` is the last one where too many asked."""

    count: int
    page: int
    ids: list[int]
    facets: Mapping[str, Mapping[Any, int]]


def answer(found: FoundQuerySet, sort: str, per_page: int, page: int, with_fonds: bool = False) -> Answer:
    """The page of this number (from 1) and the facets of all hits."""
    facets = {**COLUMNS, **FOND} if with_fonds else COLUMNS
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        if found.query.where:
            row = _of_hits(cursor, found, facets, sort, per_page, page)
        else:
            row = _of_all(cursor, facets, sort, per_page, page)
    counts, ids = row
    return _answer(counts or [], ids, list(facets), per_page, page)


def _of_hits(cursor: Any, found: FoundQuerySet, facets: Mapping[str, str], sort: str, per_page: int, page: int) -> Any:
    columns = list(facets.values())
    sql, params = found.order_by().values_list("citation_id", *columns).query.sql_with_params()
    cursor.execute(
        f"""WITH hits (citation_id, {", ".join(columns)}) AS MATERIALIZED ({sql}),
            {_counted(columns, "SELECT *, 1 AS n FROM hits")}
            SELECT {COUNTS}, ARRAY(SELECT h.citation_id FROM hits h{SHELVES if sort == "shelfmark" else ""}
                ORDER BY {ORDERS[sort][0]} LIMIT %s
                OFFSET (SELECT least(%s, greatest(0, (sum(n)::int - 1) / %s * %s)) FROM combined))""",
        [*params, per_page, (page - 1) * per_page, per_page, per_page],
    )
    return cursor.fetchone()


def _of_all(cursor: Any, facets: Mapping[str, str], sort: str, per_page: int, page: int) -> Any:
    """Facets from the tally; the page by the index, from whichever end is nearer."""
    columns = [column for column in facets.values() if column != FOND["fond"]]
    tally, params = Tally.objects.order_by().values_list(*columns, "n").query.sql_with_params()
    counted = _counted(columns, "SELECT * FROM tally")
    cursor.execute(f"WITH tally ({', '.join(columns)}, n) AS ({tally}), {counted} SELECT {COUNTS}", params)
    (counts,) = cursor.fetchone()
    total = _total(counts or [])
    first = (min(page, _pages(total, per_page)) - 1) * per_page
    taken = max(0, min(per_page, total - first))
    backwards = first > total // 2
    order = ORDERS[sort][backwards]
    offset = total - first - taken if backwards else first
    rows, params = Found.objects.order_by().query.sql_with_params()
    cursor.execute(
        f"SELECT h.citation_id FROM ({rows}) h{SHELVES if sort == 'shelfmark' else ''}"
        f" ORDER BY {order} LIMIT %s OFFSET %s",
        [*params, taken, offset],
    )
    ids = [number for (number,) in cursor.fetchall()]
    return counts, ids[::-1] if backwards else ids


# One row a facet's value: the facet's place, the value as text, the number. Place 0 is the total.
COUNTS = "(SELECT json_agg(json_build_array(place, value, n)) FROM counted)"


def _counted(columns: list[str], rows: str) -> str:
    """Two steps: first the combinations that occur, in one pass over all rows; then each column over those few."""
    listed = ", ".join(columns)
    sets = ", ".join(f"({column})" for column in columns)
    place = "CASE " + " ".join(f"WHEN grouping({c}) = 0 THEN {at}" for at, c in enumerate(columns, 1)) + " ELSE 0 END"
    value = "coalesce(" + ", ".join(f"CASE WHEN grouping({c}) = 0 THEN {c}::text END" for c in columns) + ")"
    return f"""combined AS MATERIALIZED (SELECT {listed}, sum(n) AS n FROM ({rows}) r GROUP BY {listed}),
        counted AS (SELECT {place} AS place, {value} AS value, sum(n) AS n FROM combined
                    GROUP BY GROUPING SETS ((), {sets}))"""


def _total(counts: list[tuple[int, str, int]]) -> int:
    return next((n or 0 for place, _value, n in counts if place == 0), 0)


def _pages(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))


def _answer(counts: list[tuple[int, str, int]], ids: list[int], names: list[str], per_page: int, page: int) -> Answer:
    facets: dict[str, dict[Any, int]] = {name: {} for name in names}
    for place, value, n in counts:
        if place and n:
            name = names[place - 1]
            facets[name][value if name == "language" else int(value)] = n
    total = _total(counts)
    return Answer(total, min(page, _pages(total, per_page)), ids, facets)
