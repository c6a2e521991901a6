"""The citations of one page of a list, each with what its line shows of all that it points at; one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from archive.models import Document, Repository, Unit
from archive.querysets import acronyms_of
from citations.models import Citation, Contribution, Footnote, Publication
from core.listing import reader_language
from core.sketches import Wanted, point, together
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
# The paths of all above: `RGASPI/17` and `RGASPI/17/171` for `RGASPI/17/171/87`.
ABOVE = """SELECT DISTINCT array_to_string((string_to_array(path, '/'))[:up], '/')
    FROM unit, generate_series(2, length(path) - length(replace(path, '/', ''))) up"""
LINES = (
    Wanted("cited", Citation, CITATION, "SELECT unnest(%s::bigint[])"),
    Wanted("note", Footnote, NOTE, "SELECT footnote_id FROM cited"),
    Wanted("work", Publication, WORK, "SELECT publication_id FROM note UNION SELECT publication_id FROM cited"),
    Wanted("share", Contribution, SHARE, "SELECT id FROM work", "publication_id"),
    Wanted("person", Person, PERSON, "SELECT person_id FROM share UNION SELECT seen_by_id FROM cited"),
    Wanted("unit", Unit, UNIT, "SELECT DISTINCT unit_id FROM cited"),
    Wanted("above", Unit, UNIT, ABOVE, "path"),
    Wanted("archive", Repository, REPOSITORY, "SELECT DISTINCT repository_id FROM unit"),
    Wanted("document", Document, DOCUMENT, "SELECT document_id FROM cited"),
)


def lines(numbers: Sequence[int]) -> list[Citation]:
    """The citations of these numbers, in this order."""
    if not numbers:
        return []
    found, notes, works, shares, people, units, above, archives, documents = together(LINES, list(numbers))
    citations = [found[number] for number in numbers if number in found]
    point(shares.values(), "person", people)
    _give_makers(works, sorted(shares.values(), key=lambda share: (share.order, share.pk)))
    _give_shelves(units, above, archives)
    point(notes.values(), "publication", works)
    point(citations, "footnote", notes)
    point(citations, "publication", works)
    point(citations, "seen_by", people)
    point(citations, "unit", units)
    point(citations, "document", documents)
    return citations


def _give_makers(works: Mapping[int | None, Publication], shares: Iterable[Contribution]) -> None:
    """As prefetching does, but that it makes a manager and a query for each work."""
    made: dict[int | None, list[Contribution]] = {number: [] for number in works}
    for share in shares:
        made[share.publication_id].append(share)
    nobody = Contribution.objects.all()
    for number, work in works.items():
        theirs = type(nobody)(Contribution, nobody.query)
        theirs._result_cache = made[number]
        work.__dict__["_prefetched_objects_cache"] = {"contributions": theirs}


def _give_shelves(
    units: Mapping[int | None, Unit], above: Mapping[int | None, Unit], archives: Mapping[int | None, Repository]
) -> None:
    """All above each unit and its archive, which is what a shelfmark is written from."""
    if reader_language() != "en":  # in English an archive goes by its code
        models.prefetch_related_objects(list(archives.values()), acronyms_of(""))
    every = {**above, **units}
    point(every.values(), "parent", every)
    point(units.values(), "repository", archives)
