"""Stored files are read by turns and compared with their digests, so that a lost bit is found while a copy exists.

A picture's name is its digest; of any other file the digest is noted when it is first seen. Boundary: it finds and
names; mending is for a person, from a backup. Whatever keeps it from looking is a failure.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg2 import sql

from core.backups import record
from core.backups.manifest import digest_of, files_below
from core.images import preview_of

# So that a nightly run reads every file within a month.
TURNS = 30
NAMED_BY_DIGEST = re.compile(r"images/([0-9a-f]{2})/([0-9a-f]{62})\.jpg")
# A file is stored a moment before the row that names it.
YOUNG = 3600.0


class Damaged(Exception):
    """Stored files are not as they were; the message names each."""


@dataclass(frozen=True, slots=True)
class Noted:
    sha256: str
    read_at: str


def check(everything: bool = False) -> int:
    """Read those files whose turn it is; how many. Raises Damaged, ValueError for a broken ledger, OSError."""
    run = settings.FIXITY_LEDGER.with_suffix(".run.json")
    record.begin(run)
    try:
        count, problems = _check(everything)
    except Exception as error:  # the record says of every run how it ended
        record.end(run, failed=str(error).strip().partition("\n")[0] or type(error).__name__)
        raise
    if problems:
        record.end(run, failed=f"{len(problems)} stored files are not as they were, such as {problems[0]}")
        raise Damaged("\n".join(problems))
    record.end(run)
    return count


def last_run() -> record.Run:
    return record.read(settings.FIXITY_LEDGER.with_suffix(".run.json"))


def names_in_rows(cursor: Any) -> set[str]:
    """The files that rows name, earlier states among them, with the previews beside them."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                column, table = sql.Identifier(str(field.column)), sql.Identifier(model._meta.db_table)
                cursor.execute(sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE {0} <> ''").format(column, table))
                found |= {name for (name,) in cursor.fetchall()}
    return found | {preview_of(name) for name in found if NAMED_BY_DIGEST.fullmatch(name)}


def _check(everything: bool) -> tuple[int, list[str]]:
    stored = Path(settings.MEDIA_ROOT)
    ledger = _read_ledger()
    there = {file.relative_to(stored).as_posix() for file in files_below(stored)}
    with connection.cursor() as cursor:
        named = names_in_rows(cursor)
    problems = [f"{stored / name}: is missing" for name in sorted((named | set(ledger)) - there)]
    problems += list(_strangers(stored, there - named - set(ledger)))
    turn = _turn(sorted(there & (named | set(ledger))), ledger, everything)
    for name in turn:
        found = digest_of(stored / name)
        expected = _expected(name, ledger) or found
        if found == expected:
            ledger[name] = Noted(found, datetime.now(UTC).isoformat(timespec="microseconds"))
        else:
            problems.append(f"{stored / name}: is {found}, was {expected}")
    record.write_whole(settings.FIXITY_LEDGER, json.dumps({name: asdict(noted) for name, noted in ledger.items()}))
    return len(turn), problems


def _strangers(stored: Path, names: set[str]) -> Iterator[str]:
    for name in sorted(names):
        if time.time() - (stored / name).stat().st_mtime > YOUNG:
            yield f"{stored / name}: no record names it"


def _turn(names: list[str], ledger: dict[str, Noted], everything: bool) -> list[str]:
    """All that were never read, and a thirtieth of the others, those first that were not read for longest."""
    new = [name for name in names if name not in ledger]
    known = sorted((name for name in names if name in ledger), key=lambda name: ledger[name].read_at)
    return new + (known if everything else known[: math.ceil(len(known) / TURNS)])


def _expected(name: str, ledger: dict[str, Noted]) -> str:
    by_name = NAMED_BY_DIGEST.fullmatch(name)
    if by_name:
        return "".join(by_name.groups())
    return ledger[name].sha256 if name in ledger else ""


def _read_ledger() -> dict[str, Noted]:
    file = settings.FIXITY_LEDGER
    if not file.exists():
        return {}
    try:
        return {name: Noted(**noted) for name, noted in json.loads(file.read_text()).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} cannot be understood: {error}. Restore it from a backup, or move it away.") from error
