"""The demonstration data: true, small, and behind every statement the citation that proves it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import models

from archive.matching import find_repository
from archive.models import Copy, Document, DocumentPerson, Image, Unit
from citations.imports.footnotes import ingest
from citations.models import Citation, Contribution, Evidence, Footnote, Publication
from citations.tables import ALL
from core.models import Batch
from core.tables.dumping import dump
from core.tables.loading import load
from core.tables.undoing import undo
from notation.outcomes import Resolved
from people.models import Event, Name, Person, Place, Relation

pytestmark = pytest.mark.django_db

DEMO = Path(settings.BASE_DIR) / "demo"
LECTURE = "Internationalist Socialism vs. Nationalist Reformism, Part 4"


@pytest.fixture
def demo() -> Any:
    report = load(ALL, DEMO, apply=True)
    assert report.good, report.lines()
    return report


def test_it_is_loaded_once_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    assert capsys.readouterr().out.startswith("The demonstration data are loaded: ")
    person = Person.objects.get(name_en="Fokin, A.")
    Contribution.objects.filter(person=person).update(person=None)
    person.delete()
    call_command("demo")
    assert capsys.readouterr().out == "The demonstration data were loaded before.\n"
    assert not Person.objects.filter(name_en="Fokin, A.").exists()


def test_a_second_load_changes_nothing(demo: Any) -> None:
    assert load(ALL, DEMO, apply=True).new == 0
    assert Batch.objects.count() == 1


def test_everything_is_published(demo: Any) -> None:
    for table in ALL:
        if table.has_status:
            assert not table.model._default_manager.filter(status="draft").exists(), table.name


@pytest.mark.parametrize("model", [Event, Relation, Copy, Image, Document, DocumentPerson, Publication])
def test_every_statement_has_what_proves_it(demo: Any, model: type[models.Model]) -> None:
    assert model._default_manager.exists()
    assert not model._default_manager.filter(evidence__isnull=True).exists()


def test_every_life_date_has_what_proves_it(demo: Any) -> None:
    for field in ("born", "died"):
        dated = Person.objects.exclude(**{field: ""})
        assert not dated.exclude(evidence__about=field).exists()


def test_dates_are_understood(demo: Any) -> None:
    for model, field in (
        (Event, "date"),
        (Document, "date"),
        (Relation, "date"),
        (Person, "died"),
        (Publication, "date"),
    ):
        for written, edtf in model._default_manager.values_list(field, f"{field}_edtf"):
            assert bool(written) == bool(edtf), written


def test_evidence_stands_here_and_not_in_the_notes_that_ingest_has_to_find(demo: Any) -> None:
    assert not Footnote.objects.exists()
    assert not Citation.objects.filter(footnote__isnull=False).exists()
    assert set(Evidence.objects.values_list("citation__status", flat=True)) == {"published"}


@pytest.mark.parametrize(
    ("title", "year", "copies", "pages", "maker"),
    [
        ("Сочинения", None, 325_000, None, "Trotsky, Leon"),
        ("Политический словарь", 1924, 150_000, None, "Eltsin, Boris"),
        ("Политический словарь", 1927, 90_000, None, "Eltsin, Boris"),
        ("[Rosa Luxemburg in the Fight against Reformism]", 1927, 8_000, None, "Alter, Isaak"),
        ("[On the German revolution and labour movement]", 1927, 4_000, 300, "Yakovin, Grigory"),
        ("Аграрный вопрос в Индии", 1928, 3_000, None, "Dingelshtedt, Fedor"),
        ("Под знаменем марксизма", None, 4_000, None, "Ter-Vaganian, Vagarshak"),
        ("Красная новь", None, 7_000, None, "Voronsky, Alexander"),
        ("Вестник Коммунистической академии", None, 5_000, None, "Preobrazhensky, Evgeny"),
    ],
)
def test_publications_have_their_figures(
    demo: Any, title: str, year: int | None, copies: int, pages: int | None, maker: str
) -> None:
    publication = Publication.objects.get(title=title, year=year)
    assert (publication.copies, publication.pages) == (copies, pages)
    assert [str(made.person) for made in publication.contributions.all()] == [maker]


def test_copies_printed_are_shown_as_stated(demo: Any) -> None:
    assert Publication.objects.get(title="Красная новь").copies_note == "7,000–14,000 an issue"
    assert Publication.objects.get(title="Сочинения").copies_note == "325,000 copies of 19 volumes together"


@pytest.mark.parametrize(
    ("name", "kind", "date", "place"),
    [
        ("Trotsky, Leon", "exile", "January 1928", "Almaty"),
        ("Trotsky, Leon", "exile", "early 1929", "Büyükada"),
        ("Trotsky, Leon", "death", "August 1940", None),
        ("Nevelson, Nina", "death", "June 1928", None),
        ("Butov, Georgy", "hunger strike", "September 1928", None),
        ("Poznansky, Igor", "execution", "1937–1938", None),
        ("Bliumkin, Yakov", "execution", "December 1929", None),
        ("Yakovin, Grigory", "imprisonment", "by 1931", "Verkhneuralsk"),
        ("Eltsin, Boris", "membership", "since 1897", None),
    ],
)
def test_lives_have_their_events(demo: Any, name: str, kind: str, date: str, place: str | None) -> None:
    event = Event.objects.get(person__name_en=name, kind=kind, date=date)
    assert (event.place and event.place.name_en) == place


def test_relations_join_the_right_people(demo: Any) -> None:
    said = Relation.objects.values_list("person__name_en", "kind", "other__name_en")
    secretaries = {person for person, kind, other in said if (kind, other) == ("secretary", "Trotsky, Leon")}
    assert secretaries == {
        "Butov, Georgy",
        "Eltsin, Viktor",
        "Glazman, Mikhail",
        "Poznansky, Igor",
        "Sermuks, Nikolai",
    }
    assert ("Eltsin, Boris", "parent", "Eltsin, Iosif") in said
    assert ("Trotsky, Leon", "parent", "Nevelson, Nina") in said


def test_a_pseudonym_leads_to_the_person_and_to_the_article(demo: Any) -> None:
    assert Name.objects.get(text="N. Markin").kind == "pseudonym"
    article = Contribution.objects.get(name_printed="Н. Маркин")
    assert str(article.person) == "Sedov, Lev"
    assert article.publication.title == "Медленная расправа над Х. Г. Раковским"


def test_one_name_meets_in_every_script(demo: Any) -> None:
    forms = {name.text for name in Name.objects.filter(person__name_en="Eltsin, Boris")}
    assert {"Борис Эльцин", "Boris El’tsin", "El'tsin, Boris", "Ельцин, Борис"} <= forms


def test_documents_lie_where_the_notes_say(demo: Any) -> None:
    said = Copy.objects.exclude(document__kind="photograph").values_list("document__date", "unit__path", "leaves")
    assert list(said.order_by("id"))[:2] == [
        ("June 1927", "RGASPI/17/171/87", "83, 144"),
        ("5 November 1927", "RGASPI/17/171/109", "41–44"),
    ]
    letter, report = list(said.order_by("id"))[2:]
    assert letter[0] == "2 June 1928"
    assert letter[1].startswith("Houghton/")
    assert letter[1].endswith("/T-1613")
    assert report == ("30 October 1928", "RGASPI/17/171/153", "236")
    assert Unit.objects.get(number="T-1613").url.startswith("https://hollisarchives.lib.harvard.edu/")


def test_archives_are_found_under_their_former_and_foreign_names(demo: Any) -> None:
    for name, code in (
        ("РГАСПИ", "RGASPI"),
        ("ЦПА ИМЛ", "RGASPI"),
        ("Harvard University, Houghton Library", "Houghton"),
    ):
        found = find_repository(name)
        assert isinstance(found, Resolved)
        assert found.value.code == code


def test_pictures_are_credits_without_files(demo: Any) -> None:
    assert not Image.objects.exclude(file="", iiif="").exists()
    assert Image.objects.get(person__name_en="Smilga, Ivar").credit.endswith("Leon Trotsky Soviet Papers, T-1086")
    assert Image.objects.get(person__name_en="Glazman, Mikhail").rights == "public domain"
    assert not Image.objects.filter(person__name_en="Butov, Georgy").exists()


def test_places_lie_where_they_lie(demo: Any) -> None:
    """Within half a degree, and east of Greenwich but for Harvard."""
    expected = {"Moscow": (55.8, 37.6), "Almaty": (43.2, 76.9), "Büyükada": (40.9, 29.1), "Verkhneuralsk": (53.9, 59.2)}
    for name, (latitude, longitude) in expected.items():
        place = Place.objects.get(name_en=name)
        assert place.latitude == pytest.approx(latitude, abs=0.5)
        assert place.longitude == pytest.approx(longitude, abs=0.5)


def test_notes_of_the_lecture_find_everything_in_place(demo: Any) -> None:
    """Whoever ingests the lecture adds its notes to the publication that stands here, and makes no second archive."""
    notes = (
        "1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n\n2. Ibid., l. 144.\n\n3. RGASPI, f. 17, op. 171, d. 153, l. 236."
        "\n\n4. Tetradi verkhne-ural’skogo politicheskogo izoliatora 1932–1933, eds. A. Gusev et al., Moscow: Trovant"
        " 2022, p. 120.\n"
    )
    report = ingest(f"{LECTURE}\n\nSome text.\n\n{notes}".encode(), "lecture.txt")
    assert (report.added, report.outcomes["resolved"]) == (4, 4)
    assert str(report.publication) == LECTURE
    assert not Unit.objects.filter(status="draft").exists()


def test_dump_and_load_give_the_same_bytes(demo: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    dump(ALL, first)
    assert undo(ALL, demo.batch.pk).refusals == []
    assert not Person.objects.exists()
    assert load(ALL, first, apply=True).good
    dump(ALL, second)
    assert digests(first) == digests(second)
    assert len(digests(first)) == len(ALL)


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
