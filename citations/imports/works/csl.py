"""CSL-JSON as Zotero and Opis itself write it (the schema of CSL 1.0.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from citations.imports.works import Place, Work, joined, numbers, work
from core.text_files import Unreadable

KINDS = {
    **dict.fromkeys(("article", "article-journal", "article-magazine", "article-newspaper", "review"), "article"),
    **dict.fromkeys(("chapter", "paper-conference", "entry", "entry-encyclopedia"), "chapter"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "web page"),
    "thesis": "thesis",
    "pamphlet": "pamphlet",
}
LETTERS = {"personal_communication"}
# Of a range, not of one page `S-12`.
_HYPHEN = re.compile(r"(?<=\d)-(?=\d)|(?<=[ivxlc])-(?=[ivxlc])")
_OCLC = re.compile(r"\bOCLC:? ([^\s;]+)")


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
        place = Place(
            _text(item, "archive"),
            _text(item, "archive_location") or _text(item, "call-number"),
            kind in LETTERS,
            *(_text(item, name) for name in ("genre", "source", "original-title")),
        )
        yield work(number, _cells(item, KINDS.get(kind, "book")), place)


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
    }
    return {
        "kind": kind,
        **{column: _text(item, name) for column, name in plain.items()},
        **{name.lower(): numbers(_text(item, name)) for name in ("DOI", "ISBN", "ISSN")},
        "translation": _text(_object(item, "custom"), "translated-title"),
        "authors": _names(item, "author"),
        "editors": _editors(item),
        "compilers": _names(item, "compiler"),
        "translators": _names(item, "translator"),
        "addressees": _names(item, "recipient"),
        "date": _date(item.get("issued")),
        "page_range": _HYPHEN.sub("–", _text(item, "page")),
        "pages": _text(item, "number-of-pages"),
        "topics": _text(item, "keyword"),
        "url_seen": _date(item.get("accessed")),
        "oclc": "; ".join(match[1] for match in _OCLC.finditer(_text(item, "note"))),
    }


def _text(item: Mapping[str, Any], name: str) -> str:
    found = item.get(name, "")
    return str(found) if isinstance(found, str | int | float) else ""


def _names(item: Mapping[str, Any], role: str) -> str:
    names = item.get(role)
    return joined(_name(name) for name in names if isinstance(name, dict)) if isinstance(names, list) else ""


def _editors(item: Mapping[str, Any]) -> str:
    """Without those at the end who are told as compilers too."""
    compilers = item.get("compiler")
    left = list(reversed(item["editor"])) if isinstance(item.get("editor"), list) else []
    for name in compilers if isinstance(compilers, list) else ():
        if name in left:
            left.remove(name)
    return _names({"editor": left[::-1]}, "editor")


def _object(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def _name(name: Mapping[str, Any]) -> str:
    family = " ".join(filter(None, (_text(name, "non-dropping-particle"), _text(name, "family"))))
    given = " ".join(filter(None, (_text(name, "given"), _text(name, "dropping-particle"))))
    return ", ".join(filter(None, (family, given))) or _text(name, "literal")


def _date(date: object) -> str:
    """`{"date-parts": [[1928, 6, 2]]}` → 1928-06-02; two dates are a range; words say it as written."""
    if not isinstance(date, dict):
        return ""
    parts = date.get("date-parts")
    written = _text(date, "literal") or _text(date, "raw")
    if written or not isinstance(parts, list):
        return written
    days = [_day(each) for each in parts if isinstance(each, list) and any(each)]
    return "/".join(f"{day}~" if date.get("circa") else day for day in days)


def _day(parts: Sequence[Any]) -> str:
    """Of the year 988 four digits."""
    return "-".join(f"{part:0>{2 if place else 4}}" for place, part in enumerate(map(str, parts[:3])) if part)
