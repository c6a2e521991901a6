"""Signing in: wrong passwords are counted, a second step is asked for, and without it nobody sees a draft."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from statistics import median
from time import thread_time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.passwords import OwnWords
from people.models import Person
from tests import factories as make
from tests.desk import address, words

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
STEP = "/admin/second-step/"


def code_of(user: User, drift: int = 0) -> str:
    """What the phone shows."""
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key, drift=drift):06d}"


@pytest.fixture
def anna(client: Client) -> User:
    user = make.editor("anna")
    client.force_login(user)
    return user


def with_phone(client: Client, user: User) -> list[str]:
    """Sets the second step up; returns the recovery codes."""
    client.get(f"{STEP}set-up/")
    page = client.post(f"{STEP}set-up/", {"code": code_of(user), "password": "secret"})
    assert "Write these down" in words(page)
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0)
    return re.findall(r"<code>(\w+)</code>", page.content.decode())


# -- wrong passwords --------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client) -> None:
    """T31: guessing."""
    make.editor("anna")
    wrong = {"username": "anna", "password": "wrong"}
    assert [client.post(LOGIN, wrong).status_code for _n in range(5)] == [200, 200, 200, 200, 429]
    answer = client.post(LOGIN, {"username": "anna", "password": "secret"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "Too many wrong passwords" in words(answer)
    make.editor("boris")
    assert client.post(LOGIN, {"username": "boris", "password": "secret"}).status_code == 302


def test_another_address_is_not_locked_out(client: Client) -> None:
    """T31: nobody locks another out."""
    make.editor("anna")
    for _n in range(5):
        client.post(LOGIN, {"username": "anna", "password": "wrong"}, REMOTE_ADDR="192.0.2.1")
    right = {"username": "anna", "password": "secret"}
    assert client.post(LOGIN, right, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.post(LOGIN, right, REMOTE_ADDR="192.0.2.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address_seen"),
    [
        (0, "192.0.2.7", "127.0.0.1"),  # anybody can write that header
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "10.9.9.9, 192.0.2.7", "192.0.2.7"),
        (2, "192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_who_asks_behind_web_servers(rf: Any, settings: Any, proxies: int, forwarded: str, address_seen: str) -> None:
    from core.middleware import client_address

    settings.PROXIES = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address_seen


# -- the second step --------------------------------------------------------------------------------------------------


def test_without_a_second_step_nothing_is_asked(client: Client, anna: User) -> None:
    assert client.get("/admin/").status_code == 200


def test_setting_it_up_shows_secret_and_picture_and_gives_ten_codes(client: Client, anna: User) -> None:
    page = client.get(f"{STEP}set-up/")
    assert re.search(r"<code>[A-Z2-7]{32}</code>", page.content.decode())
    assert '<path d="M4 4h1v1h-1z' in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    wrong = client.post(f"{STEP}set-up/", {"code": "000000", "password": "secret"})
    assert "This is not the code." in words(wrong)
    TOTPDevice.objects.update(throttling_failure_count=0)
    codes = with_phone(client, anna)
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_no_longer_opens_the_desk_nor_drafts(client: Client, anna: User) -> None:
    """T31: the second step."""
    with_phone(client, anna)
    draft = make.person("Draft, D.")
    assert client.get(f"/people/{draft.pk}/", follow=True).status_code == 200
    other = Client()
    assert other.post(LOGIN, {"username": "anna", "password": "secret"}).status_code == 302
    here = address(Person, "changelist")
    assert other.get(here).headers["Location"] == f"{STEP}?next=%2Fadmin%2Fpeople%2Fperson%2F"
    assert other.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert Person.objects.exists()
    assert other.get(f"/people/{draft.pk}/").status_code == 404
    assert other.get(f"{STEP}set-up/").headers["Location"] == STEP
    assert other.get(f"{STEP}codes/").headers["Location"] == STEP
    refused = other.post(STEP, {"code": "000000", "next": here})
    assert "This is not the code" in words(refused)
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert other.post(STEP, {"code": code_of(anna), "next": here}).headers["Location"] == here
    assert other.get(here).status_code == other.get(f"/people/{draft.pk}/", follow=True).status_code == 200


def test_a_recovery_code_is_good_once(client: Client, anna: User) -> None:
    codes = with_phone(client, anna)
    for expected in (302, 200):
        other = Client()
        other.force_login(anna)
        assert other.post(STEP, {"code": f" {codes[0].upper()} "}).status_code == expected
    assert StaticToken.objects.count() == 9


def test_new_codes_and_the_way_back(client: Client, anna: User) -> None:
    codes = with_phone(client, anna)
    assert "10 recovery codes" in words(client.get(f"{STEP}codes/"))
    new = re.findall(
        r"<code>(\w+)</code>", client.post(f"{STEP}codes/", {"new": "1", "password": "secret"}).content.decode()
    )
    assert not set(codes) & set(new)
    client.post(f"{STEP}codes/", {"away": "1", "password": "secret"})
    assert not TOTPDevice.objects.exists()
    other = Client()
    other.force_login(anna)
    assert other.get("/admin/").status_code == 200


def test_somebody_else_at_an_unlocked_screen_changes_no_second_step(client: Client, anna: User) -> None:
    """The password is asked for again; wrong ones are counted as at signing in."""
    client.get(f"{STEP}set-up/")
    for password in ("", "wrong"):
        refused = client.post(f"{STEP}set-up/", {"code": code_of(anna), "password": password})
        assert ("This is not your password." in words(refused)) is bool(password)
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    with_phone(client, anna)
    for sent in ("new", "away"):
        assert "This is not your password." in words(client.post(f"{STEP}codes/", {sent: "1", "password": "wrong"}))
    assert (TOTPDevice.objects.count(), StaticToken.objects.count()) == (1, 10)


def test_recovery_codes_are_kept_as_salted_digests(client: Client, anna: User) -> None:
    codes = with_phone(client, anna)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert {len(token) for token in kept} == {16}
    assert not any(code in token.lower() for code in codes for token in kept)
    salt = StaticDevice.objects.get().name
    with_phone_again = client.post(f"{STEP}codes/", {"new": "1", "password": "secret"})
    assert with_phone_again.status_code == 200
    assert StaticDevice.objects.get().name != salt


def test_where_it_is_required_all_staff_set_it_up_first(client: Client, anna: User, settings: Any) -> None:
    settings.TWO_FACTOR = True
    assert client.get("/admin/").headers["Location"] == f"{STEP}?next=%2Fadmin%2F"
    assert client.get(STEP, {"next": "/admin/"}).headers["Location"] == f"{STEP}set-up/?next=%2Fadmin%2F"
    with_phone(client, anna)
    assert client.get("/admin/").status_code == 200
    client.post(f"{STEP}codes/", {"away": "1", "password": "secret"})
    assert TOTPDevice.objects.exists()


def test_an_administrator_helps_who_has_lost_the_phone(client: Client, anna: User) -> None:
    with_phone(client, anna)
    chief = Client()
    chief.force_login(make.editor("chief"))
    chief.post("/admin/auth/user/", {"action": "take_second_step_away", "_selected_action": anna.pk})
    assert not TOTPDevice.objects.exists()


def test_an_account_is_made_without_a_password_and_its_owner_chooses_one(client: Client) -> None:
    """By a link that is good once, for a day; whoever forgot theirs gets one too, and the second step stays."""
    chief = Client()
    chief.force_login(make.editor("chief"))
    assert 'type="password"' not in chief.get("/admin/auth/user/add/").content.decode()
    chief.post("/admin/auth/user/add/", {"username": "maria", "password1": "of the chief", "password2": "of the chief"})
    maria = User.objects.get(username="maria")
    assert not maria.has_usable_password()
    here = f"/admin/auth/user/{maria.pk}/password/"
    assert "<code>" not in chief.get(here).content.decode()
    for first, chosen in ((True, "a quiet river in autumn"), (False, "seven geese over the ice")):
        if not first:
            with_phone_of(maria)
        page = chief.post(here)
        assert "no-store" in page.headers["Cache-Control"]
        [link] = re.findall(r"<code>http://testserver(/admin/password/[^<]+)</code>", page.content.decode())
        form = client.get(link, follow=True)
        assert "Opis desk" in words(form)
        where = form.redirect_chain[-1][0]
        assert client.post(where, {"new_password1": "12345", "new_password2": "12345"}).status_code == 200
        assert client.post(where, {"new_password1": chosen, "new_password2": chosen}).status_code == 302
        assert "The password reset link was invalid" in words(client.get(link, follow=True))
        maria.refresh_from_db()
        assert maria.check_password(chosen)
    assert TOTPDevice.objects.filter(user=maria, confirmed=True).exists()
    stranger = Client()
    stranger.force_login(User.objects.create_user("viewer", is_staff=True))
    assert stranger.post(here).status_code == 403


def test_a_link_to_choose_a_password_is_good_for_a_day(client: Client, anna: User, monkeypatch: Any) -> None:
    token = default_token_generator.make_token(anna)
    assert default_token_generator.check_token(anna, token)
    later = datetime.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(default_token_generator, "_now", lambda: later)
    assert not default_token_generator.check_token(anna, token)


def with_phone_of(user: User) -> None:
    TOTPDevice.objects.create(user=user, name="phone", confirmed=True)


@pytest.mark.parametrize("password", ["qazwsxedc123", "1q2w3e4r5t6y", "megaparol12345"])
def test_a_password_that_was_breached_elsewhere_is_refused(password: str) -> None:
    """Django's list: the twenty thousand that stood most often in breaches."""
    with pytest.raises(ValidationError, match="too common"):
        validate_password(password)


