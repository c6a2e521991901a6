"""Keys by which numbers, names and paths sort and compare, as plain strings under code-point order.

The rule: a database that compares bytes (collation C) puts the keys in the order a reader expects. Boundary: keys
are for ordering and equality, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from notation.folding import CYRILLIC_TO_ASCII

_DIGITS = re.compile(r"\d+")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2043]")
_SPACES = re.compile(r"\s+")
_LOOSE_BEFORE_LETTER = re.compile(r"(?<=\d)[\s.]+(?=[^\W\d_](?!\w))")
_LOOSE_AFTER_PREFIX = re.compile(r"(?<=[^\W\d_])[\s.-]+(?=\d)")


def natural_key(text: str) -> str:
    """`9` < `87` < `87а` < `88` < `100` < `Р-1` < `Р-5446`: digits padded to ten, prefixes joined to their number."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).lower().replace("ё", "е").strip()
    plain = _LOOSE_AFTER_PREFIX.sub("", _LOOSE_BEFORE_LETTER.sub("", plain))
    return _DIGITS.sub(lambda match: match[0].lstrip("0").zfill(10), _SPACES.sub(" ", plain))


# Letters outside the Russian alphabet follow their neighbour in it: ґ after г, є after е, і and ї after и, ў after у.
_ALPHABET = str.maketrans(
    {"ё": "е", "ґ": "г\u04ff", "є": "е\u04ff", "і": "и\u04ff", "ї": "и\u04ff\u04ff", "ў": "у\u04ff", "ł": "l\u0300"}
)
_SIGNS = dict.fromkeys(map(ord, "'’‘ʼʹʺ`´"))
_LATIN_MARKS = re.compile("(?<=[a-zæøœß])[\u0300-\u036f]+")


def name_sort_key(text: str) -> str:
    """Alphabetical order within each script, Latin before Cyrillic; ё with е and é with e, the plain one first.

    The text as written follows a tab (which sorts before every letter), so that the order never depends on chance.
    """
    composed = unicodedata.normalize("NFC", text)
    letters = composed.lower().translate(_SIGNS).translate(_ALPHABET)
    if not letters.isascii():
        letters = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", letters)))
    return f"{_SPACES.sub(' ', letters).strip()}\t{composed}"


_SHELFMARK_LETTERS = str.maketrans(CYRILLIC_TO_ASCII)
_SHELFMARK_NOISE = re.compile(r"[\s.№_'’ʹ]+")


def shelfmark_key(text: str) -> str:
    """One key for a number of a path in either script: `4п` and `4p`, `Р-5446`, `R 5446` and `Р5446`, `87А` and `87a`.

    Latin `P` standing for Cyrillic Р by its looks stays another key: it may as well romanise П (`П-1`, party funds).
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text.replace("№", ""))).lower()
    latin = unicodedata.normalize("NFD", plain.translate(_SHELFMARK_LETTERS))
    bare = "".join(letter for letter in latin if not unicodedata.combining(letter))
    return _SHELFMARK_NOISE.sub("", _LOOSE_AFTER_PREFIX.sub("", bare)).replace("/", "~")


def path_key(numbers: Iterable[str]) -> str:
    """`shelfmark_key` of each number from the top down, joined by `/`: `Р-5446`, `1`, `87а` give `r5446/1/87a`."""
    return "/".join(map(shelfmark_key, numbers))
