"""What staff's requests may do to the database: write rows, add to the history, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from core import desk_rights
from core.desk_rights import as_owner, working_at_desk
from core.middleware import PublicReading
from core.publication import reading_as_public
from people.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.fixture
def owner() -> str:
    return role()


@pytest.fixture
def desk() -> Iterator[None]:
    with working_at_desk():
        yield


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_personhistory SET name_en = 'Nobody'",
        "DELETE FROM people_personhistory",
        "TRUNCATE people_personhistory",
        "ALTER TABLE people_person DISABLE TRIGGER USER",
        "ALTER TABLE people_person DROP COLUMN name_en",
        "DROP TABLE citations_citation CASCADE",
        "CREATE TABLE public.of_mine (id integer)",
        "DELETE FROM django_migrations",
        "CREATE ROLE another",
        "SET LOCAL session_replication_role TO replica",
    ],
)
def test_the_desk_changes_no_history_and_no_table(desk: None, statement: str) -> None:
    """Even by a statement of its own."""
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_desk_writes_records_and_the_history_follows(desk: None) -> None:
    person: Any = make.person("Eltsin, Boris")  # pghistory's relation is made at run time
    Person.objects.filter(pk=person.pk).update(name_en="Eltsin, Viktor")
    assert [str(row.name_en) for row in person.history.order_by("pgh_id")] == ["Eltsin, Boris", "Eltsin, Viktor"]
    person.delete()


def test_each_part_of_a_request_has_its_own_rights(owner: str) -> None:
    with working_at_desk():
        assert role() == "opis_staff"
        with reading_as_public():
            assert role() == "opis_web"
        assert role() == "opis_staff"
        with as_owner():
            assert role() == owner
            with reading_as_public():
                assert role() == "opis_web"
            assert role() == owner
        assert role() == "opis_staff"
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("DROP TABLE people_person")
        assert role() == "opis_staff"
    assert role() == owner
    with as_owner():
        assert role() == owner


def test_a_request_to_the_desk_works_as_staff_and_gives_the_connection_back(owner: str, rf: RequestFactory) -> None:
    seen = []

    def look(request: HttpRequest) -> HttpResponse:
        seen.append(role())
        return HttpResponse()

    def fail(request: HttpRequest) -> HttpResponse:
        seen.append(role())
        raise PermissionDenied

    PublicReading(look)(rf.get("/admin/people/person/"))
    with pytest.raises(PermissionDenied):
        PublicReading(fail)(rf.get("/admin/people/person/"))
    assert seen == ["opis_staff", "opis_staff"]
    assert role() == owner


def test_before_an_upgrade_has_made_the_role_the_desk_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_rights, "TAKE_ON", "SET ROLE opis_not_made_yet")
    with transaction.atomic():
        answer = client.get("/admin/login/", headers={"accept-language": "en"})
        transaction.set_rollback(True)
    assert answer.status_code == 503
    assert "The site is being brought up to date." in answer.content.decode()
