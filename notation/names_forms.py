"""A name in bare letters and one order, whatever its script and the order in which it was written: its forms.

The rule: "surname, forenames" in lower-case ASCII, initials with their stops; what was not written is not added.
Boundary: spellings are not merged here; `notation.folding` makes keys of the words, `notation.names_ranking` compares.
"""

from __future__ import annotations

from functools import lru_cache

from notation.folding import ascii_words
from notation.names_parts import parse_name, variants


@lru_cache(maxsize=1024)  # keys are made of the forms, right after them
def name_forms(name: str) -> tuple[str, ...]:
    """Each of the `variants` of a name in bare letters, surname first, initials with their stops.

    `Раковский Х. Г.` gives `rakovskii, kh. g.`; `Сокольников (Бриллиант), Григорий` two forms.
    """
    return tuple(dict.fromkeys(filter(None, map(_form, variants(name)))))


def _form(name: str) -> str:
    parsed = parse_name(name)
    surname = _bare_surname(parsed.surname)
    forenames = bare_words(f"{parsed.given} {parsed.patronymic}")
    return f"{surname}, {forenames}" if forenames else surname


@lru_cache(maxsize=65536)
def _bare_surname(surname: str) -> str:
    return ascii_words(surname)


def bare_words(text: str) -> str:
    """The words in bare letters; `Kh.` and `Ю` are initials and keep, or get, their stop."""
    return " ".join(filter(None, map(_bare_part, text.replace(".", ". ").replace(",", " ").split())))


@lru_cache(maxsize=65536)  # 350,000 spellings of 50,000 names are made of some thousands of words
def _bare_part(part: str) -> str:
    words = ascii_words(part)
    return " ".join(f"{word}." for word in words.split()) if part.endswith(".") or len(part) == 1 else words
