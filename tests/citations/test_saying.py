"""What is odd about a file of notes is told in the language of whoever looks at it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from citations.imports.files import read_file
from citations.imports.saying import SENTENCES, in_readers_words
from notation.footnotes import odd_numbers


@pytest.mark.parametrize(
    ("numbers", "russian"),
    [
        ([3, 4], ["Первое найденное примечание имеет номер 3."]),
        ([1, 2, 1, 2], ["После примечания 2 нумерация снова начинается с 1."]),
        ([1, 2, 2], ["Примечание 2 встречается больше одного раза."]),
        ([1, 3], ["Нет примечания 2: за 1 следует 3."]),
        ([1, 5], ["Нет примечаний со 2 по 4: за 1 следует 5."]),
        ([1, 2, 3, 5, 4], ["Нет примечания 4: за 3 следует 5.", "Примечание 4 стоит после примечания 5."]),
    ],
)
def test_odd_numbers_are_told_in_russian(numbers: list[int], russian: list[str]) -> None:
    with override("ru"):
        assert [in_readers_words(sentence) for sentence in odd_numbers(numbers)] == russian
    with override("en"):
        assert [in_readers_words(sentence) for sentence in odd_numbers(numbers)] == odd_numbers(numbers)


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("The text has marks without a note: 2, 5, 8.", "В тексте есть знаки без примечания: 2, 5, 8."),
        (
            "These notes have no mark in the text: 1, 2, 3 and 40 more.",
            "У этих примечаний нет знака в тексте: 1, 2, 3 и ещё 40.",
        ),
    ],
)
def test_marks_without_notes_are_told_with_their_numbers(english: str, russian: str) -> None:
    with override("ru"):
        assert in_readers_words(english) == russian


def test_a_file_is_told_of_in_the_readers_language() -> None:
    with override("ru"):
        sent = read_file(b"1. RGASPI, f. 17, op. 1, d. 1, l. 1.\n3. RGASPI, f. 17, op. 1, d. 2, l. 1.\n")
    assert sent.problems == ("Нет примечания 2: за 1 следует 3.",)


def test_a_sentence_of_no_known_form_stays() -> None:
    with override("ru"):
        assert in_readers_words("Note 2 sings.") == "Note 2 sings."
    assert len(set(SENTENCES)) == 8
