"""Sources as CSL-JSON, which citation processors and Zotero read.

The rule: only variables of the CSL 1.0.2 schema; names are taken apart only where they have a given name. Boundary:
JSON needs no escaping of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

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
    yield "id", entry.key
    yield "type", _TYPES[entry.kind]
    yield "title", entry.title
    for role, names in (("author", entry.authors), ("editor", entry.editors), ("recipient", entry.recipients)):
        yield role, list(map(_name, names))
    yield "container-title", entry.container
    yield "issued", _date(entry.date) or ({"literal": entry.date_in_words} if entry.date_in_words else {})
    yield from (("volume", entry.volume), ("issue", entry.issue), ("page", entry.pages))
    yield from (("publisher-place", entry.place), ("publisher", entry.publisher))
    yield from (("archive", entry.archive), ("archive_location", entry.call_number))
    yield from (("call-number", entry.call_number), ("URL", entry.url), ("language", entry.language))
    yield "accessed", _date(entry.accessed)
    for authority, value in entry.identifiers:
        yield (authority, value) if authority in _NUMBERS else ("note", f"{authority} {value}")


def _name(name: PersonalName) -> dict[str, str]:
    given = " ".join(filter(None, (name.given, name.patronymic)))
    return {"family": name.surname, "given": given} if given else {"literal": name.surname}


def _date(parts: tuple[int, ...]) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]} if parts else {}
