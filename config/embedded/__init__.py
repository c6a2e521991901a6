"""The database for those who have none: PostgreSQL from a wheel, private to this checkout, there while it is used.

`DATABASE_URL` in the environment means that another server is used, and nothing here runs.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from config.embedded.errors import EmbeddedError
from config.embedded.folders import prepare
from config.embedded.layout import DATABASE, PORT, ROLE, Layout, layout_of
from config.embedded.server import Server
from config.embedded.users import UserLock

__all__ = [
    "EmbeddedError",
    "Layout",
    "Server",
    "ensure",
    "folder",
    "is_wanted",
    "keep_running",
    "options",
    "release",
    "url",
]

PROJECT = Path(__file__).resolve().parents[2]


def is_wanted() -> bool:
    return not os.environ.get("DATABASE_URL")


def ensure(layout: Layout | None = None) -> Server:
    """Have the server running until this process ends, and stop it then unless somebody else uses it.

    Costs a few milliseconds when the server runs already. Raises EmbeddedError with a sentence to print.
    """
    global _held
    if _held is None:
        _held = _take(layout or layout_of(PROJECT))
        atexit.register(release)
        _end_in_order_when_told_to()
    return _held.server


def release() -> None:
    """Leave the server now rather than when the process ends."""
    global _held
    if _held is None or _held.process != os.getpid():  # a forked child leaves its parent's server alone
        return
    with _changing:
        held, _held = _held, None
        if held.lock.leave():
            held.server.stop()
        held.lock.close()


def keep_running(every: float = 2.0) -> None:
    """Start the server again should it die under a running site, as it does when the disk has been full."""
    threading.Thread(target=_watch, args=(every,), daemon=True, name="embedded database").start()


def options(layout: Layout | None = None) -> dict[str, Any]:
    """What Django needs to connect. Starts nothing, and holds no password: libpq reads that from a private file."""
    layout = layout or layout_of(PROJECT)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "HOST": str(layout.socket),
        "PORT": str(PORT),
        "OPTIONS": {"passfile": str(layout.passfile), "requirepeer": layout.owner},
    }


def folder() -> Path:
    return layout_of(PROJECT).folder


def url(layout: Layout | None = None) -> str:
    """The same for psql, pg_dump and other programs of PostgreSQL."""
    layout = layout or layout_of(PROJECT)
    query = {"host": layout.socket, "port": PORT, "passfile": layout.passfile, "requirepeer": layout.owner}
    return f"postgresql://{ROLE}@/{DATABASE}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class _Held:
    server: Server
    lock: UserLock
    process: int


_held: _Held | None = None
_changing = threading.Lock()


def _take(layout: Layout) -> _Held:
    try:
        prepare(layout)
        lock = UserLock(layout.folder / "users.lock")
    except OSError as error:
        raise EmbeddedError(f"The embedded database cannot be had: {error}.") from error
    server = Server(layout)
    try:
        server.start()
    except BaseException:
        if lock.leave():
            server.stop()
        lock.close()
        raise
    return _Held(server, lock, os.getpid())


def _end_in_order_when_told_to() -> None:
    """`kill` and a closed terminal end a program as Ctrl-C does, by way of what it does at its end."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)


def _watch(every: float) -> None:
    told = False
    while True:
        time.sleep(every)
        with _changing:
            if _held is None:
                return
            if not _held.server.running():
                told = _restart(_held.server, told)


def _restart(server: Server, told: bool) -> bool:
    """Whether it did not succeed, which is told once: a full disk may stay full for hours."""
    if not told:
        server.say("The database has stopped; starting it again …")
    try:
        server.start()
    except EmbeddedError as error:
        if not told:
            server.say(f"{error}\nTrying on until it starts …")
        return True
    server.say("The database is back.")
    return False
