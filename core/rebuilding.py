"""Derived columns are computed anew from what they derive from, for what `update()`, SQL or a newer reader left behind.

A column derives from its row where it is a `core.fields.Derived`, or where the model names it in `derived` and fills it
in `derive()` (with `derived_from`, the rows to fetch for that). Side tables of an app are filled anew by the `rebuild`
of its AppConfig, where it has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from core.fields import Derived
from core.history import because

BATCH = 1000
MOST_LEVELS = 20


def rebuild(progress: Callable[[str], object] = lambda said: None) -> Counter[str]:
    """How many rows of each column differed and were put right, as {"people.Person.born_edtf": 3}.

    Each batch of rows is a transaction: stopped in the midst, it can be run again.
    """
    differed: Counter[str] = Counter()
    for model in apps.get_models():
        columns = derived_columns(model)
        if columns and not model.__name__.endswith("History"):
            progress(str(model._meta.label))
            differed.update(_until_right(model, columns))
    for app in apps.get_app_configs():
        if hasattr(app, "rebuild"):
            progress(f"{app.label}: side tables")
            app.rebuild()
    return differed


def derived_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The names of the model's columns that follow from others."""
    fields = tuple(field.name for field in model._meta.concrete_fields if isinstance(field, Derived))
    return (*fields, *getattr(model, "derived", ()))


def _until_right(model: type[models.Model], columns: tuple[str, ...]) -> Counter[str]:
    """A unit's path follows from its parent's, which may have come right a moment ago: so again, level by level."""
    differed: Counter[str] = Counter()
    for _level in range(MOST_LEVELS):
        found: Counter[str] = Counter()
        for rows in _batches(model):
            found.update(_put_right(model, rows, columns))
        differed.update(found)
        if not found or not hasattr(model, "derive"):
            break
    return differed


def _batches(model: type[models.Model]) -> Iterator[list[Any]]:
    """All rows in the order of their keys, a batch at a time, so that memory stays flat."""
    found = model._base_manager.order_by("pk")
    if needed := getattr(model, "derived_from", ()):
        found = found.select_related(*needed)
    after = 0
    while True:
        rows = list(found.filter(pk__gt=after)[:BATCH])
        if not rows:
            return
        yield rows
        after = rows[-1].pk


def _put_right(model: type[models.Model], rows: list[Any], columns: tuple[str, ...]) -> Counter[str]:
    differed: Counter[str] = Counter()
    changed = []
    for row in rows:
        before = {name: getattr(row, name) for name in columns}
        for field in model._meta.concrete_fields:
            if isinstance(field, Derived):
                field.pre_save(row, add=False)
        if hasattr(row, "derive"):
            row.derive()
        different = [name for name in columns if getattr(row, name) != before[name]]
        differed.update(f"{model._meta.label}.{name}" for name in different)
        if different:
            changed.append(row)
    if changed:
        with transaction.atomic(), because("rebuild of derived columns"):
            model._base_manager.bulk_update(changed, columns)
    return differed
