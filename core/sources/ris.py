"""Sources as RIS, the form that Zotero, EndNote and Mendeley read best: archive, call number and recipient included.

The rule: one tag a line, `TY` first and `ER` last, UTF-8 without a mark. Boundary: a line break within a value becomes
a space, because the format has no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.sources import SITE
from core.sources.dated import iso_of
from core.sources.entries import Entry

_TYPES = {
    "book": "BOOK",
    "article": "JOUR",
    "newspaper": "NEWS",
    "chapter": "CHAP",
    "thesis": "THES",
    "web": "ELEC",
    "letter": "PCOMM",
    "document": "MANSCPT",
    "unit": "UNPB",
}
_NUMBERS = {"DOI": "DO", "ISBN": "SN", "ISSN": "SN"}
# Where `M3`, the type of a work, is a field of its own to Zotero; elsewhere it would be taken for a DOI.
_TYPED = ("letter", "document", "unit", "thesis", "web")
_COUNTED = ("book", "thesis")


def to_ris(entries: Iterable[Entry]) -> Iterator[str]:
    return ("".join(f"{line}\r\n" for line in _lines(entry)) for entry in entries)


def _lines(entry: Entry) -> Iterator[str]:
    yield f"TY  - {_TYPES[entry.kind]}"
    for tag, value in _fields(entry):
        words = " ".join(value.split())
        if words:
            yield f"{tag}  - {words}"
    yield "ER  - "
    yield ""


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "ID", entry.key
    yield "M3" if entry.kind in _TYPED else "U1", entry.word
    yield from (("TI", entry.title), ("TT", entry.translation), ("OP", entry.original))
    yield from _makers(entry)
    yield from (("T2", entry.container), ("ET", entry.edition), ("PY", entry.year))
    day = entry.issued.day
    yield "DA", _slashed(day).ljust(10, "/") if day[1:] else entry.issued.words
    yield from (("VL", entry.volume), ("IS", entry.issue), *_pages(entry))
    yield from (("CY", entry.place), ("PB", entry.publisher), ("DB", entry.archive), ("AN", entry.call_number))
    yield from (("KW", topic) for topic in entry.topics)
    yield from (("UR", entry.url), ("DP", SITE if entry.own_page else ""), ("LA", entry.language))
    for authority, value in entry.identifiers:
        yield _NUMBERS.get(authority, "N1"), value if authority in _NUMBERS else f"{authority} {value}"
    yield "Y2", _slashed(entry.accessed)


def _makers(entry: Entry) -> Iterator[tuple[str, str]]:
    """RIS knows no compilers: they are editors, and `U2` says which of them."""
    for tag, names in (
        ("AU", entry.authors),
        ("A2", entry.recipients),
        ("ED", (*entry.editors, *entry.compilers)),
        ("A4", entry.translators),
        ("U2", entry.compilers),
    ):
        yield from ((tag, name.inverted) for name in names)


def _pages(entry: Entry) -> Iterator[tuple[str, str]]:
    """`SP` of a book is how many pages it has; those that are cited of it stand in a note."""
    if entry.kind in _COUNTED:
        yield from (("SP", entry.extent), ("N1", f"Pages: {entry.pages}" if entry.pages else ""))
    else:
        yield from (("SP", entry.first_page), ("EP", entry.last_page))


def _slashed(day: tuple[int, ...]) -> str:
    return iso_of(day).replace("-", "/")
