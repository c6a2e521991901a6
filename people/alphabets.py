"""The letters under which people stand, in both alphabets: those without anybody keep their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

# Ё stands as Е; with Ъ, Ы and Ь no name begins.
RUSSIAN = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ"


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    count: int


@dataclass(frozen=True, slots=True)
class Alphabet:
    language: str
    letters: list[Letter]


def alphabets(counts: Mapping[str, int]) -> list[Alphabet]:
    """A–Z, and А–Я with such other letters as occur."""
    others = sorted(letter for letter in counts if not letter.isascii() and letter not in RUSSIAN)
    latin = [*ascii_uppercase, *sorted(letter for letter in counts if letter.isascii() and not letter.isalpha())]
    return [
        Alphabet(language, [Letter(letter, counts.get(letter, 0)) for letter in letters])
        for language, letters in (("en", latin), ("ru", [*RUSSIAN, *others]))
    ]
