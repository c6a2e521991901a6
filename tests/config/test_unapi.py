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


# What Zotero makes of RIS: types, and fields by tag; of a letter and of a book `A2` and `SP` are something else.
ZOTERO_TYPES = {
    "PCOMM": "letter", "MANSCPT": "manuscript", "BOOK": "book", "JOUR": "journalArticle", "NEWS": "newspaperArticle",
    "CHAP": "bookSection", "THES": "thesis", "ELEC": "webpage",
}  # fmt: skip
ZOTERO_FIELDS = {
    "TI": "title", "DA": "date", "DB": "archive", "AN": "archiveLocation", "UR": "url", "LA": "language",
    "PB": "publisher",
    "CY": "place", "ET": "edition", "T2": "publicationTitle", "DP": "libraryCatalog", "M3": "type", "VL": "volume",
}  # fmt: skip
ZOTERO_CREATORS = {"AU": "author", "ED": "editor", "A4": "translator"}


def as_zotero_saves(client: Client, address: str) -> list[dict[str, object]]:
    """As its translators go: a page with unAPI ids is asked for them as RIS; the address of the page is not guessed."""
    page = client.get(address).content.decode()
    server = re.search(r'<link rel="unapi-server"[^>]* href="([^"]+)">', page)
    assert server, "Zotero looks for the server in the head"
    saved = []
    for known in re.findall(r'<abbr class="unapi-id" title="([^"]+)">', page):
        forms = client.get(server[1], {"id": known}).content.decode()
        assert re.findall(r'<format name="(\w+)"', forms) == ["ris"]  # of several it would take a poorer one
        given = client.get(server[1], {"id": known, "format": "ris"}, follow=True).content.decode()
        saved += [item_of(entry) for entry in given.split("ER  - ") if entry.strip()]
    return saved


def item_of(entry: str) -> dict[str, object]:
    lines = [(line[:2], line[6:]) for line in entry.split("\r\n") if line[2:6] == "  - "]
    kind = ZOTERO_TYPES[dict(lines)["TY"]]
    item: dict[str, object] = {"itemType": kind}
    creators = []
    for tag, value in lines:
        if tag in ZOTERO_CREATORS or (tag, kind) == ("A2", "letter"):
            creators.append(f"{ZOTERO_CREATORS.get(tag, 'recipient')}: {value}")
        elif tag in ZOTERO_FIELDS:
            item[ZOTERO_FIELDS[tag]] = value
        elif (tag, kind) == ("SP", "book"):
            item["numPages"] = value
    return {**item, "creators": creators}


def test_zotero_saves_a_letter_whole(client: Client) -> None:
    made = world(1)
    DocumentPerson.objects.create(document=made["letter"], person=made["other"], role="addressee")
    address = made["letter"].get_absolute_url()
    assert as_zotero_saves(client, address) == [
        {
            "itemType": "letter",
            "title": "Letter no. 1",
            "creators": ["author: Ivanova, Anna 1", "recipient: Ivanova, Anna 2"],
            "date": "1928/06/02",
            "archive": "RGASPI",
            "archiveLocation": "f. 17, op. 171, d. 87, l. 81",
            "url": f"http://testserver{address}",
            "libraryCatalog": "Opis",
            "language": "ru",
        }
    ]


def test_zotero_saves_a_book_and_the_rows_of_a_list(client: Client) -> None:
    made = world(2)
    [book] = as_zotero_saves(client, made["work"].get_absolute_url())
    assert (book["itemType"], book["title"], book["creators"]) == (
        "book",
        "Очерк истории 1",
        ["author: Иванова, Анна 1"],
    )
    assert book["numPages"] == "120"
    rows = as_zotero_saves(client, "/documents/")
    assert [(row["itemType"], row["archive"]) for row in rows] == [("letter", "RGASPI")] * 2


def test_without_unapi_zotero_reads_a_letter_from_its_head(client: Client) -> None:
    """As its translator of embedded metadata does: `z.` names fields of its own, DC the rest."""
    page = client.get(world(1)["letter"].get_absolute_url()).content.decode()
    told = dict(re.findall(r'<meta name="((?:DC|z)\.\w+)" content="([^"]*)">', page))
    assert (told["z.itemType"], told["z.archive"]) == ("letter", "RGASPI")
    assert told["DC.coverage"] == "f. 17, op. 171, d. 87, l. 81"
    assert (told["DC.title"], told["DC.creator"]) == ("Letter no. 1", "Ivanova, Anna 1")
