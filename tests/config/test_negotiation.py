"""Every record and every list in every form: by address and by Accept alike, of its type, and valid; what there is not.

The table of `docs/exchange.md` is made from what is found here, so that it promises nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.http.response import HttpResponseBase
from django.test import Client
from lxml import etree

from tests.core.test_exchange import valid
from tests.world import world

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[2] / "docs" / "exchange.md"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Type of the record in the world, as the table names it.
RECORDS = {
    "person": "person",
    "repository": "archive",
    "unit": "unit",
    "letter": "document",
    "work": "publication",
    "citation": "citation",
}
LISTS = {
    "/people/": "people",
    "/archive/": "archives",
    "/units/": "units",
    "/documents/": "documents",
    "/publications/": "publications",
    "/citations/": "citations",
    "/events/": "events",
    "/citations/people/": "counts",
}
PICTURES = {"/map/": "map", "/statistics/": "statistics", "/networks/": "network"}
MEDIA = {
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "ead": "application/xml",
    "eac": "application/xml",
    "tei": "application/tei+xml",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "csv": "text/csv",
    "xlsx": XLSX,
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
}
READERS: dict[str, Callable[[bytes], object]] = {
    "html": lambda given: given.startswith(b"<!doctype html>") or given.lower().startswith(b"<!doctype"),
    "json": json.loads,
    "jsonld": lambda given: json.loads(given)["@context"],
    "ttl": lambda given: given.decode().startswith("@prefix"),
    "ead": lambda given: valid(given) is not None,
    "eac": lambda given: etree.fromstring(given).tag.endswith("}eac"),
    "tei": lambda given: etree.fromstring(given).tag.endswith("}TEI"),
    "ris": lambda given: rispy.loads(given.decode()),
    "bib": lambda given: not parse_string(given.decode()).failed_blocks,
    "csl": json.loads,
    "csv": lambda given: list(csv.reader(io.StringIO(given.decode()))),
    "xlsx": lambda given: zipfile.ZipFile(io.BytesIO(given)).testzip() is None,
    "svg": lambda given: etree.fromstring(given).tag.endswith("svg"),
    "graphml": lambda given: etree.fromstring(given).tag.endswith("graphml"),
}


def ask(client: Client, address: str, form: str) -> HttpResponseBase:
    return client.get(address, {"format": form})


def body(answer: Any) -> bytes:
    """Also of a file, which the client closes when it is read to its end."""
    given: bytes = answer.getvalue()
    return given


def forms_of(client: Client, address: str) -> list[str]:
    """Those that it has, each looked at: of its type, to be read by what reads such files, and the same by Accept."""
    found = []
    for form, media in MEDIA.items():
        answer = ask(client, address, form)
        assert answer.status_code in (200, 400), (address, form)
        if answer.status_code == 400:
            continue
        assert answer.headers["Content-Type"].partition(";")[0] == media, (address, form)
        given = body(answer)
        assert READERS[form](given), (address, form)
        wanted = client.get(address, headers={"accept": f"{media}, text/html;q=0.1"})
        assert wanted.headers["Content-Type"] == answer.headers["Content-Type"], (address, form)
        assert "Accept" in wanted.headers["Vary"].split(", "), (address, form)
        same = body(wanted) == given
        assert same or form in ("html", "xlsx"), (address, form)  # a page names its own address, a workbook its day
        found.append(form)
    return found


def test_every_record_and_list_is_given_in_the_forms_that_the_guide_names(client: Client) -> None:
    made = world(2)
    addresses = {name: made[record].get_absolute_url() for record, name in RECORDS.items()}
    addresses |= {name: address for address, name in (LISTS | PICTURES).items()}
    found = {name: forms_of(client, address) for name, address in addresses.items()}
    table = "".join(f"| {name} | {', '.join(forms)} |\n" for name, forms in found.items())
    assert table in GUIDE.read_text(), table


@pytest.mark.parametrize("address", ["/people/1/", "/archive/RGASPI/", "/people/", "/statistics/"])
def test_a_form_that_there_is_not_is_refused_in_a_sentence(client: Client, address: str) -> None:
    if address == "/people/1/":
        address = world(1)["person"].get_absolute_url()
    else:
        world(1)
    wrong = ask(client, address, "docx")
    assert (wrong.status_code, "format: one of html" in body(wrong).decode()) == (400, True)
    refused = client.get(address, headers={"accept": "image/png"})
    assert refused.status_code == 406
    assert "application/json" in refused.content.decode()
    assert "Accept" in refused.headers["Vary"]
    assert client.get(address, headers={"accept": "image/png, */*;q=0.1"}).status_code == 200


def test_a_record_as_json_is_its_row_of_the_api(client: Client) -> None:
    made = world(1)
    for record, api in {"person": "people", "unit": "units", "letter": "documents", "citation": "citations"}.items():
        told = json.loads(body(ask(client, made[record].get_absolute_url(), "json")))
        assert told == client.get(f"/api/{api}/{made[record].pk}/").json()
        assert told["id"] == made[record].pk


def test_a_record_as_json_hides_a_draft(client: Client) -> None:
    made: Any = world(1)
    from tests import factories as make

    draft = make.person("Hidden, Anna")
    client.force_login(make.editor())
    assert ask(client, draft.get_absolute_url(), "json").status_code == 404
    assert json.loads(body(ask(client, made["person"].get_absolute_url(), "json")))["id"] == made["person"].pk


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    made = world(1)
    letter = made["letter"].get_absolute_url()
    asked = [(letter, form) for form in ("json", "jsonld", "ttl", "tei", "ris", "csl")]
    asked += [("/documents/", form) for form in ("json", "csv", "bib")] + [("/statistics/", "svg")]
    tags = {}
    for address, form in asked:
        first = ask(client, address, form)
        body(first)
        tags[address, form] = first.headers["ETag"]
        again = client.get(address, {"format": form}, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.getvalue()) == (304, b""), (address, form)
    made["letter"].title_en = "Letter no. 2"
    made["letter"].save()
    for form in ("json", "ris"):
        changed = client.get(letter, {"format": form}, follow=True, headers={"if-none-match": tags[letter, form]})
        assert changed.status_code == 200
        body(changed)
