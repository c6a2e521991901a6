"""Programs: open to scripts of all sites, asked back only for what changed, and no oftener than is fair."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core import fair_use
from core.models import ApiToken, ApiUse
from core.programs import Seen
from core.records import Status
from core.roles import ADMINISTRATOR, EDITOR, make_roles
from tests import factories as make
from tests.world import grow, world

pytestmark = pytest.mark.django_db

SOME = (
    "/api/people/",
    "/api/citations/?cursor=0",
    "/api/works-citing/?unit=RGASPI/17/171/87",
    "/api/names/?name=Iwanowa",
    "/api/suggestions/?q=Ivan",
    "/api/resolve/?text=RGASPI, f. 17, op. 171, d. 877",
    "/api/format/?ref=RGASPI, f. 17, op. 171, d. 87",
    "/api/schema/",
)


def test_what_is_known_is_not_sent_again_until_the_public_sees_something_new(client: Client) -> None:
    person = world()["person"]
    address = f"/api/people/{person.pk}/"
    tag = client.get(address)["ETag"]
    known = client.get(address, headers={"if-none-match": tag})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    person.names.create(text="Hannah Ivanov", language="en")
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304  # no column of the list tells of it
    person.epithet_en = "printer"
    person.save()
    fresh = client.get(address, headers={"if-none-match": tag})
    assert (fresh.status_code, fresh.json()["epithet_en"]) == (200, "printer")


def test_a_list_is_new_when_a_record_is_published_and_when_it_is_withdrawn(client: Client) -> None:
    draft = make.person("Petrova, Nina")
    before = client.get("/api/people/")["ETag"]
    draft.status = Status.PUBLISHED
    draft.save()
    published = client.get("/api/people/", headers={"if-none-match": before})
    assert (published.status_code, published.json()["count"]) == (200, 1)
    draft.status = Status.DRAFT
    draft.save()
    assert client.get("/api/people/", headers={"if-none-match": published["ETag"]}).status_code == 200


def test_drafts_change_no_byte_and_no_header_of_any_answer(client: Client) -> None:
    made = world()

    def answers() -> list[Any]:
        given = [client.get(address) for address in SOME]
        return [(each.content, each["ETag"], each["Content-Type"], each.status_code) for each in given]

    before = answers()
    assert [status for *_rest, status in before] == [200] * len(SOME)
    grow(made, [777, 778], status="draft")
    make.person("Ivanova, Draft")
    make.unit("RGASPI/17/171/877")
    assert answers() == before


def test_when_an_answer_was_first_as_it_is() -> None:
    clock = [100.4]
    seen = Seen(lambda: clock[0])
    steps = [(100.4, "a"), (100.9, "a"), (101.2, "a"), (105.0, "a"), (105.5, "b"), (107.0, "b"), (108.0, "a")]
    told = []
    for at, tag in steps:
        clock[0] = at
        told.append(seen.since("/api/people/", tag))
    assert told == [None, None, 100, 100, None, 105, None]


def test_scripts_of_other_sites_may_ask_and_send_no_cookies(client: Client) -> None:
    asked = client.options(
        "/api/resolve/", headers={"origin": "https://e.org", "access-control-request-method": "POST"}
    )
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" in asked["Access-Control-Allow-Methods"]
    answers = [client.get("/api/people/"), client.get("/api/people/0/"), client.get("/api/nowhere/")]
    assert [(each.status_code, each["Access-Control-Allow-Origin"]) for each in answers] == [
        (200, "*"),
        (404, "*"),
        (404, "*"),
    ]
    assert not any("Access-Control-Allow-Credentials" in each for each in answers)
    assert "Access-Control-Allow-Origin" not in client.get("/people/")


def test_a_head_has_the_headers_and_no_body(client: Client) -> None:
    whole, head = client.get("/api/people/"), client.head("/api/people/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


WRONG = [
    ("/api/nowhere/", {}, 404, "There is nothing at this address."),
    ("/api/people/", {"accept": "text/csv"}, 406, "Could not satisfy the request Accept header."),
    ("/api/people/", {"authorization": "Bearer opis_x"}, 401, "This token is not known here, or was revoked."),
    ("/api/people/?cursor=-1", {}, 400, "cursor: a whole number from 0 to 999999999999999999 is understood."),
    ("/api/people/?cursor=0&page=2", {}, 400, "page: means nothing beside a cursor"),
    ("/api/people/?format=csv", {}, 400, "format: one of json is understood."),
]


@pytest.mark.parametrize(("address", "headers", "status", "sentence"), WRONG)
def test_every_failure_is_a_problem(
    client: Client, address: str, headers: dict[str, str], status: int, sentence: str
) -> None:
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert sentence in answer.json()["detail"]


def test_a_program_is_not_led_to_https_but_told_to_ask_there(client: Client, settings: Any) -> None:
    """Else it would send its token in clear for ever; pages are led on."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^api/"]
    plain = client.get("/api/people/", headers={"Authorization": "Bearer opis_secret"})
    assert (plain.status_code, plain["Content-Type"]) == (403, "application/problem+json")
    assert "https" in plain.json()["detail"]
    assert client.get("/api/people/", secure=True).status_code == 200
    assert client.get("/people/").status_code == 301


