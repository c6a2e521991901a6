"""Two who save the same record: the second is told, and nothing is overwritten unseen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.records import Conflict, Status
from people.models import Person
from tests import factories


@pytest.mark.django_db
def test_each_save_raises_the_version() -> None:
    person = factories.person()
    for expected in (2, 3):
        person.save()
        assert (person.version, Person.objects.get().version) == (expected, expected)


@pytest.mark.django_db
def test_the_second_to_save_is_refused_and_the_first_stands() -> None:
    """T13: past every form, too."""
    factories.person("Eltsin, Boris")
    one, other = Person.objects.get(), Person.objects.get()
    one.name_en = "By one"
    one.save()
    other.name_en = "By the other"
    with pytest.raises(Conflict, match="Somebody else has changed this record"), transaction.atomic():
        other.save()
    assert Person.objects.get().name_en == "By one"
    assert other.version == 1


@pytest.mark.django_db
def test_saving_some_fields_is_guarded_too() -> None:
    factories.person()
    one, other = Person.objects.get(), Person.objects.get()
    one.save(update_fields=["sex"])
    with pytest.raises(Conflict), transaction.atomic():
        other.save(update_fields=["name_ru"])
    assert Person.objects.get().version == 2


@pytest.mark.django_db
def test_saving_what_was_deleted_makes_no_new_record_by_update() -> None:
    person = factories.person()
    Person.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        person.save(force_update=True)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_new_record_is_a_draft_of_version_one() -> None:
    person = factories.person()
    assert (person.status, person.version, person.is_draft) == (Status.DRAFT, 1, True)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_writers_at_once_as_many_win_as_the_version_rises() -> None:
    """T13: each reads, then writes; saved ones count exactly the versions, the others are refused, none is lost."""
    pk = factories.person().pk
    saved: list[int] = []
    refused: list[int] = []
    start = threading.Barrier(10)

    def write(number: int) -> None:
        start.wait()
        for turn in range(5):
            person: Any = Person.objects.get(pk=pk)
            person.life_en = f"writer {number} turn {turn}"
            try:
                person.save()
                saved.append(number)
            except Conflict:
                refused.append(number)
        connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) + len(refused) == 50
    assert Person.objects.get(pk=pk).version == 1 + len(saved)
