"""What reading needs to know of archives: is this a known name, and how does it read in Latin letters.

The rule: answers come from the vocabulary and the romanisation tables, and are kept, as the same few names come again
and again. Boundary: which archive a name means is for those who hold records.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Letters that only Ukrainian or only Belarusian uses decide between the tables (`України` is Ukrainy, not Ukraini).
_UKRAINIAN = re.compile("[їєґЇЄҐ]")
_BELARUSIAN = re.compile("[ўЎ]")
_EITHER = re.compile("[іІ]")
# Of a person: `А. Н.` is not the Archives nationales, AN.
_INITIALS = re.compile(r"\W*[^\W\d_]\.\s?[^\W\d_]\.?")
_LONGEST = 160


@lru_cache(maxsize=8192)
def known_archive(name: str) -> bool:
    """Is this, as it stands, a name or an acronym of an archive, present or former, in any script?"""
    from notation.vocabulary import find_archives

    if _INITIALS.fullmatch(name):
        return False
    name = name.strip(' .,;:«»“”"')
    return 1 < len(name) <= _LONGEST and bool(find_archives(name))


def known_name_start(text: str) -> int | None:
    """Where the longest known name of two words or more that ends text begins."""
    from notation.vocabulary import find_name_at_end

    return find_name_at_end(text)


def begins_known_name(word: str) -> bool:
    """Is this the first word of an archive's name?"""
    from notation.vocabulary import first_words

    return word.casefold() in first_words()


def holds_interviews(name: str) -> bool:
    """Is this the name of a collection of interviews that are cited by their numbers alone (`HP 12`)?"""
    from notation.vocabulary import find_archives

    return any(archive.scheme == "interview" for archive in find_archives(name))


@lru_cache(maxsize=8192)
def romanised(name: str) -> str:
    """`ЦДАГО України` → TsDAHO Ukrainy, `ГАРФ` → GARF; Latin letters stay."""
    if name.isascii():
        return name
    from notation.transliteration import romanise
    from notation.vocabulary import find_archives

    languages = {one.language for archive in find_archives(name) for one in archive.names if one.text == name}
    if "uk" in languages and "ru" not in languages:
        return romanise(name, "ala-lc-uk")
    if _BELARUSIAN.search(name):
        return romanise(name, "ala-lc-be")
    if _UKRAINIAN.search(name) or _EITHER.search(name):
        return romanise(name, "ala-lc-uk")
    return romanise(name)
