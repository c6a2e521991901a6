"""What is typed into the search box: a table of questions; none of them needs a database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.search import (
    InField,
    InYears,
    NotUnderstood,
    Phrase,
    Question,
    Word,
    is_in_fields,
    name_stem,
    name_stems,
    names_left_out,
    names_without_fields,
    read_question,
)

QUESTIONS = [
    ("", []),
    ("   ", []),
    ("письмо", [[Word("письмо")]]),
    ("письмо Раковского", [[Word("письмо")], [Word("Раковского")]]),
    ("Раковский OR Сосновский", [[Word("Раковский"), Word("Сосновский")]]),
    ("Раковский ИЛИ Сосновский письмо", [[Word("Раковский"), Word("Сосновский")], [Word("письмо")]]),
    ("a | b | c", [[Word("a"), Word("b"), Word("c")]]),
    ("or", [[Word("or")]]),
    ("OR письмо", [[Word("письмо")]]),
    ("письмо OR", [[Word("письмо")]]),
    ("письмо OR OR протокол", [[Word("письмо"), Word("протокол")]]),
    ('"о задачах оппозиции"', [[Phrase("о задачах оппозиции")]]),
    ("«о задачах оппозиции»", [[Phrase("о задачах оппозиции")]]),
    ("“on the tasks” 1928", [[Phrase("on the tasks")], [Word("1928")]]),
    ('"Раковский"', [[Word("Раковский")]]),
    ('lonely " quote', [[Word("lonely")], [Word("quote")]]),
    ("-протокол письмо", [[Word("протокол", negated=True)], [Word("письмо")]]),
    ('-"о хлебе" письмо', [[Phrase("о хлебе", negated=True)], [Word("письмо")]]),
    ("письмо - протокол", [[Word("письмо")], [Word("протокол")]]),
    ("Тер-Ваганян", [[Word("Тер-Ваганян")]]),
    ("author:Раковский", [[InField("author", "Раковский")]]),
    ('Автор:"Раковский Христиан"', [[InField("author", "Раковский Христиан")]]),
    ("to:Trotskii -archive:ГАРФ", [[InField("to", "Trotskii")], [InField("archive", "ГАРФ", negated=True)]]),
    ("фонд:17 type:letter", [[InField("fond", "17")], [InField("type", "letter")]]),
    ("author:", [[Word("author")]]),
    ("see:RGASPI", [[Word("see RGASPI")]]),
    ("date:1928", [[InYears(1928, 1928)]]),
    ("date:1927..1929", [[InYears(1927, 1929)]]),
    ("дата:1927–1929", [[InYears(1927, 1929)]]),
    ("date:1927..", [[InYears(1927, None)]]),
    ("date:..1929", [[InYears(None, 1929)]]),
    ("!!! ??? ...", []),
    ("письмо\x00\x07протокол", [[Word("письмо")], [Word("протокол")]]),
    ("17/171/87", [[Word("17/171/87")]]),
]


@pytest.mark.parametrize(("typed", "groups"), QUESTIONS)
def test_what_is_typed_is_understood(typed: str, groups: list[list[object]]) -> None:
    assert read_question(typed) == Question(tuple(map(tuple, groups)))  # type: ignore[arg-type]  # a table of terms


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 1001, "at most 1000 characters are read."),
        (" OR ".join("abcdefghi"[:1] for _ in range(41)), "at most 40 words are looked for at once."),
        ("date:yesterday", "date: takes a year"),
        ("date:1929..1927", "date: takes a year"),
        ("date:0", "date: takes a year"),
        ("date:9999", "date: takes a year"),
        ("date:..", "date: takes a year"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_question(typed)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(
    ("typed", "in_fields", "names"),
    [
        ("Rakovsky letter", False, "Rakovsky letter"),
        ("letter: Rakovsky", False, "letter: Rakovsky"),
        ("type:letter date:1928", True, ""),
        ("author:Раковский дата:1928", True, "Раковский"),
        ("письмо кому:«Лев Троцкий» -to:Сталин", True, "письмо Лев Троцкий"),
        ('"Rosa Luxemburg" -vid:x type:letter', True, '"Rosa Luxemburg" -vid:x'),
        ("date:yesterday", True, ""),
    ],
)
def test_of_persons_only_names_are_asked(typed: str, in_fields: bool, names: str) -> None:
    assert (is_in_fields(typed), names_without_fields(typed)) == (in_fields, names)


@pytest.mark.parametrize(
    ("typed", "named", "left_out"),
    [
        ("Eltsin", "Eltsin", []),
        ("Eltsin -Boris", "Eltsin", ["Boris"]),
        ("Bonch-Bruevich", "Bonch-Bruevich", []),
        ("Eltsin -“Boris Nikolaevich” –Виктор", "Eltsin", ["Boris Nikolaevich", "Виктор"]),
        ("-Eltsin", "", ["Eltsin"]),
        ("Eltsin - Boris", "Eltsin - Boris", []),
    ],
)
def test_names_may_be_left_out(typed: str, named: str, left_out: list[str]) -> None:
    assert names_left_out(typed) == (named, left_out)


def test_other_spellings_take_the_place_of_words_alone() -> None:
    question = read_question('Sergeyeff OR "Sergeyeff letters" -Sergeyeff')
    assert question.words == ("Sergeyeff",)
    assert question.with_spellings({"Sergeyeff": "Sergeyev"}) == Question(
        ((Word("Sergeyev"), Phrase("Sergeyeff letters")), (Word("Sergeyev", negated=True),))
    )


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_any_text_is_a_question_or_is_refused_with_a_sentence(typed: str) -> None:
    try:
        groups = read_question(typed).groups
    except NotUnderstood:  # "date:" before something that is no year
        groups = ()
    assert all(groups)


# One line, one name: all of its forms are looked for under one stem.
NAMES = [
    ("rakovsk", "Раковский Раковского Раковскому Раковским Раковском Раковская Раковской Rakovskii Rakovsky Rakovskij"),
    ("trotsk", "Троцкий Троцкого Троцкому Троцким Trotsky Trotskii"),
    ("shcherbakov", "Щербаков Щербакова Щербакову Щербаковым Щербакове Щербаковой Shcherbakov Shcherbakova"),
    ("lenin", "Ленин Ленина Ленину Лениным Ленине Lenin"),
    ("khrushchev", "Хрущёв Хрущева Хрущёву Хрущевым Khrushchev"),
    ("ber", "Берия Берии Берию Берией Beria Beriia"),
    ("andr", "Андрей Андрея Андрею Андреем Andrei"),
]


@pytest.mark.parametrize(("stem", "forms"), NAMES)
def test_the_forms_of_a_name_meet(stem: str, forms: str) -> None:
    assert {name_stems(form) for form in forms.split()} == {(stem,)}


def test_three_letters_of_a_name_are_left() -> None:
    assert [name_stem(word) for word in ("kim", "kova", "ia", "om")] == ["kim", "kov", "ia", "om"]


def test_a_name_of_two_words_has_two_stems_and_single_letters_none() -> None:
    assert name_stems("Тер-Ваганяна, В. А.") == ("ter", "vaganian")
