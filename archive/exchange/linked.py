"""Archives, units and documents in the words of schema.org: ArchiveOrganization, ArchiveComponent, Message, Manuscript.

Boundary: dates are EDTF where they are understood, else as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.models import Document, DocumentPerson, Repository, Unit
from archive.shelfmarks import shelfmark
from core.exchange import Absolute
from core.exchange.graph import filled, in_both, to_json_ld
from people.exchange.linked import named

_TYPES = {
    Document.Kind.LETTER: "Message",
    Document.Kind.TELEGRAM: "Message",
    Document.Kind.PHOTOGRAPH: "Photograph",
}
# What schema.org calls somebody's part in a document, and in a message.
_PARTS = {
    DocumentPerson.Role.AUTHOR: ("author", "sender"),
    DocumentPerson.Role.SIGNATORY: ("contributor", "sender"),
    DocumentPerson.Role.ATTRIBUTED: ("author", "sender"),
    DocumentPerson.Role.ADDRESSEE: ("mentions", "recipient"),
    DocumentPerson.Role.MENTIONED: ("mentions", "mentions"),
    DocumentPerson.Role.DEPICTED: ("about", "about"),
}


def document_type(document: Document) -> str:
    return _TYPES.get(Document.Kind(document.kind), "Manuscript")


def repository_linked(repository: Repository, absolute: Absolute) -> Iterator[bytes]:
    place = repository.place
    return to_json_ld(
        {
            **_archive(repository, absolute),
            "alternateName": [name.text for name in repository.names.all()],
            "identifier": [repository.code, repository.isil and f"ISIL {repository.isil}"],
            "address": filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": repository.address,
                    "addressLocality": place.name_en if place else "",
                    "addressCountry": place.country if place else "",
                }
            ),
            "sameAs": repository.website,
        }
    )


def unit_linked(unit: Unit, absolute: Absolute) -> Iterator[bytes]:
    above = unit.parent
    return to_json_ld(
        {
            **_unit(unit, absolute),
            "name": in_both(unit.title_en, unit.title_ru) or shelfmark(unit, "en"),
            "additionalType": unit.level,
            "dateCreated": unit.date_edtf or unit.date,
            "description": unit.description,
            "materialExtent": unit.extent,
            "isPartOf": _unit(above, absolute) if above else None,
            "sameAs": unit.url,
        }
    )


def document_linked(document: Document, absolute: Absolute) -> Iterator[bytes]:
    copies = list(document.copies.all())
    kind = document_type(document)
    return to_json_ld(
        {
            "@type": [kind, "ArchiveComponent"],
            "@id": absolute(document.get_absolute_url()),
            "url": absolute(document.get_absolute_url()),
            "name": in_both(document.title_en, document.title_ru),
            "genre": document.kind,
            "dateSent" if kind == "Message" else "dateCreated": document.date_edtf or document.date,
            "inLanguage": document.languages,
            "abstract": in_both(document.summary_en, document.summary_ru),
            "text": document.transcription,
            **_people(document, kind, absolute),
            "itemLocation": [shelfmark(copy.unit, "en", copy.leaves) for copy in copies],
            "isPartOf": [_unit(copy.unit, absolute) for copy in copies],
            "holdingArchive": list(
                {copy.unit.repository_id: _archive(copy.unit.repository, absolute) for copy in copies}.values()
            ),
        }
    )


def _people(document: Document, kind: str, absolute: Absolute) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for role in document.roles.all():
        of_any, of_message = _PARTS[DocumentPerson.Role(role.role)]
        found.setdefault(of_message if kind == "Message" else of_any, []).append(named(role.person, absolute))
    return found


def _unit(unit: Unit, absolute: Absolute) -> dict[str, Any]:
    return {
        "@type": "ArchiveComponent",
        "@id": absolute(unit.get_absolute_url()),
        "url": absolute(unit.get_absolute_url()),
        "identifier": unit.path,
        "holdingArchive": _archive(unit.repository, absolute),
    }


def _archive(repository: Repository, absolute: Absolute) -> dict[str, Any]:
    address = absolute(repository.get_absolute_url())
    return {
        "@type": "ArchiveOrganization",
        "@id": address,
        "url": address,
        "name": in_both(repository.name_en, repository.name_ru),
    }
