"""Which staged rows are records that stand already, which are new, and which id each has; all set by set, in SQL.

A row meets a record by the table's key; where none has it to the letter, one whose dates are equal in other words:
files of reference managers bring “2 июня 1928” back as 1928-06-02. A map then holds, for each row of `stage_…`, the id
in the database. Where the table is empty and no row repeats another, there is nothing to match: the ids follow from the
file, and no map is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.sql import Query
from django.utils.translation import gettext as _

from core.fields import Edtf
from core.records import Status
from core.tables.files import TableFolder
from core.tables.spec import Table, sql_name
from core.tables.staging import Staged

# So many lines are named for one complaint; the rest are counted by the next run, when these are mended.
NAMED = 20
# Null meets null: a value that no key holds stands for it, so that the join can hash.
NOTHING = {"bigint": "0", "integer": "-1", "smallint": "-1", "date": "'infinity'::date", "boolean": "false"}


@dataclass(frozen=True, slots=True)
class Matched:
    """A staged table with the number of rows that are new, and its map: a relation of row, file_id, id, new and status.

    `numbered` is how ids follow from the ids of the file (`{}`), where they do. `drafts` tells if any row is a draft.
    `unbroken` are the least and highest id of the file where all between them are there.
    """

    staged: Staged
    new: int
    map: str
    drafts: bool
    numbered: str = ""
    unbroken: tuple[int, int] | None = None

    @property
    def table(self) -> Table:
        return self.staged.table

    def id_of(self, file_id: str, alias: str) -> tuple[str, str]:
        """SQL for the id in the database of a row with this id in the file, and the join that it needs."""
        if self.numbered:
            return self.numbered.format(file_id), ""
        return f"{alias}.id", f"LEFT JOIN {self.map} {alias} ON {alias}.file_id = {file_id}"


class Matcher:
    """Matches one staged table after the other, those pointed at first."""

    def __init__(self, folder: TableFolder, cursor: CursorWrapper) -> None:
        self.folder, self.cursor = folder, cursor
        self.done: dict[type[models.Model], Matched] = {}
        self.staged: dict[type[models.Model], Staged] = {}

    def match(self, staged: Staged) -> Matched:
        """Make the map of this table and complain of what cannot be loaded."""
        self.staged[staged.table.model] = staged
        self._complain_of_ids(staged)
        self._complain_of_references(staged)
        self._complain_of_conditions(staged)
        matched = self._make_map(staged)
        self.done[staged.table.model] = matched
        self._complain_of_drafts(matched)
        return matched

    def _make_map(self, staged: Staged) -> Matched:
        table, name = staged.table, f"map_{staged.table.name}"
        if not staged.rows:  # then the records that stand there need not be looked at
            return Matched(staged, 0, _as_it_stands(staged, "{}"), drafts=False, numbered="{}")
        empty = not self._one(f"SELECT EXISTS (SELECT FROM {table.db_table})")
        keys = self._keys(staged)
        given, least, most = self._ids_of_file(staged)
        numbered = _numbered(staged.rows, given, least, most) if empty else ""
        if numbered and not self._repeats(staged, keys):
            unbroken = (least, most) if given == staged.rows == most - least + 1 else None
            return self._as_in_the_file(staged, numbered, unbroken)
        self._number_repeats(staged, keys)
        standing = "NULL::bigint AS id, NULL::text AS status" if empty else "t.id, " + _status(table, "t")
        join = "" if empty else self._join_standing(table, keys)
        new_id = self._new_id(staged, empty)
        self.cursor.execute(f"DROP TABLE IF EXISTS pg_temp.met, pg_temp.{name}")
        self.cursor.execute(
            f"CREATE TEMPORARY TABLE met ON COMMIT DROP AS"
            f" SELECT r.row, r.file_id, r.first_row, {_status(table, 'r', 'staged_status')}, {standing}"
            f" FROM repeats r {join}"
        )
        if not empty:
            self._meet_by_dates(staged, keys)
        self.cursor.execute(
            f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS"
            f" WITH fresh AS MATERIALIZED (SELECT row, {new_id} AS id FROM"
            f" (SELECT row, file_id FROM met WHERE id IS NULL AND row = first_row ORDER BY row) ordered)"
            " SELECT met.row, met.file_id, coalesce(met.id, fresh.id) AS id,"
            " fresh.row IS NOT DISTINCT FROM met.row AS new, coalesce(met.status, met.staged_status) AS status"
            " FROM met LEFT JOIN fresh ON fresh.row = met.first_row"
        )
        self.cursor.execute("DROP TABLE pg_temp.met, pg_temp.repeats")
        self.cursor.execute(f"ANALYZE {name}")
        new = self._one(f"SELECT count(*) FROM {name} WHERE new")
        return Matched(staged, new, name, self._drafts(table, name))

    def _as_in_the_file(self, staged: Staged, numbered: str, unbroken: tuple[int, int] | None) -> Matched:
        self._begin_after(staged, numbered)
        published = staged.fixed.get('"status"') == Status.PUBLISHED
        drafts = not published and self._drafts(staged.table, staged.name)
        return Matched(staged, staged.rows, _as_it_stands(staged, numbered), drafts, numbered, unbroken)

    def _ids_of_file(self, staged: Staged) -> tuple[int, int, int]:
        """How many rows have one, the least and the highest."""
        self.cursor.execute(
            f"SELECT count(file_id), coalesce(min(file_id), 0), coalesce(max(file_id), 0) FROM {staged.name}"
        )
        given, least, most = self.cursor.fetchone() or (0, 0, 0)
        return given, least, most

    def _repeats(self, staged: Staged, keys: list[tuple[str, str]]) -> bool:
        """Whether rows may be the same by their key; two keys that only share their hash are looked at with care."""
        table = staged.table
        if table.repeated == "number" and not table.counted:
            return False
        joins = self._joins(staged, table.key)
        return bool(
            self._one(
                f"SELECT EXISTS (SELECT FROM (SELECT {_hash(table, [ours for ours, _ in keys])} AS hash"
                f" FROM {staged.name} s {joins}) keyed GROUP BY hash HAVING count(*) > 1)"
            )
        )

    def _drafts(self, table: Table, relation: str) -> bool:
        if not table.has_status:
            return False
        return bool(self._one(f"SELECT EXISTS (SELECT FROM {relation} WHERE status <> '{Status.PUBLISHED}')"))

    def _begin_after(self, staged: Staged, numbered: str) -> None:
        """New records are numbered on from the highest id of the file."""
        highest = numbered.format("s.file_id")
        self.cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{staged.table.db_table}', 'id'), greatest(max({highest}), 1),"
            f" coalesce(max({highest}), 0) > 0) FROM {staged.name} s"
        )

    def _new_id(self, staged: Staged, empty: bool) -> str:
        """An empty table keeps the ids of the file, so that addresses outlive a move; a full one numbers on."""
        sequence = f"pg_get_serial_sequence('{staged.table.db_table}', 'id')"
        if not empty:
            return f"nextval({sequence})"
        self._begin_after(staged, "{}")
        return f"CASE WHEN file_id > 0 THEN file_id ELSE nextval({sequence}) END"

    def _meet_by_dates(self, staged: Staged, keys: list[tuple[str, str]]) -> None:
        """Rows that met nobody meet records that no row has met, one each, whose dates are equal, however written."""
        table, alike = staged.table, self._keys(staged, dates_as_understood=True)
        if alike == keys:
            return
        ours, theirs = [own for own, _ in alike], [standing for _, standing in alike]
        names = ", ".join(f"k{at}" for at in range(len(alike)))
        nth = f"row_number() OVER (PARTITION BY hash, {names} ORDER BY number) AS nth"
        of_rows = ", ".join(f"{sql} AS k{at}" for at, sql in enumerate(ours))
        of_records = ", ".join(f"{sql} AS k{at}" for at, sql in enumerate(theirs))
        hash = _hash(table, theirs)
        self.cursor.execute(
            f"WITH rows AS MATERIALIZED (SELECT *, {nth} FROM"
            f" (SELECT s.row AS number, {of_rows}, {_hash(table, ours)} AS hash FROM {staged.name} s"
            f" JOIN met ON met.row = s.row AND met.row = met.first_row AND met.id IS NULL"
            f" {self._joins(staged, table.key)}) keyed),"
            f" records AS (SELECT *, {nth} FROM"
            f" (SELECT t.id AS number, {_status(table, 't')}, {of_records}, {hash} AS hash FROM {table.db_table} t"
            f" WHERE {hash} IN (SELECT hash FROM rows)"
            " AND NOT EXISTS (SELECT FROM met WHERE met.id = t.id)) keyed)"
            f" UPDATE met SET id = pair.id, status = pair.status FROM"
            f" (SELECT rows.number AS row, records.number AS id, records.status FROM rows JOIN records"
            f" USING (hash, {names}, nth)) pair WHERE met.first_row = pair.row"
        )

    def _keys(self, staged: Staged, *, dates_as_understood: bool = False) -> list[tuple[str, str]]:
        """For each part of the key: SQL for it on the side of the rows `s` and on the side of the records `t`."""
        understood = {f.source: sql_name(f) for f in staged.table.derived if isinstance(f, Edtf)}
        keys = []
        for name in staged.table.key:
            field = cast("models.Field[Any, Any]", staged.table.model._meta.get_field(name))
            stored = field.db_type(connection) or "text"
            column = sql_name(field)
            target = field.related_model if isinstance(field, models.ForeignKey) else None
            ours = self._id(target, f"m_{name}", f"s.{column}")[0] if target else f"s.{column}"
            if dates_as_understood and name in understood:
                ours, standing = (f"coalesce(nullif({of}.{understood[name]}, ''), {of}.{column})" for of in "st")
            else:
                standing = f"t.{column}"
            keys.append((_not_null(ours, stored), _not_null(standing, stored)))
        for name, beside in staged.table.beside.items():
            if name in staged.present:
                stored = "bigint" if beside.target else "text"
                ours = self._id(beside.target, f"m_{name}", f's."{name}"')[0]
                keys.append((_not_null(ours, stored), _not_null(beside.standing, stored)))
        return keys

    def _number_repeats(self, staged: Staged, keys: list[tuple[str, str]]) -> None:
        """`repeats`: each row with its key, how many rows before it are the same, and the first of them."""
        table = staged.table
        columns = ", ".join(f"{ours} AS k{at}" for at, (ours, _) in enumerate(keys))
        ours = [ours for ours, _ in keys]
        names = ", ".join(f"k{at}" for at in range(len(keys)))
        window = f"OVER (PARTITION BY hash, {names} ORDER BY row)"
        first = "row" if table.repeated == "number" else f"first_value(row) {window}"
        nth = f"row_number() {window}" if table.repeated == "number" else "1::bigint"
        status = ", status" if table.has_status else ""
        self.cursor.execute("DROP TABLE IF EXISTS pg_temp.repeats")
        self.cursor.execute(
            f"CREATE TEMPORARY TABLE repeats ON COMMIT DROP AS"
            f" SELECT row, line, file_id{status}, {names}, hash, {first} AS first_row, {nth} AS nth FROM"
            f" (SELECT s.row, s.line, s.file_id{', s.status' if status else ''}, {columns},"
            f" {_hash(table, ours)} AS hash FROM {staged.name} s {self._joins(staged, table.key)}) keyed"
        )
        self.cursor.execute("ANALYZE repeats")
        for name, sql in table.counted.items():
            self.cursor.execute(
                f"UPDATE {staged.name} s SET {table.sql_of(name)} = {sql} FROM repeats"
                " WHERE repeats.row = s.row AND repeats.nth > 1"
            )
        if table.repeated == "refuse":
            self._complain(
                staged, "SELECT line FROM repeats WHERE row <> first_row", _("the same stands in a line above.")
            )

    def _join_standing(self, table: Table, keys: list[tuple[str, str]]) -> str:
        theirs = ", ".join(f"{sql} AS k{at}" for at, (_, sql) in enumerate(keys))
        hash = _hash(table, [sql for _, sql in keys])
        names = ", ".join(f"k{at}" for at in range(len(keys)))
        on = " AND ".join(f"t.k{at} = r.k{at}" for at in range(len(keys)))
        status = ", t.status" if table.has_status else ""
        numbered = (
            f"SELECT t.id{status}, {theirs}, {hash} AS hash FROM {table.db_table} t"
            f" WHERE {hash} IN (SELECT r.hash FROM repeats r)"
        )
        # Of several records with one key the first is met; the k-th where equal rows are numbered.
        numbered = f"SELECT *, row_number() OVER (PARTITION BY hash, {names} ORDER BY id) AS nth FROM ({numbered}) t"
        return f"LEFT JOIN ({numbered}) t ON {on} AND t.nth = r.nth"

    def _joins(self, staged: Staged, fields: tuple[str, ...]) -> str:
        """Joins that give the ids in the database for the ids of the file; the map of field f is called m_f."""
        joins = []
        for column in staged.table.columns:
            if column.target and column.field.name in fields and column.target is not staged.table.model:
                joins.append(self._id(column.target, f"m_{column.field.name}", f"s.{column.sql}")[1])
        for name, beside in staged.table.beside.items():
            if beside.target and name in staged.present:
                joins.append(self._id(beside.target, f"m_{name}", f's."{name}"')[1])
        return " ".join(joins)

    def _id(self, target: type[models.Model] | None, alias: str, column: str) -> tuple[str, str]:
        return self.done[target].id_of(column, alias) if target else (column, "")

    def _complain_of_ids(self, staged: Staged) -> None:
        self._complain(
            staged,
            f"SELECT max(line) FROM {staged.name} WHERE file_id IS NOT NULL GROUP BY file_id HAVING count(*) > 1",
            _("its id stands in a line above too."),
        )

    def _complain_of_references(self, staged: Staged) -> None:
        for column in staged.table.columns:
            target = column.target
            if target is None or staged.is_null(column.sql):
                continue
            to = self.staged[target]
            if self.folder.wrong[to.file] and self.folder.wrong[staged.file] + self.folder.wrong[to.file]:
                continue  # rows that were refused are missing here, and have been complained of
            own = column.sql
            there = self.done.get(target)
            if there and there.unbroken:
                least, most = there.unbroken
                lines = f"SELECT line FROM {staged.name} WHERE {own} NOT BETWEEN {least} AND {most}"
            else:
                lines = (
                    f"SELECT s.line FROM {staged.name} s LEFT JOIN {to.name} p ON p.file_id = s.{own}"
                    f" WHERE s.{own} IS NOT NULL AND p.row IS NULL"
                )
            self._complain(staged, lines, _no_such_id(column.name, to.table.file))

    def _complain_of_conditions(self, staged: Staged) -> None:
        """The model's CHECK constraints, asked of the rows before they are records: all at once, then each."""
        asked = [
            (*_condition(staged.table.model, constraint), str(constraint.get_violation_error_message()))
            for constraint in staged.table.model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        ]
        holds = " AND ".join(f"({sql})" for sql, _values, _sentence in asked) or "true"
        all_values = [value for _sql, values, _sentence in asked for value in values]
        if not self._one(f"SELECT EXISTS (SELECT FROM {staged.name} WHERE NOT ({holds}))", all_values):
            return
        for sql, values, sentence in asked:
            self._complain(staged, f"SELECT line FROM {staged.name} WHERE NOT ({sql})", sentence, values)

    def _complain_of_drafts(self, matched: Matched) -> None:
        """Nothing published may point at a draft; the database refuses it too, but without the line."""
        staged = matched.staged
        if not staged.table.has_status:
            return
        for column in staged.table.columns:
            if column.target is None or staged.is_null(column.sql) or not self.done[column.target].drafts:
                continue
            own, to = column.sql, self.done[column.target]
            self._complain(
                staged,
                f"SELECT s.line FROM {staged.name} s JOIN {to.map} p ON p.file_id = s.{own}"
                f" WHERE s.status = '{Status.PUBLISHED}' AND p.status <> '{Status.PUBLISHED}'",
                _("%(column)s: this is published, but what it points at is a draft here; publish that first.")
                % {"column": column.name},
            )

    def _complain(self, staged: Staged, lines: str, sentence: str, values: list[Any] | None = None) -> None:
        self.cursor.execute(f"{lines} LIMIT {NAMED}", values)
        for (line,) in sorted(self.cursor.fetchall()):
            self.folder.complain(staged.file, line, sentence)

    def _one(self, sql: str, values: list[Any] | None = None) -> int:
        self.cursor.execute(sql, values)
        return int((self.cursor.fetchone() or [0])[0])


