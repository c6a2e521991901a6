"""Why a citation is a hit where nothing in its line answers: its note, its document's persons, what lies on its sheets.

Asked for the few lines of a page that need it, in one question, whatever their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.utils.translation import gettext as _

from archive.models import DocumentPerson
from citations.models import Citation
from core.marking import Marker, Run
from core.prepared import ask

# In the order in which reasons are looked for: the document that is cited before those that lie on the sheets; persons
# and names as they were entered.
TEXTS = """
    WITH asked AS MATERIALIZED (
        SELECT id, footnote_id, document_id, unit_id, leaf_spans FROM citations_citation
        WHERE id = ANY(%s::bigint[])),
    held AS MATERIALIZED (
        SELECT id AS citation_id, false AS lying, document_id FROM asked WHERE document_id IS NOT NULL
        UNION
        SELECT a.id, true, k.document_id FROM asked a
        JOIN archive_copy k ON k.unit_id = a.unit_id AND k.leaf_spans && a.leaf_spans),
    part AS MATERIALIZED (
        SELECT id, document_id, person_id, role FROM archive_documentperson
        WHERE document_id = ANY(ARRAY(SELECT document_id FROM held))),
    called AS (
        SELECT id AS person_id, 0 AS place, name_en AS text FROM people_person
        WHERE id = ANY(ARRAY(SELECT person_id FROM part))
        UNION ALL
        SELECT id, 1, name_ru FROM people_person WHERE id = ANY(ARRAY(SELECT person_id FROM part))
        UNION ALL
        SELECT person_id, id + 1, text FROM people_name WHERE person_id = ANY(ARRAY(SELECT person_id FROM part)))
    SELECT
        (SELECT json_agg(json_build_array(a.id, f.text)) FROM asked a JOIN citations_footnote f ON f.id = a.footnote_id
         WHERE f.id = ANY(ARRAY(SELECT footnote_id FROM asked))),
        (SELECT json_agg(json_build_array(citation_id, document_id) ORDER BY citation_id, lying, document_id)
         FROM held),
        (SELECT json_agg(json_build_array(id, title_en, title_ru)) FROM archive_document
         WHERE id = ANY(ARRAY(SELECT document_id FROM held))),
        (SELECT json_agg(json_build_array(document_id, person_id, role) ORDER BY id) FROM part),
        (SELECT json_agg(json_build_array(person_id, text) ORDER BY place) FROM called)"""


@dataclass(frozen=True, slots=True)
class Reason:
    """`where` it stands, and the stretch with the words that answer."""

    where: str
    runs: Sequence[Run]


def reasons(citations: Sequence[Citation], asked: Marker) -> dict[int, Reason]:
    """Of these citations, by their numbers, the first reason of each that can be shown."""
    with connection.cursor() as cursor:
        ask(cursor, TEXTS, [[citation.pk for citation in citations]])
        notes, held, titles, parts, names = (rows or [] for rows in cursor.fetchone())
    found = {number: Reason(_("in the note:"), runs) for number, text in notes if (runs := asked.excerpt(text))}
    documents = _Documents(asked, titles, parts, names)
    for number, document in held:
        if number not in found and (reason := documents.reason(document)):
            found[number] = reason
    return found


class _Documents:
    """What answers in documents. The same documents and persons belong to line after line, so each is read once."""

    def __init__(
        self,
        asked: Marker,
        titles: Sequence[tuple[int, str, str]],
        parts: Sequence[tuple[int, int, str]],
        names: Sequence[tuple[int, str]],
    ) -> None:
        self.asked = asked
        self.titles = {number: texts for number, *texts in titles}
        self.parts: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for document, person, role in parts:
            self.parts[document].append((person, role))
        self.names: dict[int, list[str]] = defaultdict(list)
        for person, text in names:
            self.names[person].append(text)
        self.reason, self._called = cache(self._reason), cache(self._called_so)
        self._as = cache(lambda role: f"{DocumentPerson.Role(role).label}:")

    def _reason(self, document: int) -> Reason | None:
        if runs := self._first(self.titles.get(document, ())):
            return Reason(_("in the document that lies there:"), runs)
        said = ((role, self._called(person)) for person, role in self.parts.get(document, ()))
        return next((Reason(self._as(role), runs) for role, runs in said if runs), None)

    def _called_so(self, person: int) -> Sequence[Run]:
        return self._first(self.names.get(person, ()))

    def _first(self, texts: Sequence[str]) -> Sequence[Run]:
        return next(filter(None, map(self.asked.excerpt, texts)), ())
