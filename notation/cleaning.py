"""The text of a note as the readers want it: plain spaces and hyphens, one alphabet a word, no line ends within.

The rule: nothing is lost, and every place in the clean text can be told in the printed one. Boundary: what the words
mean is not asked here; misprinted terms belong to the grammar.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f"), " ")
_HYPHENS = {0x2010: "-", 0x2011: "-", 0x2212: "–"}
_CONTROLS = {code: " " for code in range(32) if code not in (9, 10, 13)}
_SIGNS = {**_SPACES, **_HYPHENS, **_CONTROLS}
# Soft hyphens and marks of no width go, and of several spaces one stays.
_LEFT_OUT = re.compile(r"[\u00ad\u200b\u200c\u200d\u2060\ufeff]+|(?<= ) +")
_LINE_END = re.compile(r"(?<=\S)[ \t]*\r?\n(?=[ \t]*\S)")
_ODD = re.compile("[\\x00-\\x1f\u00a0\u00ad\u2000-\u2011\u202f\u2060\u2212\ufeff]|  ")

_LATIN, _CYRILLIC = "ABCEHKMOPTXaceopxyi", "АВСЕНКМОРТХасеорхуі"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_MIXED = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_ONLY_LATIN = re.compile(f"(?![{_LATIN}])[A-Za-z]")
_ONLY_CYRILLIC = re.compile(f"(?![{_CYRILLIC}])[\u0400-\u04ff]")


class Clean(NamedTuple):
    """`places` holds, for every character and for the end, its place in the printed text; None where all are equal."""

    text: str
    places: tuple[int, ...] | None = None

    def printed(self, at: int) -> int:
        return self.places[at] if self.places else at


def clean_text(text: str) -> Clean:
    """`РГАСПИ.\\u00a0Ф.\\u00a017.\\nOп. 3` (with a Latin O) → `РГАСПИ. Ф. 17. Оп. 3`."""
    if not text.isascii() and _MIXED.search(text):
        text = _WORD.sub(_in_one_alphabet, text)
    if not _ODD.search(text):
        return Clean(text)
    text = _LINE_END.sub(lambda match: " " * len(match[0]), text.translate(_SIGNS))
    kept = [(match.start(), match.end()) for match in _LEFT_OUT.finditer(text)]
    return _without(text, kept) if kept else Clean(text)


def _without(text: str, left_out: list[tuple[int, int]]) -> Clean:
    words: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in [*left_out, (len(text), len(text))]:
        words.append(text[at:start])
        places.extend(range(at, start))
        at = end
    return Clean("".join(words), (*places, len(text)))


def _in_one_alphabet(match: re.Match[str]) -> str:
    """`Oп` with a Latin O is `Оп`: letters that look alike follow those that do not."""
    word = match[0]
    if not _MIXED.search(word):
        return word
    latin, cyrillic = _ONLY_LATIN.search(word), _ONLY_CYRILLIC.search(word)
    if cyrillic and not latin:
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if latin and not cyrillic else word
