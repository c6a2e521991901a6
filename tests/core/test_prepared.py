"""Questions that are planned once for a connection answer as if they were asked anew."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from core.prepared import ask
from core.publication import reading_as_public
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

SUMS = "SELECT %s::integer + %s::integer, 'a%%'"
NAMES = "SELECT name_en FROM people_person WHERE id = ANY(%s) ORDER BY name_en"


def found(text: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        ask(cursor, text, values)
        return list(cursor.fetchall())


def test_values_are_those_of_this_time() -> None:
    assert [found(SUMS, 1, 2), found(SUMS, 40, 2), found("SELECT 7")] == [[(3, "a%")], [(42, "a%")], [(7,)]]


def test_desk_and_public_ask_the_same_and_see_what_each_may_see() -> None:
    people = [
        factories.person("Kollontai, Alexandra", status=PUBLISHED).pk,
        factories.person("Zhenotdel, A Draft").pk,
    ]
    for _time in range(7):  # from the sixth time on one plan serves for all values
        assert found(NAMES, people) == [("Kollontai, Alexandra",), ("Zhenotdel, A Draft",)]
        with reading_as_public():
            assert found(NAMES, people) == [("Kollontai, Alexandra",)]


def test_a_question_that_failed_can_be_asked_again() -> None:
    text = "SELECT 12 / %s::integer"
    with pytest.raises(DatabaseError), transaction.atomic():
        found(text, 0)
    assert found(text, 3) == [(4,)]
    with pytest.raises(DatabaseError), transaction.atomic():
        found(text, 0)
    assert found(text, 4) == [(3,)]
