"""What programs are told of archives, units and documents: schema.org, Records in Contexts, EAD3 and TEI.

The rule: rows come read as the pages read them, except what lies below a unit, which EAD asks for piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.exchange.ead import finding_aid_of_archive, finding_aid_of_unit
from archive.exchange.linked import document_linked, document_type, repository_linked, unit_linked
from archive.exchange.ric import document_graph, repository_graph, unit_graph
from archive.exchange.tei import transcription
from archive.manifests import address as manifest_address
from archive.models import Document
from core.exchange import Exchange, RecordForm

JSON_LD, TURTLE, XML = "application/ld+json", "text/turtle", "application/xml"


def _items(document: Document) -> Iterator[tuple[str, str]]:
    if any(image.file for image in document.images.all()):
        yield manifest_address(document), JSON_LD


def _authors(document: Document) -> Iterator[str]:
    return (role.person.get_absolute_url() for role in document.roles.all() if role.role == "author")


OF_REPOSITORY = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", JSON_LD, "jsonld", repository_linked),
        "ttl": RecordForm("RiC-O", TURTLE, "ttl", repository_graph),
        "ead": RecordForm("EAD3", XML, "ead.xml", finding_aid_of_archive),
    },
    type=lambda _repository: "ArchiveOrganization",
)
OF_UNIT = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", JSON_LD, "jsonld", unit_linked),
        "ttl": RecordForm("RiC-O", TURTLE, "ttl", unit_graph),
        "ead": RecordForm("EAD3", XML, "ead.xml", finding_aid_of_unit),
    },
    type=lambda _unit: "ArchiveComponent",
)
OF_DOCUMENT = Exchange(
    {
        "jsonld": RecordForm("JSON-LD", JSON_LD, "jsonld", document_linked),
        "ttl": RecordForm("RiC-O", TURTLE, "ttl", document_graph),
        "tei": RecordForm("TEI", "application/tei+xml", "tei.xml", transcription),
    },
    type=document_type,
    authors=_authors,
    items=_items,
)
