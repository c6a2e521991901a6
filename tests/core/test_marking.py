"""Why a hit is a hit: the words that answer a question are marked, in any script, spelling and case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.marking import marker

# question, text → the same with marked words in brackets
MARKS = [
    ("письмо", "Письма о хлебе и письмецо", "[Письма] о хлебе и письмецо"),
    ("хрущев", "О Хрущёве и Хрущёву", "О [Хрущёве] и [Хрущёву]"),
    ("Rakovsky", "Письмо Раковского Сосновскому", "Письмо [Раковского] Сосновскому"),
    ("Раковский", "Rakovskii, Khristian; Rakowski", "[Rakovskii], Khristian; [Rakowski]"),
    ("Щербаков", "Анна Щербакова; щербатый", "Анна [Щербакова]; щербатый"),
    ("Троцкий", "Trotzki, Leo; Trockij", "[Trotzki], Leo; [Trockij]"),
    ("letters", "A letter of 1928", "A [letter] of 1928"),
    ('"первый съезд"', "Первый съезд и второй", "[Первый] [съезд] и второй"),
    ("author:Иванова", "Ivanova, Anna", "[Ivanova], Anna"),
    ("съезд -первый", "Первый съезд", "Первый [съезд]"),
    ("съезд OR пленум", "Пленум и съезд", "[Пленум] и [съезд]"),
    ("date:1928", "В 1928 году", "В 1928 году"),
    ("1928", "В 1928 году", "В [1928] году"),
    ("17/171/87", "RGASPI 17/171/87", "RGASPI [17]/[171]/[87]"),
    ("партия", "Партийный съезд партии", "Партийный съезд [партии]"),
    ("и", "Иван и Пётр", "Иван [и] Пётр"),
    ("", "Ничего", "Ничего"),
    ("“", "Ничего", "Ничего"),
]


@pytest.mark.parametrize(("question", "text", "marked"), MARKS)
def test_words_that_answer_are_marked(question: str, text: str, marked: str) -> None:
    assert "".join(f"[{run.text}]" if run.marked else run.text for run in marker(question).runs(text)) == marked


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_letter_is_lost(question: str, text: str) -> None:
    assert "".join(run.text for run in marker(question).runs(text)) == text


def test_words_looked_for_instead_are_marked() -> None:
    assert [run.text for run in marker("опозиция", ("оппозиция",)).runs("Об оппозиции") if run.marked] == ["оппозиции"]


LONG = "Слово " * 60


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        (f"{LONG}хлеб {LONG}", "… Слово", "Слово …"),
        ("хлеб и соль", "хлеб и соль", "хлеб и соль"),
        (f"Хлеба {LONG}", "Хлеба Слово", "Слово …"),
        (f"{LONG}хлебом", "… Слово", "хлебом"),
    ],
)
def test_of_a_long_text_the_stretch_around_the_first_is_shown(text: str, begins: str, ends: str) -> None:
    runs = marker("хлеб").excerpt(text)
    shown = "".join(run.text for run in runs)
    assert shown.startswith(begins)
    assert shown.endswith(ends)
    assert any(run.marked for run in runs)
    assert len(shown) < 240
    assert marker("молоко").excerpt(text) == []
