"""A folder of table files becomes records: all or nothing, in one transaction, as one batch, safe to repeat.

Rows stream into temporary tables, are matched with what stands already, and what is new is inserted table by table;
history triggers record it. The first large load of an empty site, for which nobody waits, writes a table while the next
is being read; any other writes only when all files were found good. A dry run does all of that and rolls it back, so
what it says is what will happen; only the search is left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from core.desk_rights import as_owner
from core.full_disks import SENTENCE, is_full
from core.history import because, history_of
from core.models import Batch
from core.sidetables import SETTING
from core.tables.bulk import MANY, Growth, grown_at_once
from core.tables.files import KEPT, Problem, TableFolder
from core.tables.matching import Matched, Matcher
from core.tables.reading import Progress, are_large, readings
from core.tables.spec import Table, sql_name
from core.tables.staging import stage

# Memory for one sort or join; with a few of them at once a load of a million rows stays below 400 MB.
WORK_MEM = "64MB"
# Enough to plan a load by; autovacuum looks more closely within a minute after it.
STATISTICS = 10
# The number of a lock: two loads of one folder at once would both find its rows new.
ONE_AT_A_TIME = 7_001_917


@dataclass(slots=True)
class LoadReport:
    """What a load did, or would do."""

    applied: bool
    batch: Batch | None = None
    # For each table: its name, the rows read, and those of them that are new; the others stand already, in the
    # database or in a line above.
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    @property
    def good(self) -> bool:
        return not self.problem_count

    @property
    def new(self) -> int:
        return sum(new for _, _, new in self.counts)

    def lines(self) -> list[str]:
        said = [_counted(*counts) for counts in self.counts]
        said += [str(problem) for problem in self.problems]
        if self.problem_count > len(self.problems):
            rest = f"{self.problem_count - len(self.problems):,}"
            said.append(_("… and %(count)s more.") % {"count": rest})
        return [*said, self._outcome()]

    def _outcome(self) -> str:
        if not self.good:
            return _("Nothing was written: mend the lines above first.")
        if not self.new:
            return _("Nothing is new; nothing was written.")
        if self.batch is None:
            sentence = _("This was a dry run: %(count)s records would be made. Add --apply to make them.")
            return sentence % {"count": f"{self.new:,}"}
        words = {"count": f"{self.new:,}", "number": self.batch.pk, "undo": f"`manage.py load --undo {self.batch.pk}`"}
        return _("%(count)s records were made as import %(number)s; %(undo)s takes them back.") % words


def _counted(name: str, rows: int, new: int) -> str:
    words = {"name": name, "rows": f"{rows:,}", "new": f"{new:,}", "known": f"{rows - new:,}"}
    return _("%(name)s: %(rows)s rows, %(new)s new, %(known)s known") % words


# What has to stand around the writing of this many new records: a search that follows at the end, for example.
Around = Callable[[int], AbstractContextManager[None]]


def nothing_around(new: int) -> AbstractContextManager[None]:
    return nullcontext()


@as_owner()
def load(
    tables: Sequence[Table],
    path: Path,
    apply: bool,
    source: str = "",
    progress: Progress = lambda said: None,
    around: Around = nothing_around,
) -> LoadReport:
    """Load the files of the folder. Whatever is wrong stands in the report, and then nothing was written."""
    folder = TableFolder(path)
    report = LoadReport(applied=apply)
    if not any(folder.has(table.file) for table in tables):
        folder.complain(str(path), 0, _("there is none of the tables here, such as persons.csv."))
    for table in tables:
        folder.check_header(table)
    if not folder.wrong:
        _run(tables, folder, report, source or path.name, progress, around)
    report.problems, report.problem_count = folder.problems[:KEPT], folder.wrong.total()
    if not report.good:
        report.batch = None
    return report


def _run(
    tables: Sequence[Table],
    folder: TableFolder,
    report: LoadReport,
    source: str,
    progress: Progress,
    around: Around,
) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            cursor.execute(f"SET LOCAL work_mem TO '{WORK_MEM}'; SET LOCAL default_statistics_target TO {STATISTICS}")
            _write(tables, folder, report, cursor, source, progress, around)
            if report.batch:
                report.batch.report = "\n".join(report.lines())
                report.batch.save()
            if report.applied:  # the ids of a dry run were looked up in the files already
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys speak now, not when the caller commits
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SET LOCAL work_mem TO DEFAULT; SET LOCAL default_statistics_target TO DEFAULT")
            transaction.set_rollback(not report.applied or bool(folder.wrong))
    except _Refused:
        report.batch = None
    except OSError as error:
        sentence = _("it cannot be read: %(why)s.") % {"why": error.strerror}
        folder.complain(error.filename or str(folder.path), 0, sentence)
    except DatabaseError as error:
        folder.complain(str(folder.path), 0, _("the database refused it: %(why)s") % {"why": _sentence(error)})
    if not report.applied:
        report.batch = None


class _Refused(Exception):
    """What was written already is taken back: a later file was found wrong."""


def _write(
    tables: Sequence[Table],
    folder: TableFolder,
    report: LoadReport,
    cursor: CursorWrapper,
    source: str,
    progress: Progress,
    around: Around,
) -> None:
    """Where nothing stands each table is written as it comes; else what is new is known, and good, before any is."""
    as_read = report.applied and are_large(tables, folder) and not _any_stand(tables, cursor)
    with closing(_match(tables, folder, report, cursor, progress)) as coming:
        matched = coming if as_read else list(coming)
        if not as_read and (folder.wrong or not report.new):
            return
        with around(MANY if as_read else report.new) if report.applied else _unsearched(cursor):
            report.batch = _insert_all(matched, tables, folder, cursor, source, report.applied, progress)
            if folder.wrong:
                raise _Refused


def _any_stand(tables: Sequence[Table], cursor: CursorWrapper) -> bool:
    cursor.execute(f"SELECT {' OR '.join(f'EXISTS (SELECT FROM {table.db_table})' for table in tables)}")
    return bool((cursor.fetchone() or [False])[0])


@contextmanager
def _unsearched(cursor: CursorWrapper) -> Iterator[None]:
    """What is rolled back need not be found; and filling the search would make its readers wait."""
    cursor.execute(f"SET LOCAL {SETTING} TO 'later'")
    yield


def _match(
    tables: Sequence[Table], folder: TableFolder, report: LoadReport, cursor: CursorWrapper, progress: Progress
) -> Generator[Matched, None, None]:
    matcher = Matcher(folder, cursor)
    with closing(readings(tables, folder, progress)) as read:
        for reading in read:
            matched = matcher.match(stage(reading, cursor))
            if matched.staged.rows:
                report.counts.append((matched.table.name, matched.staged.rows, matched.new))
            yield matched


def _insert_all(
    matched: Iterable[Matched],
    tables: Sequence[Table],
    folder: TableFolder,
    cursor: CursorWrapper,
    source: str,
    applied: bool,
    progress: Progress,
) -> Batch:
    digest = folder.digest([table.file for table in tables])
    with because(f"tables from {source}"):
        batch = Batch.objects.create(kind=Batch.Kind.TABLES, source=source[:500], content_hash=digest)
    with because(f"tables from {source}", batch=batch.pk):
        done: dict[type[models.Model], Matched] = {}
        for each in matched:
            done[each.table.model] = each
            if not each.new or folder.wrong:
                continue
            # A dry run keeps the indexes, since nobody should have to wait for it.
            growth = Growth(each.table.db_table, history_of(each.table.model), each.new)
            with grown_at_once([growth] if applied else [], cursor):
                _insert(each, done, batch, cursor)
                # The triggers of what comes next look into this table, and plan badly for one they think empty.
                cursor.execute(f"ANALYZE {each.table.db_table}")
            progress(f"{each.table.name}: {each.new:,} records made")
    return batch


def _insert(matched: Matched, done: dict[type[models.Model], Matched], batch: Batch, cursor: CursorWrapper) -> None:
    table = matched.table
    implied = table.implied if matched.staged.file != table.file else None
    names, values, joins = ["id", *map(sql_name, table.stored)], [], []
    source = f"{matched.staged.name} s"
    if matched.numbered:
        values.append(matched.numbered.format("s.file_id"))
    else:
        values.append("m.id")
        source += f" JOIN {matched.map} m ON m.row = s.row AND m.new"
    targets = {column.field: column.target for column in table.columns if column.target}
    for f in table.stored:
        if f not in targets:
            values.append(f"s.{sql_name(f)}")
            continue
        value, join = done[targets[f]].id_of(f"s.{sql_name(f)}", f"m_{f.name}")
        joins.append(join)
        values.append(value)
        if implied and f.name in implied.found:
            names_and_ids, own_name = implied.found[f.name]
            joins.append(f"LEFT JOIN {names_and_ids} found ON found.name = s.{own_name}")
            values[-1] = f"coalesce({value}, found.id)"
    if table.has_status:
        names += ["batch_id", "version", "created_at", "changed_at"]
        values += [str(batch.pk), "1", "now()", "now()"]
    cursor.execute(
        f"INSERT INTO {table.db_table} ({', '.join(names)}) SELECT {', '.join(values)}"
        f" FROM {source} {' '.join(joins)} {'' if matched.numbered else 'ORDER BY s.row'}"
    )


def _sentence(error: DatabaseError) -> str:
    """What PostgreSQL said first, with its detail: it names the values that clash."""
    if is_full(error):
        return str(SENTENCE)
    diag = getattr(error.__cause__, "diag", None)
    said = [getattr(diag, "message_primary", None), getattr(diag, "message_detail", None)]
    return " ".join(part for part in said if part) or str(error)
