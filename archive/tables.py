"""The table files of archives: repositories, the tree of units, documents and where they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Length, Replace
from django.utils.translation import gettext as _

from archive.models import (
    Component,
    Container,
    Copy,
    Document,
    DocumentPerson,
    FormerAddress,
    FormerReference,
    Image,
    Repository,
    RepositoryName,
    Unit,
)
from archive.models.units import former_reference_key, path_key, path_sort_key, segment_of
from core.tables.spec import Beside, Folder, Implied, Line, Lines, Short, Table

Row = Any
CYRILLIC = re.compile(r"[А-яЁёІіЇїЄєҐґ]")
# Kinds that other corpora know, and what is nearest to them here.
KINDS = {
    **dict.fromkeys(("resolution", "order", "interrogation", "certificate", "list", "note"), "other"),
    "memo": "report",
    "memorandum": "report",
    "svodka": "report",
    "spetssoob": "report",
    "minutes": "protocol",
    "extract": "protocol",
    "complaint": "statement",
    "dispatch": "letter",
}
# Corpora call every level by the Russian word; by scheme, what it is called here.
LEVELS = {
    "rg": {"fond": "record group", "opis": "entry", "delo": "box"},
    "box": {"fond": "collection", "opis": "box", "delo": "folder"},
    "tna": {"fond": "series", "opis": "piece", "delo": "item"},
    "barch": {"fond": "series", "opis": "piece", "delo": "item"},
}
FIRST_COPY = "(SELECT c.{column} FROM archive_copy c WHERE c.document_id = t.id ORDER BY c.id LIMIT 1)"


def names_of_archives(lines: Lines) -> Lines:
    """Where there is no repository_names.csv: acronym and name in both languages, from repositories.csv."""
    for line, (number, code, code_ru, name_en, name_ru) in lines:
        names = {code: ("en", "acronym"), code_ru: ("ru", "acronym"), name_en: ("en", "name"), name_ru: ("ru", "name")}
        for text, (language, kind) in names.items():
            if text and number:
                yield line, ("", number, text, language, kind)


def with_path(folder: Folder, header: tuple[str, ...], lines: Lines) -> tuple[tuple[str, ...], Lines]:
    """Every unit with its path, built from the paths above it; a path in the file must say the same."""
    kept = tuple(f"{name} as given" if name in ("path", "level") else name for name in header)
    return (*kept, "level", "path"), _with_path(folder, header, lines)


def _with_path(folder: Folder, header: tuple[str, ...], lines: Lines) -> Iterator[Line]:
    archives = {
        number: (code, scheme or system)
        for _, (number, code, scheme, system) in folder.lines("repositories.csv", ("id", "code", "scheme", "system"))
    }
    wanted = ("id", "parent_id", "repository_id", "level", "number", "path")
    at = [header.index(name) if name in header else -1 for name in wanted]
    paths: dict[str, str] = {}
    for line, cells in lines:
        own, parent, repository, level, number, given = (cells[i] if i >= 0 else "" for i in at)
        code, scheme = archives.get(repository, ("", ""))
        above = paths.get(parent, "") if parent else code
        if not above:
            where = _("units.csv above this line") if parent else "repositories.csv"
            words = {"column": "parent_id" if parent else "repository_id", "where": where}
            folder.complain("units.csv", line, _("%(column)s: %(where)s has no such id.") % words)
            continue
        path = f"{above}/{segment_of(number)}"
        if given and given != path:
            words = {"given": given, "path": path}
            sentence = _("path: this says “%(given)s”, but what is above gives “%(path)s”.") % words
            folder.complain("units.csv", line, sentence)
        paths[own] = path
        yield line, [*cells, LEVELS.get(scheme, {}).get(level, level), path]


def copies_of_documents(lines: Lines) -> Lines:
    """Where there is no copies.csv: the unit that documents.csv names for each."""
    for line, (number, unit, leaf_from, leaf_to, leaves) in lines:
        if unit and number:
            yield line, ("", number, unit, leaves or from_to(leaf_from, leaf_to))


def from_to(first: str, last: str) -> str:
    return f"{first}–{last}" if first and last and first != last else first or last


def title_en(title: str, language: str = "") -> str:
    return "" if title_ru(title, language) else title


def title_ru(title: str, language: str = "") -> str:
    """A title is Russian where the language says so; where no language is given, where the letters do."""
    russian = language.split(";")[0] in ("ru", "uk") if language else bool(CYRILLIC.search(title))
    return title if russian else ""


def bound(column: str, index: int) -> Any:
    """The first (0) or last (1) sheet of spans, for readers of the short form."""

    def read(row: Row) -> str:
        spans = row[column]
        if not spans:
            return ""
        return str(spans[0][0] // 2 if index == 0 else (spans[-1][1] - 1) // 2)

    return read


def year(column: str) -> Any:
    def read(row: Row) -> str:
        return str(row[column].year) if row[column] else ""

    return read


def title(row: Row) -> str:
    return str(row["title_ru"] or row["title_en"])


def _first_copy(field: str) -> Subquery:
    return Subquery(Copy.objects.filter(document=OuterRef("pk")).order_by("id").values(field)[:1])


TABLES = (
    Table(
        "repositories",
        Repository,
        key=("code",),
        repeated="refuse",
        short={
            "scheme": Short(("system",), str),
            "place_id": Short(("id", "city"), lambda number, city: f"-{number}" if city else ""),
        },
        ignored=("code_ru", "city", "country"),
        like=("id", "code", "code_ru", "name_en", "name_ru", "city", "country", "system"),
        asked={
            "code_ru": Subquery(
                RepositoryName.objects.filter(repository=OuterRef("pk"), language="ru", kind="acronym", former=False)
                .order_by("id")
                .values("text")[:1]
            ),
            "city": "place__name_en",
            "country": "place__country",
        },
        said={"system": lambda row: row["scheme"]},
    ),
    Table(
        "repository_names",
        RepositoryName,
        key=("repository", "text"),
        renamed={"text": "name"},
        implied=Implied(
            "repositories.csv",
            "code",
            ("id", "code", "code_ru", "name_en", "name_ru"),
            ("id", "repository_id", "name", "language", "kind"),
            names_of_archives,
        ),
    ),
    Table(
        "units",
        Unit,
        key=("key",),
        repeated="refuse",
        short={
            "date": Short(("year_from", "year_to"), from_to),
            "title_en": Short(("title",), title_en),
            "title_ru": Short(("title",), title_ru),
        },
        computed={"key": Short(("path",), path_key), "sort_key": Short(("path",), path_sort_key)},
        prepare=with_path,
        prepared=("path",),
        ignored=("reference",),
        like=("id", "parent_id", "repository_id", "level", "number", "path", "title", "year_from", "year_to"),
        asked={"date_earliest": "date_earliest", "date_latest": "date_latest"},
        said={"title": title, "year_from": year("date_earliest"), "year_to": year("date_latest")},
        order=(Length("path") - Length(Replace("path", Value("/"))), "id"),  # parents before children
    ),
    Table(
        "former_references",
        FormerReference,
        key=("unit", "key"),
        computed={"key": Short(("archive", "shelfmark"), former_reference_key)},
    ),
    Table("former_addresses", FormerAddress, key=("path",)),
    Table("components", Component, key=("unit",)),
    Table("containers", Container, key=("unit", "text")),
    Table(
        "documents",
        Document,
        key=("title_en", "title_ru", "kind", "date"),
        repeated="number",
        short={
            "title_en": Short(("title", "language"), title_en),
            "title_ru": Short(("title", "language"), title_ru),
            "date": Short(("year",), str),
            "languages": Short(("language",), str),
            "leaves": Short(("leaf_from", "leaf_to"), from_to),
        },
        synonyms={"kind": KINDS},
        beside={
            "unit_id": Beside(FIRST_COPY.format(column="unit_id"), target=Unit),
            "leaves": Beside(FIRST_COPY.format(column="leaves")),
        },
        like=("id", "unit_id", "kind", "language", "title", "date", "year", "leaf_from", "leaf_to"),
        asked={
            "date_earliest": "date_earliest",
            "unit_id": _first_copy("unit_id"),
            "leaves": _first_copy("leaves"),
            "leaf_spans": _first_copy("leaf_spans"),
        },
        said={
            "language": lambda row: (row["languages"] or [""])[0],
            "title": title,
            "year": year("date_earliest"),
            "leaf_from": bound("leaf_spans", 0),
            "leaf_to": bound("leaf_spans", 1),
        },
    ),
    Table(
        "document_persons",
        DocumentPerson,
        key=("document", "person", "role"),
        synonyms={"role": {"recipient": "addressee"}},
    ),
    Table(
        "copies",
        Copy,
        key=("document", "unit", "leaves"),
        implied=Implied(
            "documents.csv",
            "unit_id",
            ("id", "unit_id", "leaf_from", "leaf_to", "leaves"),
            ("id", "document_id", "unit_id", "leaves"),
            copies_of_documents,
        ),
    ),
    Table(
        "images",
        Image,
        key=("person", "document", "unit", "place", "file", "iiif", "caption_en", "caption_ru", "credit"),
    ),
)
