"""Who and what is joined by citations: people and works that cite, files cited together, files that works share.

All is counted from the narrow table of the search (`Found`), mostly from its indexes alone, and every count is that of
the list which it opens. A file is shared where two works cite the same unit, whatever the sheets. Somebody without a
record here is known by the name as printed.
"""

# ruff: noqa: S608 - every statement is made of constants of this module and of querysets; values go as parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from archive.models import Unit
from citations.models import Contribution, Found, Publication, Shelved
from core.filters import in_language
from notation.folding import folded_key
from people.models import Person

# Counting needs a good deal of memory now and then, and one processor only: the other one is a second reader's. What is
# counted lies in memory, where rows are looked up by their keys as quickly as in order.
SETTINGS = (
    "SET LOCAL work_mem TO '64MB'; SET LOCAL max_parallel_workers_per_gather TO 0; SET LOCAL jit TO off;"
    " SET LOCAL random_page_cost TO 1.1"
)
# Who has a share in the works of a statement named `cited`, each once, with its number `n`: a person, or a name as
# printed. Sorting by bytes is several times quicker than by the rules of a language.
SHARES = """SELECT cited.citing_id, c.person_id,
        CASE WHEN c.person_id IS NULL THEN c.key ELSE '' END COLLATE "C" AS key, min(cited.n) AS n
    FROM cited JOIN citations_contribution c ON c.publication_id = cited.citing_id
    WHERE c.person_id IS NOT NULL OR c.key <> '' GROUP BY 1, 2, 3"""
# The first by the index, not the least of some hundred works.
PRINTED = """(SELECT c.name_printed FROM citations_contribution c
        WHERE c.key = r.key COLLATE "default" AND c.person_id IS NULL AND r.key <> ''
        ORDER BY c.key, c.name_printed LIMIT 1)"""
# Rows of two statements with the same number of hits stand in an order of their own, so that pages never overlap.
BY_NAME = "r.person_id NULLS LAST, r.key"

Params = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows `number` (a page of them) out of `count`; each is a mapping of the statement's columns."""

    count: int
    page: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, or a name as printed in works whose maker has no record here."""

    person: Person | None = None
    printed: str = ""

    @property
    def works(self) -> models.QuerySet[Any]:
        """The publications that they had a share in."""
        return works_of(self.person) if self.person else works_of_name(self.printed)

    @property
    def asked(self) -> dict[str, object]:
        """The parameter that names them in the lists of citations."""
        return {"author": self.person.pk} if self.person else {"by": self.printed}

    def __str__(self) -> str:
        return in_language(self.person, "name")[0] if self.person else self.printed


@dataclass(frozen=True, slots=True)
class Party:
    """One of several whose files are compared; `asked` narrows a list of citations to theirs."""

    label: str
    asked: dict[str, object]
    works: models.QuerySet[Any]

    @classmethod
    def of(cls, somebody: Somebody) -> Party:
        return cls(str(somebody), somebody.asked, somebody.works)

    @classmethod
    def of_work(cls, work: Publication) -> Party:
        return cls(work.title, {"publication": work.pk}, Publication.objects.filter(pk=work.pk).order_by().values("pk"))


def works_of(person: Person) -> models.QuerySet[Any]:
    return Contribution.objects.filter(person=person).order_by().values("publication")


def works_of_name(printed: str) -> models.QuerySet[Any]:
    """Of those who are no person here; nobody's where nothing of the name is left when folded."""
    found = Contribution.objects.filter(key=folded_key(printed), person__isnull=True).exclude(key="")
    return found.order_by().values("publication")


# -- among some citations ---------------------------------------------------------------------------------------------


