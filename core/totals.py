"""How many records of each kind there are, drafts and published ones apart, kept so that nobody counts them.

The rule: every statement adds, in the writer's transaction, what it has added and taken away, and readers sum up; old
rows become few now and then. Boundary: only a whole list is asked here (`core.records.RecordQuerySet.count`); what
narrows a list is counted. The triggers fall with schema `published` and are made with it, and all is counted anew then.
"""

# ruff: noqa: S608 - every statement is made of the names of our own tables

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import models

from core.models import Total

SCHEMA = "published"
# The rows are made few when a new one's number is a multiple of this.
COMPACT_EVERY = 500
_CHANGES = {
    "INSERT": "SELECT status, 1 FROM after",
    "UPDATE": "SELECT status, 1 FROM after UNION ALL SELECT status, -1 FROM before",
    "DELETE": "SELECT status, -1 FROM before",
}
_SEEN = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}
_COMPACT = """WITH taken AS (DELETE FROM core_total
            WHERE id IN (SELECT id FROM core_total FOR UPDATE SKIP LOCKED) RETURNING public, kind, n)
        INSERT INTO core_total (public, kind, n)
            SELECT public, kind, sum(n) FROM taken GROUP BY public, kind HAVING sum(n) <> 0"""


def total(model: type[models.Model], database: str) -> int:
    """Of what the reader may see."""
    rows = Total.objects.using(database).filter(kind=model._meta.db_table)
    return int(rows.aggregate(n=models.Sum("n"))["n"] or 0)


def statements(tables: Collection[str]) -> Iterator[str]:
    """The functions, on each of these tables what notes a change, and what stands in them now."""
    for event, changed in _CHANGES.items():
        # With its owner's rights, as whoever may write a record adds it to the sum.
        yield f"""CREATE FUNCTION {SCHEMA}.{_name(event)}() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = public, pg_temp AS $do$ DECLARE many boolean; BEGIN
            WITH added AS (INSERT INTO core_total (public, kind, n)
                SELECT status = 'published', TG_TABLE_NAME, sum(n) FROM ({changed}) c (status, n)
                GROUP BY 1 HAVING sum(n) <> 0 RETURNING id)
            SELECT bool_or(id % {COMPACT_EVERY} = 0) INTO many FROM added;
            IF many THEN {_COMPACT}; END IF;
            RETURN NULL; END $do$"""
    yield f"""CREATE FUNCTION {SCHEMA}.{_name("truncate")}() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $do$ BEGIN
        DELETE FROM core_total WHERE kind = TG_TABLE_NAME; RETURN NULL; END $do$"""
    for table in tables:
        yield (
            f"CREATE TRIGGER {_name('truncate')} AFTER TRUNCATE ON public.{table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.{_name('truncate')}()"
        )
        for event, seen in _SEEN.items():
            yield (
                f"CREATE TRIGGER {_name(event)} AFTER {event} ON public.{table} REFERENCING {seen}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.{_name(event)}()"
            )
    yield "DELETE FROM public.core_total"
    for table in tables:
        yield (
            "INSERT INTO public.core_total (public, kind, n)"
            f" SELECT status = 'published', '{table}', count(*) FROM public.{table} GROUP BY 1"
        )


def _name(event: str) -> str:
    return f"sums_{event.lower()}"
