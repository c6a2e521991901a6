"""Sources as RIS, the form that Zotero, EndNote and Mendeley read best: archive, call number and recipient included.

The rule: one tag a line, `TY` first and `ER` last, UTF-8 without a mark. Boundary: a line break within a value becomes
a space, because the format has no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    yield "TI", entry.title
    for tag, names in (("AU", entry.authors), ("A2", entry.recipients), ("ED", entry.editors)):
        for name in names:
            yield tag, name.inverted
    yield "T2", entry.container
    yield "PY", entry.year
    yield "DA", "/".join(f"{part:02}" for part in entry.date).ljust(10, "/") if entry.date[1:] else entry.date_in_words
    yield from (("VL", entry.volume), ("IS", entry.issue), ("SP", entry.first_page), ("EP", entry.last_page))
    yield from (("CY", entry.place), ("PB", entry.publisher), ("DB", entry.archive), ("AN", entry.call_number))
    yield from (("UR", entry.url), ("LA", entry.language))
    for authority, value in entry.identifiers:
        yield _NUMBERS.get(authority, "N1"), value if authority in _NUMBERS else f"{authority} {value}"
    yield "Y2", "/".join(f"{part:02}" for part in entry.accessed)