def test_nobody_is_led_to_another_site(client: Client, anna: User) -> None:
    """T31: after signing in."""
    with_phone(client, anna)
    other = Client()
    other.force_login(anna)
    assert other.post(STEP, {"code": code_of(anna), "next": "https://evil.example/"}).headers["Location"] == "/admin/"


def test_visitors_see_none_of_these_pages(client: Client) -> None:
    assert [client.get(f"{STEP}{page}").status_code for page in ("", "set-up/", "codes/")] == [403, 403, 403]


ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
    "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "ftp://evil.example", " https://evil.example", "\thttps://evil.example", "\nhttps://evil.example", "https://testserver@evil.example",
    "https://testserver.evil.example", "//evil.example\\@testserver", "/%09/evil.example", "\x00//evil.example",
    "https://evil.example/?x=testserver", "//%65vil.example", "http://[::1]@evil.example", "https://evil。example",
    "//evil.example:443/admin/",
]  # fmt: skip


def test_thirty_ways_to_another_site_lead_to_none(anna: User) -> None:
    """T31: `next=` after the password."""
    for onward in ELSEWHERE:
        answer = Client().post(f"{LOGIN}?next=/admin/", {"username": "anna", "password": "secret", "next": onward})
        assert answer.status_code == 302
        to = answer.headers["Location"]
        assert (urlsplit(to).netloc, to.startswith("/"), to.startswith(("//", "/\\"))) == ("", True, False), onward
    assert len(ELSEWHERE) == 30