def people_citing(found: models.QuerySet[Any], order: str, per_page: int, page: int) -> Ranked:
    """Those who made the works in which these citations stand: `citations`, `works` of each."""
    sql, params = statement_of(found.filter(citing_id__gt=0), "citing_id")
    orders = {"citations": "r.citations DESC, r.works DESC", "works": "r.works DESC, r.citations DESC"}
    return _ranked(
        f"""WITH cited AS MATERIALIZED (SELECT citing_id, count(*)::int AS n FROM ({sql}) f (citing_id)
                GROUP BY citing_id), shares AS ({SHARES}),
            ranked AS MATERIALIZED (SELECT person_id, key, sum(n)::int AS citations, count(*)::int AS works
                FROM shares GROUP BY person_id, key)""",
        params,
        f"{orders[order]}, {BY_NAME}",
        per_page,
        page,
        PRINTED,
    )


def works_citing(found: models.QuerySet[Any], order: str, per_page: int, page: int) -> Ranked:
    """The works in which these citations stand: `citing_id`, `citations`, `files` of each."""
    sql, params = _cited(found.filter(citing_id__gt=0), "citing_id", "files")
    orders = {
        "citations": "r.citations DESC, r.citing_id",
        "year": "p.year NULLS LAST, r.citing_id",
        "-year": "p.year DESC NULLS LAST, r.citing_id",
        "title": "p.sort_key, r.citing_id",
    }
    join = "" if order == "citations" else " JOIN citations_publication p ON p.id = r.citing_id"
    return _ranked(f"WITH ranked AS MATERIALIZED ({sql})", params, orders[order], per_page, page, join=join)


def files_cited(found: models.QuerySet[Any], order: str, per_page: int, page: int) -> Ranked:
    """The units that these citations cite: `unit_id`, `citations`, `works` of each."""
    sql, params = _cited(found.filter(unit_id__gt=0), "unit_id", "works")
    orders = {"citations": "r.citations DESC, r.unit_id", "shelfmark": "u.sort_key, r.unit_id"}
    join = "" if order == "citations" else " JOIN archive_unit u ON u.id = r.unit_id"
    return _ranked(f"WITH ranked AS MATERIALIZED ({sql})", params, orders[order], per_page, page, join=join)


def files_most_cited(found: models.QuerySet[Any], some: int) -> Ranked:
    """The first of `files_cited`, with `citations` alone: to tell works apart takes longer than to count citations."""
    sql, params = statement_of(found.filter(unit_id__gt=0), "unit_id")
    return _ranked(
        f"""WITH ranked AS MATERIALIZED (SELECT unit_id, count(*)::int AS citations FROM ({sql}) f (unit_id)
            GROUP BY unit_id)""",
        params,
        "r.citations DESC, r.unit_id",
        some,
        1,
    )


def works_most_citing(found: models.QuerySet[Any], some: int) -> Ranked:
    """The first of `works_citing`, the same as there, but that `files` are counted of these alone."""
    sql, params = statement_of(found.filter(citing_id__gt=0), "citing_id", "unit_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{SETTINGS}; WITH cited AS MATERIALIZED (SELECT citing_id, count(*)::int AS citations
                    FROM ({sql}) f (citing_id, unit_id) GROUP BY citing_id),
                ranked AS MATERIALIZED (SELECT * FROM cited ORDER BY citations DESC, citing_id LIMIT %s),
                files AS MATERIALIZED (SELECT citing_id, count(DISTINCT nullif(unit_id, 0))::int AS files
                    FROM ({sql}) f (citing_id, unit_id) WHERE citing_id = ANY(ARRAY(SELECT citing_id FROM ranked))
                    GROUP BY citing_id)
                SELECT (SELECT count(*) FROM cited), (SELECT json_agg(line) FROM (
                    SELECT * FROM ranked JOIN files USING (citing_id) ORDER BY citations DESC, citing_id) line)""",
            [*params, some, *params],
        )
        count, rows = cursor.fetchone()
    return Ranked(count, 1, rows or [])


def how_many(found: models.QuerySet[Any]) -> dict[str, int]:
    """`citations`, and how many `works` and `files` they stand in and cite."""
    sql, params = statement_of(found, "citing_id", "unit_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*), count(DISTINCT nullif(citing_id, 0)), count(DISTINCT nullif(unit_id, 0))
                FROM ({sql}) f (citing_id, unit_id)""",
            params,
        )
        return dict(zip(("citations", "works", "files"), cursor.fetchone(), strict=True))


