"""People joined by documents, and historians joined by the files that their works cite; a bounded number of them.

The rule: each tie weighs what the list it opens holds: documents in which both appear (`Tied`), or files that works of
both cite (`Found`). Boundary: names, addresses and drawing are for `citations.networks`.
"""

# ruff: noqa: S608 - every statement is made of constants of this module; values go as parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from citations.models import Count, Found
from citations.sharing import SETTINGS, Somebody, colleagues, people_citing
from notation.folding import folded_key
from people.models import Person

# The heaviest ties; more of them are a black disc.
MOST_TIES = 200
# Of more citations than these it takes too long to tell for all who cites the same files; for one it does not.
MANY_CITATIONS = 200_000


@dataclass(frozen=True, slots=True)
class Ties:
    """`counts` of all who are joined, by number; `joined` the heaviest of `all_ties` as (one, other, weight)."""

    counts: dict[int, int]
    joined: Sequence[tuple[int, int, int]]
    all_ties: int


def by_documents(person: Person | None, most: int) -> Ties:
    """Of the persons with most documents, or of those with whom one has most in common; numbers are persons'."""
    chosen = """SELECT person_id FROM people_personpart WHERE part = 'any'
        GROUP BY 1 ORDER BY sum(n) DESC, 1 LIMIT %s"""
    params = [most]
    if person is not None:
        chosen = """SELECT b.person_id FROM citations_tied a JOIN citations_tied b USING (document_id)
            WHERE a.person_id = %s GROUP BY 1 ORDER BY (b.person_id = %s) DESC, count(*) DESC, 1 LIMIT %s"""
        params = [person.pk, person.pk, most + 1]
    return _ties(
        f"""chosen AS MATERIALIZED ({chosen}),
            things AS MATERIALIZED (SELECT t.person_id AS n, t.document_id AS thing FROM citations_tied t
                WHERE t.person_id = ANY(ARRAY(SELECT person_id FROM chosen)))""",
        params,
    )


def too_many() -> bool:
    return Count.objects.total() > MANY_CITATIONS


def historians(of: Somebody | None, most: int) -> list[Somebody]:
    """Who cites most, or somebody with those who cite the same files; the one asked for comes first."""
    if of is None:
        rows = people_citing(Found.objects.all(), "citations", most, 1).rows
    else:
        rows = colleagues(of, most, 1).rows
    people = Person.objects.in_bulk([row["person_id"] for row in rows if row["person_id"]])
    others = [Somebody(people.get(row["person_id"]), row["printed"] or "") for row in rows]
    return others if of is None else [of, *others]


def by_files(parties: Sequence[Somebody]) -> Ties:
    """Among these; numbers are their places."""
    people = [(at, one.person.pk) for at, one in enumerate(parties) if one.person]
    names = [(at, folded_key(one.printed)) for at, one in enumerate(parties) if not one.person]
    return _ties(
        """works AS MATERIALIZED (
                SELECT DISTINCT p.n, c.publication_id FROM unnest(%s::int[], %s::bigint[]) p (n, person_id)
                    JOIN citations_contribution c ON c.person_id = p.person_id
                UNION SELECT p.n, c.publication_id FROM unnest(%s::int[], %s::text[]) p (n, key)
                    JOIN citations_contribution c ON c.key = p.key AND c.person_id IS NULL),
            things AS MATERIALIZED (SELECT DISTINCT w.n, f.unit_id AS thing FROM works w
                JOIN citations_found f ON f.citing_id = w.publication_id WHERE f.unit_id > 0)""",
        [*_columns(people), *_columns(names)],
    )


def _columns(pairs: Sequence[tuple[int, object]]) -> list[list[object]]:
    return [[at for at, _value in pairs], [value for _at, value in pairs]]


def _ties(things: str, params: Sequence[Any]) -> Ties:
    """Of a statement that makes `things`, each with the number of somebody who has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{SETTINGS}; WITH {things},
                ties AS MATERIALIZED (SELECT a.n AS one, b.n AS other, count(*)::int AS weight
                    FROM things a JOIN things b USING (thing) WHERE a.n < b.n GROUP BY 1, 2)
                SELECT (SELECT json_agg(json_build_array(n, c))
                        FROM (SELECT n, count(*) AS c FROM things GROUP BY n) x),
                    (SELECT count(*) FROM ties),
                    (SELECT json_agg(json_build_array(one, other, weight)) FROM (
                        SELECT * FROM ties ORDER BY weight DESC, one, other LIMIT {MOST_TIES}) x)""",
            params,
        )
        counts, ties, heaviest = cursor.fetchone()
    return Ties(dict(counts or ()), [(one, other, n) for one, other, n in heaviest or ()], ties)