def test_an_account_that_is_not_there_takes_as_long_as_a_wrong_password(settings: Any) -> None:
    """T31: who has an account cannot be told by the time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    make.editor("anna")

    def takes(name: str, number: int) -> float:
        began = thread_time()
        answer = Client().post(LOGIN, {"username": name, "password": "wrong"}, REMOTE_ADDR=f"192.0.2.{number}")
        assert answer.status_code == 200
        return thread_time() - began

    times = [(takes("anna", number), takes("nobody", number)) for number in range(1, 10)]
    there, not_there = (median(column) for column in zip(*times, strict=True))
    assert abs(there - not_there) <= 0.03


def test_nothing_says_whether_there_is_such_an_account(client: Client) -> None:
    """T31: nor by its words."""
    make.editor("anna")
    answers = [client.post(LOGIN, {"username": name, "password": "wrong"}) for name in ("anna", "nobody")]
    said = [re.sub(r"anna|nobody|[A-Za-z0-9]{64}", "", answer.content.decode()) for answer in answers]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("opisopis1928", False),
        ("Archive-2026!", False),
        ("архивРГАСПИ", False),
        ("ОПИСЬ фонда 17", False),
        ("rgaspi.fond.17", False),
        ("opis and a long winter road", True),
        ("Grey Falcon over Tobolsk", True),
        ("x9$kQ!27pZ", True),
    ],
)
def test_words_of_the_site_are_no_passwords(password: str, taken: bool) -> None:
    try:
        OwnWords().validate(password)
    except ValidationError:
        assert not taken
    else:
        assert taken
