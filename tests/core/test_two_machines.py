"""Two machines with web servers before two with databases: what is seen while these fall behind and die.

Boundary: on loopback, so a cable that is pulled is not among it.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.core.replicating import Node, address, connected, pair
from tests.core.test_kills import until

PROJECT = Path(__file__).resolve().parents[2]
LAG = 3
DRAFTS = ("Alpha, A.", "Beta, B.", "Gamma, G.")
RECORDS = f"""
from django.contrib.auth.models import User
from tests import factories as make
User.objects.create_superuser("editor", password="secret")
for name in {DRAFTS}:
    make.person(name)
"""


class Visitor:
    """A browser: it keeps its cookies, and goes to either of the two machines."""

    def __init__(self, *ports: int) -> None:
        self.ports = ports
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str, port: int, **sent: str) -> tuple[int, str]:
        body = urllib.parse.urlencode(sent).encode() if sent else None
        try:
            with self.opener.open(f"http://127.0.0.1:{port}{path}", body, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self) -> None:
        _status, page = self.get("/admin/login/", self.ports[0])
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        sent = {"csrfmiddlewaretoken": token, "username": "editor", "password": "secret", "next": "/people/"}
        self.get("/admin/login/", self.ports[0], **sent)
        assert "sessionid" in {cookie.name for cookie in self.jar}

    def sees_published(self, name: str) -> bool:
        """On both; a draft is marked as one."""
        pages = [self.get("/api/people/?q=" + urllib.parse.quote(name[:5]), port) for port in self.ports]
        return all(status == 200 and name in page for status, page in pages)


class Readers:
    """Two anonymous readers on each machine who ask for one page after the other; what they were answered."""

    def __init__(self, *ports: int) -> None:
        self.answers: list[int] = []
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self._read, args=(port,), daemon=True) for port in ports * 2]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join(30)

    def _read(self, port: int) -> None:
        while not self.done.is_set():
            self.answers.append(Visitor().get("/people/", port)[0])
            time.sleep(0.05)

    def more(self) -> None:
        wanted = len(self.answers) + 20
        until(lambda: len(self.answers) > wanted)


@pytest.mark.slow
@pytest.mark.servers
def test_readers_go_on_and_editors_see_what_they_did(measured: Callable[[str, str, str], None]) -> None:
    """T9: a replica falls behind and dies, then the primary dies: readers are never refused, editors soon go on."""
    with pair() as (primary, replica):
        manage(primary, "migrate", "--verbosity=0")
        manage(primary, "shell", "--verbosity=0", "-c", RECORDS)
        with site(primary, replica) as one, site(primary, replica) as other:
            reader, editor = Visitor(one, other), Visitor(one, other)
            editor.sign_in()
            time.sleep(2)  # each process looks for the first time

            replica.ask("SELECT pg_wal_replay_pause()")
            began = publish(primary, "Alpha, A.")
            assert editor.sees_published("Alpha, A.")
            assert not reader.sees_published("Alpha, A.")  # the replica answers
            until(lambda: reader.sees_published("Alpha, A."), 30)
            stale = time.monotonic() - began
            replica.ask("SELECT pg_wal_replay_resume()")
            time.sleep(2)

            with Readers(one, other) as readers:
                readers.more()
                replica.kill()
                readers.more()
                replica.server.start()
                primary.is_followed_by(replica)
                time.sleep(2)
                began = publish(primary, "Beta, B.")
                until(lambda: reader.sees_published("Beta, B."))
                fresh = time.monotonic() - began

                primary.kill()
                readers.more()
                assert editor.get("/admin/", one)[0] == 503
                died = time.monotonic()
                replica.operate("promote")
                until(lambda: {editor.get("/admin/", port)[0] for port in (one, other)} == {200})
                refused = time.monotonic() - died
                publish(replica, "Gamma, G.")
                assert editor.sees_published("Gamma, G.")
                until(lambda: reader.sees_published("Gamma, G."))
                readers.more()
            bad = [status for status in readers.answers if status != 200]
    assert stale < LAG + 5 + 5  # the bound, and the time of a loaded machine
    assert refused < 30
    assert not bad
    measured(
        "T9",
        "readers refused 0 times; editors for at most 30 s; stale for at most 8 s",
        f"{len(bad)} of {len(readers.answers)} pages refused while the replica and then the primary died; the desk was"
        f" back {refused:.1f} s after the promotion began; seen by readers {fresh:.1f} s after publishing, with a"
        f" replica that stood still {stale:.1f} s",
    )


def publish(primary: Node, name: str) -> float:
    with connected(address(primary)) as cursor:
        cursor.execute("UPDATE people_person SET status = 'published' WHERE name_en = %s", [name])
        assert cursor.rowcount == 1
    return time.monotonic()


def manage(primary: Node, *words: str) -> None:
    environment = {**os.environ, "DATABASE_URL": address(primary), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run([sys.executable, "manage.py", *words], cwd=PROJECT, env=environment, check=True)


@contextmanager
def site(primary: Node, replica: Node) -> Iterator[int]:
    """One web machine: its port. Both have one secret, so a session of one is a session of the other."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": address(primary, replica, target_session_attrs="read-write"),
        "DATABASE_REPLICA_URL": address(replica),
        "REPLICA_LAG": str(LAG),
        "DJANGO_SETTINGS_MODULE": "tests.core.settings_of_a_machine",
    }
    words = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *words, "config.wsgi"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    try:
        until(lambda: answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    try:
        return Visitor().get("/people/", port)[0] == 200
    except OSError:
        return False
