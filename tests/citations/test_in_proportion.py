"""Writing costs in proportion to what is written, also where the planner believes that there is nothing to join."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection

from archive.models import Copy, Document, DocumentPerson
from citations.models import Citation, Contribution, Footnote, FrequentWord, Publication
from people.models import Name, Person
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db
FEW, MANY = 100, 400
_numbers = count(1)


@pytest.fixture(params=[0, 100])
def empty_tables_are_believed(request: pytest.FixtureRequest) -> None:
    """As after an ANALYZE of an empty site, or among rows that somebody wrote and nobody kept: pages, nothing on them.

    What the connection plans for a first record it keeps.
    """
    if connection.cursor().connection.server_version < 180000:
        pytest.skip("PostgreSQL can be told such figures from version 18 on")
    FrequentWord.objects.create(word="l")
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        cursor.execute(
            """SELECT pg_restore_relation_stats(
                'schemaname', 'public', 'relname', relname::text, 'relpages', %s, 'reltuples', 0::real)
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')""",
            [request.param],
        )
    for work in WORKS:
        work(1)


def rows_read(work: Callable[[int], object], size: int) -> int:
    """How many rows and entries of indexes the database looks at."""
    before = _rows_read()
    work(size)
    return _rows_read() - before


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))::bigint
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"""
        )
        return int(cursor.fetchone()[0])


def citations_of_one_file(size: int) -> None:
    unit = factories.unit(f"RGASPI/17/1/{next(_numbers)}")
    cited = {"unit": unit, "as_written": "l.", "outcome": "resolved"}
    Citation.objects.bulk_create(Citation(leaves=str(sheet), **cited) for sheet in range(1, size + 1))


def citations_in_notes_of_one_work(size: int) -> None:
    unit, work = factories.unit(f"RGASPI/17/1/{next(_numbers)}"), factories.publication()
    texts = (f"RGASPI 17/1, l. {number}" for number in range(1, size + 1))
    notes = Footnote.objects.bulk_create(
        Footnote(publication=work, number=str(at), order=at, text=text, key=str(at)) for at, text in enumerate(texts)
    )
    cited = {"unit": unit, "as_written": "l.", "outcome": "resolved", "start": 0, "end": 4}
    Citation.objects.bulk_create(Citation(footnote=note, leaves=str(note.order + 1), **cited) for note in notes)


def documents_with_an_author(size: int) -> None:
    unit = factories.unit(f"RGASPI/17/1/{next(_numbers)}")
    documents = Document.objects.bulk_create(Document(title_en=f"Letter {number}") for number in range(size))
    author = factories.person(f"Rakovskii {next(_numbers)}", status=PUBLISHED)
    DocumentPerson.objects.bulk_create(DocumentPerson(document=one, person=author, role="author") for one in documents)
    Copy.objects.bulk_create(Copy(document=one, unit=unit, leaves=str(at)) for at, one in enumerate(documents, 1))


def people_with_names_and_works(size: int) -> None:
    people = Person.objects.bulk_create(Person(name_en=f"Rakovskii {next(_numbers)}") for _ in range(size))
    Name.objects.bulk_create(Name(person=one, text=f"Rako {one.pk}") for one in people)
    works = Publication.objects.bulk_create(Publication(title=f"Work {number}") for number in range(size))
    Contribution.objects.bulk_create(
        Contribution(publication=work, person=one, role="author") for work, one in zip(works, people, strict=True)
    )


WORKS = (
    citations_of_one_file,
    citations_in_notes_of_one_work,
    documents_with_an_author,
    people_with_names_and_works,
)


@pytest.mark.parametrize("work", WORKS)
def test_four_times_as_much_costs_four_times_as_much(
    work: Callable[[int], None], empty_tables_are_believed: None
) -> None:
    """2,000 citations of one file once took eleven minutes: each was compared with each, and that for each."""
    few = rows_read(work, FEW)
    many = rows_read(work, MANY)
    assert few > FEW
    assert many < 6 * few
