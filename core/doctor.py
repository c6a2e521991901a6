"""What `manage.py doctor` looks at: each check is a function that returns one finding and changes nothing.

A new check is a function in CHECKS. One that cannot be made is a failure too: a doctor who cannot see does not say
"healthy".
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import fixity, publication
from core.backups import record
from core.backups.manifest import files_below
from core.replicas import primary

OLDEST_SERVER = 150000
EXTENSIONS = {"pg_trgm", "btree_gist"}  # those that the migrations make
FULL = 0.9
# A backup or a reading of files a day; and none takes half of one.
TOO_OLD = timedelta(days=2)
LONGEST_RUN = timedelta(hours=12)


class Verdict(Enum):
    GOOD = "ok"
    WARNING = "warning"
    FAILURE = "FAILURE"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    text: str


Check = Callable[[], Finding]


def examine(checks: list[Check] | None = None) -> Iterator[Finding]:
    for check in CHECKS if checks is None else checks:
        try:
            yield check()
        except Exception as error:  # a check that cannot be made is a finding too, and the others are made
            reason = str(error).strip().partition("\n")[0]
            yield Finding(Verdict.FAILURE, f"{_title(check)}: {type(error).__name__}: {reason}")


def database_answers() -> Finding:
    version, name = _ask("SELECT current_setting('server_version'), current_database()")
    return Finding(Verdict.GOOD, f"database {name} answers: PostgreSQL {version}")


def server_is_recent() -> Finding:
    number = int(_ask("SELECT current_setting('server_version_num')")[0])
    return _finding(number >= OLDEST_SERVER, "server is PostgreSQL 15 or newer", f"server is {number}, 15 is needed")


def driver_is_psycopg2() -> Finding:
    """Django takes psycopg 3 as soon as some package brings it along, and it behaves otherwise."""
    connection.ensure_connection()
    name = type(connection.connection).__module__.partition(".")[0]
    return _finding(name == "psycopg2", "driver is psycopg2", f"driver is {name}; uninstall it, Opis needs psycopg2")


def cyrillic_trigrams() -> Finding:
    """With LC_CTYPE=C the similarity is 0 and no search for a name finds anything."""
    (similarity,) = _ask("SELECT similarity('Раковский', 'раковскому')")
    advice = "names in Cyrillic are not found: the database was made with LC_CTYPE=C; make it anew with C.UTF-8"
    return _finding(similarity > 0, "similar names in Cyrillic are found", advice)


def cyrillic_letters() -> Finding:
    (lower,) = _ask("SELECT lower('Ё')")
    return _finding(lower == "ё", "Cyrillic letters have a lower case", f"lower('Ё') is {lower!r}")


def russian_stemming() -> Finding:
    (vector,) = _ask("SELECT to_tsvector('russian', 'ХРУЩЁВЕ')::text")
    return _finding(vector == "'хрущев':1", "Russian words are reduced to their stems", f"ХРУЩЁВЕ becomes {vector}")


def extensions() -> Finding:
    (found,) = _ask("SELECT array_agg(extname::text) FROM pg_extension")
    missing = ", ".join(sorted(EXTENSIONS - set(found)))
    return _finding(not missing, "extensions are installed", f"extensions are missing: {missing}")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in pending[:3])
    advice = f"{len(pending)} migrations are pending ({names} …): run manage.py migrate"
    return _finding(not pending, "tables are up to date", advice)


def published_views() -> Finding:
    with connection.cursor() as cursor:
        current = publication.is_current(cursor)
    return _finding(current, "the public's views are up to date", "the public's views are stale: run manage.py migrate")


def disk_space() -> Finding:
    """A disk that fills up stops the database."""
    places = [path for path in (settings.EMBEDDED_FOLDER, settings.MEDIA_ROOT) if path]
    used = {place: _used(Path(place)) for place in places}
    place, share = max(used.items(), key=lambda item: item[1])
    text = f"{share:.0%} of the disk under {place} is used"
    return Finding(Verdict.WARNING if share >= FULL else Verdict.GOOD, text)


def private_files() -> Finding:
    """What holds passwords and data is closed to every other user of the machine."""
    folder = settings.EMBEDDED_FOLDER
    database = [folder / name for name in ("data", "socket", "log", "opis.pass", "superuser.pass")] if folder else []
    secret = settings.BASE_DIR / "var" / "secret-key"
    opened = [str(path) for path in (*database, secret) if path.exists() and _open_to_others(path)]
    return _finding(not opened, "secrets and data are private", f"open to other users: {', '.join(opened)}")


def backups() -> Finding:
    run = record.read(settings.BACKUP_RECORD)
    if run == record.Run():
        return Finding(Verdict.WARNING, "no backup is made yet: docs/operations.md says how to make one")
    return _of_a_run(run, "backup", f"the last backup is of {run.good}, restored and compared")


def stored_files() -> Finding:
    run = fixity.last_run()
    if run == record.Run():
        return _none_or_unread()
    return _of_a_run(run, "fixity", f"stored files were as they were at {run.good}")


def replicas() -> Finding:
    """Each is given as long to catch up as it may be behind; one that is not read is the primary's burden."""
    taken = {name: primary.seconds_until_it_has_all(name) for name in settings.REPLICAS}
    wrong = [
        f"{name} {'does not answer' if seconds is None else f'is more than {settings.REPLICA_LAG} s behind'}"
        for name, seconds in taken.items()
        if seconds is None or seconds > settings.REPLICA_LAG
    ]
    if wrong:
        return Finding(Verdict.FAILURE, f"{'; '.join(wrong)}: the primary answers in its place")
    told = ", ".join(f"{name} has all within {seconds:.1f} s" for name, seconds in taken.items())
    return Finding(Verdict.GOOD, f"replicas follow: {told}" if told else "no replica is read")


