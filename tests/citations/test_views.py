"""Publications and citations on their pages: notes with what they cite, outcomes, sums that say "at least"."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from citations.imprints import imprint
from citations.models import Citation, Contribution, Footnote, Publication
from citations.note_pages import note_pages, page_of
from citations.notes import pieces
from citations.sheets import sheet_table
from citations.wording import REASONS
from notation.outcomes import Reason
from tests import factories as make
from tests.world import PUBLISHED, cited, life, work, world

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# sheets cited, in the order entered → the rows of the table
SHEETS = [
    (["144", "116–117", "83"], ["83", "116–117", "144"]),
    (["83", "83", "83 об."], ["83", "83 об."]),
    (["116-117", "116–117"], ["116-117"]),
    (["", "Б", "9", "100"], ["9", "100", "", "Б"]),
    (["12а", "12"], ["12", "12а"]),
]


@pytest.mark.parametrize(("entered", "rows"), SHEETS)
def test_sheets_stand_in_their_order_and_the_same_ones_together(entered: list[str], rows: list[str]) -> None:
    unit = make.unit()
    for leaves in entered:
        make.citation(unit, leaves=leaves)
    assert [sheet.leaves for sheet in sheet_table(unit).sheets] == rows


# ?l= → the sheets that are marked, of these
CITED = ["41–44", "83", "83 об.", "116–117", "12а", "Б"]
MARKED = [
    ("83", ["83", "83 об."]),
    ("83об", ["83", "83 об."]),
    ("42", ["41–44"]),
    ("44-83", ["41–44", "83", "83 об."]),
    ("117об", ["116–117"]),
    ("12а", ["12а"]),
    ("Б", ["Б"]),
    ("999", []),
]


@pytest.mark.parametrize(("asked", "marked"), MARKED)
def test_the_sheets_asked_for_are_marked_where_they_overlap(asked: str, marked: list[str]) -> None:
    unit = make.unit()
    for leaves in CITED:
        make.citation(unit, leaves=leaves)
    table = sheet_table(unit, asked)
    assert [sheet.leaves for sheet in table.sheets if sheet.marked] == marked
    assert (table.total, table.touching, table.complete) == (6, len(marked), True)


def test_the_file_s_page_says_who_cites_which_sheet_in_which_note(client: Client) -> None:
    file = make.unit(status=PUBLISHED)
    book = work(1, life(1), title="Sketches", language="en", date="1931")
    for number, leaves in ((1, "83"), (2, "144"), (3, "116–117")):
        cited(file, book, number, leaves, remark="Emphasis in the original" if number == 3 else "")
    page = words(client, "/archive/RGASPI/17/171/87/?l=116")
    assert "l. 83 Ivanova, Sketches (1931), note 1" in page
    assert "ll. 116–117 (asked for) Ivanova, Sketches (1931), note 3 Emphasis in the original" in page
    assert page.index("l. 83 ") < page.index("ll. 116–117 (asked") < page.index("l. 144 ")
    assert "1 citation touches l. 116" in page


def test_a_note_shows_its_words_and_what_they_cite(client: Client) -> None:
    made = world(2)
    page = words(client, made["work"].get_absolute_url())
    assert "1 RGASPI, f. 17, op. 171, d. 87, l. 81 . And more words. → RGASPI, f. 17, op. 171, d. 87, l. 81" in page
    assert "90 Там же, л. 5. ambiguous" in page
    assert "91 Ibid. unresolved No archive of this name is known." in page


def test_an_ambiguous_citation_shows_what_it_may_mean_and_an_unresolved_one_why(client: Client) -> None:
    made = world(2)
    page = words(client, made["ambiguous"].get_absolute_url())
    assert "What it may mean RGASPI, f. 17, op. 171, d. 102 RGASPI, f. 17, op. 171, d. 103" in page
    assert "why it is not resolved No archive of this name is known." in words(
        client, made["unresolved"].get_absolute_url()
    )


def test_reasons_are_told_in_the_reader_s_language(client: Client) -> None:
    made = world(2)
    answer = client.get(made["unresolved"].get_absolute_url(), headers={"accept-language": "ru"})
    assert "Архив с таким названием неизвестен." in answer.content.decode()


def test_every_reason_that_a_citation_can_have_is_offered_to_translators() -> None:
    of_dates = {"no-date", "undated", "impossible-date", "ambiguous-date", "backward-dates", "calendars-disagree"}
    assert {reason.sentence for reason in Reason if reason.value not in of_dates} == set(REASONS)


def test_many_notes_are_cut_into_pages_and_links_find_them(client: Client) -> None:
    book = work(1)
    Footnote.objects.bulk_create(
        Footnote(publication=book, number=str(order), order=order, text="Ibid.", key=str(order), status=PUBLISHED)
        for order in range(1, 102)
    )
    last = book.footnotes.get(order=101)
    assert last.get_absolute_url() == f"{book.get_absolute_url()}?page=2#n101"
    assert 'id="n101"' in client.get(last.get_absolute_url()).content.decode()
    first = client.get(book.get_absolute_url()).content.decode()
    assert 'id="n100"' in first
    assert 'id="n101"' not in first
    assert re.findall(r'href="[^"]*page=(\d+)#notes">(\d+)', first) == [("1", "1"), ("2", "2")]


# how many notes there are in which hundred → the hundreds that each page takes in
PAGES = [
    ({}, [(1, 1)]),
    ({1: 3}, [(1, 1)]),
    ({1: 100, 2: 100, 3: 4}, [(1, 1), (2, 2), (3, 3)]),
    ({1: 1, 11: 1, 21: 1}, [(1, 21)]),  # chapters numbered from 1001 and 2001
    ({1: 100, 31: 60, 40: 40, 41: 1}, [(1, 1), (31, 40), (41, 41)]),
    ({5: 20}, [(1, 5)]),
    ({1: 240, 2: 5}, [(1, 1), (2, 2)]),  # three files, each numbered from 1: none of their notes moves
]


@pytest.mark.parametrize(("hundreds", "pages"), PAGES)
def test_places_that_are_left_free_make_no_empty_page(hundreds: dict[int, int], pages: list[tuple[int, int]]) -> None:
    cut = note_pages(hundreds.items())
    assert [(page.first, page.last) for page in cut] == pages
    assert [page.number for page in cut] == list(range(1, len(pages) + 1))
    for hundred in hundreds:
        page = page_of(cut, hundred)
        assert page.first <= hundred <= page.last


def test_a_note_stands_at_the_address_that_was_cited_when_there_were_more_pages(client: Client) -> None:
    book = work(1)
    for order in (1, 2900, 3001):
        make.footnote(f"Note {order}", publication=book, number=str(order), order=order, status=PUBLISHED)
    make.footnote("A draft", publication=book, number="950", order=950)
    for query in ("", "?page=2", "?page=29", "?page=31", "?page=99"):
        page = client.get(f"{book.get_absolute_url()}{query}").content.decode()
        assert re.findall(r'<li[^>]* id="(n\d+)"', page) == ["n1", "n2900", "n3001"]
        assert "#notes" not in page


# text, (start, end) of its citations → pieces, cited ones in brackets
PIECES = [
    ("See A, and B.", [(4, 5), (11, 12)], "See [A], and [B]."),
    ("A; A", [(0, 1), (0, 1)], "[A]; A"),
    ("A overlaps B", [(0, 5), (3, 8)], "[A ove]rlaps B"),
    ("short", [(0, 99)], "short"),
    ("nothing", [], "nothing"),
    ("no place", [(None, None)], "no place"),
]


@pytest.mark.parametrize(("text", "spans", "shown"), PIECES)
def test_a_note_is_shown_whole_whatever_its_citations_say(text: str, spans: list[tuple[int, int]], shown: str) -> None:
    found = pieces(text, [Citation(start=start, end=end) for start, end in spans])
    assert "".join(f"[{piece.text}]" if piece.citation else piece.text for piece in found) == shown


# (pages, copies) of each work → pages, of how many unknown, copies, unknown, printed pages, unknown
TOTALS = [
    ([(100, 4000), (300, 8000)], (400, 0, 12000, 0, 2800000, 0)),
    ([(100, None), (None, 8000), (10, 10)], (110, 1, 8010, 1, 100, 2)),
    ([(1000, 4_000_000)], (1000, 0, 4_000_000, 0, 4_000_000_000, 0)),
    ([(None, None)], (0, 1, 0, 1, 0, 1)),
]


@pytest.mark.parametrize(("works", "sums"), TOTALS)
def test_sums_tell_of_how_many_works_the_figure_is_unknown(
    works: list[tuple[int | None, int | None]], sums: tuple[int, ...]
) -> None:
    for number, (pages, copies) in enumerate(works):
        work(number, pages=pages, copies=copies)
    found = Publication.objects.totals()
    names = [f"{figure}_{part}" for figure in ("pages", "copies", "printed") for part in ("sum", "unknown")]
    assert tuple(found[name] for name in names) == sums


def test_a_person_s_writings_sum_up_to_at_least_what_is_known(client: Client) -> None:
    author = life(1)
    work(1, author, pages=200, copies=4000)
    work(2, author, pages=None, copies=None)
    page = words(client, author.get_absolute_url())
    assert "Together at least 200 at least 4,000" in page
    assert "The copies printed of 1 publication are not known." in page


def test_a_pasted_note_is_taken_apart(client: Client) -> None:
    world(2)
    page = words(client, "/resolve/?ref=RGASPI, f. 17, op. 171, d. 87, l. 81; GARF, f. 1, op. 2, d. 3, l. 4")
    assert "archive RGASPI fond f. 17 opis op. 171 delo d. 87 sheets 81 → RGASPI, f. 17, op. 171, d. 87, l. 81" in page
    assert "unresolved The source is not among the records held." in page


# what is entered → what is shown
IMPRINTS = [
    ({"container": "Журнал", "volume": "3", "issue": "7–8"}, "Журнал, vol. 3, no. 7–8"),
    ({"volume": "19 volumes", "place": "Moscow"}, "19 volumes, Moscow"),
    ({"place": "Moscow", "publisher": "Gosizdat", "edition": "2nd"}, "2nd, Moscow: Gosizdat"),
    ({}, ""),
]


@pytest.mark.parametrize(("fields", "line"), IMPRINTS)
def test_where_a_work_appeared_is_one_line(fields: dict[str, str], line: str) -> None:
    assert ", ".join(part.text for part in imprint(Publication(title="Work", **fields))) == line


def test_of_too_many_sheets_for_a_page_those_asked_for_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = make.unit()
    for leaves in ("1", "2", "3", "4"):
        make.citation(unit, leaves=leaves)
    monkeypatch.setattr("citations.sheets.MOST", 3)
    table = sheet_table(unit)
    assert ([sheet.leaves for sheet in table.sheets], table.complete) == (["1", "2", "3"], False)
    asked = sheet_table(unit, "4")
    assert ([sheet.leaves for sheet in asked.sheets], asked.touching, asked.complete) == (["4"], 1, False)


def test_a_work_is_found_by_its_title_and_by_either_kind_of_maker(client: Client) -> None:
    def found(question: str) -> tuple[int, list[str]]:
        listed = client.get("/publications/", {"q": question, "format": "json"}).json()
        return listed["count"], [row["title"] for row in listed["results"]]

    make.publication("On Zinoviev", status=PUBLISHED)
    printed = make.publication("Memoirs", status=PUBLISHED)
    Contribution.objects.create(publication=printed, name_printed="Zinoviev, G. E.")
    person = make.person("Zinoviev, Grigorii", status=PUBLISHED)
    work(1, person, title="Works")
    draft = make.publication("Zinoviev's draft")
    Contribution.objects.create(publication=draft, name_printed="Zinoviev, G. E.")
    assert found("zinoviev") == (3, ["Memoirs", "On Zinoviev", "Works"])
    assert found("novie") == (1, ["Memoirs"])  # of a name as printed any part will do
    assert found("zinoviev grigorii") == (1, ["Works"])
    assert found("nobody") == (0, [])
