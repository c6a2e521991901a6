"""Footnotes at the desk: sent, shown as understood, decided about, corrected, entered in slices, published, undone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.models import Unit
from citations.imports import entering
from citations.imports.footnotes import ingest
from citations.models import Citation, Footnote, Publication, Reading
from citations.review import meaning
from core.models import Batch
from tests import factories
from tests.desk import messages_of, words

pytestmark = pytest.mark.django_db
ARTICLE = Path(__file__).parents[1] / "golden" / "article_en.txt"
FIELD = re.compile(
    r'<input type="(checkbox|radio|hidden)" name="(take|shown|undecided|cites:[^"]+|opened:[^"]+|version)"'
    r' value="([^"]*)"( checked)?>'
)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


def send(desk: Client, text: str = "", **fields: Any) -> Any:
    """The page that opens when footnotes were sent."""
    return desk.post(reverse("admin:read_footnotes"), {"text": text, **fields}, follow=True)


def the_reading() -> Reading:
    return Reading.objects.get()


def page_of(desk: Client, page: int = 1) -> Any:
    return desk.get(reverse("admin:reading", args=[the_reading().pk]), {"page": page})


def as_shown(response: Any) -> dict[str, list[str]]:
    """What a browser would send of the page's form, nothing being changed."""
    fields: dict[str, list[str]] = {}
    for kind, name, value, checked in FIELD.findall(response.content.decode()):
        if kind == "hidden" or checked:
            fields.setdefault(name, []).append(value)
    return fields


def decide(desk: Client, response: Any, go: str = "stay", **changed: Any) -> Any:
    fields = {**as_shown(response), **changed, "go": go}
    return desk.post(response.request["PATH_INFO"], fields, follow=True)


def enter(desk: Client) -> Any:
    address = reverse("admin:reading_entered", args=[the_reading().pk])
    for _slice in range(100):
        response = desk.post(address, follow=True)
        if the_reading().state == "entered":
            return response
    raise AssertionError("it was never done")


def note(desk: Client, order: int, **fields: Any) -> Any:
    address = reverse("admin:reading_note", args=[the_reading().pk, order])
    return desk.post(address, {"again": "1", **fields}, follow=True)


def cited() -> list[tuple[str, str, str, str]]:
    """Note, words, outcome and what is cited, in the order of the notes."""
    found = Citation.objects.order_by("footnote__order", "start", "id").select_related("footnote")
    return [(each.footnote.number, each.as_written, each.outcome, meaning(each)) for each in found]


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

NOTE = "RGASPI, f. 17, op. 171, d. 87, l. 83; GARF, f. 9, op. 1, d. 2."


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


# -- two editors at one reading ---------------------------------------------------------------------------------------


@pytest.fixture
def other_desk() -> Client:
    client = Client()
    client.force_login(factories.editor("boris"))
    return client


def test_two_editors_at_one_page_keep_what_each_decided(desk: Client, other_desk: Client) -> None:
    """What only one of the two touched is kept; where both decided, the second sees the other's, and may send again."""
    mine = send(
        desk, "1. RGASPI, f. 17, op. 1, d. 14; GARF, f. 9, op. 1, d. 2.\n2. Ibid., l. 3.\n3. RGAE, f. 1, op. 1, d. 1."
    )
    theirs = page_of(other_desk)
    places = as_shown(mine)["shown"]
    ibid, last = places[2], places[3]
    decide(other_desk, theirs, take=places[:3], **{f"cites:{ibid}": "candidate:0"})
    stopped = decide(desk, mine, go="enter", take=places[1:], **{f"cites:{ibid}": "candidate:1"})
    assert "Somebody else has decided about one citation since you opened this page; yours was not kept." in words(
        stopped
    )
    assert "boris has decided otherwise since: RGASPI/17/1/14. Yours is shown; send it again to keep it." in words(
        stopped
    )
    assert as_shown(stopped)[f"cites:{ibid}"] == ["candidate:1"]
    kept = {note.order: note.choices for note in the_reading().notes.all()}
    assert kept == {
        1: {places[0].split(":")[1]: {"out": True}},
        2: {ibid.split(":")[1]: {"candidate": 0}},
        3: {last.split(":")[1]: {"out": True}},
    }
    again = decide(desk, stopped)
    assert "not kept" not in words(again)
    assert the_reading().notes.get(order=2).choices == {ibid.split(":")[1]: {"candidate": 1}}
    assert (last in as_shown(again)["take"], [str(each.changed_by) for each in the_reading().notes.all()]) == (
        False, ["anna", "anna", "boris"],
    )  # fmt: skip


