"""Every row of docs/notation.md is read as the row says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.notation.saying import notes_said

_DOCUMENT = Path(__file__).parents[2] / "docs" / "notation.md"
_ROW = re.compile(r"^\| `(?P<written>[^`]+)` \| `{1,2}(?P<read>[^`]*)`{1,2}? \|$", re.MULTILINE)
_ROWS = [(match["written"], match["read"]) for match in _ROW.finditer(_DOCUMENT.read_text("utf-8"))]


def test_no_row_is_left_out() -> None:
    rows = [line for line in _DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) == len(_ROWS) > 50


@pytest.mark.parametrize(("written", "read"), _ROWS)
def test_a_row_is_read_as_it_says(written: str, read: str) -> None:
    assert notes_said(*written.split(" ⏎ "))[-1].replace(" | ", " or ") == read
