"""Derived columns: what was typed stays, and beside it stands what was understood."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from archive.models import Copy
from citations.models import Citation
from core.fields import spans_of
from people.models import Name, Person
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "edtf", "earliest", "latest"),
    [
        ("2 June 1928", "1928-06-02", date(1928, 6, 2), date(1928, 6, 2)),
        ("10 июля 1937 г.", "1937-07-10", date(1937, 7, 10), date(1937, 7, 10)),
        ("1937", "1937", date(1937, 1, 1), date(1937, 12, 31)),
        ("1922–32", "1922/1932", date(1922, 1, 1), date(1932, 12, 31)),
        ("25 October 1917 (O.S.)", "1917-11-07", date(1917, 11, 7), date(1917, 11, 7)),
        ("", "", None, None),
        ("in the spring of his life", "", None, None),
    ],
)
def test_a_date_is_kept_as_written_with_its_bounds(
    written: str, edtf: str, earliest: date | None, latest: date | None
) -> None:
    factories.person(died=written)
    person = Person.objects.get()
    assert (person.died, person.died_edtf, person.died_earliest, person.died_latest) == (
        written,
        edtf,
        earliest,
        latest,
    )


@pytest.mark.django_db
def test_a_vague_date_has_bounds_around_its_year() -> None:
    factories.person(born="около 1898")
    person = Person.objects.get()
    assert person.born_edtf == "1898~"
    assert person.born_earliest <= date(1898, 1, 1)
    assert person.born_latest >= date(1898, 12, 31)


@pytest.mark.django_db
def test_derived_columns_follow_a_change_and_fill_in_bulk() -> None:
    person = factories.person(born="1898")
    person.born = "1899"
    person.save()
    assert Person.objects.get().born_earliest == date(1899, 1, 1)
    Name.objects.bulk_create([Name(person=person, text="Ельцин")])
    assert Name.objects.get().key == Name(text="Eltsin").key or Name.objects.get().key


@pytest.mark.django_db
def test_one_name_in_two_scripts_has_one_key() -> None:
    person = factories.person()
    for text in ("Ельцин", "Eltsin"):
        Name.objects.create(person=person, text=text)
    assert len(set(Name.objects.values_list("key", flat=True))) == 1


@pytest.mark.parametrize(
    ("leaves", "spans"),
    [
        ("83", ((166, 168),)),
        ("83 об.", ((167, 168),)),
        ("41–44", ((82, 90),)),
        ("41–44 об.", ((82, 90),)),
        ("116-117", ((232, 236),)),
        ("5, 9–10", ((10, 12), (18, 22))),
        ("44–41", None),
        ("12а", None),
        ("", None),
    ],
)
def test_sheets_become_spans_of_sides(leaves: str, spans: Any) -> None:
    assert spans_of(leaves) == spans


@pytest.mark.django_db
def test_spans_come_back_from_the_database_as_they_went_in() -> None:
    citation = factories.citation(factories.unit(), leaves="5, 9–10, 41–44 об.")
    citation.refresh_from_db()
    assert citation.leaf_spans == ((10, 12), (18, 22), (82, 90))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("83", ["83", "80–85", "83 об."]),
        ("83 об.", ["83", "80–85", "83 об."]),
        ("80–81", ["80–85"]),
        ("86", []),
        ("1–200", ["83", "80–85", "83 об.", "144"]),
    ],
)
def test_who_cites_a_sheet_is_an_overlap(asked: str, found: list[str]) -> None:
    unit = factories.unit()
    for leaves in ("83", "80–85", "83 об.", "144", "12а", ""):
        factories.citation(unit, leaves=leaves)
    overlapping = Citation.objects.filter(unit=unit, leaf_spans__overlaps=spans_of(asked)).order_by("id")
    assert list(overlapping.values_list("leaves", flat=True)) == found


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "index"), [(Citation, "citation_sheets"), (Copy, "copy_sheets")])
def test_the_overlap_uses_its_index(model: Any, index: str) -> None:
    """In a file of 2,000 cited sheets; in a smaller one the unit alone may be the quicker way in."""
    unit = factories.unit()
    common: dict[str, Any] = {"unit": unit, "document": factories.document()}
    if model is Citation:
        common |= {"as_written": "l.", "outcome": "resolved"}
    model.objects.bulk_create(model(leaves=str(number), **common) for number in range(1, 2001))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {model._meta.db_table}")
    plan = model.objects.filter(unit=unit, leaf_spans__overlaps=((166, 168),)).order_by().explain()
    assert index in plan, plan
