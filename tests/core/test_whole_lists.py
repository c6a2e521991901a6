"""A whole list as one file: all rows in every form, in the order of the page, bounded, in turns, deaf to drafts."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import psycopg2
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.db import connection
from django.test import Client

from core.spreadsheets import read_grid
from core.turns import TURN
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

LISTS = ("/people/", "/archive/", "/units/", "/documents/", "/publications/", "/citations/")


def body(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200, (address, answer.content[:300])
    return b"".join(answer.streaming_content)


def sixty_works() -> None:
    """More than a page; the 61st is a draft."""
    for number in range(60):
        work = make.publication(f"Очерк {number:02}", language="ru", date=str(1900 + number), status=PUBLISHED)
        note = make.footnote(publication=work, status=PUBLISHED)
        make.citation(make.unit(status=PUBLISHED), footnote=note, leaves=str(number + 1), status=PUBLISHED)
    make.publication("Очерк, ещё не изданный", language="ru", date="1999")


def test_every_form_holds_all_rows_in_the_order_of_the_list(client: Client) -> None:
    sixty_works()
    titles = [f"Очерк {number:02}" for number in reversed(range(60))]
    asked = "/publications/?language=ru&sort=-year&all=1&format="
    table = list(csv.DictReader(io.StringIO(body(client, f"{asked}csv").decode())))
    assert [row["title"] for row in table] == titles
    given = json.loads(body(client, f"{asked}json"))
    assert [row["title"] for row in given["results"]] == titles
    assert (given["count"], given["page"], given["pages"]) == (60, 1, 1)
    grid = read_grid(body(client, f"{asked}xlsx"))
    assert [row[grid.header.index("title")] for _line, row in grid.rows] == titles
    assert [entry["title"] for entry in rispy.loads(body(client, f"{asked}ris").decode())] == titles
    library = parse_string(body(client, f"{asked}bib").decode())
    assert [entry.fields_dict["title"].value for entry in library.entries] == titles
    assert [entry["title"] for entry in json.loads(body(client, f"{asked}csl"))] == titles


def test_the_rows_are_those_of_the_pages(client: Client) -> None:
    sixty_works()
    for path in LISTS:
        pages = [client.get(f"{path}?format=json&page={page}").json() for page in (1, 2)]
        rows = pages[0]["results"] + (pages[1]["results"] if pages[0]["pages"] > 1 else [])
        whole = json.loads(body(client, f"{path}?format=json&all=1"))
        assert whole["results"] == rows, path
        assert whole["count"] == pages[0]["count"] == len(rows), path


def test_sheets_of_one_file_have_keys_of_their_own(client: Client) -> None:
    """Each citation of the file as a whole would have the key of the file."""
    for _number in range(3):
        make.citation(make.unit(status=PUBLISHED), footnote=make.footnote(status=PUBLISHED), status=PUBLISHED)
    library = parse_string(body(client, "/citations/?format=bib&all=1").decode())
    assert [entry.key for entry in library.entries] == [
        "rgaspi-17-171-87", "rgaspi-17-171-87-2", "rgaspi-17-171-87-3"
    ]  # fmt: skip


def test_an_empty_list_is_a_file_without_rows(client: Client) -> None:
    nothing = "/publications/?year_min=1700&year_max=1701&all=1&format="
    assert json.loads(body(client, f"{nothing}json")) == {"results": [], "count": 0, "page": 1, "pages": 1}
    assert body(client, f"{nothing}csv").decode().startswith("id,kind,makers")
    assert json.loads(body(client, f"{nothing}csl")) == []
    assert body(client, f"{nothing}ris") == body(client, f"{nothing}bib") == b""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("all=1", "name its format"),
        ("all=1&format=csv&page=2", "and no page"),
        ("all=1&format=csv&per_page=10", "and no page"),
        ("all=2&format=csv", "one of 1 is understood"),
        ("all=yes&format=csv", "one of 1 is understood"),
    ],
)
def test_what_cannot_be_meant_is_said(client: Client, asked: str, told: str) -> None:
    answer = client.get(f"/publications/?{asked}")
    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_the_programs_address_sends_to_the_list(client: Client) -> None:
    answer = client.get("/api/publications/?all=1")
    assert answer.status_code == 400
    assert "outside /api/" in answer.json()["detail"]


def test_too_long_a_list_is_refused_and_its_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sixty_works()
    page = client.get("/publications/").content.decode()
    assert "/publications/?format=csl&amp;all=1" in page
    monkeypatch.setattr("core.listing.MOST_AT_ONCE", 59)
    refused = client.get("/publications/?format=csv&all=1")
    assert refused.status_code == 400
    assert "at most 59 rows" in refused.content.decode()
    page = client.get("/publications/").content.decode()
    assert "all=1" not in page
    assert "at most 59 rows" in page


def test_a_list_of_one_page_has_no_second_set_of_links(client: Client) -> None:
    make.publication(status=PUBLISHED)
    assert "all=1" not in client.get("/publications/").content.decode()


def test_long_lists_take_turns(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sixty_works()
    monkeypatch.setattr("core.listing.FEW", 59)
    settings = connection.get_connection_params()
    other = psycopg2.connect(**{name: settings[name] for name in settings if name not in ("cursor_factory", "context")})
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        assert client.get("/publications/?format=csv&all=1").status_code == 503
        assert body(client, "/publications/?format=csv&all=1&year_min=1950")
    finally:
        other.close()
    assert body(client, "/publications/?format=csv&all=1")
