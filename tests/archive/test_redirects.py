"""Addresses that are none here lead to what they mean, and say why; what they cannot mean stays unfound."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from django.test import Client

from archive.models import FormerReference
from archive.questions import asked_for
from tests import factories as make
from tests.world import PUBLISHED, repository, world

pytestmark = pytest.mark.django_db

# asked for → where it is, and what the page says
MOVED = [
    ("/archive/rgaspi/17/171/87/", "/archive/RGASPI/17/171/87/?from=rgaspi/17/171/87", "written in another way"),
    (
        "/archive/РГАСПИ/17/171/87/",
        "/archive/RGASPI/17/171/87/?from=РГАСПИ/17/171/87",
        "written in another way",
    ),
    ("/archive/ЦПА ИМЛ/17/171/87/", "/archive/RGASPI/17/171/87/?from=ЦПА+ИМЛ/17/171/87", "a former name of RGASPI"),
    ("/archive/ЦПА ИМЛ/17/171/870/", "/archive/RGASPI/17/171/87/?from=ЦПА+ИМЛ/17/171/870", "the former reference"),
    ("/archive/central party archive/17/", "/archive/RGASPI/17/?from=central+party+archive/17", "a former name"),
    ("/archive/РГАСПИ/", "/archive/RGASPI/?from=РГАСПИ", "written in another way"),
    (
        "/archive/РГАСПИ/17/171/87/?l=83",
        "/archive/RGASPI/17/171/87/?l=83&from=РГАСПИ/17/171/87",
        "written in another way",
    ),
]


@pytest.mark.parametrize(("asked", "there", "why"), MOVED)
def test_other_names_lead_to_the_right_address_and_say_why(client: Client, asked: str, there: str, why: str) -> None:
    world(2)
    answer = client.get(quote(asked, safe="/?=&"))
    assert (answer.status_code, unquote(answer["Location"])) == (301, there)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert why in page.content.decode()


def test_a_unit_that_moved_is_found_at_its_old_address(client: Client) -> None:
    moved = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    moved.number = "88"
    moved.save()
    answer = client.get("/archive/RGASPI/17/171/87/")
    assert (answer.status_code, unquote(answer["Location"])) == (
        301,
        "/archive/RGASPI/17/171/88/?from=RGASPI/17/171/87",
    )
    assert "stood at RGASPI/17/171/87" in client.get(answer["Location"]).content.decode()


def test_two_units_of_one_former_reference_are_both_shown(client: Client) -> None:
    repository()
    for path in ("RGASPI/17/171/87", "RGASPI/17/171/88"):
        unit = make.unit(path, status=PUBLISHED)
        FormerReference.objects.create(unit=unit, archive="ЦПА ИМЛ", shelfmark="1/2/3")
    answer = client.get(quote("/archive/ЦПА ИМЛ/1/2/3/"))
    assert answer.status_code == 300
    page = answer.content.decode()
    assert "/archive/RGASPI/17/171/87/" in page
    assert "/archive/RGASPI/17/171/88/" in page


@pytest.mark.parametrize("path", ["RGASPI/17/171/999", "NOWHERE/1", "RGASPI/17//171", "²/1", "ЦПА ИМЛ/1/1/1"])
def test_what_means_nothing_is_not_found(client: Client, path: str) -> None:
    world(2)
    assert client.get(quote(f"/archive/{path}/")).status_code == 404


# typed into the search box → the address it leads to, "-" where it is no reference, "?" where nothing is held
TYPED = """
RGASPI, f. 17, op. 171, d. 87, l. 81     /archive/RGASPI/17/171/87/?l=81
РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 81–82  /archive/RGASPI/17/171/87/?l=81–82
ф.17 оп.171 д.87 л.81об                  /archive/RGASPI/17/171/87/?l=81об
17/171/87/81                             /archive/RGASPI/17/171/87/?l=81
rgaspi/17/171/87                         /archive/RGASPI/17/171/87/
RGASPI f. 17                             /archive/RGASPI/17/
ЦПА ИМЛ, ф. 17, оп. 171, д. 87           /archive/RGASPI/17/171/87/?from=ЦПА ИМЛ/17/171/87
RGASPI, f. 17, op. 171, d. 999           ?
Ivanova                                  -
letter of 2 June 1928                    -
"""


@pytest.mark.parametrize("line", TYPED.strip().splitlines())
def test_a_reference_in_any_form_goes_straight_to_its_unit(client: Client, line: str) -> None:
    world(2)
    typed, _, there = line.rpartition("  ")
    answer = client.get("/search/", {"q": typed.strip()})
    if there.startswith("/"):
        assert (answer.status_code, unquote(answer["Location"]).replace("+", " ")) == (302, there.strip())
        assert client.get("/search/", {"q": typed.strip(), "text": "1"}).status_code == 200
        return
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ("this unit is not among the records held" in page) == (there == "?")


def test_a_reference_that_is_not_held_names_the_nearest_unit_that_is() -> None:
    world(2)
    asked = asked_for("RGASPI, f. 17, op. 171, d. 999, l. 3")
    assert asked is not None
    assert (asked.found, str(asked.nearest), asked.leaves) == ([], "RGASPI/17/171", "3")


def test_without_an_archive_every_unit_of_that_number_is_shown(client: Client) -> None:
    for path in ("RGASPI/17/171/87", "GARF/17/171/87"):
        make.unit(path, status=PUBLISHED)
    page = client.get("/search/", {"q": "17/171/87"}).content.decode()
    assert "Several units here may be meant" in page
    assert "/archive/GARF/17/171/87/" in page
