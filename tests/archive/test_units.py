"""The tree of units: addresses follow from parents and numbers, moves take everything below along."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.models import FormerAddress, FormerReference, Repository, Unit
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def paths() -> list[str]:
    return list(Unit.objects.in_order().values_list("path", flat=True))


def former() -> dict[str, str]:
    return {address.path: address.unit.path for address in FormerAddress.objects.select_related("unit")}


def test_units_sort_by_number_not_by_letter() -> None:
    for number in ("87", "9", "100", "9а"):
        factories.unit(f"RGASPI/17/171/{number}")
    assert paths() == [
        "RGASPI/17",
        "RGASPI/17/171",
        "RGASPI/17/171/9",
        "RGASPI/17/171/9а",
        "RGASPI/17/171/87",
        "RGASPI/17/171/100",
    ]


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("87", "RGASPI/87"),
        ("T-1613", "RGASPI/T-1613"),
        ("12/3", "RGASPI/12~3"),
        ("Box 5", "RGASPI/Box5"),
        ("4 п", "RGASPI/4п"),
        ("1?2#3", "RGASPI/123"),
    ],
)
def test_a_number_is_one_step_of_the_address(number: str, path: str) -> None:
    unit = Unit(repository=factories.repository(), level="fond", number=number)
    unit.save()
    assert unit.path == path


def test_two_units_cannot_differ_by_script_alone() -> None:
    factories.unit("RGASPI/4п")
    with pytest.raises(IntegrityError, match="archive_unit_key"), transaction.atomic():
        factories.unit("RGASPI/4p")


def test_a_unit_that_moves_takes_everything_below_along() -> None:
    factories.unit("RGASPI/17/171/87")
    factories.unit("RGASPI/17/171/88")
    inventory = Unit.objects.get(path="RGASPI/17/171")
    inventory.number = "172"
    inventory.save()
    assert paths() == ["RGASPI/17", "RGASPI/17/172", "RGASPI/17/172/87", "RGASPI/17/172/88"]


def test_addresses_that_were_public_redirect_for_ever() -> None:
    """T42: a unit that was renumbered."""
    factories.unit("RGASPI/17/171/87", status=PUBLISHED)
    inventory = Unit.objects.get(path="RGASPI/17/171")
    inventory.number = "172"
    inventory.save()
    assert former() == {"RGASPI/17/171": "RGASPI/17/172", "RGASPI/17/171/87": "RGASPI/17/172/87"}


def test_addresses_of_drafts_are_forgotten() -> None:
    factories.unit("RGASPI/17/171")
    inventory = Unit.objects.get(path="RGASPI/17/171")
    inventory.number = "172"
    inventory.save()
    assert former() == {}


def test_a_unit_that_moves_back_takes_its_address_again() -> None:
    unit = factories.unit("RGASPI/17", status=PUBLISHED)
    for number in ("18", "17"):
        unit.number = number
        unit.save()
    assert unit.path == "RGASPI/17"
    assert former() == {"RGASPI/18": "RGASPI/17"}


def test_a_unit_can_move_to_another_parent() -> None:
    factories.unit("RGASPI/17/171/87", status=PUBLISHED)
    target = factories.unit("RGASPI/17/2", status=PUBLISHED)
    unit = Unit.objects.get(path="RGASPI/17/171/87")
    unit.parent = target
    unit.save()
    assert unit.path == "RGASPI/17/2/87"
    assert former() == {"RGASPI/17/171/87": "RGASPI/17/2/87"}


@pytest.mark.parametrize("below", ["RGASPI/17", "RGASPI/17/171", "RGASPI/17/171/87"])
def test_a_unit_cannot_become_part_of_itself(below: str) -> None:
    factories.unit("RGASPI/17/171/87")
    fond = Unit.objects.get(path="RGASPI/17")
    fond.parent = Unit.objects.get(path=below)
    with pytest.raises(ValidationError, match="cannot be part of itself"):
        fond.save()
    assert paths() == ["RGASPI/17", "RGASPI/17/171", "RGASPI/17/171/87"]


def test_a_unit_stands_in_the_archive_of_its_parent() -> None:
    fond = factories.unit("RGASPI/17")
    with pytest.raises(IntegrityError, match="does not stand under its parent"), transaction.atomic():
        Unit(repository=factories.repository("GARF"), parent=fond, level="opis", number="1").save()


def test_nor_can_a_path_be_written_past_the_tree() -> None:
    factories.unit("RGASPI/17/171")
    with pytest.raises(IntegrityError, match="does not stand under its parent"), transaction.atomic():
        Unit.objects.filter(path="RGASPI/17/171").update(path="GARF/17/171")


def test_an_archive_under_a_new_code_takes_its_units_along_and_keeps_the_old_name() -> None:
    factories.unit("RTsKhIDNI/17/171", status=PUBLISHED)
    archive = Repository.objects.get()
    archive.code = "RGASPI"
    archive.save()
    assert paths() == ["RGASPI/17", "RGASPI/17/171"]
    assert former() == {"RTsKhIDNI/17": "RGASPI/17", "RTsKhIDNI/17/171": "RGASPI/17/171"}
    assert list(archive.names.values_list("text", "kind", "former")) == [("RTsKhIDNI", "acronym", True)]


def test_under_means_whole_steps() -> None:
    for path in ("RGASPI/17/1", "RGASPI/171", "RGASPI/17/11/5"):
        factories.unit(path)
    assert list(Unit.objects.under("RGASPI/17").in_order().values_list("path", flat=True)) == [
        "RGASPI/17",
        "RGASPI/17/1",
        "RGASPI/17/11",
        "RGASPI/17/11/5",
    ]


def test_former_references_meet_whatever_the_script() -> None:
    unit = factories.unit()
    FormerReference.objects.create(unit=unit, archive="ЦПА ИМЛ", shelfmark="325/1/481")
    with pytest.raises(IntegrityError, match="former_reference_once"), transaction.atomic():
        FormerReference.objects.create(unit=unit, archive="TsPA IML", shelfmark="325/1/481")
