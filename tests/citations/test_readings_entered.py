"""Footnotes at the desk: read by two editors at once, entered in slices, published, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.models import Unit
from citations.imports import entering
from citations.imports.footnotes import ingest
from citations.models import Citation, Footnote, Publication, Reading
from core.models import Batch
from tests import factories
from tests.citations.reading_desk import ARTICLE, NOTE, as_shown, cited, decide, enter, page_of, send, the_reading
from tests.desk import messages_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


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
