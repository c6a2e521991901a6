"""Archives, units and documents in the words of Records in Contexts (RiC-O 1.1).

The rule: a unit is a RecordSet, a document a Record that is included in the units where its copies lie, an archive a
CorporateBody that holds them. Boundary: dates are told as written and as EDTF; no Date or Relation of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.models import Document, DocumentPerson, Repository, Unit
from archive.shelfmarks import shelfmark
from core.exchange import Absolute
from core.exchange.graph import Address, Object, Term, Thing, Words, both, to_turtle
from people.exchange.ric import labelled

Statements = Iterator[tuple[str, Object]]
_PARTS = {
    DocumentPerson.Role.AUTHOR: "rico:hasAuthor",
    DocumentPerson.Role.SIGNATORY: "rico:hasAuthor",
    DocumentPerson.Role.ATTRIBUTED: "rico:hasAuthor",
    DocumentPerson.Role.ADDRESSEE: "rico:hasAddressee",
    DocumentPerson.Role.MENTIONED: "rico:hasOrHadSubject",
    DocumentPerson.Role.DEPICTED: "rico:hasOrHadSubject",
}


def repository_graph(repository: Repository, absolute: Absolute) -> Iterator[bytes]:
    return to_turtle([(absolute(repository.get_absolute_url()), _repository(repository))])


def unit_graph(unit: Unit, absolute: Absolute) -> Iterator[bytes]:
    return to_turtle([(absolute(unit.get_absolute_url()), _unit(unit, absolute)), _named(unit.repository, absolute)])


def document_graph(document: Document, absolute: Absolute) -> Iterator[bytes]:
    things: list[Thing] = [(absolute(document.get_absolute_url()), _document(document, absolute))]
    things += {role.person_id: labelled(role.person, absolute) for role in document.roles.all()}.values()
    for copy in document.copies.all():
        things.append(
            (
                absolute(copy.unit.get_absolute_url()),
                [
                    ("rdf:type", Term("rico:RecordSet")),
                    ("rico:identifier", Words(shelfmark(copy.unit, "en"), "en")),
                    ("rico:hasOrHadHolder", Address(absolute(copy.unit.repository.get_absolute_url()))),
                ],
            )
        )
    return to_turtle(dict(things).items())


def _repository(repository: Repository) -> Statements:
    yield "rdf:type", Term("rico:CorporateBody")
    yield from _each("rico:name", both(repository.name_en, repository.name_ru))
    for name in repository.names.all():
        yield "rico:name", Words(name.text, name.language)
    yield "rico:identifier", Words(repository.code)
    yield "rico:identifier", Words(repository.isil)
    yield "rico:location", Words(repository.address)
    if repository.website:
        yield "rdfs:seeAlso", Address(repository.website)


def _named(repository: Repository, absolute: Absolute) -> Thing:
    return absolute(repository.get_absolute_url()), [
        ("rdf:type", Term("rico:CorporateBody")),
        *_each("rico:name", both(repository.name_en, repository.name_ru)),
    ]


def _unit(unit: Unit, absolute: Absolute) -> Statements:
    yield "rdf:type", Term("rico:RecordSet")
    yield "rico:identifier", Words(shelfmark(unit, "en"), "en")
    yield "rico:identifier", Words(shelfmark(unit, "ru"), "ru")
    yield from _each("rico:title", both(unit.title_en, unit.title_ru))
    yield "rico:type", Words(unit.level)
    yield from _dated(unit.date, unit.date_edtf)
    yield "rico:recordResourceExtent", Words(unit.extent)
    yield "rico:scopeAndContent", Words(unit.description)
    yield "rico:hasOrHadHolder", Address(absolute(unit.repository.get_absolute_url()))
    if unit.parent:
        yield "rico:isOrWasIncludedIn", Address(absolute(unit.parent.get_absolute_url()))
    if unit.url:
        yield "rdfs:seeAlso", Address(unit.url)


def _document(document: Document, absolute: Absolute) -> Statements:
    yield "rdf:type", Term("rico:Record")
    yield from _each("rico:title", both(document.title_en, document.title_ru))
    yield "rico:type", Words(document.kind, "en")
    yield from _dated(document.date, document.date_edtf)
    yield from _each("rico:scopeAndContent", both(document.summary_en, document.summary_ru))
    for role in document.roles.all():
        yield _PARTS[DocumentPerson.Role(role.role)], Address(absolute(role.person.get_absolute_url()))
    for copy in document.copies.all():
        yield "rico:isOrWasIncludedIn", Address(absolute(copy.unit.get_absolute_url()))


def _dated(words: str, edtf: str | None) -> Statements:
    yield "rico:date", Words(words)
    if edtf and edtf != words:
        yield "rico:date", Words(edtf)


def _each(name: str, objects: Iterable[Object]) -> Statements:
    return ((name, value) for value in objects)
