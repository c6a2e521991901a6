"""What a note's text is cleaned of, and that every place is still told as printed."""

from __future__ import annotations

import pytest

from notation.cleaning import clean_text
from notation.parsing import read_note
from tests.notation.saying import said


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("RGASPI, f. 17", "RGASPI, f. 17"),
        ("Ф.\u00a017,\u2009оп.\u202f3", "Ф. 17, оп. 3"),
        ("f.  17,   op. 3", "f. 17, op. 3"),
        ("f. 17,\nop. 3", "f. 17, op. 3"),
        ("f. 17,\r\n op. 3", "f. 17, op. 3"),
        ("first\n\nsecond", "first\n\nsecond"),
        ("RGA\u00adSPI\u200b, f. 17", "RGASPI, f. 17"),
        ("ll. 3\u20115, 7\u22129", "ll. 3-5, 7–9"),
        ("f. 17\x01", "f. 17 "),
        # Latin letters in Russian words, and the other way round; a word of both is left.
        ("Oп. 3. PГACПИ", "Оп. 3. РГАСПИ"),
        ("ТsGАОR", "TsGAOR"),
        ("HKVДW", "HKVДW"),
        ("C. 5", "C. 5"),
    ],
)
def test_the_text_is_cleaned(printed: str, clean: str) -> None:
    assert clean_text(printed).text == clean


def test_places_are_those_of_the_printed_text() -> None:
    clean = clean_text("a  b\u00adc")
    assert clean.text == "a bc"
    assert [clean.printed(at) for at in range(5)] == [0, 1, 3, 5, 6]


def test_a_reference_is_found_where_it_was_printed() -> None:
    text = "Oh:\u00a0 РГАСПИ. Ф.  17.\nOп.\u00a03. Д. 5. Л. 1\u00ad2 об. End"
    (mention,) = read_note(text)
    assert said(mention) == "RGASPI 17/3/5: 12v"
    assert mention.text == "РГАСПИ. Ф.  17.\nOп.\u00a03. Д. 5. Л. 1\u00ad2 об."
    assert [text[part.span.start : part.span.end] for part in mention.parts] == [
        "РГАСПИ",
        "Ф.  17",
        "Oп.\u00a03",
        "Д. 5",
        "1\u00ad2 об.",
    ]
