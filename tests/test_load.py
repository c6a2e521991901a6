"""Tables in and out: what a folder of CSV files becomes, what is refused and why, how a load is taken back."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from archive.models import Copy, Document, Repository, RepositoryName, Unit
from citations.models import Citation, Contribution, Footnote, Found, Publication
from citations.searching import rebuilding
from citations.tables import ALL
from core.history import history_of
from core.models import Batch
from core.publication import ruled_models
from core.records import Status
from core.tables import bulk, reading
from core.tables.cells import read_list, read_text, write_list, write_text
from core.tables.dumping import dump, header
from core.tables.loading import LoadReport, load
from core.tables.undoing import undo
from people.models import Name, Person, Place
from tests import factories as make

pytestmark = pytest.mark.django_db

# The short form, as the generator of test corpora writes it.
CORPUS = {
    "repositories": """
        id,code,code_ru,name_en,name_ru,city,country,system
        1,RGASPI,РГАСПИ,Archive of Political History,Архив политической истории,Moscow,RU,fond
        2,GARF,ГАРФ,State Archive,Государственный архив,Moscow,RU,fond
    """,
    "units": """
        id,parent_id,repository_id,level,number,path,reference,title,year_from,year_to
        1,,1,fond,17,RGASPI/17,RGASPI f. 17,Фонд ЦК,1917,1953
        2,1,1,opis,171,RGASPI/17/171,RGASPI f. 17 op. 171,,1928,1928
        3,2,1,delo,4П,RGASPI/17/171/4П,RGASPI f. 17 op. 171 d. 4П,Papers on exile,1928,1941
    """,
    "persons": """
        id,surname,given,patronymic,name,name_latin,sex,birth_year,death_year
        1,Иванова,Анна,Петровна,"Иванова, Анна Петровна","Ivanova, Anna Petrovna",f,1890,1938
        2,Орлов,Пётр,Ильич,"Орлов, Пётр Ильич","Orlov, Pëtr Ilʹich",m,1885,
    """,
    "person_names": """
        id,person_id,scheme,script,name
        1,1,full,Cyrl,Иванова Анна Петровна
        2,1,ala-lc,Latn,"Ivanova, Anna Petrovna"
        3,1,bgn,Latn,"Ivanova, Anna Petrovna"
        4,1,german,Latn,Anna Iwanowa
    """,
    "publications": """
        id,kind,language,authors,title,container,place,publisher,year,pages
        1,article,en,"Orlov, Pëtr Ilʹich; Jane Doe",The Politics of Exile,Slavic Notes,,,1999,12–40
    """,
    "documents": """
        id,unit_id,kind,language,title,date,year,leaf_from,leaf_to
        1,3,letter,ru,Письмо А. Ивановой,1928-06-02,1928,41,44
        2,3,memo,en,Memorandum on mail,1929-01-05,1929,50,50
    """,
    "document_persons": """
        document_id,person_id,role
        1,1,author
        1,2,recipient
    """,
    "citations": """
        id,publication_id,note_number,seq,document_id,unit_id,repository_id,form,leaf_from,leaf_to,leaves,year,language,raw_text
        1,1,1,1,1,3,1,full,41,44,41-44,1928,ru,"RGASPI, f. 17, op. 171, d. 4p, ll. 41–44"
        2,1,1,2,,3,1,full,60,60,60v,1928,ru,"RGASPI, f. 17, op. 171, d. 4p, l. 60ob."
        3,1,3,1,,3,1,ibid,61,61,61,1928,ru,"Ibid., l. 61"
    """,
}


def folder(path: Path, tables: dict[str, str]) -> Path:
    for name, text in tables.items():
        lines = (line.strip() for line in text.strip().splitlines())
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def loaded(path: Path, tables: dict[str, str]) -> LoadReport:
    report = load(ALL, folder(path, tables), apply=True)
    assert report.good, report.lines()
    return report


def said(path: Path, tables: dict[str, str]) -> list[str]:
    return [str(problem) for problem in load(ALL, folder(path, tables), apply=True).problems]


# ---------------------------------------------------------------------------------------------- what becomes of a row


def test_a_corpus_in_the_short_form_becomes_records(tmp_path: Path) -> None:
    report = loaded(tmp_path, CORPUS)
    assert report.counts == [
        ("places", 2, 1),
        ("persons", 2, 2),
        ("person_names", 4, 3),
        ("repositories", 2, 2),
        ("repository_names", 8, 8),
        ("units", 3, 3),
        ("documents", 2, 2),
        ("document_persons", 2, 2),
        ("copies", 2, 2),
        ("publications", 1, 1),
        ("contributions", 2, 2),
        ("footnotes", 2, 2),
        ("citations", 3, 3),
    ]
    assert list(Person.objects.order_by("id").values_list("name_en", "name_ru", "born", "died", "status")) == [
        ("Ivanova, Anna Petrovna", "Иванова, Анна Петровна", "1890", "1938", "published"),
        ("Orlov, Pëtr Ilʹich", "Орлов, Пётр Ильич", "1885", "", "published"),
    ]
    assert list(Name.objects.order_by("id").values_list("text", "kind", "language")) == [
        ("Иванова Анна Петровна", "variant", ""),
        ("Ivanova, Anna Petrovna", "romanisation", ""),
        ("Anna Iwanowa", "romanisation", "de"),
    ]
    assert Place.objects.get().name_en == "Moscow"
    assert RepositoryName.objects.get(text="ГАРФ").repository.code == "GARF"
    assert list(Unit.objects.order_by("id").values_list("path", "title_en", "title_ru", "date")) == [
        ("RGASPI/17", "", "Фонд ЦК", "1917–1953"),
        ("RGASPI/17/171", "", "", "1928"),
        ("RGASPI/17/171/4П", "Papers on exile", "", "1928–1941"),
    ]
    assert list(Document.objects.order_by("id").values_list("title_en", "title_ru", "kind", "date")) == [
        ("", "Письмо А. Ивановой", "letter", "1928-06-02"),
        ("Memorandum on mail", "", "report", "1929-01-05"),
    ]
    assert list(Copy.objects.order_by("id").values_list("document__title_ru", "unit__path", "leaves")) == [
        ("Письмо А. Ивановой", "RGASPI/17/171/4П", "41–44"),
        ("", "RGASPI/17/171/4П", "50"),
    ]


def test_citations_stand_in_their_notes(tmp_path: Path) -> None:
    loaded(tmp_path, CORPUS)
    assert list(Footnote.objects.order_by("order").values_list("number", "order", "text")) == [
        ("1", 1, "RGASPI, f. 17, op. 171, d. 4p, ll. 41–44; RGASPI, f. 17, op. 171, d. 4p, l. 60ob."),
        ("3", 3, "Ibid., l. 61"),
    ]
    for citation in Citation.objects.select_related("footnote"):
        assert citation.footnote is not None
        assert citation.footnote.text[citation.start : citation.end] == citation.as_written
    assert list(Citation.objects.order_by("id").values_list("leaves", "leaf_spans", "how", "outcome", "document")) == [
        ("41-44", ((82, 90),), "explicit", "resolved", 1),
        ("60v", ((121, 122),), "explicit", "resolved", None),
        ("61", ((122, 124),), "ibid", "resolved", None),
    ]


def test_what_is_computed_equals_what_saving_computes(tmp_path: Path) -> None:
    """A loaded record and a typed one cannot be told apart by their derived columns."""
    loaded(tmp_path, CORPUS)
    for model in (Person, Name, Unit, Document, Copy, Publication, Contribution, Footnote, Citation):
        ours = {f.attname for f in model._meta.concrete_fields} - {"version", "changed_at"}
        for record in model._default_manager.all():
            before = {name: getattr(record, name) for name in ours}
            record.save()
            record.refresh_from_db()
            assert {name: getattr(record, name) for name in ours} == before


def test_an_author_is_the_only_person_whose_heading_is_that_name(tmp_path: Path) -> None:
    loaded(tmp_path, CORPUS)
    assert list(Contribution.objects.order_by("order").values_list("name_printed", "person__name_ru", "order")) == [
        ("Orlov, Pëtr Ilʹich", "Орлов, Пётр Ильич", 1),
        ("Jane Doe", None, 2),
    ]


def test_an_author_who_may_be_two_persons_stays_a_name(tmp_path: Path) -> None:
    make.person("Orlov, Pëtr Ilʹich", born="1901")
    loaded(tmp_path, CORPUS)
    assert Contribution.objects.get(order=1).person is None


def test_history_says_which_import_made_a_record(tmp_path: Path) -> None:
    report = loaded(tmp_path, CORPUS)
    assert report.batch is not None
    [event] = Person.objects.get(name_en__startswith="Ivanova").history.all()  # type: ignore[attr-defined]  # made by tracked()
    assert event.pgh_label == "insert"
    assert event.pgh_context.metadata["batch"] == report.batch.pk
    assert Unit.objects.filter(batch=report.batch).count() == 3


def test_ids_of_a_file_are_kept_only_by_an_empty_table(tmp_path: Path) -> None:
    """Addresses outlive a move into an empty site, and never overwrite what stands in a full one."""
    text = "id,name_en\n40,First\n"
    loaded(tmp_path, {"persons": text})
    loaded(tmp_path, {"persons": "id,name_en\n40,Second\n7,Third"})
    assert list(Person.objects.order_by("id").values_list("id", "name_en")) == [
        (40, "First"),
        (41, "Second"),
        (42, "Third"),
    ]


# ------------------------------------------------------------------------------------------------------ safe to repeat


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    """T15: tables."""
    loaded(tmp_path, CORPUS)
    versions = list(Citation.objects.values_list("id", "version", "changed_at"))
    report = loaded(tmp_path, CORPUS)
    assert report.new == 0
    assert report.lines()[-1] == "Nothing is new; nothing was written."
    assert Batch.objects.count() == 1
    assert list(Citation.objects.values_list("id", "version", "changed_at")) == versions


def test_a_dry_run_says_what_would_be_and_writes_nothing(tmp_path: Path) -> None:
    report = load(ALL, folder(tmp_path, CORPUS), apply=False)
    assert report.lines()[0] == "places: 2 rows, 1 new, 1 known"
    assert report.lines()[-1] == "This was a dry run: 33 records would be made. Add --apply to make them."
    assert [model.objects.count() for model in (Batch, Person, Unit, Citation)] == [0, 0, 0, 0]


def test_equal_rows_are_as_many_records_and_are_met_again(tmp_path: Path) -> None:
    """Two persons of one name without dates may be two; nothing tells that they are one."""
    twins = {"persons": "id,name_en\n1,Ivanov\n2,Ivanov\n"}
    assert loaded(tmp_path, twins).new == 2
    assert loaded(tmp_path, twins).new == 0
    assert loaded(tmp_path, {"persons": "id,name_en\n1,Ivanov\n2,Ivanov\n3,Ivanov\n"}).new == 1


def test_books_of_one_title_are_told_apart_by_their_authors(tmp_path: Path) -> None:
    one = {"publications": "id,title,authors,year\n1,Memoirs,A. Ivanova,1990\n"}
    other = {"publications": "id,title,authors,year\n1,Memoirs,B. Petrov,1990\n"}
    assert [loaded(tmp_path, one).new, loaded(tmp_path, other).new, loaded(tmp_path, one).new] == [2, 2, 0]


def test_a_unit_is_met_whatever_its_script(tmp_path: Path) -> None:
    make.unit("RGASPI/17/171/4п", status=Status.PUBLISHED)
    report = loaded(tmp_path, CORPUS)
    assert {name: new for name, _, new in report.counts}["units"] == 0
    assert {citation.unit.path for citation in Citation.objects.select_related("unit") if citation.unit} == {
        "RGASPI/17/171/4п"
    }


# ---------------------------------------------------------------------------------------------------------- large loads

DEFINED = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"""


