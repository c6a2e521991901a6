"""The whole data set as a package: the dump's own bytes, sums that agree, tables with keys, and no draft."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.models import Unit
from citations.models import Citation
from citations.packaging import CHECK, READ, package
from citations.packaging.kept import packages
from citations.tables import ALL
from core.tables.dumping import dump
from core.tables.loading import load
from people.models import Person
from tests import factories as make
from tests.world import grow, world

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)


def run_of(program: str, archive: Path) -> subprocess.CompletedProcess[str]:
    """A program out of the package itself, by a Python that sees nothing of Opis."""
    with zipfile.ZipFile(archive) as opened:
        opened.extract(program, archive.parent)
    return subprocess.run(
        [sys.executable, "-I", program, archive.name], cwd=archive.parent, capture_output=True, text=True, check=False
    )


def test_a_package_holds_the_dump_with_sums_and_keys_and_no_draft(tmp_path: Path) -> None:
    """T29: by the packages, which are the same to the last byte however many drafts there are."""
    made = world(2)
    package(tmp_path / "before", DAY, "CC-BY-4.0", keep=0)
    grow(made, [777], status="draft")
    for day in (1, 2, 3):
        package(tmp_path / "out", date(2026, 11, day), "CC-BY-4.0", keep=2)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "SHA256SUMS", "opis-2026-11-02.sqlite", "opis-2026-11-02.zip", "opis-2026-11-03.sqlite", "opis-2026-11-03.zip",
    ]  # fmt: skip
    for name in (f"opis-{DAY}.zip", f"opis-{DAY}.sqlite"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "before" / name).read_bytes(), name
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


def test_a_package_loaded_into_an_empty_opis_gives_the_same_package(tmp_path: Path) -> None:
    """T42: package, empty Opis, load, package: the same bytes; records, addresses and links with them."""
    made = world(3)
    make.person("Формула, =1+1", status="published", life_en="=HYPERLINK(1)\n\n'quoted' \"twice\"\ttab")
    addresses = {name: record.get_absolute_url() for name, record in made.items()}
    package(tmp_path / "first", DAY, "CC0-1.0", keep=0)
    with zipfile.ZipFile(tmp_path / f"first/opis-{DAY}.zip") as archive:
        archive.extractall(tmp_path / "read")
    with connection.cursor() as cursor:  # a record that was deleted would leave its address behind
        tables = ", ".join(table.db_table for table in ALL)
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {tables} RESTART IDENTITY CASCADE")
    assert not Person.objects.exists()
    report = load(ALL, tmp_path / "read" / "csv", apply=True)
    assert report.good, report.lines()
    package(tmp_path / "second", DAY, "CC0-1.0", keep=0)
    for name in (f"opis-{DAY}.zip", f"opis-{DAY}.sqlite", "SHA256SUMS"):
        assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "first" / name).read_bytes(), name
    again = {name: type(record).objects.get(pk=record.pk).get_absolute_url() for name, record in made.items()}
    assert again == addresses
    assert not any(model.objects.drafts().exists() for model in (Person, Unit, Citation))


def test_a_package_is_read_and_checked_without_opis(tmp_path: Path) -> None:
    """T42: by thirty lines of Python that lie in the package; what was damaged since is named."""
    world(2)
    package(tmp_path, DAY, "CC0-1.0", keep=0)
    whole = tmp_path / f"opis-{DAY}.zip"
    assert len(CHECK.read_text().splitlines()) <= 30
    assert len(READ.read_text().splitlines()) <= 10
    done = run_of("check.py", whole)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{Citation.objects.count():10} citations\n" in done.stdout
    assert " RGASPI/17/171/87\n" in run_of("read.py", whole).stdout
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"1927", b"1928") if name == "csv/units.csv" else old.read(name))
    done = run_of("check.py", damaged)
    assert (done.returncode, done.stderr) == (1, "csv/units.csv is not as it was made\n")


def test_a_package_needs_a_licence_and_goes_where_the_page_looks(tmp_path: Path, settings: Any) -> None:
    settings.PACKAGES, settings.DATA_LICENCE = tmp_path / "kept", ""
    with pytest.raises(CommandError, match="On what terms"):
        call_command("package")
    settings.DATA_LICENCE = "CC0-1.0"
    call_command("package", stdout=io.StringIO())
    (found,) = packages(tmp_path / "kept")
    assert (found.licence, [file.ending for file in found.files]) == ("CC0-1.0", [".zip", ".sqlite"])
    assert dict(found.rows).keys() == {table.name.replace("_", "-") for table in ALL}


@pytest.mark.parametrize(
    "sums",
    [
        "",
        "nonsense",
        f"{'0' * 64}  ../../secret.zip",
        f"{'0' * 64}  opis-2026-99-99.zip",
        f"{'0' * 64}  opis-2026-01-01.zip",
    ],
)
def test_what_the_sums_do_not_name_rightly_is_no_package(tmp_path: Path, sums: str) -> None:
    (tmp_path / "opis-2026-99-99.zip").write_bytes(b"")
    (tmp_path / "opis-2026-01-01.zip").write_bytes(b"no zip")
    (tmp_path / "SHA256SUMS").write_text(sums)
    assert packages(tmp_path) == []
