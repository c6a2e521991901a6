"""The whole public data set as table files, read with the rights of the anonymous public.

Rows come by id and ids are kept, so that a dump loaded into an empty database gives the same bytes again, and two
dumps of one site differ only where its records do.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.db import connection, models, transaction

from core.publication import reading_as_public
from core.tables.cells import CellWriter, write_list, write_plain, write_text, writer_for
from core.tables.spec import Table

CHUNK = 2000


def dump(
    tables: Sequence[Table], path: Path, progress: Callable[[str], None] = lambda said: None
) -> list[tuple[str, int]]:
    """Write one file for each table, also where it has no row. Returns the tables with their numbers of rows."""
    path.mkdir(parents=True, exist_ok=True)
    counts = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            if len(connection.savepoint_ids) == 0:  # one state of the database for all files
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with reading_as_public():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout TO 0")
            for table in tables:
                counts.append((table.name, _write(table, path)))
                progress(f"{table.file}: {counts[-1][1]:,} rows")
    return counts


def _write(table: Table, path: Path) -> int:
    """Under a passing name first, so that a dump that was broken off leaves no half file."""
    passing = path / f".{table.file}.part"
    count = 0
    with passing.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(_Lines(stream))
        rows.writerow(header(table))
        for row in _rows(table):
            rows.writerow(row)
            count += 1
    os.replace(passing, path / table.file)
    return count


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines end with a line feed; csv must think they end with both, or it would not quote a carriage return."""

    stream: TextIO

    def write(self, line: str) -> int:
        return self.stream.write(line.removesuffix("\r\n") + "\n")


def header(table: Table) -> list[str]:
    """The columns of the short form first, then those that it lacks."""
    like = table.like or ("id",)
    return [*like, *(name for name in (*table.names, *table.beside) if name not in like)]


def _rows(table: Table) -> Iterator[list[str]]:
    columns = {column.name: column for column in table.columns}
    writers: dict[str, CellWriter] = {name: writer_for(column.field) for name, column in columns.items()}
    fields = {name: column.field.attname for name, column in columns.items()}
    annotated = {f"asked_{name}": asked for name, asked in table.asked.items() if not isinstance(asked, str)}
    fields |= {name: asked if isinstance(asked, str) else f"asked_{name}" for name, asked in table.asked.items()}
    wanted = ["id", *fields.values()]
    names = ["id", *fields]
    places = {name: at for at, name in enumerate([*names, *table.said])}
    cells = [(writers.get(name, write_any), places[name]) for name in header(table)]
    queryset: models.QuerySet[Any] = table.model._default_manager.annotate(**annotated)
    for values in queryset.order_by(*table.order).values_list(*wanted).iterator(chunk_size=CHUNK):
        if table.said:
            row = dict(zip(names, values, strict=True))
            values += tuple(make(row) for make in table.said.values())
        yield [write(values[at]) for write, at in cells]


def write_any(value: Any) -> str:
    """A value that is no field of the table."""
    if isinstance(value, list):
        return write_list(value)
    return write_text(value) if isinstance(value, str) else write_plain(value)
