"""One page of hits, their number and their facets.

Two questions. The first counts: one pass over the hits, which groups them by what all facets need together; the facets
are sums over these few groups. The second fetches the page's ids. Keeping the hits between the two cost more than
looking for them twice, because the second pass knows from the first how far down the list the page can end. All
citations at once are never counted: a tally says how many there are.
"""

# ruff: noqa: S608 - every statement is made of constants of this module; values go as parameters

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from citations.models import Count, Found
from citations.searching.codes import FACETS
from citations.searching.querysets import FoundQuerySet
from citations.searching.shelves import by_shelfmark, is_near
from citations.searching.upkeep import PLACE, SETS, VALUE
from core.turns import take_turn

# Sort order by name, and the same from the other end, for pages nearer to it. `{h}` is the row of hits.
ORDERS = {
    "newest": ("h.citation_id DESC", "h.citation_id"),
    "year": (
        "nullif(h.year, 0) NULLS LAST, h.citation_id",
        "nullif(h.year, 0) DESC NULLS FIRST, h.citation_id DESC",
    ),
    "-year": ("h.year DESC, h.citation_id DESC", "h.year, h.citation_id"),
}
# That by shelfmark is `citations.searching.shelves`.
SORTS = (*ORDERS, "shelfmark")
# What a question for hits says where it excludes words, takes two lists together or asks for years of what is cited: it
# may look at every citation.
COSTLY = ("!!(", "NOT (", " UNION ", '"dated_')
# Of a phrase the words of each candidate are read again; of so many words one or the other stands in most citations.
PHRASE, READ_AGAIN = "phraseto_tsquery", 30
WORD, MOST_WORDS = "searched_word", 5
# What a page needs stays in memory; one process does it, so that a second reader has the other processor. The pages of
# these tables are in memory as well: by its own reckoning the planner reads all citations for those of 1,200 files.
MEMORY = "64MB"
SETTINGS = (
    f"SET LOCAL work_mem TO '{MEMORY}'; SET LOCAL max_parallel_workers_per_gather TO 0; SET LOCAL jit TO off;"
    " SET LOCAL random_page_cost TO 1.1"
)

# (facet's place, value, number)
Counts = list[tuple[int, str, int]]
# A question for hits with the columns of HIT, and its parameters.
Sql = tuple[str, tuple[Any, ...]]
COLUMNS = ", ".join(FACETS.values())
HIT = f"citation_id, {COLUMNS}, fond_id"
APART = len(FACETS) + 1
# From few combinations each facet's values; and all of them as one value.
COUNTED = f"SELECT {PLACE} AS place, {VALUE} AS value, sum(n) AS n FROM combined WHERE NOT apart GROUP BY {SETS}"
COUNTED += " HAVING sum(n) > 0"
# How much farther down is looked at than an even spread asks for, and for so many more: neighbours cite alike.
AMPLE, FEW = 1.25, 100
# An import of other matters may have come last: so much of all is looked at then.
FAR = 1 / 8
AS_JSON = "(SELECT json_agg(json_build_array(place, value, n)) FROM counted)"


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored sums of all combinations found, and citations that they count although they are left out; or sums of
    those with a word, and citations `beside` them that answer too.

    `shelved`: the sums by fond, where these narrow alike.
    """

    combinations: FoundQuerySet
    without: FoundQuerySet | None = None
    shelved: FoundQuerySet | None = None
    beside: FoundQuerySet | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`facets`: for each facet its values and how many hits have them. `page` is the last one where too many asked."""

    count: int
    page: int
    ids: list[int]
    facets: Mapping[str, Mapping[Any, int]]


