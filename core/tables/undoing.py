"""An import is taken back: what its batch made is deleted, unless somebody has built on it since.

The database's history tells what a batch made, also in tables that do not name their import. Nothing is deleted where
a record was edited afterwards, or where a record of somebody else's points at one of them. What was deleted is put back
by `core.tables.redoing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from core.desk_rights import as_owner
from core.history import because, history_of
from core.models import Batch
from core.tables.bulk import Growth, shrunk_at_once
from core.tables.loading import WORK_MEM, Around, nothing_around
from core.tables.spec import Table, sql_name

NAMED = 10


# What an undo wrote, told by its context; those of before this was noted are told by their reason.
UNDOING = "(c.metadata->>'undo_of' = '{0}' OR c.metadata->>'reason' = 'undo of import {0}')"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why it cannot be, and the record that stands in the way, if it is one."""

    sentence: str
    model: type[models.Model] | None = None
    pk: int = 0


@dataclass(slots=True)
class UndoReport:
    """What was deleted by table, or would be where it was only asked; or why nothing was."""

    batch: int
    deleted: list[tuple[str, int]] = field(default_factory=list)
    hindrances: list[Hindrance] = field(default_factory=list)

    @property
    def refusals(self) -> list[str]:
        return [hindrance.sentence for hindrance in self.hindrances]

    def lines(self) -> list[str]:
        if self.hindrances:
            return [
                *self.refusals,
                _("Import %(number)s was not undone; nothing was deleted.") % {"number": self.batch},
            ]
        said = [_("%(name)s: %(count)s deleted") % {"name": name, "count": f"{n:,}"} for name, n in self.deleted]
        outcome = _("Import %(number)s was undone.") if said else _("Import %(number)s holds no records any more.")
        return [*said, outcome % {"number": self.batch}]


@as_owner()
def undo(
    tables: Sequence[Table],
    number: int,
    around: Around = nothing_around,
    *,
    apply: bool = True,
    reason: str = "",
    **noted: object,
) -> UndoReport:
    """Delete what this batch made, all or nothing; `around` stands around the deletion of so many records.

    Without `apply` it is only told what would go. What is `noted` stands in the history beside the reason.
    """
    report = UndoReport(number)
    batch = Batch.objects.filter(pk=number).first()
    if batch is None:
        report.hindrances.append(Hindrance(_("There is no import %(number)s.") % {"number": number}))
        return report
    why = ": ".join(filter(None, [f"undo of import {number}", reason]))
    with transaction.atomic():
        with connection.cursor() as cursor, because(why, undo_of=number, **noted):
            _run(tables, report, around, apply, cursor)
            if apply and not report.hindrances:
                batch.report = "\n".join([batch.report, *report.lines()])
                batch.save()
        if not apply:
            transaction.set_rollback(True)
    return report


def _run(tables: Sequence[Table], report: UndoReport, around: Around, apply: bool, cursor: CursorWrapper) -> None:
    cursor.execute(f"SET LOCAL work_mem TO '{WORK_MEM}'")
    doomed = [Growth(t.db_table, history_of(t.model), _doom(t.model, report.batch, cursor)) for t in tables]
    for table in tables:
        report.hindrances += [*_edited(table.model, report.batch, cursor), *_pointed_at(table.model, tables, cursor)]
    if not apply:
        counted = zip(reversed(tables), reversed(doomed), strict=True)
        report.deleted = [(table.name, each.new) for table, each in counted if each.new]
    elif not report.hindrances:
        with around(sum(each.new for each in doomed)), shrunk_at_once(doomed, cursor):
            report.deleted = [(t.name, count) for t in reversed(tables) if (count := _delete(t.model, cursor))]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _doom(model: type[models.Model], number: int, cursor: CursorWrapper) -> int:
    """`doomed_…`: the records that the batch made and that are still there, and since which event. Returns how many."""
    name, table = _doomed(model), model._meta.db_table
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT t.id, min(h.pgh_id) AS since"
        f" FROM {history_of(model)} h"
        f" JOIN pghistory_context c ON c.id = h.pgh_context_id JOIN {table} t ON t.id = h.pgh_obj_id"
        " WHERE h.pgh_label = 'insert' AND (c.metadata->>'batch')::bigint = %s GROUP BY t.id",
        [number],
    )
    count = cursor.rowcount
    cursor.execute(f"ANALYZE {name}")
    return int(count)


def _doomed(model: type[models.Model]) -> str:
    return f"doomed_{model._meta.model_name}"


def _edited(model: type[models.Model], number: int, cursor: CursorWrapper) -> list[Hindrance]:
    """Whatever was written but by the import itself, and by its undo where it was put back as a whole.

    What happened to another record that once bore the number, before the import made this one, is no edit of it.
    """
    cursor.execute(
        f"SELECT DISTINCT d.id FROM {_doomed(model)} d JOIN {history_of(model)} h"
        " ON h.pgh_obj_id = d.id AND h.pgh_id >= d.since LEFT JOIN pghistory_context c ON c.id = h.pgh_context_id"
        " WHERE (h.pgh_label = 'insert' AND (c.metadata->>'batch')::bigint = %s"
        f" OR h.pgh_label = 'delete' AND {UNDOING.format(int(number))}) IS NOT TRUE ORDER BY 1 LIMIT {NAMED}",
        [number],
    )
    words = _("Since the import somebody has edited %(record)s.")
    return [Hindrance(words % {"record": called(model, pk)}, model, pk) for (pk,) in cursor.fetchall()]


def _pointed_at(model: type[models.Model], tables: Sequence[Table], cursor: CursorWrapper) -> list[Hindrance]:
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
        for pk, count in cursor.fetchall():
            words = {"record": called(model, pk), "kind": child._meta.verbose_name_plural, "count": f"{count:,}"}
            said.append(Hindrance(_("Others use %(record)s; %(kind)s: %(count)s.") % words, model, pk))
    return said


def called(model: type[models.Model], number: int) -> str:
    """`person 7 (Eltsin, Boris)`."""
    record = model._default_manager.filter(pk=number).first()
    return f"{model._meta.verbose_name} {number} ({str(record)[:60]})"


def _delete(model: type[models.Model], cursor: CursorWrapper) -> int:
    cursor.execute(f"DELETE FROM {model._meta.db_table} t USING {_doomed(model)} d WHERE d.id = t.id")
    return int(cursor.rowcount)
