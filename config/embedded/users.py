"""Who is there: each user of the database holds a lock, and the last to leave turns off the light; so does the server.

Locks are the kernel's (flock), so those of a process killed with -9 are gone at that moment and no list can be stale.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class UserLock:
    """A place among the users of the server. Taking it waits while the last user is stopping the server."""

    def __init__(self, path: Path) -> None:
        self._descriptor = _open(path)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the place up; True if there is no other user, and nobody becomes one until `close`.

        Of two that leave together exactly one is told so: the kernel drops the shared lock before it tries the other.
        """
        return _claimed(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Two starts at the same moment: the second waits here and then finds the server running."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def servers_claim(path: Path, patience: float) -> Iterator[int | None]:
    """The lock that a server and each of its processes inherit and so hold while they live; None if one still does.

    It also tells of processes that cannot be seen: those of another container on the same folder.
    """
    descriptor = _open(path)
    deadline = time.monotonic() + patience
    try:
        while not _claimed(descriptor):
            if time.monotonic() > deadline:
                yield None
                return
            time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def _claimed(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    """Python closes the descriptor in programs we start, so the server itself never counts as a user."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
