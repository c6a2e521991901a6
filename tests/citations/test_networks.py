"""Networks: who is joined, by how much, that each tie opens its list, and that the ties follow every write."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from lxml import etree

from archive.models import Document, DocumentPerson
from citations.models import Contribution, Tied
from citations.searching.rebuilding import rebuild
from core.graphs import Node, Tie, ring
from core.records import Status
from people.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLISHED = Status.PUBLISHED
# Documents and who appears in them. Whoever is named twice in one is there once.
DOCUMENTS = {
    "Letter": [("Berg", "author"), ("Orlova", "addressee")],
    "Reply": [("Orlova", "author"), ("Berg", "addressee"), ("Berg", "mentioned")],
    "Report": [("Berg", "mentioned"), ("Orlova", "mentioned"), ("Lunin", "author")],
    "Diary": [("Serov", "author")],
}


@pytest.fixture
def people() -> dict[str, Person]:
    found = {name: make.person(f"{name}, X", status=PUBLISHED) for name in ("Berg", "Orlova", "Lunin", "Serov")}
    for title, parts in DOCUMENTS.items():
        document = make.document(title, status=PUBLISHED)
        for name, role in parts:
            DocumentPerson.objects.create(document=document, person=found[name], role=role)
    return found


def ties(client: Client, address: str) -> dict[tuple[str, str], int]:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=json")
    assert answer.status_code == 200, answer.content
    found = {}
    for row in answer.json()["results"]:
        found[tuple(sorted((row["one"].partition(",")[0], row["other"].partition(",")[0])))] = row["weight"]
        assert client.get(f"{row['url']}&format=json").json()["count"] == row["weight"], row
    return found


def test_people_are_joined_by_documents_in_which_both_appear(client: Client, people: Any) -> None:
    assert ties(client, "/networks/") == {("Berg", "Orlova"): 3, ("Berg", "Lunin"): 1, ("Lunin", "Orlova"): 1}


def test_somebody_s_neighbourhood_stands_around_them(client: Client, people: Any) -> None:
    lunin = people["Lunin"].pk
    assert ties(client, f"/networks/?person={lunin}") == {
        ("Berg", "Orlova"): 3, ("Berg", "Lunin"): 1, ("Lunin", "Orlova"): 1,
    }  # fmt: skip
    page = client.get(f"/networks/?person={lunin}").content.decode()
    assert len(re.findall('class="node centre"', page)) == 1
    assert ties(client, f"/networks/?person={people['Serov'].pk}") == {}


def test_only_so_many_are_drawn_and_it_is_said(client: Client, people: Any) -> None:
    for number in range(6):
        document = make.document(f"Protocol {number}", status=PUBLISHED)
        for name in ("Berg", "Orlova", f"Member {number}"):
            person = people.get(name) or make.person(f"{name}, X", status=PUBLISHED)
            DocumentPerson.objects.create(document=document, person=person, role="mentioned")
    page = client.get("/networks/?most=5&lang=en").content.decode()
    assert "among the 5 of whom most is held" in page
    assert len(re.findall(r'<circle class="node', page)) <= 5
    assert ties(client, "/networks/?most=5")[("Berg", "Orlova")] == 9


def test_ties_follow_whatever_is_written(client: Client, people: Any) -> None:
    berg, orlova, lunin = people["Berg"], people["Orlova"], people["Lunin"]
    document = Document.objects.create(title_en="Telegram")
    DocumentPerson.objects.create(document=document, person=berg, role="author")
    part = DocumentPerson.objects.create(document=document, person=lunin, role="addressee")
    assert ties(client, "/networks/")[("Berg", "Lunin")] == 1  # a draft joins nobody
    Document.objects.filter(pk=document.pk).update(status=PUBLISHED)
    assert ties(client, "/networks/")[("Berg", "Lunin")] == 2
    DocumentPerson.objects.filter(pk=part.pk).update(person=orlova)
    assert ties(client, "/networks/")[("Berg", "Orlova")] == 4
    document.delete()
    assert ties(client, "/networks/") == {("Berg", "Orlova"): 3, ("Berg", "Lunin"): 1, ("Lunin", "Orlova"): 1}
    kept = set(Tied.objects.values_list("person_id", "document_id", "public"))
    rebuild()
    assert set(Tied.objects.values_list("person_id", "document_id", "public")) == kept
    assert len(kept) == 8


def test_drafts_are_not_drawn(client: Client, people: Any) -> None:
    before = client.get("/networks/?format=svg").content
    hidden = make.person("Tikhonov, Ivan")
    document = make.document("Secret letter")
    for person in (hidden, people["Berg"]):
        DocumentPerson.objects.create(document=document, person=person, role="mentioned")
    assert client.get("/networks/?format=svg").content == before
    assert client.get(f"/networks/?person={hidden.pk}").status_code == 400


@pytest.fixture
def historians() -> None:
    """Three works: two people cite the same two files, a third one of them; one has no record here."""
    kotkin = make.person("Berg, Karl", status=PUBLISHED)
    for title, makers, files in (
        ("A", [{"person": kotkin}], [1, 2, 2]),
        ("B", [{"name_printed": "J. Nowak"}], [1, 2, 3]),
        ("C", [{"name_printed": "E. Carr"}, {"name_printed": "J. Nowak"}], [1, 4]),
    ):
        work = make.publication(title, status=PUBLISHED)
        for share in makers:
            Contribution.objects.create(publication=work, **share)
        for at, number in enumerate(files):
            note = make.footnote(f"{title}{at}", publication=work, status=PUBLISHED)
            make.citation(make.unit(f"RGASPI/17/{number}", status=PUBLISHED), footnote=note, status=PUBLISHED)


def test_historians_are_joined_by_files_that_their_works_cite(client: Client, historians: Any) -> None:
    everybody = {("Berg", "J. Nowak"): 2, ("Berg", "E. Carr"): 1, ("E. Carr", "J. Nowak"): 2}
    assert ties(client, "/networks/historians/") == everybody
    assert ties(client, "/networks/historians/?by=E.+Carr") == everybody
    page = client.get("/networks/historians/?by=E.+Carr").content.decode()
    assert len(re.findall('class="node centre"', page)) == 1


def test_of_very_many_citations_one_historian_s_network_is_asked_for(
    client: Client, historians: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citations.ties.MANY_CITATIONS", 5)
    page = client.get("/networks/historians/?lang=en").content.decode()
    assert "Choose among those who cite most" in page
    assert ties(client, "/networks/historians/?by=E.+Carr") != {}


def test_a_network_is_taken_along_as_graphml(client: Client, people: Any) -> None:
    Person.objects.filter(pk=people["Berg"].pk).update(name_en="Berg, <Karl> & Söhne")
    answer = client.get("/networks/?format=graphml")
    assert answer["Content-Disposition"] == 'attachment; filename="opis-networks.graphml"'
    graph = etree.fromstring(answer.content)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(list(graph.iter(f"{space}edge"))) == 3
    assert "Berg, <Karl> & Söhne" in [data.text for data in graph.iter(f"{space}data")]
    assert etree.fromstring(client.get("/networks/?format=svg").content).tag.endswith("svg")


@pytest.mark.parametrize("query", ["most=4", "most=61", "most=x", "person=0x", "page=2", "author=1"])
def test_what_cannot_be_meant_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/networks/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in html.unescape(answer.content.decode())


def test_the_ring_is_the_same_every_time_and_in_whole_numbers() -> None:
    nodes = [Node(letter, letter, 1) for letter in "ABCDE"]
    joined = [Tie(nodes[0], nodes[3], 5, ""), Tie(nodes[3], nodes[1], 2, ""), Tie(nodes[2], nodes[4], 1, "")]
    first, again = ring(nodes, joined), ring(nodes[::-1], joined[::-1])
    assert [spot.node.key for spot in first.spots] == [spot.node.key for spot in again.spots] == list("DABCE")
    assert [line.path for line in first.lines] == [line.path for line in again.lines]
    assert all(isinstance(number, int) for spot in first.spots for number in (spot.x, spot.y, spot.label_x, spot.turn))
    assert ring(nodes, joined, "B").spots[-1].centre
    assert ring([], []).spots == []


def test_the_side_table_is_read_from_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'citations_tied'")
        assert {"tied_person", "tied_document"} <= {name for (name,) in cursor.fetchall()}
