"""docs/asvs.csv: each requirement of OWASP ASVS 5.0, levels 1 and 2, has a test that holds it or says why not."""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {"test", "reason", "does not apply", "open"}


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and (not name or f"def {name}(" in file.read_text())


def test_every_requirement_has_a_test_or_a_reason() -> None:
    found = rows()
    numbers = [row["requirement"] for row in found]
    assert [row for row in found if row["status"] not in STATUSES or not row["test or reason"].strip()] == []
    assert [number for number in numbers if not re.fullmatch(r"\d+\.\d+\.\d+", number)] == []
    assert len(set(numbers)) == len(numbers)
    # As many as version 5.0.0 has of each level.
    assert [sum(row["level"] == level for row in found) for level in "12"] == [70, 183]


def test_every_test_named_is_there() -> None:
    named = [row["test or reason"] for row in rows() if row["status"] == "test"]
    assert [test for test in named if not is_there(test)] == []
    assert len(named) > 70
