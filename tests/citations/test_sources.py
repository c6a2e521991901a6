"""What records are to somebody who cites them: the box on every page and list, and files for reference managers."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.sources import document_source, unit_source
from citations.models import Contribution, PublicationIdentifier
from citations.sources import citation_source, publication_source
from notation.references import PublicationReference
from notation.styles import write
from tests import factories as make
from tests.world import addresses, grow, world

pytestmark = pytest.mark.django_db
LISTS = ["/people/", "/archive/", "/units/", "/documents/", "/publications/", "/citations/"]


def box(page: str) -> str:
    return page.partition('<details class="cite">')[2].partition("</details>")[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_record_and_list_says_how_it_is_cited(client: Client, language: str) -> None:
    made = world()
    for address in [*LISTS, *(record.get_absolute_url() for record in made.values())]:
        page = client.get(address, headers={"accept-language": language}).content.decode()
        for style in ("chicago", "gost", "mla", "short", "wikipedia"):
            assert f'id="cite-{style}"' in box(page), (address, style)
        assert "http://testserver" in box(page), address
        assert "format=ris" in box(page), address


def test_sheets_are_cited_as_sheets(client: Client) -> None:
    made = world()
    page = box(client.get(f"{made['unit'].get_absolute_url()}?l=83v").content.decode())
    assert "RGASPI, f. 17, op. 171, d. 87, l. 83ob." in page
    assert "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83 об." in page
    assert "http://testserver/archive/RGASPI/17/171/87/?l=83v" in page


def test_a_narrowed_list_is_cited_with_what_narrows_it(client: Client) -> None:
    world()
    page = box(client.get("/publications/?q=Очерк&sort=year&page=1").content.decode())
    assert "“Publications (" in page
    assert "http://testserver/publications/?q=%D0%9E%D1%87%D0%B5%D1%80%D0%BA&amp;sort=year" in page


def test_a_document_is_cited_by_author_date_and_its_best_copy() -> None:
    made = world()
    copy = made["letter"].copies.get(leaves="81")
    copy.state = "original"
    copy.save()
    source = document_source(made["letter"])
    assert write(source.english, "chicago") == (
        "Ivanova, Letter no. 1, 2 June 1928, RGASPI, f. 17, op. 171, d. 87, l. 81."
    )
    assert write(source.russian, "gost") == (
        "Иванова, Письмо № 1, 2 июня 1928 г. // РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 81."
    )


def test_a_document_of_no_known_copy_is_cited_by_its_page() -> None:
    source = document_source(make.document("Report on exile"))
    assert isinstance(source.english, PublicationReference)
    assert (source.english.title, source.english.container) == ("Report on exile", "Opis")


def test_a_file_has_its_address_as_key() -> None:
    world()
    unit = make.unit("RGASPI/17/171/87")
    assert unit_source(unit, "83").key == "rgaspi-17-171-87-l83"


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"title": "Очерк", "date": "1926", "place": "М.", "publisher": "ГИЗ"}, "Петров А. Очерк. М. : ГИЗ, 1926."),
        (
            {"title": "О ссылке", "kind": "article", "container": "Правда", "date": "7 марта 1934"},
            "Петров А. О ссылке // Правда. 1934. 7 марта.",
        ),
        (
            {"title": "О ссылке", "kind": "article", "container": "Большевик", "issue": "5", "date": "1927"},
            "Петров А. О ссылке // Большевик. 1927. № 5.",
        ),
        (
            {"title": "Ссылка", "kind": "thesis", "place": "М.", "date": "1995", "page_range": "12"},
            "Петров А. Ссылка : дис. М., 1995. С. 12.",
        ),
    ],
)
def test_a_publication_is_cited_by_its_kind(fields: dict[str, Any], printed: str) -> None:
    work = make.publication(language="ru", **fields)
    Contribution.objects.create(publication=work, name_printed="А. Петров")
    assert write(publication_source(work).russian, "gost") == printed


def test_a_chapter_is_cited_with_the_book_it_stands_in() -> None:
    book = make.publication("Сборник", kind="edited", place="М.", publisher="Наука", language="ru")
    work = make.publication("Глава", kind="chapter", part_of=book, date="1990", page_range="5–9", language="ru")
    assert write(publication_source(work).russian, "gost") == "Глава // Сборник. М. : Наука, 1990. С. 5–9."


def test_a_citation_is_what_it_cites() -> None:
    made = world()
    assert write(citation_source(made["citation"]).english, "short") == "RGASPI 17/171/87, l. 81"
    assert write(citation_source(made["of_work"]).english, "short").endswith("(1926), 5")
    unresolved = citation_source(made["unresolved"]).english
    assert isinstance(unresolved, PublicationReference)
    assert unresolved.title == f"Citation {made['unresolved'].pk}"


def test_every_list_is_given_to_reference_managers(client: Client) -> None:
    world()
    for address in LISTS:
        count = len(client.get(f"{address}?format=json").json()["results"])
        assert count > 0, address
        ris = client.get(f"{address}?format=ris")
        assert len(rispy.loads(ris.content.decode())) == count, address
        assert ris["Content-Disposition"] == f'attachment; filename="opis-{address.strip("/")}.ris"'
        bib = parse_string(client.get(f"{address}?format=bib").content.decode())
        assert (len(bib.entries), bib.failed_blocks) == (count, []), address
        assert len({block.key for block in bib.entries}) == count, address
        assert len(json.loads(client.get(f"{address}?format=csl").content)) == count, address


def test_a_record_is_given_under_its_own_name(client: Client) -> None:
    made = world()
    answer = client.get(f"{made['unit'].get_absolute_url()}?l=83&format=ris")
    assert answer["Content-Disposition"] == 'attachment; filename="rgaspi-17-171-87-l83.ris"'
    assert answer["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    [read] = rispy.loads(answer.content.decode())
    assert (read["type_of_reference"], read["title"], read["name_of_database"], read["accession_number"]) == (
        "UNPB",
        "Стенограммы",
        "RGASPI",
        "f. 17, op. 171, d. 87, l. 83",
    )
    for record in made.values():
        for form in ("ris", "bib", "csl"):
            answer = client.get(f"{record.get_absolute_url()}?format={form}")
            assert (answer.status_code, answer.content != b"") == (200, True)


def test_the_header_asks_as_well_as_the_address(client: Client) -> None:
    made = world()
    answer = client.get(made["letter"].get_absolute_url(), headers={"accept": "application/x-bibtex"})
    assert answer.content.startswith(b"@misc{letter-no-1-")


def test_a_work_takes_its_numbers_along(client: Client) -> None:
    work = make.publication("Очерк", status="published", language="ru")
    PublicationIdentifier.objects.create(publication=work, authority="ISBN", value="978-5-00-000000-0")
    PublicationIdentifier.objects.create(publication=work, authority="OCLC", value="17")
    [read] = rispy.loads(client.get(f"{work.get_absolute_url()}?format=ris").content.decode())
    assert (read["issn"], read["notes"]) == ("978-5-00-000000-0", ["OCLC 17"])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_file_of_thirty_records_asks_the_database_as_often_as_one_of_three(client: Client) -> None:
    made = world(3)
    few = {address: queries(client, f"{address}?format=ris") for address in LISTS}
    grow(made, range(4, 31))
    many = {address: queries(client, f"{address}?format=ris") for address in LISTS}
    assert [address for address in LISTS if many[address] > few[address]] == []


def test_drafts_are_in_no_file(client: Client) -> None:
    made = world(3)
    asked = [f"{address}{'&' if '?' in address else '?'}format=ris" for address in addresses(made)]
    before = {address: client.get(address).content for address in asked}
    grow(made, [777], status="draft")
    assert {address: client.get(address).content for address in asked} == before
