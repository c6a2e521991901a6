"""What belongs into the side tables about a person, as SQL, and the triggers that keep it true: in how many documents
and works they have a part, and in which units their documents lie.

The rule: a person's rows are made anew, in the writer's transaction, whenever a part, a copy or the status of what they
hang on changes; public is what rests on published records alone. Boundary: lists are narrowed by the querysets.
"""

# ruff: noqa: S608 - every statement is made of constants of this module

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from core.sidetables import Feed, clearing, filling, for_all, listening, step_function
from core.tables.bulk import indexed_at_the_end
from people.parts import ANY, PARTS, WORKS


def _listed(roles: Sequence[str]) -> str:
    return ", ".join(f"'{role}'" for role in roles)


PART_OF_ROLE = " ".join(f"WHEN r.role IN ({_listed(roles)}) THEN '{part}'" for part, roles in PARTS.items())
STATEMENTS = (
    f"""INSERT INTO people_personpart (person_id, part, public, n)
        SELECT p.id, k.part, p.status = 'published' AND d.status = 'published', count(DISTINCT r.document_id)
        FROM {{asked people_person.id p}} {{join archive_documentperson r ON r.person_id = p.id}}
        {{join archive_document d ON d.id = r.document_id}}
        CROSS JOIN LATERAL (VALUES ('{ANY}'), (CASE {PART_OF_ROLE} END)) k (part)
        WHERE k.part IS NOT NULL GROUP BY 1, 2, 3""",
    f"""INSERT INTO people_personpart (person_id, part, public, n)
        SELECT p.id, '{WORKS}', p.status = 'published' AND w.status = 'published', count(DISTINCT c.publication_id)
        FROM {{asked people_person.id p}} {{join citations_contribution c ON c.person_id = p.id}}
        {{join citations_publication w ON w.id = c.publication_id}}
        GROUP BY 1, 3""",
    """INSERT INTO citations_lying (person_id, unit_id, public)
        SELECT p.id, c.unit_id,
            bool_or(p.status = 'published' AND d.status = 'published' AND u.status = 'published')
        FROM {asked people_person.id p} {join archive_documentperson r ON r.person_id = p.id}
        {join archive_document d ON d.id = r.document_id}
        {join archive_copy c ON c.document_id = d.id} {join archive_unit u ON u.id = c.unit_id}
        GROUP BY 1, 2""",
)
TABLES = ["people_personpart", "citations_lying"]
OWNER = "persons"
_OF_DOCUMENTS = "SELECT r.person_id FROM archive_documentperson r WHERE r.document_id = ANY(ARRAY({changed}))"
_OF_COPIES = """SELECT r.person_id FROM archive_copy c JOIN archive_documentperson r ON r.document_id = c.document_id
    WHERE c.unit_id = ANY(ARRAY(SELECT id FROM changed))"""
_OF_WORKS = """SELECT c.person_id FROM citations_contribution c
    WHERE c.publication_id = ANY(ARRAY(SELECT id FROM changed)) AND c.person_id IS NOT NULL"""
STEP = "of_persons"
FEEDS = (
    Feed("people_person", "id, status", STEP, "SELECT id FROM changed"),
    Feed("archive_documentperson", "person_id, document_id, role", STEP, "SELECT person_id FROM changed"),
    Feed("archive_document", "id, status", STEP, _OF_DOCUMENTS.format(changed="SELECT id FROM changed")),
    Feed("archive_copy", "document_id, unit_id", STEP, _OF_DOCUMENTS.format(changed="SELECT document_id FROM changed")),
    Feed("archive_unit", "id, status", STEP, _OF_COPIES),
    Feed(
        "citations_contribution",
        "publication_id, person_id",
        STEP,
        "SELECT person_id FROM changed WHERE person_id IS NOT NULL",
    ),
    Feed("citations_publication", "id, status", STEP, _OF_WORKS),
)


def statements() -> list[str]:
    """Functions and triggers, in order; running them again changes nothing. The tables must stand."""
    cleared = "".join(clearing(table, "person_id") for table in TABLES)
    filled = "".join(filling(statement) for statement in STATEMENTS)
    hearing = [piece for feed in FEEDS for piece in listening(OWNER, feed)]
    return [step_function(f"{OWNER}_{STEP}", cleared + filled), *hearing]


def removals() -> list[str]:
    """What takes all of it away again."""
    functions = [*(f"{OWNER}_hears_{feed.table}()" for feed in FEEDS), f"{OWNER}_{STEP}(bigint[])"]
    return [f"DROP FUNCTION IF EXISTS public.{function} CASCADE" for function in functions]


def fill(cursor: CursorWrapper) -> None:
    cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
    with indexed_at_the_end(TABLES, cursor):
        for statement in STATEMENTS:
            cursor.execute(for_all(statement))
    cursor.execute(f"ANALYZE {', '.join(TABLES)}")
