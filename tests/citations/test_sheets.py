"""Spreadsheets in: what a row becomes, what is found again, what is refused and in which row."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Copy, Document, DocumentPerson, Repository, Unit
from citations.imports.sheets.kinds import SHEETS
from citations.imports.sheets.taking import Taken, guess_sheet, take
from citations.models import Citation, Contribution, Footnote, Publication, PublicationIdentifier
from core.records import Status
from core.spreadsheets import read_grid, write_workbook
from core.text_files import Unreadable
from people.models import Identifier, Name, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


def sheet(name: str, *rows: dict[str, str], apply: bool = True) -> Taken:
    header = list(dict.fromkeys(column for row in rows for column in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return take(SHEETS[name], read_grid(written.getvalue().encode()), apply, f"{name}.csv")


def said(taken: Taken) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in taken.problems]


RAKOVSKII = {
    "name_en": "Rakovskii, Khristian",
    "name_ru": "Раковский, Христиан Георгиевич",
    "other_names": "Rakovsky; Insarov",
    "born": "13 August 1873",
    "viaf": "36956",
}


def test_a_person_comes_with_names_and_identifiers_as_a_draft() -> None:
    assert said(sheet("persons", RAKOVSKII)) == []
    person = Person.objects.get()
    assert (person.name_ru, str(person.born_earliest), person.status) == (
        *("Раковский, Христиан Георгиевич", "1873-08-13"),
        Status.DRAFT,
    )
    assert list(Name.objects.values_list("text", flat=True)) == ["Rakovsky", "Insarov"]
    assert [str(identifier) for identifier in Identifier.objects.all()] == ["VIAF 36956"]


def test_a_second_run_changes_nothing_and_an_identifier_finds_the_person_again() -> None:
    sheet("persons", RAKOVSKII)
    assert sheet("persons", RAKOVSKII).new == 0
    other = {"name_en": "Rakovsky, Christian", "other_names": "Racovski", "viaf": "36956"}
    assert sheet("persons", other).new == 1
    assert Person.objects.get().name_en == "Rakovskii, Khristian"
    assert list(Name.objects.values_list("text", flat=True)) == ["Rakovsky", "Insarov", "Racovski"]


def test_one_identifier_at_two_authorities_is_that_of_two_persons() -> None:
    known = {**RAKOVSKII, "viaf": "118540238"}
    sheet("persons", known, {"name_en": "Beloborodov, Aleksandr", "gnd": "118540238"})
    assert said(sheet("persons", known, apply=False)) == []
    both = {"name_en": "Somebody", "viaf": "118540238", "gnd": "118540238"}
    assert "are those of several persons" in said(sheet("persons", both, apply=False))[0][1]


def test_identifiers_are_read_out_of_addresses_and_looked_through() -> None:
    sheet("persons", {**RAKOVSKII, "viaf": "https://viaf.org/viaf/36956/", "orcid": "0000000218250097"})
    assert [str(found) for found in Identifier.objects.all()] == ["ORCID 0000-0002-1825-0097", "VIAF 36956"]
    wrong = {**RAKOVSKII, "gnd": "118540239", "viaf": ""}
    assert said(sheet("persons", wrong, apply=False)) == [
        (2, "gnd: This number of GND cannot be right: its last sign does not fit the others.")
    ]


@pytest.mark.parametrize("kind", ["persons", "citations"])
def test_many_rows_ask_as_often_as_few(kind: str) -> None:
    for number in range(20):
        make.publication(f"A Work {number}")
    made = {
        "persons": [{"name_en": f"Gusev, {n}", "viaf": f"{n + 10}", "wikidata": f"Q{n + 10}"} for n in range(20)],
        "citations": [
            {"publication": f"A Work {n}", "note": "1", "text": "ф. 17", "archive": "РГАСПИ", "shelfmark": "17/1/1"}
            for n in range(20)
        ],
    }[kind]
    asked = []
    for rows in (made[:2], made):
        with CaptureQueriesContext(connection) as queries:
            assert said(sheet(kind, *rows, apply=False)) == []
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_dry_run_says_what_would_come_and_writes_nothing() -> None:
    taken = sheet("persons", RAKOVSKII, apply=False)
    assert {name: new for name, _rows, new in taken.counts} == {"persons": 1, "person_names": 2, "identifiers": 1}
    assert Person.objects.count() == 0


def test_a_unit_comes_with_the_levels_above_it() -> None:
    rows = (
        {"archive": "РГАСПИ", "shelfmark": "17/171/87", "title_ru": "Переписка ссыльных", "date": "1928–1929"},
        {"archive": "RGASPI", "shelfmark": "ф. 17, оп. 171", "title_ru": "Опись 171"},
    )
    assert said(sheet("units", *rows)) == []
    assert dict(Unit.objects.order_by("sort_key").values_list("path", "title_ru")) == {
        "RGASPI/17": "",
        "RGASPI/17/171": "Опись 171",
        "RGASPI/17/171/87": "Переписка ссыльных",
    }
    assert Unit.objects.get(path="RGASPI/17/171/87").level == "delo"
    assert Repository.objects.get().name_en == "Russian State Archive of Socio-Political History"


def test_a_document_comes_with_its_place_and_its_people() -> None:
    sosnovskii = make.person("Sosnovskii, Lev", name_ru="Сосновский, Лев Семенович")
    row = {
        "title_ru": "Письмо Л. Сосновскому",
        "kind": "letter",
        "date": "2 июня 1928",
        "authors": "Раковский, Христиан Георгиевич",
        "addressees": "Сосновский, Лев Семенович",
        "archive": "RGASPI",
        "shelfmark": "17/171/87",
        "sheets": "83–84 об.",
    }
    assert said(sheet("documents", row)) == []
    document = Document.objects.get()
    assert (document.kind, str(document.date_earliest)) == ("letter", "1928-06-02")
    copy = Copy.objects.get()
    assert (copy.unit.path, copy.leaves) == ("RGASPI/17/171/87", "83–84 об.")
    roles = {role.role: role.person for role in DocumentPerson.objects.all()}
    assert roles["addressee"] == sosnovskii
    assert (roles["author"].name_en, roles["author"].status) == ("Раковский, Христиан Георгиевич", Status.DRAFT)
    assert sheet("documents", row).new == 0


def test_a_publication_comes_with_its_makers_and_numbers() -> None:
    doe = make.person("Doe, Jane")
    row = {
        "kind": "article",
        "title": "The Politics of Exile",
        "authors": "Doe, Jane; Roe, R.",
        "container": "Slavic Notes",
        "date": "1999",
        "page_range": "12–40",
        "topics": "exile; opposition",
        "doi": "10.1/ex",
    }
    assert said(sheet("publications", row)) == []
    work = Publication.objects.get()
    assert (work.year, work.page_range, work.topics) == (1999, "12–40", ["exile", "opposition"])
    shares = list(Contribution.objects.order_by("order").values_list("name_printed", "person_id", "order"))
    assert shares == [("Doe, Jane", doe.pk, 1), ("Roe, R.", None, 2)]
    assert [str(number) for number in PublicationIdentifier.objects.all()] == ["DOI 10.1/ex"]
    assert sheet("publications", row).new == 0


def test_citations_stand_in_the_notes_of_a_work_that_is_held() -> None:
    work = make.publication("The Politics of Exile")
    note = "See RGASPI, f. 17, op. 171, d. 87, l. 83; GARF, f. 5446, op. 1, d. 2, l. 4."
    rows = [
        {"as_written": "RGASPI, f. 17, op. 171, d. 87, l. 83", "archive": "RGASPI", "shelfmark": "17/171/87"},
        {"as_written": "GARF, f. 5446, op. 1, d. 2, l. 4", "archive": "ГАРФ", "shelfmark": "5446/1/2"},
    ]
    rows = [{"publication": "The politics of exile", "note": "7", "text": note, "sheets": "83", **row} for row in rows]
    assert said(sheet("citations", *rows)) == []
    assert Footnote.objects.get().publication == work
    cited = list(Citation.objects.order_by("start").values_list("unit__path", "start", "end", "outcome"))
    assert cited == [("RGASPI/17/171/87", 4, 40, "resolved"), ("GARF/5446/1/2", 42, 74, "resolved")]
    assert sheet("citations", *rows).new == 0


@pytest.mark.parametrize(
    ("name", "rows", "problems"),
    [
        ("persons", [{"name_en": "", "name_ru": "Орлов"}], [(2, "name_en: A person needs a heading in Latin script.")]),
        ("persons", [{"name_em": "Orlov"}], [
            (1, "There is no column “name_em” here. Is “name_en” meant?"),
            (1, "The column “name_en” is missing."),
        ]),
        ("persons", [{"name_en": "Orlov", "sex": "m"}, {"name_en": "Orlova", "sex": "x"}], [
            (3, "sex: “x” is not one of: f, m."),
        ]),
        ("units", [{"archive": "ГАСО", "shelfmark": "1/2"}], [
            (2, "archive: Several archives are called “ГАСО”: say which by its code (GASO, GASarO, GASverdO)."),
        ]),
        ("units", [{"archive": "Нигдеархив", "shelfmark": "1/2"}], [
            (2, "archive: No archive is called “Нигдеархив”: enter it first, or write its code."),
        ]),
        ("units", [{"archive": "RGASPI", "shelfmark": "ф. оп. 87"}], [
            (2, "shelfmark: “ф. оп. 87” is not understood; write 17/171/87."),
        ]),
        ("units", [{"archive": "RGASPI", "shelfmark": "17", "title_en": t} for t in "ab"], [
            (3, "shelfmark: RGASPI/17 is described by two rows."),
        ]),
        ("documents", [{"title_en": "", "kind": "letter"}], [(2, "title_en: Give a title in one language at least.")]),
        ("documents", [{"title_en": "Letter", "authors": "#999999"}], [(2, "authors: There is no person #999999.")]),
        ("citations", [{"publication": "Nowhere", "note": "1", "text": "x", "archive": "RGASPI", "shelfmark": "1"}], [
            (2, "publication: No work of that title is held: enter it first."),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_nothing_is_written(
    name: str, rows: list[dict[str, str]], problems: list[tuple[int, str]]
) -> None:
    taken = sheet(name, *rows)
    assert said(taken) == problems
    assert (taken.batch, Person.objects.count(), Unit.objects.count(), Document.objects.count()) == (None, 0, 0, 0)


def test_namesakes_are_not_chosen_between() -> None:
    first, second = make.person("Orlov, Petr", born="1885"), make.person("Orlov, Petr", born="1901")
    taken = sheet("documents", {"title_en": "Letter", "authors": "Orlov, Petr"})
    numbers = f"#{first.pk}, #{second.pk}"
    assert said(taken) == [(2, f"authors: Several persons are called Orlov, Petr: write one of {numbers}.")]
    assert said(sheet("documents", {"title_en": "Letter", "authors": f"#{second.pk}"})) == []
    assert DocumentPerson.objects.get().person == second


def test_workbooks_and_tables_with_other_signs_say_the_same() -> None:
    rows = [["РГАСПИ", "17/171/87", "=1+1"], ["ГАРФ", "5446/1/2", ""]]
    header = ["archive", "shelfmark", "title_ru"]
    book = read_grid(write_workbook(header, rows))
    assert book == read_grid("archive;shelfmark;title_ru\nРГАСПИ;17/171/87;=1+1\nГАРФ;5446/1/2;\n".encode("cp1251"))
    tabbed = read_grid("archive\tshelfmark\tTitle RU\nРГАСПИ\t17/171/87\t=1+1\n\nГАРФ\t5446/1/2\n".encode())
    assert tabbed.header == book.header
    assert tabbed.rows == ((2, ("РГАСПИ", "17/171/87", "=1+1")), (4, ("ГАРФ", "5446/1/2", "")))
    assert guess_sheet(book) == SHEETS["units"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02\x03" * 50, b"\n\n\n"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_grid(content)
