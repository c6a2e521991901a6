"""Records read by key with a few of their columns: what a line of a list shows, in a tenth of the time of `only()`.

A page of fifty lines points at three hundred records. Joined in one query they took longer to plan than to read, and
`Model.__init__` went through every field of each; here each table is asked by itself, and each record made once.
What several tables hold for one page is asked in one statement all the same (`together`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from core.prepared import ask

Model = TypeVar("Model", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Records of a model whose `key` is `among` what a question finds.

    The question is a constant of our own modules. It may read what was wanted before by its name (`SELECT unit_id FROM
    cited`), and takes values from outside as `%s`.
    """

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    among: str
    key: str = "id"


def together(wanted: tuple[Wanted, ...], *values: list[int]) -> list[dict[int | None, Any]]:
    """The records of each, by their ids, in one statement; columns as for `sketches`, beginning with `id`."""
    with connection.cursor() as cursor:
        ask(cursor, _statement(wanted), values)
        found, database = cursor.fetchone(), connection.alias
    return [
        {row[0]: _sketch(one.model, one.columns, row, database) for row in rows or ()}
        for one, rows in zip(wanted, found, strict=True)
    ]


def sketches(model: type[Model], columns: Sequence[str], keys: Iterable[Any], key: str = "id") -> list[Model]:
    """The records whose `key` is one of these, in no order. A column that was not asked for is read when it is used.

    Columns must be such as come from the database ready for use: texts, numbers, keys.
    """
    wanted = [one for one in set(keys) if one is not None]
    if not wanted:
        return []
    database = connection.alias
    with connection.cursor() as cursor:
        ask(cursor, _sql(model, tuple(columns), key), [wanted])
        return [_sketch(model, columns, row, database) for row in cursor.fetchall()]


def by_number(model: type[Model], columns: Sequence[str], numbers: Iterable[int | None]) -> dict[int | None, Model]:
    """The same by their ids; `columns` must begin with `id`."""
    return {record.pk: record for record in sketches(model, columns, numbers)}


def point(records: Iterable[models.Model], name: str, targets: Mapping[int | None, Any]) -> None:
    """Let the foreign key of this name show its target, without asking the database; nothing where it is not there."""
    key = f"{name}_id"
    for record in records:
        record._state.fields_cache[name] = targets.get(record.__dict__[key])


def gather(records: Mapping[Any, models.Model], name: str, related: Iterable[models.Model], key: str) -> None:
    """Let each record's `name.all()` give those of `related` whose `key` is its number, in the order in which they are.

    As prefetching does, but that it makes a manager and a query for each record.
    """
    theirs: dict[int | None, list[models.Model]] = {number: [] for number in records}
    for one in related:
        theirs[one.__dict__[key]].append(one)
    for number, record in records.items():
        empty = _all_related(type(record), name)
        found = type(empty)(empty.model, empty.query)
        found._result_cache = theirs[number]
        record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


@cache
def _all_related(model: type[models.Model], name: str) -> models.QuerySet[Any]:
    related: Any = model._meta.get_field(name).related_model
    found: models.QuerySet[Any] = related._default_manager.all()
    return found


@cache
def _statement(wanted: tuple[Wanted, ...]) -> str:
    """Each table's rows by an index, as a list of lists: by joins they would be planned for longer than they are read.

    An ARRAY of keys is what keeps the planner to the index; it does not know how few there are.
    """
    tables = ", ".join(f"{one.name} AS MATERIALIZED ({_chosen(one)})" for one in wanted)
    rows = ((one.name, f"json_agg(json_build_array({_columns(one.model, one.columns)}))") for one in wanted)
    lists = ", ".join(f"(SELECT {listed} FROM {name})" for name, listed in rows)  # noqa: S608 - as in `_chosen`
    return f"WITH {tables} SELECT {lists}"


def _chosen(one: Wanted) -> str:
    """Names are those of our own models, each of which is checked to exist."""
    columns, key = _columns(one.model, one.columns), _quoted(one.model, one.key)
    return f"SELECT {columns} FROM {_quoted(one.model)} WHERE {key} = ANY(ARRAY({one.among}))"  # noqa: S608 - see above


@cache
def _sql(model: type[models.Model], columns: tuple[str, ...], key: str) -> str:
    """Names are those of our own models, each of which is checked to exist."""
    return f"SELECT {_columns(model, columns)} FROM {_quoted(model)} WHERE {_quoted(model, key)} = ANY(%s)"  # noqa: S608 - see above


def _columns(model: type[models.Model], columns: Sequence[str]) -> str:
    return ", ".join(_quoted(model, column) for column in columns)


def _quoted(model: type[models.Model], attname: str = "") -> str:
    """The name of a column, or of the table."""
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    return connection.ops.quote_name(columns[attname] if attname else model._meta.db_table)


def _sketch(model: type[Model], columns: Sequence[str], row: tuple[Any, ...], database: str) -> Model:
    record = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, database
    record.__dict__ = dict(zip(columns, row, strict=True), _state=state)
    return record
