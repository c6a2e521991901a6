"""The lines of docs/operations.md about backups are run as they are written, in a checkout that nobody has used."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.test_fresh_checkout import new_checkout, start

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
SECTION = PAGE.read_text().partition("## Backups")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^    \.venv/bin/python manage\.py ([^#\n]+)", SECTION, re.MULTILINE)


@pytest.mark.release
@pytest.mark.servers
def test_what_the_page_says_about_backups_can_be_done(measured: Callable[[str, str, str], None]) -> None:
    """T43: every line, in its order, on the demonstration data; and how long it takes to have them back."""
    assert [line.split()[0] for line in COMMANDS] == ["backup", "restore", "fixity"]
    with new_checkout() as checkout:
        run(checkout, "migrate", "--verbosity=0")
        run(checkout, "demo")
        backup, restore, fixity = (line.split() for line in COMMANDS)
        said, _seconds = run(checkout, *backup)
        assert "restored and compared, all equal" in said
        (made,) = (checkout / "var" / "backups").iterdir()
        said, seconds = run(checkout, *(word.replace("opis-<moment>", made.name) for word in restore), "--replace")
        (rows,) = re.findall(r"(\d+) rows", said)
        run(checkout, *fixity)
        doctor, _seconds = run(checkout, "doctor")
        assert "ok       the last backup is of " in doctor
    measured("T43", "every line works", f"{len(COMMANDS)} lines; {rows} rows restored in {seconds:.0f} s")


def run(checkout: Path, *words: str) -> tuple[str, float]:
    began = time.monotonic()
    done = start(checkout, *words)
    said, _ = done.communicate(timeout=600)
    assert done.returncode == 0, said
    return said, time.monotonic() - began
