"""A text of any length can be saved, and is found by the words that the index has room for."""

from __future__ import annotations

import pytest

from archive.models import Document
from tests import factories as make

pytestmark = pytest.mark.django_db

# 300,000 different words: their index entry would take three times what PostgreSQL allows.
DIFFERENT = " ".join(f"w{number:x}" for number in range(300_000))
# As long, but of words that come again and again, as they do in an ordinary text.
ORDINARY = "секретариат постановил утвердить проект резолюции " * 15_000


@pytest.mark.parametrize(
    ("transcription", "asked", "found"),
    [
        (f"хлебозаготовки {DIFFERENT}", "хлебозаготовки", True),
        (f"{DIFFERENT} хлебозаготовки", "хлебозаготовки", False),
        (f"{ORDINARY} хлебозаготовки", "хлебозаготовки", True),
    ],
    ids=["the beginning of a glossary", "the end of a glossary", "the end of a long text"],
)
def test_a_long_transcription_is_saved_and_found(transcription: str, asked: str, found: bool) -> None:
    document = make.document(transcription=transcription)
    document.refresh_from_db()
    assert document.transcription == transcription
    assert Document.objects.about(asked).exists() is found


def test_a_long_description_is_saved_and_found() -> None:
    unit = make.unit(description=f"переписка {DIFFERENT}")
    assert list(type(unit).objects.about("переписка")) == [unit]


LETTER, REPORT, SPEECH = "Письмо о хлебе", "Отчёт завода", "Речь на заводе о письмах"
WITHOUT = [
    ("-письмо", {REPORT}),
    ("-письмо -отчёт", set()),
    ('-"речь на заводе"', {LETTER, REPORT}),
    ('-хлеб -"речь на заводе"', {REPORT}),
    ("-телеграмма", {LETTER, REPORT, SPEECH}),
    ("письмо -хлеб", {SPEECH}),
    ("-хлеб письмо", {SPEECH}),
    ("-хлеб OR завод", {REPORT, SPEECH}),
    ("-OR", set()),
    ("- письмо", {REPORT}),
]


@pytest.mark.parametrize(("question", "titles"), WITHOUT)
def test_words_that_are_left_out(question: str, titles: set[str]) -> None:
    for title in (LETTER, REPORT, SPEECH):
        make.document("", title_ru=title)
    assert {document.title_ru for document in Document.objects.about(question)} == titles
