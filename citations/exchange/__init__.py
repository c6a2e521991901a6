"""What programs are told of publications and citations: schema.org and Records in Contexts."""

from __future__ import annotations

from collections.abc import Iterator

from citations.exchange.linked import citation_linked, publication_linked, publication_type
from citations.exchange.ric import citation_graph, publication_graph
from citations.models import Publication
from core.exchange import Exchange, RecordForm


def _authors(publication: Publication) -> Iterator[str]:
    for share in publication.contributions.all():
        if share.person and share.role == "author":
            yield share.person.get_absolute_url()


OF_PUBLICATION = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", "application/ld+json", "jsonld", publication_linked),
        "ttl": RecordForm("RiC-O", "text/turtle", "ttl", publication_graph),
    },
    type=publication_type,
    authors=_authors,
)
OF_CITATION = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", "application/ld+json", "jsonld", citation_linked),
        "ttl": RecordForm("RiC-O", "text/turtle", "ttl", citation_graph),
    },
    type=lambda _citation: "CreativeWork",
)
