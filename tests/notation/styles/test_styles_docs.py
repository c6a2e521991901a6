"""The section of docs/notation.md on writing: the command prints its text in every style as the section says."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from notation.__main__ import main
from notation.parsing import read_note
from notation.styles import styles, write_notes

_SECTION = (Path(__file__).parents[3] / "docs" / "notation.md").read_text("utf-8")
_SECTION = _SECTION.partition("## How references are written")[2].partition("\n## ")[0]
_TEXT = [line.strip() for line in re.findall(r"^    \[.*", _SECTION, re.MULTILINE)]
_PRINTED = re.findall(r"^    (\w+) +(.+)$", _SECTION, re.MULTILINE)
_BLOCKS = [(name, [line for _, line in rows]) for name, rows in groupby(_PRINTED, key=lambda row: row[0])]


def test_every_style_has_its_lines() -> None:
    assert len(_TEXT) == 4
    assert {name for name, _ in _BLOCKS} == {style.name for style in styles()}
    assert all(len(lines) == len(_TEXT) for _, lines in _BLOCKS)


@pytest.mark.parametrize(("style", "lines"), _BLOCKS[:-1])
def test_the_command_prints_what_the_section_says(
    style: str, lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("\n".join(_TEXT), "utf-8")
    assert main(["--style", style, str(file)]) == 0
    assert [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()] == lines


def test_a_run_of_notes_is_printed_as_the_section_says() -> None:
    style, lines = _BLOCKS[-1]
    references = [read_note(text.partition("] ")[2])[0].reference for text in _TEXT if "Ibid" not in text]
    again = read_note("Leon Trotsky, My Life (New York: Scribner, 1930), 122.")[0].reference
    assert list(write_notes([*references[:2], again, references[2]], style)) == lines
