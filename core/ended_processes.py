"""What processes of gunicorn had counted when they ended is added up in one file of each kind, beside the living's.

Without that each process that ends leaves its files till the site is started anew, and Prometheus has all of them read
every quarter of a minute: of a busy site some thousands in a month. The rule: whoever reads finds each count once, for
adding up and reading wait for each other. Boundary: what is counted is `core.metrics`; gunicorn's own process, which
adds up, needs nothing of Django.
"""

from __future__ import annotations

import fcntl
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from prometheus_client import mmap_dict

# The library has no types here.
File: Any = mmap_dict.MmapedDict

KINDS = ("counter", "histogram")
DAMAGED = (RuntimeError, ValueError, struct.error)


def add_up(folder: Path, living: Iterable[int]) -> None:
    """Of all that are not among the living. While somebody reads, nothing: the next to end takes them along."""
    of_the_living = {f"{kind}_{process}.db" for kind in KINDS for process in living}
    with suppress(BlockingIOError), _lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        for kind in KINDS:
            total = folder / f"{kind}_ended.db"
            _take_in(
                total, [file for file in folder.glob(f"{kind}_*.db") if file.name not in of_the_living | {total.name}]
            )


@contextmanager
def while_nobody_adds_up(folder: Path) -> Iterator[None]:
    with _lock(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def _lock(folder: Path, how: int) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, how)
        yield


def _take_in(total: Path, ended: list[Path]) -> None:
    """A file that was cut in the middle of a word would make every reading fail: what can be read of it is kept."""
    if not ended:
        return
    sums = File(str(total))
    for file in ended:
        with suppress(*DAMAGED):
            for key, value, moment, _place in File.read_all_values_from_file(str(file)):
                sums.write_value(key, sums.read_value(key)[0] + value, moment)
        file.unlink()
    sums.close()
