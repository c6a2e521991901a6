"""What search engines and harvesters are told: every published record, in both languages, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests import factories as make
from tests.world import grow, world

pytestmark = pytest.mark.django_db

MAPS = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content[:300])
    return etree.fromstring(answer.content)


def parts(client: Client) -> list[str]:
    found = tree(client, "/sitemap.xml").xpath("m:sitemap/m:loc/text()", namespaces=MAPS)
    return [str(address).removeprefix("http://testserver") for address in found]


def listed(client: Client) -> dict[str, Any]:
    urls = [url for part in parts(client) for url in tree(client, part).xpath("m:url", namespaces=MAPS)]
    return {str(url.findtext("m:loc", namespaces=MAPS)).removeprefix("http://testserver"): url for url in urls}


def test_every_record_stands_in_the_sitemap_with_its_day_and_languages(client: Client) -> None:
    made = world(2)
    found = listed(client)
    for name, record in made.items():
        url = found[record.get_absolute_url()]
        assert url.findtext("m:lastmod", namespaces=MAPS) == f"{record.changed_at:%Y-%m-%dT%H:%M:%SZ}", name
    person = made["person"].get_absolute_url()
    links = found[person].xpath("x:link", namespaces=MAPS)
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en": f"http://testserver{person}?lang=en",
        "ru": f"http://testserver{person}?lang=ru",
        "x-default": f"http://testserver{person}",
    }
    assert {"/", "/people/", "/documents/", "/map/", "/help/"} <= set(found)
    assert all(client.get(address).status_code == 200 for address in found)


def test_editors_are_given_no_drafts_in_the_sitemap_either(client: Client) -> None:
    """T29: by the sitemap."""
    made = world(2)
    before = [client.get(part).content for part in ["/sitemap.xml", *parts(client)]]
    grow(made, [777], status="draft")
    client.force_login(make.editor())
    assert [client.get(part).content for part in ["/sitemap.xml", *parts(client)]] == before


@pytest.mark.parametrize("part", ["people-0", "people-99999999", f"people-{'9' * 18}", "pages-2", "drafts-1"])
def test_a_part_that_is_not_there_is_no_page(client: Client, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


CLOSED = [
    "/people/?letter=I",
    "/people/?page=2&q=a",
    "/archive/RGASPI/17/?l=3",
    "/admin/",
    "/search/?q=a",
    "/people/?letter=I&event=exile",
    "/citations/?sort=year",
    "/people/?format=csv",
]
OPEN = ["/", "/people/", "/people/1/a/", "/people/?page=2", "/people/1/a/?lang=ru", "/archive/RGASPI/17/", "/feeds/"]


def is_closed(robots: str, address: str) -> bool:
    """RFC 9309: of all rules that fit an address the longest decides."""
    rules = re.findall(r"^(Disallow|Allow): (.+)$", robots, re.MULTILINE)
    fitting = [(len(rule), does) for does, rule in rules if re.match(re.escape(rule).replace(r"\*", ".*"), address)]
    return max(fitting, default=(0, "Allow"))[1] == "Disallow"


def test_robots_open_records_and_plain_lists_and_are_led_to_the_sitemap(client: Client) -> None:
    """T38: crawlers are led past the filters."""
    told = client.get("/robots.txt").content.decode()
    assert "\nSitemap: http://testserver/sitemap.xml\n" in told
    assert [address for address in CLOSED if not is_closed(told, address)] == []
    assert [address for address in OPEN if is_closed(told, address)] == []
