"""Who wrote or edited a printed work: names told from titles, lists of names taken apart.

The rule: a name is up to four words that are all capitalised, initials or particles. Boundary: whether such a person
lived is not asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from notation.publications_patterns import INITIALS, NAME_THEN_STOP, NAME_WORD

_PARTICLES = frozenset(
    ("von", "van", "de", "der", "du", "la", "le", "den", "di", "da", "ibn", "al", "et", "y", "zu", "af", "ter")
)
_EDITED = ("ed. ", "eds. ", "edited ", "trans. ", "hrsg. ")
_POSSESSIVE = ("’s", "'s")
_AND_OTHERS = re.compile(r",?\s*\bet\sal\.?|,?\si\sdr\.?")
_BETWEEN_NAMES = re.compile(r",\s(?:and|und|i)\s|,\s|\s(?:and|und|&|i)\s|;\s")
_SEVERAL = re.compile(r"\s(?:and|und|&|i)\s|\bet\sal")
_IN_PARENTHESES = re.compile(r"\s\([^()]*\)")


class Headed(NamedTuple):
    """The names at the head of a citation and what follows them."""

    authors: tuple[str, ...]
    title: str


def split_names(names: str) -> tuple[str, ...]:
    """`A, B and C et al.` → (A, B, C)."""
    parts = _BETWEEN_NAMES.split(_AND_OTHERS.sub("", names))
    return tuple(name for part in parts if (name := part.strip(" ,")))


def is_person(text: str, most: int = 4) -> bool:
    """Could this be a name as notes print it: a surname, initials and surname, first names and surname?"""
    words = (_IN_PARENTHESES.sub("", text) if "(" in text else text).split()
    if not 0 < len(words) <= most:
        return False
    named = False
    for word in words:
        if word.lower() in _PARTICLES:
            continue
        if not NAME_WORD.fullmatch(word) or word.endswith(_POSSESSIVE):
            return False
        named = True
    return named


def are_persons(names: str) -> bool:
    found = split_names(names)
    return bool(found) and all(is_person(name) for name in found)


def authors_then_title(text: str) -> Headed | None:
    """Names first, title after: `A. Smith and B. Jones, Title`; None where text does not begin with names."""
    elements = text.split(", ")
    if not is_person(elements[0]) and (stopped := NAME_THEN_STOP.match(text)):
        return Headed((stopped["name"].strip().removesuffix("."),), stopped["title"])
    if len(elements) == 1:
        return None
    return _named_together(elements) or _listed(elements) or _inverted(elements) or _single(elements)


def _named_together(elements: list[str]) -> Headed | None:
    """`Smith and Jones, Title`, `Smith et al., Title`"""
    first = elements[0]
    if _SEVERAL.search(first) and are_persons(first) and not elements[1][:1].islower():
        return Headed(split_names(first), ", ".join(elements[1:]))
    if elements[1].startswith("et al") and is_person(first):
        return Headed((first,), ", ".join(elements[2:]))
    return None


def _listed(elements: list[str]) -> Headed | None:
    """`A. Smith, B. Jones, and C. Brown, Title`, `Smith, Jones & Brown, Title`"""
    count = 0
    while count < len(elements) - 1 and is_person(elements[count]):
        count += 1
        last = elements[count].removeprefix("and ")
        if last != elements[count] and is_person(last):
            return Headed((*elements[:count], last), ", ".join(elements[count + 1 :]))
        # `A. Smith, War and Peace, ed. B. Jones` is one author and a title.
        titled = count + 1 < len(elements) and not elements[count + 1][:1].islower()
        if titled and _SEVERAL.search(last) and are_persons(last):
            return Headed((*elements[:count], *split_names(last)), ", ".join(elements[count + 1 :]))
    return None


def _inverted(elements: list[str]) -> Headed | None:
    """`Smith, A., Title`, `Smith, Anna Maria, A Longer Title`"""
    first, second = elements[0], elements[1]
    if len(elements) < 3 or not is_person(first):
        return None
    given = " " not in first and is_person(second, 2) and len(elements[2].split()) > 2
    if not given and not INITIALS.match(second):
        return None
    return Headed((f"{first}, {second}",), ", ".join(elements[2:]))


def _single(elements: list[str]) -> Headed | None:
    if not is_person(elements[0]) or elements[1].startswith(_EDITED):  # `The Orlov Papers, ed. Smith`
        return None
    return Headed((elements[0],), ", ".join(elements[1:]))