def defined() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(DEFINED)
        return [(str(table), str(name), str(text)) for table, name, text in cursor.fetchall()]


def test_a_large_load_leaves_indexes_and_keys_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = defined()
    monkeypatch.setattr(bulk, "MANY", 1)
    assert loaded(tmp_path, CORPUS).new == 33
    assert defined() == before
    assert len(before) > 300


def test_a_large_undo_leaves_indexes_and_keys_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, searched = defined(), Found.objects.count()
    monkeypatch.setattr(bulk, "MANY", 1)
    monkeypatch.setattr(rebuilding, "FEW", 1)
    report = load(ALL, folder(tmp_path, CORPUS), apply=True, around=rebuilding.after_many)
    assert report.batch is not None
    assert Found.objects.count() == searched + 3
    undone = undo(ALL, report.batch.pk, around=rebuilding.after_many)
    assert sum(count for _table, count in undone.deleted) == 33
    assert Found.objects.count() == searched
    assert defined() == before


def test_what_once_bore_the_same_numbers_does_not_stand_in_the_way_of_an_undo(tmp_path: Path) -> None:
    for _round in range(2):
        report = loaded(tmp_path, CORPUS)
        assert report.batch is not None
        undone = undo(ALL, report.batch.pk)
        assert undone.refusals == []
        assert sum(count for _table, count in undone.deleted) == 33