def _numbered(rows: int, given: int, least: int, most: int) -> str:
    """How an empty table takes over the ids of the file, if it can: as they are, or those of implied rows."""
    if not given:
        return "s.row"
    if given < rows:
        return ""
    return "{}" if least > 0 else "-{}" if most < 0 else ""


def _condition(model: type[models.Model], constraint: models.CheckConstraint) -> tuple[str, list[Any]]:
    query = Query(model, alias_cols=False)
    sql, values = query.get_compiler(connection=connection).compile(query.build_where(constraint.condition))  # type: ignore[arg-type]  # always a Q
    return sql, list(values)


def _no_such_id(column: str, where: str) -> str:
    return _("%(column)s: %(where)s has no such id.") % {"column": column, "where": where}


def _hash(table: Table, values: list[str]) -> str:
    """One number for a key of many texts: rows are sorted and grouped by it in a third of the time.

    What stands beside the key is left out, so that of the records that stand there only those are asked for it (their
    authors, their first copy) that are alike in all else.
    """
    return f"hash_record_extended(ROW({', '.join(values[: len(table.key)])}), 0)"


def _as_it_stands(staged: Staged, numbered: str) -> str:
    """The map where each row is a record of its own, under an id that follows from that in the file."""
    columns = f"s.row, s.file_id, {numbered.format('s.file_id')} AS id, true AS new, {_status(staged.table, 's')}"
    return f"(SELECT {columns} FROM {staged.name} s)"


def _status(table: Table, alias: str, name: str = "status") -> str:
    return f"{alias}.status::text AS {name}" if table.has_status else f"NULL::text AS {name}"


def _not_null(sql: str, stored: str) -> str:
    return f"coalesce({sql}, {NOTHING.get(stored, chr(39) * 2)})"
