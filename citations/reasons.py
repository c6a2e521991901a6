"""Why a citation is a hit where nothing in its line answers: its note, its document's persons, what lies on its sheets.

Asked for the few lines of a page that need it, in six small queries at most, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Copy, Document, DocumentPerson
from citations.models import Citation, Footnote
from core.fields import spans_of
from core.marking import Marker, Run
from core.sketches import by_number, sketches
from people.models import Name, Person

COPY = ("id", "document_id", "unit_id", "leaves")
DOCUMENT = ("id", "title_en", "title_ru")
ROLE = ("id", "document_id", "person_id", "role")
PERSON = ("id", "name_en", "name_ru")
NAME = ("id", "person_id", "text")
# Somebody's part in a document, and all names of that person.
Part = tuple[DocumentPerson, list[str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """`where` it stands, and the stretch with the words that answer."""

    where: str
    runs: Sequence[Run]


def reasons(citations: Sequence[Citation], asked: Marker) -> dict[int, Reason]:
    """Of these citations, by their numbers, the first reason of each that can be shown."""
    texts = Footnote.objects.texts({citation.footnote_id for citation in citations})
    found = {}
    for citation in citations:
        runs = asked.excerpt(texts.get(citation.footnote_id or 0, ""))
        if runs:
            found[citation.pk] = Reason(_("in the note:"), runs)
    rest = [citation for citation in citations if citation.pk not in found]
    return found | _of_documents(rest, asked) if rest else found


def _of_documents(citations: Sequence[Citation], asked: Marker) -> dict[int, Reason]:
    lying: dict[int, list[Copy]] = {}
    for copy in sketches(Copy, COPY, [citation.unit_id for citation in citations], "unit_id"):
        lying.setdefault(copy.unit_id, []).append(copy)
    wanted = {citation.pk: _documents_of(citation, lying.get(citation.unit_id or 0, ())) for citation in citations}
    documents = by_number(Document, DOCUMENT, [number for numbers in wanted.values() for number in numbers])
    people = _people_of(documents)
    found = {}
    for citation, numbers in wanted.items():
        held = [documents[number] for number in numbers if number in documents]
        each = (reason for one in held for reason in _of_document(one, people.get(one.pk, ()), asked))
        if reason := next(each, None):
            found[citation] = reason
    return found


def _documents_of(citation: Citation, lying: Iterable[Copy]) -> list[int]:
    """The one that it cites, and those that lie on its sheets."""
    named = [citation.document_id] if citation.document_id else []
    return [*named, *sorted({copy.document_id for copy in lying if _overlap(copy, citation)})]


def _people_of(documents: Iterable[int | None]) -> dict[int, list[Part]]:
    roles = sorted(sketches(DocumentPerson, ROLE, documents, "document_id"), key=lambda role: role.pk)
    people = by_number(Person, PERSON, [role.person_id for role in roles])
    names: dict[int, list[str]] = {person.pk: [person.name_en, person.name_ru] for person in people.values()}
    for name in sorted(sketches(Name, NAME, people, "person_id"), key=lambda name: name.pk):
        names[name.person_id].append(name.text)
    parts: dict[int, list[Part]] = {}
    for role in roles:
        parts.setdefault(role.document_id, []).append((role, names.get(role.person_id, [])))
    return parts


def _of_document(document: Document, people: Iterable[Part], asked: Marker) -> Iterator[Reason]:
    for title in (document.title_en, document.title_ru):
        if runs := asked.excerpt(title):
            yield Reason(_("in the document that lies there:"), runs)
    for role, names in people:
        for name in names:
            if runs := asked.excerpt(name):
                yield Reason(f"{role.get_role_display()}:", runs)


def _overlap(copy: Copy, citation: Citation) -> bool:
    ours, theirs = spans_of(citation.leaves) or (), spans_of(copy.leaves) or ()
    return any(first < past and start < end for first, end in ours for start, past in theirs)