def answer(
    found: FoundQuerySet,
    sort: str,
    per_page: int,
    page: int,
    with_fonds: bool = False,
    stored: Stored | None = None,
) -> Answer:
    """The page of this number (from 1) and the facets of all hits; fonds are worth counting in one archive only.

    `stored`: the counts of the same hits, where they stand already.
    """
    groups = (*FACETS, *(["fond"] if with_fonds else []))
    try:
        hits = _sql(found)
    except EmptyResultSet:  # of an archive that is not held nothing can be found, and nothing is asked
        return Answer(0, 1, [], {name: {} for name in groups})
    # A public page is one transaction already; each question less is a tenth of a quick page's time.
    within = nullcontext() if connection.in_atomic_block else transaction.atomic()
    with within, connection.cursor() as cursor:
        _wait_for_nobody(cursor, found, hits, sort, (page - 1) * per_page)
        if not found.query.where:
            counts = Count.objects.totals()
            ids = _walked_to(cursor, found, hits, sort, per_page, page, _total(counts))
        elif stored is not None:
            counts, newest = _from_stored(cursor, stored, hits, with_fonds)
            if stored.beside is None:
                ids = _walked_to(cursor, found, hits, sort, per_page, page, _total(counts))
            else:
                ids = _looked_for(cursor, found, hits, sort, per_page, page, _total(counts), newest)
        else:
            counts, ids = _of_hits(cursor, found, hits, sort, per_page, page, with_fonds)
    facets: dict[str, dict[Any, int]] = {name: {} for name in groups}
    for place, value, n in counts:
        if place:
            name = list(facets)[place - 1]
            facets[name][value if name == "language" else int(value)] = n
    total = _total(counts)
    return Answer(total, min(page, _pages(total, per_page)), ids, facets)


def _wait_for_nobody(cursor: Any, found: FoundQuerySet, hits: Sql, sort: str, first: int) -> None:
    """Raises AnotherTurn where this would cost much and another such question is being answered."""
    sql = hits[0]
    if PHRASE in sql:
        take_turn(cursor, *hits, each=READ_AGAIN)
    elif (
        (sort == "shelfmark" and not is_near(found, first))
        or sql.count(WORD) > MOST_WORDS
        or any(sign in sql for sign in COSTLY)
    ):
        take_turn(cursor, *hits)


def _of_hits(
    cursor: Any, found: FoundQuerySet, hits: Sql, sort: str, per_page: int, page: int, with_fonds: bool
) -> tuple[Counts, list[int]]:
    counts, bound, newest = _counted(cursor, hits, page * per_page, with_fonds)
    return counts, _looked_for(cursor, found, hits, sort, per_page, page, _total(counts), newest, bound)


def _looked_for(
    cursor: Any,
    found: FoundQuerySet,
    hits: Sql,
    sort: str,
    per_page: int,
    page: int,
    total: int,
    newest: int,
    bound: int = 0,
) -> list[int]:
    """A page of hits of a word; none of them, if it is among the newest, lies below `bound` or above `newest`."""
    offset = (min(page, _pages(total, per_page)) - 1) * per_page
    taken = min(per_page, total - offset)
    if not total:
        return []
    if sort == "shelfmark":
        return by_shelfmark(cursor, found, offset, taken)
    if sort == "newest":
        for likely in _likely(newest, (offset + taken + FEW) / total):
            if likely > bound and len(ids := _page_of(cursor, hits, sort, likely, taken, offset)) == taken:
                return ids
    return _page_of(cursor, hits, sort, bound, taken, offset)


def _likely(newest: int, share: float) -> list[int]:
    """Ids above which this share of the hits lies if they are spread evenly, or if what came last has none of them; for
    page 100 of 2,000 the sure bound has six times as many to be put in order."""
    even = AMPLE * share
    return [int(newest * (1 - reach)) for reach in (even, FAR) if reach >= even]


def _sql(found: FoundQuerySet) -> Sql:
    return _written(found) if found.query.where else _of_all()


@cache
def _of_all() -> Sql:
    return _written(Found.objects.all())


def _written(found: FoundQuerySet) -> Sql:
    return found.order_by().values_list("citation_id", *FACETS.values(), "fond_id").query.sql_with_params()


