"""Publications and citations in the words of schema.org: Book, ScholarlyArticle …, and a passage that cites.

Boundary: dates are EDTF where they are understood, else as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from citations.models import Citation, Contribution, Publication
from core.exchange import Absolute
from core.exchange.graph import filled, to_json_ld
from people.exchange.linked import named

_TYPES = {
    Publication.Kind.ARTICLE: "ScholarlyArticle",
    Publication.Kind.CHAPTER: "Chapter",
    Publication.Kind.JOURNAL: "Periodical",
    Publication.Kind.NEWSPAPER: "Newspaper",
    Publication.Kind.ISSUE: "PublicationIssue",
    Publication.Kind.THESIS: "Thesis",
    Publication.Kind.WEB: "WebPage",
}
_ROLES = {
    Contribution.Role.AUTHOR: "author",
    Contribution.Role.EDITOR: "editor",
    Contribution.Role.TRANSLATOR: "translator",
    Contribution.Role.COMPILER: "editor",
}
_NUMBERS = {"ISBN": "isbn", "ISSN": "issn"}


def publication_type(publication: Publication) -> str:
    return _TYPES.get(Publication.Kind(publication.kind), "Book")


def publication_linked(publication: Publication, absolute: Absolute) -> Iterator[bytes]:
    host = publication.part_of
    above = _work(host, absolute) if host else {"@type": "CreativeWork", "name": publication.container}
    return to_json_ld(
        {
            **_work(publication, absolute),
            "alternativeHeadline": publication.translation,
            "inLanguage": publication.language,
            "datePublished": publication.date_edtf or publication.date,
            "publisher": {"@type": "Organization", "name": publication.publisher} if publication.publisher else None,
            "locationCreated": {"@type": "Place", "name": publication.place} if publication.place else None,
            "isPartOf": above if host or publication.container else None,
            "volumeNumber": publication.volume,
            "issueNumber": publication.issue,
            "bookEdition": publication.edition,
            "pagination": publication.page_range,
            "numberOfPages": publication.pages,
            "keywords": publication.topics,
            "sameAs": [publication.url, *(found.address for found in publication.identifiers.all())],
            **_makers(publication, absolute),
            **_numbers(publication),
        }
    )


def citation_linked(citation: Citation, absolute: Absolute) -> Iterator[bytes]:
    note = citation.footnote
    cited = [
        {"@id": absolute(found.get_absolute_url()), "url": absolute(found.get_absolute_url()), "name": str(found)}
        for found in (citation.unit, citation.document, citation.publication)
        if found is not None
    ]
    return to_json_ld(
        {
            "@type": "CreativeWork",
            "@id": absolute(citation.get_absolute_url()),
            "url": absolute(citation.get_absolute_url()),
            "genre": "citation",
            "text": citation.as_written,
            "position": note.number if note else "",
            "isPartOf": _work(note.publication, absolute) if note else None,
            "citation": cited,
            "pagination": citation.pages or citation.leaves,
            "creativeWorkStatus": citation.outcome,
        }
    )


def _work(publication: Publication, absolute: Absolute) -> dict[str, Any]:
    address = absolute(publication.get_absolute_url())
    return {"@type": publication_type(publication), "@id": address, "url": address, "name": publication.title}


def _makers(publication: Publication, absolute: Absolute) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {}
    for share in publication.contributions.all():
        who = named(share.person, absolute) if share.person else filled({"@type": "Person", "name": share.name_printed})
        made.setdefault(_ROLES[Contribution.Role(share.role)], []).append(who)
    return made


def _numbers(publication: Publication) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for found in publication.identifiers.all():
        name = _NUMBERS.get(found.authority, "identifier")
        told.setdefault(name, []).append(found.value if name != "identifier" else str(found))
    return told
