"""The short form for lists and results: `RGASPI 17/171/87, ll. 41–44ob.`; `Trotsky, My Life (1991), 120`.

The rule: short enough for a table cell, and read back as the same reference. Paths with named levels that are not
fond, opis and delo keep their terms; works keep surnames, main title, volume, year and pages, documents their sheet
alone.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.runs import Runs, italic, joined, plain
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name, shelf_number
from notation.styles.style import Style, ibid
from notation.styles.works import is_cyrillic, is_quoted, listed, short_title, volume_of_book

_SLASHED = ("fond", "opis", "delo")
# Names given before `et al.`, in Latin and in Cyrillic.
_MOST: tuple[tuple[int, str], tuple[int, str]] = ((2, "et al."), (2, "и др."))


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
    """`Trotsky, *My Life* (1930), 120`; `Smith, ed., …`, `Иванов, ред., …` where nobody is the author."""
    cyrillic = is_cyrillic(reference)
    makers = reference.authors or reference.editors
    names = listed([parse_name(name).surname for name in makers], "и" if cyrillic else "and", *_MOST[cyrillic])
    if names and not reference.authors:
        names += ", ред." if cyrillic else ", ed." if len(makers) == 1 else ", eds."
    title = short_title(reference.title or reference.container)
    shown = plain(f"“{title}”") if is_quoted(reference) else italic(title)
    number = volume_of_book(reference)
    volume = plain(f", vol. {number}" if number else "")
    year = plain(f" ({reference.year})" if reference.year else "")
    return joined((plain(names), (*shown, *volume, *year), plain(reference.pages or reference.url)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    return ibid(reference, earlier, language, "" if isinstance(reference, ArchivalReference) else reference.pages)


STYLE = Style("short", "Short form", "en", full, full, full, again, stop="", american=True)
