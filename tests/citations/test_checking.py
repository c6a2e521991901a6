"""A manuscript's footnotes against what is held: found, not held, ambiguous, not understood; and what looks wrong."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from archive.models import FormerReference, RepositoryName
from citations.checking.answers import check
from citations.checking.doubts import sheets_of
from citations.imports.readers.found import FileNote
from citations.models import Footnote, Reading
from core.turns import READING
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTES = Path(__file__).parents[1] / "golden"


@pytest.fixture
def shelves() -> None:
    """RGASPI, which was ЦПА ИМЛ until 1991, with a file of 90 sheets that bore another shelfmark there; two works."""
    file = make.unit("RGASPI/17/171/87", status="published", extent="90 л.")
    RepositoryName.objects.create(
        repository=file.repository, text="ЦПА ИМЛ", language="ru", kind="acronym", years="1956/1991", former=True
    )
    FormerReference.objects.create(
        unit=make.unit("RGASPI/17/171/88", status="published"), archive="ЦПА ИМЛ", shelfmark="17/2/880"
    )
    make.publication("Моя жизнь", status="published", date="1991")
    make.citation(file, status="published")


# What a note says → what is answered of each reference: kind, what is known, what is said and doubted.
ANSWERS = [
    ("RGASPI, f. 17, op. 171, d. 87, l. 83.", ["held: RGASPI, f. 17, op. 171, d. 87, l. 83 (1)"]),
    ("Ibid., l. 84.", ["held: RGASPI, f. 17, op. 171, d. 87, l. 84 (1)"]),
    ("Там же. Л. 91 об.", [
        "held: RGASPI, f. 17, op. 171, d. 87, l. 91ob. (1)"
        " ! Sheet 91 lies beyond the file, whose extent is given as “90 л.”.",
    ]),
    ("ЦПА ИМЛ. Ф. 17. Оп. 171. Д. 87. Л. 5.", [
        "held: RGASPI, f. 17, op. 171, d. 87, l. 5 (1) ! ЦПА ИМЛ (1956/1991) is a former name of RGASPI.",
    ]),
    ("ЦПА ИМЛ. Ф. 17. Оп. 2. Д. 880. Л. 5.", [
        "held: RGASPI, f. 17, op. 171, d. 88, l. 5 (0) ! This is a former shelfmark; today the file is"
        " RGASPI, f. 17, op. 171, d. 88.",
    ]),
    ("RGASPI, f. 17, op. 171, d. 999, l. 1.", [
        "not held: RGASPI, f. 17, op. 171 (0) ? Not held; the nearest level above is:",
    ]),
    ("RGASPI, f. 17, op. 171, d. 87, l. 1; GARF, f. 1, op. 1, d. 1.", [
        "held: RGASPI, f. 17, op. 171, d. 87, l. 1 (1)", "not held:  ? The source is not among the records held.",
    ]),
    ("XYZA, f. 1, op. 1, d. 1, l. 2.", ["not understood:  ? No archive of this name is known."]),
    ("Троцкий Л. Д. Моя жизнь. М., 1991. С. 5.", ["held: Моя жизнь (0)"]),
    ("A word in passing.", []),
]  # fmt: skip


def said(cited: Any) -> str:
    known = "; ".join(f"{known.label} ({known.times})" for known in cited.known)
    reason = f" ? {cited.says}" if cited.says else ""
    return f"{cited.kind}: {known}{reason}" + "".join(f" ! {doubt}" for doubt in cited.doubts)


def test_what_each_note_cites_and_what_looks_wrong(shelves: None) -> None:
    checked = check([FileNote(str(number), text) for number, (text, _said) in enumerate(ANSWERS, start=1)])
    assert [(one.note.text, list(map(said, one.cited))) for one in checked] == ANSWERS


@pytest.mark.parametrize(
    ("extent", "sheets"),
    [
        ("312 sheets", 312), ("90 л.", 90), ("Листов: 45", 45), ("12 лл.", 12), ("206 листов", 206), ("3 leaves", 3),
        ("1,5 м", 0), ("4 boxes", 0), ("", 0), ("1928 г.", 0), ("2 linear feet", 0), ("7 листа", 7),
    ],
)  # fmt: skip
def test_how_many_sheets_an_extent_names(extent: str, sheets: int) -> None:
    assert sheets_of(extent) == sheets


def test_the_page_answers_and_keeps_nothing(client: Client, shelves: None) -> None:
    before = Footnote.objects.count()
    text = "1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n2. Ibid., l. 91.\n"
    page = client.post("/check/", {"text": text}).content.decode()
    assert re.findall(r"<mark>(.*?)</mark>", page) == [
        "RGASPI, f. 17, op. 171, d. 87, l. 83", "Ibid., l. 91",
    ]  # fmt: skip
    assert 'href="/archive/RGASPI/17/171/87/?l=83"' in page
    assert 'href="/citations/?unit=RGASPI%2F17%2F171%2F87"' in page
    assert page.count("Sheet 91 lies beyond the file") == 1
    assert (Footnote.objects.count(), Reading.objects.count()) == (before, 0)
    sent = html.unescape(re.search(r'name="notes" value="([^"]*)"', page)[1])  # type: ignore[index]  # it is there
    only = client.post("/check/", {"notes": sent, "only": "1"}).content.decode()
    assert re.findall(r'class="note-number">(\d+)<', only) == ["2"]


def test_the_answer_is_taken_along(client: Client, shelves: None) -> None:
    text = "RGASPI, f. 17, op. 171, d. 87, l. 83.\n=Ibid., l. 91.\nGARF, f. 1.\n"
    rows = list(csv.DictReader(io.StringIO(client.post("/check/", {"text": text, "format": "csv"}).content.decode())))
    assert [(row["note"], row["outcome"], row["known_here"]) for row in rows] == [
        ("1", "held", "RGASPI, f. 17, op. 171, d. 87, l. 83"),
        ("2", "held", "RGASPI, f. 17, op. 171, d. 87, l. 91"),
        ("3", "not held", ""),
    ]
    workbook = client.post("/check/", {"text": text, "format": "xlsx"})
    assert (workbook.status_code, workbook.content[:2]) == (200, b"PK")
    ris = client.post("/check/", {"text": text, "format": "ris"}).content.decode()
    assert [entry["id"] for entry in rispy.loads(ris)] == ["rgaspi-17-171-87-l83", "rgaspi-17-171-87-l91"]


def test_a_word_file_is_checked(client: Client, shelves: None) -> None:
    sent = SimpleUploadedFile("notes.docx", (NOTES / "notes.docx").read_bytes())
    page = client.post("/check/", {"file": sent}).content.decode()
    assert page.count('class="note-number"') > 3


def test_what_cannot_be_read_is_told_and_what_was_typed_comes_back(client: Client) -> None:
    for asked, status, words in (
        ({"text": "x" * 400_001}, 400, "At most 400000 letters"),
        ({"text": "\n".join(["note"] * 1501)}, 400, "There are 1501 notes"),
        ({"text": "1. " + "a" * 20_001}, 400, "no footnote is that long"),
        ({"notes": "{"}, 400, "Please send your notes again"),
        ({"notes": '[["1"]]'}, 400, "Please send your notes again"),
        ({"file": SimpleUploadedFile("x.docx", b"PK\x03\x04 broken")}, 400, "refused"),
        ({"text": "x", "format": "exe"}, 400, "format"),
        ({"text": "x", "y": "1"}, 400, "y"),
        ({"text": "\0"}, 200, "No footnotes were found"),
        ({"text": "", "file": ""}, 200, "No footnotes were found"),  # as a browser sends it where no file is chosen
    ):
        answer = client.post("/check/", asked)
        assert (answer.status_code, words in answer.content.decode()) == (status, True), (asked.keys(), status)
    assert "kept &lt;words&gt;" in client.post("/check/", {"text": "kept <words>" + "x" * 400_000}).content.decode()


def test_one_manuscript_at_a_time(client: Client) -> None:
    from django.db import connections

    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [READING])
        answer = client.post("/check/", {"text": "kept"})
    finally:
        other.close()
    assert (answer.status_code, "Another manuscript is being read" in answer.content.decode()) == (503, True)
    assert ">kept</textarea>" in answer.content.decode()


def test_another_site_cannot_send_notes_here() -> None:
    assert Client(enforce_csrf_checks=True).post("/check/", {"text": "x"}).status_code == 403


def test_a_draft_is_not_told_of(client: Client) -> None:
    make.unit("RGASPI/17/171/87")
    answer = client.post("/check/", {"text": "RGASPI, f. 17, op. 171, d. 87, l. 83."}).content.decode()
    assert "The source is not among the records held." in answer
    assert connection.in_atomic_block
