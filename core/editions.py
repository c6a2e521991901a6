"""Which edition of the site the public reads: it changes with every transaction that writes to what they read, and
with nothing else.

The rule: the number that stands for a change is written by the writer's own transaction, so nobody sees the one
without the other, on a replica neither. Several writers do not wait for each other: each takes away the numbers that
it sees and adds its own, and the edition is all that stand. Boundary: who keeps what for an edition is for
`core.kept_pages`; on which tables the trigger stands follows from `core.publication`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from core.prepared import ask

SCHEMA = "published"
# The transaction that has left its number already; forgotten with a savepoint that is rolled back, as the number is.
SETTING = "opis.edition"
_NEW = f"""CREATE FUNCTION {SCHEMA}.new_edition() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ BEGIN
    IF current_setting('{SETTING}', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        DELETE FROM core_edition WHERE id IN (SELECT id FROM core_edition FOR UPDATE SKIP LOCKED);
        INSERT INTO core_edition DEFAULT VALUES;
        PERFORM set_config('{SETTING}', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL; END $do$"""  # noqa: S608 - made of constants
# With its owner's rights, so that the public, which may read no table, may ask for it.
_NOW = f"""CREATE FUNCTION {SCHEMA}.edition() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
    $do$ SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM core_edition $do$"""  # noqa: S608 - made of a constant
ANEW = "INSERT INTO public.core_edition DEFAULT VALUES"
_ASKED = f"SELECT {SCHEMA}.edition()"


def statements(tables: Iterable[str]) -> Iterator[str]:
    """The functions, and on each of these tables what notes a change."""
    yield from (_NEW, _NOW)
    for table in tables:
        yield (
            f"CREATE TRIGGER new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.{table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.new_edition()"
        )


def edition() -> str:
    """The one that the questions of this request read, or one before it: asked first, it is never too new."""
    with connection.cursor() as cursor:
        ask(cursor, _ASKED)
        found: str = cursor.fetchone()[0]
    return found
