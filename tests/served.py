"""A site as it is really served, gunicorn with our configuration in processes of its own, and clients that ask it."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connection

from config import embedded

PROJECT = Path(__file__).resolve().parents[1]
KEY = "only for tests"  # as in config.settings.test, so that a session made there is good here
# No answer at all: the connection was refused, cut or silent for half a minute.
DROPPED = 0
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Site:
    port: int
    process: int

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return [int(child) for child in listed]


@dataclass(frozen=True, slots=True)
class Answer:
    began: float
    seconds: float
    status: int
    retry_after: str = ""
    body: bytes = b""

    @property
    def ended(self) -> float:
        return self.began + self.seconds


@dataclass(slots=True)
class Asked:
    """What clients were answered so far, in whatever order."""

    answers: list[Answer] = field(default_factory=list)

    def since(self, moment: float) -> list[Answer]:
        return [answer for answer in self.answers if answer.began >= moment]

    def until(self, count: int, within: float) -> None:
        """Wait for so many answers."""
        deadline = time.monotonic() + within
        while len(self.answers) < count and time.monotonic() < deadline:
            time.sleep(0.05)


@contextmanager
def served(address: str, workers: int = 2, **more: str) -> Iterator[Site]:
    """`address` is that of the database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "localhost",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(workers),
        "PROMETHEUS_MULTIPROC_DIR": str(PROJECT / "var" / "test-media" / f"figures-{port}"),
        **more,
    }
    (PROJECT / "var" / "test-media").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"]
    with (PROJECT / "var" / "test-media" / "served.log").open("a") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=log)
    try:
        site = Site(port, process.pid)
        _wait_until_ready(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=60)


def manage(address: str, *words: str, niceness: int = 0) -> None:
    """A command of manage.py on the database of this address."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = ["nice", "-n", str(niceness), sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)


def address_of_the_test_database() -> str:
    url = urlsplit(os.environ.get("DATABASE_URL") or embedded.url())
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@contextmanager
def asking(site: Site, paths: Sequence[str], clients: int = 4, pause: float = 0.0) -> Iterator[Asked]:
    """So many clients ask for these addresses, each in an order of its own, until the block ends."""
    asked, end = Asked(), threading.Event()

    def client(seed: int) -> None:
        order = random.Random(seed)  # noqa: S311 - repeatable, no secret
        while not end.is_set():
            asked.answers.append(ask(site, order.choice(paths)))
            end.wait(pause * order.uniform(0.5, 1.5))

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        end.set()
        for thread in threads:
            thread.join()


_numbers = itertools.count()


def ask(site: Site, path: str, method: str = "GET", body: str = "", headers: dict[str, str] | None = None) -> Answer:
    """A `#` in the path becomes a number that was not there before, so that no kept page answers."""
    path = quote(path.replace("#", str(next(_numbers))), safe="/?&=+%:;,")
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    began = time.monotonic()
    try:
        connection.request(method, path, body, {"Host": "localhost", "Connection": "close", **(headers or {})})
        answer = connection.getresponse()
        read = answer.read()
        return Answer(
            began, time.monotonic() - began, answer.status, answer.headers.get("Retry-After", ""), read[:20_000]
        )
    except (OSError, http.client.HTTPException):
        return Answer(began, time.monotonic() - began, DROPPED)
    finally:
        connection.close()


def percentile(answers: Sequence[Answer], share: float) -> float:
    """Seconds within which this share of them was answered."""
    ordered = sorted(answer.seconds for answer in answers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _wait_until_ready(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while ask(site, "/health/ready/").status != 200:
        assert process.poll() is None, "gunicorn ended"
        assert time.monotonic() < deadline, "gunicorn does not answer"
        time.sleep(0.1)
