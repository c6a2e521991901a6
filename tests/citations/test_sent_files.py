"""Files sent to the desk: looked at, imported once as drafts, taken back without a trace; documented where they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.models import Document, Unit
from citations.imports.sheets.kinds import SHEETS
from citations.models import Publication
from citations.tables import ALL
from core.history import because
from core.models import SentFile
from core.records import Status
from core.spreadsheets import read_grid
from people.models import Person
from tests import factories
from tests.archive.test_ead import EAD3
from tests.citations.test_works import BIBTEX, LETTER, RIS
from tests.desk import words

pytestmark = pytest.mark.django_db
SEND = "/admin/citations/citation/files/"
UNITS = "archive,shelfmark,title_ru\nРГАСПИ,17/171/87,Переписка ссыльных\nРГАСПИ,17/171/88,\n"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


def send(desk: Client, name: str, content: str | bytes, **answers: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return desk.post(SEND, {"file": SimpleUploadedFile(name, data), **answers}, follow=True)


def checksums() -> dict[str, str]:
    """Of every table that a load can write, rows in any order, without the numbers that only count up."""
    sums = {}
    with connection.cursor() as cursor:
        for table in ALL:
            cursor.execute(f"SELECT md5(string_agg(t::text, ';' ORDER BY t.id)) FROM {table.db_table} t")
            sums[table.name] = str(cursor.fetchone()[0])
    return sums


def test_a_table_is_looked_at_then_imported_then_taken_back(desk: Client) -> None:
    factories.unit("RGASPI/17/171", status=Status.PUBLISHED)
    before = checksums()
    page = send(desk, "units.csv", UNITS)
    assert "archival units 2 2" in words(page)  # two new; the fond and the opis stand
    assert "Переписка ссыльных" in words(page)
    assert checksums() == before
    sent = SentFile.objects.get()
    address = reverse("admin:sent_file", args=[sent.pk])
    assert "The file was imported, as drafts." in words(desk.post(address, follow=True))
    assert dict(Unit.objects.order_by("sort_key").values_list("path", "status")) == {
        **{"RGASPI/17": Status.PUBLISHED, "RGASPI/17/171": Status.PUBLISHED},
        **{"RGASPI/17/171/87": Status.DRAFT, "RGASPI/17/171/88": Status.DRAFT},
    }
    sent.refresh_from_db()
    assert sent.batch
    assert str(sent.batch.user) == "anna"
    desk.post(address)
    assert Unit.objects.count() == 4
    assert "Everything that it brought in is deleted." in words(desk.get(f"{address}undo/"))
    assert "nothing of it is left" in words(desk.post(f"{address}undo/", follow=True))
    assert checksums() == before
    assert bytes(SentFile.objects.get().content) == UNITS.encode()


def test_what_somebody_built_on_is_not_taken_back(desk: Client) -> None:
    send(desk, "units.csv", UNITS)
    address = reverse("admin:sent_file", args=[SentFile.objects.get().pk])
    desk.post(address)
    with because("somebody else's work"):
        factories.citation(Unit.objects.get(path="RGASPI/17/171/87"))
    said = words(desk.post(f"{address}undo/", follow=True))
    assert "Others use archival unit" in said
    assert Unit.objects.filter(path="RGASPI/17/171/87").exists()


def test_wrong_rows_are_named_and_cannot_be_imported(desk: Client) -> None:
    page = send(desk, "units.csv", "archive,shelfmark\nРГАСПИ,17\nНигдеархив,1\n")
    assert "3 archive: No archive is called “Нигдеархив”" in words(page)
    assert "Import as drafts" not in words(page)
    desk.post(reverse("admin:sent_file", args=[SentFile.objects.get().pk]))
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "model", "count"),
    [
        ("parcels.xml", EAD3, Unit, 2),
        ("works.bib", BIBTEX, Publication, 1),
        ("works.ris", RIS, Publication, 1),
        ("letters.ris", LETTER, Document, 1),
        ("persons.csv", "name_en;born\nOrlov, Petr;1885\n", Person, 1),
    ],
)
def test_every_kind_of_file_is_known_by_itself(desk: Client, name: str, content: str, model: Any, count: int) -> None:
    send(desk, name, content)
    desk.post(reverse("admin:sent_file", args=[SentFile.objects.get().pk]))
    assert [record.status for record in model.objects.all()] == [Status.DRAFT] * count
    send(desk, name, content)
    second = SentFile.objects.latest("pk")
    assert "there is nothing to import" in words(desk.get(reverse("admin:sent_file", args=[second.pk])))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"\x00\x01\x02", "This is not a text"),
        ("a.csv", b"one,two\n1,2\n", "It cannot be told by its columns what the table holds"),
        ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "no workbook"),
        ("a.xml", b"<ead>", "not well-formed"),
        ("a.bib", b"nothing", "no file of a reference manager"),
        ("a.xml", b"<ead><archdesc><did><unitid>1</unitid></did></archdesc></ead>", "No archive is named"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(desk: Client, name: str, content: bytes, sentence: str) -> None:
    assert sentence in words(send(desk, name, content))
    assert SentFile.objects.count() == 0


def test_who_may_not_enter_records_may_not_send_files(client: Client) -> None:
    client.force_login(User.objects.create_user("boris", is_staff=True))
    assert client.get(SEND).status_code == 403


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_has_every_column_and_is_read_back(desk: Client, sheet: Any, form: str) -> None:
    content = desk.get(f"{SEND}template/{sheet.name}.{form}").content
    assert read_grid(content).header == sheet.header


def test_every_column_of_every_sheet_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    for sheet in SHEETS.values():
        assert f"**{sheet.name}**: {', '.join(f'`{name}`' for name in sheet.header)}." in " ".join(documented.split())


def test_many_rows_are_imported_at_once_and_taken_back(desk: Client) -> None:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("title_en", "kind", "date", "authors", "archive", "shelfmark", "sheets"))
    for number in range(500):
        row = (f"Letter {number}", "letter", "1928", f"Author {number % 50}", "RGASPI", f"17/171/{number % 90}", number)
        table.writerow(row)
    before = checksums()
    send(desk, "documents.csv", written.getvalue())
    address = reverse("admin:sent_file", args=[SentFile.objects.get().pk])
    desk.post(address)
    assert (Document.objects.count(), Person.objects.count(), Unit.objects.count()) == (500, 50, 92)
    desk.post(f"{address}undo/")
    assert checksums() == before
