"""Pages for the public come from a replica, everybody sees what they wrote themselves, and a replica may fail."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from citations.models import Report
from core import doctor
from core.doctor import Finding, Verdict
from core.replicas import primary, routing, watching
from core.replicas.primary import Confirming, Slot
from core.replicas.watching import Answer, Standing, State, Watch
from tests import factories as make
from tests.factories import PUBLISHED
from tests.world import addresses, forms, world

# -- which replica may be read ----------------------------------------------------------------------------------------


class Servers:
    """Stand-ins: where each server of a story is in the log, and the time on the wall."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at: dict[str, int | None] = {}
        self.promoted: set[str] = {"default"}
        self.started: dict[str, str] = {}
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def ask(self, name: str) -> Answer | None:
        at = self.at[name]
        return None if at is None else Answer(name not in self.promoted, self.started.get(name, name), Decimal(at))


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    return Servers(monkeypatch)


# Second by second: where the primary is and where the replica; what is said of it then. A dash: does not answer.
STORIES = [
    ("keeps up", ["10 10", "20 20", "30 30"], "good 0"),
    ("an idle primary is no lag", ["10 10"] * 30, "good 0"),
    ("a little behind", ["10 10", "20 20", "30 20", "40 20", "50 20"], "good 2"),
    ("further than five seconds behind", ["10 10", *[f"{n} 10" for n in range(20, 90, 10)]], "behind 6"),
    ("behind all that was seen", ["50 10"], "behind ?"),
    ("has caught up", ["50 10", "60 55", "60 60"], "good 0"),
    ("gone", ["10 10", "20 -"], "away ?"),
    ("the primary gone: what is there is the newest", ["10 10", *["- 10"] * 20], "good 0"),
    ("back after that", ["10 10", "- -", "20 20"], "good 0"),
]


@pytest.mark.parametrize(("seconds", "said"), [story[1:] for story in STORIES], ids=[story[0] for story in STORIES])
def test_what_is_said_of_a_replica(servers: Servers, seconds: list[str], said: str) -> None:
    watch = Watch(["replica1"], 5, servers.ask)
    for second in seconds:
        servers.at = {
            name: None if word == "-" else int(word)
            for name, word in zip(("default", "replica1"), second.split(), strict=True)
        }
        watch.look()
        servers.now += 1
    state, lag = said.split()
    found = watch.found["replica1"]
    assert (found.state, found.lag) == (State(state), math.inf if lag == "?" else float(lag))
    assert watch.usable() == ("replica1" if state == "good" else None)


def test_a_replica_that_was_promoted_is_none_unless_it_is_now_the_primary(servers: Servers) -> None:
    watch = Watch(["replica1"], 5, servers.ask)
    servers.at = {"default": 10, "replica1": 10}
    servers.promoted.add("replica1")
    watch.look()
    assert (watch.found["replica1"].state, watch.usable()) == (State.STRANGE, None)
    servers.started = {"default": "noon", "replica1": "noon"}  # one server, named twice
    watch.look()
    assert (watch.found["replica1"].state, watch.usable()) == (State.GOOD, "replica1")


def test_several_take_turns_and_one_that_failed_is_left_until_the_next_look(servers: Servers) -> None:
    watch = Watch(["replica1", "replica2"], 5, servers.ask)
    servers.at = {"default": 10, "replica1": 10, "replica2": 10}
    watch.look()
    assert {watch.usable(), watch.usable()} == {"replica1", "replica2"}
    watch.lost("replica1")
    assert {watch.usable(), watch.usable()} == {"replica2"}
    watch.look()
    assert {watch.usable(), watch.usable()} == {"replica1", "replica2"}
    servers.now += 6  # nobody has looked for longer than a look is believed
    assert watch.usable() is None


# -- whose pages it answers -------------------------------------------------------------------------------------------


class Asked:
    """How many statements each server was asked."""

    def __init__(self) -> None:
        self.captured = {name: CaptureQueriesContext(connections[name]) for name in ("default", "replica1")}

    def __enter__(self) -> Asked:
        for context in self.captured.values():
            context.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        for context in self.captured.values():
            context.__exit__(None, None, None)

    @property
    def servers(self) -> set[str]:
        return {name for name, context in self.captured.items() if len(context)}


