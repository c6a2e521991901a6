"""unAPI, as Zotero's translator asks: which forms, which forms of this record, the record."""

from __future__ import annotations

import re

import pytest
import rispy
from django.test import Client

from archive.models import DocumentPerson
from tests.world import world

pytestmark = pytest.mark.django_db


def test_a_page_leads_zotero_to_its_record(client: Client) -> None:
    made = world()
    address = made["letter"].get_absolute_url()
    page = client.get(address).content.decode()
    assert '<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">' in page
    permalink = f"http://testserver{address}"
    assert f'<abbr class="unapi-id" title="{permalink}"></abbr>' in page
    forms = client.get("/unapi", {"id": permalink})
    assert (forms.status_code, forms["Content-Type"]) == (300, "application/xml")
    assert '<format name="ris" type="application/x-research-info-systems"/>' in forms.content.decode()
    answer = client.get("/unapi", {"id": permalink, "format": "ris"}, follow=True)
    [read] = rispy.loads(answer.content.decode())
    assert (read["type_of_reference"], read["title"], read["name_of_database"]) == ("PCOMM", "Letter no. 1", "RGASPI")


def test_sheets_keep_their_place_on_the_way(client: Client) -> None:
    made = world()
    permalink = f"http://testserver{made['unit'].get_absolute_url()}?l=83"
    page = client.get(f"{made['unit'].get_absolute_url()}?l=83").content.decode()
    assert f'<abbr class="unapi-id" title="{permalink}"></abbr>' in page
    answer = client.get("/unapi", {"id": permalink, "format": "ris"})
    assert answer["Location"] == "/archive/RGASPI/17/171/87/?l=83&format=ris"


def test_a_list_offers_its_rows_and_no_record_of_its_own(client: Client) -> None:
    made = world()
    page = client.get("/documents/").content.decode()
    offered = re.findall(r'<abbr class="unapi-id" title="http://testserver([^"]+)">', page)
    assert len(offered) == 3
    assert made["letter"].get_absolute_url() in offered
    for address in offered:
        answer = client.get("/unapi", {"id": f"http://testserver{address}", "format": "ris"}, follow=True)
        [read] = rispy.loads(answer.content.decode())
        assert (read["type_of_reference"], read["name_of_database"]) == ("PCOMM", "RGASPI")
    for empty in ("/people/?q=zzz", "/statistics/", "/citations/works/"):
        assert client.get(empty).status_code == 200


def test_a_letter_arrives_as_a_letter_with_recipient_archive_and_call_number(client: Client) -> None:
    made = world(1)
    letter = made["letter"]
    DocumentPerson.objects.create(document=letter, person=made["other"], role="addressee")
    permalink = f"http://testserver{letter.get_absolute_url()}"
    answer = client.get("/unapi", {"id": permalink, "format": "ris"}, follow=True)
    [read] = rispy.loads(answer.content.decode())
    assert read["type_of_reference"] == "PCOMM"
    assert read["authors"] == ["Ivanova, Anna 1"]
    assert read["secondary_authors"] == ["Ivanova, Anna 2"]
    assert (read["name_of_database"], read["accession_number"]) == ("RGASPI", "f. 17, op. 171, d. 87, l. 81")
    page = client.get(letter.get_absolute_url()).content.decode()
    told = dict(re.findall(r'<meta name="((?:DC|z)\.\w+)" content="([^"]*)">', page))
    assert told == {
        "DC.title": "Letter no. 1",
        "DC.creator": "Ivanova, Anna 1",
        "DC.date": "1928-06-02",
        "DC.language": "ru",
        "DC.coverage": "f. 17, op. 171, d. 87, l. 81",
        "DC.identifier": permalink,
        "z.itemType": "letter",
        "z.archive": "RGASPI",
    }
    assert "Z3988" not in page  # COinS would take the archive away again
    assert "z.itemType" not in client.get(made["person"].get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"id": "http://testserver/people/1/", "format": "mods"}, 400),
        ({"id": "https://example.org/people/1/", "format": "ris"}, 404),
        ({"id": "//example.org/people/1/", "format": "ris"}, 404),
        ({"id": "http://[", "format": "ris"}, 404),
        ({"format": "ris"}, 404),
        ({"who": "b"}, 400),
    ],
)
def test_what_is_no_record_of_ours_is_sent_nowhere(client: Client, asked: dict[str, str], status: int) -> None:
    assert client.get("/unapi", asked).status_code == status
