"""What may stand in the path of an address; anything else is no address of ours and answers 404.

A number longer than a bigint or a control character never reaches the database.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import quote

from django.urls import register_converter, reverse
from django.utils.text import slugify

from notation.transliteration import romanise


class RecordNumber:
    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class OneStep:
    """A slug, or the code of an archive in any script: everything between two slashes."""

    regex = r"[^/\x00-\x1f\x7f]{1,300}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Steps(OneStep):
    """The shelfmark inside an archive: `17/171/87`."""

    regex = r"[^\x00-\x1f\x7f]{1,500}?"


register_converter(RecordNumber, "number")
register_converter(OneStep, "step")
register_converter(Steps, "steps")

# Steps that no record has, to find out where the real ones go.
_NUMBER, _TEXT = 999_999_999_999_999_990, "step--of--nothing--"
# What Django leaves alone in a path.
_SAFE = "!$&'()*+,;=/~:@"
_is_plain = re.compile("[A-Za-z0-9_.~/-]*").fullmatch


def address_of(name: str, *steps: int | str) -> str:
    """`reverse` of an address with these steps, in a tenth of its time: a page of a list needs two hundred."""
    written = tuple([step if isinstance(step, int) or _is_plain(step) else quote(step, safe=_SAFE) for step in steps])
    return _pattern(name, tuple(map(type, steps))) % written


@lru_cache(maxsize=8192)
def slug_of(text: str, otherwise: str, longest: int = 60) -> str:
    """The text as a step of an address, in Latin letters; the same works and documents stand on page after page."""
    return slugify(romanise(text))[:longest].strip("-") or otherwise


@cache
def _pattern(name: str, kinds: tuple[type, ...]) -> str:
    """The address with `%s` for each step."""
    marks = [_NUMBER + at if kind is int else f"{_TEXT}{at}" for at, kind in enumerate(kinds)]
    pattern = reverse(name, args=marks).replace("%", "%%")
    for mark in marks:
        pattern = pattern.replace(str(mark), "%s", 1)
    return pattern
