"""The notebook: references from addresses, in order, as footnotes with Ibid. put in, a bibliography and files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import rispy
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from citations.models import Contribution, SavedList
from citations.notebook.basket import Basket, Item, done
from citations.notebook.files import HEADER
from core.spreadsheets import read_grid
from tests import factories as make
from tests.world import world

pytestmark = pytest.mark.django_db
FILE = "/archive/RGASPI/17/171/87/"


def notes(page: str, which: str = "notebook-notes") -> list[str]:
    """The notes that a page shows, as a reader copies them; italics as asterisks."""
    found = re.search(rf'id="{which}"[^>]*>(.*?)</[ou]l>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [html.unescape(re.sub(r"</?i>", "*", line)) for line in lines]


@pytest.fixture
def book() -> Any:
    """Троцкий, Моя жизнь, Москва 1991."""
    work = make.publication(
        "Моя жизнь", status="published", language="ru", date="1991", place="М.", publisher="Панорама"
    )
    Contribution.objects.create(publication=work, name_printed="Троцкий Л. Д.")
    make.unit("RGASPI/17/171/87", status="published")
    make.unit("RGASPI/17/171/88", status="published")
    return work


# Sheets of д. 87, another file, a book, the book again, the first file again; /: notes, ;: in one note.
RUNS = [
    ("chicago", "", "83 / 84 / 88 / book / book / 83", [
        "RGASPI, f. 17, op. 171, d. 87, l. 83.", "Ibid., l. 84.", "Ibid., d. 88.",
        "L. D. Trotskii, *Moia zhizn'* (Moscow: Panorama, 1991).", "Ibid.", "RGASPI, f. 17, op. 171, d. 87, l. 83.",
    ]),
    ("chicago", "source", "book / 83 / book", [
        "Л. Д. Троцкий, *Моя жизнь* (М.: Панорама, 1991).", "RGASPI, f. 17, op. 171, d. 87, l. 83.",
        "Троцкий, *Моя жизнь*.",
    ]),
    ("gost", "", "83 / 84 / book / book", [
        "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83.", "Там же. Л. 84.", "Троцкий Л. Д. Моя жизнь. М. : Панорама, 1991.",
        "Там же.",
    ]),
    ("gost", "latin", "83 / 84", ["RGASPI. F. 17. Op. 171. D. 87. L. 83.", "Ibid. L. 84."]),
    ("chicago", "cyrillic", "83 / 84", ["РГАСПИ, ф. 17, оп. 171, д. 87, л. 83.", "Там же, л. 84."]),
    ("german", "", "83 / 84", ["RGASPI, f. 17, op. 171, d. 87, Bl. 83.", "Ebd., Bl. 84."]),
    # After a note with two sources nobody can tell which one Ibid. would mean.
    ("chicago", "", "83 ; book / 83", [
        "RGASPI, f. 17, op. 171, d. 87, l. 83; L. D. Trotskii, *Moia zhizn'* (Moscow: Panorama, 1991).",
        "RGASPI, f. 17, op. 171, d. 87, l. 83.",
    ]),
]  # fmt: skip


def fields(run: str, book: Any) -> dict[str, list[str]]:
    """The form's fields for a run written as in RUNS."""
    items = [(word, at > 0) for note in run.split(" / ") for at, word in enumerate(note.split(" ; "))]
    known = {"book": book.get_absolute_url(), "88": "/archive/RGASPI/17/171/88/"}
    addresses = [known.get(word, f"{FILE}?l={word}") for word, _joined in items]
    return {"r": addresses, "remark": [""] * len(items), "with": ["1" if joined else "" for _word, joined in items]}


@pytest.mark.parametrize(("style", "script", "run", "printed"), RUNS)
def test_a_run_of_footnotes(client: Client, book: Any, style: str, script: str, run: str, printed: list[str]) -> None:
    asked = {**fields(run, book), "style": style, "script": script}
    assert notes(client.get("/notebook/", asked).content.decode()) == printed
    assert notes(client.post("/notebook/", asked).content.decode()) == printed


def test_the_bibliography_has_each_source_once_and_a_remark_follows_its_note(client: Client, book: Any) -> None:
    asked = {**fields("83 / 84 / book", book), "remark": ["Emphasis mine.", "", ""]}
    page = client.get("/notebook/", asked).content.decode()
    assert notes(page)[:2] == ["RGASPI, f. 17, op. 171, d. 87, l. 83. Emphasis mine.", "Ibid., l. 84."]
    assert notes(page, "notebook-bibliography") == [
        "RGASPI, f. 17, op. 171, d. 87.",
        "Trotskii, L. D. *Moia zhizn'*. Moscow: Panorama, 1991.",
    ]


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("up-1", "b a c"), ("down-1", "a c b"), ("up-0", "a b c"), ("down-2", "a b c"), ("out-1", "a c"),
        ("join-2", "a b+c"), ("join-0", "a b c"), ("empty", ""), ("up-9", "a b c"), ("out-x", "a b c"), ("", "a b c"),
    ],
)  # fmt: skip
def test_what_a_button_does(action: str, left: str) -> None:
    basket = done(Basket(tuple(map(Item, "abc"))), action)
    assert "".join(f"{'+' if item.joined else ' '}{item.address}" for item in basket.items).strip() == left


