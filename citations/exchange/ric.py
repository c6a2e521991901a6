"""Publications and citations in the words of Records in Contexts (RiC-O 1.1).

The rule: a publication is a Record; a citation is a RecordPart of the one that cites, associated with what it cites.
"""

from __future__ import annotations

from collections.abc import Iterator

from citations.models import Citation, Publication
from core.exchange import Absolute
from core.exchange.graph import Address, Object, Term, Thing, Words, to_turtle
from people.exchange.ric import labelled

Statements = Iterator[tuple[str, Object]]


def publication_graph(publication: Publication, absolute: Absolute) -> Iterator[bytes]:
    things: list[Thing] = [(absolute(publication.get_absolute_url()), _publication(publication, absolute))]
    makers = {share.person_id: share.person for share in publication.contributions.all() if share.person}
    return to_turtle([*things, *(labelled(person, absolute) for person in makers.values())])


def citation_graph(citation: Citation, absolute: Absolute) -> Iterator[bytes]:
    return to_turtle([(absolute(citation.get_absolute_url()), _citation(citation, absolute))])


def _publication(publication: Publication, absolute: Absolute) -> Statements:
    yield "rdf:type", Term("rico:Record")
    yield "rico:title", Words(publication.title, publication.language)
    yield "rico:title", Words(publication.translation, "en")
    yield "rico:type", Words(publication.kind, "en")
    yield "rico:publicationDate", Words(publication.date)
    for found in publication.identifiers.all():
        yield "rico:identifier", Words(str(found))
    for share in publication.contributions.all():
        if share.person:
            term = "rico:hasAuthor" if share.role == "author" else "rico:hasCreator"
            yield term, Address(absolute(share.person.get_absolute_url()))
    if publication.part_of:
        yield "rico:isOrWasConstituentOf", Address(absolute(publication.part_of.get_absolute_url()))
    if publication.url:
        yield "rdfs:seeAlso", Address(publication.url)


def _citation(citation: Citation, absolute: Absolute) -> Statements:
    yield "rdf:type", Term("rico:RecordPart")
    yield "rico:scopeAndContent", Words(citation.as_written)
    yield "rico:type", Words("citation", "en")
    if citation.footnote:
        yield "rico:identifier", Words(citation.footnote.number)
        whole = citation.footnote.publication
        yield "rico:isOrWasConstituentOf", Address(absolute(whole.get_absolute_url()))
    for cited in (citation.unit, citation.document, citation.publication):
        if cited is not None:
            term = "rico:isRecordResourceAssociatedWithRecordResource"
            yield term, Address(absolute(cited.get_absolute_url()))
