"""How a table file matches a model, declared once for loading, dumping and the check of the documentation.

A column of a file is a field of the model, under the field's own name (a foreign key: the name and `_id`) unless
`renamed` says otherwise. Fields that are computed from others are no columns. The short form of a table, as the
generator of test corpora and most spreadsheets write it, is read where the column or the file of the full form is
missing: `birth_year` where there is no `born`, `authors` where there is no contributions.csv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol

from django.db import connection, models

from core.fields import Derived
from core.records import Record

# A line's number in its file, and its cells.
Line = tuple[int, Sequence[str]]
Lines = Iterator[Line]
# What happens to two rows of a file that are the same by their key: one record, one record each, or a complaint.
Repeated = Literal["merge", "number", "refuse"]


class Folder(Protocol):
    """The files of one load, as a table's own functions see them."""

    def has(self, file: str) -> bool: ...

    def header(self, file: str) -> tuple[str, ...]: ...

    def lines(self, file: str, columns: Sequence[str]) -> Lines: ...

    def complain(self, file: str, line: int, sentence: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Short:
    """A column made from columns of the short form; those that a file lacks come as empty text."""

    takes: tuple[str, ...]
    make: Callable[..., str]


@dataclass(frozen=True, slots=True)
class Implied:
    """Rows of a table that has no file, found between the lines of another: the authors in publications.csv.

    They are looked for where that file has the column `when`, and made from the columns that `rows` takes.
    Their ids are below zero, or empty, so that they never meet an id of a file.
    """

    file: str
    when: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    rows: Callable[[Lines], Lines]
    # For a foreign key: SQL for a table of `name` and `id`, and the staged column that has to equal the name.
    found: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that is no field but helps to tell records apart: the authors of two books called “Memoirs”.

    `standing` is SQL for the same of a record `t` in the database; `target` is the model where the cell is an id.
    """

    standing: str
    target: type[models.Model] | None = None
    # For a foreign key: SQL for a table of `name` and `id`, and the staged column that has to equal the name.
    found: Mapping[str, tuple[str, str]] = field(default_factory=dict)


# Works on the lines of a table's own file before they are read: header and lines in, header and lines out.
Prepare = Callable[[Folder, tuple[str, ...], Lines], tuple[tuple[str, ...], Lines]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file and the field that it fills; `target` is the model that an id points at."""

    name: str
    field: models.Field[Any, Any]
    target: type[models.Model] | None = None

    @property
    def sql(self) -> str:
        return sql_name(self.field)

    @property
    def required(self) -> bool:
        return not (self.field.blank or self.field.null or self.field.has_default())


@dataclass(frozen=True)
class Table:
    """One file. `key` names the fields by which a row meets the record that stands already.

    `computed` are fields that the model fills when saved, from the values of other fields (not columns).
    """

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    repeated: Repeated = "merge"
    renamed: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, Short] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    # Words of other corpora for a column, and ours for them.
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Columns that say nothing new.
    ignored: tuple[str, ...] = ()
    computed: Mapping[str, Short] = field(default_factory=dict)
    # SQL for such a field of a row `s` that repeats others and is the `nth` of them.
    counted: Mapping[str, str] = field(default_factory=dict)
    prepare: Prepare | None = None
    # Columns that `prepare` fills, so that a file need not have them.
    prepared: tuple[str, ...] = ()
    implied: Implied | None = None
    # For dumps: the header of the short form; what its columns need of the database (a field reached through keys, or
    # an expression); and how the rest follow from the row.
    like: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)
    order: tuple[Any, ...] = ("id",)

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def db_table(self) -> str:
        return self.model._meta.db_table

    @property
    def has_status(self) -> bool:
        return issubclass(self.model, Record)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the full form but for `id`, in the order of the model's fields; `status` comes last."""
        fields = [f for f in self.model._meta.concrete_fields if self._is_column(f)]
        fields.sort(key=lambda f: f.name == "status")
        return tuple(Column(self._column_name(f), f, _target_of(f)) for f in fields)

    @cached_property
    def derived(self) -> tuple[Derived, ...]:
        return tuple(f for f in self.model._meta.concrete_fields if isinstance(f, Derived))

    @cached_property
    def stored(self) -> tuple[models.Field[Any, Any], ...]:
        """Every field that a load fills: columns, keys, and what is derived from them, in this order."""
        fields = [column.field for column in self.columns]
        fields += [f for f in self.model._meta.concrete_fields if f.name in self.computed]
        return (*fields, *self.derived)

    @property
    def known(self) -> frozenset[str]:
        """Every column name that a file may have."""
        taken = {name for short in self.short.values() for name in short.takes}
        return frozenset({"id", *self.like, *self.beside, *self.said, *self.ignored, *taken, *self.names})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def sql_of(self, field_name: str) -> str:
        return next(sql_name(f) for f in self.stored if f.name == field_name)

    def _is_column(self, f: models.Field[Any, Any]) -> bool:
        if f.primary_key or isinstance(f, Derived | models.GeneratedField) or f.name in self.computed:
            return False
        if isinstance(f, models.ForeignKey) and _target_of(f) is None:
            return False
        return f.name not in {"version", "created_at", "changed_at"}

    def _column_name(self, f: models.Field[Any, Any]) -> str:
        return self.renamed.get(f.name) or (f"{f.name}_id" if isinstance(f, models.ForeignKey) else f.name)


def _target_of(f: models.Field[Any, Any]) -> type[models.Model] | None:
    """The model that a foreign key points at, if that is public at all: no import, no account."""
    target = f.related_model if isinstance(f, models.ForeignKey) else None
    if isinstance(target, type) and getattr(target, "publication_rule", "never") != "never":
        return target
    return None


def sql_name(f: models.Field[Any, Any]) -> str:
    """The column of a field, quoted: `end` and `order` are words of SQL."""
    return connection.ops.quote_name(f.column or f.name)
