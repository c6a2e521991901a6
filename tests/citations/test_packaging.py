"""The whole data set as a package: the dump's own bytes, sums that agree, tables with keys, and no draft."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from citations.packaging import package
from citations.tables import ALL
from core.tables.dumping import dump
from tests.world import grow, world

pytestmark = pytest.mark.django_db


def test_a_package_holds_the_dump_with_sums_and_keys_and_no_draft(tmp_path: Path) -> None:
    made = world(2)
    grow(made, [777], status="draft")
    for day in (1, 2, 3):
        package(tmp_path / "out", date(2026, 11, day), "CC-BY-4.0", keep=2)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "SHA256SUMS", "opis-2026-11-02.sqlite", "opis-2026-11-02.zip", "opis-2026-11-03.sqlite", "opis-2026-11-03.zip",
    ]  # fmt: skip
    for line in (tmp_path / "out/SHA256SUMS").read_text().splitlines():
        told, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == told
    dump(ALL, tmp_path / "dump")
    with zipfile.ZipFile(tmp_path / "out/opis-2026-11-03.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for table in ALL:
        assert files[f"csv/{table.file}"] == (tmp_path / "dump" / table.file).read_bytes()
    lines = [line.split("  ") for line in files["manifest-sha256.txt"].decode().splitlines()]
    sums = {name: told for told, name in lines}
    assert sums == {n: hashlib.sha256(b).hexdigest() for n, b in files.items() if n != "manifest-sha256.txt"}
    people = [json.loads(line) for line in files["jsonl/persons.jsonl"].splitlines()]
    assert made["person"].pk in {row["id"] for row in people}
    described = json.loads(files["datapackage.json"])
    assert described["licenses"] == [{"name": "CC-BY-4.0"}]
    names = next(each for each in described["resources"] if each["name"] == "person-names")
    key = {"fields": "person_id", "reference": {"resource": "persons", "fields": "id"}}
    assert key in names["schema"]["foreignKeys"]
    assert b"Narym 777" not in b"".join(files.values())
    base = sqlite3.connect(tmp_path / "out/opis-2026-11-03.sqlite")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    found = base.execute("SELECT kind, id FROM words WHERE words MATCH 'Стенограммы'").fetchall()
    assert ("units", made["unit"].pk) in found
    assert base.execute("SELECT count(*) FROM persons").fetchone() == (len(people),)
    base.close()
