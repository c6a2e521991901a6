"""What an authority's file says of one person: names, dates and numbers, each as a statement of its own.

The rule: what is not understood is left out, never guessed. Boundary: nothing here knows who is held.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from notation.authorities import NoNumber, number
from notation.dates_words import MONTHS

# A record of a famous person has its name in two hundred languages; these are those of the Soviet space and of the
# scholarship on it. Of a name that several have alike the first is kept.
LANGUAGES = (
    *("en", "ru", "uk", "be", "de", "fr", "pl", "it", "es", "he", "yi", "ka", "hy", "az", "kk", "uz", "tt", "lv"),
    *("lt", "et", "fi", "ro", "bg", "cs", "mul"),
)
MOST_NAMES = 60
LONGEST_NAME = 300
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "HEBREW": "Hebr", "ARABIC": "Arab",
    "GREEK": "Grek",
}  # fmt: skip
LONGEST_MONTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: `kind` is name, born, died or identifier; `name_kind` that of a name, `authority` of a number."""

    kind: str
    text: str
    language: str = ""
    name_kind: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A record of an authority: whose number it has, what it is called, and all that it says."""

    authority: str
    value: str
    called: str
    said: tuple[Said, ...]

    def of(self, kind: str) -> list[Said]:
        return [each for each in self.said if each.kind == kind]


def described(authority: str, value: str, called: str, said: Iterable[Said]) -> Described:
    """Each statement once; of names so many, in the order given."""
    kept: dict[tuple[str, str, str], Said] = {}
    names = 0
    for each in said:
        text = " ".join(each.text.split())[:LONGEST_NAME]
        key = (each.kind, each.authority, text)
        if not text or key in kept or "\0" in text:
            continue
        names += each.kind == "name"
        if each.kind != "name" or names <= MOST_NAMES:
            kept[key] = Said(each.kind, text, each.language, each.name_kind, each.authority)
    return Described(authority, value, (" ".join(called.split()) or value)[:LONGEST_NAME], tuple(kept.values()))


def identifiers(found: Iterable[tuple[str, str]]) -> Iterator[Said]:
    """Those that are numbers of their authorities."""
    for authority, text in found:
        with suppress(NoNumber):
            yield Said("identifier", number(authority, text), authority=authority)


def in_words(day: str) -> str:
    """`1873-08-13` → `13 August 1873`, `1873-08` → `August 1873`; empty for what is no such date."""
    match = _DAY.fullmatch(day.strip())
    if match is None:
        return ""
    year, month, day_of_month = (int(part or 0) for part in match.groups())
    if not 1 <= year <= 9999 or month > 12 or day_of_month > LONGEST_MONTHS[month]:
        return ""
    parts = [str(day_of_month)] if month and day_of_month else []
    parts += [MONTHS["en"][month - 1]] if month else []
    return " ".join([*parts, str(year)])


def script_of(text: str) -> str:
    """By the first letter; empty for one that is rarely met here."""
    letter = next((letter for letter in text if letter.isalpha()), "")
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") if letter else ""
