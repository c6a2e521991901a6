"""Why a citation is a hit where nothing in its line answers: its note, its document's persons, what lies on its sheets.

Asked for the few lines of a page that need it, in four queries at most, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Copy, Document
from citations.models import Citation, Footnote
from core.fields import spans_of
from core.marking import Marker, Run
from people.models import Person


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
    lying = list(Copy.objects.lying_in({citation.unit_id for citation in citations if citation.unit_id}))
    named = Document.objects.with_names({citation.document_id for citation in citations if citation.document_id})
    found = {}
    for citation in citations:
        documents = [named[citation.document_id]] if citation.document_id in named else []
        documents += [copy.document for copy in lying if copy.unit_id == citation.unit_id and _overlap(copy, citation)]
        reason = next((each for document in documents for each in _of_document(document, asked)), None)
        if reason:
            found[citation.pk] = reason
    return found


def _of_document(document: Document, asked: Marker) -> Iterator[Reason]:
    for title in (document.title_en, document.title_ru):
        if runs := asked.excerpt(title):
            yield Reason(_("in the document that lies there:"), runs)
    for role in document.roles.all():
        person: Person = role.person
        for name in (person.name_en, person.name_ru, *(name.text for name in person.names.all())):
            if runs := asked.excerpt(name):
                yield Reason(f"{role.get_role_display()}:", runs)


def _overlap(copy: Copy, citation: Citation) -> bool:
    ours, theirs = spans_of(citation.leaves) or (), spans_of(copy.leaves) or ()
    return any(first < past and start < end for first, end in ours for start, past in theirs)
