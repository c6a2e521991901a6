"""The site says whether it is well to everybody in one word, and in figures to those alone who run it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError
from django.test import Client

from core import publication
from core.ended_processes import File, add_up, while_nobody_adds_up
from tests import factories as make
from tests.served import Answer, address_of_the_test_database, ask, served
from tests.world import world

pytestmark = pytest.mark.django_db
OK = {"status": "ok"}


def away(*given: object, **named: object) -> None:
    raise OperationalError("the connection was refused")


def test_a_process_lives_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """T4: nobody kills it because another machine is away; but no reader is sent to it."""
    assert [client.get(f"/health/{what}").json() for what in ("", "live/", "ready/")] == [OK] * 3
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    assert client.get("/health/live/").json() == OK
    answers = [client.get(f"/health/{what}") for what in ("", "ready/")]
    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "5")] * 2


def test_only_staff_are_told_what_the_doctor_finds(client: Client) -> None:
    client.force_login(make.editor())
    told = client.get("/health/").json()
    assert told["status"] == "ok"
    assert {"verdict": "ok", "text": "tables are up to date"} in told["details"]


def test_while_there_are_no_views_the_public_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """T12: a page that meets a migration is no failure."""
    from psycopg2.errors import InsufficientPrivilege

    class Denied(InsufficientPrivilege):
        pgcode = "42501"

    def denied(*given: object, **named: object) -> None:
        raise ProgrammingError("permission denied for table people_person") from Denied()

    monkeypatch.setattr("config.views.of_today", denied)
    with pytest.raises(ProgrammingError):  # with the views there it is what it looks like: a page past its rights
        client.get("/")
    monkeypatch.setattr(publication, "are_others", lambda: True)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "brought up to date" in answer.content.decode()


# -- /metrics ---------------------------------------------------------------------------------------------------------


def lines(answer: Any) -> dict[str, str]:
    """Name with labels → value."""
    told = (line.rpartition(" ") for line in answer.content.decode().splitlines() if not line.startswith("#"))
    return {name: value for name, _blank, value in told}


def test_figures_are_for_those_who_run_the_site(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "for-prometheus"
    sent = ["", "Bearer for-prometheu", "Basic for-prometheus"]
    assert [client.get("/metrics", HTTP_AUTHORIZATION=one).status_code for one in sent] == [404] * 3
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer for-prometheus").status_code == 200
    settings.METRICS_TOKEN, settings.METRICS_ADDRESSES = "", ["10.0.0.0/8", "2001:db8::/32"]
    asked = {address: client.get("/metrics", REMOTE_ADDR=address).status_code for address in ADDRESSES}
    assert asked == ADDRESSES
    settings.PROXIES = 1
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.2, 192.0.2.1").status_code == 404
    client.force_login(make.editor())
    assert client.get("/metrics").status_code == 404


ADDRESSES = {"10.1.2.3": 200, "2001:db8::1": 200, "11.0.0.1": 404, "": 404, "unix": 404}


def test_requests_are_counted_by_page_and_nothing_tells_what_was_asked(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "for-prometheus"
    made = world()

    def read() -> dict[str, str]:
        return lines(client.get("/metrics", HTTP_AUTHORIZATION="Bearer for-prometheus"))

    before = read()
    for address in ("/people/?q=Ivanova", "/people/?q=Petrov", "/people/?no_such=1", "/nowhere/Ivanova/"):
        client.get(address)
    client.generic("PURGE", made["person"].get_absolute_url())
    after = read()
    grown = {
        name: float(value) - float(before.get(name, 0)) for name, value in after.items() if "requests_total" in name
    }
    grown = {name: value for name, value in grown.items() if value and "metrics" not in name}
    assert grown == {
        'opis_requests_total{method="GET",status="200",view="people:person_list"}': 2,
        'opis_requests_total{method="GET",status="400",view="people:person_list"}': 1,
        'opis_requests_total{method="GET",status="404",view="none"}': 1,
        'opis_requests_total{method="other",status="405",view="none"}': 1,
    }
    assert "Ivanova" not in "".join(after)
    assert after["opis_database_up"] == "1.0"
    assert float(after["opis_database_bytes"]) > 1_000_000
    assert after["opis_backup_age_seconds"] == "+Inf"
    assert 'opis_waiting{queue="reports"}' in after
    assert any(name.startswith("opis_request_seconds_bucket") and "person_list" in name for name in after)


def test_figures_without_a_database_say_that_it_is_away(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T4: whoever watches is told at once."""
    settings.METRICS_TOKEN = "for-prometheus"
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    answer = client.get("/metrics", HTTP_AUTHORIZATION="Bearer for-prometheus")
    assert answer.status_code == 200
    assert lines(answer)["opis_database_up"] == "0.0"


def test_figures_are_those_of_all_processes_and_a_killed_one_s_stay() -> None:
    """Whichever worker Prometheus meets; and what the service counted yesterday is not counted again today."""
    with served(address_of_the_test_database(), METRICS_TOKEN="for-prometheus") as site:
        workers = site.workers()
        for resting in workers:  # so that each answers half of them
            os.kill(resting, signal.SIGSTOP)
            assert [ask(site, "/health/live/").status for _ in range(10)] == [200] * 10
            os.kill(resting, signal.SIGCONT)
        first, second = workers
        os.kill(first, signal.SIGKILL)
        while first in site.workers():
            time.sleep(0.05)
        found = {lives(ask(site, "/metrics", headers={"Authorization": "Bearer for-prometheus"})) for _ in range(4)}
        assert found == {"20.0"}
        assert ask(site, "/metrics").status == 404
        kept = Path(f"/proc/{second}/environ").read_bytes().partition(b"MULTIPROC_DIR=")[2].partition(b"\0")[0]
        files = {file.name for file in Path(os.fsdecode(kept)).glob("*_*.db")}
        assert {"counter_ended.db", "histogram_ended.db", f"counter_{second}.db"} <= files
        assert not any(str(first) in file for file in files)


def test_what_ended_processes_counted_is_one_file_whatever_state_theirs_were_in(tmp_path: Path) -> None:
    def counted(process: object) -> dict[str, float]:
        file = str(tmp_path / f"counter_{process}.db")
        return {key: value for key, value, *_ in File.read_all_values_from_file(file)}

    for process, pages in ((7, 3.0), (8, 4.0), (9, 5.0)):
        file = File(str(tmp_path / f"counter_{process}.db"))
        file.write_value("a page", pages, 0.0)
        file.close()
    (tmp_path / "counter_10.db").write_bytes(b"cut")
    with while_nobody_adds_up(tmp_path):  # somebody reads: not now
        add_up(tmp_path, living=[9])
    assert counted(7) == {"a page": 3.0}
    for _again in range(2):
        add_up(tmp_path, living=[9])
        assert (counted("ended"), counted(9)) == ({"a page": 7.0}, {"a page": 5.0})
        assert sorted(file.name for file in tmp_path.iterdir()) == ["counter_9.db", "counter_ended.db", "lock"]


def lives(answer: Answer) -> str:
    [told] = [line for line in answer.body.decode().splitlines() if 'view="health-live"' in line and "_total{" in line]
    return told.rpartition(" ")[2]
