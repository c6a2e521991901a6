"""Our side: a database of its own beside the site's, filled by `manage.py load`, served by gunicorn."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from bench.sites import Site, free_port, running
from config import embedded

PROJECT = Path(__file__).resolve().parents[1]
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Loaded:
    seconds: float
    megabytes: float


def load(folder: Path, name: str) -> Loaded | None:
    """Make the database and load the corpus; None where it stands already from an earlier run."""
    if not _create(name):
        return None
    print(f"loading {folder.name} …", flush=True)
    manage(name, "migrate", "-v0")
    started = time.monotonic()
    manage(name, "load", str(folder), "--apply")
    seconds = time.monotonic() - started
    run(name, "VACUUM ANALYZE")
    return Loaded(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


@contextmanager
def serving(name: str) -> Iterator[Site]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--workers",
        str(WORKERS),
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
    ]
    with running(command, port, environment(name), "/health/") as site:
        yield site


def environment(name: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url_of(name),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEBUG": "0",
        # Each answer is made, and nobody waits: what is measured is the making.
        "KEPT_PAGES_MB": "0",
        "READER_PER_MINUTE": "0",
    }


def url_of(name: str) -> str:
    url = urlsplit(os.environ.get("DATABASE_URL") or embedded.url())
    return url._replace(path=f"/{name}").geturl()


def _create(name: str) -> bool:
    if embedded.is_wanted():
        embedded.ensure()
    with _connected(os.environ.get("DATABASE_URL") or embedded.url()) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f'CREATE DATABASE "{name}"')
    return True


def run(name: str, statement: str) -> None:
    with _connected(url_of(name)) as cursor:
        cursor.execute(statement)


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    """Each statement by itself, as VACUUM and CREATE DATABASE want it."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def manage(name: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    env = {**os.environ, **environment(name)}
    subprocess.run(command, cwd=PROJECT, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
