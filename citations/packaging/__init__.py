"""The whole public data set as a dated package: CSV and JSON Lines with their description, and one SQLite file.

The rule: everything is made from one dump, so all forms hold the same rows, and no draft; the same records on the same
day give the same bytes; what is not finished has no name of its own. Boundary: what the tables hold is said by
`citations.tables`; what a folder keeps and how it is given out, by `kept` and `config.data`.
"""

# ruff: noqa: S608 - the statements are made of the names of our own tables and columns

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from citations.tables import ALL
from core.tables.dumping import dump, header
from core.tables.spec import Table

NAMED = "opis-????-??-??"
SUMS = "SHA256SUMS"
# Programs that go along: each reads a package by itself, with nothing but Python. The shorter one stands on the page.
HERE = Path(__file__).parent
READ, CHECK = HERE / "read.py.txt", HERE / "check.py.txt"
_SHIELD = re.compile(r"'(?=[=+\-@\t])")
README = """# Opis, {day}

The public data set of Opis, an archival citation database for historians of the Soviet period.

- `csv/`: one file for each table, UTF-8; `manage.py load csv --apply` makes the same site of an empty Opis.
- `jsonl/`: the same rows, one JSON object a line.
- `datapackage.json`: what each column is and what it points at (Frictionless Data Package).
- `manifest-sha256.txt`: the SHA-256 of each file; check with `sha256sum -c manifest-sha256.txt`.
- `read.py`: ten lines of Python that begin to read it. `check.py`: thirty that check sums, numbers of rows and keys.

Licence: {licence}. Cite as: Opis, data set of {day}.
"""


def package(folder: Path, day: date, licence: str, keep: int) -> list[Path]:
    """Make `opis-DAY.zip` and `opis-DAY.sqlite` there, keep so many days, and write the sums of all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"opis-{day.isoformat()}"
    with tempfile.TemporaryDirectory(prefix=".package-", dir=folder) as passing:
        work = Path(passing)
        counts = dict(dump(ALL, work / "csv"))
        (work / "jsonl").mkdir()
        for table in ALL:
            with (work / "jsonl" / f"{table.name}.jsonl").open("w", encoding="utf-8") as stream:
                stream.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in _rows(table, work))
        _describe(work, day, licence, counts)
        _sqlite(work, work / "data.sqlite")
        _zip(work, work / "data.zip", day)
        made = []
        for suffix in (".zip", ".sqlite"):
            os.replace(work / f"data{suffix}", folder / f"{name}{suffix}")
            made.append(folder / f"{name}{suffix}")
    _forget(folder, keep)
    _write_sums(folder)
    return made


def _rows(table: Table, work: Path) -> Iterator[dict[str, Any]]:
    """Numbers as numbers, nothing as null, and text without the shield that spreadsheets need."""
    with (work / "csv" / table.file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {name: _value(name, cell) for name, cell in row.items()}


def _value(column: str, cell: str) -> int | str | None:
    if cell == "":
        return None
    return int(cell) if _is_number(column) and cell.isdecimal() else _SHIELD.sub("", cell, count=1)


def _is_number(column: str) -> bool:
    return column == "id" or column.endswith("_id")


def _keys(table: Table) -> dict[str, str]:
    """Columns that point at another table, and its name."""
    names = {other.model: other.name for other in ALL}
    found = {column.name: names[column.target] for column in table.columns if column.target in names}
    return {name: target for name, target in found.items() if name in header(table)}


def _describe(work: Path, day: date, licence: str, counts: Mapping[str, int]) -> None:
    resources = [
        {
            "name": table.name.replace("_", "-"),
            "path": f"csv/{table.file}",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "rows": counts[table.name],
            "bytes": (work / "csv" / table.file).stat().st_size,
            "hash": f"sha256:{_sum(work / 'csv' / table.file)}",
            "schema": {
                "fields": [{"name": n, "type": "integer" if _is_number(n) else "string"} for n in header(table)],
                **({"primaryKey": "id"} if "id" in header(table) else {}),
                "foreignKeys": [
                    {"fields": name, "reference": {"resource": target.replace("_", "-"), "fields": "id"}}
                    for name, target in _keys(table).items()
                ],
            },
        }
        for table in ALL
    ]
    described = {
        "profile": "tabular-data-package", "name": "opis", "title": "Opis", "created": f"{day}T00:00:00Z",
        "version": day.isoformat(), "licenses": [{"name": licence}], "resources": resources,
    }  # fmt: skip
    (work / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n")
    (work / "README.md").write_text(README.format(day=day.isoformat(), licence=licence))
    (work / "LICENCE").write_text(f"{licence}\n")
    (work / "CITATION.cff").write_text(
        f"cff-version: 1.2.0\nmessage: Please cite the data set with its date.\ntitle: Opis\ntype: dataset\n"
        f"authors:\n  - name: Opis\nversion: '{day}'\ndate-released: '{day}'\nlicense: {licence}\n"
    )
    for program in (READ, CHECK):
        shutil.copyfile(program, work / program.stem)
    files = sorted(path for path in work.rglob("*") if path.is_file())
    sums = "".join(f"{_sum(path)}  {path.relative_to(work).as_posix()}\n" for path in files)
    (work / "manifest-sha256.txt").write_text(sums)


def _sqlite(work: Path, path: Path) -> None:
    """A table for each file with its keys, and `words`, in which all texts are searched (FTS5)."""
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, id UNINDEXED, text)")
    for table in ALL:
        names, keys = header(table), _keys(table)
        columns = [
            f'"{name}" {"INTEGER" if _is_number(name) else "TEXT"}'
            + (" PRIMARY KEY" if name == "id" else f' REFERENCES "{keys[name]}"(id)' if name in keys else "")
            for name in names
        ]
        base.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
        marks = ", ".join("?" * len(names))
        rows = (tuple(row.values()) for row in _rows(table, work))
        base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        for name in keys:
            base.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")')
        texts = " || ' ' || ".join(f"coalesce(\"{name}\", '')" for name in names if not _is_number(name))
        if "id" in names and texts:
            base.execute(f"INSERT INTO words SELECT '{table.name}', id, {texts} FROM \"{table.name}\"")
    base.commit()
    base.close()


def _zip(work: Path, path: Path, day: date) -> None:
    """Every file as of that day, so that nothing of when or by whom it was packed makes two packages differ."""
    files = sorted(each for each in work.rglob("*") if each.is_file() and each.suffix not in (".zip", ".sqlite"))
    with zipfile.ZipFile(path, "w") as archive:
        for each in files:
            told = zipfile.ZipInfo(each.relative_to(work).as_posix(), (day.year, day.month, day.day, 0, 0, 0))
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            told.file_size = each.stat().st_size
            with each.open("rb") as source, archive.open(told, "w") as into:
                shutil.copyfileobj(source, into)


def _forget(folder: Path, keep: int) -> None:
    days = sorted({path.stem for path in folder.glob(f"{NAMED}.zip")})
    for day in days[:-keep] if keep else []:
        for suffix in (".zip", ".sqlite"):
            (folder / f"{day}{suffix}").unlink(missing_ok=True)


def _write_sums(folder: Path) -> None:
    """Last, and at once: what stands there is whole."""
    kept = sorted([*folder.glob(f"{NAMED}.zip"), *folder.glob(f"{NAMED}.sqlite")])
    passing = folder / f".{SUMS}"
    passing.write_text("".join(f"{_sum(path)}  {path.name}\n" for path in kept))
    os.replace(passing, folder / SUMS)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
