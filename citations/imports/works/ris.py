"""RIS as Zotero, EndNote and Opis itself write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import rispy
from django.utils.translation import gettext as _

from citations.imports.works import Work, joined, work
from core.text_files import Unreadable

KINDS = {
    **dict.fromkeys(("JOUR", "JFULL", "MGZN", "NEWS", "ABST", "INPR", "EJOUR"), "article"),
    **dict.fromkeys(("CHAP", "ECHAP", "CPAPER", "ENCYC", "DICT"), "chapter"),
    **dict.fromkeys(("EDBOOK", "CONF"), "edited collection"),
    **dict.fromkeys(("ELEC", "BLOG", "WEB"), "web page"),
    "THES": "thesis",
    "PAMP": "pamphlet",
}
LETTERS = {"PCOMM"}


def read(text: str) -> Iterator[Work]:
    try:
        entries = rispy.loads(text, skip_unknown_tags=True)
    except (ValueError, IndexError, KeyError, OSError) as error:
        raise Unreadable(_("The RIS file cannot be read: %(error)s") % {"error": str(error)[:200]}) from error
    for number, entry in enumerate(entries, start=1):
        kind = entry.get("type_of_reference", "")
        archive, call_number = entry.get("name_of_database", ""), entry.get("accession_number", "")
        yield work(number, _cells(entry, KINDS.get(kind, "book")), archive, call_number, letter=kind in LETTERS)


def _cells(entry: Mapping[str, Any], kind: str) -> dict[str, str]:
    authors = [*entry.get("authors", ()), *entry.get("first_authors", ())]
    first, last = entry.get("start_page", ""), entry.get("end_page", "")
    number = entry.get("issn", "")
    return {
        "kind": kind,
        "title": entry.get("title") or entry.get("primary_title", ""),
        "translation": entry.get("translated_title", ""),
        "language": entry.get("language", ""),
        "authors": joined(iter(authors)),
        # A2 is the recipient of a letter and the editor of a book.
        "addressees": joined(iter(entry.get("secondary_authors", ()))),
        "editors": joined(iter(_editors(entry))),
        "container": entry.get("secondary_title") or entry.get("journal_name") or entry.get("alternate_title3", ""),
        "volume": entry.get("volume", ""),
        "issue": entry.get("number", ""),
        "edition": entry.get("edition", ""),
        "place": entry.get("place_published", ""),
        "publisher": entry.get("publisher", ""),
        "date": _date(entry.get("date", "")) or entry.get("year") or entry.get("publication_year", ""),
        "page_range": f"{first}–{last}" if first and last and first != last else first or last,
        "topics": joined(iter(entry.get("keywords", ()))),
        "url": next(iter(entry.get("urls", ())), ""),
        "url_seen": _date(entry.get("access_date", "")),
        "doi": entry.get("doi", ""),
        "issn" if kind in ("article", "journal") else "isbn": number,
    }


def _editors(entry: Mapping[str, Any]) -> list[str]:
    unknown: Mapping[str, list[str]] = entry.get("unknown_tag", {})
    own = [*unknown.get("ED", ()), *entry.get("tertiary_authors", ())]
    return own or list(entry.get("secondary_authors", ()))


def _date(written: str) -> str:
    """`1928/06/02/` → 1928-06-02; words stay words."""
    parts = written.strip("/").split("/")
    return "-".join(parts) if all(part.isdecimal() for part in parts) else written.strip("/")
