"""Footnotes at the desk: sent, shown as understood, decided about, corrected."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.models import Unit
from citations.models import Footnote, Reading
from tests import factories
from tests.citations.reading_desk import ARTICLE, NOTE, as_shown, cited, decide, enter, note, page_of, send, the_reading
from tests.desk import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


# -- sent and shown ---------------------------------------------------------------------------------------------------


def test_pasted_notes_are_shown_as_understood_and_nothing_is_entered(desk: Client) -> None:
    factories.unit("RGASPI/17/171")
    text = words(send(desk, ARTICLE.read_text()))
    assert "This is how “Letters from the Isolators of the Urals” was understood. Nothing has been entered yet." in text
    assert "new archival unit RGASPI/17/171/12 sheets 5 will be made: delo 12" in text
    assert (
        "new archival unit GARF/9414/1/2 will be made: archive State Archive of the Russian Federation · fond" in text
    )
    assert "ambiguous RGASPI/17/171/14 GARF/9414/1/2 not decided" in text
    assert "new publication A Winter in Suzdal pages 14 will be made: A. Petrova · Riga, Logos, 1931" in text
    assert not Footnote.objects.exists()
    assert not Unit.objects.filter(number="12").exists()
    reading = the_reading()
    assert (str(reading.owner), reading.state, reading.total) == ("anna", "open", 7)


def test_each_recognised_part_is_named_and_grouped(desk: Client) -> None:
    page = send(desk, "1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n2. Ibid., l. 84.").content.decode()
    parts = re.findall(r'<ruby class="part part-(\w+)">([^<]+)<rt>([^<]+)</rt></ruby>', page)
    assert parts == [
        ("archive", "RGASPI", "archive"),
        ("level", "f. 17", "fond"),
        ("level", "op. 171", "opis"),
        ("level", "d. 87", "delo"),
        ("leaves", "83", "sheets"),
        ("back", "Ibid.", "refers back"),
        ("leaves", "84", "sheets"),
    ]


def test_what_is_held_is_linked(desk: Client) -> None:
    unit = factories.unit("RGASPI/17/171/87")
    work = factories.publication("A Winter in Suzdal", date="1931")
    page = send(
        desk, "1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n2. A. Petrova, A Winter in Suzdal (Riga: Logos, 1931), 14."
    )
    body = page.content.decode()
    assert f'href="/admin/archive/unit/{unit.pk}/change/">RGASPI/17/171/87</a>' in body
    assert f"/admin/citations/publication/{work.pk}/change/" in body


def test_what_cannot_be_made_says_why(desk: Client) -> None:
    text = words(
        send(desk, "1. Ibid., l. 5.\n2. Archive of the Unknown Committee, f. 1, op. 2, d. 3.\n3. He was right.")
    )
    assert "unresolved No reference stands before this one, so there is nothing for it to repeat." in text
    assert "unresolved No archive of this name is known." in text
    assert "Nothing in this note was understood as a citation." in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_markup_in_a_note_is_text(desk: Client, language: str) -> None:
    page = desk.post(
        reverse("admin:read_footnotes"),
        {"text": "1. <b>RGASPI</b>, f. 17, op. 1, d. 2 <script>alert(1)</script>"},
        follow=True,
        headers={"accept-language": language},
    )
    assert "<script>alert" not in page.content.decode()
    assert "&lt;b&gt;" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Paste a text or choose a file."),
        ({"text": "  \n "}, "Paste a text or choose a file."),
        ({"text": "No notes here."}, "No footnotes were found"),
        ({"file": SimpleUploadedFile("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))}, "This is not a text file."),
        ({"file": SimpleUploadedFile("a.docx", b"x" * 1000)}, "The name of the file and what it holds do not agree."),
        ({"text": "1. RGASPI", "encoding": "klingon"}, "The file is not text in the encoding klingon."),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(desk: Client, fields: Any, sentence: str) -> None:
    response = desk.post(reverse("admin:read_footnotes"), fields)
    assert response.status_code == 200
    assert sentence in words(response)
    assert fields.get("text", "") in response.content.decode()
    assert not Reading.objects.exists()


def test_more_notes_than_any_book_has_are_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citations.desk.sending.MOST_NOTES", 6)
    response = desk.post(reverse("admin:read_footnotes"), {"text": ARTICLE.read_text()})
    assert "These are more notes than any book has; send them in parts." in words(response)


def test_a_page_with_hundreds_of_citations_is_kept(desk: Client) -> None:
    cited = "; ".join(f"GARF, f. {number}, op. 1, d. 2" for number in range(1, 61))
    page = send(desk, "\n".join(f"{number}. {cited}." for number in range(1, 9)))
    assert len(as_shown(page)["shown"]) == 480
    assert decide(desk, page, take=[]).status_code == 200
    assert as_shown(page_of(desk)).get("take") is None


def test_only_who_may_enter_records_may_read_footnotes(client: Client) -> None:
    reading = Reading.objects.create(source="a.txt", content_hash="0", total=0)
    pages = ["reading", "reading_entered", "reading_publish", "reading_undo", "reading_throw_away"]
    addresses = [reverse("admin:read_footnotes"), *(reverse(f"admin:{name}", args=[reading.pk]) for name in pages)]
    assert [client.get(address).status_code for address in addresses] == [302] * 6
    client.force_login(User.objects.create_user("viewer", is_staff=True))
    assert [client.get(address).status_code for address in addresses] == [403] * 6


# -- decided ----------------------------------------------------------------------------------------------------------


def test_a_citation_that_is_not_taken_is_not_entered(desk: Client) -> None:
    page = send(desk, ARTICLE.read_text())
    taken = [name for name in as_shown(page)["take"] if not name.startswith("5:")]
    decide(desk, page, take=taken)
    enter(desk)
    assert [number for number, *_rest in cited()] == ["1", "2", "3", "3", "4", "6", "7"]
    assert Footnote.objects.filter(number="5").exists()


def test_what_a_later_note_repeats_is_what_was_chosen(desk: Client) -> None:
    text = "1. RGASPI, f. 17, op. 1, d. 14; GARF, f. 9, op. 1, d. 2.\n2. Ibid., l. 3.\n3. Ibid., l. 4."
    page = send(desk, text)
    fields = as_shown(page)
    (place,) = [name for name in fields["shown"] if name.startswith("2:")]
    decide(desk, page, **{f"cites:{place}": "candidate:1"})
    enter(desk)
    assert [(number, what) for number, _words, _outcome, what in cited()] == [
        ("1", "RGASPI/17/1/14"),
        ("1", "GARF/9/1/2"),
        ("2", "GARF/9/1/2, 3"),
        ("3", "GARF/9/1/2, 4"),
    ]


def test_a_choice_stays_when_its_note_is_looked_at_and_kept(desk: Client) -> None:
    page = send(desk, "1. RGASPI, f. 17, op. 1, d. 14; GARF, f. 9, op. 1, d. 2.\n2. Ibid., l. 3.")
    (place,) = [name for name in as_shown(page)["shown"] if name.startswith("2:")]
    decide(desk, page, **{f"cites:{place}": "candidate:1"})
    note(desk, 2, lines="Ibid., l. 3", done="1")
    enter(desk)
    assert cited()[-1][3] == "GARF/9/1/2, 3"


def test_a_unit_chosen_by_hand_is_let_go_again(desk: Client) -> None:
    unit = factories.unit("RGAE/7486/37/5")
    send(desk, "1. RGASPI, f. 17, op. 1, d. 14, l. 9.")
    for chosen in (str(unit.pk), ""):
        note(desk, 1, lines="RGASPI, f. 17, op. 1, d. 14, l. 9", **{"0-33-unit": chosen})
    enter(desk)
    assert [what for *_rest, what in cited()] == ["RGASPI/17/1/14, 9"]


def test_a_unit_chosen_by_hand_is_cited_with_the_sheets_of_the_note(desk: Client) -> None:
    unit = factories.unit("RGAE/7486/37/5")
    send(desk, "1. RGASPI, f. 17, op. 1, d. 14, l. 9.\n2. Ibid., l. 10.")
    response = note(desk, 1, lines="RGASPI, f. 17, op. 1, d. 14, l. 9", **{"0-33-unit": str(unit.pk)})
    assert response.status_code == 200
    enter(desk)
    assert [what for *_rest, what in cited()] == ["RGAE/7486/37/5, 9", "RGAE/7486/37/5, 10"]


def test_what_was_decided_can_be_taken_back(desk: Client) -> None:
    page = send(desk, "1. RGASPI, f. 17, op. 1, d. 14, l. 9.")
    (place,) = as_shown(page)["shown"]
    left_out = decide(desk, page, take=[])
    assert as_shown(left_out).get("take") is None
    back = decide(desk, left_out, take=[place])
    assert as_shown(back)["take"] == [place]


def test_a_citation_can_be_entered_undecided(desk: Client) -> None:
    send(desk, "1. RGASPI, f. 17, op. 1, d. 14, l. 9.")
    note(desk, 1, lines="RGASPI, f. 17, op. 1, d. 14, l. 9", **{"0-33-undecided": "on"})
    enter(desk)
    assert [(outcome, what) for _n, _w, outcome, what in cited()] == [
        ("unresolved", "The source is not among the records held.")
    ]
    assert not Unit.objects.exists()


@pytest.mark.parametrize("cites", ["unit:999999", "unit:x", "candidate:99", "person:1", "unit:" + "9" * 30, ":::"])
def test_a_choice_that_is_none_changes_nothing(desk: Client, cites: str) -> None:
    page = send(desk, "1. RGASPI, f. 17, op. 1, d. 14; GARF, f. 9, op. 1, d. 2.\n2. Ibid., l. 3.")
    (place,) = [name for name in as_shown(page)["shown"] if name.startswith("2:")]
    assert decide(desk, page, **{f"cites:{place}": cites}).status_code == 200
    assert decide(desk, page, shown=["1:0-x", "99:0-5", "", "1:5-2", "9" * 40]).status_code == 200
    enter(desk)
    assert cited()[-1][2] == "ambiguous"


# -- corrected --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "becomes"),
    [
        (
            ["RGASPI, f. 17, op. 171, d. 88, l. 83", "GARF, f. 9, op. 1, d. 2"],
            [
                ("RGASPI, f. 17, op. 171, d. 87, l. 83", "RGASPI/17/171/88, 83"),
                ("GARF, f. 9, op. 1, d. 2", "GARF/9/1/2"),
            ],
        ),
        (["GARF, f. 9, op. 1, d. 2"], [("GARF, f. 9, op. 1, d. 2", "GARF/9/1/2")]),
        (
            ["RGASPI, f. 17, op. 171, d. 87", "l. 83", "GARF, f. 9, op. 1, d. 2"],
            [
                ("RGASPI, f. 17, op. 171, d. 87", "RGASPI/17/171/87"),
                ("l. 83", "RGASPI/17/171/87, 83"),
                ("GARF, f. 9, op. 1, d. 2", "GARF/9/1/2"),
            ],
        ),
        (
            ["RGASPI, f. 17, op. 171, d. 87, l. 83; GARF, f. 9, op. 1, d. 2"],
            [("RGASPI, f. 17, op. 171, d. 87, l. 83; GARF, f. 9, op. 1, d. 2", "RGASPI/17/171/87, 83")],
        ),
        ([], []),
    ],
    ids=["words corrected", "left out", "cut in two", "joined", "all left out"],
)
def test_the_citations_of_a_note_are_typed_as_lines(
    desk: Client, lines: list[str], becomes: list[tuple[str, str]]
) -> None:
    send(desk, f"1. {NOTE}")
    note(desk, 1, lines="\r\n".join(lines))
    enter(desk)
    assert [(written, what) for _n, written, _o, what in cited()] == becomes
    assert Footnote.objects.get().text == NOTE


def test_words_that_are_no_part_of_the_note_are_refused_and_stay(desk: Client) -> None:
    send(desk, f"1. {NOTE}")
    response = note(desk, 1, lines="!!!")
    assert "“!!!” is no part of this note." in words(response)
    assert ">\n!!!</textarea>" in response.content.decode()


def test_a_note_can_be_left_as_it_reads_by_itself(desk: Client) -> None:
    send(desk, f"1. {NOTE}")
    note(desk, 1, lines="GARF, f. 9, op. 1, d. 2")
    assert "As it reads by itself" in words(note(desk, 1, lines="GARF, f. 9, op. 1, d. 2"))
    note(desk, 1, **{"by-itself": "1"})
    enter(desk)
    assert [what for *_rest, what in cited()] == ["RGASPI/17/171/87, 83", "GARF/9/1/2"]


def test_ibid_repeats_what_was_corrected(desk: Client) -> None:
    send(desk, "1. RGASPI, f. 17, op. 171, d. 8 7, l. 83.\n2. Ibid., l. 84.")
    page = desk.get(reverse("admin:reading_note", args=[the_reading().pk, 1]))
    line = page.context["lines"].initial["lines"].splitlines()[0]
    note(desk, 1, lines="RGASPI, f. 17, op. 171, d. 87, l. 83" if line else "")
    enter(desk)
    assert [what for *_rest, what in cited()] == ["RGASPI/17/171/87, 83", "RGASPI/17/171/87, 84"]
