"""A thousand records go out for a reference manager, are deleted, and come back from the file as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from archive.models import Copy, Document, DocumentPerson, Unit
from archive.sources import document_source, unit_source
from citations.imports.sheets.kinds import SHEETS
from citations.imports.sheets.taking import take_rows
from citations.imports.works import read_works
from citations.models import Contribution, Publication, PublicationIdentifier
from citations.sources import publication_source
from core.records import Status
from core.sources import Source
from core.sources.entries import Entry
from core.sources.files import FORMS, entries
from notation.leaves import read_leaves
from people.models import Person
from tests import factories as make
from tests.citations.test_works import KINDS
from tests.core.test_thousand_entries import flat
from tests.core.thousand import thousand

pytestmark = pytest.mark.django_db
ROLES = {"author": "authors", "editor": "editors", "translator": "translators", "compiler": "compilers"}
PERSONS = {"author": "authors", "addressee": "recipients"}
# What a book is called, and when it came out.
DATES = {
    "A day": "2 июня 1928",
    "A day (O.S.)": "25 октября 1917 г. (ст. ст.)",
    "About": "около 1928",
    "A year": "1928 г.",
}
LEAVES = ["", "83", "83–84 об.", "12 об., 15"]


def sources() -> Iterator[Source]:
    yield from map(publication_source, Publication.objects.as_sources().order_by("pk"))
    yield from map(document_source, Document.objects.with_parts().order_by("pk"))
    yield from map(unit_source, Unit.objects.with_shelfmark().filter(path__startswith="RGASPI/558/1/").order_by("path"))


def enter(made: list[Entry]) -> None:
    works, makers, numbers = [], [], []
    for entry in (each for each in made if each.kind in KINDS):
        work = Publication(
            kind=entry.word or KINDS[entry.kind],
            title=flat(entry.title),
            translation=flat(entry.translation),
            language=entry.language,
            container=flat(entry.container),
            date=entry.issued.words or entry.issued.iso,
            pages=int(entry.extent) if entry.extent else None,
            page_range=entry.pages,
            place=flat(entry.place)[:200].strip(),
            publisher=flat(entry.publisher)[:300].strip(),
            topics=list(entry.topics),
            url="" if entry.own_page else f"https://a.example/{entry.key}?a=1;b=~c#%20",
            url_seen=None if entry.own_page or not entry.accessed else "2026-11-23",
            status=Status.PUBLISHED,
            **{name: getattr(entry, name) for name in ("volume", "issue", "edition")},
        )
        works.append(work)
        for role, field in ROLES.items():
            for order, name in enumerate(getattr(entry, field), start=1):
                makers.append(Contribution(publication=work, role=role, order=order, name_printed=name.inverted))
        for authority, value in entry.identifiers:
            numbers.append(PublicationIdentifier(publication=work, authority=authority, value=value))
    Publication.objects.bulk_create(works)
    Contribution.objects.bulk_create(makers)
    PublicationIdentifier.objects.bulk_create(numbers)


def enter_documents(made: list[Entry]) -> None:
    files = [make.unit(f"RGASPI/17/171/{number}") for number in range(1, 5)]
    documents, roles, copies = [], [], []
    archival = [entry for entry in made if entry.kind not in KINDS]
    named = {name.inverted for entry in archival for name in (*entry.authors, *entry.recipients)}
    people = {name: make.person(name) for name in sorted(named)}
    for number, entry in enumerate(archival):
        date = entry.issued.iso or entry.issued.words
        if entry.kind == "unit":
            make.unit(f"RGASPI/558/1/{number}", date=date, **titled(entry))
            continue
        document = Document(
            kind=entry.word or {"letter": "letter", "document": "other"}[entry.kind],
            languages=[entry.language] if entry.language else [],
            date=date,
            status=Status.PUBLISHED,
            **titled(entry),
        )
        documents.append(document)
        copies.append(Copy(document=document, unit=files[number % 4], leaves=LEAVES[number % 4], state="original"))
        for role, field in PERSONS.items():
            for name in getattr(entry, field):
                roles.append(DocumentPerson(document=document, person=people[name.inverted], role=role))
    Document.objects.bulk_create(documents)
    DocumentPerson.objects.bulk_create(roles)
    Copy.objects.bulk_create(copies)


def titled(entry: Entry) -> dict[str, str]:
    """Which of the two titles it is, is told by the script."""
    return {"title_ru" if re.search("[Ѐ-ӿ]", entry.title) else "title_en": flat(entry.title)}


def told_of_works() -> list[Any]:
    fields = "kind title translation language container volume issue edition place publisher page_range pages".split()
    return [
        (
            *(getattr(work, field) for field in (*fields, "date_edtf", "url", "url_seen", "topics")),
            # A plain date comes back in figures, any other as it was written.
            work.date if not work.date_edtf.replace("-", "").isdecimal() else "",
            {role: [str(share) for share in work.contributions.all() if share.role == role] for role in ROLES},
            [str(number) for number in work.identifiers.all()],
        )
        for work in Publication.objects.prefetch_related("contributions__person", "identifiers").order_by("pk")
    ]


def told_of_documents() -> list[Any]:
    return [
        (
            *(getattr(document, field) for field in ("kind", "title_en", "title_ru", "date_edtf", "languages")),
            [(part.role, str(part.person)) for part in document.roles.all()],
            [(copy.unit.path, read_leaves(copy.leaves).canonical()) for copy in document.copies.all()],
        )
        for document in Document.objects.prefetch_related("roles__person", "copies__unit").order_by("pk")
    ]


def told_of_units() -> list[Any]:
    return list(Unit.objects.order_by("path").values_list("path", "level", "title_en", "title_ru", "date_edtf"))


def empty(*models_: type[models.Model]) -> None:
    for model in models_:
        model._default_manager.all().delete()


@pytest.mark.parametrize("form", FORMS)
def test_records_come_back_from_a_file_as_they_were(form: str) -> None:
    assert_round_trip(form, 150)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_thousand_records_come_back_from_a_file_as_they_were(form: str) -> None:
    assert_round_trip(form, 1000)


def assert_round_trip(form: str, count: int) -> None:
    """Titles, makers in order and roles, dates, pages, numbers, imprint and language; documents where they lie."""
    made = thousand(count)
    make.repository("RGASPI", status=Status.PUBLISHED)
    enter(made)
    enter_documents(made)
    before = told_of_works(), told_of_documents(), told_of_units()
    assert sum(map(len, before[:2])) > 0.8 * count
    file = "".join(FORMS[form].write(entries(sources(), lambda address: f"https://opis.example{address}", "en")))
    empty(Contribution, PublicationIdentifier, Publication, Document, Person)
    while Unit.objects.exists():
        Unit.objects.filter(children=None).delete()
    works = read_works(file)
    taken = take_rows([(SHEETS[work.sheet], work.row) for work in works], True, "records")
    assert taken.problems == []
    after = told_of_works(), told_of_documents(), told_of_units()
    for went, came in zip(before, after, strict=True):
        assert len(went) == len(came)
        for one, other in zip(went, came, strict=True):
            assert one == other


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_here_meets_itself_in_a_file_whatever_its_dates_look_like(form: str) -> None:
    """A plain date goes out in figures; the record that comes back is the one that stands."""
    for title, date in DATES.items():
        make.publication(title, date=date, kind="book", status=Status.PUBLISHED)
    make.repository("RGASPI", status=Status.PUBLISHED)
    letter = make.document("Letter on grain", kind="letter", date="10 июля 1937 г.", status=Status.PUBLISHED)
    unit = make.unit("RGASPI/558/1/1", title_en="Letters", date="1937 г.", status=Status.PUBLISHED)
    Copy.objects.create(document=letter, unit=unit, leaves="3", state="original")
    file = "".join(FORMS[form].write(entries(sources(), lambda address: f"https://opis.example{address}", "en")))
    taken = take_rows([(SHEETS[work.sheet], work.row) for work in read_works(file)], True, "records")
    assert taken.problems == []
    assert dict(Publication.objects.values_list("title", "date")) == DATES
    assert Publication.objects.count() == len(DATES)
    assert Document.objects.get().date == "10 июля 1937 г."
    assert Unit.objects.get(path=unit.path).date == "1937 г."
