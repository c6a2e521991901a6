"""What the undo of an import deleted is put back, every row as it stood, all or nothing.

The history tells what went and how it stood. A record that somebody has put back by hand since stays as it is. Nothing
is written where a number or a name has been taken meanwhile, or where something is gone on which a record rests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from core.departures import kind_of
from core.desk_rights import as_owner
from core.history import because, history_of
from core.merging.rows import stands_once
from core.models import Batch, FormerRecord
from core.refusals import REFUSALS, sentence_of
from core.tables.bulk import Growth, grown_at_once
from core.tables.loading import WORK_MEM, Around, nothing_around
from core.tables.spec import Table, sql_name
from core.tables.undoing import NAMED, UNDOING, Hindrance, called


@dataclass(slots=True)
class RedoReport:
    """What came back by table, or would where it was only asked; or why nothing did."""

    batch: int
    returned: list[tuple[str, int]] = field(default_factory=list)
    hindrances: list[Hindrance] = field(default_factory=list)

    def lines(self) -> list[str]:
        said = [_("%(name)s: %(count)s put back") % {"name": name, "count": f"{n:,}"} for name, n in self.returned]
        return [*said, _("Import %(number)s was put back.") % {"number": self.batch}]


@as_owner()
def redo(
    tables: Sequence[Table], batch: Batch, around: Around = nothing_around, *, apply: bool = True, reason: str = ""
) -> RedoReport:
    """Put back what the undo of this import took away; without `apply` it is tried, told and rolled back."""
    report = RedoReport(batch.pk)
    why = ": ".join(filter(None, [f"import {batch.pk} put back", reason]))
    with transaction.atomic():
        with connection.cursor() as cursor, because(why, batch=batch.pk):
            _run(tables, report, around, apply, cursor)
            if report.returned and not report.hindrances:
                batch.report = "\n".join([batch.report, *report.lines()])
                batch.save()
        if not apply or report.hindrances:
            transaction.set_rollback(True)
    return report


def _run(tables: Sequence[Table], report: RedoReport, around: Around, apply: bool, cursor: CursorWrapper) -> None:
    cursor.execute(f"SET LOCAL work_mem TO '{WORK_MEM}'")
    coming = [(table, _gather(table.model, report.batch, cursor)) for table in tables]
    report.returned = [(table.name, count) for table, count in coming if count]
    for table in tables:
        report.hindrances += [*_gone(table.model, tables, cursor), *_taken(table.model, cursor)]
    if report.hindrances:
        return
    # What is only tried keeps the indexes, since nobody should have to wait for it.
    growths = [Growth(table.db_table, history_of(table.model), count) for table, count in coming if apply]
    try:
        with transaction.atomic(), around(sum(count for _table, count in coming)), grown_at_once(growths, cursor):
            _write([table.model for table in tables], cursor)
    except REFUSALS as error:
        report.hindrances.append(Hindrance(sentence_of(error)))


def was_undone(number: int) -> dict[str, Any]:
    """What the undo of this import noted in the history; nothing where none was, or all of it was put back since."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.metadata, {UNDOING.format(int(number))} FROM pghistory_context c"
            f" WHERE {UNDOING.format(int(number))} OR (c.metadata->>'batch')::bigint = %s"
            " ORDER BY c.created_at DESC LIMIT 1",
            [number],
        )
        row = cursor.fetchone()
    found: dict[str, Any] = json.loads(row[0]) if row and row[1] else {}
    return found


def _gather(model: type[models.Model], number: int, cursor: CursorWrapper) -> int:
    """`returning_…`: the last state of what the undo deleted and nobody has written since. Returns its number."""
    name, history = _returning(model), history_of(model)
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT h.* FROM {history} h"
        f" JOIN pghistory_context c ON c.id = h.pgh_context_id WHERE h.pgh_label = 'delete'"
        f" AND {UNDOING.format(int(number))}"
        f" AND NOT EXISTS (SELECT FROM {history} l WHERE l.pgh_obj_id = h.pgh_obj_id AND l.pgh_id > h.pgh_id)"
    )
    count = cursor.rowcount
    cursor.execute(f"ANALYZE {name}")
    return int(count)


def _returning(model: type[models.Model]) -> str:
    return f"returning_{model._meta.model_name}"


def _gone(model: type[models.Model], tables: Sequence[Table], cursor: CursorWrapper) -> Iterator[Hindrance]:
    """What a record rests on and what neither stands nor comes back with it."""
    ours = {table.model for table in tables}
    for key in model._meta.concrete_fields:
        if not isinstance(key, models.ForeignKey):
            continue
        target, column = key.related_model, sql_name(key)
        along = f"AND NOT EXISTS (SELECT FROM {_returning(target)} o WHERE o.id = r.{column})" if target in ours else ""
        cursor.execute(
            f"SELECT r.{column}, count(*) FROM {_returning(model)} r WHERE r.{column} IS NOT NULL AND NOT EXISTS"
            f" (SELECT FROM {target._meta.db_table} t WHERE t.id = r.{column}) {along}"
            f" GROUP BY 1 ORDER BY 1 LIMIT {NAMED}"
        )
        for pk, count in cursor.fetchall():
            words = {
                "kind": model._meta.verbose_name_plural,
                "count": f"{count:,}",
                "needed": f"{target._meta.verbose_name} {pk}",
            }
            sentence = _("%(kind)s (%(count)s) rest on %(needed)s, which has been deleted since: put that back first.")
            yield Hindrance(sentence % words, target, pk)


def _taken(model: type[models.Model], cursor: CursorWrapper) -> Iterator[Hindrance]:
    """What stands where a record would come back: the same shelfmark, the same role in the same document."""
    told: set[int] = set()
    for fields in stands_once(model):
        columns = [sql_name(field) for field in fields]
        same = " AND ".join(f"t.{column} = r.{column}" for column in columns)
        cursor.execute(
            f"SELECT DISTINCT t.id FROM {model._meta.db_table} t JOIN {_returning(model)} r ON {same}"
            f" WHERE t.id <> r.id ORDER BY 1 LIMIT {NAMED}"
        )
        labels = ", ".join(f"“{field.verbose_name}”" for field in fields)
        for (pk,) in cursor.fetchall():
            if pk not in told:
                told.add(pk)
                sentence = _("%(record)s has been entered since and has the same %(fields)s.")
                yield Hindrance(sentence % {"record": called(model, pk), "fields": labels}, model, pk)


def _write(kinds: Sequence[type[models.Model]], cursor: CursorWrapper) -> None:
    for model in kinds:
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
        columns = ", ".join(sql_name(f) for f in fields)
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {columns} FROM {_returning(model)} ORDER BY id"
        )
        if key := getattr(model, "address_key", ""):
            cursor.execute(
                f"DELETE FROM {FormerRecord._meta.db_table} f USING {_returning(model)} r"
                f' WHERE f.kind = %s AND f.key = r."{key}"::text',
                [kind_of(model)],
            )
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
