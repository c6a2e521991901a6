"""The five sheets, persons, units, documents, publications and citations: what stands in their columns.

`docs/exchange.md` and the templates to download are made from these columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Document
from citations.imports.sheets.drafting import PERSON, Draft
from citations.imports.sheets.spec import Column, Row, Sheet
from citations.models import Publication, PublicationIdentifier
from core.tables.cells import write_list
from notation.authorities import NoNumber, number
from people.authorities import wrong_with
from people.models import Identifier

SEVERAL = gettext_lazy("several are parted by semicolons")
WHEN = gettext_lazy("a date in words or figures, as in the source")
AUTHORITIES = {authority.value.casefold(): authority.value for authority in Identifier.Authority}
NUMBERS = {authority.value.casefold(): authority.value for authority in PublicationIdentifier.Authority}
SHARES = {"authors": "author", "editors": "editor", "translators": "translator", "compilers": "compiler"}
ROLES = {"authors": "author", "addressees": "addressee", "mentioned": "mentioned", "signatories": "signatory"}


def _kinds(choices: Iterable[str]) -> str:
    return ", ".join(choices)


# -- persons ----------------------------------------------------------------------------------------------------------


def _enter_person(row: Row, draft: Draft) -> None:
    for name in AUTHORITIES:
        try:
            _identifier(row, name)
        except NoNumber as refused:
            draft.complain(row.line, name, wrong_with(AUTHORITIES[name], refused))
            return
    identified = _identifiers_of_person(row)
    held = draft.identified(identified)
    if len(held) > 1:
        said = {"numbers": ", ".join(f"#{person.pk}" for person in held)}
        draft.complain(row.line, "", _("The identifiers are those of several persons: %(numbers)s.") % said)
        return
    if held:
        (standing,) = held
        person = draft.add_person(row.line, **{field: getattr(standing, field) for field in PERSON})
    elif not row["name_en"]:
        draft.complain(row.line, "name_en", _("A person needs a heading in Latin script."))
        return
    else:
        person = draft.add_person(
            row.line, **row.given(*PERSON, "sex", "epithet_en", "epithet_ru", "life_en", "life_ru")
        )
    for name in row.several("other_names"):
        draft.add("person_names", row.line, person_id=person, name=name, kind="variant")
    for authority, value in identified:
        draft.add("identifiers", row.line, person_id=person, authority=authority, value=value)


def _identifiers_of_person(row: Row) -> list[tuple[str, str]]:
    """Those that are numbers; of the others `_enter_person` complains."""
    found = []
    for name in AUTHORITIES:
        with suppress(NoNumber):
            found.append(_identifier(row, name))
    return sorted(each for each in found if each is not None)


def _identifier(row: Row, name: str) -> tuple[str, str] | None:
    return (AUTHORITIES[name], number(AUTHORITIES[name], row[name])) if row[name] else None


PERSONS = Sheet(
    "persons",
    gettext_lazy("persons"),
    (
        Column("name_en", gettext_lazy("heading in Latin script: surname, given name"), "Rakovskii, Khristian", True),
        Column("name_ru", gettext_lazy("heading in Russian"), "Раковский, Христиан Георгиевич"),
        Column("other_names", SEVERAL, "Rakovsky; Insarov"),
        Column("sex", "f, m"),
        Column("born", WHEN, "13 August 1873"),
        Column("died", WHEN, "1941"),
        Column("epithet_en", gettext_lazy("who it was, in a word, in English"), "diplomat"),
        Column("epithet_ru", gettext_lazy("who it was, in a word, in Russian"), "дипломат"),
        Column("life_en", gettext_lazy("short life in English")),
        Column("life_ru", gettext_lazy("short life in Russian")),
        *(Column(name, gettext_lazy("identifier, or the address of its record")) for name in AUTHORITIES),
    ),
    _enter_person,
    identified=_identifiers_of_person,
)

# -- units ------------------------------------------------------------------------------------------------------------


def _enter_unit(row: Row, draft: Draft) -> None:
    own = row.given("title_en", "title_ru", "date", "extent", "description", "url")
    draft.unit(row.line, row["archive"], row["shelfmark"], **own)


ARCHIVE = Column("archive", gettext_lazy("any name or acronym that it ever had"), "РГАСПИ", True)
SHELFMARK = Column("shelfmark", gettext_lazy("17/171/87 or in words; missing levels are made"), "17/171/87", True)
UNITS = Sheet(
    "units",
    gettext_lazy("archival units"),
    (
        ARCHIVE,
        SHELFMARK,
        Column("title_en", gettext_lazy("title in English")),
        Column("title_ru", gettext_lazy("title in Russian")),
        Column("date", WHEN, "1928–1929"),
        Column("extent", gettext_lazy("as written"), "312 л."),
        Column("description", gettext_lazy("description")),
        Column("url", gettext_lazy("address in the archive's catalogue")),
    ),
    _enter_unit,
)

# -- documents --------------------------------------------------------------------------------------------------------


def _enter_document(row: Row, draft: Draft) -> None:
    if not row["title_en"] and not row["title_ru"]:
        draft.complain(row.line, "title_en", _("Give a title in one language at least."))
        return
    unit = draft.unit(row.line, row["archive"], row["shelfmark"]) if row["archive"] or row["shelfmark"] else None
    own = row.given("title_en", "title_ru", "kind", "date", "summary_en", "summary_ru", "transcription")
    place = {"unit_id": unit or "", "leaves": row["sheets"]}
    document = draft.add("documents", row.line, **own, languages=write_list(row.several("languages")), **place)
    if unit:
        draft.add("copies", row.line, document_id=document, unit_id=unit, leaves=row["sheets"], state=row["copy"])
    for column, role in ROLES.items():
        for name in row.several(column):
            if person := draft.person(row.line, column, name):
                draft.add("document_persons", row.line, document_id=document, person_id=person, role=role)


def _persons_of_document(row: Row) -> Iterable[str]:
    return (name for column in ROLES for name in row.several(column))


DOCUMENTS = Sheet(
    "documents",
    gettext_lazy("documents"),
    (
        Column("title_en", gettext_lazy("title in English; one of the two is needed")),
        Column("title_ru", gettext_lazy("title in Russian")),
        Column("kind", _kinds(Document.Kind.values), "letter"),
        Column("date", WHEN, "2 июня 1928"),
        Column("languages", gettext_lazy("codes; several are parted by semicolons"), "ru"),
        Column("authors", SEVERAL, "Раковский, Христиан Георгиевич"),
        Column("addressees", SEVERAL),
        Column("mentioned", SEVERAL),
        Column("signatories", SEVERAL),
        Column("archive", ARCHIVE.about, "РГАСПИ"),
        Column("shelfmark", SHELFMARK.about, "17/171/87"),
        Column("sheets", gettext_lazy("as written"), "83–84 об."),
        Column("copy", gettext_lazy("original, draft, carbon copy …"), "carbon copy"),
        Column("summary_en", gettext_lazy("summary in English")),
        Column("summary_ru", gettext_lazy("summary in Russian")),
        Column("transcription", gettext_lazy("the text itself")),
    ),
    _enter_document,
    _persons_of_document,
)

# -- publications -----------------------------------------------------------------------------------------------------


def _enter_publication(row: Row, draft: Draft) -> None:
    if not row["title"]:
        draft.complain(row.line, "title", _("A publication needs a title."))
        return
    own = row.given(
        *("kind", "title", "translation", "language", "container", "volume", "issue", "edition", "place", "publisher"),
        *("date", "copies", "url", "url_seen"),
    )
    topics = write_list(row.several("topics"))
    work = draft.add(
        "publications",
        row.line,
        **own,
        pages=row["page_range"],
        page_count=row["pages"],
        topics=topics,
        authors="; ".join(row.several("authors")),
    )
    for column, role in SHARES.items():
        for order, name in enumerate(row.several(column), start=1):
            # A name that is nobody's here, or several persons', stays what it is: a name as printed.
            person = draft.person_held(row.line, name)
            share = {"person_id": person or "", "name_printed": name, "role": role, "order": order}
            draft.add("contributions", row.line, publication_id=work, **share)
    for column, authority in NUMBERS.items():
        for value in row.several(column):
            draft.add("publication_identifiers", row.line, publication_id=work, authority=authority, value=value)


def _persons_of_publication(row: Row) -> Iterable[str]:
    return (name for column in SHARES for name in row.several(column))


PUBLICATIONS = Sheet(
    "publications",
    gettext_lazy("publications"),
    (
        Column("kind", _kinds(Publication.Kind.values), "article"),
        Column("title", gettext_lazy("title in its own language"), "The Politics of Exile", True),
        Column("translation", gettext_lazy("title translated into English")),
        Column("language", gettext_lazy("code such as ru, en, de"), "en"),
        *(Column(name, SEVERAL, "Surname, Given" if name == "authors" else "") for name in SHARES),
        Column("container", gettext_lazy("journal or book it stands in, as printed")),
        Column("volume", gettext_lazy("volume")),
        Column("issue", gettext_lazy("issue")),
        Column("edition", gettext_lazy("edition")),
        Column("place", gettext_lazy("place of publication")),
        Column("publisher", gettext_lazy("publisher")),
        Column("date", WHEN, "1999"),
        Column("page_range", gettext_lazy("on pages"), "12–40"),
        Column("pages", gettext_lazy("number of pages")),
        Column("copies", gettext_lazy("copies printed")),
        Column("topics", SEVERAL),
        Column("url", gettext_lazy("web address")),
        Column("url_seen", gettext_lazy("web address seen on"), "2026-11-23"),
        *(Column(name, SEVERAL) for name in NUMBERS),
    ),
    _enter_publication,
    _persons_of_publication,
)

# -- citations --------------------------------------------------------------------------------------------------------


def _enter_citation(row: Row, draft: Draft) -> None:
    for column in ("publication", "note", "text"):
        if not row[column]:
            draft.complain(row.line, column, _("This is needed."))
            return
    work = draft.work(row.line, "publication", row["publication"])
    unit = draft.unit(row.line, row["archive"], row["shelfmark"])
    if work is None or unit is None:
        return
    note = draft.note(row.line, work, row["note"], row["page"], row["text"])
    written = row["as_written"] or row["text"]
    start = row["text"].find(written)
    span = {"start": start, "end": start + len(written)} if start >= 0 else {"start": "", "end": ""}
    own = {"leaves": row["sheets"], "remark": row["remark"], "outcome": "resolved", "how": "explicit"}
    draft.add("citations", row.line, footnote_id=note, unit_id=unit, raw_text=written, **span, **own)


CITATIONS = Sheet(
    "citations",
    gettext_lazy("citations"),
    (
        Column("publication", gettext_lazy("title of a work that is held, or its number as #12"), "#12", True),
        Column("note", gettext_lazy("number of the note"), "7", True),
        Column("page", gettext_lazy("page of the note")),
        Column("text", gettext_lazy("the whole note as printed"), "РГАСПИ, ф. 17, оп. 171, д. 87, л. 83.", True),
        Column("as_written", gettext_lazy("the part of the note that is this citation")),
        ARCHIVE,
        SHELFMARK,
        Column("sheets", gettext_lazy("as written"), "83"),
        Column("remark", gettext_lazy("such as: emphasis in the original")),
    ),
    _enter_citation,
    works=lambda row: [row["publication"]] if row["publication"] else [],
)

SHEETS = {sheet.name: sheet for sheet in (PERSONS, UNITS, DOCUMENTS, PUBLICATIONS, CITATIONS)}
