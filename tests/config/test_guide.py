"""The first page, the help and the page about the site: what they promise is so."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from config.guide import IN_CITATIONS, SEARCHES
from config.today import of_today
from people.models import Event
from tests import factories as make
from tests.world import cited, work

pytestmark = pytest.mark.django_db


def in_words(page: str) -> str:
    """What a page says; a mark within a word does not part it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?mark>", "", page))))


def test_each_example_of_the_help_gives_what_it_says(client: Client) -> None:
    call_command("demo", verbosity=0)
    for example in SEARCHES:
        answer = client.get("/search/", {"q": example.typed})
        if example.leads:
            assert (answer.status_code, answer["Location"]) == (302, example.leads), example.typed
        else:
            assert example.finds in in_words(answer.content.decode()), example.typed
    for example in IN_CITATIONS:
        page = in_words(client.get("/citations/", {"q": example.typed}).content.decode())
        assert example.finds in page, example.typed
        assert "No record answers" not in page, example.typed


def test_the_help_links_to_each_example(client: Client) -> None:
    page = html.unescape(client.get("/help/").content.decode())
    assert page.count('<th scope="row"><a href="/search/?q=') == len(SEARCHES)
    assert page.count('<th scope="row"><a href="/citations/?q=') == len(IN_CITATIONS)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("", "This copy of Opis names nobody to write to."),
        ("opis@example.org", '<a href="mailto:opis@example.org">opis@example.org</a>'),
        ("https://example.org/opis", '<a href="https://example.org/opis">https://example.org/opis</a>'),
    ],
)
def test_whom_to_write_to_is_a_setting(client: Client, settings: Any, contact: str, shown: str) -> None:
    settings.CONTACT = contact
    assert shown in client.get("/about/").content.decode()


def test_what_happened_on_this_day_comes_first() -> None:
    anna, boris = make.person("Ivanova, Anna", status="published"), make.person("Petrov, Boris", status="published")
    Event.objects.create(person=anna, kind="arrest", date="23 November 1928")
    Event.objects.create(person=boris, kind="exile", date="1929")
    remembered = of_today(date(2026, 11, 23)).life
    assert remembered is not None
    assert (remembered.person, remembered.years) == (anna, 98)
    assert of_today(date(1928, 11, 23)).life.years == 0  # type: ignore[union-attr]  # there is a life on any day
    assert {of_today(date(2026, 11, day)).life.person for day in range(1, 23)} == {anna, boris}  # type: ignore[union-attr]  # as above


def test_the_file_of_the_day_is_one_that_was_cited(client: Client) -> None:
    assert of_today(date(2026, 11, 23)).cited is None
    unit = make.unit("RGASPI/17/171/87", status="published")
    cited(unit, work(1), 1, "83")
    page = client.get("/").content.decode()
    assert 'id="file-today"><a class="shelfmark" href="/archive/RGASPI/17/171/87/">' in page
    assert "note 1</a>" in page
