"""Rows as a merge sees them: the keys that point at a model, and a row's columns as text that can be put back.

Columns that follow from others are left out; they are computed anew when a row is put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from pghistory.models import Event

from core.fields import Derived
from core.records import Record

Columns = dict[str, str | None]
# Change with every save.
RESTLESS = frozenset({"version", "changed_at"})


def model_of(kind: str) -> type[models.Model]:
    return apps.get_model(kind)


@cache
def keys_to(model: type[models.Model]) -> tuple[models.ForeignKey[Any, Any], ...]:
    """Every key of every table to this model, hidden ones too, so that an app added later is covered.

    Not those of histories, which tell what was, and of tables that triggers derive (`publication_rule` is `public`).
    """
    relations = model._meta.get_fields(include_hidden=True)
    return tuple(
        relation.field
        for relation in relations
        if isinstance(relation, models.ManyToOneRel)
        and not issubclass(relation.related_model, Event)
        and getattr(relation.related_model, "publication_rule", "") != "public"
        and isinstance(relation.field, models.ForeignKey)
    )


@cache
def stored_fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The columns that hold what somebody entered or the program decided, the number included."""
    derived = (Derived, models.GeneratedField)
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, derived))


def stands_once(model: type[models.Model]) -> Iterator[list[models.Field[Any, Any]]]:
    """Fields that two rows cannot have alike. Rules with conditions are not among them."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    yield from ([field] for field in fields.values() if field.unique and not field.primary_key)
    yield from ([fields[name] for name in rule.fields] for rule in model._meta.total_unique_constraints)


def columns_of(row: models.Model) -> Columns:
    return {field.attname: as_text(field, getattr(row, field.attname)) for field in stored_fields(type(row))}


def as_text(field: models.Field[Any, Any], value: Any) -> str | None:
    """A column's value as `from_text` reads it."""
    if value is None:
        return None
    holder = field.model()
    setattr(holder, field.attname, value)
    return str(field.value_to_string(holder))


def from_text(field: models.Field[Any, Any], text: str | None) -> Any:
    return None if text is None else field.to_python(text)


def field_at(model: type[models.Model], attname: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def put_back(
    model: type[models.Model], columns: Columns, revive: Callable[[Any], object] = lambda row: None
) -> models.Model:
    """Insert a row as it was, its number, times and version included; `revive` computes what follows from others."""
    row = as_it_was(model, columns, revive)
    row.save_base(raw=True, force_insert=True)
    return row


def as_it_was(
    model: type[models.Model], columns: Columns, revive: Callable[[Any], object] = lambda row: None
) -> models.Model:
    """The row, with what follows from its columns, not saved."""
    row = model(**{name: from_text(field_at(model, name), text) for name, text in columns.items()})
    for field in model._meta.concrete_fields:
        if isinstance(field, Derived):
            field.pre_save(row, add=True)
    revive(row)
    return row


def take_away(row: models.Model) -> None:
    """Delete this row and nothing else: no cascade, so that a row that was overlooked stops the merge."""
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(using=DEFAULT_DB_ALIAS)


def set_columns(model: type[models.Model], pks: Iterable[int], columns: Columns) -> int:
    """Write these columns in all of these rows, what is derived from them too; whoever has one open is told."""
    values: dict[str, Any] = {}
    row = model()
    for attname, text in columns.items():
        field = field_at(model, attname)
        values[attname] = from_text(field, text)
        setattr(row, attname, values[attname])
        values.update(_derived_from(row, field.name))
    if issubclass(model, Record):
        values |= {"version": models.F("version") + 1, "changed_at": timezone.now()}
    return model._base_manager.filter(pk__in=list(pks)).update(**values)


def _derived_from(row: models.Model, source: str) -> Iterator[tuple[str, Any]]:
    for field in type(row)._meta.concrete_fields:
        if isinstance(field, Derived) and field.source == source:
            yield field.attname, field.pre_save(row, add=False)


def called(row: models.Model) -> str:
    """`person 7 (Eltsin, Boris)`."""
    return f"{row._meta.verbose_name} {row.pk} ({str(row)[:60]})"
