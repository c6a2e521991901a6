"""The notes of plain-text articles: every form of numbering, and what is odd about the numbers."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notation.footnotes import find_notes

_TWO = [("1", "First note."), ("2", "Second note.")]


@pytest.mark.parametrize(
    "text",
    [
        "[1]\n\nFirst note.\n\n[2]\n\nSecond note.\n",
        "[1] First note.\n[2] Second note.",
        "1. First note.\n2. Second note.",
        "1 First note.\n2 Second note.",
        "1) First note.\n2) Second note.",
        "(1) First note.\n(2) Second note.",
        "¹ First note.\n² Second note.",
        "1.\tFirst note.\r\n2.\tSecond note.\r\n",
        "  [1] First note.\n  [2] Second note.",
    ],
)
def test_every_form_of_numbering(text: str) -> None:
    found = find_notes(text)
    assert [(note.number, note.text) for note in found.notes] == _TWO
    assert found.problems == ()


_BODY = "A long first paragraph about the year.[1] " * 9 + "\n\nA second paragraph with a mark.[2]\n\n"


@pytest.mark.parametrize("heading", ["", "Notes\n\n", "Endnotes:\n", "Примечания\n", "# References\n"])
def test_the_section_at_the_end_is_taken_and_marks_in_the_text_are_not(heading: str) -> None:
    found = find_notes(f"{_BODY}{heading}[1] First note.\n\n[2] Second note.\n")
    assert [(note.number, note.text) for note in found.notes] == _TWO
    assert found.problems == ()


def test_a_numbered_list_in_the_text_is_no_note() -> None:
    points = "1. One point of the argument.\n2. Another point of the argument.\n"
    body = "A long paragraph that goes before. " * 12
    found = find_notes(f"{body}\n{points}\n{body}\n\nNotes\n1. First note.\n2. Second note.\n")
    assert [note.text for note in found.notes] == ["First note.", "Second note."]


def test_spans_point_at_the_text_of_the_note() -> None:
    text = "Intro.\n\n[1]\n\n First note.\n\n[2] Second note.\n"
    assert [text[note.span.start : note.span.end] for note in find_notes(text).notes] == ["First note.", "Second note."]


def test_a_note_may_have_several_paragraphs() -> None:
    found = find_notes("[1] First note.\n\nIt goes on.\n\n[2] Second note.")
    assert found.notes[0].text == "First note.\n\nIt goes on."


@pytest.mark.parametrize("furniture", ["Loading", "Back to top", "Share"])
def test_page_furniture_after_the_last_note_is_not_part_of_it(furniture: str) -> None:
    assert find_notes(f"[1] First note.\n\n[2] Second note.\n\n{furniture}\n").notes[-1].text == "Second note."


def test_a_last_note_that_is_one_word_is_kept() -> None:
    assert find_notes("[1] First note.\n\n[2]\n\nIbidem").notes[-1].text == "Ibidem"


@pytest.mark.parametrize(
    ("numbers", "problems"),
    [
        ("1 2 4", ("Note 3 is missing: 4 follows 2.",)),
        ("1 2 6", ("Notes 3 to 5 are missing: 6 follows 2.",)),
        ("1 2 2 3", ("Note 2 occurs more than once.",)),
        (
            "1 3 2 4",
            ("Note 2 is missing: 3 follows 1.", "Note 2 stands after note 3.", "Note 3 is missing: 4 follows 2."),
        ),
        ("3 4 5", ("The first note found is number 3.",)),
        ("1 2 1 2", ("The numbers start again at 1 after note 2.",)),
    ],
)
def test_odd_numbers_are_kept_in_order_and_said(numbers: str, problems: tuple[str, ...]) -> None:
    found = find_notes("\n".join(f"[{number}] Text of it." for number in numbers.split()))
    assert [note.number for note in found.notes] == numbers.split()
    assert found.problems == problems


def test_marks_and_notes_that_miss_each_other_are_said() -> None:
    found = find_notes(_BODY + "And a third.[7]\n\n[1] First note.\n\n[2] Second note.\n\n[3] Third note.\n")
    assert found.problems == (
        "The text has marks without a note: 7.",
        "These notes have no mark in the text: 3.",
    )


def test_a_correction_in_a_quotation_is_no_mark() -> None:
    assert find_notes(_BODY + "In [19]21 it was so.\n\n[1] First note.\n\n[2] Second note.").problems == ()


def test_a_text_without_notes_says_so() -> None:
    assert find_notes("Only prose, and a year: 1932.").problems == ("No numbered notes were found in this text.",)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01\x02", "[", "[1]", "1.", "\ufeff", "[1]\n[1]\n[1]"])
def test_odd_input_is_read_without_failing(text: str) -> None:
    assert len(find_notes(text).notes) <= 3


@given(st.text(alphabet="[]()123. \n¹²abЯ“”", max_size=300))
def test_nothing_fails_and_no_note_is_out_of_place(text: str) -> None:
    for note in find_notes(text).notes:
        assert text[note.span.start : note.span.end] == note.text


def test_ten_million_characters_in_one_line_are_read_in_time() -> None:
    started = thread_time()
    find_notes("1. " + "word, another word. " * 500_000)
    assert thread_time() - started < 8
