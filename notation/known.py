"""What reading needs to know of archives: is this a known name, and how does its acronym read in Latin letters.

The rule: answers come from the vocabulary; results are kept, as the same few names come again and again.
"""

from __future__ import annotations

import re
from functools import lru_cache

_STAND_IN = {"hoover", "цамо", "цамо рф", "hoover archives", "houghton library", "библиотека конгресса", "bstu", "ucrdc", "hia"}
_CYR = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "iu",
            "ia",
            "i",
            "i",
            "ie",
            "g",
            "u",
        ],
        strict=False,
    )
)
_UKR = {**_CYR, "и": "y", "г": "h", "й": "i"}
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


@lru_cache(maxsize=4096)
def known_archive(name: str) -> bool:
    return name.strip(" .,").lower() in _STAND_IN


@lru_cache(maxsize=4096)
def romanised(text: str) -> str:
    out = []
    table = _UKR if _UKRAINIAN.search(text) else _CYR
    for letter in text:
        latin = table.get(letter.lower())
        out.append(letter if latin is None else latin.capitalize() if letter.isupper() else latin)
    return "".join(out)
