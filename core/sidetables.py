"""A side table follows the tables that it is made of, in the writer's transaction: triggers tell it which ids changed.

The rule: triggers with transition tables, so that a load of a million rows costs one join, and one lock before they
look, so that of two editors the second sees what the first has changed. What a change costs grows with what is changed
and no faster, whatever the planner believes of the tables (`for_asked`). Boundary: what belongs into a side table is
said by its owner, in a SQL function `<owner>_<step>(ids)`.
"""

# ruff: noqa: S608 - every statement is made of constants of the owners' modules

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Set to `later` in a transaction that fills the side tables itself at its end.
SETTING = "opis.search"
LOCK = 471_917
# `{asked table.column alias}` and `{join table alias ON condition}` or `{left join …}`, in a statement of an owner.
_ASKED = re.compile(r"\{asked (\w+)\.(\w+) (\w+)\}")
_JOINED = re.compile(r"\{(left )?join (\w+) (\w+)\s+ON ([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Feed:
    """A table that is listened to: the columns that matter, the step that follows, and which of its ids."""

    table: str
    columns: str
    step: str
    # SQL for the ids, from `changed`: the rows before and after that differ. It may use `{join …}`.
    ids: str


def for_all(statement: str) -> str:
    """The statement for all rows of its tables."""
    return _JOINED.sub(r"\1JOIN \2 \3 ON \4", _ASKED.sub(r"\1 \3", statement))


def for_asked(statement: str) -> str:
    """The statement for some ids ($1) or changed rows: each row that is joined is looked up.

    Left to itself, the planner takes a table for empty in which an ANALYZE found only rows that nobody has confirmed
    yet, and then compares each row with each: the words of 2,000 new citations took eleven minutes. `OFFSET 0` keeps
    it from turning the look-up into a join.
    """
    looked_up = _ASKED.sub(r"unnest($1) AS asked (id) {join \1 \3 ON \3.\2 = asked.id}", statement)
    return _JOINED.sub(_lateral, looked_up)


def _lateral(joined: re.Match[str]) -> str:
    left, table, alias, condition = joined.groups()
    return f"{left or ''}JOIN LATERAL (SELECT * FROM {table} {alias} WHERE {condition} OFFSET 0) {alias} ON true"


def filling(statement: str) -> str:
    """The same as plpgsql, in a step; planned anew each time, for one id or a million."""
    return f"EXECUTE $fill${for_asked(statement)}$fill$ USING ids;"


def clearing(table: str, column: str) -> str:
    """The rows of these ids, away."""
    return f"EXECUTE $clear$DELETE FROM {table} WHERE {column} = ANY($1)$clear$ USING ids;"


def step_function(name: str, body: str) -> str:
    """The function that makes the rows of these `ids` anew."""
    return f"""CREATE OR REPLACE FUNCTION public.{name}(ids bigint[]) RETURNS void
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ BEGIN
        ids := ARRAY(SELECT DISTINCT id FROM unnest(ids) id WHERE id IS NOT NULL);
        IF cardinality(ids) = 0 THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock({LOCK});
        {body}
        END $do$"""


def listening(owner: str, feed: Feed) -> Iterator[str]:
    """The function `<owner>_hears_<table>` and the triggers that call it; it counts what has changed each time."""
    name = f"{owner}_hears_{feed.table}"
    columns = feed.columns
    changed = {
        "INSERT": f"SELECT {columns} FROM after",
        "UPDATE": f"(SELECT {columns} FROM before EXCEPT SELECT {columns} FROM after)"
        f" UNION (SELECT {columns} FROM after EXCEPT SELECT {columns} FROM before)",
        "DELETE": f"SELECT {columns} FROM before",
    }
    branches = "\n".join(
        f"IF TG_OP = '{event}' THEN"
        f" EXECUTE $ids$WITH changed AS ({rows}) SELECT ARRAY({for_asked(feed.ids)})$ids$ INTO ids; END IF;"
        for event, rows in changed.items()
    )
    yield f"""CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ DECLARE ids bigint[]; BEGIN
        IF current_setting('{SETTING}', true) = 'later' THEN RETURN NULL; END IF;
        {branches}
        PERFORM {owner}_{feed.step}(ids);
        RETURN NULL; END $do$"""
    yield from _triggers(feed.table, name, ("INSERT", "UPDATE", "DELETE"))


def _triggers(table: str, function: str, events: tuple[str, ...]) -> Iterator[str]:
    seen = {"INSERT": "NEW TABLE AS after", "DELETE": "OLD TABLE AS before"}
    seen["UPDATE"] = f"{seen['DELETE']} {seen['INSERT']}"
    for event in events:
        yield (
            f"CREATE OR REPLACE TRIGGER {function}_{event.lower()} AFTER {event} ON public.{table}"
            f" REFERENCING {seen[event]} FOR EACH STATEMENT EXECUTE FUNCTION public.{function}()"
        )
