"""A server is taken back to the second before a DELETE, by the lines of docs/operations.md, “Back to a moment”.

Boundary: an empty server of its own; what Opis keeps in it is not looked at.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import make_dsn

from config import embedded
from config.embedded.binaries import programs
from config.embedded.layout import PORT
from tests.core.test_kills import private_cluster, until

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
SECTION = PAGE.read_text().partition("## Back to a moment")[2].partition("\n## ")[0]


@pytest.mark.slow
@pytest.mark.servers
def test_what_was_deleted_is_there_again_and_what_came_later_is_not(measured: Callable[[str, str, str], None]) -> None:
    """T11: base copy and log bring back the second before the DELETE."""
    with private_cluster("moment") as server:
        layout = server.layout
        logs, base = folder_of_the_server(server, "wal"), server.layout.folder / "base"
        configure(layout.data, written("archive_mode", "archive_command", "archive_timeout"), logs)
        server.stop()
        server.start()
        ask(server, "CREATE TABLE person AS SELECT number FROM generate_series(1, 1000) AS number")
        for command in ("pg_basebackup", "pg_verifybackup"):
            run(server, command, base)
        ask(server, "INSERT INTO person VALUES (1001)")
        (moment,) = ask(server, "SELECT now()::text")
        time.sleep(1)
        ask(server, "DELETE FROM person WHERE number > 10")
        (last,) = ask(server, "SELECT pg_walfile_name(pg_switch_wal())")
        until(lambda: (logs / last).exists())
        server.stop()

        began = time.monotonic()
        layout.data.rename(layout.folder / "kept")
        shutil.copytree(base, layout.data, symlinks=True)
        (layout.data / "recovery.signal").touch()
        lines = written("restore_command", "recovery_target_time", "recovery_target_action")
        configure(layout.data, re.sub(r"'20\d\d-[^']+'", f"'{moment}'", lines), logs)
        own(layout.data, layout.owner)
        server.start()
        until(lambda: ask(server, "SELECT pg_is_in_recovery()") == (False,))
        taken = time.monotonic() - began
        assert ask(server, "SELECT count(*), max(number) FROM person") == (1001, 1001)
    measured("T11", "back to the second before a DELETE", f"1,001 of 1,001 rows, in {taken:.1f} s")


def written(*settings: str) -> str:
    lines = [line.strip() for line in SECTION.splitlines() if line.strip().startswith(settings)]
    assert len(lines) == len(settings)
    return "\n".join(lines)


def configure(data: Path, lines: str, logs: Path) -> None:
    with (data / "postgresql.auto.conf").open("a") as configuration:
        configuration.write(lines.replace("/mnt/wal", str(logs)) + "\n")


def run(server: embedded.Server, program: str, base: Path) -> None:
    """The command as it is written, on this cluster, as its superuser."""
    (line,) = re.findall(rf"^    {program} (.+)$", SECTION, re.MULTILINE)
    words = [word.replace("/mnt/base", str(base)) for word in line.split()]
    where = {"PGHOST": str(server.layout.socket), "PGPORT": str(PORT), "PGUSER": "postgres"}
    where |= {"PGPASSFILE": str(server.layout.superuser_passfile)}
    command = [programs(copied=os.geteuid() == 0) / program, *words]
    subprocess.run(command, env={**os.environ, **where}, check=True, capture_output=True)


def ask(server: embedded.Server, question: str) -> Any:
    layout = server.layout
    whom = {"host": layout.socket, "port": PORT, "user": "postgres", "passfile": layout.superuser_passfile}
    with closing(psycopg2.connect(make_dsn("dbname=postgres", **whom))) as own_connection:
        own_connection.autocommit = True
        with own_connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() if cursor.description else None


def folder_of_the_server(server: embedded.Server, name: str) -> Path:
    folder = server.layout.folder / name
    folder.mkdir(mode=0o700)
    own(folder, server.layout.owner)
    return folder


def own(folder: Path, owner: str) -> None:
    user = pwd.getpwnam(owner)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
