"""The two databases of a backup, the site's and a scratch one to compare it in, and PostgreSQL's programs on them.

Where the programs and the scratch database come from is for settings to say (POSTGRES_PROGRAMS, SCRATCH_DATABASE): a
site on a server of its own has its programs from there, and any site the scratch database from the wheel.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from psycopg2.extensions import make_dsn

from core import publication

# What libpq knows by these names; Django's own options stand among them.
NOT_OF_LIBPQ = {"cursor_factory", "client_encoding", "isolation_level", "password"}


class Failed(Exception):
    """There is no good copy, or it could not be put back; the message says why and what is as it was."""


@dataclass(frozen=True, slots=True)
class Database:
    """`password` stands apart, since every user of the machine may read the words of a command."""

    dsn: str
    programs: Path
    password: str = field(default="", repr=False)

    def connect(self) -> Any:
        return psycopg2.connect(make_dsn(self.dsn, **({"password": self.password} if self.password else {})))

    def run(self, program: str, *words: str) -> None:
        environment = {**os.environ, **({"PGPASSWORD": self.password} if self.password else {})}
        command = [str(self.programs / program), f"--dbname={self.dsn}", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            raise Failed(f"{program}: {done.stderr.strip() or 'it was ended'}")

    def take_in(self, dump: Path) -> None:
        """All of the dump in place of what stands there, or nothing."""
        with closing(self.connect()) as own, own, own.cursor() as cursor:
            for statement in publication.role_statements():
                cursor.execute(statement)
        self.run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump))


def of_the_site() -> Database:
    parameters = connection.get_connection_params()
    known = {name: value for name, value in parameters.items() if name not in NOT_OF_LIBPQ}
    return Database(
        make_dsn(**known), import_string(settings.POSTGRES_PROGRAMS)(), str(parameters.get("password") or "")
    )


@contextmanager
def scratch() -> Iterator[Database]:
    """An empty database on a server of its own, gone after the block."""
    with import_string(settings.SCRATCH_DATABASE)() as (dsn, programs):
        yield Database(dsn, programs)
