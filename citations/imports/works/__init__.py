"""Files of reference managers, read into rows of the sheets of publications, documents and units.

A letter or manuscript with a shelfmark is a document, what Opis itself wrote of a file is a unit, everything else a
publication. What a file says in fields that have no column here is not taken; the file itself is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Document
from citations.imports.sheets.spec import Row, in_one_cell
from citations.models import Publication
from core.sources import SITE
from core.sources.entries import UNIT
from core.tables.cells import GUARD, read_text
from core.text_files import Unreadable

# The page of a work here, which is no address of the work.
_OWN_PAGE = re.compile(r"https?://[^/]+/(?:publications|citations)/\d+/")
_BETWEEN = re.compile("; ")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Work:
    """One entry as columns of the sheet of publications, of documents or of units."""

    sheet: str
    row: Row


@dataclass(frozen=True, slots=True)
class Place:
    """What an entry says of itself beside the columns of a publication.

    `word` is a kind as Opis calls it (`telegram`), `catalogue` who wrote the entry, `original` the title in the
    document's own language.
    """

    archive: str = ""
    call_number: str = ""
    letter: bool = False
    word: str = ""
    catalogue: str = ""
    original: str = ""


def read_works(text: str) -> list[Work]:
    """Whichever of RIS, BibTeX and CSL-JSON it is, by what it begins with. Raises Unreadable."""
    from citations.imports.works import bibtex, csl, ris

    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("[", "{"):
        found = csl.read(start)
    elif start.startswith(("TY  -", "TY -")):
        found = ris.read(start)
    elif "@" in start:
        found = bibtex.read(start)
    else:
        raise Unreadable(_("This is no file of a reference manager: neither RIS nor BibTeX nor CSL-JSON."))
    works = list(found)
    if not works:
        raise Unreadable(_("The file holds no works."))
    return works


def work(number: int, cells: Mapping[str, str], place: Place) -> Work:
    """`number` counts entries from 1; empty cells are left out."""
    given = {name: guarded(" ".join(cell.split())) for name, cell in cells.items() if cell and cell.strip()}
    if not (place.archive and place.call_number):
        return Work("publications", Row(number, _as_publication(given, place)))
    shelfmark, sheets = parted(" ".join(place.call_number.split()))
    stands = {"archive": " ".join(place.archive.split()), "shelfmark": shelfmark}
    if place.word == UNIT:
        return Work("units", Row(number, stands | _as_unit(given, place)))
    return Work("documents", Row(number, _as_document(given, place) | stands | {"sheets": sheets}))


def _as_publication(given: dict[str, str], place: Place) -> dict[str, str]:
    if place.word in Publication.Kind.values:
        given["kind"] = place.word
    if place.catalogue == SITE and given.get("container") != SITE and _OWN_PAGE.match(given.get("url", "")):
        del given["url"]
    return given


def _as_unit(given: dict[str, str], place: Place) -> dict[str, str]:
    """A file without a title is written under its call number."""
    titles = _titles(given, place) if given.get("title") != place.call_number else {}
    return titles | {name: given[name] for name in ("date",) if name in given}


def _as_document(given: dict[str, str], place: Place) -> dict[str, str]:
    kind = place.word if place.word in Document.Kind.values else "letter" if place.letter else "other"
    columns = {"authors": "authors", "addressees": "addressees", "date": "date", "language": "languages"}
    kept = {column: given[name] for name, column in columns.items() if name in given}
    return {**_titles(given, place), "kind": kind, **kept}


def _titles(given: Mapping[str, str], place: Place) -> dict[str, str]:
    """By the script of the first; the other title takes the place that is left."""
    title, other = given.get("title", ""), guarded(" ".join(place.original.split())) or given.get("translation", "")
    columns = ("title_ru", "title_en") if _CYRILLIC.search(title) else ("title_en", "title_ru")
    return {column: words for column, words in zip(columns, (title, other), strict=True) if words}


def parted(call_number: str) -> tuple[str, str]:
    """`f. 17, op. 171, d. 87, l. 83` → the shelfmark, and the sheets as written without their term."""
    from notation.parsing import read_note
    from notation.references import ArchivalReference

    for mention in read_note(f"Archive, {call_number}"):
        if isinstance(mention.reference, ArchivalReference) and mention.reference.path:
            leaves = mention.reference.leaves.as_written
            return "/".join(level.number for level in mention.reference.path), leaves
    return call_number, ""


def joined(names: Iterator[str]) -> str:
    """Names in one cell."""
    return in_one_cell(guarded(" ".join(name.split())) for name in names if name and name.strip())


def numbers(written: str) -> str:
    """Identifiers in one cell. Only a space tells that one ends: `10.1002/(SICI)1097-4571(1998)49:8<693>3.0.CO;2-O`."""
    return in_one_cell(_BETWEEN.split(" ".join(written.split())))


def guarded(text: str) -> str:
    """`'-ism` keeps its apostrophe, which tables would take for the sign that what follows is no formula."""
    return text if read_text(text) == text else GUARD + text