def units_below(path: str, order: str, per_page: int, page: int) -> Ranked:
    """Units directly under this path by how often they or their parts are cited: `unit_id`, `citations`."""
    sql, params = directly_below(path)
    orders = {"citations": "r.citations DESC, u.sort_key", "shelfmark": "u.sort_key, r.unit_id"}
    join = " JOIN archive_unit u ON u.id = r.unit_id"
    return _ranked(f"WITH ranked AS MATERIALIZED ({sql})", params, orders[order], per_page, page, join=join)


def directly_below(path: str) -> tuple[str, Params]:
    """A statement that counts citations by the unit directly under this path that they fall to."""
    if "/" not in path:
        sql, params = statement_of(Shelved.objects.under(path).filter(fond_id__gt=0), "fond_id", "n")
        return (
            f"""SELECT fond_id AS unit_id, sum(n)::int AS citations FROM ({sql}) f (fond_id, n)
                GROUP BY fond_id HAVING sum(n) > 0""",
            params,
        )
    below, narrowed = statement_of(Unit.objects.filter(path__startswith=f"{path}/"), "pk", "path")
    if path.count("/") == 1:
        # By a range of the paths' index: joined by number alone, all units that there are were read for one fond's.
        sql, params = statement_of(Found.objects.under(path), "unit_id")
        counted = f"""(SELECT unit_id, count(*) AS n FROM ({sql}) f (unit_id) GROUP BY unit_id) f
            JOIN ({below}) u (id, path) ON u.id = f.unit_id"""
    else:
        sql, params = statement_of(Found.objects.filter(unit_id__gt=0), "unit_id")
        counted = f"""({below}) u (id, path) CROSS JOIN LATERAL
            (SELECT count(*) AS n FROM ({sql}) f (unit_id) WHERE f.unit_id = u.id) f"""
        params, narrowed = narrowed, params
    return (
        f"""SELECT c.id AS unit_id, b.n::int AS citations FROM (
                SELECT split_part(u.path, '/', {path.count("/") + 2}) AS step, sum(f.n) AS n
                FROM {counted} WHERE f.n > 0 GROUP BY step
            ) b JOIN archive_unit c ON c.path = %s || b.step""",
        (*params, *narrowed, f"{path}/"),
    )


# -- what files and works have in common ------------------------------------------------------------------------------


def cited_together(unit: int, per_page: int, page: int) -> Ranked:
    """Other units that the works citing this one cite as well: `unit_id`, `works` in common."""
    return _ranked(
        """WITH mine AS MATERIALIZED (SELECT DISTINCT citing_id FROM citations_found
                WHERE unit_id = %s AND citing_id > 0),
            ranked AS MATERIALIZED (SELECT f.unit_id, count(DISTINCT f.citing_id)::int AS works
                FROM mine JOIN citations_found f USING (citing_id)
                WHERE f.unit_id > 0 AND f.unit_id <> %s GROUP BY f.unit_id)""",
        (unit, unit),
        "r.works DESC, r.unit_id",
        per_page,
        page,
    )


def sharing_works(publication: int, per_page: int, page: int) -> Ranked:
    """Other works that cite files which this one cites: `citing_id`, `files` in common."""
    return _ranked(
        """WITH mine AS MATERIALIZED (SELECT DISTINCT unit_id FROM citations_found
                WHERE citing_id = %s AND unit_id > 0),
            ranked AS MATERIALIZED (SELECT f.citing_id, count(DISTINCT f.unit_id)::int AS files
                FROM mine JOIN citations_found f USING (unit_id)
                WHERE f.citing_id > 0 AND f.citing_id <> %s GROUP BY f.citing_id)""",
        (publication, publication),
        "r.files DESC, r.citing_id",
        per_page,
        page,
    )


