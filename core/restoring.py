"""What history holds is put back: one field, a record with its parts as they stood, or what was deleted, with all
that went with it.

First the steps are told, then done, all or nothing; the history then tells of them like of any other change, so that a
restoration can itself be taken back. Boundary: what a merge did is undone by `core.merging`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db import connection, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.changes import FieldChange, Part, history_of, in_words
from core.departures import returned
from core.history import because
from core.merging.rows import RESTLESS, Columns, as_text, from_text, keys_to, put_back, stored_fields
from core.merging.rules import rule_of
from core.records import Conflict

# Who may see a record, and where it came from, is not a matter of how it once stood.
STANDING = frozenset({"status", "batch_id", "created_at"})
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """What is done to one row: `columns` are written, or the whole row comes back; `told` is that in words."""

    action: Literal["set", "insert", "delete"]
    model: type[models.Model]
    pk: int
    columns: Columns
    told: tuple[FieldChange, ...] = ()

    @property
    def what(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))


def field_step(model: type[models.Model], pk: int, state: int, name: str) -> list[Step]:
    """The field as it was before the change that this row of the history tells of; nothing where it is so already."""
    rows = history_of(model).filter(pgh_obj_id=pk)
    before = rows.filter(pgh_id__lt=state).order_by("-pgh_id").first() if rows.filter(pgh_id=state).exists() else None
    now = model._base_manager.filter(pk=pk).first()
    fields = [field for field in stored_fields(model) if field.name == name and field.editable]
    return _set(now, before, fields) if before is not None and now is not None and fields else []


def steps_to(model: type[models.Model], pk: int, state: int, parts: Iterable[Part]) -> list[Step]:
    """All that differs now from how the record and its parts stood at this row of the history."""
    then = history_of(model).filter(pgh_obj_id=pk, pgh_id=state).exclude(pgh_label="delete").first()
    now = model._base_manager.filter(pk=pk).first()
    if then is None or now is None:
        return []
    steps = _set(now, then, [f for f in stored_fields(model) if f.attname not in STANDING and f.editable])
    for part in parts:
        steps += _part_steps(part, pk, then.pgh_created_at)
    return steps


def steps_back(model: type[models.Model], pk: int) -> list[Step]:
    """The deleted record, and every row that was deleted with it because it belonged to it; those pointed at first."""
    last = history_of(model).filter(pgh_obj_id=pk).order_by("-pgh_id").first()
    if last is None or last.pgh_label != "delete" or model._base_manager.filter(pk=pk).exists():
        return []
    found: dict[tuple[type[models.Model], int], Step] = {}
    _collect(model, last, found, 0)
    return list(found.values())


def row_of(step: Step) -> models.Model:
    """The row that a step brings back, not saved."""
    fields = {field.attname: field for field in stored_fields(step.model)}
    return step.model(**{name: from_text(fields[name], text) for name, text in step.columns.items()})


def state_of(steps: Iterable[Step]) -> str:
    """Changes when one of the steps does: what somebody saw on the page that told of them."""
    said = [(s.action, s.model._meta.label, s.pk, s.columns, s.told) for s in steps]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def do(steps: list[Step], why: str) -> None:
    """All of it or nothing. Raises Conflict where a row is there already, or what the database refuses."""
    with transaction.atomic(), because(why):
        for step in steps:
            manager = step.model._base_manager
            if step.action == "delete":
                manager.get(pk=step.pk).delete()
            elif step.action == "set":
                row = manager.select_for_update().get(pk=step.pk)
                for attname, text in step.columns.items():
                    field = next(field for field in stored_fields(step.model) if field.attname == attname)
                    setattr(row, attname, from_text(field, text))
                row.save()
            else:
                if manager.filter(pk=step.pk).exists():
                    raise Conflict(_("Somebody has brought this back already."))
                returned(step.model, step.columns)
                put_back(step.model, step.columns, rule_of(step.model).revive)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _set(now: models.Model, then: Any, fields: Iterable[models.Field[Any, Any]]) -> list[Step]:
    changed = [
        field
        for field in fields
        if field.attname not in RESTLESS
        and not field.primary_key
        and getattr(now, field.attname) != getattr(then, field.attname)
    ]
    if not changed:
        return []
    columns = {field.attname: as_text(field, getattr(then, field.attname)) for field in changed}
    return [Step("set", type(now), now.pk, columns, tuple(_told(now, then, changed)))]


def _told(now: models.Model, then: Any, fields: Iterable[models.Field[Any, Any]]) -> Iterator[FieldChange]:
    for field in fields:
        label = capfirst(str(field.verbose_name))
        yield FieldChange(field.name, label, _words(field, now), _words(field, then))


def _words(field: models.Field[Any, Any], row: Any) -> str:
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey) and value is not None:
        target = field.related_model._base_manager.filter(pk=value).first()
        return str(target) if target is not None else _("no. %(number)s, deleted since") % {"number": value}
    return in_words(field, value)


def _part_steps(part: Part, pk: int, time: Any) -> list[Step]:
    """Its rows of that time set right or brought back, those that came later taken away."""
    history = history_of(part.model)
    ever = history.filter(**{f"{part.key}_id": pk}).values("pgh_obj_id")
    rows = history.filter(pgh_obj_id__in=ever, pgh_created_at__lte=time).order_by("pgh_id")
    stood = {row.pgh_obj_id: row for row in rows}  # the last of each
    then = {n: r for n, r in stood.items() if r.pgh_label != "delete" and getattr(r, f"{part.key}_id") == pk}
    here = part.model._base_manager.in_bulk(list(then))
    steps: list[Step] = []
    for row in part.model._base_manager.filter(**{part.key: pk}).exclude(pk__in=list(then)).order_by("pk"):
        steps.append(Step("delete", part.model, row.pk, {}, tuple(_lost(row))))
    for number, row in then.items():
        if number in here:
            steps += _set(here[number], row, [f for f in stored_fields(part.model) if f.editable])
        else:
            steps.append(_insert(part.model, row))
    return steps


def _insert(model: type[models.Model], row: Any) -> Step:
    columns = {field.attname: as_text(field, getattr(row, field.attname)) for field in stored_fields(model)}
    told = [FieldChange(change.name, change.label, "", change.before) for change in _lost(row, model)]
    return Step("insert", model, row.pgh_obj_id, columns, tuple(told))


def _lost(row: Any, model: type[models.Model] | None = None) -> Iterator[FieldChange]:
    for field in stored_fields(model or cast("type[models.Model]", type(row))):
        if field.editable and not field.primary_key and (words := _words(field, row)):
            yield FieldChange(field.name, capfirst(str(field.verbose_name)), words, "")


def _collect(
    model: type[models.Model], row: Any, found: dict[tuple[type[models.Model], int], Step], depth: int
) -> None:
    if (model, row.pgh_obj_id) in found or depth > DEEPEST:
        return
    found[model, row.pgh_obj_id] = _insert(model, row)
    for key in keys_to(model):
        if hasattr(key.model, "history"):
            went_along = history_of(key.model).filter(
                pgh_label="delete", pgh_created_at=row.pgh_created_at, **{key.attname: row.pgh_obj_id}
            )
            for part in went_along.order_by("pgh_id"):
                _collect(key.model, part, found, depth + 1)
