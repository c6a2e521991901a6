"""A person in the words of Records in Contexts (RiC-O 1.1). Boundary: dates are told as written and as EDTF."""

from __future__ import annotations

from collections.abc import Iterator

from core.exchange import Absolute
from core.exchange.graph import Address, Object, Term, Thing, Words, both, to_turtle
from notation.names import natural_order
from people.models import Person


def person_graph(person: Person, absolute: Absolute) -> Iterator[bytes]:
    return to_turtle([(absolute(person.get_absolute_url()), _statements(person))])


def labelled(person: Person, absolute: Absolute) -> Thing:
    """The person as somebody else's subject: type and name."""
    return absolute(person.get_absolute_url()), list(_names(person))


def _names(person: Person) -> Iterator[tuple[str, Object]]:
    yield "rdf:type", Term("rico:Person")
    for words in both(natural_order(person.name_en), natural_order(person.name_ru)):
        yield "rico:name", words


def _statements(person: Person) -> Iterator[tuple[str, Object]]:
    yield from _names(person)
    for name in person.names.all():
        yield "rico:name", Words(name.text, name.language)
    for term, words, edtf in (
        ("rico:birthDate", person.born, person.born_edtf),
        ("rico:deathDate", person.died, person.died_edtf),
    ):
        yield term, Words(words)
        if edtf and edtf != words:
            yield term, Words(edtf)
    for words in (*both(person.epithet_en, person.epithet_ru), *both(person.life_en, person.life_ru)):
        yield "rico:history", words
    for identifier in person.identifiers.all():
        yield "rico:identifier", Words(str(identifier))
        yield "owl:sameAs", Address(identifier.address)
