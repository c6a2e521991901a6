"""What belongs into the side tables of the search for persons, as SQL, and the triggers that keep it true.

The rule: one row a person with all names, made of the derived columns of `Person` and `Name`, so that a name added is
found in the next request. Boundary: who answers a question is for `people.finding`.
"""

# ruff: noqa: S608 - every statement is made of constants of this module

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from core.sidetables import LOCK, Feed, clearing, filling, for_all, listening, step_function
from core.tables.bulk import indexed_at_the_end

# Surnames this near to an asked word are looked at; pg_trgm's own threshold.
NEAR_ENOUGH = 0.3
MOST_NEAR = 60

FUNCTIONS = (
    # The surnames in some lines of keys (`ter vaganan, vagarqak`): whole, and each word of three letters or more.
    r"""CREATE OR REPLACE FUNCTION public.surnames_in(keys text) RETURNS text[]
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT key), '{}') FROM (
            SELECT split_part(line, ', ', 1) AS whole FROM string_to_table(keys, E'\n') line) lines
        CROSS JOIN LATERAL (
            SELECT whole UNION ALL SELECT word FROM string_to_table(whole, ' ') word WHERE length(word) > 2) k (key)
        WHERE key <> '' $$""",
    # `notation.folding.consonant_key`, of what is a key already.
    r"""CREATE OR REPLACE FUNCTION public.consonants_of(key text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(translate(key, 'bpaeiu', 'vv'), '(.)\1+', '\1', 'g') $$""",
    # A session knows the settings of an extension once it has used it; one that upgrades an older site has not.
    "SELECT similarity('', '')",
    # The list is not public: who is found by it must be.
    f"""CREATE OR REPLACE FUNCTION public.near_surnames(asked text[], sounds text[])
        RETURNS TABLE (surname text, likeness real)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        SET pg_trgm.similarity_threshold = {NEAR_ENOUGH} AS $$
        SELECT surname, max(likeness) FROM (
            SELECT surname, 1.0::real AS likeness FROM people_surname WHERE consonants = ANY(sounds)
            UNION ALL
            SELECT s.surname, similarity(s.surname, word) FROM unnest(asked) word JOIN people_surname s
            ON s.surname % word
        ) near GROUP BY surname ORDER BY 2 DESC, 1 LIMIT {MOST_NEAR} $$""",
)

PERSONS = r"""INSERT INTO people_foundperson (person_id, public, surnames, words, forms)
    SELECT id, public, surnames_in(keys),
        ' ' || folded || regexp_replace(' ' || keys, '[, \n]+', ' ~', 'g'), forms
    FROM (
        SELECT id, bool_or(public) AS public, string_agg(DISTINCT keys, E'\n') AS keys,
            string_agg(DISTINCT key, ' ') AS folded, string_agg(DISTINCT forms, E'\n') AS forms
        FROM (
            SELECT p.id, p.status = 'published' AS public, h.key, h.keys, h.forms FROM {asked people_person.id p}
            CROSS JOIN LATERAL (
                VALUES (p.key_en, p.keys_en, p.forms_en), (p.key_ru, p.keys_ru, p.forms_ru)
            ) h (key, keys, forms)
            WHERE h.key <> ''
            UNION ALL
            SELECT p.id, p.status = 'published', n.key, n.keys, n.forms
            FROM {asked people_person.id p} {join people_name n ON n.person_id = p.id}
        ) named GROUP BY id
    ) persons"""
SURNAMES = """INSERT INTO people_surname (surname, consonants)
    SELECT DISTINCT surname, consonants_of(surname) FROM {asked people_foundperson.person_id p}
    CROSS JOIN unnest(p.surnames) surname ORDER BY 1 ON CONFLICT DO NOTHING"""

OWNER = "names"
FEEDS = (
    Feed(
        "people_person",
        "id, status, key_en, key_ru, keys_en, keys_ru, forms_en, forms_ru",
        "of_persons",
        "SELECT id FROM changed",
    ),
    Feed("people_name", "person_id, key, keys, forms", "of_persons", "SELECT person_id FROM changed"),
)


def statements() -> list[str]:
    """Functions and triggers, in order; running them again changes nothing. The tables must stand."""
    body = clearing("people_foundperson", "person_id") + filling(PERSONS) + filling(SURNAMES)
    hearing = [piece for feed in FEEDS for piece in listening(OWNER, feed)]
    return [*FUNCTIONS, step_function(f"{OWNER}_of_persons", body), *hearing]


def removals() -> list[str]:
    """What takes all of it away again."""
    hearing = [f"{OWNER}_hears_{feed.table}()" for feed in FEEDS]
    pure = ["near_surnames(text[], text[])", "consonants_of(text)", "surnames_in(text)"]
    functions = [*hearing, f"{OWNER}_of_persons(bigint[])", *pure]
    return [f"DROP FUNCTION IF EXISTS public.{function} CASCADE" for function in functions]


def rebuild() -> None:
    """Fill the side tables anew, in the caller's transaction or one of its own; what stood in them does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        fill(cursor)


def fill(cursor: CursorWrapper) -> None:
    cursor.execute("TRUNCATE people_foundperson, people_surname")
    with indexed_at_the_end(["people_foundperson", "people_surname"], cursor):
        cursor.execute(for_all(PERSONS))
        cursor.execute(for_all(SURNAMES))
    cursor.execute("ANALYZE people_foundperson, people_surname")
