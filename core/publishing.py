"""Publishing records together with the drafts that they rest on, and withdrawing them.

Each model takes one UPDATE, those pointed at first, so that an import of 100,000 rows is published as one is. The
version goes up with it: whoever has one of the records open is told.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import publication
from core.records import Conflict, Record, Status

Rows = dict[type[Record], dict[int, Record]]


def drafts_under(records: Iterable[Record], lock: bool = False) -> list[Record]:
    """Those of the records that are drafts, and every draft that they point at, in the order of publication.

    They are read anew. `lock` keeps others from changing them until the transaction ends.
    """
    found: Rows = defaultdict(dict)
    wanted: dict[type[Record], set[int]] = defaultdict(set)
    for record in records:
        wanted[type(record)].add(record.pk)
    while wanted:
        fresh = {model: _drafts(model, ids - found[model].keys(), lock) for model, ids in wanted.items()}
        wanted = defaultdict(set)
        for model, rows in fresh.items():
            found[model].update((row.pk, row) for row in rows)
            for field, target in publication.ruled_keys(model):
                if rows and issubclass(target, Record):
                    wanted[target] |= {getattr(row, field.attname) for row in rows} - {None} - found[target].keys()
        wanted = {model: ids for model, ids in wanted.items() if ids}
    return [found[model][pk] for model in _in_order(found) for pk in sorted(found[model])]


def state_of(records: Iterable[Record]) -> str:
    """Changes when one of the records does: what somebody saw on the page that asked whether to publish."""
    states = "\n".join(f"{record._meta.label} {record.pk} {record.version}" for record in records)
    return hashlib.sha256(states.encode()).hexdigest()


def publish(records: Iterable[Record], seen: str = "") -> list[Record]:
    """Publish the records with what they rest on, all or nothing; returns what was a draft before.

    With `seen` (a `state_of`), raises Conflict where that is not what would be published now.
    """
    given = list(records)
    with transaction.atomic():
        drafts = drafts_under(given, lock=True)
        if seen and seen != state_of(drafts):
            raise Conflict(_("Something here has changed since you looked. This is how it stands now."))
        _set_status(drafts, Status.PUBLISHED)
    _tell(given, drafts)
    return drafts


def withdraw(records: Iterable[Record]) -> list[Record]:
    """Make drafts of the records. The database refuses where something published points at one of them."""
    given = list(records)
    with transaction.atomic():
        published = [record for record in given if record.status == Status.PUBLISHED]
        _set_status(published, Status.DRAFT)
    _tell(given, published)
    return published


def _drafts(model: type[Record], ids: Iterable[int], lock: bool) -> list[Record]:
    rows = model._base_manager.filter(pk__in=ids, status=Status.DRAFT).order_by("pk")
    return list(rows.select_for_update() if lock else rows)


def _in_order(found: Rows) -> list[type[Record]]:
    return [model for model in publication.ruled_models() if issubclass(model, Record) and found.get(model)]


def _set_status(records: Sequence[Record], status: Status) -> None:
    for model, ids in _ids(records).items():
        model._base_manager.filter(pk__in=ids).update(
            status=status, version=models.F("version") + 1, changed_at=timezone.now()
        )


def _tell(given: Sequence[Record], changed: Sequence[Record]) -> None:
    """The caller's own objects learn their new status and version, so that they can be saved again."""
    now = {
        (model, row.pk): row
        for model, ids in _ids(changed).items()
        for row in model._base_manager.filter(pk__in=ids).only("status", "version", "changed_at")
    }
    for record in given:
        row = now.get((type(record), record.pk))
        if row is not None:
            record.status, record.version, record.changed_at = row.status, row.version, row.changed_at


def _ids(records: Iterable[Record]) -> dict[type[Record], list[int]]:
    by_model: dict[type[Record], list[int]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record.pk)
    return by_model
