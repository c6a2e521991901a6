"""Files of others are those that were published: each has its digest and its licence, and stands in the table."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static/vendor"
FOLDERS = sorted(path.name for path in VENDOR.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_as_published_with_their_licence(folder: str) -> None:
    there = VENDOR / folder
    said = {}
    for line in (there / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        said[name.removeprefix("*").removeprefix("./")] = digest
    files = [path for path in there.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert said == {str(path.relative_to(there)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert "LICENSE" in said
    assert f"| `{folder}` |" in (VENDOR / "README.md").read_text()