def _counted(cursor: Any, hits: Sql, upto: int, with_fonds: bool) -> tuple[Counts, int, int]:
    """The facets, an id such that at least `upto` hits have this one or a higher, and the newest hit's.

    Of the newest hits of each group, the one in place `upto` is such an id: as many groups have one above it. Fonds
    stand apart: in combination with the rest there would be as many groups as hits.
    """
    fond = (
        ("fond_id", "grouping(fond_id) = 0", f"({COLUMNS}), (fond_id)")
        if with_fonds
        else ("0", "false", f"({COLUMNS})")
    )
    cursor.execute(
        f"""{SETTINGS};
            WITH combined AS MATERIALIZED (SELECT {COLUMNS}, {fond[0]} AS fond_id, {fond[1]} AS apart,
                    count(*)::integer AS n,
                    max(citation_id) AS newest
                FROM ({hits[0]}) hits ({HIT}) GROUP BY GROUPING SETS ({fond[2]})),
            counted AS ({COUNTED} UNION ALL SELECT {APART}, fond_id::text, n FROM combined WHERE apart)
            SELECT {AS_JSON}, (SELECT newest FROM combined WHERE NOT apart ORDER BY newest DESC LIMIT 1 OFFSET %s),
                (SELECT max(newest) FROM combined)""",
        [*hits[1], upto - 1],
    )
    counts, bound, newest = cursor.fetchone()
    return counts or [], bound or 0, newest or 0


def _from_stored(cursor: Any, stored: Stored, hits: Sql, with_fonds: bool) -> tuple[Counts, int]:
    """The facets, and the newest of all citations."""
    sums, params = stored.combinations.order_by().values_list(*FACETS.values(), "n").query.sql_with_params()
    for sign, rows in (("-", stored.without), ("", stored.beside)):
        if rows is not None:
            more = _sql(rows)
            counted = f"SELECT {COLUMNS}, {sign}count(*)::integer FROM ({more[0]}) hits ({HIT}) GROUP BY {COLUMNS}"
            sums += f" UNION ALL {counted}"
            params += more[1]
    if stored.shelved is None:
        shelved, of_shelved = f"SELECT fond_id, 1 FROM ({hits[0]}) hits ({HIT})", hits[1]
    else:
        shelved, of_shelved = stored.shelved.order_by().values_list("fond_id", "n").query.sql_with_params()
    fonds = f" UNION ALL SELECT {APART}, fond_id::text, sum(n) FROM ({shelved}) s (fond_id, n) GROUP BY fond_id"
    fonds += " HAVING sum(n) > 0"
    cursor.execute(
        f"""{SETTINGS};
            WITH combined AS (SELECT *, false AS apart FROM ({sums}) stored ({COLUMNS}, n)),
            counted AS ({COUNTED}{fonds if with_fonds else ""})
            SELECT {AS_JSON}, (SELECT max(citation_id) FROM citations_found)""",
        [*params, *(of_shelved if with_fonds else ())],
    )
    counts, newest = cursor.fetchone()
    return counts or [], newest or 0


def _page_of(cursor: Any, hits: Sql, sort: str, bound: int, per_page: int, offset: int) -> list[int]:
    """OFFSET 0 keeps the planner from walking through all citations until it has met enough hits."""
    newest = "WHERE citation_id >= %s" if sort == "newest" and bound else ""
    cursor.execute(
        f"""SELECT h.citation_id
            FROM (SELECT citation_id, year FROM ({hits[0]}) hits ({HIT}) {newest} OFFSET 0) h
            ORDER BY {ORDERS[sort][0]} LIMIT %s OFFSET %s""",
        [*hits[1], *([bound] if newest else []), per_page, offset],
    )
    return [number for (number,) in cursor.fetchall()]


def _walked_to(
    cursor: Any, found: FoundQuerySet, hits: Sql, sort: str, per_page: int, page: int, total: int
) -> list[int]:
    """A page of many citations whose number is known: by an index, from whichever end is nearer."""
    first = (min(page, _pages(total, per_page)) - 1) * per_page
    taken = max(0, min(per_page, total - first))
    if sort == "shelfmark":
        cursor.execute(SETTINGS)
        return by_shelfmark(cursor, found, first, taken)
    backwards = first > total // 2
    offset = total - first - taken if backwards else first
    cursor.execute(
        f"{SETTINGS}; SELECT h.citation_id FROM ({hits[0]}) h ({HIT})"
        f" ORDER BY {ORDERS[sort][backwards]} LIMIT %s OFFSET %s",
        [*hits[1], taken, offset],
    )
    ids = [number for (number,) in cursor.fetchall()]
    return ids[::-1] if backwards else ids


def _total(counts: Counts) -> int:
    return next((n for place, _value, n in counts if place == 0), 0)


def _pages(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))
