"""What the history tables tell of one record and its parts: when, who, why, and which fields went from what to what.

Boundary: history is written by the database alone (`core.history`); here it is only read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.fields import Derived

Kind = Literal["insert", "update", "delete"]
# Follow from the others or change with every save: they tell a reader nothing.
SILENT = frozenset({"id", "version", "created_at", "changed_at", "key", "sort_key"})

# The columns from which a row is called something, the best first.
TITLES = (
    "path",
    "code",
    "name_en",
    "title",
    "title_en",
    "title_ru",
    "source",
    "text",
    "as_written",
    "words_en",
    "value",
    "shelfmark",
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one history table. `what` names a part of the record ("name “Ельцин”"), empty for itself.

    `state` is the number of the row that holds how the record stood then, 0 for a part.
    """

    when: datetime
    who: str
    why: str
    kind: Kind
    what: str
    fields: tuple[FieldChange, ...]
    state: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to a record: their model and its key to the record."""

    model: type[models.Model]
    key: str


def changes_of(model: type[models.Model], pk: object, parts: Iterable[Part] = ()) -> list[Change]:
    """All changes of the record and its parts, the newest first; of deleted ones too."""
    rows = list(_rows(model, models.Q(pgh_obj_id=pk)))
    for part in parts:
        ever = history_of(part.model).filter(**{f"{part.key}_id": pk}).values("pgh_obj_id")
        rows += _rows(part.model, models.Q(pgh_obj_id__in=ever))
    names = _Names(rows)
    # One transaction has one time: what it wrote keeps the order of the rows, the record before its parts.
    return sorted(_told(rows, model, names), key=lambda change: change.when)[::-1]


def history_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows of a tracked model's history table."""
    history = cast("type[models.Model]", model._meta.get_field("history").related_model)
    return history._base_manager.all()


def state_at(model: type[models.Model], state: int, pk: object = None) -> dict[str, Any]:
    """What a form shows of the record as it stood at this row of its history; empty where there is no such row."""
    rows = history_of(model).filter(pgh_id=state)
    row = (rows if pk is None else rows.filter(pgh_obj_id=pk)).first()
    if row is None:
        return {}
    shown = [field for field in telling_fields(model) if field.editable and not isinstance(field, models.FileField)]
    return {field.name: getattr(row, field.attname) for field in shown if field.name != "status"}


def telling_fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The fields whose change means something to a reader."""
    for field in model._meta.concrete_fields:
        if field.name not in SILENT and not isinstance(field, Derived | models.GeneratedField):
            yield field


def in_words(field: models.Field[Any, Any], value: object) -> str:
    """A value as the form shows it: the choice's label, items of a list, nothing for null; keys as their number."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(cast("str", value), value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def text_of(row: Any) -> str:
    """What a row of a history table was called, as far as its own columns tell."""
    return next((str(text)[:80] for name in TITLES if (text := getattr(row, name, ""))), "")


def _rows(model: type[models.Model], condition: models.Q) -> Iterable[Any]:
    return history_of(model).filter(condition).select_related("pgh_context").order_by("pgh_id")


def _told(rows: Sequence[Any], model: type[models.Model], names: _Names) -> Iterator[Change]:
    """Each row against the one before it of the same record."""
    before: dict[tuple[type[models.Model], int], Any] = {}
    for row in rows:
        of = _tracked(row)
        earlier = before.get((of, row.pgh_obj_id))
        kind: Kind = row.pgh_label
        fields = _differences(of, None if kind == "delete" else earlier, row, names)
        if fields or kind != "update":
            metadata = row.pgh_context.metadata if row.pgh_context else {}
            yield Change(
                when=row.pgh_created_at,
                who=names.user(metadata.get("user")),
                why=str(metadata.get("reason") or ""),
                kind=kind,
                what="" if of is model else _called(of, row),
                fields=fields,
                state=row.pgh_id if of is model else 0,
            )
        before[of, row.pgh_obj_id] = row


def _differences(of: type[models.Model], earlier: Any, row: Any, names: _Names) -> tuple[FieldChange, ...]:
    """From the earlier row to this; a deletion tells what was lost, an insertion what was entered."""
    lost = row.pgh_label == "delete"
    changes = []
    for field in telling_fields(of):
        old = getattr(earlier, field.attname) if earlier is not None else None
        new = getattr(row, field.attname)
        if old != new:
            told = names.value(field, new)
            before, after = (told, "") if lost else (names.value(field, old), told)
            if before != after:
                changes.append(FieldChange(field.name, capfirst(str(field.verbose_name)), before, after))
    return tuple(changes)


def _tracked(row: Any) -> type[models.Model]:
    return cast("type[models.Model]", row._meta.get_field("pgh_obj").related_model)


def _called(of: type[models.Model], row: Any) -> str:
    text = text_of(row)
    return f"{of._meta.verbose_name} “{text}”" if text else str(of._meta.verbose_name)


class _Names:
    """What keys and users are called, fetched once for all rows; what is gone is told by its number."""

    def __init__(self, rows: Sequence[Any]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        users = get_user_model()
        for row in rows:
            for field in telling_fields(_tracked(row)):
                if isinstance(field, models.ForeignKey):
                    wanted[field.related_model].add(getattr(row, field.attname))
            if row.pgh_context:
                wanted[users].add(row.pgh_context.metadata.get("user"))
        self._found = {model: model._base_manager.in_bulk(ids - {None}) for model, ids in wanted.items()}

    def value(self, field: models.Field[Any, Any], value: object) -> str:
        if value is None or not isinstance(field, models.ForeignKey):
            return in_words(field, value)
        target = self._found.get(field.related_model, {}).get(value)
        return str(target) if target is not None else _("no. %(number)s, deleted since") % {"number": value}

    def user(self, pk: Any) -> str:
        if pk is None:
            return ""
        user = self._found.get(get_user_model(), {}).get(pk)
        return str(user) if user is not None else _("user no. %(number)s, deleted since") % {"number": pk}
