"""What is known of the last run of something that must not fail unseen: begun, ended well, or why not; for the doctor.

A run that was killed has begun and never ended, and is told of as such.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """`ended` is empty while it runs and after it was killed; `good` is when it last ended well."""

    begun: str = ""
    ended: str = ""
    failed: str = ""
    good: str = ""

    @property
    def good_at(self) -> datetime | None:
        return datetime.fromisoformat(self.good) if self.good else None


def read(file: Path) -> Run:
    """Raises ValueError where the file cannot be understood: then nobody knows."""
    if not file.exists():
        return Run()
    try:
        return Run(**json.loads(file.read_text()))
    except TypeError as error:
        raise ValueError(f"{file} holds something else: {error}") from error


def begin(file: Path) -> None:
    try:
        before = read(file)
    except ValueError:
        before = Run()
    _write(file, Run(begun=_now(), good=before.good))


def end(file: Path, failed: str = "") -> None:
    run, now = read(file), _now()
    _write(file, Run(run.begun, now, failed, run.good if failed else now))


def write_whole(file: Path, text: str) -> None:
    """Whole or as it was, also when the power goes."""
    new = file.with_name(f"{file.name}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    with new.open("w") as unfinished:
        unfinished.write(text)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    new.replace(file)


def _write(file: Path, run: Run) -> None:
    write_whole(file, json.dumps(asdict(run)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
