"""Sources as CSL-JSON, which citation processors and Zotero read.

The rule: only variables of the CSL 1.0.2 schema; names are taken apart only where they have a given name. Boundary:
JSON needs no escaping of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from core.sources import SITE
from core.sources.dated import Dated
from core.sources.entries import Entry
from notation.names_parts import PersonalName

_TYPES = {
    "book": "book",
    "article": "article-journal",
    "newspaper": "article-newspaper",
    "chapter": "chapter",
    "thesis": "thesis",
    "web": "webpage",
    "letter": "personal_communication",
    "document": "manuscript",
    "unit": "collection",
}
_NUMBERS = ("DOI", "ISBN", "ISSN")


def to_csl(entries: Iterable[Entry]) -> Iterator[str]:
    before = "["
    for entry in entries:
        item = {name: value for name, value in _variables(entry) if value}
        # Line breaks within a value are written as signs; those that stand here part lines.
        yield f"{before}\n " + json.dumps(item, ensure_ascii=False, indent=1).replace("\n", "\n ")
        before = ","
    yield "[]" if before == "[" else "\n]"


def _variables(entry: Entry) -> Iterator[tuple[str, Any]]:
    yield from (("id", entry.key), ("type", _TYPES[entry.kind]), ("genre", entry.word))
    yield from (("title", entry.title), ("original-title", entry.original))
    for role, names in (
        ("author", entry.authors),
        # Few styles print compilers, so that they stand among the editors too.
        ("editor", (*entry.editors, *entry.compilers)),
        ("compiler", entry.compilers),
        ("translator", entry.translators),
        ("recipient", entry.recipients),
    ):
        yield role, list(map(_name, names))
    yield from (("container-title", entry.container), ("edition", entry.edition), ("issued", _issued(entry.issued)))
    yield from (("volume", entry.volume), ("issue", entry.issue), ("page", entry.pages))
    yield from (("number-of-pages", entry.extent), ("keyword", "; ".join(entry.topics)))
    yield from (("publisher-place", entry.place), ("publisher", entry.publisher))
    yield from (("archive", entry.archive), ("archive_location", entry.call_number))
    yield from (("call-number", entry.call_number), ("URL", entry.url), ("source", SITE if entry.own_page else ""))
    yield from (("language", entry.language), ("accessed", _date(entry.accessed)))
    numbers = entry.numbers
    yield from ((authority, numbers[authority]) for authority in _NUMBERS if authority in numbers)
    yield "custom", {"translated-title": entry.translation} if entry.translation else {}
    yield "note", "; ".join(f"{authority} {value}" for authority, value in numbers.items() if authority not in _NUMBERS)


def _issued(issued: Dated) -> dict[str, Any]:
    """Words beside the figures are printed instead of them, and sorted by the figures."""
    told: dict[str, Any] = {"date-parts": [list(day) for day in ((issued.day,) if issued.day else issued.span)]}
    told |= {"circa": issued.circa, "literal": issued.words}
    return {name: value for name, value in told.items() if value}


def _name(name: PersonalName) -> dict[str, str]:
    given = " ".join(filter(None, (name.given, name.patronymic)))
    return {"family": name.surname, "given": given} if given else {"literal": name.surname}


def _date(parts: tuple[int, ...]) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]} if parts else {}
