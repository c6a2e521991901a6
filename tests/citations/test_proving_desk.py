"""A source on any statement in two clicks, and the source chosen last offered for the next one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citations.models import Citation, Evidence
from people.models import Event, Name, Person
from tests import factories as make
from tests.desk import Page, address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


def cited(text: str = "RGASPI, f. 17, op. 171, d. 87, l. 83.") -> Citation:
    made: Citation = make.citation(make.unit(), footnote=make.footnote(text), as_written=text)
    return made


def life() -> tuple[Person, Event, Event]:
    person = make.person("Rakovskii, Khristian")
    exile = Event.objects.create(person=person, kind="exile", date="1928")
    return person, exile, Event.objects.create(person=person, kind="arrest", date="1937")


def adding(client: Client, row: Any, page: Any) -> str:
    """The address behind “add a source” beside this row."""
    links: list[str] = re.findall(r'href="([^"]*/evidence/add/\?[^"]*)"', client.get(address(page)).content.decode())
    (one,) = {link for link in links if link.endswith(f"?{type(row)._meta.model_name}={row.pk}")}
    return one


def test_every_row_of_a_person_can_be_proved_where_it_stands(desk: Client) -> None:
    person, exile, arrest = life()
    name = Name.objects.create(person=person, text="Insarov", kind="pseudonym")
    for row in (person, exile, arrest, name):
        assert adding(desk, row, person)
    assert adding(desk, exile, exile)
    Evidence.objects.create(citation=cited(), event=exile)
    page = desk.get(address(person)).content.decode()
    assert f'<a href="/admin/citations/evidence/?event__id__exact={exile.pk}">1</a>' in page


def test_two_clicks_add_a_source_and_the_next_statement_has_it_already(desk: Client) -> None:
    person, exile, arrest = life()
    source = cited()
    first = desk.get(adding(desk, exile, person))
    assert "chose last" not in words(first)
    answer = Page(desk, Evidence, adding(desk, exile, person)).send(citation=source.pk)
    assert answer.headers["Location"] == address(person)
    second = adding(desk, arrest, person)
    page = desk.get(second)
    told = "The source that you chose last stands below already: “RGASPI, f. 17, op. 171, d. 87, l. 83.”"
    assert told in words(page)
    Page(desk, Evidence, second).send()
    assert list(arrest.evidence.values_list("citation", flat=True)) == [source.pk]


def test_the_source_chosen_last_can_be_taken_away(desk: Client) -> None:
    person, exile, arrest = life()
    Page(desk, Evidence, adding(desk, exile, person)).send(citation=cited().pk)
    page = desk.get(adding(desk, arrest, person))
    (away,) = re.findall(r'<a href="([^"]*citation=)">Choose another</a>', page.content.decode())
    empty = Page(desk, Evidence, away.replace("&amp;", "&"))
    assert empty.data["event"] == str(arrest.pk)
    assert not empty.data.get("citation")
    assert "chose last" not in words(desk.get(away.replace("&amp;", "&")))


def test_it_is_each_editors_own_and_forgotten_when_it_is_gone(desk: Client) -> None:
    person, exile, arrest = life()
    source = cited()
    Page(desk, Evidence, adding(desk, exile, person)).send(citation=source.pk)
    other = Client()
    other.force_login(make.editor("boris"))
    assert "chose last" not in words(other.get(adding(other, arrest, person)))
    source.delete()
    answer = desk.get(adding(desk, arrest, person))
    assert (answer.status_code, "chose last" in words(answer)) == (200, False)


def test_a_statement_added_on_the_page_of_a_citation_counts_too(desk: Client) -> None:
    person, _exile, arrest = life()
    source = cited()
    page = Page(desk, source)
    page.send(**{"evidence-TOTAL_FORMS": "1", "evidence-0-person": person.pk, "evidence-0-about": "born"})
    assert Evidence.objects.get().person == person
    assert Page(desk, Evidence, adding(desk, arrest, person)).data["citation"] == str(source.pk)


def test_many_rows_ask_for_their_sources_at_once(desk: Client) -> None:
    from django.db import connection

    person, _exile, _arrest = life()
    counts = []
    for more in (1, 12):
        for number in range(more):
            Name.objects.create(person=person, text=f"Insarov {more} {number}")
        with CaptureQueriesContext(connection) as caught:
            desk.get(address(person))
        counts.append(sum("citations_evidence" in query["sql"] for query in caught))
    assert counts[0] == counts[1]
