"""A reference as written → the unit that it means here; one, several, or none and why."""

from __future__ import annotations

import pytest

from archive.matching import find_repository, find_unit, make_repository, make_unit, repository_from
from archive.models import Repository, RepositoryName, Unit
from notation.outcomes import Ambiguous, Reason, Resolved, Unresolved
from notation.references import ArchivalReference, Level
from notation.vocabulary import find_archives
from tests import factories

pytestmark = pytest.mark.django_db


def reference(written: str) -> ArchivalReference:
    """`RGASPI/17/171/87` as a reference of fond, opis, delo."""
    repository, *numbers = written.split("/")
    levels = zip(("fond", "opis", "delo"), numbers, strict=False)
    return ArchivalReference(repository, repository, tuple(Level(name, number) for name, number in levels))


@pytest.fixture
def two_archives() -> None:
    for code, names in (
        ("RGASPI", ["РГАСПИ", "РЦХИДНИ", "Центральный партийный архив"]),
        ("GANI", ["Центральный партийный архив", "ГАНИ"]),
    ):
        archive = factories.repository(code)
        for text in names:
            RepositoryName.objects.create(repository=archive, text=text)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("RGASPI", ["RGASPI"]),
        ("rgaspi", ["RGASPI"]),
        ("РГАСПИ", ["RGASPI"]),
        ("РЦХИДНИ", ["RGASPI"]),
        ("RTsKhIDNI", ["RGASPI"]),
        ("Центральный партийный архив", ["GANI", "RGASPI"]),
        ("TsPA IML", []),
        ("", []),
        ("%", []),
        ("_", []),
    ],
)
@pytest.mark.usefixtures("two_archives")
def test_an_archive_is_found_by_any_name_it_had(name: str, found: list[str]) -> None:
    match find_repository(name):
        case Resolved(repository):
            assert [repository.code] == found
        case Ambiguous(candidates):
            assert [repository.code for repository in candidates] == found
        case Unresolved():
            assert found == []


@pytest.mark.parametrize(
    ("name", "why"),
    [("TsPA IML", Reason.NOT_HELD), ("GASO", Reason.SEVERAL_ARCHIVES), ("XYZA", Reason.UNKNOWN_ARCHIVE)],
)
@pytest.mark.django_db
def test_an_archive_that_is_not_held_says_whether_it_is_known(name: str, why: Reason) -> None:
    assert find_repository(name) == Unresolved(why)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("RGASPI/17/171/87", "RGASPI/17/171/87"),
        ("РГАСПИ/17/171/87", "RGASPI/17/171/87"),
        ("RGASPI/17/171", "RGASPI/17/171"),
        ("RGASPI/17/171/88", Reason.NOT_HELD),
        ("RGASPI/4п/1", "RGASPI/4п/1"),
        ("RGASPI/4p/1", "RGASPI/4п/1"),
        ("RGASPI/4П/1", "RGASPI/4п/1"),
        ("NKVD/1/2/3", Reason.UNKNOWN_ARCHIVE),
        ("RGASPI", Reason.INCOMPLETE),
    ],
)
@pytest.mark.usefixtures("two_archives")
def test_a_unit_is_found_by_its_path_in_any_script(written: str, found: str | Reason) -> None:
    factories.unit("RGASPI/17/171/87")
    factories.unit("RGASPI/4п/1")
    match find_unit(reference(written)):
        case Resolved(unit):
            assert unit.path == found
        case Unresolved(reason):
            assert reason is found
        case other:
            pytest.fail(str(other))


@pytest.mark.usefixtures("two_archives")
def test_where_a_name_means_two_archives_the_one_that_has_the_unit_is_meant() -> None:
    factories.unit("GANI/5/6/7")
    outcome = find_unit(reference("Центральный партийный архив/5/6/7"))
    assert isinstance(outcome, Resolved)
    assert outcome.value.path == "GANI/5/6/7"


@pytest.mark.usefixtures("two_archives")
def test_where_both_have_it_nothing_is_guessed() -> None:
    factories.unit("GANI/5/6/7")
    factories.unit("RGASPI/5/6/7")
    outcome = find_unit(reference("Центральный партийный архив/5/6/7"))
    assert isinstance(outcome, Ambiguous)
    assert sorted(unit.path for unit in outcome.candidates) == ["GANI/5/6/7", "RGASPI/5/6/7"]


def test_an_archive_of_the_table_is_made_once_with_all_its_names() -> None:
    batch = factories.batch()
    for name in ("РГАСПИ", "RGASPI"):
        outcome = make_repository(name, batch)
        assert isinstance(outcome, Resolved)
    repository = Repository.objects.get()
    assert (repository.code, repository.status, repository.batch) == ("RGASPI", "draft", batch)
    assert {"РГАСПИ", "РЦХИДНИ"} <= set(repository.names.values_list("text", flat=True))
    assert repository_from(find_archives("РГАСПИ")[0], None) == repository


def test_an_archive_that_the_table_does_not_know_is_not_made() -> None:
    assert make_repository("Архив неизвестного города", factories.batch()) == Unresolved(Reason.UNKNOWN_ARCHIVE)
    assert not Repository.objects.exists()


def test_a_name_of_several_archives_makes_none_and_says_so() -> None:
    assert make_repository("ГАСО", factories.batch()) == Unresolved(Reason.SEVERAL_ARCHIVES)
    assert find_repository("ГАСО") == Unresolved(Reason.SEVERAL_ARCHIVES)
    assert not Repository.objects.exists()


def test_a_unit_is_made_with_what_is_missing_above_it() -> None:
    factories.unit("RGASPI/17", status="published")
    batch = factories.batch()
    made = make_unit(reference("RGASPI/17/171/87"), Repository.objects.get(), batch)
    assert made.path == "RGASPI/17/171/87"
    assert list(Unit.objects.in_order().values_list("path", "level", "status", "batch")) == [
        ("RGASPI/17", "fond", "published", None),
        ("RGASPI/17/171", "opis", "draft", batch.pk),
        ("RGASPI/17/171/87", "delo", "draft", batch.pk),
    ]