def test_who_asks_too_often_waits_for_the_next_minute(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_PER_MINUTE = 3
    now = [6_000_000_010]
    monkeypatch.setattr("core.fair_use.time.time", lambda: now[0])
    statuses = [client.get("/api/people/", REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    over = client.get("/api/people/", REMOTE_ADDR="203.0.113.9")
    assert (over["Retry-After"], over["Content-Type"]) == ("50", "application/problem+json")
    assert client.get("/api/people/", REMOTE_ADDR="198.51.100.1").status_code == 200
    now[0] += 60
    assert client.get("/api/people/", REMOTE_ADDR="203.0.113.9").status_code == 200
    now[0] += 120
    client.get("/api/people/", REMOTE_ADDR="203.0.113.9")
    assert ApiUse.objects.count() == 1
    text = {"text": "RGASPI, f. 17"}
    sent = client.post("/api/resolve/", text, content_type="application/json", REMOTE_ADDR="192.0.2.1")
    assert sent.status_code == 429  # a text counts ten


def test_programs_at_the_machine_itself_are_not_counted(client: Client, settings: Any) -> None:
    settings.API_PER_MINUTE = 1
    assert [client.get("/api/people/", REMOTE_ADDR="127.0.0.1").status_code for _ in range(3)] == [200] * 3
    assert not ApiUse.objects.exists()


def token_made_at_the_desk(client: Client, role: str) -> Any:
    make_roles()
    user = make.editor()
    user.is_superuser = False
    user.save()
    user.groups.set([Group.objects.get(name=role)])
    client.force_login(user)
    return client.post(reverse("admin:core_apitoken_add"), {"name": "A library", "per_minute": "5"})


def test_a_token_is_shown_once_kept_as_a_digest_lets_ask_more_and_can_be_revoked(client: Client, settings: Any) -> None:
    settings.API_PER_MINUTE = 1
    shown = token_made_at_the_desk(client, ADMINISTRATOR).content.decode()
    kept = ApiToken.objects.get()
    token = shown.partition("<code>")[2].partition("</code>")[0]
    assert token.startswith(kept.beginning)
    assert (kept.digest, str(kept.made_by)) == (fair_use.digest(token), "editor")
    page = client.get(reverse("admin:core_apitoken_change", args=[kept.pk])).content.decode()
    assert token not in page
    assert kept.digest not in page
    anonymous, sent = Client(), {"authorization": f"Bearer {token}"}
    assert [anonymous.get("/api/people/", headers=sent).status_code for _ in range(6)] == [200] * 5 + [429]
    kept.revoked = True
    kept.save()
    assert anonymous.get("/api/people/", headers=sent).status_code == 401
    assert [change.revoked for change in histories()] == [False, True]


def histories() -> Any:
    kept: Any = ApiToken._meta.get_field("history").related_model
    return kept.objects.order_by("pgh_id")


def test_an_editor_makes_no_tokens(client: Client) -> None:
    assert token_made_at_the_desk(client, EDITOR).status_code == 403


def test_a_cursor_goes_through_a_list_once_and_ends(client: Client) -> None:
    world(7)
    for name in ("people", "units", "documents", "publications", "citations", "repositories"):
        rows, address = [], f"/api/{name}/?cursor=0&per_page=3"
        while address:
            answer = client.get(address).json()
            rows += [row["url"] for row in answer["results"]]
            address = answer["next"]
        listed = client.get(f"/api/{name}/?per_page=100").json()
        assert len(rows) == len(set(rows)) == listed["count"], name
        assert set(rows) == {row["url"] for row in listed["results"]}, name
