"""Sessions end: idle, old, by their owner, by an administrator, with a new password; each sign-in begins a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from core.models import SignedIn
from core.session_pages import browser_of
from tests import factories as make
from tests.desk import words

pytestmark = pytest.mark.django_db

LOGIN, HERE = "/admin/login/", "/admin/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def anna() -> User:
    return make.editor("anna")


def signed_in(user: User, agent: str = FIREFOX, password: str = "secret") -> Client:  # noqa: S107 - of a made-up account
    client = Client(headers={"user-agent": agent})
    assert client.post(LOGIN, {"username": user.username, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def aged(**ages: timedelta) -> None:
    """As if all sessions had begun, or been seen, so long ago."""
    SignedIn.objects.update(**{name: timezone.now() - age for name, age in ages.items()})


@pytest.mark.parametrize(
    ("ages", "still_in"),
    [
        ({"seen": timedelta(hours=11)}, True),
        ({"seen": timedelta(hours=13)}, False),
        ({"began": timedelta(days=6)}, True),
        ({"began": timedelta(days=8)}, False),
    ],
)
def test_a_session_ends_after_twelve_idle_hours_and_after_a_week(
    anna: User, ages: dict[str, timedelta], still_in: bool
) -> None:
    """T31: idle and absolute end."""
    client = signed_in(anna)
    aged(**ages)
    assert is_in(client) is still_in
    assert SignedIn.objects.of(anna).count() == still_in


def test_work_keeps_a_session_and_costs_a_write_every_five_minutes(anna: User) -> None:
    client = signed_in(anna)
    for _n in range(3):
        aged(seen=timedelta(hours=11))
        assert is_in(client)
    seen = SignedIn.objects.get().seen
    assert is_in(client)
    assert SignedIn.objects.get().seen == seen


def test_signing_in_begins_a_new_session_under_a_new_key(anna: User) -> None:
    """T31: fixation."""
    client = signed_in(anna)
    before = client.cookies["sessionid"].value
    client.post(LOGIN, {"username": "anna", "password": "secret"})
    after = client.cookies["sessionid"].value
    planted = Client()
    planted.cookies["sessionid"] = "a" * 32
    planted.post(LOGIN, {"username": "anna", "password": "secret"})
    assert before != after
    assert planted.cookies["sessionid"].value != "a" * 32
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)


def test_signing_out_ends_it_and_empties_the_cache(anna: User) -> None:
    """T31: signing out."""
    client = signed_in(anna)
    key = client.cookies["sessionid"].value
    answer = client.post("/admin/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    again = Client()
    again.cookies["sessionid"] = key
    assert not is_in(again)
    assert not SignedIn.objects.exists()


def test_a_new_password_ends_all_others(anna: User) -> None:
    """T31: a new password."""
    here, other = signed_in(anna), signed_in(anna)
    new = {"old_password": "secret", "new_password1": "Glasnost 7 x", "new_password2": "Glasnost 7 x"}
    assert here.post("/admin/password_change/", new).status_code == 302
    assert (is_in(here), is_in(other)) == (True, False)


def test_somebody_sees_their_sessions_and_ends_one_or_all_others(anna: User) -> None:
    """T31: one's own sessions."""
    stranger = signed_in(make.editor("boris"))
    here = signed_in(anna)
    others = [signed_in(anna, f"Mozilla/5.0 (Windows NT 10.0) Chrome/14{n}.0 Safari/537.36") for n in range(3)]
    page = here.get(HERE)
    assert "Firefox, Linux 127.0.0.0/24" in words(page)
    assert words(page).count("Chrome, Windows") == 3
    assert not any(client.cookies["sessionid"].value in page.content.decode() for client in (here, *others))
    named = [row.name for row in page.context["sessions"]]
    this = next(row.name for row in page.context["sessions"] if row.is_this)
    assert "0 sessions were ended." in words(here.post(HERE, {"end": this}, follow=True))
    one = next(name for name in named if name != this)
    assert "1 session was ended." in words(here.post(HERE, {"end": one}, follow=True))
    assert sum(map(is_in, others)) == 2
    assert "2 sessions were ended." in words(here.post(HERE, {"others": "1"}, follow=True))
    assert (sum(map(is_in, others)), is_in(here), is_in(stranger)) == (0, True, True)


def test_nobody_ends_the_session_of_another(anna: User) -> None:
    hers = signed_in(anna)
    name = hers.get(HERE).context["sessions"][0].name
    boris = signed_in(make.editor("boris"))
    boris.post(HERE, {"end": name})
    boris.post(HERE, {"others": "1"})
    assert is_in(hers)
    assert Client().get(HERE).status_code == 403


def test_an_administrator_ends_the_sessions_of_an_account(anna: User) -> None:
    hers, chief = signed_in(anna), signed_in(make.editor("chief"))
    chosen = {"action": "end_sessions", "_selected_action": anna.pk}
    assert "1 session was ended." in words(chief.post("/admin/auth/user/", chosen, follow=True))
    assert (is_in(hers), is_in(chief)) == (False, True)


def test_what_somebody_signed_in_is_shown_stays_in_no_cache(anna: User) -> None:
    assert signed_in(anna).get("/people/")["Cache-Control"] == "private, no-store"
    assert "no-store" not in Client().get("/people/").get("Cache-Control", "")


def test_a_sign_in_is_a_line_of_the_log(anna: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "opis.sessions"):
        signed_in(anna)
    assert [line.getMessage() for line in caplog.records] == [f"account {anna.pk} has signed in from 127.0.0.0/24"]


def test_sessions_that_have_ended_are_cleared_away(anna: User) -> None:
    from django.core.management import call_command

    signed_in(anna)
    aged(seen=timedelta(hours=13))
    signed_in(anna)
    call_command("clearsessions")
    assert SignedIn.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", "not known"),
        ("", "not known"),
    ],
)
def test_browsers_are_told_apart(agent: str, browser: str) -> None:
    assert browser_of(agent) == browser


def test_a_hostile_browser_name_is_shown_as_nothing(anna: User) -> None:
    client = signed_in(anna, "<script>alert(1)</script>" * 50)
    page: Any = client.get(HERE)
    assert "alert(1)" not in page.content.decode()
    assert "not known" in words(page)
