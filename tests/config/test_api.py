"""The API gives the lists of the pages to programs: the same rows, filters and columns, and says what is wrong."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its types are a package of their own
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from tests import factories as make
from tests.test_pages import BAD
from tests.world import grow, world

pytestmark = pytest.mark.django_db

# Address of the list for programs, and of the page with the same rows.
LISTS = {
    "/api/people/": "/people/",
    "/api/repositories/": "/archive/",
    "/api/units/": "/units/",
    "/api/documents/": "/documents/",
    "/api/publications/": "/publications/",
    "/api/citations/": "/citations/",
}
# Lists that count, and those without numbers of their own.
COUNTED = {
    "/api/events/": "/events/",
    "/api/people-citing/": "/citations/people/",
    "/api/works-citing/": "/citations/works/",
    "/api/files-cited/": "/citations/files/",
}
ABOUT = {
    "/api/cited-below/": ("/citations/below/", "under=RGASPI/17"),
    "/api/files-cited-together/": ("/citations/together/", "unit=RGASPI/17/171/87"),
    "/api/works-sharing-files/": ("/citations/sharing/", "publication={work}"),
    "/api/people-sharing-files/": ("/citations/colleagues/", "author={person}"),
    "/api/files-in-common/": ("/citations/common/", "author={person}&author={other}"),
}
QUESTIONS = ["/api/resolve/", "/api/format/", "/api/names/", "/api/suggestions/"]
NARROWED = [
    ("/api/people/", "q=Iwanowa"),
    ("/api/people/", "event=exile&sort=born&per_page=2&page=2"),
    ("/api/units/", "under=RGASPI/17"),
    ("/api/publications/", "sort=-year&q=Очерк"),
    ("/api/citations/", "under=RGASPI/17/171&sort=shelfmark"),
    ("/api/citations/", "outcome=ambiguous"),
    ("/api/people/", "lang=ru"),
]


def test_the_api_gives_the_rows_of_the_page(client: Client) -> None:
    made = world()
    pages = LISTS | COUNTED
    asked = [(api, pages[api], query) for api, query in [*((api, "") for api in pages), *NARROWED]]
    numbers = {name: made[name].pk for name in ("work", "person", "other")}
    asked += [(api, page, query.format(**numbers)) for api, (page, query) in ABOUT.items()]
    for api, page, query in asked:
        given = client.get(f"{api}?{query}")
        assert (given.status_code, given["Content-Type"]) == (200, "application/json"), (api, query)
        assert given.json() == client.get(f"{page}?{query}&format=json").json(), (api, query)
        assert given.json()["results"] or api in ABOUT, (api, query)


def test_one_record_has_the_columns_of_its_list(client: Client) -> None:
    made = world()
    for name, record in (("people", "person"), ("units", "unit"), ("publications", "work"), ("citations", "citation")):
        number = made[record].pk
        rows = client.get(f"/api/{name}/?per_page=100").json()["results"]
        assert client.get(f"/api/{name}/{number}/").json() in rows


def test_rows_lead_to_their_record_and_to_what_it_rests_on(client: Client) -> None:
    made = world()

    def row(api: str, **asked: Any) -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"/api/{api}/", {"per_page": 100, **asked}).json()["results"][0]
        return found

    unit, work, person = made["unit"], made["work"], made["person"]
    citation = client.get(f"/api/citations/{made['citation'].pk}/").json()
    assert (citation["citing_id"], citation["citing_authors"]) == (work.pk, "Ivanova, Anna 1")
    assert (citation["unit_id"], citation["publication_id"], citation["document_id"]) == (unit.pk, None, None)
    assert client.get(f"/api/units/{citation['unit_id']}/").json()["shelfmark"] == "RGASPI/17/171/87"
    assert client.get(f"/api/repositories/{made['repository'].pk}/").json()["id"] == made["repository"].pk
    assert row("events", person=person.pk)["person_id"] == person.pk
    assert row("people-citing", unit="RGASPI/17/171/87")["id"] == person.pk
    assert row("works-citing", unit="RGASPI/17/171/87")["id"] == work.pk
    assert row("files-cited", unit="RGASPI/17/171/87")["id"] == unit.pk
    assert row("cited-below", under="RGASPI/17/171")["id"] == unit.pk


def test_the_addresses_are_listed(client: Client) -> None:
    named = client.get("/api/").json()
    assert [address.removeprefix("http://testserver") for address in named.values()] == [
        *LISTS,
        *COUNTED,
        *ABOUT,
    ]


WRONG = [
    ("/api/people/?no_such=1", 400, "There is no parameter “no_such” here"),
    ("/api/people/?per_page=101", 400, "per_page: a whole number from 1 to 100 is understood."),
    ("/api/people/?sort=secret", 400, "sort: one of"),
    ("/api/citations/?q=date:x", 400, "date: takes a year"),
    ("/api/files-cited-together/?unit=%2F", 400, "unit: This field is required."),
    ("/api/cited-below/?under=%2F%2F", 400, "under: This field is required."),
    ("/api/people/999999/", 404, "There is no record of this number here."),
]


@pytest.mark.parametrize(("address", "status", "sentence"), WRONG)
def test_what_is_wrong_is_a_problem_with_a_sentence(client: Client, address: str, status: int, sentence: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert sentence in body["detail"]


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method("/api/people/", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["status"]) == (405, 405)


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:12])
def test_no_value_gives_a_server_error(client: Client, value: Any) -> None:
    """T19, T20: by the API."""
    world()
    for address in LISTS:
        for name in ("q", "page", "per_page", "sort", "person", "year_min", "under", "no_such"):
            assert client.get(address, {name: value}).status_code in (200, 400), (address, name)


def test_drafts_are_shown_to_nobody_here(client: Client) -> None:
    """T29: by the API, not even to staff."""
    made = world()
    before = {api: client.get(api).content for api in LISTS}
    grow(made, [777], status="draft")
    draft = make.person("Nobody, Draft")
    client.force_login(make.editor())
    assert {api: client.get(api).content for api in LISTS} == before
    assert client.get(f"/api/people/{draft.pk}/").status_code == 404


def described(client: Client) -> dict[str, Any]:
    answer = client.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    schema: dict[str, Any] = answer.json()
    return schema


def test_the_description_is_valid_and_names_every_filter(client: Client) -> None:
    schema = described(client)
    validate_schema(schema)  # type: ignore[no-untyped-call]  # drf-spectacular has no types
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {
        *LISTS,
        *(f"{api}{{id}}/" for api in LISTS),
        *COUNTED,
        *ABOUT,
        *QUESTIONS,
    }
    named = {each["name"] for each in schema["paths"]["/api/citations/"]["get"]["parameters"]}
    assert {"q", "repository", "under", "year_min", "person", "sort", "page", "per_page"} <= named


def test_answers_are_as_described(client: Client) -> None:
    """T19: each answer has the form that is promised."""
    world()
    schema = described(client)
    for api in LISTS:
        answers = schema["paths"][api]["get"]["responses"]
        for address, status in ((api, "200"), (f"{api}?no_such=1", "400")):
            answer = client.get(address)
            content = answers[status]["content"]
            shape = next(iter(content.values()))["schema"]
            jsonschema.validate(answer.json(), {**shape, "components": schema["components"]})
