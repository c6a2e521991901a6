"""The citations of one page of a list, each with what its line shows of all that it points at; eight small queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models

from archive.models import Document, Repository, Unit
from archive.querysets import acronyms_of
from citations.models import Citation, Contribution, Footnote, Publication
from core.listing import reader_language
from core.sketches import by_number, point, sketches
from people.models import Person

CITATION = (
    *("id", "status", "version", "outcome", "verification", "as_written", "remark"),
    *("footnote_id", "seen_by_id", "unit_id", "leaves", "publication_id", "pages", "document_id"),
)
NOTE = ("id", "number", "order", "publication_id")
WORK = ("id", "title", "language", "year")
SHARE = ("id", "publication_id", "person_id", "name_printed", "role", "order")
PERSON = ("id", "name_en", "name_ru")
UNIT = ("id", "number", "level", "path", "parent_id", "repository_id")
REPOSITORY = ("id", "code", "scheme")
DOCUMENT = ("id", "title_en", "title_ru")


def lines(numbers: Sequence[int]) -> list[Citation]:
    """The citations of these numbers, in this order."""
    found = by_number(Citation, CITATION, numbers)
    citations = [found[number] for number in numbers if number in found]
    notes = by_number(Footnote, NOTE, [citation.footnote_id for citation in citations])
    works = by_number(
        Publication,
        WORK,
        [note.publication_id for note in notes.values()] + [citation.publication_id for citation in citations],
    )
    shares = sorted(sketches(Contribution, SHARE, works, "publication_id"), key=lambda share: (share.order, share.pk))
    people = by_number(
        Person, PERSON, [share.person_id for share in shares] + [citation.seen_by_id for citation in citations]
    )
    point(shares, "person", people)
    _give_makers(works.values(), shares)
    point(notes.values(), "publication", works)
    point(citations, "footnote", notes)
    point(citations, "publication", works)
    point(citations, "seen_by", people)
    point(citations, "unit", _units([citation.unit_id for citation in citations]))
    point(citations, "document", by_number(Document, DOCUMENT, [citation.document_id for citation in citations]))
    return citations


def _give_makers(works: Iterable[Publication], shares: Iterable[Contribution]) -> None:
    """As prefetching does, but that it makes a manager and a query for each work."""
    made: dict[int, list[Contribution]] = {work.pk: [] for work in works}
    for share in shares:
        made[share.publication_id].append(share)
    nobody = Contribution.objects.all()
    for work in works:
        theirs = type(nobody)(Contribution, nobody.query)
        theirs._result_cache = made[work.pk]
        work.__dict__["_prefetched_objects_cache"] = {"contributions": theirs}


def _units(numbers: Iterable[int | None]) -> dict[int | None, Unit]:
    """With all above them and their archives, which is what a shelfmark is written from."""
    units = by_number(Unit, UNIT, numbers)
    paths = {unit.path.rsplit("/", up)[0] for unit in units.values() for up in range(1, unit.path.count("/"))}
    above = {unit.pk: unit for unit in sketches(Unit, UNIT, paths, "path")} | units
    archives = by_number(Repository, REPOSITORY, [unit.repository_id for unit in units.values()])
    if reader_language() != "en":  # in English an archive goes by its code
        models.prefetch_related_objects(list(archives.values()), acronyms_of(""))
    point(above.values(), "parent", above)
    point(units.values(), "repository", archives)
    return units
