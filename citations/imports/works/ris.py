"""RIS as Zotero, EndNote and Opis itself write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rispy
from django.utils.translation import gettext as _

from citations.imports.sheets.spec import in_one_cell
from citations.imports.works import Place, Work, joined, work
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
# Of which `SP` alone is a number of pages.
COUNTED = ("book", "edited collection", "thesis", "pamphlet")
ISSN, ISBN = 8, (10, 13)
_DAY = re.compile(r"(\d{4})(?:/(0[1-9]|1[0-2])(?:/([0-3]\d))?)?")
# What Opis writes into notes, where RIS has no tag.
_NOTE = re.compile(r"(ISBN|ISSN|DOI|OCLC|Pages):? (.+)")


def read(text: str) -> Iterator[Work]:
    try:
        # An address may hold a semicolon, and a book two numbers.
        entries = rispy.loads(text, list_tags=[*rispy.LIST_TYPE_TAGS, "SN", "DO"], delimiter_tags_mapping={})
    except (ValueError, IndexError, KeyError, OSError) as error:
        raise Unreadable(_("The RIS file cannot be read: %(error)s") % {"error": str(error)[:200]}) from error
    for number, entry in enumerate(entries, start=1):
        kind = entry.get("type_of_reference", "")
        place = Place(
            entry.get("name_of_database", ""),
            entry.get("accession_number", ""),
            kind in LETTERS,
            next(iter(_unknown(entry, "U1")), "") or entry.get("type_of_work", ""),
            entry.get("database_provider", ""),
            entry.get("original_publication", ""),
        )
        yield work(number, _cells(entry, KINDS.get(kind, "book")), place)


def _cells(entry: Mapping[str, Any], kind: str) -> dict[str, str]:
    authors = [*entry.get("authors", ()), *entry.get("first_authors", ())]
    compilers = _unknown(entry, "U2")
    notes = [(match[1], match[2]) for note in entry.get("notes", ()) if (match := _NOTE.match(note))]
    return {
        "kind": kind,
        "title": entry.get("title") or entry.get("primary_title", ""),
        "translation": entry.get("translated_title", ""),
        "language": entry.get("language", ""),
        "authors": joined(iter(authors)),
        # A2 is the recipient of a letter and the editor of a book.
        "addressees": joined(iter(entry.get("secondary_authors", ()))),
        "editors": joined(_editors(entry, compilers)),
        "translators": joined(iter(entry.get("subsidiary_authors", ()))),
        "compilers": joined(iter(compilers)),
        "container": entry.get("secondary_title") or entry.get("journal_name") or entry.get("alternate_title3", ""),
        "volume": entry.get("volume", ""),
        "issue": entry.get("number", ""),
        "edition": entry.get("edition", ""),
        "place": entry.get("place_published", ""),
        "publisher": entry.get("publisher", ""),
        "date": _date(entry.get("date", "")) or entry.get("year") or entry.get("publication_year", ""),
        "topics": joined(iter(entry.get("keywords", ()))),
        "url": next(iter(entry.get("urls", ())), ""),
        "url_seen": _date(entry.get("access_date", "")),
        **_pages(entry, kind, dict(notes).get("Pages", "")),
        **_numbers(entry, kind, notes),
    }


def _pages(entry: Mapping[str, Any], kind: str, noted: str) -> dict[str, str]:
    """`SP` alone is of a book how many pages it has, as Zotero writes it; of all else, where it stands."""
    first, last = entry.get("start_page", ""), entry.get("end_page", "")
    if kind in COUNTED and first.isdecimal() and not last:
        return {"pages": first, "page_range": noted}
    return {"page_range": noted or (f"{first}–{last}" if first and last and first != last else first or last)}


def _numbers(entry: Mapping[str, Any], kind: str, notes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`SN` is an ISBN or an ISSN by its length."""
    found: dict[str, list[str]] = {"doi": list(entry.get("doi", ())), "isbn": [], "issn": [], "oclc": []}
    for number in entry.get("issn", ()):
        signs = sum(sign.isalnum() for sign in number)
        serial = signs == ISSN or (kind == "article" and signs not in ISBN)
        found["issn" if serial else "isbn"].append(number)
    for authority, value in notes:
        if authority.lower() in found:
            found[authority.lower()].append(value)
    return {name: in_one_cell(values) for name, values in found.items()}


def _editors(entry: Mapping[str, Any], compilers: list[str]) -> Iterator[str]:
    """Compilers stand behind the editors, for readers that know only those."""
    own = [*_unknown(entry, "ED"), *entry.get("tertiary_authors", ())] or list(entry.get("secondary_authors", ()))
    behind = len(own) - len(compilers)
    return iter(own[:behind] if own[behind:] == compilers else own)


def _unknown(entry: Mapping[str, Any], tag: str) -> list[str]:
    """Of tags that RIS leaves to whoever uses them, or that its reader does not know."""
    unknown: Mapping[str, list[str]] = entry.get("unknown_tag", {})
    return list(unknown.get(tag, ()))


def _date(written: str) -> str:
    """`1928/06/02/` → 1928-06-02; words, and `1928/29`, stay as they are."""
    plain = _DAY.fullmatch(written.strip("/ "))
    return "-".join(filter(None, plain.groups())) if plain else written.strip("/ ") if "//" in written else written
