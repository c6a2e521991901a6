"""Fragments of the grammar, made from its own tables and patterns, for texts that repeat one of them.

The rule: every spelling of every term, and for every pattern of `notation` strings that match it and strings that
nearly do. Boundary: what is done with them is for `bench.reading` and the tests.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import notation
from notation.patterns import TERMS

# The one way to walk a pattern's parts; Python's own, without stubs.
sre, sre_parser = (importlib.import_module(name) for name in ("re._constants", "re._parser"))

BEFORE = ("", "RGASPI, f. 17, op. 3, d. 5, l. 1, ", "Smith, Title, ")
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: ",",
}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_PRINTABLE = "aA1 ,.бБ-(“"
_MOST_SAMPLES = 16
_LONGEST = 60


@cache
def fragments() -> tuple[str, ...]:
    """All of them, in order, each once."""
    found: dict[str, None] = {}
    for term in TERMS:
        for spelling in term.spellings:
            found |= dict.fromkeys((f"{spelling}. 1, ", f"{spelling} 1", f"{spelling}.", f"{spelling.title()} A. "))
    for pattern in _patterns():
        for sample in _samples(pattern):
            for fragment in (sample, sample[:-1], f"{sample} ", f"{sample}, "):
                if fragment:
                    found.setdefault(fragment)
    return tuple(found)


def hostile(fragment: str, length: int, before: str = "") -> str:
    return before + (fragment * (length // len(fragment) + 1))[:length]


def _patterns() -> Iterator[re.Pattern[str]]:
    """Every compiled pattern that stands in a module of notation, also within its tables."""
    for module in pkgutil.walk_packages(notation.__path__, "notation."):
        if module.name != "notation.__main__":
            yield from _within(list(vars(importlib.import_module(module.name)).values()))


def _within(values: list[Any]) -> Iterator[re.Pattern[str]]:
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _within(list(value))
        elif isinstance(value, dict):
            yield from _within(list(value.values()))


def _samples(pattern: re.Pattern[str]) -> list[str]:
    parts = sre_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = _texts(parts)[:_MOST_SAMPLES]
    within = [_texts(branch)[0] for branch in _branches(parts)]
    return list(dict.fromkeys(text[:_LONGEST] for text in (*whole, *within)))


def _branches(parts: Any) -> Iterator[Any]:
    """Every alternative anywhere in a pattern, so that none is left out where there are too many to combine."""
    for operator, argument in parts:
        if operator is sre.BRANCH:
            for branch in argument[1]:
                yield branch
                yield from _branches(branch)
        elif operator in (sre.SUBPATTERN, *_REPEATS):
            yield from _branches(argument[-1])
        elif operator is sre.ATOMIC_GROUP:
            yield from _branches(argument)


def _texts(parts: Any) -> list[str]:
    """Some strings that a row of parts matches: each choice once, repeated parts as few and as many as three times."""
    texts = [""]
    for operator, argument in parts:
        choices = _choices(operator, argument)
        texts = [text + choice for text in texts for choice in choices][: _MOST_SAMPLES * 2]
    return texts


def _choices(operator: Any, argument: Any) -> list[str]:
    if operator is sre.LITERAL:
        return [chr(argument)]
    if operator is sre.NOT_LITERAL:
        return [next(sign for sign in _PRINTABLE if ord(sign) != argument)]
    if operator is sre.ANY:
        return ["a"]
    if operator is sre.IN:
        return [_one_of(argument)]
    if operator is sre.BRANCH:
        return [text for branch in argument[1] for text in _texts(branch)[:3]]
    if operator is sre.SUBPATTERN:
        return _texts(argument[-1])
    if operator is sre.ATOMIC_GROUP:
        return _texts(argument)
    if operator in _REPEATS:
        least, most, parts = argument
        inner = _texts(parts)[:3]
        counts = {least, min(most, max(least, 1)), min(most, max(least, 3))}
        return [text * count for count in sorted(counts) for text in inner]
    return [""]  # what looks around or stands at an edge takes no characters


def _one_of(members: Any) -> str:
    """A character of a class; of `[^…]` the first handy one that is not in it."""
    if members[0][0] is sre.NEGATE:
        kept = [sign for sign in _PRINTABLE if not _is_in(sign, members[1:])]
        return kept[0] if kept else "§"
    operator, argument = members[0]
    if operator is sre.RANGE:
        return chr(argument[0])
    return _CATEGORIES[argument] if operator is sre.CATEGORY else chr(argument)


def _is_in(sign: str, members: Any) -> bool:
    for operator, argument in members:
        if operator is sre.LITERAL and ord(sign) == argument:
            return True
        if operator is sre.RANGE and argument[0] <= ord(sign) <= argument[1]:
            return True
        if operator is sre.CATEGORY and _matches(sign, argument):
            return True
    return False


def _matches(sign: str, category: Any) -> bool:
    word = sign.isalnum() or sign == "_"
    return {
        sre.CATEGORY_DIGIT: sign.isdigit(),
        sre.CATEGORY_NOT_DIGIT: not sign.isdigit(),
        sre.CATEGORY_SPACE: sign.isspace(),
        sre.CATEGORY_NOT_SPACE: not sign.isspace(),
        sre.CATEGORY_WORD: word,
        sre.CATEGORY_NOT_WORD: not word,
    }[category]
