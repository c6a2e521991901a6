"""Every public address: whole, in both languages, quick however much there is, and deaf to drafts and nonsense."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from archive.models import Document
from citations.models import Citation, Publication
from core.middleware import told
from core.second_step import SecondStep
from people.models import Person
from tests import factories as make
from tests.world import addresses, forms, grow, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_whole(client: Client, language: str) -> None:
    made = world()
    for address in [*addresses(made), *forms(made)]:
        answer = client.get(address, headers={"accept-language": language}, follow=False)
        page = answer.content.decode()
        assert answer.status_code == 200, (address, answer.status_code, page[:500])
        assert len(re.findall(r"<h1[ >]", page)) == 1, address
        assert f'<html lang="{language}">' in page, address
        assert "no such variable" not in page, (address, re.findall(r"‹no such variable: [^›]*›", page))
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids)), (address, sorted(name for name in ids if ids.count(name) > 1))
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page), address


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(caught)


def test_pages_ask_the_database_as_often_for_thirty_records_as_for_three(client: Client) -> None:
    made = world(3)
    few = {address: queries(client, address) for address in addresses(made)}
    grow(made, range(4, 31))
    many = {address: queries(client, address) for address in few}
    assert [address for address in few if many[address] > few[address]] == []
    assert max(few.values()) <= 45, max(few, key=few.__getitem__)


DRAFT_WORDS = ("Narym 1777", "Board 1777", "Photographer 777", "Анна 1777")


def fetched(client: Client, address: str) -> list[bytes]:
    """What an anonymous visitor gets at this address, in every form, beside the headers that tell of it; not when."""
    forms = [address, *(f"{address}{'&' if '?' in address else '?'}format={form}" for form in ("json", "csv"))]
    answers: list[Any] = [client.get(form) for form in forms]
    answers.append(client.get(address, headers={"accept-language": "ru"}))
    told = [f"{answer.status_code} {answer.get('Location', '')} ".encode() + answer.getvalue() for answer in answers]
    return [re.sub(rb"<responseDate>[^<]*", b"", answer) for answer in told]


def test_drafts_change_no_byte_that_an_anonymous_visitor_can_fetch(client: Client) -> None:
    """T29: every public address, before and after."""
    made = world(3)
    watched = [*addresses(made), "/health/", "/robots.txt", "/nowhere/", "/people/999999/", "/archive/GARF777/"]
    watched += ["/sitemap.xml", *(f"/sitemap-{kind}-1.xml" for kind in ("people", "units", "documents", "citations"))]
    watched += [
        "/reconcile",
        "/reconcile/",
        "/data/?format=jsonld",
        "/reconcile/suggest/?prefix=Ivanova",
        '/reconcile/?queries={"q":{"query":"Ivanova 1777"}}',
    ]
    watched += ["/oai?verb=ListSets", "/oai?verb=ListMetadataFormats"]  # their records: tests/config/test_oai.py
    watched += ["/archive/RGASPI/17/171/877/", "/search/?q=1777", "/citations/?person=999999", "/search/?q=17/171/877"]
    before = {address: fetched(client, address) for address in watched}
    grow(made, [777], status="draft")
    for address in watched:
        assert fetched(client, address) == before[address], address
    for answers in before.values():
        for words in DRAFT_WORDS:
            assert words.encode() not in b"".join(answers)


def test_a_draft_and_a_number_that_is_not_there_answer_alike(client: Client) -> None:
    """T29: nobody learns that there is a draft."""
    made = world(3)
    grow(made, [777], status="draft")
    for model, path in (
        (Person, "people"),
        (Document, "documents"),
        (Publication, "publications"),
        (Citation, "citations"),
    ):
        draft = model.objects.drafts().latest("pk").pk
        there, nowhere = client.get(f"/{path}/{draft}/"), client.get(f"/{path}/{draft + 999}/")
        told = [
            re.sub(rf"{path}(/|%2F){number}\b", "", answer.content.decode())
            for answer, number in ((there, draft), (nowhere, draft + 999))
        ]
        assert told[0] == told[1]
        assert nowhere.status_code == 404
        assert there.status_code == 404


def test_staff_see_drafts_under_that_word(client: Client) -> None:
    made = world(3)
    grow(made, [777], status="draft")
    client.force_login(make.editor())
    for address in ("/people/?q=1777", made["unit"].get_absolute_url(), made["person"].get_absolute_url()):
        assert '<span class="draft">draft</span>' in client.get(address).content.decode(), address


BAD = [
    "\0",
    "²",
    "1" + "0" * 20,
    "-1",
    "1.5",
    "x" * 8192,
    "'; drop table",
    "\ud800".encode("utf-8", "surrogatepass"),
    "٣",
]


LISTS = ["/people/", "/archive/", "/units/", "/documents/", "/publications/", "/citations/"]
PAGES = ["/", "/search/", "/suggest/", "/resolve/", "/health/", "/archive/RGASPI/", "/archive/RGASPI/17/171/87/"]
OF_LISTS = (
    "q page per_page sort format lang person year_min born_min under place repository letter outcome language cited"
)
OF_PAGES = "q l from ref text page lang no_such"


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:12])
def test_no_parameter_gives_a_server_error(client: Client, value: Any) -> None:
    """T20: every parameter of every list."""
    person = world(3)["person"].get_absolute_url()
    asked = [(address, name) for address in LISTS for name in OF_LISTS.split()]
    asked += [(address, name) for address in [*PAGES, person] for name in OF_PAGES.split()]
    for address, name in asked:
        answer = client.get(address, {name: value})
        assert answer.status_code in (200, 302, 400), (address, name, answer.status_code)


REFUSED = [
    ("/people/?no_such=1", "no_such"),
    ("/people/?page=0", "page"),
    ("/people/?page=²", "page"),
    ("/people/?per_page=101", "per_page"),
    ("/people/?sort=secret", "sort"),
    ("/people/?format=xml", "format"),
    ("/people/?lang=de", "lang"),
    ("/people/?q=a&q=b", "q"),
    ("/people/?q=%00", "q"),
    (f"/people/?q={'x' * 8192}", "q"),
    ("/people/?born_min=100000000000000000000", "born_min"),
    ("/people/?born_min=٣", "born_min"),
    ("/people/?place=1000000", "place"),
    ("/people/?sex=x", "sex"),
    ("/documents/?person=abc", "person"),
    ("/documents/?person=99999999999999999999", "person"),
    ("/citations/?under=RGASPI/999", "under"),
    ("/citations/?repository=XXX", "repository"),
    ("/citations/?outcome=perhaps", "outcome"),
    ("/citations/?language=xx", "language"),
    ("/search/?text=2", "text"),
    ("/search/?q=a&who=b", "who"),
    ("/resolve/?ref=%00", "ref"),
    ("/archive/RGASPI/17/171/87/?q=1", "q"),
    ("/archive/RGASPI/17/171/87/?from=GARF/1", "from"),
    ("/health/?x=1", "x"),
]


@pytest.mark.parametrize(("address", "name"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_a_sentence(client: Client, address: str, name: str) -> None:
    world(3)
    answer = client.get(address)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert name in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    told = client.get(f"{address}&format=json") if "format=" not in address else None
    assert told is None or (told.status_code == 400 and name in told.json()["error"])


TYPED = ["type:zzz", "date:x", "x " * 90, '"', "a OR", "-", "a:b", "%", "\\", "№ 5", "f. 17", "author:", "Ibid., l. 5"]


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: typed[:12])
def test_whatever_is_typed_into_the_search_box_gives_a_page(client: Client, typed: str) -> None:
    """T20: the box that asks everything."""
    world(2)
    assert client.get("/search/", {"q": typed}).status_code == 200
    assert client.get("/resolve/", {"ref": typed}).status_code == 200


def test_a_form_s_empty_fields_leave_the_address(client: Client) -> None:
    world(3)
    answer = client.get("/people/?q=Ivanova&place=&event=&born_min=")
    assert (answer.status_code, answer["Location"]) == (302, "/people/?q=Ivanova")


def test_the_first_page_counts_what_its_lists_hold(client: Client) -> None:
    world(3)
    counts = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', client.get("/").content.decode())
    assert len(counts) == 6
    for address, shown in counts:
        assert client.get(f"{address}?format=json").json()["count"] == int(shown), address


def test_every_count_opens_a_list_of_that_many(client: Client) -> None:
    made = world(3)
    seen = 0
    for address in [*addresses(made), "/search/?q=Ivanova&text=1"]:
        page = client.get(address).content.decode()
        for target, shown in re.findall(
            r'<a (?:class="more" )?href="([^"]+\?[^"]+)">(?:all )?(?:<b>)?(\d+)(?:</b>)? ', page
        ):
            found = client.get(html.unescape(target), headers={"accept": "application/json"}).json()
            assert found["count"] == int(shown), (address, target)
            seen += 1
    assert seen > 20


def test_failures_are_told_without_the_database(client: Client, settings: Any, django_assert_num_queries: Any) -> None:
    """T4: the page of a failure asks no database."""
    request = RequestFactory().get("/", headers={"cookie": "sessionid=abc"})
    request.COOKIES["sessionid"] = "abc"
    with django_assert_num_queries(0):
        for status in (400, 403, 404, 410, 500, 503):
            page = told(request, status, "What is wrong.").content.decode()
            assert "What is wrong." in page
            assert len(re.findall(r"<h1[ >]", page)) == 1


@pytest.mark.parametrize("door", ["/people/", "/admin/", "/api/people/"])
def test_a_database_that_is_away_when_the_session_is_looked_up_is_503(
    door: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T4: found out before any view is reached."""

    def away(*given: object) -> None:
        raise OperationalError("server closed the connection") from Exception()

    monkeypatch.setattr(SecondStep, "__call__", away)
    client.raise_request_exception = False
    response = client.get(door)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "The database cannot be reached just now" in response.content.decode()


