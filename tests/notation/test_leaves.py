"""Sheets with versos, short ranges and letters."""

from __future__ import annotations

import pytest

from notation.leaves import read_leaves, scan_leaves
from notation.references import Leaf, LeafRange


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("83", "83"),
        ("83 об.", "83v"),
        ("83об", "83v"),
        ("83(об)", "83v"),
        ("83 оборот", "83v"),
        ("83ob.", "83v"),
        ("83 verso", "83v"),
        ("83v", "83v"),
        ("83 reverse", "83v"),
        ("83 зв.", "83v"),
        ("83 адв.", "83v"),
        ("78R", "78v"),
        ("78r", "78"),
        ("41–44 об.", "41-44v"),
        ("310(об)–311", "310v-311"),
        ("12–12 об.", "12-12v"),
        ("12–об.", "12-12v"),
        ("12 и об.", "12-12v"),
        ("12, об.", "12-12v"),
        ("12p", "12v"),
        ("10об–13об", "10v-13v"),
        ("73–4", "73-74"),
        ("500–15", "500-515"),
        ("99–105", "99-105"),
        ("9–4", "9-4"),
        ("3, 5–7 и 9", "3, 5-7, 9"),
        ("1, 2, and 4", "1, 2, 4"),
        ("12а", "12а"),
        ("5, 5a", "5, 5a"),
        ("Б", "Б"),
        ("3, 12а, 14", "3, 12а, 14"),
        ("без номера", "без номера"),
        ("", ""),
    ],
)
def test_written_sheets_become_canonical(written: str, canonical: str) -> None:
    assert read_leaves(written).canonical() == canonical


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("83", ((166, 168),)),
        ("83 об.", ((167, 168),)),
        ("41–44", ((82, 90),)),
        ("41–44 об.", ((82, 90),)),
        ("43 об.–44", ((87, 89),)),
        ("12–12 об.", ((24, 26),)),
        ("3, 5", ((6, 8), (10, 12))),
        ("12а", ()),
        ("0", ((0, 2),)),
    ],
)
def test_spans_count_sides(written: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert read_leaves(written).spans == spans


def test_letters_stay_findable_as_written() -> None:
    leaves = read_leaves("12а, 14, Б")
    assert leaves.other == ("12а", "Б")
    assert leaves.ranges == (LeafRange(Leaf(14), Leaf(14)),)


def test_what_was_written_is_kept() -> None:
    assert read_leaves(" 73–4 об. ").as_written == "73–4 об."


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("83, see also", "83", ", see also"),
        ("83; д. 9", "83", "; д. 9"),
        ("и др.", "", "и др."),
        ("5 and others", "5", " and others"),
    ],
)
def test_a_list_ends_where_no_sheet_follows(text: str, found: str, rest: str) -> None:
    leaves, end = scan_leaves(text, 0)
    assert (leaves.canonical(), text[end:]) == (found, rest)
