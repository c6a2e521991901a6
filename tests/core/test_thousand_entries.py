"""A thousand records of every kind with every awkward sign as RIS, BibTeX and CSL-JSON, read by other people's readers.

CSL's own schema is not carried here. What CSL 1.0.2 says of its data is stated below as far as Opis writes it: from the
specification (docs.citationstyles.org, appendices on types and variables), so that a word which is none is found.
"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no types
import rispy
from bibtexparser.entrypoint import parse_string

from core.sources.bibtex import to_bibtex
from core.sources.csl import to_csl
from core.sources.entries import Entry
from core.sources.ris import to_ris
from tests.core.thousand import thousand

TYPES = (
    "book article-journal article-newspaper chapter thesis webpage personal_communication manuscript collection"
).split()
NAMES = "author editor compiler translator recipient".split()
TEXTS = (
    "id genre title original-title container-title edition volume issue page number-of-pages keyword publisher-place "
    "publisher archive archive_location call-number URL source language DOI ISBN ISSN note"
).split()
NAME = {
    "type": "object",
    "properties": {part: {"type": "string", "minLength": 1} for part in ("family", "given", "literal")},
    "additionalProperties": False,
    "oneOf": [{"required": ["family", "given"]}, {"required": ["literal"]}],
}
DAY = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "items": DAY, "minItems": 1, "maxItems": 2},
        "circa": {"type": "boolean"},
        "literal": {"type": "string", "minLength": 1},
    },
    "additionalProperties": False,
    "minProperties": 1,
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": TYPES},
            "custom": {"type": "object"},
            **{name: {"type": "array", "items": NAME, "minItems": 1} for name in NAMES},
            **{text: {"type": "string", "minLength": 1} for text in TEXTS},
            "issued": DATE,
            "accessed": DATE,
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
UNESCAPED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_", "{}": "",
}  # fmt: skip


def flat(text: str) -> str:
    return " ".join(text.split())


def without_empty(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def in_ris(made: Entry) -> dict[str, Any]:
    """What its fields are called by rispy."""
    counted, word = made.kind in ("book", "thesis"), made.kind in ("book", "article", "newspaper", "chapter")
    editors = [name.inverted for name in (*made.editors, *made.compilers)]
    numbers = [value for authority, value in made.identifiers if authority in ("ISBN", "ISSN")]
    notes = [f"Pages: {made.pages}"] if counted and made.pages else []
    compilers = [name.inverted for name in made.compilers]
    unknown = {"U1": [made.word] if word and made.word else [], "U2": compilers, "ED": editors}
    return without_empty({
        "id": made.key,
        "type_of_work": "" if word else made.word,
        "title": flat(made.title),
        "translated_title": flat(made.translation),
        "authors": [name.inverted for name in made.authors],
        "secondary_authors": [name.inverted for name in made.recipients],
        "subsidiary_authors": [name.inverted for name in made.translators],
        "secondary_title": flat(made.container),
        "edition": made.edition,
        "year": made.year,
        "date": made.issued.iso.replace("-", "/").ljust(10, "/") if made.issued.day[1:] else made.issued.words,
        "volume": made.volume,
        "number": made.issue,
        "start_page": made.extent if counted else made.first_page,
        "end_page": "" if counted else made.last_page,
        "place_published": flat(made.place),
        "publisher": flat(made.publisher),
        "name_of_database": flat(made.archive),
        "accession_number": flat(made.call_number),
        "keywords": list(made.topics),
        "urls": [made.url],
        "database_provider": "Opis" if made.own_page else "",
        "language": made.language,
        "issn": numbers,
        "doi": next((value for authority, value in made.identifiers if authority == "DOI"), ""),
        "notes": [*notes, *(f"OCLC {value}" for authority, value in made.identifiers if authority == "OCLC")],
        "access_date": "2026/11/23" if made.accessed else "",
        "original_publication": flat(made.original),
        "unknown_tag": without_empty(unknown),
    })  # fmt: skip


def test_a_thousand_records_as_ris_are_read_back_without_loss() -> None:
    entries = thousand()
    several = [*rispy.LIST_TYPE_TAGS, "SN"]
    read = rispy.loads("".join(to_ris(entries)), list_tags=several, delimiter_tags_mapping={})
    assert len(read) == 1000
    for made, found in zip(entries, read, strict=True):
        found.pop("type_of_reference")
        assert found == in_ris(made)


def unescaped(text: str) -> str:
    return re.sub("|".join(map(re.escape, UNESCAPED)), lambda match: UNESCAPED[match[0]], text)


def in_bibtex(made: Entry) -> dict[str, Any]:
    host = {"chapter": "booktitle", "web": "howpublished"}.get(made.kind, "journal")
    publisher = "school" if made.kind == "thesis" else "publisher"
    only = bool(made.compilers) and not made.editors
    both = bool(made.compilers) and bool(made.editors)
    numbers: dict[str, str] = {}
    for authority, value in made.identifiers:
        numbers[authority.lower()] = "; ".join(filter(None, (numbers.get(authority.lower()), value)))
    return without_empty({
        "entrysubtype": made.word or {"letter": "letter", "document": "manuscript"}.get(made.kind, ""),
        "title": flat(made.title),
        "origtitle": flat(made.original),
        "translatedtitle": flat(made.translation),
        "editortype": "compiler" if only else "",
        "editoratype": "compiler" if both else "",
        host: flat(made.container),
        "edition": made.edition,
        "year": made.issued.words or made.year,
        "date": made.issued.iso if made.issued.day[1:] else made.issued.edtf,
        "volume": made.volume,
        "number": made.issue,
        "pages": made.pages.replace("–", "--"),
        "pagetotal": made.extent,
        "address": flat(made.place),
        publisher: flat(made.publisher),
        "archive": flat(made.archive),
        "shelfmark": flat(made.call_number),
        "keywords": ", ".join(made.topics),
        "url": made.url.replace("{", "%7B").replace("}", "%7D"),
        "library": "Opis" if made.own_page else "",
        "urldate": "2026-11-23" if made.accessed else "",
        "langid": made.language,
        **numbers,
    })  # fmt: skip


def names_in(written: str) -> list[str]:
    parts = re.split(r" and (?![^{}]*\})", written)
    return [
        unescaped(part.removeprefix("{").removesuffix("}") if re.match(r"\{.*\}$", part) else part) for part in parts
    ]


def test_a_thousand_records_as_bibtex_are_read_back_without_loss() -> None:
    entries = thousand()
    library = parse_string("".join(to_bibtex(entries)))
    assert not library.failed_blocks
    assert [block.key for block in library.entries] == [made.key for made in entries]
    for made, found in zip(entries, library.entries, strict=True):
        fields = {name: field.value for name, field in found.fields_dict.items()}
        roles = {"author": made.authors, "translator": made.translators, "recipient": made.recipients}
        roles |= {"editor": made.editors or made.compilers, "editora": made.compilers if made.editors else ()}
        for role, names in roles.items():
            assert names_in(fields.pop(role, "")) == ([name.inverted for name in names] or [""]), role
        plain = ("url", "pages")
        assert {name: value if name in plain else unescaped(value) for name, value in fields.items()} == in_bibtex(made)


def test_a_thousand_records_as_csl_are_valid_and_read_back_without_loss() -> None:
    entries = thousand()
    read = json.loads("".join(to_csl(entries)))
    jsonschema.validate(read, CSL)
    for made, found in zip(entries, read, strict=True):
        assert (found["id"], found["title"], found["URL"]) == (made.key, made.title, made.url)
        assert found.get("archive_location", "") == made.call_number
        assert (found.get("page", ""), found.get("number-of-pages", "")) == (made.pages, made.extent)
        assert (found.get("publisher-place", ""), found.get("publisher", "")) == (made.place, made.publisher)
        for role, names in (("author", made.authors), ("editor", (*made.editors, *made.compilers))):
            assert [said(name) for name in found.get(role, [])] == [name.inverted for name in names]
        days = [tuple(day) for day in found.get("issued", {}).get("date-parts", [])]
        assert days == ([made.issued.day] if made.issued.day else list(made.issued.span))
        assert found.get("issued", {}).get("literal", "") == made.issued.words


def said(name: dict[str, str]) -> str:
    return name.get("literal") or f"{name['family']}, {name['given']}"
