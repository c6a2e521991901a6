"""What anybody names, in an address, a form, a header or a file, the server never goes and fetches."""

from __future__ import annotations

import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from archive.models import Image
from citations.imports.footnotes import ingest
from core.images import Refused, painted
from tests import factories as make
from tests.desk import Page
from tests.world import world

ROOT = Path(__file__).resolve().parents[1]
# What can open a connection. Who may: the server of the site itself, which listens.
NETWORK = re.compile(
    r"^\s*(?:import|from) (http\.client|urllib\.request|ftplib|requests|httpx|aiohttp|urllib3|socket)\b", re.MULTILINE
)
MAY = {"core/serving.py": {"socket"}}
# One port in as many ways as servers elsewhere were led astray with.
FORMS = [
    "http://127.0.0.1:{port}/seen", "http://localhost:{port}/seen", "http://2130706433:{port}/seen",
    "http://0x7f.1:{port}/seen", "http://0177.0.0.1:{port}/seen", "http://127.1:{port}/seen",
    "http://[::ffff:127.0.0.1]:{port}/seen", "http://[::1]:{port}/seen", "http://example.org@127.0.0.1:{port}/seen",
    "http://127.0.0.1:{port}#@example.org/seen", "//127.0.0.1:{port}/seen", "https://127.0.0.1:{port}/seen",
    "ftp://127.0.0.1:{port}/seen", "gopher://127.0.0.1:{port}/_seen", "file:///etc/passwd",
]  # fmt: skip
# Public doors that take an address or a text; of those that need more, the form that they know.
DOORS = [
    "/search/?q={}", "/resolve/?ref={}", "/follow/?of={}", "/report/?of={}", "/notebook/?r={}", 
    "/unapi?id={}&format=ris",
    "/citations/?q={}", "/people/?q={}", "/suggest/?q={}", "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={}",
    "/reconcile?queries={}", "/admin/login/?next={}", "/feeds/?of={}", "/api/citations/?q={}", "/?lang=en&next={}",
]  # fmt: skip
HEADERS = ("Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-URL", "Link", "Destination")
_tried: list[object] = []


def _note(event: str, given: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        _tried.append(given)


sys.addaudithook(_note)  # it cannot be taken away again, and costs the others next to nothing


@pytest.fixture
def canary() -> Iterator[tuple[int, list[object]]]:
    """A port on which anybody is heard, children of ours too; and the connections that Python itself tried."""
    heard: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    connection, whose = server.accept()
                    connection.close()
                    heard.append(whose)

        threading.Thread(target=listen, daemon=True).start()
        _tried.clear()
        yield server.getsockname()[1], heard
        assert [heard, _tried] == [[], []]


@pytest.mark.django_db
def test_no_door_of_the_public_fetches_what_it_is_given(client: Client, canary: tuple[int, list[object]]) -> None:
    """T34: whatever stands in an address, a header or a form."""
    world()
    forms = [form.format(port=canary[0]) for form in FORMS]
    for place, door in enumerate(DOORS):
        for form in (forms[0], forms[place % len(forms)]):
            answer = client.get(door.format(quote(form, safe="")))
            assert answer.status_code < 500, (door, form)
    for name in HEADERS:
        assert client.get("/people/", headers={name: forms[0]}).status_code < 500
    text = "\n".join(f"{number}. See {form}, l. 5." for number, form in enumerate(forms, start=1))
    for door, sent in [
        ("/check/", {"text": text}),
        ("/notebook/", {"refs": text}),
        ("/report/?of=/people/", {"words": text, "email": "a@b.org"}),
    ]:
        assert client.post(door, sent).status_code < 500
    report = {"csp-report": {"document-uri": forms[0], "blocked-uri": forms[0]}}
    assert client.post("/csp-report/", report, content_type="application/csp-report").status_code < 500


@pytest.mark.django_db
def test_the_desk_keeps_addresses_and_asks_none(client: Client, canary: tuple[int, list[object]]) -> None:
    """T34: an address in a record is shown to readers, who may follow it."""
    client.force_login(make.editor())
    url = FORMS[0].format(port=canary[0])
    records = [
        (make.repository("RGASPI"), "website"), (make.unit("GARF/17/171/87"), "url"), (make.publication(), "url"),
    ]  # fmt: skip
    for record, field in records:
        assert Page(client, record).send(**{field: url}).status_code == 302, field
        record.refresh_from_db()
        assert getattr(record, field) == url
    document = make.document()
    for field in ("iiif", "source"):
        Page(client, Image).send(document=document.pk, credit="x", **{field: url})


@pytest.mark.django_db
def test_no_file_makes_its_reader_fetch(canary: tuple[int, list[object]]) -> None:
    """T34: a document type, an inclusion, a schema, a style sheet, a picture that lies elsewhere."""
    url = FORMS[0].format(port=canary[0])
    tei = f"""<?xml version="1.0"?><?xml-stylesheet href="{url}"?>
        <TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a {url}">
        <text><body><p><note>RGASPI, f. 17, op. 171, d. 87, l. 83.<xi:include href="{url}"/></note></p></body></text>
        </TEI>"""
    with_type = f'<!DOCTYPE TEI SYSTEM "{url}">' + tei.partition("?>")[2]
    for name, content in [("notes.xml", tei), ("notes.xml", with_type), ("notes.txt", f"1. RGASPI, f. 17. {url}")]:
        with suppress(Exception):  # refused in a sentence, which other tests look at
            ingest(content.encode(), name)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>'
    with pytest.raises(Refused):
        painted(svg.encode())


def test_nothing_of_ours_can_open_a_connection() -> None:
    """T34: the import itself is missing; letters go to the mail server of the settings by way of Django."""
    found = {}
    for package in ("notation", "core", "people", "archive", "citations", "config"):
        for file in sorted((ROOT / package).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            used = set(NETWORK.findall(file.read_text())) - MAY.get(name, set())
            if used:
                found[name] = used
    assert found == {}