def test_a_large_load_still_minds_its_foreign_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys are dropped while it works; what breaks them then must not stay."""
    before = defined()
    monkeypatch.setattr(bulk, "MANY", 1)
    loaded(tmp_path, CORPUS)
    growth = bulk.Growth("people_name", history_of(Name), 10)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
        bulk.grown_at_once([growth], cursor),
    ):
        cursor.execute("UPDATE people_name SET person_id = 999999")
    assert defined() == before


def test_a_large_load_still_minds_what_may_stand_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = defined()
    monkeypatch.setattr(bulk, "MANY", 1)
    growth = bulk.Growth("citations_footnote", history_of(Footnote), 10)
    note = make.footnote("Ibid.", number="7")
    make.footnote("Ibid.", number="7", publication=note.publication, order=note.order + 1)
    with (
        pytest.raises(IntegrityError, match="footnote_once"),
        transaction.atomic(),
        connection.cursor() as cursor,
        bulk.grown_at_once([growth], cursor),
    ):
        cursor.execute("UPDATE citations_footnote SET key = 'the same'")
    assert defined() == before


CHAPTERS = {
    "publications": "id,title\n1,A Book of Two Chapters",
    "footnotes": """
        id,publication_id,number,order,text
        1,1,1,1,"RGASPI, f. 17, op. 171, d. 87"
        2,1,2,2,Ibid.
        3,1,1,3,"GARF, f. R-9401"
        4,1,2,4,Ibid.
        5,1,2,5,Ibid.
    """,
    "citations": """
        id,footnote_id,start,end,raw_text
        1,2,0,5,Ibid.
        2,4,0,5,Ibid.
        3,5,0,5,Ibid.
    """,
}


@pytest.mark.parametrize("standing", [False, True], ids=["empty", "with another work"])
def test_notes_alike_in_two_chapters_stay_two(tmp_path: Path, standing: bool) -> None:
    if standing:
        make.citation(status=Status.PUBLISHED)
    loaded(tmp_path, CHAPTERS)
    notes = Footnote.objects.filter(publication__title="A Book of Two Chapters")
    assert list(notes.order_by("order").values_list("number", "text")) == [
        ("1", "RGASPI, f. 17, op. 171, d. 87"),
        ("2", "Ibid."),
        ("1", "GARF, f. R-9401"),
        ("2", "Ibid."),
        ("2", "Ibid."),
    ]
    orders = Citation.objects.filter(footnote__in=notes).values_list("footnote__order", flat=True)
    assert sorted(orders) == [2, 4, 5]
    for note in notes:
        kept = note.key
        note.derive()
        assert note.key == kept
    assert loaded(tmp_path, CHAPTERS).new == 0


# ------------------------------------------------------------------------------------------------ the second process


@pytest.fixture
def second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of any size are read in a second process, as large ones are."""
    monkeypatch.setattr(reading, "LARGE", 0)


