"""Bytes become text, or a sentence; never silently wrong characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text_files import Unreadable, decode

RUSSIAN = "Примечания. 1. РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83. Там же, л. 144; письмо товарищам от 2 июня."
ENGLISH = "Notes. 1. RGASPI, f. 17, op. 171, d. 87, l. 83. Ibid., l. 144; a letter to comrades of 2 June."
FRENCH = "Notes. 1. Archives privées, carton nº 4. L’élève a été arrêté à Genève, où il était né; procès gagné."


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        (RUSSIAN, "utf-8", False),
        (RUSSIAN, "utf-8-sig", False),
        (RUSSIAN, "utf-16", False),
        (RUSSIAN, "utf-16-le", True),
        (RUSSIAN, "utf-16-be", True),
        (RUSSIAN, "utf-32", False),
        (RUSSIAN, "cp1251", True),
        (RUSSIAN, "koi8-r", True),
        (RUSSIAN, "cp866", True),
        (RUSSIAN, "mac_cyrillic", True),
        (ENGLISH, "ascii", False),
        (ENGLISH, "utf-16-le", True),
        (FRENCH, "cp1252", True),
    ],
)
def test_a_text_comes_back_whatever_its_encoding(text: str, encoding: str, guessed: bool) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.guessed) == (text, guessed)


def test_a_told_encoding_is_not_guessed() -> None:
    decoded = decode(RUSSIAN.encode("iso8859-5"), "iso8859-5")
    assert (decoded.text, decoded.guessed) == (RUSSIAN, False)


@pytest.mark.parametrize(
    ("content", "encoding", "sentence"),
    [
        (b"", "", "The file is empty."),
        (b"  \r\n", "", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "", "This is not a text file."),
        (b"text\0text", "", "This is not a text file."),
        (b"text\0text", "latin-1", "This is not a text file: it holds NUL characters."),
        (RUSSIAN.encode("cp1251"), "utf-8", "The file is not text in the encoding utf-8."),
        (b"text", "no-such-encoding", "The file is not text in the encoding no-such-encoding."),
        (b"text", "base64", "The file is not text in the encoding base64."),
        (b"\xff\xfe\x00", "", "The file is not text in the encoding utf-16."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content: bytes, encoding: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as error:
        decode(content, encoding)
    assert str(error.value).startswith(sentence)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        decoded = decode(content)
    except Unreadable:
        return
    assert "\0" not in decoded.text
    assert decoded.text.encode("utf-8")