def test_two_editors_at_one_note_see_what_the_other_made_of_it(desk: Client, other_desk: Client) -> None:
    unit = factories.unit("RGAE/7486/37/5")
    send(desk, f"1. {NOTE}")
    address = reverse("admin:reading_note", args=[the_reading().pk, 1])
    opened = as_shown(desk.get(address))
    other_desk.post(address, {**as_shown(other_desk.get(address)), "lines": "GARF, f. 9, op. 1, d. 2"})
    typed = {"lines": NOTE.replace("87", "88").replace("; ", "\n"), "0-37-unit": str(unit.pk)}
    stopped = desk.post(address, {**opened, **typed})
    said = words(stopped)
    assert "boris has changed this note since you opened it; nothing of yours has been saved yet." in said
    assert "Its lines stand so now: GARF, f. 9, op. 1, d. 2" in said
    assert "What you chose for words that are cut otherwise now: RGAE/7486/37/5." in said
    assert "RGASPI, f. 17, op. 171, d. 88, l. 83" in stopped.content.decode()
    assert the_reading().notes.get().pieces == [[38, 61, ""]]
    desk.post(address, {**as_shown(stopped), **typed})
    assert [words for *_span, words in the_reading().notes.get().pieces or ()][:1] == [
        "RGASPI, f. 17, op. 171, d. 88, l. 83"
    ]


def test_who_decides_while_another_enters_is_told(desk: Client, other_desk: Client) -> None:
    page = send(desk, "1. RGASPI, f. 17, op. 1, d. 14, l. 9.")
    address = reverse("admin:reading_note", args=[the_reading().pk, 1])
    enter(other_desk)
    for response in (decide(desk, page, take=[]), desk.post(address, {"lines": ""}, follow=True)):
        assert messages_of(response) == ["Somebody has entered this reading since; what you decided last was not kept."]
    assert len(cited()) == 1


# -- entered ----------------------------------------------------------------------------------------------------------


def test_all_goes_in_as_drafts_of_one_import(desk: Client) -> None:
    send(desk, ARTICLE.read_text())
    text = words(enter(desk))
    assert "7 notes added to “Letters from the Isolators of the Urals”, 0 stood there already." in text
    assert "Citations: 7 resolved, 1 ambiguous, 0 unresolved." in text
    batch = Batch.objects.get()
    assert batch.report.startswith("7 notes added to “Letters from the Isolators of the Urals”, 0 stood there already.")
    assert str(batch.user) == "anna"
    assert set(Citation.objects.values_list("status", "batch")) == {("draft", batch.pk)}


def test_a_long_text_is_entered_in_slices_and_can_be_left_in_between(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "SECONDS", 0.0)
    monkeypatch.setattr(entering, "SLICE", 3)
    send(desk, ARTICLE.read_text())
    address = reverse("admin:reading_entered", args=[the_reading().pk])
    said = []
    for _slice in range(3):
        said.append(words(desk.post(address, follow=True)))
        assert Footnote.objects.count() == the_reading().done
    assert "3 of 7 notes are entered." in said[0]
    assert "6 of 7 notes are entered." in said[1]
    assert "7 notes added" in said[2]
    assert [what for *_rest, what in cited()][4] == "RGASPI/17/171/14 | GARF/9414/1/2"
    desk.post(address)
    assert Footnote.objects.count() == 7


def test_twenty_notes_are_shown_with_few_questions(desk: Client, django_assert_max_num_queries: Any) -> None:
    notes = "".join(
        f"{n}. RGASPI, f. 17, op. 171, d. {n}, l. 1; GARF, f. {n}, op. 1, d. 2, l. 3.\n" for n in range(1, 21)
    )
    send(desk, "A title of some words\n\n" + notes)
    with django_assert_max_num_queries(40):
        assert "RGASPI/17/171/20" in words(desk.get(reverse("admin:reading", args=[the_reading().pk])))


def test_what_was_entered_at_the_desk_is_known_to_the_command(desk: Client) -> None:
    send(desk, ARTICLE.read_text())
    enter(desk)
    report = ingest(ARTICLE.read_bytes(), "article_en.txt")
    assert (report.added, report.known) == (0, 7)


def test_a_text_that_is_there_already_adds_nothing(desk: Client) -> None:
    ingest(ARTICLE.read_bytes(), "article_en.txt")
    send(desk, ARTICLE.read_text())
    assert "0 notes added to “Letters from the Isolators of the Urals”, 7 stood there already." in words(enter(desk))
    assert Batch.objects.count() == 1


