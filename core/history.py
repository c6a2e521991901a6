"""Every write to every record is kept by the database: who, when, why, bulk writes and deletions included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import connection, models
from pghistory.trigger import Event

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Decorate a model: inserts, updates and deletes are copied to an event table by triggers.

    The triggers run once for each statement: one for each row took 0.4 ms a row, most of it to note the context again.
    Trackers are made anew for each model; shared ones make makemigrations fail with FieldDoesNotExist.
    """
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=f"{model.__name__}History",  # not …Event: events are what happens to people
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        level=pghistory.Statement,
    )
    decorate(model)
    _index_only_what_is_asked(model)
    return model


def _index_only_what_is_asked(model: type[models.Model]) -> None:
    """History is looked up by record, by import, and that of a part by what the part falls with: a person's names.

    An index of each other key (what a citation cites, where somebody was born) would double the cost of writing.
    """
    history = apps.all_models[model._meta.app_label][f"{model._meta.model_name}history"]
    for field in history._meta.local_fields:
        if isinstance(field, models.ForeignKey) and not field.name.startswith("pgh_"):
            key = model._meta.get_field(field.name)
            falls_with_it = isinstance(key, models.ForeignKey) and key.remote_field.on_delete is models.CASCADE
            field.db_index = falls_with_it  # type: ignore[attr-defined]  # the stubs know it of other fields only


def statements() -> Iterator[str]:
    """What the triggers' functions are told, beside what pghistory says, each time that they are made anew.

    An UPDATE's rows before and after are joined by a plan that a connection makes once. Made for one record that was
    saved, it would compare each row with each: 8,000 citations, published over that connection, took 100 s, not 1.
    """
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, Event) and str(trigger.operation) == "UPDATE":
            yield f"ALTER FUNCTION public.{trigger.get_pgid(model)}() SET enable_nestloop TO off"


@contextmanager
def because(reason: str, **details: Any) -> Iterator[None]:
    """A context in which all writes carry this reason (`with because("import", batch=7): …`)."""
    with pghistory.context(reason=reason, **details):
        yield
    if connection.in_atomic_block:  # else what the same transaction writes next would carry it too
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def history_of(model: type[models.Model]) -> str:
    """The table that keeps what happened to the records of this model."""
    related: Any = model._meta.get_field("history")
    return str(related.related_model._meta.db_table)
