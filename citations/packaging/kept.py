"""The packages that a folder keeps, newest first: what each holds, as it says of itself.

The rule: a file is kept when `SHA256SUMS` names it; that is written last, so nothing half made is ever given out.
Boundary: how packages are made is `citations.packaging`; how they are shown, `config.data`.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from citations.packaging import SUMS
from citations.tables import ALL

MEDIA_TYPES = {".zip": "application/zip", ".sqlite": "application/vnd.sqlite3"}
_LINE = re.compile(r"([0-9a-f]{64})  (opis-(\d{4}-\d\d-\d\d)(\.zip|\.sqlite))", re.ASCII)


@dataclass(frozen=True, slots=True)
class File:
    """One form of a package; `ending` is `.zip` or `.sqlite`."""

    path: Path
    sha256: str
    size: int
    ending: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]


@dataclass(frozen=True, slots=True)
class Package:
    """What was published on that day; `rows` are the tables by name with their numbers of rows."""

    day: date
    licence: str
    files: Sequence[File]
    rows: Sequence[tuple[str, int]]


def packages(folder: Path) -> list[Package]:
    by_day: dict[date, list[File]] = {}
    for day, file in _files(folder):
        by_day.setdefault(day, []).append(file)
    found = []
    for day, files in sorted(by_day.items(), reverse=True):
        whole = next((file for file in files if file.ending == ".zip"), None)
        said = _described(whole.path, whole.path.stat().st_mtime_ns) if whole else None
        if said is not None:
            files.sort(key=lambda file: file.ending, reverse=True)
            found.append(Package(day, said[0], tuple(files), said[1]))
    return found


def _files(folder: Path) -> Iterator[tuple[date, File]]:
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        if (match := _LINE.fullmatch(line)) is None:
            continue
        path = folder / match[2]
        try:
            yield date.fromisoformat(match[3]), File(path, match[1], path.stat().st_size, match[4])
        except (OSError, ValueError):
            continue  # taken away by hand since, or no day


@lru_cache(maxsize=64)
def _described(path: Path, _changed: int) -> tuple[str, Sequence[tuple[str, int]]] | None:
    """Licence and rows, from the description within; None where that cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            said: Mapping[str, object] = json.loads(archive.read("datapackage.json"))
        licence = str(said["licenses"][0]["name"])  # type: ignore[index]  # as we write it ourselves
        held = {each["name"]: int(each.get("rows", 0)) for each in said["resources"]}  # type: ignore[attr-defined]  # so
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile):
        return None
    names = [table.name.replace("_", "-") for table in ALL]
    return licence, tuple((name, held[name]) for name in names if name in held)