def test_what_is_typed_is_added_as_an_address_or_as_a_reference(client: Client, book: Any) -> None:
    for typed, printed in (
        (f"http://testserver{FILE}?l=5", ["RGASPI, f. 17, op. 171, d. 87, l. 5."]),
        ("РГАСПИ. Ф. 17. Оп. 171. Д. 88. Л. 5", ["RGASPI, f. 17, op. 171, d. 88, l. 5."]),
        ("no such thing", []),
    ):
        page = client.get("/notebook/", {"add": typed}).content.decode()
        assert notes(page) == printed
        assert ("Nothing held here is certainly meant by" in page) == (not printed)


def test_an_address_that_was_right_once_means_the_same_and_one_that_never_was_is_told(client: Client) -> None:
    made = world(2)
    asked = {"r": [f"/documents/{made['letter'].pk}/old-slug/", "/archive/ЦПА ИМЛ/17/171/870/", "/people/999999/"]}
    page = client.get("/notebook/", asked).content.decode()
    assert notes(page)[0].startswith("Ivanova, Letter no. 1, 2 June 1928, RGASPI, f. 17, op. 171, d. ")
    assert len(notes(page)) == 2
    assert "There is nothing at /people/999999/ now." in page


def test_a_draft_and_nothing_answer_alike(client: Client) -> None:
    draft = make.person("Hidden, Anna")
    page = client.get("/notebook/", {"r": draft.get_absolute_url()}).content.decode()
    assert "Hidden, Anna" not in page
    assert f"There is nothing at {draft.get_absolute_url()} now." in page


def test_files_to_take_along(client: Client, book: Any) -> None:
    asked = {**fields("83 ; book / 83", book), "remark": ["=1+1", "", ""]}
    taken = {form: client.get("/notebook/", {**asked, "format": form}) for form in ("ris", "bib", "csl", "csv", "txt")}
    assert [entry["id"] for entry in rispy.loads(taken["ris"].content.decode())] == [
        "rgaspi-17-171-87-l83", f"trotskii-1991-{book.pk}",
    ]  # fmt: skip
    assert len(json.loads(taken["csl"].content)) == taken["bib"].content.count(b"\n@") + 1 == 2
    rows = list(csv.DictReader(io.StringIO(taken["csv"].content.decode())))
    assert [(row["note"], row["call_number"], row["remark"]) for row in rows] == [
        ("1", "f. 17, op. 171, d. 87, l. 83", "'=1+1"), ("1", "", ""), ("2", "f. 17, op. 171, d. 87, l. 83", ""),
    ]  # fmt: skip
    assert taken["txt"].content.decode().splitlines()[1] == "2. RGASPI, f. 17, op. 171, d. 87, l. 83."
    workbook = client.get("/notebook/", {**asked, "format": "xlsx"})
    assert workbook["Content-Disposition"] == 'attachment; filename="opis-notebook.xlsx"'
    assert [cells[HEADER.index("remark")] for _line, cells in read_grid(workbook.content).rows] == ["=1+1", "", ""]
    assert taken["csv"]["Content-Disposition"] == 'attachment; filename="opis-notebook.csv"'


def test_a_whole_list_is_put_in_with_its_order_and_what_narrows_it(client: Client) -> None:
    made = world(3)
    file = "/citations/?under=RGASPI/17/171/87&sort=shelfmark"
    put_in = client.get("/notebook/", {"list": file, "format": "json"}).json()["opis-notebook"]
    listed = client.get(f"{file}&format=json").json()["results"]
    assert [item["address"] for item in put_in] == [urlsplit(row["url"]).path for row in listed]
    assert len(notes(client.get("/notebook/", {"list": file}).content.decode())) == 3
    # what stands there already stands there once; a draft is in no list
    make.person("Draft, D.")
    twice = {"r": made["person"].get_absolute_url(), "list": "/people/?q=Ivanova"}
    people = [item["address"] for item in client.get("/notebook/", {**twice, "format": "json"}).json()["opis-notebook"]]
    assert people[0] == made["person"].get_absolute_url()
    assert len(people) == len(set(people)) == client.get("/people/?q=Ivanova&format=json").json()["count"]


def test_of_a_list_as_many_as_a_notebook_holds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    world(3)
    monkeypatch.setattr("citations.notebook.whole.MOST", 2)
    page = client.get("/notebook/", {"list": "/citations/"}, headers={"accept-language": "en"}).content.decode()
    assert "The first 2 of " in page
    for refused in ("/help/", "/citations/?no=1", "/citations/?sort=size", "nonsense"):
        answer = client.get("/notebook/", {"list": refused})
        assert answer.status_code == 400, refused


