"""Reading never fails and takes time in proportion to the text, whatever the text is."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from timeit import repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fragments import fragments, hostile
from notation.footnotes import Note, find_notes
from notation.ibid import read_notes
from notation.leaves import read_leaves
from notation.parsing import read_note
from notation.patterns import TERMS
from notation.references import Span

_WORDS = [
    *sorted({spelling for term in TERMS for spelling in term.spellings}),
    *"РГАСПИ RGASPI ГАРФ Hoover TNA FO Ibid. Там же op. cit. Указ. соч. Он же Smith, Орлов П.П. P. Orlov".split(),
    *"and in ed., eds. et al. Papers, Collection Box 5, // / ; ( ) “ ” ‘ ’ « » . , : – — № 17 171 1/2/3".split(),
    *"1.2.3.4 1932 (1932) 83об. 41–44 об. IV pp. С.".split(),
    *"M., 1990. (Moscow, 1999) vol. 2, no. 5 May https://a.b see См. and и далее — [1] \n \t \x00 \x01".split(" "),
]
_NOTE = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)


@given(st.one_of(st.text(max_size=400), _NOTE))
@settings(max_examples=300)
def test_no_note_fails_and_every_span_lies_in_it(text: str) -> None:
    """T17: any text at all."""
    for mention in read_note(text):
        assert 0 <= mention.span.start <= mention.span.end <= len(text)
        assert mention.text == text[mention.span.start : mention.span.end]
        for part in mention.parts:
            assert 0 <= part.span.start < part.span.end <= len(text)


@given(st.lists(_NOTE, max_size=6))
@settings(max_examples=150)
def test_no_row_of_notes_fails_and_none_is_lost(texts: list[str]) -> None:
    """T17: rows of notes."""
    notes = [Note(str(number), text, Span(0, len(text))) for number, text in enumerate(texts)]
    read = read_notes(notes)
    assert [one.note for one in read] == notes
    for one in read:
        for left in one.remainder:
            assert 0 <= left.start < left.end <= len(one.note.text)


@given(st.text(max_size=200))
def test_no_field_of_sheets_fails(text: str) -> None:
    assert read_leaves(text).as_written == text.strip()


@given(_NOTE)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_note(text) == read_note(text)


_FRAGMENTS = [
    *(
        "f. 1 ",
        "f. 1",
        "op.1,",
        "д. 1, ",
        "л. 1; ",
        "box 1, ",
        "RG 1, ",
        "RGASPI, ",
        "РГАСПИ. ",
        "Papers, Box 5, ",
        "a",
        "A ",
    ),
    *(
        "(",
        "()",
        "((",
        "“",
        "“a”",
        "‘a’",
        "«",
        "//",
        "/",
        "1/",
        "1/2/3 ",
        "1.2.3.4 ",
        "1-",
        "1–2, ",
        "IV ",
        "Ibid. ",
        "Там же. ",
    ),
    *(
        "op. cit., ",
        "Smith, ",
        "Smith and ",
        "Орлов П.П. ",
        "eds., ",
        ", in ",
        "see ",
        "(1999)",
        "(Moscow, 1999) ",
        "pp. 5, ",
    ),
    *(
        "М., 1999. ",
        "vol. 1, ",
        "№ 5 ",
        "5 May 1999, ",
        "http://a ",
        "; ",
        "\n",
        "\x00",
        "\x01",
        "...",
        ": ",
        "! ",
        "the ",
        "83 об., ",
    ),
    *("далее — ", "Архив ", "Государственный архив ", "#1, ", "Jan. ", "X, Y, Z, ", "’", "é", "  "),
]


@pytest.mark.parametrize("fragment", _FRAGMENTS)
@pytest.mark.parametrize("before", ["", "RGASPI, f. 17, op. 3, d. 5, l. 1, ", "Smith, Title, "])
def test_a_repeated_fragment_is_read_in_linear_time(before: str, fragment: str) -> None:
    """T18: 20,000 characters take 50 ms on an idle machine; a quadratic pattern takes seconds."""
    text = before + (fragment * 20_000)[:20_000]
    assert _seconds(read_note, text) + _seconds(find_notes, text) + _seconds(read_leaves, text) < 1


# One in so many; `python -m bench.reading --hostile` takes them all.
_EVERY = 80


@pytest.mark.parametrize("fragment", fragments()[::_EVERY])
def test_fragments_of_every_pattern_are_read_in_linear_time(fragment: str) -> None:
    """T18: what could make a pattern go back and forth."""
    text = hostile(fragment, 20_000)
    half, whole = _seconds(read_note, text[:10_000]), _seconds(read_note, text)
    assert whole < 1
    assert whole < 0.2 or whole < 3 * half


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Of this thread, without collections of garbage: late in a run one takes half a second by itself."""
    return min(repeat(lambda: read(text), timer=thread_time, number=1, repeat=2))


def test_fragments_come_from_the_terms_and_from_the_patterns() -> None:
    made = fragments()
    assert len(made) > 5_000
    assert {"op. 1, ", "арк 1", "Op.cit, "} <= set(made)
