"""`manage.py ingest`: footnotes go in as drafts, once, all or nothing; once published the public sees them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from archive.models import Repository, Unit
from citations.imports import footnotes
from citations.imports.footnotes import ingest
from citations.models import Citation, Contribution, Footnote, Publication
from citations.review import meaning
from core.changes import history_of
from core.models import Batch
from core.text_files import Unreadable
from tests import factories
from tests.desk import address, messages_of, words

GOLDEN = Path(__file__).parents[1] / "golden"
LECTURE = Path(__file__).resolve().parents[3] / "shared" / "sample" / "lecture.txt"
ARTICLE = GOLDEN / "article_en.txt"


def run(file: Path | str, **options: Any) -> str:
    from io import StringIO

    out = StringIO()
    call_command("ingest", str(file), stdout=out, **options)
    return out.getvalue()


def read(text: str, **options: Any) -> Any:
    return ingest(text.encode(), "notes.txt", **options)


def cited() -> list[tuple[str, str, str]]:
    """Note, what it cites, how, in the order of the notes."""
    found = Citation.objects.order_by("footnote__order", "start", "id").select_related("footnote")
    return [(citation.footnote.number, meaning(citation), citation.how) for citation in found]


def everything() -> dict[str, int]:
    kinds: tuple[Any, ...] = (Batch, Citation, Contribution, Footnote, Publication, Repository, Unit)
    return {kind.__name__: kind.objects.count() for kind in kinds if kind.objects.exists()}


# -- what comes in ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_article_of_our_own_goes_in() -> None:
    assert run(ARTICLE).splitlines() == [
        "7 notes added to “Letters from the Isolators of the Urals”, 0 stood there already.",
        "Citations: 7 resolved, 1 ambiguous, 0 unresolved.",
        "Drafts made for what they cite: 2 archives, 7 archival units, 2 publications.",
        "All of it waits in the review queue as drafts.",
    ]
    assert cited() == [
        ("1", "RGASPI/17/171/12, 5", "explicit"),
        ("2", "RGASPI/17/171/12, 6–7 ob.", "ibid"),
        ("3", "RGASPI/17/171/14, 1", "explicit"),
        ("3", "GARF/9414/1/2", "explicit"),
        ("4", "RGASPI/17/171/14 | GARF/9414/1/2", "ibid"),
        ("5", "A Winter in Suzdal, 14", "explicit"),
        ("6", "A Winter in Suzdal, 15–16", "ibid"),
        ("7", "RGASPI/17/171/12, 9", "explicit"),
    ]


@pytest.mark.django_db
def test_all_of_it_are_drafts_of_one_import_and_say_so() -> None:
    run(ARTICLE)
    batch = Batch.objects.get()
    for kind in (Citation, Footnote, Publication, Repository, Unit):
        assert set(kind.objects.values_list("status", "batch")) == {("draft", batch.pk)}, kind
    assert batch.source == "article_en.txt"
    assert batch.report.startswith("7 notes added")
    reasons = set(history_of(Citation).values_list("pgh_context__metadata__reason", flat=True))
    assert reasons == {"footnotes from article_en.txt"}


@pytest.mark.django_db
def test_the_words_of_a_note_and_of_its_citations_are_kept() -> None:
    run(ARTICLE)
    text = ARTICLE.read_text()
    for footnote in Footnote.objects.all():
        assert footnote.text in text
        for citation in footnote.citations.all():
            assert citation.as_written == footnote.text[citation.start : citation.end]


@pytest.mark.django_db
def test_a_second_run_adds_nothing() -> None:
    run(ARTICLE)
    before = everything()
    assert run(ARTICLE) == ("0 notes added to “Letters from the Isolators of the Urals”, 7 stood there already.\n")
    assert everything() == before


@pytest.mark.django_db
def test_a_longer_version_adds_what_is_new() -> None:
    run(ARTICLE)
    longer = ARTICLE.read_text() + "\n[8]\n\nRGASPI, f. 17, op. 171, d. 15, l. 2.\n"
    report = read(longer)
    assert (report.added, report.known) == (1, 7)
    assert list(Footnote.objects.order_by("order").values_list("number", flat=True)) == list("12345678")
    assert cited()[-1] == ("8", "RGASPI/17/171/15, 2", "explicit")


@pytest.mark.django_db
def test_what_is_held_already_is_found_not_made_again() -> None:
    unit = factories.unit("RGASPI/17/171/12", status="published")
    work = factories.publication("A Winter in Suzdal", date="1931", status="published")
    run(ARTICLE)
    assert Unit.objects.filter(path="RGASPI/17/171/12").get() == unit
    assert Citation.objects.filter(unit=unit).count() == 3
    assert Citation.objects.filter(publication=work).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["number", "title", "title in other case"])
def test_the_publication_can_be_named(given: str) -> None:
    work = factories.publication("A history of exile")
    name = {"number": str(work.pk), "title": work.title, "title in other case": "A HISTORY OF EXILE"}[given]
    run(ARTICLE, publication=name)
    assert set(Footnote.objects.values_list("publication", flat=True)) == {work.pk}
    assert "0 notes added" in run(ARTICLE, publication=name)


@pytest.mark.django_db
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_make_no_new_notes(line_end: str) -> None:
    run(ARTICLE)
    assert read(ARTICLE.read_text().replace("\n", line_end)).added == 0


@pytest.mark.django_db
def test_notes_without_a_heading_are_found_again_by_their_file_alone() -> None:
    """Two articles may both lie in a file called notes.txt."""
    one, other = "1. RGASPI, f. 17, op. 2, d. 3, l. 4.", "1. GARF, f. 5, op. 6, d. 7, l. 8."
    for text in (one, other, one, other):
        read(text)
    assert list(Publication.objects.order_by("id").values_list("title", flat=True)) == ["notes.txt", "notes.txt"]
    assert Footnote.objects.count() == 2


@pytest.mark.django_db
def test_two_works_of_one_title_are_not_chosen_between() -> None:
    for _ in range(2):
        factories.publication("Letters from the Isolators of the Urals")
    before = everything()
    with pytest.raises(CommandError, match="Several publications are called “Letters from the Isolators"):
        run(ARTICLE)
    assert everything() == before


@pytest.mark.django_db
def test_notes_alike_in_two_chapters_are_both_kept() -> None:
    """“2. Ibid.” of chapter two is not “2. Ibid.” of chapter one."""
    text = (
        "The two chapters of the book\n\n"
        "1. RGASPI, f. 17, op. 171, d. 1, l. 1.\n2. Ibid.\n1. RGASPI, f. 17, op. 171, d. 2, l. 2.\n2. Ibid.\n"
    )
    report = read(text)
    assert report.problems == ["The numbers start again at 1 after note 2."]
    assert [what for _number, what, _how in cited()] == [
        "RGASPI/17/171/1, 1",
        "RGASPI/17/171/1, 1",
        "RGASPI/17/171/2, 2",
        "RGASPI/17/171/2, 2",
    ]
    assert read(text).added == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "problems"),
    [
        ([1, 2, 4], ["Note 3 is missing: 4 follows 2."]),
        (
            [1, 3, 2, 4],
            ["Note 2 is missing: 3 follows 1.", "Note 2 stands after note 3.", "Note 3 is missing: 4 follows 2."],
        ),
        ([1, 2, 2, 3], ["Note 2 occurs more than once."]),
        ([5, 6], ["The first note found is number 5."]),
    ],
)
def test_odd_numbers_are_told_and_all_notes_kept(numbers: list[int], problems: list[str]) -> None:
    text = "A title of some words\n\n" + "".join(
        f"{number}. RGASPI, f. 17, op. 171, d. {place}, l. 1.\n" for place, number in enumerate(numbers, start=1)
    )
    report = read(text)
    assert report.problems == problems
    assert [int(number) for number, *_rest in cited()] == numbers
    assert read(text).added == 0


# -- many notes at once -----------------------------------------------------------------------------------------------


def notes_of(files: Iterable[object]) -> str:
    notes = (f"{n}. RGASPI, f. 17, op. 171, d. {file}, l. 1.\n" for n, file in enumerate(files, start=1))
    return "A title of some words\n\n" + "".join(notes)


@pytest.mark.django_db
def test_a_hundred_notes_cost_as_many_questions_as_one(django_assert_max_num_queries: Any) -> None:
    factories.unit("RGASPI/17/171/500")
    with django_assert_max_num_queries(50):
        assert read(notes_of(range(1, 101))).outcomes["resolved"] == 100


@pytest.mark.django_db
def test_what_one_slice_makes_the_next_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footnotes, "SLICE", 2)
    read(notes_of([1, 2, 1, 3, 2]))
    assert [what for _number, what, _how in cited()] == [f"RGASPI/17/171/{file}, 1" for file in (1, 2, 1, 3, 2)]
    assert set(Unit.objects.filter(level="delo").values_list("number", flat=True)) == {"1", "2", "3"}


@pytest.mark.django_db
def test_of_many_notes_only_the_one_that_no_table_can_hold_stays_unresolved() -> None:
    collection = "9" * 120
    text = notes_of([1, 2, 3]) + f"4. Hoover Institution Archives, {collection} Collection, box 3, folder 1.\n"
    report = read(text + "5. RGASPI, f. 17, op. 171, d. 4, l. 1.\n6. Ibid., l. 2.\n")
    assert (report.outcomes["resolved"], report.outcomes["unresolved"]) == (5, 1)
    refused = Citation.objects.filter(outcome="unresolved").values_list("footnote__number", "reason")
    assert list(refused) == [("4", "One of the texts is longer than its field can hold.")]
    assert list(Unit.objects.filter(level="delo").values_list("number", flat=True)) == ["1", "2", "3", "4"]
    assert not Repository.objects.exclude(code="RGASPI").exists()


@pytest.mark.django_db
def test_a_deleted_note_that_had_its_like_comes_back() -> None:
    """The second of three “2. Ibid.” is missing, so the second is added, not a third once more."""
    text = "The chapters of a book\n\n" + "1. RGASPI, f. 17, op. 171, d. 1, l. 1.\n2. Ibid.\n" * 3
    read(text)
    Footnote.objects.filter(number="2", order=4).delete()
    assert (read(text).added, read(text).added) == (1, 0)


# -- encodings --------------------------------------------------------------------------------------------------------

RUSSIAN = (GOLDEN / "article_ru.txt").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", True),
        ("utf-16-be", True),
        ("utf-32", False),
        ("cp1251", True),
        ("koi8-r", True),
        ("cp866", True),
    ],
)
def test_a_russian_file_reads_in_any_encoding(encoding: str, guessed: bool) -> None:
    report = ingest(RUSSIAN.encode(encoding), "статья.txt")
    assert report.guessed is guessed
    assert [what for _number, what, _how in cited()] == [
        "RGASPI/17/171/12, 5",
        "RGASPI/17/171/12, 6-7 об.",
        "GARF/9414/1/2, 14",
    ]
    assert str(report.publication) == "Письма из уральских изоляторов"


@pytest.mark.django_db
def test_a_wrong_guess_can_be_overridden(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_bytes("Заметка о трёх письмах\n\n1. РГАСПИ. Ф. 17. Оп. 1. Д. 2. Л. 3.".encode("iso8859-5"))
    run(file, encoding="iso8859-5")
    assert [what for _number, what, _how in cited()] == ["RGASPI/17/1/2, 3"]


# -- what cannot be read ----------------------------------------------------------------------------------------------

ENDLESS = b"A title of some words\n\n1. " + b"x" * 10_000_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\t\n", "The file is empty."),
        (b"\xef\xbb\xbf", "No footnotes were found"),
        (b"Only a text, and no notes at all.", "No footnotes were found: they should begin with their number"),
        (
            b"%PDF-1.7\n\x00\x01\x02\x03" + bytes(range(256)) * 40,
            "The name of the file and what it holds do not agree.",
        ),
        (b"PK\x03\x04" + bytes(range(256)) * 40, "This is a packed file that is no Word document."),
        (
            "1. РГАСПИ, ф. 17, оп. 2, д. 3, л. 4".encode("utf-16-le") + b"\x01\xd8\x20\x04",
            "The file is not text in the encoding utf-16-le.",
        ),
        (b"1. RGASPI\0, f. 17", "This is not a text file."),
        (ENDLESS, "Note 1 has 10000000 letters; no footnote is that long."),
        (b"x" * 50_000_001, "The file is larger than 50 MB."),
    ],
    ids=["empty", "blank", "bare BOM", "no notes", "PDF", "docx", "broken UTF-16", "NUL", "10 MB line", "51 MB"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        run(file)
    assert str(error.value).startswith(f"{file}: {sentence}")
    assert everything() == {}


@pytest.mark.django_db
def test_no_file_a_folder_and_an_unknown_publication_or_encoding(tmp_path: Path) -> None:
    for file, options, sentence in (
        (tmp_path / "none.txt", {}, "No such file or directory"),
        (tmp_path, {}, "Is a directory"),
        (ARTICLE, {"publication": "No such work"}, "There is no publication “No such work”."),
        (ARTICLE, {"publication": "999999"}, "There is no publication “999999”."),
        (ARTICLE, {"publication": "9" * 40}, "There is no publication"),
        (ARTICLE, {"encoding": "klingon"}, "The file is not text in the encoding klingon."),
        (ARTICLE, {"encoding": "ascii"}, "The file is not text in the encoding ascii."),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(file, **options)
    assert everything() == {}


@pytest.mark.django_db
def test_a_failure_in_the_midst_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    from citations.linking import Linker

    plain = Linker.cite

    def failing(self: Linker, footnote: Footnote, *given: Any) -> Any:
        if footnote.number == "5":
            raise OSError("the disk is full")
        return plain(self, footnote, *given)

    monkeypatch.setattr(Linker, "cite", failing)
    with pytest.raises(OSError, match="disk"):
        ingest(ARTICLE.read_bytes(), "article_en.txt")
    assert everything() == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_read_the_same_file_at_once_read_it_once() -> None:
    added: list[int] = []

    def work() -> None:
        added.append(ingest(ARTICLE.read_bytes(), "article_en.txt").added)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added) == [0, 0, 7]
    assert (Publication.objects.filter(title__startswith="Letters").count(), Footnote.objects.count()) == (1, 7)


@pytest.mark.django_db
def test_a_part_too_long_for_its_column_is_cut_and_the_note_keeps_it() -> None:
    sheets = ", ".join(str(number) for number in range(1, 400, 2))
    report = read(f"A title of some words\n\n1. RGASPI, f. 17, op. 171, d. 87, ll. {sheets}.")
    citation = Citation.objects.get()
    assert report.outcomes["resolved"] == 1
    assert sheets in citation.as_written
    assert citation.leaves.endswith("…")
    assert len(citation.leaves) <= 500


# -- the lecture, from the file to the public page --------------------------------------------------------------------


@pytest.mark.django_db
def test_the_lecture_goes_in_waits_and_is_published(client: Client) -> None:
    if not LECTURE.exists():
        pytest.skip("the sample lecture is not on this machine")
    assert "Citations: 10 resolved, 0 ambiguous, 0 unresolved." in run(LECTURE)
    assert [(number, what) for number, what, _how in cited() if "/" in what] == [
        ("1", "RGASPI/17/171/87, 83"),
        ("2", "RGASPI/17/171/87, 144"),
        ("3", "RGASPI/17/171/87, 116-117"),
        ("4", "RGASPI/17/171/109, 41-44"),
        ("5", "RGASPI/17/171/109, 45"),
        ("6", "Houghton/Leon_Trotsky_Soviet_Papers/T-1613"),
        ("7", "RGASPI/17/171/153, 236"),
    ]
    page, lists = "/archive/RGASPI/17/171/87/", ("/citations/", "/publications/", "/archive/")
    anonymous = Client()
    assert anonymous.get(page).status_code == 404
    for address_of_list in lists:
        assert anonymous.get(f"{address_of_list}?format=json").json()["count"] == 0

    client.force_login(factories.editor("anna"))
    queue = words(client.get("/admin/"))
    assert "Drafts from imports: citations 10" in queue
    citations = list(Citation.objects.values_list("pk", flat=True))
    chosen = {"action": "publish_with_drafts", "_selected_action": citations}
    asked = client.post(address(Citation, "changelist"), chosen)
    assert "RGASPI/17/171/87" in words(asked)
    done = client.post(address(Citation, "changelist"), {**chosen, "seen": asked.context["seen"]}, follow=True)
    assert messages_of(done) == [f"Published: {asked.context['count']}."]

    seen = words(anonymous.get(page))
    for sheets in ("83", "144", "116–117", "note 1", "note 2", "note 3"):
        assert sheets in seen.replace("116-117", "116–117"), sheets
    assert "Internationalist Socialism vs. Nationalist Reformism, Part 4" in seen
    assert anonymous.get("/citations/?format=json").json()["count"] == 10
    assert "0 notes added" in run(LECTURE)


@pytest.mark.django_db
def test_unreadable_is_the_only_way_to_refuse() -> None:
    with pytest.raises(Unreadable):
        ingest(b"", "empty.txt")
