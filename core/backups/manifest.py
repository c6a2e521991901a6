"""A backup on the disk: `database.dump`, `media/`, what they hold in `manifest.json`, and SHA256SUMS over all of it.

SHA256SUMS has the form of `sha256sum`, so a backup can be checked without us: `sha256sum -c SHA256SUMS`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from core.backups.databases import Failed
from core.backups.sums import Sums, Table

DUMP, MEDIA, MANIFEST, SHA256SUMS = "database.dump", "media", "manifest.json", "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`opis` and `migrations` say which version of the program can read the dump."""

    opis: str
    made_at: str
    server: str
    migrations: tuple[str, ...]
    sums: Sums
    files: int

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.sums.tables.values())


def version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Links are left out: what they point at lies elsewhere, and is somebody else's to keep."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def write(folder: Path, manifest: Manifest) -> None:
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    lines = [f"{digest_of(file)}  {file.relative_to(folder).as_posix()}\n" for file in files_below(folder)]
    (folder / SHA256SUMS).write_text("".join(lines))


def checked(folder: Path) -> Manifest:
    """The manifest of a backup of which every byte is as it was written. Raises Failed."""
    try:
        told = _told((folder / SHA256SUMS).read_text())
        there = {file.relative_to(folder).as_posix() for file in files_below(folder)} - {SHA256SUMS}
        problems = [f"{name} is missing" for name in sorted(set(told) - there)]
        problems += [f"{name} does not belong to it" for name in sorted(there - set(told))]
        changed = (name for name in sorted(there & set(told)) if digest_of(folder / name) != told[name])
        problems += [f"{name} has changed" for name in changed]
        if problems or not {DUMP, MANIFEST} <= set(told):
            raise Failed(f"The backup in {folder} is damaged: {'; '.join(problems) or 'it is not complete'}.")
        return _read(json.loads((folder / MANIFEST).read_text()))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise Failed(f"The backup in {folder} is damaged or is none: {error}.") from error


def _told(text: str) -> dict[str, str]:
    if not text.endswith("\n"):
        raise ValueError(f"{SHA256SUMS} was cut short")
    lines = [line.partition("  ") for line in text.splitlines()]
    return {name: digest for digest, _, name in lines}


def _read(told: dict[str, Any]) -> Manifest:
    kept = told["sums"]
    tables = {name: Table(table["rows"], table["sha256"]) for name, table in kept["tables"].items()}
    sums = Sums(tables, kept["sequences"], tuple(kept["objects"]))
    return Manifest(
        told["opis"], told["made_at"], told["server"], tuple(told["migrations"]), sums=sums, files=told["files"]
    )