@pytest.mark.usefixtures("second_process")
def test_large_files_are_read_in_a_second_process_and_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(reading, "SAID_EVERY", 2)
    report = load(ALL, folder(tmp_path, CORPUS), apply=True, progress=heard.append)
    assert (report.new, report.good) == (33, True)
    assert "person_names.csv: 4 rows read" in heard
    assert Citation.objects.get(leaves="60v").footnote.publication.title == "The Politics of Exile"  # type: ignore[union-attr]  # it stands in one
    assert load(ALL, tmp_path, apply=True).new == 0


@pytest.mark.usefixtures("second_process")
def test_the_second_process_complains_like_the_first(tmp_path: Path) -> None:
    wrong = {
        "persons": "id,name_en,born\n1,A,1900\n1,B,1901\n2,,1902",
        "person_names": "person_id,name\n1,A\n7,B\n1",
    }
    assert said(tmp_path, wrong) == [
        "persons.csv, line 4: name_en: this may not be empty.",
        "persons.csv, line 3: its id stands in a line above too.",
        "person_names.csv, line 4: 1 cells, but the header has 2.",
    ]
    assert not Person.objects.exists()


@pytest.mark.usefixtures("second_process")
def test_what_was_written_before_a_bad_file_was_read_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T1: an empty site's first large load writes persons while citations are still read."""
    before = defined()
    monkeypatch.setattr(bulk, "MANY", 1)
    wrong = {**CORPUS, "citations": CORPUS["citations"].replace(",full,", ",fully,", 1)}
    heard: list[str] = []
    report = load(ALL, folder(tmp_path, wrong), apply=True, progress=heard.append, around=rebuilding.after_many)
    assert "persons: 2 records made" in heard
    assert [str(problem) for problem in report.problems] == [
        "citations.csv, line 2: form: “fully” is not one of: explicit, ibid, inherited."
    ]
    assert [model.objects.count() for model in (Batch, Place, Person, Unit, Citation)] == [0, 0, 0, 0, 0]
    assert defined() == before