def test_a_list_tells_robots_and_readers_where_they_are(client: Client) -> None:
    world(3)
    whole, second = client.get("/people/?lang=en").content.decode(), client.get("/people/?per_page=1&page=2&q=Ivanova")
    assert '<link rel="canonical" href="http://testserver/people/">' in whole
    assert "noindex" not in whole
    page = second.content.decode()
    assert '<meta name="robots" content="noindex,follow">' in page
    for rel, number in (("prev", 1), ("next", 3)):
        assert f'<link rel="{rel}" href="/people/?page={number}&amp;per_page=1&amp;q=Ivanova">' in page
    assert '<a href="/people/?per_page=1"><span class="unseen">Remove: </span>' in page
    assert client.get("/people/?page=99").status_code == 200


def test_the_language_is_asked_for_then_kept_then_guessed(client: Client) -> None:
    world(2)
    assert '<html lang="ru">' in client.get("/people/?lang=ru", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="ru">' in client.get("/people/", headers={"accept-language": "en"}).content.decode()
    fresh = Client()
    assert '<html lang="ru">' in fresh.get("/people/", headers={"accept-language": "ru-RU,ru;q=0.9"}).content.decode()
    assert '<html lang="en">' in fresh.get("/people/", headers={"accept-language": "de"}).content.decode()


def test_health_says_that_pages_can_be_answered_and_nothing_else(client: Client) -> None:
    assert client.get("/health/").json() == {"status": "ok"}
