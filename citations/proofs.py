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
_PROVEN = " ".join(f"WHEN {key.column} IS NOT NULL THEN '{key.name}'" for key in _KEYS)
_FOUND = f"SELECT id, CASE {_PROVEN} END FROM citations_evidence WHERE"
_OF_STATEMENTS = f"{_FOUND} {' OR '.join(f'{key.column} = ANY(%s)' for key in _KEYS)}"
_OF_CITATIONS = f"{_FOUND} citation_id = ANY(%s)"


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
    found = _found(_OF_CITATIONS, [[citation.pk for citation in citations]]) if citations else {}
    paths = [path for path in STATEMENT_PATHS if path.split("__")[0] in found.values()]
    evidence = Evidence.objects.filter(pk__in=found).select_related(*paths).order_by("id") if found else ()
    gather({citation.pk: citation for citation in citations}, "evidence", evidence, "citation_id")


def _found(statement: str, numbers: Sequence[list[int]]) -> dict[int, str]:
    """The numbers of the evidence, each with the kind of what it proves."""
    with connection.cursor() as cursor:
        ask(cursor, statement, numbers)
        return dict(cursor.fetchall())
