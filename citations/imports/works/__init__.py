"""Files of reference managers, read into rows of the sheets of publications and documents (`citations.imports.sheets`).

A letter or manuscript with a shelfmark is a document, everything else a publication. What a file says in fields that
have no column here is not taken; the file itself is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citations.imports.sheets.spec import Row
from core.text_files import Unreadable


@dataclass(frozen=True, slots=True)
class Work:
    """One entry as columns of the sheet of publications, or of documents."""

    sheet: str
    row: Row


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


def work(number: int, cells: Mapping[str, str], archive: str = "", call_number: str = "", letter: bool = False) -> Work:
    """`number` counts entries from 1; empty cells are left out."""
    given = {name: " ".join(cell.split()) for name, cell in cells.items() if cell and cell.strip()}
    if not (archive and call_number):
        return Work("publications", Row(number, given))
    title = given.pop("title", "")
    russian = any("а" <= letter <= "я" for letter in title.casefold())
    own = {"title_ru" if russian else "title_en": title, "kind": "letter" if letter else "other"}
    kept = ("authors", "addressees", "date")
    own |= {name: given[name] for name in kept if name in given}
    place = dict(zip(("shelfmark", "sheets"), parted(call_number), strict=True))
    languages = {"languages": given["language"]} if "language" in given else {}
    return Work("documents", Row(number, {**own, **languages, "archive": archive, **place}))


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
    """Names in one cell; a semicolon inside one would part it."""
    return "; ".join(name.replace(";", ",") for name in names if name)