def test_a_notebook_file_is_read_again(client: Client, book: Any) -> None:
    asked = {**fields("83 ; book / 84", book), "remark": ["One", "", "Two"], "style": "gost"}
    kept = client.post("/notebook/", {**asked, "format": "json"}).content
    page = client.post("/notebook/", {"file": SimpleUploadedFile("notebook.json", kept)}).content.decode()
    assert notes(page) == notes(client.post("/notebook/", asked).content.decode())
    for broken in (b"", b"[]", b'{"opis-notebook": [1]}', b'{"opis-notebook": 5}', b"\xff\xfe", b"[" * 100_000):
        answer = client.post("/notebook/", {"file": SimpleUploadedFile("x.json", broken or b" ")})
        assert (answer.status_code, "This file is no notebook" in answer.content.decode()) == (400, True), broken


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"style": "turabian"}, "style"), ({"script": "runic"}, "script"), ({"format": "exe"}, "format"),
        ({"x": "1"}, "x"), ({"r": "\0"}, "r"), ({"r": "a" * 1001}, "r"), ({"r": ["/people/1/"] * 501}, "r"),
        ({"r": "/people/1/", "remark": "a" * 1001}, "remark"), ({"add": "\0"}, "add"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_a_sentence(client: Client, asked: Any, named: str) -> None:
    for answer in (client.get("/notebook/", asked), client.post("/notebook/", asked)):
        assert (answer.status_code, f"{named}" in answer.content.decode()) == (400, True)


def test_five_hundred_references_cost_as_many_questions_as_five(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    make.unit("RGASPI/17/171/87", status="published")
    with django_assert_max_num_queries(12):
        page = client.post("/notebook/", {"r": [f"{FILE}?l={number}" for number in range(1, 501)]}).content.decode()
    assert notes(page)[499] == "Ibid., l. 500."


# -- saved under an account ------------------------------------------------------------------------------------------


def signed_in(name: str, **fields: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(name, **fields))
    return client


@pytest.mark.parametrize("staff", [True, False])
def test_a_notebook_is_kept_under_a_name_for_its_owner_alone(client: Client, book: Any, staff: bool) -> None:
    owner, other = signed_in("owner", is_staff=staff), signed_in("other", is_staff=True)
    content = client.post("/notebook/", {**fields("83 / 84", book), "style": "gost", "format": "json"}).content.decode()
    answer = owner.post("/notebook/lists/", {"name": "Chapter 1", "content": content})
    assert answer.status_code == 302
    address = answer["Location"]
    page = owner.get(address).content.decode()
    assert notes(page) == ["РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83.", "Там же. Л. 84."]
    assert "<h1>Notebook: Chapter 1</h1>" in page
    assert f'href="{address}">Chapter 1</a>' in owner.get("/notebook/").content.decode()
    shorter = client.post("/notebook/", {**fields("83", book), "format": "json"}).content.decode()
    assert owner.post("/notebook/lists/", {"name": "Chapter 1", "content": shorter})["Location"] == address
    assert len(notes(owner.get(address).content.decode())) == 1
    for stranger in (client, other):
        assert stranger.get(address).status_code == stranger.post(address).status_code == 404
        assert "Chapter 1" not in stranger.get("/notebook/").content.decode()
    assert owner.post(address).status_code == 302
    assert owner.get(address).status_code == 404


def test_only_who_is_signed_in_saves_and_with_a_name(client: Client) -> None:
    empty = '{"opis-notebook": []}'
    assert client.post("/notebook/lists/", {"name": "x", "content": empty}).status_code == 403
    owner = signed_in("owner")
    for said in ({"name": "", "content": empty}, {"name": "x" * 201, "content": empty}, {"name": "x", "content": "{"}):
        assert owner.post("/notebook/lists/", said).status_code == 400
    assert "csrfmiddlewaretoken" not in client.get("/notebook/").content.decode()
    assert "csrfmiddlewaretoken" in owner.get("/notebook/").content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="owner"))
    assert strict.post("/notebook/lists/", {"name": "x", "content": empty}).status_code == 403
    assert not SavedList.objects.exists()


def test_a_reader_has_the_style_that_journals_of_the_language_ask_for(client: Client, book: Any) -> None:
    person = make.person("Trotsky, Leon", name_ru="Троцкий, Лев Давидович", status="published")
    asked = {"r": [f"{FILE}?l=83", person.get_absolute_url()]}
    page = client.get("/notebook/", {**asked, "lang": "ru"}).content.decode()
    assert notes(page)[0] == "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83."
    assert ">Троцкий, Лев Давидович</a>" in page
    assert (
        notes(client.get("/notebook/", {**asked, "lang": "en"}).content.decode())[0]
        == "RGASPI, f. 17, op. 171, d. 87, l. 83."
    )
    chosen = client.get("/notebook/", {**asked, "lang": "ru", "style": "chicago"}).content.decode()
    assert notes(chosen)[0] == "RGASPI, f. 17, op. 171, d. 87, l. 83."
