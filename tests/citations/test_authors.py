"""Makers of works in pasted footnotes: linked where it is certain, offered where they may be meant, never guessed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from citations.authors import bearers, maker
from citations.imports import entering
from citations.linking import make_publication
from citations.models import Contribution, Reading
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


MAKER = re.compile(r'<input type="radio" name="maker:([^"]+)" value="([^"]*)"( checked)?> ([^<]*)</label>')
NOTES = """1. Ivan Petrov, A Winter in Suzdal (Moscow: Nauka, 1931), 5.
2. Ivan Petrov and Anna Orlova, Letters from Exile (Moscow: Nauka, 1932), 7.
3. Ivan Petrov, A Winter in Suzdal (Moscow: Nauka, 1931), 9.
4. Pavel Lunin, Notes of a Stoker (Moscow: Nauka, 1930), 1.
5. Pavel Lunin, The Second Shift (Moscow: Nauka, 1933), 2.
6. Pavel Lunin, Roads (Moscow: Nauka, 1934), 3."""


def test_an_editor_says_in_the_reading_who_made_a_new_work(client: Client) -> None:
    """One who is held, somebody new, or nobody; asked where the reading first names a work, and undone with it."""
    client.force_login(make.editor("anna"))
    held, namesake = make.person("Petrov, Ivan", born="1890"), make.person("Petrov, Ivan", born="1920")
    orlova = writer("Orlova, Anna")
    client.post(reverse("admin:read_footnotes"), {"text": NOTES, "title": "An article"})
    reading = Reading.objects.get()
    page = client.get(reverse("admin:reading", args=[reading.pk])).content.decode()
    asked = [(name.rpartition(":")[::2], value, bool(on), words) for name, value, on, words in MAKER.findall(page)]
    new = "a new person, the same in every note here that says so"
    assert [(name[0].partition(":")[0], name[1], value, on, words) for name, value, on, words in asked[:9]] == [
        ("1", "Ivan Petrov", "", True, "stays a name"),
        ("1", "Ivan Petrov", str(held.pk), False, f"Petrov, Ivan (1890–) #{held.pk}"),
        ("1", "Ivan Petrov", str(namesake.pk), False, f"Petrov, Ivan (1920–) #{namesake.pk}"),
        ("1", "Ivan Petrov", "new", False, new),
        ("2", "Ivan Petrov", "", True, "stays a name"),
        ("2", "Ivan Petrov", str(held.pk), False, f"Petrov, Ivan (1890–) #{held.pk}"),
        ("2", "Ivan Petrov", str(namesake.pk), False, f"Petrov, Ivan (1920–) #{namesake.pk}"),
        ("2", "Ivan Petrov", "new", False, new),
        ("2", "Anna Orlova", "", True, f"linked to Orlova, Anna #{orlova.pk}"),
    ]
    assert {name[0].partition(":")[0] for name, *_rest in asked} == {"1", "2", "4", "5", "6"}
    said = {"1:Ivan Petrov": str(namesake.pk), "2:Anna Orlova": "name", "4:Pavel Lunin": "new", "5:Pavel Lunin": "new"}
    fields = {"shown": re.findall(r'name="shown" value="([^"]*)"', page), "go": "stay"}
    fields |= {"take": fields["shown"]}
    for name, _value, _on, _words in MAKER.findall(page):
        order, printed = name.partition(":")[0], name.rpartition(":")[2]
        fields[f"maker:{name}"] = said.get(f"{order}:{printed}", "")
    client.post(reverse("admin:reading", args=[reading.pk]), fields)
    again = client.get(reverse("admin:reading", args=[reading.pk])).content.decode()
    kept = [(name.rpartition(":")[2], value) for name, value, on, _words in MAKER.findall(again) if on and value]
    assert kept == [
        ("Ivan Petrov", str(namesake.pk)), ("Anna Orlova", "name"), ("Pavel Lunin", "new"), ("Pavel Lunin", "new"),
    ]  # fmt: skip
    before = Person.objects.count()
    client.post(reverse("admin:reading_entered", args=[reading.pk]))
    made = Contribution.objects.filter(publication__batch__isnull=False).order_by("publication_id", "order")
    assert [(share.publication.title, share.name_printed, str(share.person or "")) for share in made] == [
        ("A Winter in Suzdal", "Ivan Petrov", "Petrov, Ivan"),
        ("Letters from Exile", "Ivan Petrov", ""),
        ("Letters from Exile", "Anna Orlova", ""),
        ("Notes of a Stoker", "Pavel Lunin", "Lunin, Pavel"),
        ("The Second Shift", "Pavel Lunin", "Lunin, Pavel"),
        ("Roads", "Pavel Lunin", ""),
    ]
    assert made[0].person == namesake
    assert made[3].person == made[4].person
    assert made[3].person is not None
    assert made[3].person.status == "draft"
    assert Person.objects.count() == before + 1
    entering.take_back(Reading.objects.get())
    assert Person.objects.count() == before


def test_a_new_person_has_a_heading_in_both_scripts() -> None:
    reference = PublicationReference("Зима", ("Иван Щукин", "N. Gorin"), year="1931")
    made = make_publication(reference, make.batch(), Known(bearers), {"Иван Щукин": "new", "N. Gorin": "new"})
    assert [(share.person.name_en, share.person.name_ru) for share in made.contributions.all() if share.person] == [
        ("Shchukin, Ivan", "Щукин, Иван"),
        ("Gorin, N.", ""),
    ]


@pytest.mark.parametrize("who", ["x", "0", "9" * 18, "9" * 40, "²", "new person", "-1"])
def test_a_person_that_is_none_links_nobody(client: Client, who: str) -> None:
    client.force_login(make.editor("anna"))
    client.post(reverse("admin:read_footnotes"), {"text": NOTES.splitlines()[0]})
    reading = Reading.objects.get()
    address = reverse("admin:reading", args=[reading.pk])
    place = re.findall(r'name="shown" value="([^"]*)"', client.get(address).content.decode())[0]
    sent = {"shown": place, "take": place, f"maker:{place}:Ivan Petrov": who, f"opened:{place}": f"maker:Ivan={who}"}
    assert client.post(address, sent, follow=True).status_code == 200
    client.post(reverse("admin:reading_entered", args=[reading.pk]))
    assert [share.person for share in Contribution.objects.filter(publication__batch__isnull=False)] == [None]
