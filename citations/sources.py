"""Publications as sources, and citations as what they cite: a file and its sheets, a work and its pages, a document.

The rule: a citation that cites nothing we hold is a page of ours. Boundary: rows come read, as the lists and pages read
them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.sources import document_source, unit_source
from citations.models import Citation, Contribution, Publication
from core.sources import Particulars, Source, key_of, page
from notation.names_parts import parse_name
from notation.references import PublicationReference

_KINDS: dict[str, str] = {
    Publication.Kind.ARTICLE: "article",
    Publication.Kind.CHAPTER: "chapter",
    Publication.Kind.THESIS: "thesis",
    Publication.Kind.WEB: "web",
}
_AUTHORS = (Contribution.Role.AUTHOR,)
_EDITORS = (Contribution.Role.EDITOR, Contribution.Role.COMPILER)
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_YEAR = re.compile(r",?\s*\b\d{4}\b(?:\s*г(?:\.|ода)?)?")


def publication_source(publication: Publication) -> Source:
    reference = _reference(publication)
    first = (reference.authors or reference.editors or (publication.title,))[0]
    return Source(
        key_of(parse_name(first).surname, publication.year or "", publication.pk),
        publication.get_absolute_url(),
        reference,
        reference,
        date=publication.date_edtf,
        language=publication.language,
        identifiers=tuple((found.authority, found.value) for found in publication.identifiers.all()),
        more=_particulars(publication),
    )


def citation_source(citation: Citation) -> Source:
    address = citation.get_absolute_url()
    if citation.document:
        return replace(document_source(citation.document), address=address)
    if citation.unit:
        return replace(unit_source(citation.unit, citation.leaves), address=address)
    if citation.publication:
        cited = publication_source(citation.publication)
        return replace(
            cited,
            address=address,
            english=_with_pages(cited.english, citation.pages),
            russian=_with_pages(cited.russian, citation.pages),
        )
    return page(address, key_of("citation", citation.pk), f"Citation {citation.pk}", f"Ссылка {citation.pk}")


def _with_pages(reference: object, pages: str) -> PublicationReference:
    assert isinstance(reference, PublicationReference)
    return replace(reference, pages=pages or reference.pages)


def _reference(publication: Publication) -> PublicationReference:
    host = publication.part_of
    kind, issue = _KINDS.get(publication.kind, "book"), publication.issue
    if kind == "article" and not issue and _FULL_DAY.match(publication.date_edtf or ""):
        kind, issue = "newspaper", _YEAR.sub("", publication.date).strip(" ,.")
    container = (host.title if host else publication.container) if kind not in ("book", "thesis") else ""
    return PublicationReference(
        publication.title,
        _makers(publication, _AUTHORS),
        _makers(publication, _EDITORS),
        container=container,
        year=str(publication.year or publication.date),
        volume=publication.volume,
        issue=issue,
        pages=publication.page_range,
        place=publication.place or (host.place if host else ""),
        publisher=publication.publisher or (host.publisher if host else ""),
        url=publication.url,
        kind=kind,
        accessed=publication.url_seen.isoformat() if publication.url_seen and publication.url else "",
    )


def _particulars(publication: Publication) -> Particulars:
    return Particulars(
        publication.kind,
        publication.date,
        publication.translation,
        _makers(publication, (Contribution.Role.TRANSLATOR,)),
        _makers(publication, (Contribution.Role.EDITOR,)),
        _makers(publication, (Contribution.Role.COMPILER,)),
        publication.edition,
        str(publication.pages or ""),
        tuple(publication.topics),
    )


def _makers(publication: Publication, roles: tuple[Contribution.Role, ...]) -> tuple[str, ...]:
    """As printed; else the person's name in the language of the work."""
    return tuple(
        share.name_printed or _name(share, publication.language)
        for share in publication.contributions.all()
        if share.role in roles
    )


def _name(share: Contribution, language: str) -> str:
    person = share.person
    assert person is not None, "a contribution has a person or a name"
    return person.name_ru if language == "ru" and person.name_ru else person.name_en or person.name_ru
