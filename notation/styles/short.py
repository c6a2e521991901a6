"""The short form for lists and results: `RGASPI 17/171/87, ll. 41–44ob.`; `Trotsky 1991, 120`.

The rule: short enough for a table cell, and read back as the same reference. Paths with named levels that are not
fond, opis and delo keep their terms.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.runs import Runs, joined, plain
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name, shelf_number
from notation.styles.style import Style, ibid
from notation.styles.works import listed, short_title

_SLASHED = ("fond", "opis", "delo")


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, PublicationReference):
        return _publication(reference)
    parts = (_place(reference, language), leaves_in_words(reference, language))
    return joined(map(plain, parts), ", ")


def _place(reference: ArchivalReference, language: str) -> str:
    """`RGASPI 17/171/87`; with terms where slashes would be misread: `TsPA IML 17/171/87` is no series `IML 17`."""
    repository = repository_name(reference, language)
    words = [repository, *(level.number for level in reference.path)]
    levels = tuple(level.name for level in reference.path)
    if levels == _SLASHED and not any(" " in word or "/" in word for word in words):
        numbers = "/".join(shelf_number(level.number, language) for level in reference.path)
        return f"{repository} {numbers}".strip()
    return ", ".join(filter(None, [repository, *path_words(reference, language)]))


def _publication(reference: PublicationReference) -> Runs:
    names = listed([parse_name(name).surname for name in reference.authors or reference.editors], "and", most=2)
    head = " ".join(filter(None, (names or short_title(reference.title or reference.container), reference.year)))
    return joined((plain(head), plain(reference.pages)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    return ibid(reference, earlier, language, "" if isinstance(reference, ArchivalReference) else reference.pages)


STYLE = Style("short", "Short form", "en", full, full, full, again, stop="")
