"""A backup brings back every byte, or says why it is none; what is damaged or of another version is refused."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from psycopg2 import sql

from archive.models import Image
from core import doctor, fixity
from core.backups import databases, making, manifest, record
from core.backups.databases import Failed
from core.backups.sums import Sums, Table, sums
from core.doctor import Finding, Verdict
from core.images import preview_of
from people.models import Person
from tests import factories as make


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_RECORD = tmp_path / "last-backup.json"
    settings.FIXITY_LEDGER = tmp_path / "fixity.json"
    return tmp_path


def stored(folder: Path, content: bytes) -> str:
    """A picture as it is kept: under its digest, with a preview beside it."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"images/{digest[:2]}/{digest[2:]}.jpg"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    (folder / preview_of(name)).write_bytes(b"small " + content)
    return name


def run(command: str, *words: Any, **options: Any) -> str:
    said = StringIO()
    call_command(command, *map(str, words), stdout=said, stderr=StringIO(), **options)
    return said.getvalue().strip()


def held() -> Sums:
    with closing(databases.of_the_site().connect()) as own, own.cursor() as cursor:
        return sums(cursor)


@contextmanager
def empty_database(name: str) -> Iterator[None]:
    """Another installation: the site's connection leads to a new database.

    It is dropped without force: that would ask to end PostgreSQL's own vacuum there, which is not ours to end.
    """
    tested = connection.settings_dict["NAME"]

    def on_the_first(verb: str) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = tested
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(verb).format(sql.Identifier(name)))
        connections.close_all()

    on_the_first("DROP DATABASE IF EXISTS {}")
    on_the_first("CREATE DATABASE {}")
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        on_the_first("DROP DATABASE IF EXISTS {}")


# -- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_backup_brings_back_every_byte_and_a_damaged_one_is_refused(settings: Any, places: Path) -> None:
    """T11: dump, restore, compare: tables, sequences, files; whatever is cut, flipped, taken away or added is refused.

    One walk, since making a scratch server takes seconds.
    """
    person = make.person("Раковский, Христиан\t\\N «1873»", status=make.PUBLISHED)
    unit = make.unit("RGASPI/17/171/87")
    name = stored(settings.MEDIA_ROOT, b"a sheet")
    Image.objects.create(unit=unit, file=name, width=1, height=1)
    said = run("backup", places / "backups")
    (folder,) = (places / "backups").iterdir()
    assert said.startswith(f"{folder}: ")
    assert "2 stored files; restored and compared, all equal" in said
    assert doctor.backups().verdict is Verdict.GOOD
    before = held()

    with pytest.raises(CommandError, match=r"The database is not empty.*--replace.*Nothing was changed"):
        run("restore", folder)
    with empty_database(f"{connection.settings_dict['NAME']}_restored"):
        for damaged, sentence in damages(folder, places / "damaged"):
            with pytest.raises(CommandError, match=sentence):
                run("restore", damaged)
        assert held().tables == {}
        settings.MEDIA_ROOT = places / "other"
        assert "all equal" in run("restore", folder)
        assert (before.differences(held()), held().differences(before)) == ([], [])
        assert Person.objects.get().name_en == person.name_en
        assert (settings.MEDIA_ROOT / name).read_bytes() == b"a sheet"
        Person.objects.update(name_en="another")
        run("restore", folder, replace=True)
        assert Person.objects.get().name_en == person.name_en
    assert held() == before


def damages(folder: Path, copy: Path) -> Iterator[tuple[Path, str]]:
    """The backup with something wrong, again and again, and the sentence that says so."""

    def anew() -> Path:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        return copy

    yield copy, "is damaged or is none"
    (picture,) = (path.relative_to(folder) for path in folder.rglob("*.jpg") if ".preview" not in path.name)
    (anew() / manifest.DUMP).write_bytes((folder / manifest.DUMP).read_bytes()[:-100])
    yield copy, r"is damaged: database\.dump has changed"
    (anew() / picture).unlink()
    yield copy, r"is damaged: media/images/\S+ is missing"
    (anew() / "media" / "more").write_text("what somebody put there")
    yield copy, "is damaged: media/more does not belong to it"
    whole = (anew() / manifest.SHA256SUMS).read_text()
    (copy / manifest.SHA256SUMS).write_text(whole[:-70])
    yield copy, "is damaged"
    seeded = random.Random(11)  # noqa: S311 - repeatable, no secret
    for file in [manifest.DUMP, manifest.MANIFEST, manifest.SHA256SUMS] * 20:
        content = bytearray((anew() / file).read_bytes())
        content[seeded.randrange(len(content))] ^= 1 << seeded.randrange(8)
        (copy / file).write_bytes(content)
        yield copy, "is damaged"
    for change, sentence in (
        ({"opis": "9.0"}, r"of another version: Opis 9\.0"),
        ({"migrations": ["people.0001_initial"]}, "of another version: .* which lacks "),
    ):
        told = json.loads((anew() / manifest.MANIFEST).read_text())
        (copy / manifest.MANIFEST).write_text(json.dumps({**told, **change}))
        lines = [line for line in whole.splitlines() if not line.endswith(manifest.MANIFEST)]
        lines.append(f"{manifest.digest_of(copy / manifest.MANIFEST)}  {manifest.MANIFEST}\n")
        (copy / manifest.SHA256SUMS).write_text("\n".join(lines))
        yield copy, sentence


