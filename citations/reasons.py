"""Why a citation is a hit where nothing in its line answers: its note, its document's persons, what lies on its sheets.

Asked for the few lines of a page that need it, in two questions at most, whatever their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from archive.models import Copy, Document, DocumentPerson
from citations.models import Citation, Footnote
from core.fields import spans_of
from core.marking import Marker, Run
from core.sketches import Wanted, together
from people.models import Name, Person

NUMBERS = "SELECT unnest(%s::bigint[])"
PLACES = (
    Wanted("note", Footnote, ("id", "text"), NUMBERS),
    Wanted("copy", Copy, ("id", "document_id", "unit_id", "leaves"), NUMBERS, "unit_id"),
)
DOCUMENTS = (
    Wanted("document", Document, ("id", "title_en", "title_ru"), NUMBERS),
    Wanted(
        "part", DocumentPerson, ("id", "document_id", "person_id", "role"), "SELECT id FROM document", "document_id"
    ),
    Wanted("person", Person, ("id", "name_en", "name_ru"), "SELECT DISTINCT person_id FROM part"),
    Wanted("name", Name, ("id", "person_id", "text"), "SELECT id FROM person", "person_id"),
)
# Somebody's part in a document, and all names of that person.
Part = tuple[DocumentPerson, list[str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """`where` it stands, and the stretch with the words that answer."""

    where: str
    runs: Sequence[Run]


def reasons(citations: Sequence[Citation], asked: Marker) -> dict[int, Reason]:
    """Of these citations, by their numbers, the first reason of each that can be shown."""
    notes, copies = together(
        PLACES, _numbers(citation.footnote_id for citation in citations), _numbers(one.unit_id for one in citations)
    )
    found = {}
    for citation in citations:
        note = notes.get(citation.footnote_id)
        if runs := asked.excerpt(note.text) if note else []:
            found[citation.pk] = Reason(_("in the note:"), runs)
    rest = [citation for citation in citations if citation.pk not in found]
    return found | _of_documents(rest, copies.values(), asked)


def _of_documents(citations: Sequence[Citation], copies: Iterable[Copy], asked: Marker) -> dict[int, Reason]:
    lying: dict[int, list[Copy]] = {}
    for copy in copies:
        lying.setdefault(copy.unit_id, []).append(copy)
    wanted = {citation.pk: _documents_of(citation, lying.get(citation.unit_id or 0, ())) for citation in citations}
    if not (numbers := _numbers(number for each in wanted.values() for number in each)):
        return {}
    documents, parts, people, names = together(DOCUMENTS, numbers)
    known = _parts(parts.values(), people, names.values())
    # The same persons stand in document after document.
    excerpt, found = cache(asked.excerpt), {}
    for citation, held in wanted.items():
        each = (documents[number] for number in held if number in documents)
        said = (reason for one in each for reason in _of_document(one, known.get(one.pk, ()), excerpt))
        if reason := next(said, None):
            found[citation] = reason
    return found


def _numbers(keys: Iterable[int | None]) -> list[int]:
    return sorted({key for key in keys if key is not None})


def _documents_of(citation: Citation, lying: Iterable[Copy]) -> list[int]:
    """The one that it cites, and those that lie on its sheets."""
    named = [citation.document_id] if citation.document_id else []
    return [*named, *sorted({copy.document_id for copy in lying if _overlap(copy, citation)})]


def _parts(
    roles: Iterable[DocumentPerson], people: Mapping[int | None, Person], names: Iterable[Name]
) -> dict[int, list[Part]]:
    """Of each document, in the order in which they were entered."""
    called: dict[int, list[str]] = {person.pk: [person.name_en, person.name_ru] for person in people.values()}
    for name in sorted(names, key=lambda name: name.pk):
        called[name.person_id].append(name.text)
    parts: dict[int, list[Part]] = {}
    for role in sorted(roles, key=lambda role: role.pk):
        parts.setdefault(role.document_id, []).append((role, called.get(role.person_id, [])))
    return parts


def _of_document(
    document: Document, people: Iterable[Part], excerpt: Callable[[str], Sequence[Run]]
) -> Iterator[Reason]:
    for title in (document.title_en, document.title_ru):
        if runs := excerpt(title):
            yield Reason(_("in the document that lies there:"), runs)
    for role, names in people:
        for name in names:
            if runs := excerpt(name):
                yield Reason(f"{DocumentPerson.Role(role.role).label}:", runs)


def _overlap(copy: Copy, citation: Citation) -> bool:
    ours, theirs = spans_of(citation.leaves) or (), spans_of(copy.leaves) or ()
    return any(first < past and start < end for first, end in ours for start, past in theirs)
