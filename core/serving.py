"""What `make run` does once there is a database: fill it the first time, gather the static files, serve until Ctrl-C.

It knows neither which database that is nor what the demonstration holds: the command `demo`, if there is one, loads it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

Say = Callable[[str], None]
HOST = "127.0.0.1"
ADMINISTRATOR = "demo"


class ServingError(Exception):
    """The site cannot be served; the message says why and what to do."""


def serve(port: int, workers: int, say: Say) -> None:
    """Returns when the site has been stopped, in the worker processes too."""
    refuse_taken_port(port)
    migrate(say)
    fill_once(say)
    collect_static(say)
    connections.close_all()  # the workers are forked from here and must not share a connection
    _Site(port, workers, say).run()


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                reason = f"Port {port} is taken by another program, perhaps by another Opis."
            else:
                reason = f"Port {port} cannot be used: {error}."
            raise ServingError(f"{reason} Choose another port: make run PORT=8001") from error


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the tables up to date …")
    # Also when nothing is pending: what follows a migration, such as the views that the public reads, may be.
    call_command("migrate", verbosity=0, interactive=False)


def fill_once(say: Say) -> None:
    """Demonstration data and an administrator for a database that has no user at all; both or neither."""
    users = get_user_model()._default_manager
    with transaction.atomic():
        if users.exists():
            return
        if "demo" in get_commands():
            say("Loading the demonstration data …")
            call_command("demo", verbosity=0)
        password = secrets.token_urlsafe(12)
        users.create_superuser(ADMINISTRATOR, password=password)
    say(f"The administrator of this demonstration is {ADMINISTRATOR}, password {password}")
    say("(shown this once; manage.py changepassword demo sets another)")


def collect_static(say: Say) -> None:
    """Copies, hashed and compressed, for as long as they are what lies in the sources."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint_of_static()
    if stamp.exists() and stamp.read_text() == now:
        return
    say("Gathering the static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def _fingerprint_of_static() -> str:
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


class _Site(BaseApplication):
    """gunicorn in this very process, so that whoever kills it leaves no second one that holds the port."""

    def __init__(self, port: int, workers: int, say: Say) -> None:
        self.options: dict[str, Any] = {
            "bind": f"{HOST}:{port}",
            "workers": workers,
            # A browser opens connections ahead of need, and each would keep a worker without threads waiting.
            "worker_class": "gthread",
            "threads": 4,
            "graceful_timeout": 5,
            "loglevel": "error",  # at "warning" it complains of every HEAD request that Django answers
            "control_socket_disable": True,
            "when_ready": lambda arbiter: _ready(f"http://{HOST}:{port}/", say),
            "post_worker_init": _begin_worker,
            "worker_exit": lambda arbiter, worker: _end_worker(worker),
            "on_exit": lambda arbiter: _leave_in_peace(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_string(settings.WSGI_APPLICATION)


def _ready(address: str, say: Say) -> None:
    """Ctrl-C and a closed terminal window mean: finish what is being answered and end.

    gunicorn would drop requests at the first, which also reaches the workers directly and now and then hung one of
    them in its own signal handler, and would read its configuration anew at the second.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
    say(f"Opis is at {address} (Ctrl-C ends it)")


def _begin_worker(worker: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Browsers keep connections open in which nothing happens; the master waits longer than this before it kills.
    worker.cfg.set("graceful_timeout", 1)


def _end_worker(worker: Any) -> None:
    """Not by way of Python's own end, which would wait for the thread that is reading from a client who went silent."""
    if worker.booted and worker.pid == os.getpid():
        os._exit(0)


def _leave_in_peace() -> None:
    """A second, impatient Ctrl-C must not cut the database's shutdown short."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
