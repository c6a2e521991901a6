"""How a word processor writes the number of a note: 3, iii, c, в, ‡ … by the names of Office Open XML."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Without ё, й, ъ, ы, ь, as in Word and LibreOffice.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_CHICAGO = "*†‡§"
_CIRCLED = 0x2460


def roman(number: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        count, number = divmod(number, value)
        written += letters * count
    return written


def _lettered(alphabet: str) -> Callable[[int], str]:
    """a … z, aa, bb …: the letter is repeated, as in a list of a word processor."""

    def letters(number: int) -> str:
        rounds, place = divmod(number - 1, len(alphabet))
        return alphabet[place] * (rounds + 1)

    return letters


def _circled(number: int) -> str:
    return chr(_CIRCLED + number - 1) if number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": _lettered(_LATIN),
    "upperLetter": _lettered(_LATIN.upper()),
    "russianLower": _lettered(_RUSSIAN),
    "russianUpper": _lettered(_RUSSIAN.upper()),
    "chicago": _lettered(_CHICAGO),
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "none": lambda number: "",
}


def is_known(form: str) -> bool:
    return form in _FORMATS


def displayed(number: int, form: str) -> str:
    """The number as the reader sees it; in figures where the form is none that we know."""
    return _FORMATS.get(form, str)(number) if 0 < number < 10_000 else str(number)