def log_kept_for_replicas() -> Finding:
    """The log that a dead replica has not read fills the primary's disk, unless it has a limit."""
    slots, limited = primary.slots()
    lost = [f"{slot.name} was given up and must be made anew (deploy/replica.sh make)" for slot in slots if slot.lost]
    unread = [
        f"nobody reads {slot.name}, {slot.megabytes} MB are kept for it"
        for slot in slots
        if not (slot.read or slot.lost)
    ]
    unlimited = ["max_slot_wal_keep_size sets no limit"] if slots and not limited else []
    wrong = [*lost, *unread, *unlimited]
    return _finding(not wrong, f"log is kept for {len(slots)} replicas", f"log for replicas: {'; '.join(wrong)}")


def saves_are_confirmed() -> Finding:
    """Without the replica that must confirm it no save ends, and nobody is told but the editor who waits."""
    state = primary.confirming()
    good = f"saves are confirmed by {state.names}" if state.names else "saves are confirmed by the primary alone"
    cure = f"saves wait for {state.names}, which {state.waiting} do now: start it, or let them go on by"
    wait = state.names and (not state.there or state.waiting)
    return _finding(not wait, good, f"{cure} ALTER SYSTEM SET synchronous_standby_names = '' and pg_reload_conf()")


CHECKS: list[Check] = [
    database_answers,
    server_is_recent,
    driver_is_psycopg2,
    cyrillic_trigrams,
    cyrillic_letters,
    russian_stemming,
    extensions,
    migrations,
    published_views,
    replicas,
    log_kept_for_replicas,
    saves_are_confirmed,
    disk_space,
    private_files,
    backups,
    stored_files,
]


def _of_a_run(run: record.Run, command: str, good: str) -> Finding:
    """A run that failed or was killed is worse than an old one: somebody relies on it."""
    if run.failed:
        return Finding(Verdict.FAILURE, f"manage.py {command} failed at {run.ended}: {run.failed}")
    begun = datetime.fromisoformat(run.begun)
    if not run.ended and datetime.now(UTC) - begun > LONGEST_RUN:
        return Finding(Verdict.FAILURE, f"manage.py {command} began at {run.begun} and never ended")
    if run.good_at is None or datetime.now(UTC) - run.good_at > TOO_OLD:
        return Finding(Verdict.WARNING, f"manage.py {command} last ended well at {run.good or 'no time'}: run it daily")
    return Finding(Verdict.GOOD, good)


def _none_or_unread() -> Finding:
    stored = Path(settings.MEDIA_ROOT)
    if next(files_below(stored), None) is None:
        return Finding(Verdict.GOOD, "no files are stored")
    return Finding(Verdict.WARNING, "stored files were never compared with their digests: run manage.py fixity daily")


def _finding(good: bool, text: str, otherwise: str) -> Finding:
    return Finding(Verdict.GOOD, text) if good else Finding(Verdict.FAILURE, otherwise)


def _ask(question: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _used(place: Path) -> float:
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    return usage.used / (usage.used + usage.free)  # as df counts: neither holds what is reserved for root


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _title(check: Check) -> str:
    return check.__name__.replace("_", " ")
