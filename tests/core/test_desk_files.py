"""A list of the desk as a file: what its filters leave, drafts included, every form, in as few questions as may be."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import rispy
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Unit
from citations.models import Citation, Publication
from core.desk_files import TakenAlong
from core.publication import ruled_models
from core.spreadsheets import read_grid
from people.models import Name, Person
from tests import factories as make
from tests.desk import address, words
from tests.factories import PUBLISHED
from tests.world import grow, world

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model, page in admin.site._registry.items()
    if hasattr(model, "publication_rule") and model in ruled_models() and isinstance(page, TakenAlong)
]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


def taken(client: Client, model: Any, form: str, query: str = "") -> bytes:
    answer: Any = client.get(address(model, "changelist") + f"whole/{form}/{query}")
    assert answer.status_code == 200, (model, form, answer.status_code)
    return b"".join(answer.streaming_content)


def table(client: Client, model: Any, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken(client, model, "csv", query).decode())))


def test_the_file_holds_what_the_filters_leave_in_the_order_of_the_list(desk: Client) -> None:
    for number in range(120):
        make.publication(f"Очерк {number:03}", kind="pamphlet", date=str(1800 + number))
    make.publication("Книга", kind="book")
    rows = table(desk, Publication, "?kind__exact=pamphlet&o=1")
    assert [row["title"] for row in rows] == [f"Очерк {number:03}" for number in range(120)]
    assert {row["status"] for row in rows} == {"draft"}
    assert [row["title"] for row in table(desk, Publication, "?q=Очерк+11&o=-1")[:3]] == [
        "Очерк 119", "Очерк 118", "Очерк 117"
    ]  # fmt: skip
    page = desk.get(address(Publication, "changelist") + "?kind__exact=pamphlet&p=2")
    assert "This list as a file, all 120 rows: BIB CSL CSV JSON RIS XLSX" in words(page)
    assert 'href="/admin/citations/publication/whole/csv/?kind__exact=pamphlet"' in page.content.decode()


def test_a_record_is_told_with_all_its_fields(desk: Client) -> None:
    home = make.place("Kotel, Bulgaria")
    person = make.person("Rakovskii, Khristian", born="13 August 1873", born_at=home, life_en="A life.\nIn two lines.")
    (row,) = table(desk, Person)
    told = {name: row[name] for name in ("id", "name_en", "born", "born_edtf", "born_at_id", "born_at", "life_en")}
    assert told == {
        "id": str(person.pk), "name_en": "Rakovskii, Khristian", "born": "13 August 1873", "born_edtf": "1873-08-13",
        "born_at_id": str(home.pk), "born_at": "Kotel, Bulgaria", "life_en": "A life.\nIn two lines.",
    }  # fmt: skip
    assert json.loads(taken(desk, Person, "json"))["results"][0]["born_at"] == "Kotel, Bulgaria"
    grid = read_grid(taken(desk, Person, "xlsx"))
    assert grid.rows[0][1][grid.header.index("born_at")] == "Kotel, Bulgaria"
    Name.objects.create(person=person, text="=Insarov")
    assert [name["text"] for name in table(desk, Name)] == ["'=Insarov"]


def test_drafts_are_told_to_reference_managers_in_the_readers_language(desk: Client) -> None:
    make.citation(make.unit(), footnote=make.footnote(), leaves="83 об.")
    english = rispy.loads(taken(desk, Citation, "ris").decode())
    desk.cookies["django_language"] = "ru"
    russian = rispy.loads(taken(desk, Citation, "ris").decode())
    assert english[0]["accession_number"] == "f. 17, op. 171, d. 87, l. 83ob."
    assert russian[0]["accession_number"] == "ф. 17, оп. 171, д. 87, л. 83 об."


@pytest.mark.parametrize("form", ["html", "exe", "ris"])
def test_a_form_that_a_list_has_not_is_not_there(desk: Client, form: str) -> None:
    assert desk.get(address(Name, "changelist") + f"whole/{form}/").status_code == 404


def test_filters_that_mean_nothing_lead_to_the_list(desk: Client) -> None:
    answer = desk.get(address(Unit, "changelist") + "whole/csv/?nothing__exact=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/archive/unit/?e=1")


def test_every_list_asks_as_often_for_ten_records_as_for_three(desk: Client) -> None:
    made = world(3)
    counts: list[dict[tuple[str, str], int]] = []
    for more in (range(4, 10), ()):
        asked = {}
        for model in OURS:
            for form in ("csv", *(["ris"] if getattr(admin.site._registry[model], "pages", None) else [])):
                with CaptureQueriesContext(connection) as caught:
                    taken(desk, model, form)
                asked[model._meta.label, form] = len(caught)
        counts.append(asked)
        grow(made, more, status=PUBLISHED)
    few, many = counts
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