@pytest.fixture
def replica(settings: Settings, monkeypatch: pytest.MonkeyPatch, transactional_db: Any) -> Iterator[Watch]:
    """The test database once more, by a connection that can write nothing, as on a standby."""
    options = {**connections["default"].settings_dict["OPTIONS"], "options": "-c default_transaction_read_only=on"}
    # Under the name `default`, since Django's tests let no connection open that they do not know.
    connections["replica1"] = DatabaseWrapper({**connections["default"].settings_dict, "OPTIONS": options})
    settings.REPLICAS, settings.REPLICA_LAG = ["replica1"], 5
    watch = Watch(["replica1"], 5)
    monkeypatch.setattr(watching, "_watch", watch)
    monkeypatch.setattr(watching, "BELIEVED", 600)  # nobody looks each second here
    watch.look()
    yield watch
    connections["replica1"].close()
    del connections["replica1"]


def test_the_public_reads_from_the_replica_and_everybody_sees_what_they_wrote(replica: Watch, client: Client) -> None:
    person = make.person("Ivanova, A.", status=PUBLISHED)
    make.person("Hidden, B.")
    with Asked() as asked:
        page = client.get("/people/").content.decode()
        assert client.get("/api/people/", REMOTE_ADDR="203.0.113.7").json()["count"] == 1
    assert "Ivanova" in page
    assert "Hidden" not in page
    # The API counts its questions on the primary.
    assert asked.servers == {"default", "replica1"}
    with Asked() as asked:
        client.get(person.get_absolute_url())
        client.post("/notebook/", {"refs": "RGASPI, f. 17"})
    assert asked.servers == {"replica1"}

    # A report is kept on the primary; whoever sent it reads there for as long as a replica may be behind.
    sent = client.post(f"/report/?of={person.get_absolute_url()}", {"words": "She died in 1937.", "website": ""})
    assert (sent.status_code, Report.objects.count()) == (302, 1), sent.content.decode()
    assert sent.cookies[routing.FRESH]["max-age"] == 10
    with Asked() as asked:
        client.get("/people/")
    assert asked.servers == {"default"}

    # Whoever is signed in reads from the primary, drafts or not; and after signing out for a while.
    desk = Client()
    User.objects.create_superuser("editor", password="x")
    signed_in = desk.post("/admin/login/", {"username": "editor", "password": "x"})
    assert signed_in.status_code == 302
    with Asked() as asked:
        assert "Hidden" in desk.get("/people/").content.decode()
    assert asked.servers == {"default"}
    desk.post("/admin/logout/")
    assert "sessionid" not in {name for name, cookie in desk.cookies.items() if cookie.value}
    with Asked() as asked:
        desk.get("/people/")
    assert asked.servers == {"default"}


@pytest.mark.slow
def test_every_public_page_is_answered_by_a_server_that_can_write_nothing(replica: Watch, client: Client) -> None:
    made = world()
    for address in [*addresses(made), *forms(made)]:
        with Asked() as asked:
            assert client.get(address).status_code == 200, address
        assert asked.servers <= {"replica1"}, address


def test_a_replica_that_fails_is_left_at_once(replica: Watch, client: Client) -> None:
    make.person("Ivanova, A.", status=PUBLISHED)
    assert client.get("/people/").status_code == 200
    # Cut under a connection that is open.
    pid = connections["replica1"].connection.info.backend_pid
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with Asked() as asked:
        assert "Ivanova" in client.get("/people/").content.decode()
    assert "default" in asked.servers
    assert replica.found["replica1"].state is State.AWAY
    with Asked() as asked:
        assert client.get("/people/").status_code == 200
    assert asked.servers == {"default"}
    replica.look()
    with Asked() as asked:
        assert client.get("/people/").status_code == 200
    assert asked.servers == {"replica1"}
    # Not there at all.
    connections["replica1"].close()
    connections["replica1"].settings_dict["HOST"] = "/nowhere"
    assert client.get("/people/").status_code == 200
    assert replica.found["replica1"].state is State.AWAY


