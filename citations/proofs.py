"""What proves a statement, and what a citation proves, read for a page.

Few records have evidence. Whether there is some is asked in statements of fixed text; joined with all kinds of
statements at once they were planned for forty milliseconds to find nothing. Boundary: how it is shown is for templates.
"""

# ruff: noqa: S608 - names are those of our own models

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models

from citations.models import Citation, Evidence
from citations.querysets import STATEMENT_PATHS
from core.prepared import ask
from core.sketches import gather

# The keys of `Evidence` to what it proves, in the order of its columns.
_KEYS = tuple(
    field
    for field in Evidence._meta.concrete_fields
    if isinstance(field, models.ForeignKey) and field.name != "citation"
)
_OF_STATEMENTS = "SELECT id FROM citations_evidence WHERE " + " OR ".join(f"{key.column} = ANY(%s)" for key in _KEYS)
_OF_CITATIONS = "SELECT id FROM citations_evidence WHERE citation_id = ANY(%s)"


def supporting(statements: Iterable[models.Model]) -> list[Evidence]:
    """Evidence for any of these records, whatever their kinds, with the citations."""
    numbers: dict[object, list[int]] = {}
    for statement in statements:
        numbers.setdefault(type(statement), []).append(statement.pk)
    if not numbers:
        return []
    found = _found(_OF_STATEMENTS, [numbers.get(key.related_model, []) for key in _KEYS])
    return list(Evidence.objects.filter(pk__in=found).with_citations()) if found else []


def give_statements(citations: Sequence[Citation]) -> None:
    """Let `citation.evidence` give what each proves, with these statements, without asking again."""
    found = _found(_OF_CITATIONS, [[citation.pk for citation in citations]]) if citations else []
    evidence = list(Evidence.objects.filter(pk__in=found).order_by("id")) if found else []
    proven = {key.name for one in evidence for key in _KEYS if getattr(one, key.attname)}
    models.prefetch_related_objects(evidence, *(path for path in STATEMENT_PATHS if path.split("__")[0] in proven))
    gather({citation.pk: citation for citation in citations}, "evidence", evidence, "citation_id")


def _found(statement: str, numbers: Sequence[list[int]]) -> list[int]:
    with connection.cursor() as cursor:
        ask(cursor, statement, numbers)
        return [number for (number,) in cursor.fetchall()]
