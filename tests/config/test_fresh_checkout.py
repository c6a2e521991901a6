"""`manage.py serve`, as `make run` calls it, in a checkout that nobody has used: from nothing to a site and back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.embedded import processes
from config.embedded.layout import Layout, layout_of

PROJECT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".*", "var", "__pycache__", "tests", "node_modules")
pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """In whatever state the tests before left it; `test_from_nothing_to_a_site_and_back` has one of its own."""
    with new_checkout() as folder:
        yield folder


@contextmanager
def new_checkout() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="opis-test-") as folder:
        copy = Path(folder).resolve() / "opis"
        shutil.copytree(PROJECT, copy, ignore=NOT_COPIED)
        yield copy
        layout = layout_of(copy)
        assert _no_server(layout)
        shutil.rmtree(layout.folder)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(checkout: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE"))}
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=checkout,
        env={**environment, "PYTHONWARNINGS": "default", **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def _site(checkout: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running site, and what it printed until it was ready."""
    site = start(checkout, "serve", "--port", str(port))
    try:
        printed = ""
        assert site.stdout is not None
        while "Opis is at" not in printed:
            line = site.stdout.readline()
            assert line, printed
            printed += line
        assert f"http://127.0.0.1:{port}/ " in printed
        yield site, printed
    finally:
        if site.poll() is None:
            _interrupt(site)


def _interrupt(site: subprocess.Popen[str]) -> str:
    """Ctrl-C in a terminal reaches every process of the session."""
    os.killpg(site.pid, signal.SIGINT)
    rest, _ = site.communicate(timeout=120)
    return rest


def _get(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return int(answer.status)


def _no_server(layout: Layout) -> bool:
    return processes.find_postmaster(layout.data) is None


def test_from_nothing_to_a_site_and_back(port: int) -> None:
    """T8: a machine that nobody prepared."""
    with new_checkout() as checkout:
        with _site(checkout, port) as (site, printed):
            assert _get(port, "/admin/login/") == 200
            assert _get(port, "/static/admin/css/base.css") == 200
            assert re.search(r"administrator of this demonstration is demo, password \S{16}\n", printed)
            with socket.create_connection(("127.0.0.1", port)) as silent:
                silent.send(b"GET / HTTP")
                rest = _interrupt(site)
            assert (site.returncode, rest) == (0, "")
            assert _no_server(layout_of(checkout))
        with _site(checkout, port) as (_, printed):
            assert "password" not in printed
            assert "static files" not in printed


def test_a_killed_site_leaves_nothing_in_the_way_of_the_next(checkout: Path, port: int) -> None:
    """T8: a site killed with -9."""
    with _site(checkout, port) as (site, _):
        site.kill()
        site.communicate()
    deadline = time.monotonic() + 20
    while _taken(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    with _site(checkout, port) as (site, _):
        assert _get(port, "/admin/login/") == 200
        _interrupt(site)
        assert site.returncode == 0
    assert _no_server(layout_of(checkout))


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["serve", "--port", "eighty"], "A port is a number such as 8001, not “eighty”."),
        (["serve", "--port", "99999"], "Port 99999 cannot be used"),
    ],
)
def test_a_port_that_is_none(checkout: Path, words: list[str], sentence: str) -> None:
    done = start(checkout, *words)
    printed, _ = done.communicate(timeout=120)
    assert done.returncode == 1
    assert sentence in printed
    assert "Traceback" not in printed


def test_a_taken_port_is_told_in_a_sentence(checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = start(checkout, "serve", "--port", str(port))
        printed, _ = done.communicate(timeout=120)
    assert done.returncode == 1
    assert f"Port {port} is taken by another program" in printed
    assert "make run PORT=8001" in printed
    assert "Traceback" not in printed


def test_an_unreachable_database_is_told_in_a_sentence(checkout: Path) -> None:
    done = start(checkout, "serve", "--port", "0", DATABASE_URL="postgres://opis@127.0.0.1:9/opis")
    printed, _ = done.communicate(timeout=120)
    assert done.returncode == 1
    assert "The database cannot be used; see DATABASE_URL." in printed
    assert "Connection refused" in printed
    assert "Traceback" not in printed


def test_another_command_beside_the_site_does_it_no_harm(checkout: Path, port: int) -> None:
    with _site(checkout, port):
        doctor = start(checkout, "doctor")
        printed, _ = doctor.communicate(timeout=120)
        assert doctor.returncode == 0, printed
        assert "FAILURE" not in printed
        assert "ok       similar names in Cyrillic are found" in printed
        assert "warning  no backup" in printed
        assert _get(port, "/admin/login/") == 200
    assert _no_server(layout_of(checkout))


def test_a_dump_goes_into_a_new_server(checkout: Path) -> None:
    """T11: the words of docs/operations.md, section “A new PostgreSQL”."""

    def program(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "config.embedded", *words], cwd=checkout, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()

    counts = "SELECT (SELECT count(*) FROM django_migrations), (SELECT count(*) FROM auth_user)"
    migrated = start(checkout, "migrate")
    assert migrated.wait(60) == 0
    migrated.communicate()
    before = program("psql", "-Atc", counts)
    program("pg_dump", "--format=custom", "--file=opis.dump")
    program(
        "psql", "-qc", "SET client_min_messages = error; DROP TABLE auth_user CASCADE; DELETE FROM django_migrations"
    )
    program("pg_restore", "--clean", "--if-exists", "--single-transaction", "opis.dump")
    assert program("psql", "-Atc", counts) == before