def test_what_fails_by_itself_is_not_asked_again(
    replica: Watch, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that takes too long would take as long on the primary."""
    slow = "SET LOCAL statement_timeout TO 20; SELECT pg_sleep(1)"
    monkeypatch.setattr("core.publication.READ_AS_PUBLIC", slow)
    with Asked() as asked:
        assert client.get("/people/").status_code == 503
    assert asked.servers == {"replica1"}
    assert replica.found["replica1"].state is State.GOOD


def test_metrics_tell_how_far_replicas_are_behind(replica: Watch, client: Client, settings: Settings) -> None:
    replica.found = {
        "replica1": Standing("replica1", State.BEHIND, 6.04, 0),
        "replica2": Standing("replica2", State.AWAY, math.inf, 0),
    }
    settings.METRICS_ADDRESSES = ["127.0.0.1"]
    said = client.get("/metrics").content.decode()
    assert 'opis_replica_behind_seconds{replica="replica1"} 6.04\n' in said
    assert 'opis_replica_behind_seconds{replica="replica2"} +Inf\n' in said
    assert "opis_saves_waiting 0.0\n" in said


# -- what the doctor says ---------------------------------------------------------------------------------------------


def test_the_doctor_waits_for_a_replica_no_longer_than_it_may_be_behind(
    servers: Servers, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPLICAS, settings.REPLICA_LAG = ["replica1"], 5
    monkeypatch.setattr("core.replicas.primary.ask", servers.ask)
    monkeypatch.setattr(time, "sleep", lambda seconds: setattr(servers, "now", servers.now + 1))
    servers.at = {"default": 20, "replica1": 20}
    assert doctor.replicas() == Finding(Verdict.GOOD, "replicas follow: replica1 has all within 0.0 s")
    servers.at["replica1"] = 10
    behind = "replica1 is more than 5 s behind: the primary answers in its place"
    assert doctor.replicas() == Finding(Verdict.FAILURE, behind)
    servers.at["replica1"] = None
    assert doctor.replicas().text == "replica1 does not answer: the primary answers in its place"


@pytest.mark.parametrize(
    ("slots", "limited", "said"),
    [
        ([], False, "log is kept for 0 replicas"),
        ([Slot("b", True, False, 3)], True, "log is kept for 1 replicas"),
        ([Slot("b", True, False, 3)], False, "log for replicas: max_slot_wal_keep_size sets no limit"),
        ([Slot("b", False, False, 900)], True, "log for replicas: nobody reads b, 900 MB are kept for it"),
        (
            [Slot("b", False, True, 0)],
            True,
            "log for replicas: b was given up and must be made anew (deploy/replica.sh make)",
        ),
    ],
)
def test_the_doctor_names_log_that_nobody_reads(
    monkeypatch: pytest.MonkeyPatch, slots: list[Slot], limited: bool, said: str
) -> None:
    monkeypatch.setattr("core.replicas.primary.slots", lambda: (slots, limited))
    assert doctor.log_kept_for_replicas() == Finding(
        Verdict.FAILURE if said.startswith("log for") else Verdict.GOOD, said
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Confirming("", 0, 0), "saves are confirmed by the primary alone"),
        (Confirming("ANY 1 (b, c)", 1, 0), "saves are confirmed by ANY 1 (b, c)"),
        (Confirming("b", 0, 0), "saves wait for b, which 0 do now: start it, or let them go on by ALTER SYSTEM"),
        (Confirming("b", 1, 2), "saves wait for b, which 2 do now: start it, or let them go on by ALTER SYSTEM"),
    ],
)
def test_the_doctor_tells_of_saves_that_wait(monkeypatch: pytest.MonkeyPatch, state: Confirming, said: str) -> None:
    monkeypatch.setattr("core.replicas.primary.confirming", lambda: state)
    assert doctor.saves_are_confirmed().text.startswith(said)


@pytest.mark.django_db
def test_a_server_without_replicas_is_asked_and_well() -> None:
    assert primary.slots() == ([], False)
    assert primary.confirming() == Confirming("", 0, 0)


def test_a_server_that_is_not_there_says_nothing(replica: Watch) -> None:
    assert watching.ask("replica1") is not None
    connections["replica1"].close()
    connections["replica1"].settings_dict["HOST"] = "/nowhere"
    assert watching.ask("replica1") is None
