"""`manage.py rebuild` puts right what was written past the models, and says how much that was."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from archive.models import Unit
from citations.models import Citation, Footnote
from core.changes import history_of
from core.rebuilding import rebuild
from people.models import Name, Person
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_kind_of_derived_column_comes_right() -> None:
    person = factories.person(born="1898")
    Name.objects.create(person=person, text="Ельцин")
    citation = factories.citation(factories.unit("RGASPI/17/171/87"), leaves="83")
    Person.objects.update(born="1899")
    Name.objects.update(key="wrong")
    Citation.objects.update(leaves="144")
    Unit.objects.filter(number="87").update(sort_key="wrong")
    Footnote.objects.update(key="wrong")
    assert rebuild() == {
        "people.Person.born_edtf": 1,
        "people.Person.born_earliest": 1,
        "people.Person.born_latest": 1,
        "people.Name.key": 1,
        "citations.Citation.leaf_spans": 1,
        "citations.Footnote.key": 1,
        "archive.Unit.sort_key": 1,
    }
    person.refresh_from_db()
    citation.refresh_from_db()
    assert (person.born_edtf, citation.leaf_spans) == ("1899", ((288, 290),))
    assert Name.objects.get().key == "eltsin"
    assert rebuild() == {}


def test_paths_come_right_level_by_level() -> None:
    factories.unit("RGASPI/17/171/87")
    Unit.objects.filter(number="17").update(number="18")
    rebuild()
    assert list(Unit.objects.in_order().values_list("path", flat=True)) == [
        "RGASPI/18",
        "RGASPI/18/171",
        "RGASPI/18/171/87",
    ]


def test_what_is_right_is_not_written() -> None:
    factories.person(born="1898")
    before = history_of(Person).count()
    rebuild()
    assert history_of(Person).count() == before


def test_the_command_says_what_differed() -> None:
    factories.person(born="1898")
    Person.objects.update(born="1899")
    out = StringIO()
    call_command("rebuild", stdout=out)
    assert out.getvalue().splitlines() == [
        "people.Person.born_earliest: 1 differed",
        "people.Person.born_edtf: 1 differed",
        "people.Person.born_latest: 1 differed",
        "3 values put right.",
    ]
    reason = history_of(Person).order_by("pgh_id").values_list("pgh_context__metadata__reason", flat=True).last()
    assert reason == "rebuild of derived columns"
