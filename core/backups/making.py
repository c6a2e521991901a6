"""A backup is made, restored into a scratch database, and compared with what the site held; only then is it one.

Boundary: nothing of the site is changed. What goes wrong leaves no folder that looks like a backup.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

from core import fixity
from core.backups import databases, manifest, record
from core.backups.databases import Database, Failed
from core.backups.manifest import DUMP, MEDIA, Manifest
from core.backups.sums import Sums, sums

Say = Callable[[str], None]


def back_up(into: Path, say: Say) -> tuple[Path, Manifest]:
    """The folder of the new backup in `into`, and what it holds. Raises Failed with the reason there is none."""
    record.begin(settings.BACKUP_RECORD)
    try:
        made = _back_up(into, say)
    except (Failed, OSError, psycopg2.Error, shutil.Error) as error:
        reason = str(error).strip()
        record.end(settings.BACKUP_RECORD, failed=reason.partition("\n")[0])
        raise Failed(f"There is no backup: {reason}") from error
    record.end(settings.BACKUP_RECORD)
    return made


def clear_away(into: Path, kept: int) -> list[Path]:
    """The oldest backups, but for so many; called when a new one is good. 0 keeps all."""
    whole = sorted(folder for folder in into.glob("opis-*") if (folder / manifest.MANIFEST).exists())
    old = whole[:-kept] if kept else []
    for folder in old:
        shutil.rmtree(folder)
    return old


def _back_up(into: Path, say: Say) -> tuple[Path, Manifest]:
    now = datetime.now(UTC)
    finished = into / f"opis-{now:%Y-%m-%d-%H%M%S}"
    unfinished = into / f".{finished.name}.unfinished"
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished.mkdir(mode=0o700)
    try:
        told = replace(_dump(unfinished, say), made_at=now.isoformat(timespec="seconds"))
        say("Restoring it and comparing …")
        told = replace(told, sums=_tried(unfinished / DUMP, told.sums))
        manifest.write(unfinished, told)
        _to_disk(unfinished)
        manifest.checked(unfinished)
        unfinished.rename(finished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return finished, told


def _dump(folder: Path, say: Say) -> Manifest:
    """Dump and digests are of one moment, however much is written meanwhile; then the files that it names."""
    site = databases.of_the_site()
    with closing(site.connect()) as connection, connection.cursor() as cursor:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        say("Reading the database …")
        held = sums(cursor)
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = tuple(name for (name,) in cursor.fetchall())
        site.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={folder / DUMP}")
        (folder / DUMP).chmod(0o600)
        files = _copy_files(folder / MEDIA, fixity.names_in_rows(cursor))
    return Manifest(manifest.version(), "", server, migrations, held, files)


def _copy_files(copies: Path, named: set[str]) -> int:
    """All that is stored, which must be all that the rows name. Files only ever come, so none is lost meanwhile."""
    stored = Path(settings.MEDIA_ROOT)
    copies.mkdir()
    files = [file.relative_to(stored) for file in manifest.files_below(stored)]
    missing = sorted(named - {file.as_posix() for file in files})
    if missing:
        raise Failed(f"{len(missing)} stored files are not there, such as {stored / missing[0]}")
    for file in files:
        (copies / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored / file, copies / file)
        if manifest.digest_of(copies / file) != manifest.digest_of(stored / file):
            raise Failed(f"the copy of {stored / file} differs from it")
    return len(files)


def _tried(dump: Path, held: Sums) -> Sums:
    """What the dump brings back: `held`, but for sequences, which no snapshot holds and a working site moves on."""
    with databases.scratch() as other:
        other.take_in(dump)
        found = sums_of(other)
    refuse_differences(held, found, "restored, it is not what it was made of")
    return found


def sums_of(database: Database) -> Sums:
    connection: Any
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        return sums(cursor)


def refuse_differences(held: Sums, found: Sums, because: str) -> None:
    differences = held.differences(found)
    if differences:
        more = f"; and {len(differences) - 5} more" if len(differences) > 5 else ""
        raise Failed(f"{because}: {'; '.join(differences[:5])}{more}")


def _to_disk(folder: Path) -> None:
    for path in (*manifest.files_below(folder), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
