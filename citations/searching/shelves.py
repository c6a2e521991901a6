"""A page of hits in the order of their shelfmarks.

Sorting a million citations by shelfmark and sheet took two seconds for a page of fifty. Here hits are counted by unit
first, which the narrow table's index does alone; the units are put in order; and only the citations of the few units
that the page falls on are read and sorted by their sheets. Citations of no unit come last.
"""

# ruff: noqa: S608 - every statement is made of constants of this module; values go as parameters

from __future__ import annotations

from typing import Any

from citations.searching.querysets import FoundQuerySet

# So far down the list of everything it is quicker to walk along the shelves than to count what stands on them.
NEAR = 2000
SORTED = "u.sort_key NULLS LAST, lower({sheets}) NULLS LAST, h.citation_id"
# Looked up citation by citation: joined, the planner reads all citations for those of four units.
SHEETS = "(SELECT c.leaf_spans FROM citations_citation c WHERE c.id = h.citation_id)"


def by_shelfmark(cursor: Any, found: FoundQuerySet, first: int, taken: int) -> list[int]:
    """The ids of `taken` hits from the place `first` (from 0) on."""
    if is_near(found, first):
        ids = _walked(cursor, found, first, taken)
        if len(ids) == taken:  # else the page reaches those of no unit
            return ids
    return _counted(cursor, found, first, taken)


def is_near(found: FoundQuerySet, first: int) -> bool:
    return not found.query.where and first < NEAR


def _walked(cursor: Any, found: FoundQuerySet, first: int, taken: int) -> list[int]:
    hits, params = _hits(found)
    return _ids(
        cursor,
        f"""SELECT h.citation_id FROM ({hits}) h (citation_id, unit_id)
            JOIN citations_citation c ON c.id = h.citation_id JOIN archive_unit u ON u.id = h.unit_id
            ORDER BY {SORTED.format(sheets="c.leaf_spans")} LIMIT %s OFFSET %s""",
        (*params, taken, first),
    )


def _counted(cursor: Any, found: FoundQuerySet, first: int, taken: int) -> list[int]:
    """Units that share a sort key are one place: the sheets of both follow each other."""
    hits, params = _hits(found)
    return _ids(
        cursor,
        f"""WITH counted AS MATERIALIZED (
                SELECT unit_id, count(*)::integer AS n FROM ({hits}) h (citation_id, unit_id) GROUP BY unit_id),
            placed AS (
                SELECT k.unit_id, u.sort_key, sum(k.n) OVER (ORDER BY u.sort_key NULLS LAST) AS upto,
                    sum(k.n) OVER (PARTITION BY u.sort_key) AS here
                FROM counted k LEFT JOIN archive_unit u ON u.id = k.unit_id),
            u AS MATERIALIZED (
                SELECT unit_id, sort_key, upto - here AS before FROM placed WHERE upto > %s AND upto - here < %s)
            SELECT h.citation_id FROM ({hits}) h (citation_id, unit_id)
            JOIN u ON u.unit_id = h.unit_id
            ORDER BY {SORTED.format(sheets=SHEETS)} LIMIT %s OFFSET %s - (SELECT coalesce(min(before), 0) FROM u)""",
        (*params, first, first + taken, *params, taken, first),
    )


def _hits(found: FoundQuerySet) -> tuple[str, tuple[Any, ...]]:
    sql, params = found.order_by().values_list("citation_id", "unit_id").query.sql_with_params()
    return sql, tuple(params)


def _ids(cursor: Any, statement: str, params: tuple[Any, ...]) -> list[int]:
    cursor.execute(statement, params)
    return [number for (number,) in cursor.fetchall()]
