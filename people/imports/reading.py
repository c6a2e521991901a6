"""An authority's file, whatever it is, as what it says of persons; parsed in a child process with limits.

The rule: what cannot be a file of Wikidata or VIAF is refused with a sentence, a record that cannot be read is counted
and passed over. Boundary: tables of the query service are read by `core.spreadsheets`, which has limits of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.limited import Died, ask_child
from core.text_files import Unreadable
from people.imports.said import LANGUAGES, Described, Said

MOST_BYTES = 50_000_000
MOST_RECORDS = 20_000
# What records that are not as they should be raise.
ODD = (KeyError, TypeError, AttributeError, ValueError, IndexError)


@dataclass(frozen=True, slots=True)
class FileRead:
    """`passed` are records of what is no person, `odd` those that cannot be read."""

    records: Sequence[Described]
    passed: int = 0
    odd: int = 0


def read_authorities(content: bytes, languages: Sequence[str] = LANGUAGES) -> FileRead:
    """Raises Unreadable with a sentence."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)d MB: send it in parts.") % {"most": MOST_BYTES // 1_000_000}
        )
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in b"{[<" or content[:1].isdigit():
        read = _read_by_child(content, languages)
    else:
        read = _read_table(content)
    if not read.records:
        raise Unreadable(_("There is no person in this file that could be read."))
    return read


def _read_table(content: bytes) -> FileRead:
    from core.spreadsheets import read_grid
    from people.imports.wikidata import is_table, read_table

    grid = read_grid(content)
    if not is_table(grid):
        raise Unreadable(_("The table has no column “item” with entities of Wikidata, so nobody can be told by it."))
    records = list(read_table(grid))
    if len(records) > MOST_RECORDS:
        raise Unreadable(_too_many())
    return FileRead(records)


def _read_by_child(content: bytes, languages: Sequence[str]) -> FileRead:
    try:
        told = ask_child("people.imports", content, ",".join(languages))
    except Died as died:
        raise Unreadable(
            _("The file is refused: it is damaged, or reading it took more memory or time than such files need.")
        ) from died
    sentences = {
        "entities": _("The file declares XML entities; save it without them."),
        "form": _("This is no file of Wikidata (entities as JSON, a table of its query service) or VIAF (XML, JSON)."),
        "many": _too_many(),
    }
    if "refused" in told:
        raise Unreadable(sentences[told["refused"]])
    records = [
        Described(each["authority"], each["value"], each["called"], tuple(Said(**said) for said in each["said"]))
        for each in told["records"]
    ]
    return FileRead(records, told["passed"], told["odd"])


def _too_many() -> str:
    return _("The file holds more than %(most)d records: send it in parts.") % {"most": MOST_RECORDS}


# -- in the child -----------------------------------------------------------------------------------------------------


def read_apart(content: bytes, languages: Sequence[str]) -> dict[str, Any]:
    from lxml import etree

    from people.imports.viaf import Declares

    try:
        return _told(*_records_of(content, languages))
    except Declares:
        return {"refused": "entities"}
    except (ValueError, RecursionError, etree.XMLSyntaxError):
        return {"refused": "form"}


def _records_of(content: bytes, languages: Sequence[str]) -> tuple[Iterable[Any], Callable[[Any], Described | None]]:
    """What stands in the file one by one, and who reads it."""
    from people.imports import viaf, wikidata

    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" or content[:1].isdigit():
        return viaf.clusters_of_xml(content), viaf.read_cluster
    text = content.decode("utf-8-sig")
    if "viafID" in text[:20_000]:
        return viaf.clusters_of_json(text), viaf.read_cluster
    return wikidata.entities(text), lambda entity: wikidata.read_entity(entity, languages)


def _told(found: Iterable[Any], read: Callable[[Any], Described | None]) -> dict[str, Any]:
    records: list[dict[str, Any]] = []
    passed = odd = 0
    for each in found:
        try:
            described = read(each)
        except ODD:
            odd += 1
            continue
        if described is None:
            passed += 1
        elif len(records) == MOST_RECORDS:
            return {"refused": "many"}
        else:
            records.append(dataclasses.asdict(described))
    return {"records": records, "passed": passed, "odd": odd}
