"""The citations of one page of a list, each with what its line shows of all that it points at; one question."""

from __future__ import annotations

from collections.abc import Sequence

from archive.models import Document, Unit
from archive.sketched import ABOVE, ARCHIVE, STEP, give_shelves
from citations.models import Citation, Footnote, Publication
from citations.sketched import PERSON, SHARE, WORK, give_makers
from core.sketches import Wanted, point, together
from people.models import Person

CITATION = (
    *("id", "status", "version", "outcome", "verification", "as_written", "remark"),
    *("footnote_id", "seen_by_id", "unit_id", "leaves", "publication_id", "pages", "document_id"),
)
NOTE = ("id", "number", "order", "publication_id")
DOCUMENT = ("id", "title_en", "title_ru")
_POINTED_AT = (
    Wanted("note", Footnote, NOTE, "SELECT footnote_id FROM cited"),
    Wanted("work", Publication, WORK, "SELECT publication_id FROM note UNION SELECT publication_id FROM cited"),
    SHARE,
    Wanted("person", Person, PERSON, "SELECT person_id FROM share UNION SELECT seen_by_id FROM cited"),
    Wanted("unit", Unit, STEP, "SELECT DISTINCT unit_id FROM cited"),
    ABOVE,
    ARCHIVE,
    Wanted("document", Document, DOCUMENT, "SELECT document_id FROM cited"),
)


def lines(numbers: Sequence[int], *more: str) -> list[Citation]:
    """The citations of these numbers, in this order; with `more` of their own columns."""
    if not numbers:
        return []
    wanted = (Wanted("cited", Citation, CITATION + more, "SELECT unnest(%s::bigint[])"), *_POINTED_AT)
    found, notes, works, shares, people, units, above, archives, documents = together(wanted, list(numbers))
    citations = [found[number] for number in numbers if number in found]
    give_makers(works, shares.values(), people)
    give_shelves(units, above, archives)
    point(notes.values(), "publication", works)
    point(citations, "footnote", notes)
    point(citations, "publication", works)
    point(citations, "seen_by", people)
    point(citations, "unit", units)
    point(citations, "document", documents)
    return citations
