"""Every term stands with an example that is read with it, and every spelling finds its level."""

from __future__ import annotations

import pytest

from notation.parsing import read_note
from notation.patterns import FIRST_WORD, LEVEL_OF, ORDER, RANK, TERMS, Term
from notation.references import ArchivalReference


def _spelled() -> list[tuple[Term, str]]:
    return [(term, spelling) for term in TERMS for spelling in term.spellings]


@pytest.mark.parametrize(("term", "spelling"), _spelled(), ids=[f"{t.level}-{s}" for t, s in _spelled()])
@pytest.mark.parametrize("stop", [".", ""])
def test_the_example_is_read_with_each_spelling(term: Term, spelling: str, stop: str) -> None:
    mentions = read_note(term.example.format(spelling + stop))
    assert len(mentions) == 1
    reference = mentions[0].reference
    assert isinstance(reference, ArchivalReference)
    if term.level in ("leaf", "page"):
        assert reference.leaves.canonical() == "83"
    else:
        assert reference.number(term.level)


def test_every_level_of_a_term_has_its_place_in_the_order() -> None:
    assert {term.level for term in TERMS} - {"leaf", "page"} <= set(ORDER)
    assert len(RANK) == len(ORDER)


def test_every_word_the_scanner_knows_comes_from_a_term() -> None:
    spelled = {spelling for term in TERMS for spelling in term.spellings}
    for word in LEVEL_OF:
        assert any(spelling.rstrip("'’").endswith(word) for spelling in spelled)
    assert set(FIRST_WORD) <= set(LEVEL_OF)
