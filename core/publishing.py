"""Publishing a record together with the drafts that it rests on, those pointed at first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from core.publication import has_status
from core.records import Record, Status


def drafts_under(records: Iterable[Record]) -> list[Record]:
    """The records and every draft that they point at, directly or not, in the order in which they can be published."""
    ordered: list[Record] = []
    seen: set[tuple[type[models.Model], int]] = set()

    def visit(record: Record) -> None:
        if (type(record), record.pk) in seen or record.status == Status.PUBLISHED:
            return
        seen.add((type(record), record.pk))
        for field in record._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and has_status(field.related_model):  # type: ignore[arg-type]  # a class by now
                target = getattr(record, field.name)
                if target is not None:
                    visit(target)
        ordered.append(record)

    for record in records:
        visit(record)
    return ordered


def publish(records: Iterable[Record]) -> list[Record]:
    """Publish the records with what they rest on, all or nothing; returns what was a draft before."""
    with transaction.atomic():
        changed = drafts_under(records)
        for record in changed:
            record.status = Status.PUBLISHED
            record.save()
    return changed


def withdraw(records: Iterable[Record]) -> None:
    """Make drafts of the records. The database refuses where something published points at one of them."""
    with transaction.atomic():
        for record in records:
            record.status = Status.DRAFT
            record.save()
