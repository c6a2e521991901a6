"""What merges did and nobody has taken back: which of it came later, took a row away, or lies beside a row.

An undo asks here before it says that somebody edited a row. Boundary: reads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models

from core.departures import kind_of
from core.merging.rows import Columns, as_it_was, called, field_at, keys_to, stands_once
from core.merging.rules import rule_of
from core.models import Merge, MergeMove

# Of a row that more rows than this point at, so many are asked whether a merge brought them.
MOST_ASKED = 10_000


def standing() -> models.QuerySet[MergeMove]:
    """The moves of merges that were not undone, and what the undo of others still owes."""
    return MergeMove.objects.filter(models.Q(merge__undone_at__isnull=True) | models.Q(owed=True))


def standing_after(done: Merge) -> models.QuerySet[MergeMove]:
    return standing().filter(merge__gt=done.pk)


def removal_of(model: type[models.Model], pk: int) -> MergeMove | None:
    """What took this row away, where a merge did."""
    gone = standing().filter(action=MergeMove.Action.REMOVED, kind=kind_of(model), rows=[pk])
    return gone.order_by("-merge_id").first()


def written_again(move: MergeMove, attname: str) -> dict[int, MergeMove]:
    """For each row of this move, the first later merge that wrote this column, or took the row away."""
    found: dict[int, MergeMove] = {}
    later = standing_after(move.merge).filter(kind=move.kind, rows__overlap=move.rows, before__has_key=attname)
    for other in later.order_by("merge_id", "step", "id"):
        for pk in set(other.rows) & set(move.rows):
            found.setdefault(pk, other)
    return found


def in_place_of(model: type[models.Model], columns: Columns) -> models.Model | None:
    """The row that has what only one can have, such as the shelfmark, of the one with these columns."""
    try:
        row = as_it_was(model, columns, rule_of(model).revive)
    except (ObjectDoesNotExist, ValidationError):
        return None  # what it lay in is gone as well
    for fields in stands_once(model):
        same = {field.attname: getattr(row, field.attname) for field in fields}
        if (found := model._base_manager.filter(**same).exclude(pk=row.pk).first()) is not None:
            return found
    return None


def brought_by(row: models.Model, done: Merge) -> Merge | None:
    """The merge after `done` that made this row, or gave it its place: it, or what it lies in."""
    model, seen = type(row), set[int]()
    telling = {field.name for fields in stands_once(model) for field in fields} | set(rule_of(model).fixed)
    placing = [field.attname for field in model._meta.concrete_fields if field.name in telling]
    upwards = [field for field in model._meta.concrete_fields if field.related_model is model]
    waiting = [row]
    while waiting:
        near = waiting.pop()
        if near.pk in seen:
            continue
        seen.add(near.pk)
        moves = standing_after(done).filter(kind=kind_of(model), rows__contains=[near.pk])
        made = models.Q(action=MergeMove.Action.MADE)
        placed = models.Q(action=MergeMove.Action.CHANGED, before__has_any_keys=placing)
        if (last := moves.filter(made | placed).select_related("merge").order_by("-merge_id").first()) is not None:
            return last.merge
        waiting += [above for field in upwards if (above := getattr(near, field.name)) is not None]
    return None


def has_merges_beside(model: type[models.Model], pk: int, columns: Columns, done: Merge) -> bool:
    """Whether another merge than `done` wrote this row, what points at it, or what it would point at with `columns`."""
    others = standing().exclude(merge=done)
    return any(
        others.filter(kind=kind_of(near), rows__overlap=list(pks)).exists()
        for near, pks in _beside(model, pk, columns)
        if pks
    )


def owed_by(done: Merge) -> list[str]:
    """What of its undo waits until later merges are undone, row by row: which columns, or whether it goes or comes."""
    said = []
    for move in done.moves.filter(owed=True).order_by("step", "id"):
        model = apps.get_model(move.kind)
        columns = ", ".join(str(field_at(model, name).verbose_name) for name in move.before)
        there = model._base_manager.in_bulk(move.rows)
        for pk in move.rows:
            name = called(there[pk]) if pk in there else f"{model._meta.verbose_name} {pk}"
            said.append(f"{name}: {columns}" if move.action == MergeMove.Action.CHANGED else name)
    return said


def _beside(model: type[models.Model], pk: int, columns: Columns) -> Iterator[tuple[type[models.Model], Iterable[int]]]:
    yield model, [pk]
    for key in keys_to(model):
        yield (
            key.model,
            list(key.model._base_manager.filter(**{key.attname: pk}).values_list("pk", flat=True)[:MOST_ASKED]),
        )
    for attname, text in columns.items():
        field = field_at(model, attname)
        if isinstance(field, models.ForeignKey) and text is not None:
            yield field.related_model, [int(text)]