def colleagues(of: Somebody, per_page: int, page: int) -> Ranked:
    """Others whose works cite files that this one's works cite: `person_id` or `key`, `files` in common."""
    sql, params = of.works.query.sql_with_params()
    return _ranked(
        f"""WITH mine AS MATERIALIZED (SELECT DISTINCT unit_id FROM citations_found
                WHERE citing_id IN ({sql}) AND unit_id > 0),
            theirs AS MATERIALIZED (SELECT DISTINCT f.citing_id, f.unit_id
                FROM mine JOIN citations_found f USING (unit_id) WHERE f.citing_id > 0),
            cited AS MATERIALIZED (SELECT citing_id, count(*) AS n FROM theirs GROUP BY citing_id),
            shares AS ({SHARES}),
            ranked AS MATERIALIZED (SELECT s.person_id, s.key, count(DISTINCT t.unit_id)::int AS files
                FROM theirs t JOIN shares s USING (citing_id)
                WHERE s.person_id IS DISTINCT FROM %s OR s.key <> %s
                GROUP BY s.person_id, s.key)""",
        (*params, of.person.pk if of.person else None, "" if of.person else folded_key(of.printed)),
        f"r.files DESC, {BY_NAME}",
        per_page,
        page,
        PRINTED,
    )


def common_files(parties: Sequence[models.QuerySet[Any]], per_page: int, page: int) -> Ranked:
    """Units that each of these sets of works cites, by shelfmark: `unit_id`, `n0`, `n1` … citations by each."""
    parts: list[str] = []
    params: list[Any] = []
    for at, works in enumerate(parties):
        sql, own = works.query.sql_with_params()
        parts.append(
            f"""p{at} AS MATERIALIZED (SELECT unit_id, count(*)::int AS n{at} FROM citations_found
                WHERE citing_id IN ({sql}) AND unit_id > 0 GROUP BY unit_id)"""
        )
        params += own
    joined = "p0" + "".join(f" JOIN p{at} USING (unit_id)" for at in range(1, len(parties)))
    return _ranked(
        f"WITH {', '.join(parts)}, ranked AS MATERIALIZED (SELECT * FROM {joined})",
        tuple(params),
        "u.sort_key, r.unit_id",
        per_page,
        page,
        join=" JOIN archive_unit u ON u.id = r.unit_id",
    )


def _cited(found: models.QuerySet[Any], by: str, other: str) -> tuple[str, Params]:
    """A statement that counts these citations by one column, and as `other` the different values of the other."""
    sql, params = statement_of(found, "citing_id", "unit_id")
    column = "unit_id" if by == "citing_id" else "citing_id"
    counted = f"SELECT {by}, count(*)::int AS citations, count(DISTINCT nullif({column}, 0))::int AS {other}"
    return f"{counted} FROM ({sql}) f (citing_id, unit_id) GROUP BY {by}", params


def statement_of(found: models.QuerySet[Any], *columns: str) -> tuple[str, Params]:
    """These columns of these citations; Django has no SQL for what it knows to be empty."""
    try:
        return found.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return f"SELECT {', '.join('0' * len(columns))} WHERE false", ()


def _ranked(
    statement: str, params: Params, order: str, per_page: int, page: int, printed: str = "''", join: str = ""
) -> Ranked:
    """The page of this number of `ranked`, which the statement makes; the last one where there are not so many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{SETTINGS}; {statement}
                SELECT (SELECT count(*) FROM ranked), (SELECT json_agg(line) FROM (
                    SELECT r.*, {printed} AS printed FROM ranked r{join} ORDER BY {order} LIMIT %s
                    OFFSET (SELECT least(%s, greatest(0, (count(*) - 1) / %s * %s)) FROM ranked)) line)""",
            [*params, per_page, (page - 1) * per_page, per_page, per_page],
        )
        count, rows = cursor.fetchone()
    last = max(1, -(-count // per_page))
    return Ranked(count, min(page, last), rows or [])