@pytest.mark.usefixtures("second_process")
def test_a_second_process_that_dies_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_written", lambda *args: os.kill(os.getpid(), signal.SIGKILL))
    assert said(tmp_path, CORPUS) == [f"{tmp_path}: it cannot be read: the program that reads it has died."]
    assert not Person.objects.exists()


# ------------------------------------------------------------------------------------------------------- what is wrong


COORDINATES = "Give both coordinates or none: latitude from -90 to 90, longitude from -180 to 180."
ONE_TARGET = "A resolved citation cites one thing (or a document and the unit it lies in); any other cites none."


@pytest.mark.parametrize(
    ("table", "text", "line", "sentence"),
    [
        ("persons", "id,name_en,brn\n1,A,1900", 1, "there is no column “brn” in this table. Is it born?"),
        ("persons", "id,sex\n1,f", 1, "the column name_en is missing."),
        ("persons", "id,name_en,name_en\n1,A,B", 1, "the column “name_en” stands there 2 times."),
        ("persons", "", 1, "there is no header row."),
        ("persons", "id,name_en\n1,A\n2", 3, "1 cells, but the header has 2."),
        ("persons", 'id,name_en\n1,"A', 2, "this is no CSV: unexpected end of data."),
        ("persons", "id,name_en\n1,", 2, "name_en: this may not be empty."),
        ("persons", "id,name_en,sex\n1,A,x", 2, "sex: “x” is not one of: f, m."),
        ("persons", "id,name_en\none,A", 2, "id: “one” is no id; an id is a whole number from 1."),
        ("persons", "id,name_en\n1,A\n1,B", 3, "its id stands in a line above too."),
        ("persons", "id,name_en,born,died\n1,A,1900,1890", 2, "The death lies before the birth."),
        ("persons", "id,name_en,born_at_id\n1,A,5", 2, "born_at_id: places.csv has no such id."),
        ("persons", "id,name_en\n1,A\0", 2, "name_en: it holds a NUL character."),
        ("places", "name_en,latitude\nA,91", 2, COORDINATES),
        ("places", "name_en,latitude\nA,north", 2, "latitude: “north” is no number."),
        ("organisations", "name_en\nA\nA", 3, "the same stands in a line above."),
        ("organisations", f"name_en\n{'A' * 301}", 2, f"name_en: “{'A' * 57}…” is longer than 300 characters."),
        ("repositories", "code,name_en,website\nA,A,java:x", 2, "website: “java:x”: Enter a valid URL."),
        ("repository_names", "repository_id,name\n,A", 2, "repository_id: this may not be empty."),
        ("repository_names", "repository_id,name,former\n1,A,so", 2, "former: “so” is neither true nor false."),
        ("publications", "title,copies\nA,-1", 2, "copies: -1 is outside 0 to 2147483647."),
        ("publications", "title,copies\nA,²", 2, "copies: “²” is no whole number."),
        ("publications", "title,url_seen\nA,1928-02-30", 2, "url_seen: “1928-02-30” is no day such as 1928-06-02."),
        ("publications", 'title,topics\nA,"""B"', 2, "topics: “\"B” is no list: a quotation mark is not closed."),
        ("citations", "raw_text,outcome\nA,resolved", 2, ONE_TARGET),
        ("citations", "raw_text,form\nA,odd", 2, "form: “odd” is not one of: explicit, ibid, inherited."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(
    tmp_path: Path, table: str, text: str, line: int, sentence: str
) -> None:
    assert said(tmp_path, {table: text}) == [f"{table}.csv, line {line}: {sentence}"]
    assert [model.objects.count() for model in (Batch, Person, Place)] == [0, 0, 0]


def test_a_unit_needs_no_path(tmp_path: Path) -> None:
    units = "id,repository_id,level,number\n1,1,fond,17"
    loaded(tmp_path, {"repositories": CORPUS["repositories"], "units": units})
    assert Unit.objects.get().path == "RGASPI/17"


UNITS = "id,parent_id,repository_id,level,number,path\n"


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ("2,1,1,opis,1,", "units.csv, line 2: parent_id: units.csv above this line has no such id."),
        ("1,,9,fond,1,", "units.csv, line 2: repository_id: repositories.csv has no such id."),
        (
            "1,,1,fond,17,RGASPI/18",
            "units.csv, line 2: path: this says “RGASPI/18”, but what is above gives “RGASPI/17”.",
        ),
        ("1,,1,fond,17,\n2,,1,fond,17,", "units.csv, line 3: the same stands in a line above."),
        ("1,,1,fond,4p,\n2,,1,fond,4п,", "units.csv, line 3: the same stands in a line above."),
    ],
)
def test_units_stand_in_a_tree(tmp_path: Path, units: str, sentence: str) -> None:
    assert said(tmp_path, {"repositories": CORPUS["repositories"], "units": UNITS + units}) == [sentence]


def test_what_is_wrong_is_said_in_russian_too(tmp_path: Path) -> None:
    files = {"persons": "id,name_en,born\n1,,1890\n2,Gusev", "units": "id,numer"}
    with override("ru"):
        report = load(ALL, folder(tmp_path, files), apply=True)
        said = report.lines()
    assert said[:2] == [
        "units.csv, строка 1: столбца «numer» в этой таблице нет. Может быть, number?",
        "units.csv, строка 1: нет столбца repository_id.",
    ]
    assert said[-1] == "Ничего не записано: сначала исправьте строки, названные выше."
    (tmp_path / "units.csv").unlink()
    with override("ru"):
        assert load(ALL, tmp_path, apply=True).lines()[:2] == [
            "persons.csv, строка 2: name_en: здесь не может быть пусто.",
            "persons.csv, строка 3: ячеек — 2, а в заголовке — 3.",
        ]


def test_one_bad_line_keeps_everything_out(tmp_path: Path) -> None:
    """T1: all or nothing, with the reason."""
    assert said(tmp_path, {**CORPUS, "persons": CORPUS["persons"].replace(",f,", ",x,")}) == [
        "persons.csv, line 2: sex: “x” is not one of: f, m."
    ]
    assert [model.objects.count() for model in (Batch, Place, Person, Unit, Citation)] == [0, 0, 0, 0, 0]


def test_text_that_is_not_utf_8_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_bytes("id,name_en\n1,Иванов\n".encode("cp1251"))
    [problem] = load(ALL, tmp_path, apply=True).problems
    assert str(problem).startswith("persons.csv, line 1: from about here on the text is not UTF-8.")


def test_a_folder_without_tables_is_said_to_be_one(tmp_path: Path) -> None:
    assert said(tmp_path, {}) == [f"{tmp_path}: there is none of the tables here, such as persons.csv."]


def test_nothing_published_comes_to_point_at_a_draft(tmp_path: Path) -> None:
    make.repository("RGASPI", status=Status.DRAFT)
    sentence = "repository_id: this is published, but what it points at is a draft here; publish that first."
    assert (
        said(tmp_path, {name: CORPUS[name] for name in ("repositories", "units")})[0]
        == f"units.csv, line 2: {sentence}"
    )


def test_a_status_may_be_given(tmp_path: Path) -> None:
    loaded(tmp_path, {"persons": "name_en,status\nA,draft\nB,published\nC,\n"})
    assert list(Person.objects.order_by("name_en").values_list("name_en", "status")) == [
        ("A", "draft"),
        ("B", "published"),
        ("C", "published"),
    ]


# ---------------------------------------------------------------------------------------------------------- taking back


def test_a_load_is_taken_back_without_a_trace(tmp_path: Path) -> None:
    earlier = make.unit("GARF/5446/1", status=Status.PUBLISHED)
    report = loaded(tmp_path, CORPUS)
    assert report.batch is not None
    undone = undo(ALL, report.batch.pk)
    assert undone.refusals == []
    assert dict(undone.deleted)["citations"] == 3
    assert [model.objects.count() for model in (Person, Name, Document, Copy, Footnote, Citation)] == [0] * 6
    assert list(Unit.objects.filter(parent=earlier.parent)) == [earlier]
    assert Repository.objects.get().code == "GARF"  # it stood before, so the load met it and did not make it
    assert loaded(tmp_path, CORPUS).new == report.new


def test_what_was_edited_since_stays(tmp_path: Path) -> None:
    report = loaded(tmp_path, CORPUS)
    assert report.batch is not None
    person = Person.objects.get(name_en__startswith="Ivanova")
    person.born = "1891"
    person.save()
    undone = undo(ALL, report.batch.pk)
    assert undone.refusals == [f"Since the import somebody has edited person {person.pk} (Ivanova, Anna Petrovna)."]
    assert undone.lines()[-1] == f"Import {report.batch.pk} was not undone; nothing was deleted."
    assert Citation.objects.count() == 3


def test_what_others_have_cited_since_stays(tmp_path: Path) -> None:
    report = loaded(tmp_path, CORPUS)
    assert report.batch is not None
    unit = Unit.objects.get(path="RGASPI/17/171/4П")
    make.citation(unit)
    assert undo(ALL, report.batch.pk).refusals == [
        f"Others use archival unit {unit.pk} (RGASPI/17/171/4П); citations: 1."
    ]


def test_an_import_that_is_not_there_cannot_be_taken_back() -> None:
    empty = make.batch()
    assert undo(ALL, empty.pk).lines() == [f"Import {empty.pk} holds no records any more."]
    assert undo(ALL, 999_999).refusals == ["There is no import 999999."]


# ------------------------------------------------------------------------------------------------------------- dumping


HOSTILE = [
    "=1+1",
    "'=1",
    "+7 495",
    "-5",
    "@home",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "back\\slash",
    "\\N",
    "\x02",
    "„“",
    '"',
    "'",
    "a;b",
    "＝1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_survives_a_dump_and_is_no_formula(text: str) -> None:
    """T25: neither for a spreadsheet nor for us."""
    cell = write_text(text)
    assert read_text(cell) == text
    assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize("items", [["Kiev", "Київ"], ["a;b", 'say "yes"'], ["=1"], []])
def test_lists_survive_a_dump(items: list[str]) -> None:
    assert read_list(write_list(items)) == items


def test_a_dump_loaded_into_an_empty_site_gives_the_same_bytes(tmp_path: Path) -> None:
    """T42: dump, load, dump."""
    report = loaded(tmp_path, CORPUS)
    assert report.batch is not None
    for number, text in enumerate(HOSTILE):
        make.person(f"Hostile {number}", status=Status.PUBLISHED, life_en=text, epithet_ru=text)
        make.place(f"Place {number}", status=Status.PUBLISHED, former_names=[text, "b"], latitude=-0.1, longitude=1e-7)
    first, second = tmp_path / "first", tmp_path / "second"
    dump(ALL, first)
    Person.objects.filter(name_en__startswith="Hostile").delete()
    Place.objects.filter(name_en__startswith="Place").delete()
    assert undo(ALL, report.batch.pk).refusals == []
    again = load(ALL, first, apply=True)
    assert again.good, again.lines()
    dump(ALL, second)
    assert {f.name: f.read_bytes() for f in first.iterdir()} == {f.name: f.read_bytes() for f in second.iterdir()}
    assert Person.objects.get(name_en="Hostile 0").life_en == "=1+1"


def test_a_dump_holds_no_draft(tmp_path: Path) -> None:
    """T29: by the tables that are given away."""
    make.person("Draftov, D.", status=Status.DRAFT)
    make.person("Public, P.", status=Status.PUBLISHED)
    dump(ALL, tmp_path / "out")
    text = (tmp_path / "out" / "persons.csv").read_text("utf-8")
    assert "Public, P." in text
    assert "Draftov" not in text


def test_every_public_model_has_a_table() -> None:
    """A model added later is missing from the dump until it is declared; side tables of the search are made anew."""
    rules = {model: str(model.publication_rule) for model in ruled_models()}  # type: ignore[attr-defined]  # ruled
    public = {model for model, rule in rules.items() if rule not in ("never", "public")}
    assert public == {table.model for table in ALL}


def test_every_foreign_key_of_a_table_points_at_one_before_it() -> None:
    seen: set[Any] = set()
    for table in ALL:
        seen.add(table.model)
        assert {column.target for column in table.columns if column.target} <= seen, table.name


# ------------------------------------------------------------------------------------------------------ commands, docs


def test_the_commands_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder(tmp_path, CORPUS))
    call_command("load", path)
    assert "This was a dry run" in capsys.readouterr().out
    call_command("load", path, "--apply")
    assert "citations: 3 rows, 3 new" in capsys.readouterr().out
    call_command("dump", str(tmp_path / "out"))
    assert "citations.csv: 3 rows" in capsys.readouterr().out
    call_command("load", "--undo", str(Batch.objects.get().pk))
    assert "was undone." in capsys.readouterr().out
    with pytest.raises(CommandError, match="mend the lines above"):
        call_command("load", str(folder(tmp_path, {"persons": "id\n1"})), "--apply")


@pytest.mark.parametrize("table", ALL, ids=lambda table: str(table.name))
def test_every_table_and_column_is_documented(table: Any) -> None:
    """docs/exchange.md has a section `### name.csv` that names each column in backquotes."""
    text = (Path(__file__).parents[1] / "docs" / "exchange.md").read_text("utf-8")
    _, found, rest = text.partition(f"### {table.file}\n")
    assert found
    section = rest.partition("\n### ")[0]
    missing = [name for name in {*header(table), *table.known} if name != "id" and f"`{name}`" not in section]
    assert missing == []


def test_a_load_leaves_the_database_ready_for_questions(tmp_path: Path) -> None:
    """Statistics are gathered, or the first pages after a large load would be planned for empty tables."""
    loaded(tmp_path, CORPUS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'public.citations_citation'::regclass")
        assert cursor.fetchone() == (3.0,)
    assert apps.get_model("citations", "Citation")._default_manager.count() == 3
