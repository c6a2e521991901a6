"""Where nothing is found, links that find something, each with the number of what it finds."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

TRY = re.compile(r'<li>(?:without ([^<]+) )?<b>([^<]+)</b>: <a rel="nofollow" href="([^"]+)">(\d+) record')


@pytest.fixture
def held() -> None:
    make.person("Sosnovskii, Lev", name_ru="Сосновский, Лев", status=PUBLISHED, sex="m")
    make.publication("Очерк оппозиции", language="ru", date="1926", status=PUBLISHED)
    make.document("Protokol", title_ru="Протокол заседания", kind="protocol", status=PUBLISHED)
    make.publication("Secret proceedings", language="en")


# address → what is offered: the filter to drop, the words, how many records
OFFERED = [
    ("/publications/?q=оппозиции&language=en&year_min=1920", [("Language", "English", 1)]),
    ("/publications/?q=оппозицыи", [("", "оппозиции", 1)]),
    (
        "/publications/?q=оппозицыи&language=ru",
        [("Words of the title, or a name", "оппозицыи", 1), ("", "оппозиции", 1)],
    ),
    ("/publications/?q=оппозицыи&language=en", [("", "оппозиции", 1)]),
    ("/documents/?q=zasedaniia", [("", "заседания", 1)]),
    ("/publications/?q=procedings", []),
    ("/search/?q=оппозицыи", [("", "оппозиции", 1)]),
    ("/search/?q=zasedaniia", [("", "заседания", 1)]),
    ("/search/?q=zzzzz", []),
    # Nothing is written to the congress, but something is called so.
    ("/search/?q=to:заседания", [("", "заседания", 1)]),
    # The name of a field is no word to be spelt otherwise.
    ("/search/?q=type:letter+date:1928", []),
    ("/search/?q=type:protocol+zasedaniia", [("", "type:protocol заседания", 0), ("", "type:протокол заседания", 0)]),
    ("/people/?q=Сосновский&sex=f", [("Name in any spelling", "Сосновский", 0), ("Sex", "female", 1)]),
]


@pytest.mark.parametrize(("address", "offered"), OFFERED)
def test_what_would_find_something_is_offered(
    client: Client, held: None, address: str, offered: list[tuple[str, str, int]]
) -> None:
    page = html.unescape(client.get(address, headers={"accept-language": "en"}).content.decode())
    found = [(label, words, int(count)) for label, words, _address, count in TRY.findall(page)]
    assert found == [each for each in offered if each[2]]


@pytest.mark.parametrize("address", [address for address, _offered in OFFERED if "/search/" not in address])
def test_each_offer_finds_what_it_says(client: Client, held: None, address: str) -> None:
    page = client.get(address).content.decode()
    for *_words, there, count in TRY.findall(page):
        found = client.get(html.unescape(there), headers={"accept": "application/json"}).json()
        assert found["count"] == int(count), there
