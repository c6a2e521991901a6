"""Lists in the order that a reader expects: numbers as numbers, letters by their alphabet; every page is reached."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
SHELVES = ["RGASPI/17/9", "RGASPI/17/87", "RGASPI/17/87а", "RGASPI/17/100", "RGASPI/558/1", "RGASPI/Р-5"]
TITLES = ["apple", "Berlin", "Zeitung", "Аврора", "Ёлка", "ель", "Жизнь"]


@pytest.mark.parametrize("address", ["/citations/files/?sort=shelfmark", "/citations/?sort=shelfmark", "/units/"])
def test_shelfmarks_stand_in_their_natural_order(client: Client, address: str) -> None:
    for path in reversed(SHELVES):
        make.citation(make.unit(path, status=PUBLISHED), leaves="1", status=PUBLISHED)
    rows = client.get(address, headers=JSON).json()["results"]
    found = [row.get("unit") or html.unescape(row["url"]) for row in rows]
    paths = [path.removeprefix("/archive/").strip("/").replace("%D0%B0", "а").replace("%D0%A0", "Р") for path in found]
    assert [path for path in paths if path in SHELVES] == SHELVES


def test_titles_stand_by_their_alphabets_whatever_their_case(client: Client) -> None:
    for title in sorted(TITLES):
        make.citation(footnote=make.footnote(publication=make.publication(title, status=PUBLISHED), status=PUBLISHED),
                      status=PUBLISHED)  # fmt: skip
    for address in ("/publications/?sort=title", "/citations/works/?sort=title"):
        rows = client.get(address, headers=JSON).json()["results"]
        assert [row["title"] for row in rows] == TITLES, address


def test_every_page_of_a_tally_is_reached_and_each_chip_goes_by_itself(client: Client) -> None:
    for path in SHELVES:
        make.citation(make.unit(path, status=PUBLISHED), leaves="1", status=PUBLISHED)
    address = "/citations/files/?under=RGASPI&outcome=resolved&kind=file&sort=shelfmark"
    pages = [
        client.get(f"{address}&per_page=1&page={page}", headers=JSON).json() for page in range(1, len(SHELVES) + 1)
    ]
    assert [page["pages"] for page in pages] == [len(SHELVES)] * len(SHELVES)
    assert len({page["results"][0]["url"] for page in pages}) == len(SHELVES)
    page = html.unescape(client.get(address).content.decode())
    chips = re.findall(r'<li><a rel="nofollow" href="(/citations/files/\?[^"]+)"><span class="unseen">Remove', page)
    assert sorted(chips) == sorted(
        f"/citations/files/?{rest}"
        for rest in (
            "outcome=resolved&sort=shelfmark&under=RGASPI",
            "kind=file&sort=shelfmark&under=RGASPI",
            "kind=file&outcome=resolved&sort=shelfmark",
        )
    )
