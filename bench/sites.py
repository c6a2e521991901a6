"""A site under measurement: a process that answers at an address until the block ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    process: int

    def megabytes_of_a_worker(self) -> float:
        """Of the process's children, the one that holds most memory."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return max((resident(int(child)) for child in children), default=resident(self.process))


@contextmanager
def running(command: Sequence[str], port: int, env: dict[str, str], ready: str = "/") -> Iterator[Site]:
    """Start a server of its own process group, wait until it answers, and end it with the block."""
    process = subprocess.Popen(  # noqa: S603 - commands of this package
        command, env={**os.environ, **env}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    site = Site(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(site.address + ready, process)
        yield site
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server of {address} ended with {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=10)  # noqa: S310 - our own address
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at {address}")


def resident(process: int) -> float:
    """Megabytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
