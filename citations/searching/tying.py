"""What belongs into the side table of who appears in which document, as SQL, and the triggers that keep it true.

The rule: a person and a document once, in the transaction that writes the part; public where both are. Boundary: who is
joined with whom is counted in `citations.ties`.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from core.sidetables import Feed, clearing, filling, for_all, listening, step_function
from core.tables.bulk import indexed_at_the_end

TIES = """INSERT INTO citations_tied (person_id, document_id, public)
    SELECT DISTINCT r.person_id, r.document_id, p.status = 'published' AND d.status = 'published'
    FROM {asked archive_documentperson.document_id r}
    {join people_person p ON p.id = r.person_id} {join archive_document d ON d.id = r.document_id}"""
OWNER = "ties"
FEEDS = (
    Feed("archive_documentperson", "document_id, person_id", "of_documents", "SELECT document_id FROM changed"),
    Feed("archive_document", "id, status", "of_documents", "SELECT id FROM changed"),
    Feed(
        "people_person",
        "id, status",
        "of_documents",
        "SELECT r.document_id FROM archive_documentperson r WHERE r.person_id = ANY(ARRAY(SELECT id FROM changed))",
    ),
)


def statements() -> list[str]:
    """Functions and triggers, in order; running them again changes nothing. The tables must stand."""
    body = clearing("citations_tied", "document_id") + filling(TIES)
    return [
        step_function(f"{OWNER}_of_documents", body),
        *(piece for feed in FEEDS for piece in listening(OWNER, feed)),
    ]


def removals() -> list[str]:
    """What takes all of it away again."""
    functions = [*(f"{OWNER}_hears_{feed.table}()" for feed in FEEDS), f"{OWNER}_of_documents(bigint[])"]
    return [f"DROP FUNCTION IF EXISTS public.{function} CASCADE" for function in functions]


def fill(cursor: CursorWrapper) -> None:
    cursor.execute("TRUNCATE citations_tied")
    with indexed_at_the_end(["citations_tied"], cursor):
        cursor.execute(for_all(TIES))
    cursor.execute("ANALYZE citations_tied")
