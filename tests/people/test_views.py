"""People are found by any spelling, period, place and event; a page tells a life with what proves it."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from django.test import Client
from django.utils import translation

from archive.models import DocumentPerson
from core.filters import language_name
from core.spreadsheets import read_grid
from people.models import Event, Name, Organisation, Person, Relation
from people.parts import PARTS
from tests import factories as make
from tests.world import PUBLISHED, world

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    answer = client.get(f"/people/?{query}&format=json")
    assert answer.status_code == 200, answer.content
    return [row["name_en"] for row in answer.json()["results"]]


@pytest.fixture
def three() -> None:
    """Rakovskii, Sedova and one with hardly anything known."""
    rakovskii = make.person(
        "Rakovskii, Khristian", name_ru="Раковский, Христиан", born="1873", died="1941", sex="m", status=PUBLISHED
    )
    sedova = make.person("Sedova, Nina", name_ru="Седова, Нина", born="около 1901", sex="f", status=PUBLISHED)
    make.person("Anonym", status=PUBLISHED)
    Name.objects.create(person=sedova, text="Nevel'son, Nina", kind="married")
    astrakhan = make.place("Astrakhan", name_ru="Астрахань", status=PUBLISHED)
    party = Organisation.objects.create(name_en="Left Opposition", kind="faction", status=PUBLISHED)
    Event.objects.create(person=rakovskii, kind="exile", place=astrakhan, date="1928")
    Event.objects.create(person=sedova, kind="membership", organisation=party)


FOUND = [
    ("q=Rakovskii", ["Rakovskii, Khristian"]),
    ("q=раковский", ["Rakovskii, Khristian"]),
    ("q=Rakowski", ["Rakovskii, Khristian"]),
    ("q=Христиан Раковский", ["Rakovskii, Khristian"]),
    ("q=Невельсон", ["Sedova, Nina"]),
    ("q=Newelson", ["Sedova, Nina"]),
    ("q=nobody", []),
    ("q=...", []),
    ("letter=R", ["Rakovskii, Khristian"]),
    ("letter=С", ["Sedova, Nina"]),
    ("letter=Z", []),
    ("event=exile", ["Rakovskii, Khristian"]),
    ("sex=f", ["Sedova, Nina"]),
    ("born_min=1870&born_max=1880", ["Rakovskii, Khristian"]),
    ("born_min=1902", []),
    ("born_max=1901", ["Rakovskii, Khristian", "Sedova, Nina"]),
    ("died_min=1941&died_max=1941", ["Rakovskii, Khristian"]),
    ("alive_min=1900&alive_max=1910", ["Rakovskii, Khristian", "Sedova, Nina"]),
    ("alive_min=1942", ["Sedova, Nina"]),
    ("alive_min=2010", []),
    ("alive_max=1872", []),
    ("alive_max=1890", ["Rakovskii, Khristian"]),
    ("sort=name", ["Anonym", "Rakovskii, Khristian", "Sedova, Nina"]),
    ("sort=born", ["Rakovskii, Khristian", "Sedova, Nina", "Anonym"]),
]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("query", "names"), FOUND)
def test_the_list_is_narrowed_and_ordered(client: Client, query: str, names: list[str]) -> None:
    assert found(client, query) == names


@pytest.mark.usefixtures("three")
def test_places_and_organisations_narrow_by_their_numbers(client: Client) -> None:
    place = Event.objects.get(kind="exile").place
    board = Event.objects.get(kind="membership").organisation
    assert place is not None
    assert board is not None
    assert found(client, f"place={place.pk}") == ["Rakovskii, Khristian"]
    assert found(client, f"organisation={board.pk}") == ["Sedova, Nina"]


@pytest.mark.usefixtures("three")
def test_csv_has_the_same_rows_and_runs_nothing_in_a_spreadsheet(client: Client) -> None:
    Person.objects.filter(name_en="Anonym").update(name_ru="=2+2")
    lines = client.get("/people/?format=csv").content.decode().splitlines()
    assert lines[0] == "id,name_en,name_ru,sex,born,born_edtf,died,died_edtf,epithet_en,epithet_ru,url"
    assert next(line for line in lines if "Anonym" in line).split(",")[1:3] == ["Anonym", "'=2+2"]
    assert len(lines) == 4


def test_a_wrong_slug_redirects_for_good_and_keeps_the_query(client: Client) -> None:
    person = make.person("Rakovskii, Khristian", status=PUBLISHED)
    for path in (f"/people/{person.pk}/", f"/people/{person.pk}/wrong/"):
        answer = client.get(f"{path}?lang=ru")
        assert answer.status_code == 301
        assert answer["Location"] == f"/people/{person.pk}/rakovskii-khristian/?lang=ru"
    assert client.get(f"/people/{person.pk}/rakovskii-khristian/").status_code == 200


def test_a_life_is_told_with_what_proves_it(client: Client) -> None:
    made = world(3)
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get(made["person"].get_absolute_url()).content.decode()).split())
    for words in (
        "Anna 1 Ivanova Анна 1 Иванова",
        "born circa 1890",
        "Anna Iwanowa 1 romanisation",
        "1925–27 office · Board 1 Editor. 2 sources RGASPI, f. 17, op. 171, d. 87, l. 82",
        "January 1928 exile · Narym 1 probable",
        "author Letter no. 1 , 2 June 1928 · RGASPI, f. 17, op. 171, d. 87, l. 81",
        "No picture is held here; one is known. At the board Credit: Archive of photographs 1",
        "co-author Anna 1002 Ivanova",
        "secretary Anna 1002 Ivanova",
        "Sheets Cited by l. 81 Ivanova, Очерк истории 1 (1926), note 1",
        "VIAF 100",
    ):
        assert words in page, words


def test_a_relation_reads_rightly_from_both_ends(client: Client) -> None:
    father, son = make.person("Eltsin, Boris", status=PUBLISHED), make.person("Eltsin, Viktor", status=PUBLISHED)
    Relation.objects.create(person=father, kind="parent", other=son)
    for person, words in ((father, "child Viktor Eltsin"), (son, "parent Boris Eltsin")):
        page = re.sub(r"<[^>]+>", " ", client.get(person.get_absolute_url()).content.decode())
        assert words in " ".join(page.split())


def test_the_reader_s_language_decides_which_heading_leads(client: Client) -> None:
    person = make.person("Rakovskii, Khristian", name_ru="Раковский, Христиан", status=PUBLISHED)
    page = client.get(person.get_absolute_url(), headers={"accept-language": "ru"}).content.decode()
    assert "<h1>Христиан Раковский</h1>" in page
    assert '<p class="other-script" lang="en">Khristian Rakovskii</p>' in page
    alone = make.person("Weiss, Clara", status=PUBLISHED)
    page = client.get(alone.get_absolute_url(), headers={"accept-language": "ru"}).content.decode()
    assert '<h1><span lang="en">Clara Weiss</span></h1>' in page
    assert "<title>Clara Weiss · Opis</title>" in page


def test_a_workbook_has_the_same_rows_all_as_text(client: Client) -> None:
    make.person("=HYPERLINK(1)", born="1879", status="published")
    answer = client.get("/people/?format=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="opis-people.xlsx"'
    grid = read_grid(answer.content)
    assert dict(zip(grid.header, grid.rows[0][1], strict=True))["name_en"] == "=HYPERLINK(1)"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def parts_shown(client: Client, person: Person) -> dict[str, tuple[str, int]]:
    """Of each part in documents: the address of its list, and the number that the page shows."""
    page = client.get(person.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    found = re.findall(r'<h3>(\w+ this person) <a class="more" href="([^"]+)">(\d+) ', page)
    return {heading: (html.unescape(target), int(number)) for heading, target, number in found}


def test_documents_by_to_and_about_a_person_stand_apart_and_are_counted_as_their_lists(client: Client) -> None:
    person = make.person("Rakovskii, Khristian", status=PUBLISHED)
    for title, roles in (
        ("Letter to the Central Committee", ["author", "signatory"]),
        ("Appeal", ["attributed"]),
        ("Letter from Astrakhan", ["addressee", "mentioned"]),
    ):
        document = make.document(title, status=PUBLISHED)
        for role in roles:
            DocumentPerson.objects.create(document=document, person=person, role=role)
    DocumentPerson.objects.create(document=make.document("A draft"), person=person, role="author")
    shown = parts_shown(client, person)
    assert {heading: number for heading, (_address, number) in shown.items()} == {
        "By this person": 2,
        "To this person": 1,
        "About this person": 1,
    }
    for address, number in shown.values():
        assert client.get(f"{address}&format=json").json()["count"] == number, address
    alone = client.get("/documents/?part=by")
    assert (alone.status_code, "say whose" in alone.content.decode()) == (400, True)


def test_every_role_in_a_document_belongs_to_one_part() -> None:
    assert sorted(role for roles in PARTS.values() for role in roles) == sorted(DocumentPerson.Role.values)


def test_who_cites_the_papers_of_many_documents_is_left_to_the_list(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world(3)
    address = made["person"].get_absolute_url()
    monkeypatch.setattr("citations.around.FEW", 0)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert re.findall(r'<h3 id="cited-(by|files)">', page) == ["by", "files"]
    monkeypatch.setattr("citations.around.MANY", 1)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "this page does not count who cites them" in page
    assert f"/citations/?person={made['person'].pk}&amp;sort=shelfmark" in page


def text_of(client: Client, address: str, language: str = "en") -> str:
    page = client.get(address, headers={"accept-language": language}).content.decode()
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_a_life_says_how_old_somebody_was_under_which_names_and_what_is_not_known(client: Client) -> None:
    place = make.place("Kotel", name_ru="Котел", status=PUBLISHED)
    person = make.person("Rakovskii, Khristian", born="1 August 1873", born_at=place, died="1941", status=PUBLISHED)
    Name.objects.create(person=person, text="Станчев", language="ru", script="Cyrl", kind="birth", used="1873–1887")
    Event.objects.create(person=person, kind="exile")
    Event.objects.create(person=person, kind="execution", date="September 1941", certainty="disputed")
    page = text_of(client, person.get_absolute_url())
    for words in (
        "born 1 August 1873 · Kotel died 1941 aged 67 to 68",
        "1 August 1873 birth · Kotel",
        "1941 execution disputed",  # told once, with the date that the person has
        "Cyrillic script Станчев name at birth, Russian, 1873–1887",
        "No picture of this person is known here.",
        "Where the person died is not known here. No picture of the person is held here. One event has no date."
        " Of 3 events no source is named. disputed execution, 1941",
    ):
        assert words in page, (words, page)
    assert "When the person was born" not in page
    assert text_of(client, f"/people/?born_at={place.pk}").count("Rakovskii, Khristian") == 1


@pytest.mark.usefixtures("three")
def test_both_alphabets_count_what_their_letters_open(client: Client) -> None:
    page = client.get("/people/", headers={"accept-language": "en"}).content.decode()
    letters = re.findall(r'<a href="(/people/\?letter=[^"]+)">(.) <span class="n">(\d+)</span>', page)
    assert [(letter, int(n)) for _address, letter, n in letters] == [
        ("A", 1), ("R", 1), ("S", 1), ("Р", 1), ("С", 1),
    ]  # fmt: skip
    assert '<span class="nobody">B</span>' in page
    for address, _letter, number in letters:
        assert client.get(f"{address}&format=json").json()["count"] == int(number)
    assert "alphabets" not in client.get("/people/?sex=f").content.decode()


def test_what_people_have_in_common_is_counted_as_its_list(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    world(3)
    page = client.get("/people/?lang=en").content.decode()
    counted = re.findall(r'<a rel="nofollow" href="(/people/\?[^"]+)">([^<]+)</a> <span class="n">(\d+)</span>', page)
    assert [label for _address, label, _n in counted][:4] == [
        "author of documents",
        "appears in documents",
        "author or editor of publications",
        "exile",
    ]
    assert len(counted) == 15
    assert ("1890s", "4") in {(label, number) for _address, label, number in counted}
    for address, label, number in counted:
        assert client.get(html.unescape(f"{address}&format=json")).json()["count"] == int(number), label
    monkeypatch.setattr("people.facets.MANY", 1)
    assert not re.findall(r'<span class="n">\d+</span></li>', client.get("/people/?sex=f").content.decode())


def test_somebody_by_chance_is_public_and_nobody_is_no_failure(client: Client) -> None:
    assert client.get("/people/random/")["Location"] == "/people/"
    make.person("A draft")
    person = make.person("Rakovskii, Khristian", status=PUBLISHED)
    answer = client.get("/people/random/")
    assert (answer.status_code, answer["Location"]) == (302, person.get_absolute_url())
    assert "no-store" in answer["Cache-Control"]
    assert "Disallow: /people/random/" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("language", "script", "tag"),
    [("ru", "Cyrl", "ru"), ("ru", "Latn", "ru-Latn"), ("de", "Latn", "de"), ("ka", "", "ka"), ("", "Latn", "")],
)
def test_a_name_says_its_script_where_the_language_does_not(language: str, script: str, tag: str) -> None:
    assert Name(text="N.", language=language, script=script).tag == tag


# kind, sex of the other one → what the other one was, to who reads English and Russian
KIN = [
    ("parent", "f", "daughter", "дочь"),
    ("parent", "m", "son", "сын"),
    ("parent", "", "child", "ребёнок"),
    ("spouse", "f", "wife", "жена"),
    ("sibling", "m", "brother", "брат"),
    ("friend", "f", "friend", "друг"),
]


@pytest.mark.parametrize(("kind", "sex", "english", "russian"), KIN)
def test_kin_are_called_as_women_and_men_are(client: Client, kind: str, sex: str, english: str, russian: str) -> None:
    person = make.person("Berg, Anna", status=PUBLISHED)
    other = make.person("Berg, Other", name_ru="Берг, Другой", sex=sex, status=PUBLISHED)
    Relation.objects.create(person=person, kind=kind, other=other)
    for language, word in (("en", english), ("ru", russian)):
        page = client.get(f"{person.get_absolute_url()}?lang={language}").content.decode()
        assert f'<span class="role">{word}</span>' in page


def test_names_of_languages_are_written_as_each_language_writes_them() -> None:
    with translation.override("ru"):
        assert [language_name(code) for code in ("de", "lv", "be", "nl", "ru", "xx")] == [
            "немецкий", "латышский", "белорусский", "нидерландский", "русский", "xx",
        ]  # fmt: skip
    with translation.override("en"):
        assert language_name("de") == "German"
