"""Whatever is written, by whichever way, the side tables of the search say the same as the records."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models

from archive.models import Copy, Document, DocumentPerson, Unit
from citations.models import Citation, Contribution, Count, Footnote, Found, Lying, Publication, Shelved
from citations.searching import codes, rebuilding
from citations.searching.asking import condition
from core.publication import reading_as_public
from core.publishing import withdraw
from core.records import Status
from core.search import read_question
from people.models import Name, Person, PersonPart
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

VECTORS = {
    "citations_citationwords": ("citation_id", "words"),
    "citations_publicationwords": ("publication_id", "words"),
    "citations_documentwords": ("document_id", "words"),
    "citations_personwords": ("person_id", "named"),
}


def hits(word: str) -> set[int]:
    """The citations that hold a word, drafts too, found through the index's expression."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT citation_id FROM citations_found"
            " WHERE citation_words(citation_id) @@ plainto_tsquery('russian', %s)",
            [word],
        )
        return {number for (number,) in cursor.fetchall()}


def lexeme(word: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT citation_id FROM citations_citationwords WHERE words @@ %s::tsquery", [f"'{word}'"])
        return {number for (number,) in cursor.fetchall()}


def everything() -> dict[str, list[Any]]:
    """All side tables, in an order and form that does not depend on how they came about."""
    said: dict[str, list[Any]] = {"found": sorted(Found.objects.values_list())}
    counts = Count.objects.values_list("public", "facet", "value").annotate(total=models.Sum("n")).order_by()
    said["counts"] = sorted(row for row in counts if row[-1])
    shelved = Shelved.objects.values_list("public", "repository_id", "fond_id", "year")
    said["shelved"] = sorted(row for row in shelved.annotate(total=models.Sum("n")).order_by() if row[-1])
    said["parts"] = sorted(PersonPart.objects.values_list("person_id", "part", "public", "n"))
    said["lying"] = sorted(Lying.objects.values_list("person_id", "unit_id", "public"))
    with connection.cursor() as cursor:
        for table, (key, words) in VECTORS.items():
            cursor.execute(f"SELECT {key}, strip({words})::text FROM {table} ORDER BY 1")
            said[table] = cursor.fetchall()
    return said


# -- what a citation is found by --------------------------------------------------------------------------------------


def note_of_two() -> tuple[Citation, Citation]:
    text = "См. письмо о хлебе: RGASPI 17/1/1; телеграмма: RGASPI 17/1/2. Выделено автором."
    note = factories.footnote(text, status=PUBLISHED)
    cut, end = text.index("; "), text.index(". Выделено")
    one = factories.citation(
        factories.unit("RGASPI/17/1/1", status=PUBLISHED), footnote=note, start=20, end=cut, status=PUBLISHED
    )
    two = factories.citation(
        factories.unit("RGASPI/17/1/2", status=PUBLISHED), footnote=note, start=cut + 14, end=end, status=PUBLISHED
    )
    return one, two


def test_each_citation_has_its_own_stretch_of_the_note() -> None:
    one, two = note_of_two()
    assert hits("письма") == {one.pk}
    assert hits("телеграммы") == {two.pk}
    assert hits("автор") == {two.pk}


def test_a_citation_that_moves_gives_its_words_to_its_neighbour() -> None:
    one, two = note_of_two()
    one.delete()
    assert hits("письма") == {two.pk}
    assert Found.objects.count() == 1


def test_a_citation_is_found_by_its_remark() -> None:
    found = factories.citation(remark="Подчёркнуто автором")
    assert hits("подчеркнутое") == {found.pk}


def test_a_citation_is_found_by_title_and_persons_of_its_document() -> None:
    letter = factories.document("Letter on grain", title_ru="Письмо о зерне", status=PUBLISHED)
    author = factories.person("Rakovskii, Khristian", name_ru="Раковский, Христиан", status=PUBLISHED)
    DocumentPerson.objects.create(document=letter, person=author, role="author")
    found = factories.citation(letter)
    assert hits("зерно") == hits("grains") == {found.pk}
    assert lexeme("=rakovsk") == lexeme("author=rakovsk") == {found.pk}
    assert lexeme("to=rakovsk") == set()


@pytest.mark.parametrize(
    ("cited", "lies_on", "found"),
    [
        ("83", "80-90", True),
        ("91", "80-90", False),
        ("79 об.", "80-90", False),
        ("", "80-90", False),
        ("83", "", False),
    ],
)
def test_a_citation_is_found_by_what_lies_on_the_cited_sheets(cited: str, lies_on: str, found: bool) -> None:
    unit = factories.unit()
    letter = factories.document("Letter on grain", status=PUBLISHED)
    citation = factories.citation(unit, leaves=cited)
    Copy.objects.create(document=letter, unit=unit, leaves=lies_on)
    assert hits("grain") == ({citation.pk} if found else set())


def test_a_citation_is_found_by_the_citing_work_and_its_makers() -> None:
    book = factories.publication("The grain problem")
    Contribution.objects.create(publication=book, name_printed="Дэвис, Р. У.")
    found = factories.citation(footnote=factories.footnote(publication=book))
    assert hits("grain") == {found.pk}
    assert lexeme("author=devis") == {found.pk}


def test_a_citation_is_found_by_the_cited_work() -> None:
    found = factories.citation(factories.publication("The grain problem"))
    assert hits("grain") == {found.pk}


def of_years(question: str) -> set[int]:
    return set(Found.objects.holding(condition(read_question(question))).values_list("pk", flat=True))


# What dates the document, the question, and whether the citation is found.
YEARS = [
    ("1927", "date:1927", True),
    ("1927", "date:1928..", False),
    ("5 November 1927", "date:1917..1991", True),
    ("1926-1928", "date:1927", True),
    ("1926-1928", "date:..1925", False),
    ("1927/..", "date:1990", True),
    ("1927/..", "date:..1926", False),
    ("../1927", "date:1", True),
    ("../1927", "date:1928", False),
    ("", "date:1..2100", False),
    ("undated", "date:1927..", False),
    ("1927", "-date:1927", False),
    ("", "-date:1927", True),
]


@pytest.mark.parametrize(("date", "question", "found"), YEARS)
def test_a_citation_is_found_by_the_years_of_its_document_or_file(date: str, question: str, found: bool) -> None:
    letter = factories.citation(factories.document(date=date))
    file = factories.citation(factories.unit(date=date))
    assert of_years(question) == ({letter.pk, file.pk} if found else set())


def test_the_document_tells_the_year_where_it_is_named_and_a_new_date_is_known_at_once() -> None:
    letter, file = factories.document(date="1927"), factories.unit(date="1936")
    factories.citation(file, document=letter)
    within = factories.citation(file)
    assert of_years("date:1936") == {within.pk}
    letter.date = "1936"
    letter.save()
    assert len(of_years("date:1936")) == 2
    file.date = "1940"
    file.save()
    assert of_years("date:1940") == {within.pk}


# -- at once ----------------------------------------------------------------------------------------------------------


def test_a_name_added_later_is_found_at_once() -> None:
    letter = factories.document(status=PUBLISHED)
    person = factories.person("Trotskii, Lev", status=PUBLISHED)
    DocumentPerson.objects.create(document=letter, person=person, role="addressee")
    found = factories.citation(letter)
    assert lexeme("to=bronshtein") == set()
    Name.objects.create(person=person, text="Бронштейн, Лейба")
    assert lexeme("to=bronshtein") == {found.pk}


def test_what_is_withdrawn_is_gone_at_once() -> None:
    """T16, T30: from the search."""
    letter = factories.document("Letter on grain", status=PUBLISHED)
    person = factories.person("Trotskii, Lev", status=PUBLISHED)
    DocumentPerson.objects.create(document=letter, person=person, role="author")
    found = factories.citation(letter, status=PUBLISHED)
    withdraw([person])
    assert lexeme("=trotsk") == set()
    withdraw([found])
    with reading_as_public():
        assert Found.objects.count() == 0
        assert Count.objects.total() == 0
    assert Found.objects.count() == 1


def test_the_name_of_a_draft_finds_nothing() -> None:
    letter = factories.document(status=PUBLISHED)
    DocumentPerson.objects.create(document=letter, person=factories.person("Trotskii, Lev"), role="author")
    factories.citation(letter, status=PUBLISHED)
    assert lexeme("=trotsk") == set()


def test_a_draft_that_lies_on_the_cited_sheets_adds_no_words() -> None:
    unit = factories.unit(status=PUBLISHED)
    factories.citation(unit, leaves="83", status=PUBLISHED)
    Copy.objects.create(document=factories.document("Secret grain"), unit=unit, leaves="83")
    assert hits("grain") == set()


def test_a_text_longer_than_an_index_holds_is_saved_and_found_by_its_beginning() -> None:
    long = "grain " + " ".join(f"слово{number}а" for number in range(300_000))
    found = factories.citation(footnote=factories.footnote(long), as_written="x", start=0, end=len(long))
    assert hits("grain") == {found.pk}


def test_a_hundred_new_citations_cost_as_many_questions_as_one(django_assert_max_num_queries: Any) -> None:
    note = factories.footnote()
    rows = [Citation(footnote=note, as_written=f"No. {n}", start=n, end=n + 1, reason="?") for n in range(100)]
    with django_assert_max_num_queries(1):
        Citation.objects.bulk_create(rows)
    assert Found.objects.count() == 100


# -- the lists of codes -----------------------------------------------------------------------------------------------


def test_every_kind_outcome_and_verification_has_its_number() -> None:
    assert set(codes.KINDS) == {*Document.Kind.values, *Publication.Kind.values, codes.FILE}
    assert len(set(codes.KINDS)) == len(codes.KINDS)
    assert set(codes.OUTCOMES) == set(Citation.Outcome.values)
    assert set(codes.VERIFICATIONS) == set(Citation.Verification.values)


@pytest.mark.parametrize(
    ("cited", "kind"),
    [
        (lambda: factories.document(kind="protocol"), "protocol"),
        (lambda: factories.publication(kind="thesis"), "thesis"),
        (lambda: factories.unit(), "file"),
        (lambda: None, ""),
    ],
)
def test_the_kind_is_that_of_what_is_cited(cited: Callable[[], Any], kind: str) -> None:
    factories.citation(cited())
    assert codes.word(codes.KINDS, Found.objects.get().kind) == kind


def test_the_fond_is_the_topmost_unit() -> None:
    factories.citation(factories.unit("RGASPI/17/171/87"))
    assert Found.objects.get().fond_id == Unit.objects.get(path="RGASPI/17").pk


# -- random edits -----------------------------------------------------------------------------------------------------

WORDS = ["зерно", "письмо", "Rakovskii", "Щербакова", "grain", "протокол", "f. 17", "«правда»", "ёлка", "л. 83-84 об."]


class Editors:
    """Writes whatever may be written, by `save`, `bulk_create`, `update` and `delete`, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, no secret
        self.units = [factories.unit(path, status=PUBLISHED) for path in ("A/1/1/1", "A/1/1/2", "B/2/1/1")]
        for make in (self.person, self.document, self.publication, self.note) * 2:
            make()

    def words(self) -> str:
        return " ".join(self.random.choices(WORDS, k=3))

    def any(self, model: type[models.Model]) -> Any:
        rows = list(model._default_manager.order_by("pk"))
        return self.random.choice(rows) if rows else None

    def person(self) -> None:
        factories.person(self.words(), name_ru=self.words(), status=self.random.choice(Status.values))

    def document(self) -> None:
        factories.document(self.words(), status=PUBLISHED)

    def publication(self) -> None:
        factories.publication(self.words(), date=str(self.random.randint(1990, 1993)), language="ru", status=PUBLISHED)

    def note(self) -> None:
        factories.footnote(self.words() * 3, publication=self.any(Publication), status=PUBLISHED)

    def citations(self) -> None:
        note = self.any(Footnote)
        rows = []
        for cited in self.random.sample(["unit", "document", "publication", ""], k=2):
            target = {"unit": self.random.choice(self.units)} if cited == "unit" else {}
            if cited in ("document", "publication"):
                target = {cited: self.any(Document if cited == "document" else Publication)}
            start = self.random.randint(0, 10)
            rows.append(
                Citation(
                    footnote=note,
                    start=start,
                    end=start + self.random.randint(1, 20),
                    as_written=self.words(),
                    leaves=str(self.random.randint(1, 5)) if cited == "unit" else "",
                    outcome="resolved" if cited else "unresolved",
                    status=self.random.choice(Status.values),
                    **target,
                )
            )
        Citation.objects.bulk_create(rows, ignore_conflicts=True)

    def name(self) -> None:
        Name.objects.get_or_create(person=self.any(Person), text=self.words(), kind="variant")

    def role(self) -> None:
        role = self.random.choice(["author", "addressee", "mentioned"])
        DocumentPerson.objects.get_or_create(document=self.any(Document), person=self.any(Person), role=role)

    def maker(self) -> None:
        Contribution.objects.create(publication=self.any(Publication), person=self.any(Person))

    def copy(self) -> None:
        leaves = f"{self.random.randint(1, 3)}-{self.random.randint(3, 6)}"
        Copy.objects.get_or_create(document=self.any(Document), unit=self.random.choice(self.units), leaves=leaves)

    def rename(self) -> None:
        person = self.any(Person)
        person.name_en, person.status = self.words(), self.random.choice(Status.values)
        person.save()

    def retitle(self) -> None:
        Document.objects.filter(pk=self.any(Document).pk).update(title_en=self.words(), kind="letter")
        Publication.objects.filter(pk=self.any(Publication).pk).update(title=self.words(), date_earliest="1991-01-01")
        Footnote.objects.filter(pk=self.any(Footnote).pk).update(text=self.words())

    def restate(self) -> None:
        Citation.objects.filter(pk__gt=self.random.randint(0, 50)).update(verification="checked")
        Citation.objects.filter(pk__lt=self.random.randint(0, 50)).update(status=Status.DRAFT)

    def lose(self) -> None:
        model = self.random.choice([Citation, Name, DocumentPerson, Contribution, Copy, Footnote])
        row = self.any(model)
        if row is not None:
            row.delete()

    def turn(self) -> None:
        turns = (self.citations, self.citations, self.citations, self.name, self.role, self.maker, self.copy)
        self.random.choice((*turns, self.note, self.rename, self.retitle, self.restate, self.lose))()


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_side_tables_are_what_a_rebuild_makes(seed: int) -> None:
    """T16: after edits at random."""
    editors = Editors(seed)
    for _turn in range(60):
        editors.turn()
    kept = everything()
    rebuilding.rebuild()
    made = everything()
    assert kept["found"]
    for table, rows in made.items():
        assert kept[table] == rows, table


def test_a_load_that_leaves_the_search_for_later_ends_with_the_same() -> None:
    editors = Editors(1)
    with rebuilding.later():
        for _turn in range(20):
            editors.citations()
        assert Found.objects.count() == 0
    kept = everything()
    assert len(kept["found"]) == Citation.objects.count()
    factories.citation(remark="подчёркнуто")
    assert len(hits("подчеркнуто")) == 1
