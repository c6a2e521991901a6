"""Makers of works in pasted footnotes: linked where it is certain, offered where they may be meant, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from citations.authors import bearers, maker
from citations.linking import make_publication
from citations.models import Contribution
from core.known import Known
from notation.outcomes import Ambiguous, Resolved
from notation.references import PublicationReference
from people.models import Name, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


def writer(name: str, **fields: Any) -> Person:
    person = make.person(name, **fields)
    Contribution.objects.create(publication=make.publication(f"A work by {name}"), person=person)
    return person


def who(name: str) -> list[str]:
    """`= Heading` where the name is linked, `? Heading` for each who may be meant, nothing for nobody."""
    match maker(name, Known(bearers)):
        case Resolved(person):
            return [f"= {person.name_en}"]
        case Ambiguous(persons):
            return sorted(f"? {person.name_en} {person.born}".strip() for person in persons)
    return []


def test_who_a_printed_name_is() -> None:
    gusev = writer("Gusev, Aleksei", name_ru="Гусев, Алексей")
    Name.objects.create(person=gusev, text="Gusev, A.")
    writer("Trotskii, Lev", name_ru="Троцкий, Лев")
    make.person("Petrov, Ivan", born="1890")
    writer("Orlova, Anna", born="1901")
    writer("Orlova, Anna", born="1950")
    assert {name: who(name) for name in (
        "Aleksei Gusev", "Гусев, Алексей", "Алексей Гусев", "Gusev, A.", "A. Gusev", "Gusev", "Ivan Petrov",
        "Anna Orlova", "Leo Nobody",
    )} == {
        "Aleksei Gusev": ["= Gusev, Aleksei"],
        "Гусев, Алексей": ["= Gusev, Aleksei"],
        "Алексей Гусев": ["= Gusev, Aleksei"],
        "Gusev, A.": ["? Gusev, Aleksei"],
        "A. Gusev": ["? Gusev, Aleksei"],
        "Gusev": [],
        "Ivan Petrov": ["? Petrov, Ivan 1890"],
        "Anna Orlova": ["? Orlova, Anna 1901", "? Orlova, Anna 1950"],
        "Leo Nobody": [],
    }  # fmt: skip


def test_a_new_publication_has_the_person_and_the_name_as_printed() -> None:
    gusev = writer("Gusev, Aleksei")
    make.person("Petrov, Ivan", born="1890")
    reference = PublicationReference("A Winter in Suzdal", ("Aleksei Gusev", "Ivan Petrov"), year="1931")
    made = make_publication(reference, make.batch(), Known(bearers))
    assert [(share.name_printed, share.person) for share in made.contributions.all()] == [
        ("Aleksei Gusev", gusev),
        ("Ivan Petrov", None),
    ]
    assert Person.objects.count() == 2
