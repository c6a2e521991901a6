"""An import is taken back: what its batch made is deleted, unless somebody has built on it since.

The database's history tells what a batch made, also in tables that do not name their import. Nothing is deleted where
a record was edited afterwards, or where a record of somebody else's points at one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from core.history import because, history_of
from core.models import Batch
from core.tables.bulk import Growth, shrunk_at_once
from core.tables.loading import WORK_MEM, Around, nothing_around
from core.tables.spec import Table, sql_name

NAMED = 10


@dataclass(slots=True)
class UndoReport:
    """What was deleted by table, or why nothing was."""

    batch: int
    deleted: list[tuple[str, int]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        if self.refusals:
            return [*self.refusals, f"Import {self.batch} was not undone; nothing was deleted."]
        said = [f"{name}: {count:,} deleted" for name, count in self.deleted]
        return [
            *said,
            f"Import {self.batch} was undone." if said else f"Import {self.batch} holds no records any more.",
        ]


def undo(tables: Sequence[Table], number: int, around: Around = nothing_around) -> UndoReport:
    """Delete what this batch made, all or nothing; `around` stands around the deletion of so many records."""
    report = UndoReport(number)
    batch = Batch.objects.filter(pk=number).first()
    if batch is None:
        report.refusals.append(f"There is no import {number}.")
        return report
    with transaction.atomic(), connection.cursor() as cursor, because(f"undo of import {number}"):
        cursor.execute(f"SET LOCAL work_mem TO '{WORK_MEM}'")
        doomed = [Growth(t.db_table, history_of(t.model), _doom(t.model, number, cursor)) for t in tables]
        for table in tables:
            report.refusals += [*_edited(table.model, cursor), *_pointed_at(table.model, tables, cursor)]
        if not report.refusals:
            with around(sum(each.new for each in doomed)), shrunk_at_once(doomed, cursor):
                report.deleted = [(t.name, count) for t in reversed(tables) if (count := _delete(t.model, cursor))]
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            batch.report = "\n".join([batch.report, *report.lines()])
            batch.save()
    return report


def _doom(model: type[models.Model], number: int, cursor: CursorWrapper) -> int:
    """`doomed_…`: the records that the batch made and that are still there. Returns their number."""
    name, table = _doomed(model), model._meta.db_table
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT DISTINCT t.id FROM {history_of(model)} h"
        f" JOIN pghistory_context c ON c.id = h.pgh_context_id JOIN {table} t ON t.id = h.pgh_obj_id"
        " WHERE h.pgh_label = 'insert' AND (c.metadata->>'batch')::bigint = %s",
        [number],
    )
    count = cursor.rowcount
    cursor.execute(f"ANALYZE {name}")
    return int(count)


def _doomed(model: type[models.Model]) -> str:
    return f"doomed_{model._meta.model_name}"


def _edited(model: type[models.Model], cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        f"SELECT DISTINCT d.id FROM {_doomed(model)} d JOIN {history_of(model)} h ON h.pgh_obj_id = d.id"
        f" WHERE h.pgh_label <> 'insert' ORDER BY 1 LIMIT {NAMED}"
    )
    return [f"Since the import somebody has edited {_called(model, number)}." for (number,) in cursor.fetchall()]


def _pointed_at(model: type[models.Model], tables: Sequence[Table], cursor: CursorWrapper) -> list[str]:
    """Records that the batch did not make and that point at one that it made."""
    ours = {table.model for table in tables}
    said = []
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.name == "history" or relation.many_to_many:
            continue
        column = sql_name(relation.field)
        spared = f"WHERE NOT EXISTS (SELECT FROM {_doomed(child)} o WHERE o.id = c.id)" if child in ours else ""
        cursor.execute(
            f"SELECT d.id, count(*) FROM {_doomed(model)} d JOIN {child._meta.db_table} c ON c.{column} = d.id {spared}"
            f" GROUP BY d.id ORDER BY d.id LIMIT {NAMED}"
        )
        said += [
            f"Others use {_called(model, number)}; {child._meta.verbose_name_plural}: {count:,}."
            for number, count in cursor.fetchall()
        ]
    return said


def _called(model: type[models.Model], number: int) -> str:
    record = model._default_manager.filter(pk=number).first()
    return f"{model._meta.verbose_name} {number} ({str(record)[:60]})"


def _delete(model: type[models.Model], cursor: CursorWrapper) -> int:
    cursor.execute(f"DELETE FROM {model._meta.db_table} t USING {_doomed(model)} d WHERE d.id = t.id")
    return int(cursor.rowcount)
