"""A document with its transcription as TEI: who wrote what to whom, where the original lies, and the text line by line.

The rule: what the transcription has as lines and paragraphs stays so; nothing is supplied. Boundary: only what is known
of the document's own text; who cites it stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.models import Copy, Document, DocumentPerson
from archive.shelfmarks import shelfmark
from core.exchange import Absolute
from core.exchange.markup import DECLARATION, Element, element, held, opened, written
from people.models import Person

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_SENT = (DocumentPerson.Role.AUTHOR, DocumentPerson.Role.SIGNATORY, DocumentPerson.Role.ATTRIBUTED)
_LETTERS = (Document.Kind.LETTER, Document.Kind.TELEGRAM)


def transcription(document: Document, absolute: Absolute) -> Iterator[bytes]:
    yield DECLARATION
    yield opened(element("TEI"), NAMESPACE)
    yield written(_header(document, absolute))
    lang = document.languages[0] if len(document.languages) == 1 else ""
    body = [_paragraph(part) for part in re.split(r"\n\s*\n", document.transcription.strip()) if part]
    yield written(element("text", element("body", *(body or [element("p")])), xml_lang=lang))
    yield b"</TEI>\n"


def _header(document: Document, absolute: Absolute) -> Element:
    address = absolute(document.get_absolute_url())
    titles = [held("title", document.title_en, xml_lang="en"), held("title", document.title_ru, xml_lang="ru")]
    authors = [_name("author", role.person, absolute) for role in document.roles.all() if role.role in _SENT]
    description = element(
        "fileDesc",
        element("titleStmt", *titles, *authors),
        element("publicationStmt", element("publisher", "Opis"), element("idno", address, type="URI")),
        element("sourceDesc", *([_manuscript(copy) for copy in document.copies.all()] or [element("p", address)])),
    )
    languages = [element("language", code, ident=code) for code in document.languages]
    abstracts = [
        held("abstract", held("p", document.summary_en), xml_lang="en"),
        held("abstract", held("p", document.summary_ru), xml_lang="ru"),
    ]
    correspondence = _correspondence(document, absolute) if document.kind in _LETTERS else None
    return element(
        "teiHeader",
        description,
        held("profileDesc", *abstracts, _creation(document), held("langUsage", *languages), correspondence),
    )


def _manuscript(copy: Copy) -> Element:
    repository = copy.unit.repository
    return element(
        "msDesc",
        element(
            "msIdentifier",
            held("settlement", repository.place.name_en if repository.place else ""),
            element("repository", repository.name_en),
            element("idno", shelfmark(copy.unit, "en", copy.leaves)),
        ),
        held("physDesc", held("p", copy.state)),
    )


def _creation(document: Document) -> Element | None:
    return element("creation", _date(document)) if document.date else None


def _correspondence(document: Document, absolute: Absolute) -> Element | None:
    roles = list(document.roles.all())
    sent = [_name("persName", role.person, absolute) for role in roles if role.role in _SENT]
    received = [_name("persName", role.person, absolute) for role in roles if role.role == "addressee"]
    date = _date(document) if document.date else None
    return held(
        "correspDesc",
        held("correspAction", *sent, date, type="sent"),
        held("correspAction", *received, type="received"),
    )


def _date(document: Document) -> Element:
    first, last = document.date_earliest, document.date_latest
    if first and first == last:
        return element("date", document.date, when=first.isoformat())
    bounds = {"notBefore": first.isoformat() if first else "", "notAfter": last.isoformat() if last else ""}
    return element("date", document.date, **bounds)


def _name(tag: str, person: Person, absolute: Absolute) -> Element:
    return element(tag, person.name_en, ref=absolute(person.get_absolute_url()))


def _paragraph(text: str) -> Element:
    """Each line after the first begins with `<lb/>`."""
    first, *others = text.splitlines()
    made = element("p", first)
    for line in others:
        broken = element("lb")
        broken.tail = None
        made.append(broken)
        broken.tail = element("x", line).text
    return made
