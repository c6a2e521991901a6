"""What archives, fonds and files show beside their shelfmark: neighbours, files, works, sheets, documents."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from archive.models import Component, Container, Image, RepositoryName, Unit
from citations.models import Evidence
from citations.strips import strip_of
from tests import factories as make
from tests.desk import words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str, language: str = "en") -> str:
    answer = client.get(f"/archive/{path}/", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


# -- neighbours -------------------------------------------------------------------------------------------------------

# file → the ones before and after it, where 9, 10, 10а and 87 stand under one opis, and other opisi around it
BESIDE = [
    ("9", "", "10"),
    ("10", "9", "10а"),
    ("10а", "10", "87"),
    ("87", "10а", ""),
]


@pytest.fixture
def shelf() -> None:
    for number in ("87", "10а", "9", "10"):
        make.unit(f"RGASPI/17/171/{number}", status=PUBLISHED)
    make.unit("RGASPI/17/171/88")
    make.unit("RGASPI/17/17/900", status=PUBLISHED)
    make.unit("RGASPI/17/172/1", status=PUBLISHED)


@pytest.mark.parametrize(("number", "before", "after"), BESIDE)
def test_a_file_leads_to_those_beside_it_on_the_shelf(
    shelf: None, client: Client, number: str, before: str, after: str
) -> None:
    """Not to drafts, and not into another opis."""
    page = page_of(client, f"RGASPI/17/171/{number}")
    found = dict(
        re.findall(r'<a rel="(prev|next)" href="/archive/RGASPI/17/171/([^/"]+)/"><span class="unseen">', page)
    )
    wanted = {"prev": before, "next": after}
    assert {step: html.unescape(place) for step, place in found.items()} == {
        step: place.replace("а", "%D0%B0") for step, place in wanted.items() if place
    }


def test_fonds_stand_beside_each_other_in_their_archive(shelf: None) -> None:
    for path in ("RGASPI/2/1", "RGASPI/325/1", "GARF/18/1", "RGASPI2/18/1"):
        make.unit(path, status=PUBLISHED)
    beside = Unit.objects.beside(Unit.objects.get(path="RGASPI/17"))
    assert {step: unit.path for step, unit in beside.items()} == {"before": "RGASPI/2", "after": "RGASPI/325"}


# -- what rests on a fond ---------------------------------------------------------------------------------------------


@pytest.fixture
def fond() -> None:
    """Two works: one cites d. 1 twice and d. 5 of another opis, the other cites d. 5; a draft does not count."""
    first, other = (make.unit(f"RGASPI/17/{place}", status=PUBLISHED) for place in ("171/1", "172/5"))
    grain, iron = (make.publication(title, status=PUBLISHED) for title in ("Grain", "Iron"))
    for work, unit in ((grain, first), (grain, first), (grain, other), (iron, other), (iron, other)):
        make.citation(unit, footnote=make.footnote(publication=work, status=PUBLISHED), status=PUBLISHED)
    make.citation(first, footnote=make.footnote(publication=iron))


def test_a_fond_tells_its_most_cited_files_and_the_works_that_rest_on_it(fond: None, client: Client) -> None:
    page = page_of(client, "RGASPI/17")
    files, works = (page.split(f'id="{part}"')[1].split("</section>")[0] for part in ("files-below", "works-below"))
    assert re.findall(r'href="/archive/RGASPI/17/([^"?]+)/"', files) == ["172/5", "171/1"]
    assert re.findall(r"<cite>(\w+)</cite>", works) == ["Grain", "Iron"]
    counts = re.findall(r'<a rel="nofollow" href="([^"]+)">(\d+)</a>', files + works)
    assert [int(shown) for _address, shown in counts] == [3, 2, 3, 2, 2, 1]
    for address, shown in counts:
        assert client.get(html.unescape(address) + "&format=json").json()["count"] == int(shown), address
    opis = page_of(client, "RGASPI/17/172")
    assert 'id="files-below"' not in opis, "its files stand under “Most cited” already"
    assert re.findall(r"<cite>(\w+)</cite>", opis.split('id="works-below"')[1].split("</section>")[0]) == [
        "Iron",
        "Grain",
    ]


# -- a file -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def file() -> Any:
    """Sheets 5 and 83 to 84 are cited, a letter lies on 84–90, a draft on 200."""
    unit = make.unit("RGASPI/17/171/87", status=PUBLISHED, title_ru="Стенограммы", date="1927", extent="312 л.")
    for leaves in ("5", "83", "83 об.", "83–84"):
        make.citation(unit, leaves=leaves, status=PUBLISHED)
    make.document("Letter no. 1", status=PUBLISHED).copies.create(unit=unit, leaves="84–90")
    make.document("A draft").copies.create(unit=unit, leaves="400")
    Component.objects.create(unit=unit, identifier="c1", unitid="дело 87")
    Container.objects.create(unit=unit, text="Box 3, Folder 2")
    return unit


def test_the_strip_shows_where_documents_lie_and_which_sheet_was_asked_for(file: Any, client: Client) -> None:
    strip = strip_of(file, file.copies.filter(document__status=PUBLISHED), "84")
    assert strip is not None
    assert strip.last == 312
    assert [(at.start, at.width) for at in strip.lying] == [(83, 7)]
    assert [cell.leaves for cell in strip.cells if cell.asked] == ["84"]
    page = client.get("/archive/RGASPI/17/171/87/?l=84").content.decode()
    assert '<rect class="lying" x="83" y="90" width="7" height="10"><title>84–90: Letter no. 1</title>' in page
    assert re.findall(r'\?l=([^"&]+)" aria-current="true"', page) == ["84"]
    assert "400" not in page


def test_the_table_of_sheets_holds_what_the_strip_shows(file: Any, client: Client) -> None:
    page = page_of(client, "RGASPI/17/171/87")
    strip, table = page.split('id="strip"')[1].split("</section>")[0], page.split('id="sheets"')[1]
    assert re.findall(r'class="leaf">([^<]+)<', strip) == ["5", "83", "84"]
    assert re.findall(r'class="unseen leaf">([^<]+) <', strip) == ["83"]
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', table) == ["l. 5", "l. 83", "ll. 83–84", "l. 83ob."]


def test_a_file_tells_where_it_lies_and_what_the_finding_aid_calls_it(file: Any, client: Client) -> None:
    told = words(client.get("/archive/RGASPI/17/171/87/", headers={"accept-language": "ru"}))
    for expected in ("Box 3, Folder 2", "дело 87", "312 л.", "1927", "Стенограммы"):
        assert expected in told


def test_an_archive_tells_where_it_is_and_what_it_was_called_when(client: Client) -> None:
    place = make.place("Moscow", name_ru="Москва", country="RU", status=PUBLISHED)
    home = make.repository("RGASPI", place=place, address="ул. Большая Дмитровка, 15", status=PUBLISHED)
    RepositoryName.objects.create(repository=home, text="ЦПА ИМЛ", language="ru", years="1956/1991", former=True)
    told = words(client.get("/archive/RGASPI/"))
    for expected in ("Moscow, Russia", "ул. Большая Дмитровка, 15", "ЦПА ИМЛ"):
        assert expected in told
    row = client.get("/archive/?format=json").json()["results"][0]
    assert (row["country"], row["address"]) == ("RU", "ул. Большая Дмитровка, 15")


def test_one_credit_under_several_pictures_is_told_once(client: Client) -> None:
    file = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    citation = make.citation(file, leaves="83", status=PUBLISHED)
    for name in ("Orlov, P.", "Belov, I."):
        person = make.person(name, status=PUBLISHED)
        picture = Image.objects.create(person=person, credit="From the papers of a friend", status=PUBLISHED)
        Evidence.objects.create(citation=citation, image=picture)
    told = words(client.get("/archive/RGASPI/17/171/87/"))
    assert told.count("proves: a picture: From the papers of a friend") == 1
