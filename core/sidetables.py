"""A side table follows the tables that it is made of, in the writer's transaction: triggers tell it which ids changed.

The rule: triggers with transition tables, so that a load of a million rows costs one join, and one lock before they
look, so that of two editors the second sees what the first has changed. Boundary: what belongs into a side table is
said by its owner, in a SQL function `<owner>_<step>(ids)`.
"""

# ruff: noqa: S608 - every statement is made of constants of the owners' modules

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Set to `later` in a transaction that fills the side tables itself at its end.
SETTING = "opis.search"
LOCK = 471_917


@dataclass(frozen=True, slots=True)
class Feed:
    """A table that is listened to: the columns that matter, the step that follows, and which of its ids."""

    table: str
    columns: str
    step: str
    # SQL for the ids, from `changed`: the rows before and after that differ.
    ids: str


def step_function(name: str, body: str) -> str:
    """The function that makes the rows of these `ids` anew."""
    return f"""CREATE OR REPLACE FUNCTION public.{name}(ids bigint[]) RETURNS void
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ BEGIN
        IF ids IS NULL OR cardinality(ids) = 0 THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock({LOCK});
        {body}
        END $do$"""


def listening(owner: str, feed: Feed) -> Iterator[str]:
    """The function `<owner>_hears_<table>` and the triggers that call it."""
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
        f" ids := ARRAY(WITH changed AS ({rows}) SELECT DISTINCT id FROM ({feed.ids}) t (id)); END IF;"
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
