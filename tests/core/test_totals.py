"""How many records of a kind there are stands already, and is always what a count would say."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from archive.models import Unit
from core import totals
from core.models import Total
from core.publication import reading_as_public
from core.records import Status
from people.models import Person
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def seen() -> tuple[int, int]:
    """Persons as the desk and as the public count them, by the stored sums; both must be what a list holds."""
    desk = Person.objects.count()
    assert desk == len(Person.objects.all())
    with reading_as_public():
        public = Person.objects.count()
        assert public == len(Person.objects.all())
    return desk, public


def test_the_count_follows_every_statement() -> None:
    assert seen() == (0, 0)
    one, two = factories.person("Rakovskii, Khristian", status=PUBLISHED), factories.person("Eltsin, Boris")
    assert seen() == (2, 1)
    Person.objects.bulk_create([Person(name_en=f"Nobody {at}") for at in range(3)])
    assert seen() == (5, 1)
    two.status = PUBLISHED
    two.save()
    assert seen() == (5, 2)
    Person.objects.filter(pk=one.pk).update(status=Status.DRAFT)
    assert seen() == (5, 1)
    two.delete()
    assert seen() == (4, 0)
    Person.objects.all().delete()
    assert seen() == (0, 0)


def test_what_is_taken_back_was_never_counted() -> None:
    try:
        with transaction.atomic():
            factories.person()
            assert seen() == (1, 0)
            raise ValueError
    except ValueError:
        assert seen() == (0, 0)


def test_many_statements_leave_few_rows() -> None:
    for _at in range(totals.COMPACT_EVERY + 5):
        Total.objects.create(public=True, kind="some_table", n=1)
        Total.objects.create(public=True, kind="some_table", n=-1)
    for at in range(totals.COMPACT_EVERY):
        factories.person(f"Nobody {at}")
        if Total.objects.count() < 10:
            break
    assert Total.objects.count() < 10
    assert seen()[0] == at + 1


def test_only_what_is_narrowed_is_counted(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    factories.unit("RGASPI/17/171/87", status=PUBLISHED)
    with django_assert_num_queries(4) as asked:
        assert Unit.objects.with_shelfmark().in_order().count() == 3
        assert Unit.objects.top().count() == 1
        assert Unit.objects.all()[:2].count() == 2
        assert Unit.objects.order_by().distinct().count() == 3
    assert ["core_total" in each["sql"] for each in asked.captured_queries] == [True, False, False, False]


def test_a_table_that_is_emptied_counts_nothing() -> None:
    factories.person()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE people_person CASCADE")
    assert seen() == (0, 0)
