"""Light or dark as the reader chose, and a title that is a page's name and its share preview."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_chosen_light_is_kept_and_leaves_the_address(client: Client) -> None:
    answer = client.get("/people/?q=Ivanova&theme=dark")
    assert (answer.status_code, answer["Location"]) == (302, "/people/?q=Ivanova")
    assert client.cookies["theme"].value == "dark"
    assert '<html lang="en" data-theme="dark">' in client.get("/people/").content.decode()
    client.get("/people/?theme=auto")
    assert '<html lang="en">' in client.get("/people/").content.decode()


@pytest.mark.parametrize("cookie", ["sepia", '"><script>'])
def test_a_light_that_we_do_not_know_is_no_light(client: Client, cookie: str) -> None:
    client.cookies["theme"] = cookie
    assert '<html lang="en">' in client.get("/people/").content.decode()
    assert client.get("/people/?theme=sepia").status_code == 400


def test_choosing_a_light_leads_to_no_other_host(client: Client) -> None:
    assert client.get("/?theme=dark", PATH_INFO="//example.org/")["Location"] == "/%2Fexample.org/"


def test_the_title_is_also_that_of_the_share_preview(client: Client) -> None:
    page = client.get("/people/").content.decode()
    assert "<title>People · Opis</title>" in page
    assert '<meta property="og:title" content="People · Opis">' in page
    pictures = re.findall(r'<meta property="og:image" content="(http://testserver/static/[^"]+)">', page)
    assert len(pictures) == 1


def test_the_section_of_a_page_is_marked(client: Client) -> None:
    page = client.get("/people/").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="true">(\w+)</a>', page.split("</nav>")[0]) == [
        ("/people/", "People")
    ]