# -- what is no backup ------------------------------------------------------------------------------------------------

BEFORE = Sums({"public.a": Table(2, "x"), "public.b": Table(1, "y")}, {"public.a_id_seq": 7}, ("view published.a",))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (BEFORE, []),
        (replace(BEFORE, sequences={"public.a_id_seq": 9}), []),
        (replace(BEFORE, sequences={"public.a_id_seq": 6}), ["sequence public.a_id_seq is at 6, not at 7"]),
        (replace(BEFORE, sequences={}), ["sequence public.a_id_seq is at nothing, not at 7"]),
        (
            replace(BEFORE, tables={"public.a": Table(1, "x"), "public.b": Table(1, "z")}),
            [
                "table public.a has 1 rows, not 2",
                "table public.b has the same number of rows, but not the same content",
            ],
        ),
        (
            replace(BEFORE, tables={"public.a": Table(2, "x"), "public.c": Table(0, "")}),
            ["table public.b is only in the original", "table public.c is only in the copy"],
        ),
        (replace(BEFORE, objects=()), ["view published.a is missing"]),
    ],
)
def test_what_differs_is_said(after: Sums, said: list[str]) -> None:
    assert BEFORE.differences(after) == said


@pytest.mark.django_db
def test_a_backup_that_restores_otherwise_is_none(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """T11: the promise of a backup is kept by its restoring, so one that restores differently leaves no folder."""

    @contextmanager
    def elsewhere() -> Iterator[databases.Database]:
        yield databases.of_the_site()

    monkeypatch.setattr(databases, "scratch", elsewhere)
    monkeypatch.setattr(databases.Database, "take_in", lambda *words: None)
    monkeypatch.setattr(making, "sums_of", lambda database: Sums({}, {}, ()))
    with pytest.raises(
        CommandError, match=r"There is no backup: restored, it is not what it was made of: table \S+ is"
    ):
        run("backup", places / "backups")
    assert list((places / "backups").iterdir()) == []
    assert doctor.backups().verdict is Verdict.FAILURE
    assert "manage.py backup failed at 20" in doctor.backups().text


@pytest.mark.django_db
def test_a_stored_file_that_is_not_there_makes_it_none(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixity, "names_in_rows", lambda cursor: {"images/ab/cd.jpg"})
    with pytest.raises(CommandError, match=r"1 stored files are not there, such as \S+/media/images/ab/cd\.jpg"):
        run("backup", places / "backups")
    assert list((places / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("hours", "ended", "failed", "verdict", "said"),
    [
        (1, True, "", Verdict.GOOD, "the last backup is of "),
        (72, True, "", Verdict.WARNING, "manage.py backup last ended well at "),
        (1, True, "the disk is full", Verdict.FAILURE, "manage.py backup failed at "),
        (1, False, "", Verdict.GOOD, "the last backup is of "),
        (20, False, "", Verdict.FAILURE, "and never ended"),
    ],
)
def test_the_doctor_tells_of_the_last_run(
    settings: Any, hours: int, ended: bool, failed: str, verdict: Verdict, said: str
) -> None:
    """T7, T11: also where it was killed, so that nobody learns of it in the year when the copy is needed."""
    then = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    record._write(settings.BACKUP_RECORD, record.Run(then, then if ended else "", failed, then))
    finding = doctor.backups()
    assert (finding.verdict, said in finding.text) == (verdict, True)


def test_a_record_that_cannot_be_read_is_a_failure(settings: Any) -> None:
    settings.BACKUP_RECORD.write_text("{")
    assert next(doctor.examine([doctor.backups])).verdict is Verdict.FAILURE


# -- stored files -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_fault_among_a_thousand_files_is_named_and_nothing_else(settings: Any) -> None:
    """T7: bits flipped, ends cut, files deleted, swapped and added: 200 faults, each named, no false alarm."""
    media = settings.MEDIA_ROOT
    unit = make.unit()
    names = [stored(media, f"sheet {number}".encode()) for number in range(500)]
    Image.objects.bulk_create(Image(unit=unit, file=name, width=1, height=1) for name in names)
    assert run("fixity") == "1000 stored files read, all as they were."
    assert run("fixity") == "34 stored files read, all as they were."
    assert doctor.stored_files().verdict is Verdict.GOOD

    seeded = random.Random(7)  # noqa: S311 - repeatable, no secret
    faulty = seeded.sample(sorted([*names, *map(preview_of, names)]), 180)
    flipped, cut, deleted, swapped = (faulty[first : first + 45] for first in (0, 45, 90, 135))
    for name in flipped:
        content = (media / name).read_bytes()
        (media / name).write_bytes(bytes([content[0] ^ 1]) + content[1:])
    for name in cut:
        (media / name).write_bytes((media / name).read_bytes()[:-1])
    for name in deleted:
        (media / name).unlink()
    contents = [(media / name).read_bytes() for name in swapped]
    for name, content in zip(swapped, contents[1:] + contents[:1], strict=True):
        (media / name).write_bytes(content)
    added = [stored(media, f"stranger {number}".encode()) for number in range(10)]
    added += [preview_of(name) for name in added]
    for name in added:
        age(media / name)

    with pytest.raises(CommandError) as said:
        run("fixity", all=True)
    named = {line.partition(": ")[0] for line in str(said.value).splitlines()[1:]}
    assert named == {str(media / name) for name in faulty + added}
    assert doctor.stored_files().verdict is Verdict.FAILURE
    assert "200 stored files are not as they were" in doctor.stored_files().text


def age(file: Path) -> None:
    os.utime(file, (1, 1))


@pytest.mark.django_db
def test_every_file_is_read_within_thirty_turns(settings: Any) -> None:
    unit = make.unit()
    names = [stored(settings.MEDIA_ROOT, f"sheet {number}".encode()) for number in range(30)]
    Image.objects.bulk_create(Image(unit=unit, file=name, width=1, height=1) for name in names)
    fixity.check()
    (settings.MEDIA_ROOT / names[17]).write_bytes(b"rotten")
    assert any(finds_damage() for _turn in range(30))


def finds_damage() -> bool:
    try:
        fixity.check()
    except fixity.Damaged:
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("hindrance", ["the database is away", "the disk is full", "the ledger is broken"])
def test_whoever_cannot_look_does_not_say_that_all_is_well(
    settings: Any, monkeypatch: pytest.MonkeyPatch, hindrance: str
) -> None:
    """T7: the exit code is not 0 where files could not be looked at."""

    def fails(error: Exception) -> Any:
        def raises(*words: Any) -> None:
            raise error

        return raises

    if hindrance == "the database is away":
        monkeypatch.setattr(fixity, "names_in_rows", fails(OperationalError("server closed the connection")))
    elif hindrance == "the disk is full":
        monkeypatch.setattr(json, "dumps", fails(OSError(28, "No space left on device")))
    else:
        settings.FIXITY_LEDGER.write_text('{"images/ab/cd.jpg": 1}')
    with pytest.raises(CommandError, match="could not be looked at"):
        run("fixity")


def test_without_stored_files_the_doctor_asks_for_nothing() -> None:
    assert doctor.stored_files() == Finding(Verdict.GOOD, "no files are stored")


def test_files_never_looked_at_are_a_warning(settings: Any) -> None:
    stored(settings.MEDIA_ROOT, b"a sheet")
    assert doctor.stored_files().verdict is Verdict.WARNING


def test_a_refusal_names_five_differences_and_counts_the_rest() -> None:
    other = Sums({f"public.t{number}": Table(1, "x") for number in range(8)}, {}, ())
    with pytest.raises(Failed, match=r"differs: table public\.t0 .*; and 3 more$"):
        making.refuse_differences(other, Sums({}, {}, ()), "differs")
