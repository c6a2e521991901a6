"""What a package holds of records that have been withdrawn or deleted since: such a package is not given out.

The rule: withdrawing takes effect everywhere at once, also where a copy was made before; whoever publishes the record
again gives back the package too, to the same byte. A record that was merged is public still, in another. Boundary:
asked are the kinds of record that can be withdrawn, and of those deleted the ones that have an address of their own;
a package made anew is the operator's to make.
"""

# ruff: noqa: S608 - the statement is made of the names of our own tables and columns

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from django.db import models

from citations.packaging.kept import Package
from citations.tables import ALL
from core.departures import kind_of
from core.editions import edition
from core.models import FormerRecord
from core.publication import as_the_site, has_status
from core.records import Status
from core.tables.spec import Table

# SQLite takes some thousands of values in one question.
AT_ONCE = 900


def withdrawn_since(package: Package) -> int:
    """How many records it holds that are public no longer; asked anew when what the public reads has changed."""
    base = next((file.path for file in package.files if file.ending == ".sqlite"), None)
    with as_the_site(writes=False):
        return _withdrawn(package.day, base, base.stat().st_mtime_ns if base else 0, edition())


@lru_cache(maxsize=64)
def _withdrawn(day: date, base: Path | None, _changed: int, _edition: str) -> int:
    """Where there is no database to look into, whatever was withdrawn since that day may be in the package."""
    taken_back = list(_taken_back(datetime.combine(day, time(), UTC)))
    if base is None or not taken_back:
        return sum(len(keys) for _table, _column, keys in taken_back)
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as held:
        return sum(_held(held, table, column, keys) for table, column, keys in taken_back)


def _taken_back(since: datetime) -> Iterator[tuple[Table, str, list[object]]]:
    """Of each table the keys of what is a draft or gone, and was changed since: published things are among them."""
    for table in ALL:
        if not has_status(table.model):
            continue
        model: type[models.Model] = table.model
        drafts = model._base_manager.filter(status=Status.DRAFT, changed_at__gte=since)
        yield table, "id", list(drafts.values_list("pk", flat=True))
        if column := getattr(model, "address_key", ""):
            gone = FormerRecord.objects.filter(kind=kind_of(model), gone_at__gte=since, moved_to=None)
            yield table, column, list(gone.values_list("key", flat=True))


def _held(base: sqlite3.Connection, table: Table, column: str, keys: Sequence[object]) -> int:
    found = 0
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        marks = ", ".join("?" * len(some))
        asked = f'SELECT count(*) FROM "{table.name}" WHERE "{column}" IN ({marks})'
        found += base.execute(asked, some).fetchone()[0]
    return found
