"""Roles, database and passwords of a cluster: the site is no superuser, and nobody enters without a password."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from config.embedded.errors import EmbeddedError
from config.embedded.folders import Owner
from config.embedded.layout import DATABASE, PORT, ROLE, Layout

# All of them are "trusted": the owner of a database may create them, a superuser is not needed.
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch")


@contextmanager
def superuser_password_file(layout: Layout, owner: Owner) -> Iterator[Path]:
    """A new superuser password in the bare form that initdb reads; kept after that in the form that libpq reads."""
    password = secrets.token_hex(24)
    _write_private(layout.superuser_passfile, f"*:*:*:postgres:{password}\n")
    bare = layout.folder / "superuser.pass.new"
    _write_private(bare, f"{password}\n")
    owner.own(bare)
    try:
        yield bare
    finally:
        bare.unlink()


def complete(layout: Layout) -> None:
    """Role, database and extensions, unless they are there. A start cut short here is taken up by the next one."""
    if layout.passfile.exists():
        return
    if not layout.superuser_passfile.exists():
        raise EmbeddedError(
            f"{layout.passfile} and {layout.superuser_passfile} are gone, and with them the way into the database. "
            "Nothing was changed. Restore one of them from a backup."
        )
    password = secrets.token_hex(24)
    with closing(_connect(layout, "postgres", layout.superuser_passfile, "postgres")) as connection:
        _role_and_database(connection, encrypt_password(password, ROLE, connection, "scram-sha-256"))
    written = layout.folder / "opis.pass.new"
    _write_private(written, f"*:*:*:{ROLE}:{password}\n")
    with closing(_connect(layout, ROLE, written, DATABASE)) as connection, connection.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    written.replace(layout.passfile)


def _role_and_database(connection: Any, verifier: str) -> None:
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        change = "{verb} ROLE {role} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD {verifier}"
        cursor.execute(sql.SQL(change).format(verb=sql.SQL(verb), role=role, verifier=sql.Literal(verifier)))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _connect(layout: Layout, user: str, passfile: Path, database: str) -> Any:
    connection = psycopg2.connect(
        host=str(layout.socket),
        port=PORT,
        dbname=database,
        user=user,
        passfile=str(passfile),
        requirepeer=layout.owner,
        connect_timeout=10,
    )
    connection.autocommit = True
    return connection


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
