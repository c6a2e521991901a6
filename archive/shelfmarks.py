"""A unit's shelfmark in words, `RGASPI, f. 17, op. 171, d. 87`, in the reader's language; it never asks the database.

Rows must come from `with_shelfmark()`; where an ancestor was not read, the path is written as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models import Image, Repository, Unit
from notation.leaves import read_leaves
from notation.styles.shelfmarks import leaf_numbers
from notation.vocabulary import LevelTerms, Scheme, scheme, schemes

PLAIN = "fond"
LIKE_IN_ANY_HAND = re.compile(r"[\s.\-–—‒‑]+")
LEVELS: dict[str, str | Promise] = {
    "fond": _("fond"),
    "opis": _("opis"),
    "delo": _("delo"),
    "papka": _("papka"),
    "collection": _("collection"),
    "record group": _("record group"),
    "entry": _("entry"),
    "series": _("series"),
    "box": _("box"),
    "folder": _("folder"),
    "item": _("item"),
    "roll": _("roll"),
    "volume": _("volume"),
    "part": _("part"),
    "piece": _("piece"),
    "file": pgettext_lazy("level", "file"),
}


def shelfmark(unit: Unit, language: str, leaves: str = "") -> str:
    """`RGASPI, f. 17, op. 171, d. 87, l. 83`; in Russian `РГАСПИ, ф. 17, оп. 171, д. 87, л. 83`."""
    repository, steps = unit.repository, _steps(unit)
    archive, terms = acronym(repository, language), scheme_of(repository)
    if steps is None:
        written = f"{archive} {unit.numbers}"
    else:
        written = archive
        for step in steps:
            joint, term = _known(terms.name, step.level, language) or _foreign(step.level, language)
            written += joint + f"{term} {step.number}".strip()
    return f"{written}, {sheets_in_words(leaves, terms, language)}" if leaves else written


def numbered(unit: Unit, terms: Scheme, language: str) -> str:
    """The last step alone: `d. 87`."""
    return f"{_terms(terms, unit.level).term(language)} {unit.number}".strip()


def sheets_in_words(leaves: str, terms: Scheme, language: str) -> str:
    """`l. 83`, `ll. 41–44ob.`, in Russian `лл. 41–44 об.`; what names no numbered sheet stays as it was typed."""
    return _sheets(leaves, terms.name, language)


@lru_cache(maxsize=8192)
def _sheets(leaves: str, terms: str, language: str) -> str:
    read = read_leaves(leaves)
    several = len(read.items) > 1 or any(found.first != found.last for found in read.ranges)
    term = scheme(terms).leaves.term(language, several) if leaves[:1].isdecimal() or read.ranges else ""
    return f"{term} {leaf_numbers(read, language) if read.ranges else leaves}".strip()


def sheet_shown(image: Image, language: str) -> str:
    """The sheet that a scan shows, in the words of the archive where that is at hand."""
    terms = scheme_of(image.unit.repository) if image.unit else scheme(PLAIN)
    return sheets_in_words(image.leaf, terms, language)


@lru_cache(maxsize=4096)
def as_typed(leaves: str) -> str:
    """What was typed, where it says more or less than our way of writing it: `73–4`, `310(об)`; else nothing."""
    read = read_leaves(leaves)
    ours = {_bare(written) for written in (read.canonical(), *(leaf_numbers(read, tongue) for tongue in ("en", "ru")))}
    return "" if not read.ranges or _bare(leaves) in ours else leaves


def _bare(leaves: str) -> str:
    """Without what is the same in any hand: spaces, stops, the kind of dash."""
    return LIKE_IN_ANY_HAND.sub("", leaves.lower())


def level_name(level: str) -> str:
    return str(LEVELS.get(level, level))


def scheme_of(repository: Repository) -> Scheme:
    """The archive's scheme; that of Soviet archives for one whose scheme is not in the vocabulary."""
    return schemes().get(repository.scheme) or scheme(PLAIN)


def acronym(repository: Repository, language: str) -> str:
    """РГАСПИ for Russian readers where we know it, else the code."""
    if language != "en":
        for name in getattr(repository, "acronyms", ()):
            if name.language == language:
                return str(name.text)
    return repository.code


def _terms(terms: Scheme, level: str) -> LevelTerms:
    return _levels(terms.name).get(level) or LevelTerms(level, {"en": level, "ru": level_name(level)}, {})


@cache
def _known(terms: str, level: str, language: str) -> tuple[str, str] | None:
    """What stands before the step's number, and its abbreviation, for a level of the archive's scheme."""
    found = _levels(terms).get(level)
    return (found.joined or ", ", found.term(language)) if found else None


def _foreign(level: str, language: str) -> tuple[str, str]:
    """The same for a level that the scheme does not know; by the reader's language, so it is not kept."""
    return ", ", level if language != "ru" else level_name(level)


@cache
def _levels(terms: str) -> Mapping[str, LevelTerms]:
    return {level.name: level for level in scheme(terms).levels}


def _steps(unit: Unit) -> list[Unit] | None:
    """From the top down; None where a parent is not at hand."""
    steps, above = [unit], unit
    while above.parent_id:
        read = above._state.fields_cache
        if "parent" not in read:
            return None
        above = read["parent"]
        steps.append(above)
    return steps[::-1]