def test_a_file_is_read_into_a_chosen_publication(desk: Client) -> None:
    work = factories.publication("A work of another title")
    content = (ARTICLE.parent / "article_ru.txt").read_text().encode("cp1251")
    send(desk, file=SimpleUploadedFile("статья.txt", content), publication=str(work.pk))
    enter(desk)
    assert set(Footnote.objects.values_list("publication", flat=True)) == {work.pk}
    assert Batch.objects.get().source == "статья.txt"


def test_a_work_not_held_yet_is_named(desk: Client) -> None:
    send(desk, "1. RGASPI, f. 17, op. 171, d. 87, l. 83.", title="An unnamed article")
    enter(desk)
    assert Publication.objects.get().title == "An unnamed article"


def test_several_works_of_that_title_are_told(desk: Client) -> None:
    for _twice in range(2):
        factories.publication("Two works of one title")
    send(desk, "1. RGASPI, f. 17, op. 171, d. 87, l. 83.", title="Two works of one title")
    response = desk.post(reverse("admin:reading_entered", args=[the_reading().pk]), follow=True)
    assert messages_of(response) == [
        "Several publications are called “Two works of one title”; give the number of one."
    ]


# -- published, undone ------------------------------------------------------------------------------------------------


def test_all_that_was_entered_is_published_at_once_after_asking(desk: Client) -> None:
    send(desk, ARTICLE.read_text())
    enter(desk)
    address = reverse("admin:reading_publish", args=[the_reading().pk])
    asked = desk.post(address)
    assert "records become visible to everybody" in words(asked)
    assert Citation.objects.published().count() == 0
    done = desk.post(address, {"seen": asked.context["seen"]}, follow=True)
    assert messages_of(done) == ["Published: 26."]
    assert Citation.objects.published().count() == 8


def test_an_import_is_undone_and_its_reading_open_again(desk: Client) -> None:
    held = factories.unit("RGASPI/17")
    page = send(desk, ARTICLE.read_text())
    decide(desk, page, take=as_shown(page)["take"][:3])
    enter(desk)
    address = reverse("admin:reading_undo", args=[the_reading().pk])
    assert "Everything that it brought in is deleted." in words(desk.get(address))
    assert Footnote.objects.count() == 7
    undone = desk.post(address, follow=True)
    assert messages_of(undone) == ["The import was undone; nothing of it is left. The reading is open again."]
    assert not Footnote.objects.exists()
    assert not Citation.objects.exists()
    assert not Publication.objects.exists()
    assert list(Unit.objects.all()) == [held]
    assert len(as_shown(undone)["take"]) == 3
    assert the_reading().state == "open"


@pytest.mark.django_db(transaction=True)  # who wrote what is told by the transaction
def test_an_import_that_others_have_built_on_is_not_undone(desk: Client) -> None:
    send(desk, ARTICLE.read_text())
    enter(desk)
    factories.citation(Unit.objects.get(path="GARF/9414/1/2"))
    response = desk.post(reverse("admin:reading_undo", args=[the_reading().pk]), follow=True)
    assert "Others use archival unit" in messages_of(response)[0]
    assert Footnote.objects.filter(batch__isnull=False).count() == 7
    assert the_reading().state == "entered"


def test_a_reading_is_thrown_away(desk: Client) -> None:
    send(desk, ARTICLE.read_text())
    address = reverse("admin:reading_throw_away", args=[the_reading().pk])
    desk.get(address)
    assert Reading.objects.exists()
    assert messages_of(desk.post(address, follow=True)) == ["The reading was thrown away."]
    assert not Reading.objects.exists()


def test_a_long_text_is_shown_page_by_page_and_keeps_what_was_decided(desk: Client) -> None:
    text = "\n".join(f"{number}. RGASPI, f. 17, op. 171, d. {number}, l. 1." for number in range(1, 46))
    page = send(desk, text)
    assert "Page 1 of 3" in words(page)
    second = decide(desk, page, go="next", take=as_shown(page)["take"][1:])
    assert [one.note.number for one in second.context["notes"]] == [str(number) for number in range(21, 41)]
    again = as_shown(page_of(desk, 1))
    assert set(again["shown"]) - set(again["take"]) == {"1:0-34"}
    assert page_of(desk, 99).context["page"] == 3
    assert desk.get(reverse("admin:reading", args=[the_reading().pk]), {"page": "²"}).context["page"] == 1
