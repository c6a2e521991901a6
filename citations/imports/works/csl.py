"""CSL-JSON as Zotero and Opis itself write it (the schema of CSL 1.0.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from citations.imports.works import Work, joined, work
from core.text_files import Unreadable

KINDS = {
    **dict.fromkeys(("article", "article-journal", "article-magazine", "article-newspaper", "review"), "article"),
    **dict.fromkeys(("chapter", "paper-conference", "entry", "entry-encyclopedia"), "chapter"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "web page"),
    "thesis": "thesis",
    "pamphlet": "pamphlet",
}
LETTERS = {"personal_communication"}


def read(text: str) -> Iterator[Work]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no JSON: %(error)s") % {"error": str(error)[:200]}) from error
    items = items.get("items", [items]) if isinstance(items, dict) else items
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable(_("This JSON is no list of works."))
    for number, item in enumerate(items, start=1):
        kind = _text(item, "type")
        call_number = _text(item, "archive_location") or _text(item, "call-number")
        cells = _cells(item, KINDS.get(kind, "book"))
        yield work(number, cells, _text(item, "archive"), call_number, letter=kind in LETTERS)


def _cells(item: Mapping[str, Any], kind: str) -> dict[str, str]:
    plain = {
        "title": "title",
        "language": "language",
        "container": "container-title",
        "volume": "volume",
        "issue": "issue",
        "edition": "edition",
        "place": "publisher-place",
        "publisher": "publisher",
        "url": "URL",
        "doi": "DOI",
        "isbn": "ISBN",
        "issn": "ISSN",
    }
    return {
        "kind": kind,
        **{column: _text(item, name) for column, name in plain.items()},
        "authors": _names(item, "author"),
        "editors": _names(item, "editor"),
        "translators": _names(item, "translator"),
        "addressees": _names(item, "recipient"),
        "date": _date(item.get("issued")),
        "page_range": _text(item, "page").replace("-", "–"),
        "pages": _text(item, "number-of-pages"),
        "url_seen": _date(item.get("accessed")),
    }


def _text(item: Mapping[str, Any], name: str) -> str:
    found = item.get(name, "")
    return str(found) if isinstance(found, str | int | float) else ""


def _names(item: Mapping[str, Any], role: str) -> str:
    names = item.get(role)
    return joined(_name(name) for name in names if isinstance(name, dict)) if isinstance(names, list) else ""


def _name(name: Mapping[str, Any]) -> str:
    family = " ".join(filter(None, (_text(name, "non-dropping-particle"), _text(name, "family"))))
    given = " ".join(filter(None, (_text(name, "given"), _text(name, "dropping-particle"))))
    return ", ".join(filter(None, (family, given))) or _text(name, "literal")


def _date(date: object) -> str:
    """`{"date-parts": [[1928, 6, 2]]}` → 1928-06-02; two dates are a range; words stay words."""
    if not isinstance(date, dict):
        return ""
    parts = date.get("date-parts")
    if not isinstance(parts, list):
        return _text(date, "literal") or _text(date, "raw")
    written = ["-".join(f"{part:0>2}" for part in each) for each in parts if isinstance(each, list) and any(each)]
    return "/".join(written)
