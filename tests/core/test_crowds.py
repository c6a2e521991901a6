"""Who asks for very much waits, by what it costs; readers, programs and the desk do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.crowds import Purse, Till, cost_of
from core.models import ApiUse
from tests import factories as make
from tests.desk import words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A site on which a block may spend forty a minute; the minute does not end while a test runs."""
    settings.READER_PER_MINUTE = 40
    settings.PROXIES = 1
    monkeypatch.setattr("core.crowds.time.time", lambda: 1_700_000_010.0)
    return Client()


def statuses(client: Client, address: str, times: int, who: str = "192.0.2.1") -> list[int]:
    return [client.get(address, headers={"x-forwarded-for": who}).status_code for _n in range(times)]


@pytest.mark.parametrize(
    ("method", "asked", "filters", "page", "cost"),
    [
        ("GET", {}, 0, 1, 1),
        ("GET", {}, 1, 1, 2),
        ("GET", {}, 2, 1, 4),
        ("GET", {}, 4, 1, 16),
        ("GET", {}, 40, 1, 64),
        ("GET", {"format": "csv"}, 1, 1, 4),
        ("GET", {"format": "html"}, 1, 1, 2),
        ("GET", {"format": "csv", "all": "1"}, 4, 1, 30),
        ("GET", {}, 1, 4, 8),
        ("POST", {}, 0, 1, 10),
    ],
)
def test_what_a_question_costs(method: str, asked: dict[str, str], filters: int, page: int, cost: int) -> None:
    assert cost_of(method, asked, filters, page) == cost


@pytest.mark.parametrize("home", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_who_asks_at_the_machine_itself_is_not_counted(limited: Client, home: str) -> None:
    assert statuses(limited, "/about/", 41, home) == [200] * 41


def test_who_has_spent_all_is_told_when_to_go_on_and_others_are_not(limited: Client) -> None:
    """T38: a block of addresses."""
    assert statuses(limited, "/about/", 41) == [200] * 40 + [429]
    refused = limited.get("/people/", headers={"x-forwarded-for": "192.0.2.77"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert "Please go on in 30 seconds" in words(refused)
    russian = limited.get("/people/", headers={"x-forwarded-for": "192.0.2.77", "accept-language": "ru"})
    assert "секунд" in words(russian)
    assert statuses(limited, "/about/", 1, "198.51.100.1") == [200]
    assert statuses(limited, "/about/", 1, "2001:db8:1::1") == [200]


def test_the_next_minute_begins_anew(limited: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert statuses(limited, "/about/", 41)[-1] == 429
    monkeypatch.setattr("core.crowds.time.time", lambda: 1_700_000_040.0)
    assert statuses(limited, "/about/", 1) == [200]


def test_combinations_from_ever_new_addresses_share_one_purse(limited: Client) -> None:
    """T38: a crawler that changes its address with each question, beside somebody who reads."""
    combination = "/citations/?kind=file&outcome=resolved"
    assert statuses(limited, "/citations/?kind=file", 1, "198.51.100.1") == [200]
    crawled = [statuses(limited, combination, 1, f"203.0.{block}.9")[0] for block in range(20)]
    assert crawled == [200] * 3 + [429] * 17
    assert statuses(limited, combination, 3, "198.51.100.1") == [200] * 3
    assert statuses(limited, "/about/", 1, "203.0.19.9") == [200]


def test_the_desk_and_programs_have_limits_of_their_own(limited: Client) -> None:
    make.person(status=PUBLISHED)
    assert statuses(limited, "/about/", 41)[-1] == 429
    assert statuses(limited, "/api/people/", 2) == [200, 200]
    assert statuses(limited, "/suggest/?q=Iva", 2) == [200, 200]
    assert statuses(limited, "/health/", 2) == [200, 200] or statuses(limited, "/health/live/", 1) == [200]
    limited.force_login(make.editor())
    assert statuses(limited, "/people/", 2) == [200, 200]
    assert statuses(limited, "/admin/", 2) == [200, 200]


def test_a_session_that_nobody_holds_opens_nothing(limited: Client, settings: Any) -> None:
    limited.cookies[settings.SESSION_COOKIE_NAME] = "made up"
    assert statuses(limited, "/about/", 41)[-1] == 429


def test_what_is_kept_costs_nothing(limited: Client, settings: Any) -> None:
    settings.KEPT_PAGES_MB = 4
    assert set(statuses(limited, "/people/", 100)) == {200}


def test_a_reader_costs_no_write_and_a_crawler_is_known_to_all_processes() -> None:
    one, other, purse, now = Till(), Till(), Purse("192.0.2.0/24", 100), 1_700_000_000.0

    def asks(till: Till, times: int) -> None:
        for _n in range(times):
            till.pay(purse, 1, now)
            till.tell(purse)

    asks(one, 9)
    assert ApiUse.objects.count() == 0
    asks(one, 60)
    assert not other.is_empty(purse, now)
    asks(other, 40)
    assert (other.is_empty(purse, now), one.is_empty(purse, now)) == (True, False)
    asks(one, 10)
    assert one.is_empty(purse, now)
    assert ApiUse.objects.filter(who__contains="192").count() == 0


def test_a_list_is_narrowed_by_at_most_four_choices(client: Client) -> None:
    """T38: more than four facets are no question."""
    four = "/citations/?kind=file&outcome=resolved&verification=checked&language=ru"
    assert client.get(f"{four}&q=x&year_min=1990&year_max=1999").status_code == 200
    repository = make.repository("RGASPI", status=PUBLISHED)
    refused = client.get(f"{four}&repository={repository.code}")
    assert refused.status_code == 400
    assert "at most 4 choices together, and these are 5" in words(refused)
