"""One page of hits, their number and their facets, in one pass over them.

The hits are materialised once: left to itself the planner walks the primary key and tests every row for a rare word
(1.4 s for a million rows instead of 1 ms). All citations at once are never counted: a tally says how many there are.
"""

# ruff: noqa: S608 - every statement is made of constants of this module; values go as parameters

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from citations.models import Count, Found
from citations.searching.codes import FACETS
from citations.searching.querysets import FoundQuerySet
from citations.searching.upkeep import PLACE, SETS, VALUE

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
# Hits of a common word stay in memory; one process does it, so that a second reader has the other processor.
MEMORY = "64MB"
SETTINGS = f"SET LOCAL work_mem TO '{MEMORY}'; SET LOCAL max_parallel_workers_per_gather TO 0; SET LOCAL jit TO off"

# (facet's place, value, number)
Counts = list[tuple[int, str, int]]
# Two steps: first the combinations that occur, in one pass over all hits; then each facet over those few.
COMBINED = (
    f"combined AS MATERIALIZED (SELECT {', '.join(FACETS.values())}, count(*) AS n"
    f" FROM hits GROUP BY {', '.join(FACETS.values())})"
)
# Fonds by themselves: in combination with the rest there would be as many as hits.
FONDS = f" UNION ALL SELECT {len(FACETS) + 1}, fond_id::text, count(*) FROM hits GROUP BY fond_id"


@dataclass(frozen=True, slots=True)
class Answer:
    """`facets`: for each facet its values and how many hits have them. `page` is the last one where too many asked."""

    count: int
    page: int
    ids: list[int]
    facets: Mapping[str, Mapping[Any, int]]


def answer(found: FoundQuerySet, sort: str, per_page: int, page: int, with_fonds: bool = False) -> Answer:
    """The page of this number (from 1) and the facets of all hits; fonds are worth counting in one archive only."""
    # A public page is one transaction already; each question less is a tenth of a quick page's time.
    within = nullcontext() if connection.in_atomic_block else transaction.atomic()
    with within, connection.cursor() as cursor:
        if found.query.where:
            counts, ids = _of_hits(cursor, found, sort, per_page, page, with_fonds)
        else:
            counts, ids = _of_all(cursor, sort, per_page, page)
    facets: dict[str, dict[Any, int]] = {name: {} for name in (*FACETS, *(["fond"] if with_fonds else []))}
    for place, value, n in counts:
        if place:
            name = list(facets)[place - 1]
            facets[name][value if name == "language" else int(value)] = n
    total = _total(counts)
    return Answer(total, min(page, _pages(total, per_page)), ids, facets)


def _of_hits(
    cursor: Any, found: FoundQuerySet, sort: str, per_page: int, page: int, with_fonds: bool
) -> tuple[Counts, list[int]]:
    columns = [*FACETS.values(), *(["fond_id"] if with_fonds else [])]
    sql, params = found.order_by().values_list("citation_id", *columns).query.sql_with_params()
    cursor.execute(
        f"""{SETTINGS};
            WITH hits (citation_id, {", ".join(columns)}) AS MATERIALIZED ({sql}), {COMBINED},
                counted AS (SELECT {PLACE} AS place, {VALUE} AS value, sum(n) AS n FROM combined
                    GROUP BY {SETS} HAVING sum(n) > 0{FONDS if with_fonds else ""})
            SELECT (SELECT json_agg(json_build_array(place, value, n)) FROM counted),
                ARRAY(SELECT h.citation_id FROM hits h{SHELVES if sort == "shelfmark" else ""}
                    ORDER BY {ORDERS[sort][0]} LIMIT %s
                    OFFSET (SELECT least(%s, greatest(0, (sum(n)::int - 1) / %s * %s)) FROM combined))""",
        [*params, per_page, (page - 1) * per_page, per_page, per_page],
    )
    counts, ids = cursor.fetchone()
    return counts or [], ids


def _of_all(cursor: Any, sort: str, per_page: int, page: int) -> tuple[Counts, list[int]]:
    """Facets from the stored counts; the page by the index, from whichever end is nearer."""
    counts = Count.objects.totals()
    total = _total(counts)
    first = (min(page, _pages(total, per_page)) - 1) * per_page
    taken = max(0, min(per_page, total - first))
    backwards = first > total // 2
    offset = total - first - taken if backwards else first
    rows, params = Found.objects.order_by().query.sql_with_params()
    cursor.execute(
        f"{SETTINGS}; SELECT h.citation_id FROM ({rows}) h{SHELVES if sort == 'shelfmark' else ''}"
        f" ORDER BY {ORDERS[sort][backwards]} LIMIT %s OFFSET %s",
        [*params, taken, offset],
    )
    ids = [number for (number,) in cursor.fetchall()]
    return counts, ids[::-1] if backwards else ids


def _total(counts: Counts) -> int:
    return next((n for place, _value, n in counts if place == 0), 0)


def _pages(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))
