"""What belongs into the side tables of the search, as SQL, and the triggers that keep it true in the same transaction.

A citation is found by its own stretch of the note, its remark, the title and persons of the document that it cites (or
of the documents that lie on the cited sheets), and the titles and makers of the citing and of the cited work. Persons,
and documents that only lie there, count when published; the rest is public whenever the citation is.

Triggers are statement triggers with transition tables: a load of a million rows costs one join, not a million. They
take one lock before they look, so that of two editors the second sees what the first has changed.
"""

# ruff: noqa: S608 - every statement is made of constants of this module

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citations.searching.codes import FACETS, FILE, KINDS, NEVER, OUTCOMES, VERIFICATIONS
from core.search import ENDINGS
from core.sidetables import SETTING, Feed, clearing, filling, for_asked, listening, step_function

# A tsvector holds 1 MB at most, and whoever saves a long text must never meet that limit.
LONGEST_TEXT = 100_000
MOST_BYTES = 900_000
# The counts are compacted when a new row's number is a multiple of this.
COMPACT_EVERY = 2000

WORD_TABLES = ("citations_citationwords", "citations_publicationwords", "citations_documentwords")
INDEX = "found_words"
CREATE_INDEX = f"CREATE INDEX {INDEX} ON citations_found USING gin (public.citation_words(citation_id))"

STEM = f"^(.{{3,}}?)(?:{ENDINGS})$"

FUNCTIONS = (
    # ё = е; stops and slashes part words, else PostgreSQL takes f.17 for a host and 17/171 for a path; the stress mark
    # and the soft hyphen stand inside words.
    f"""CREATE OR REPLACE FUNCTION public.searched_text(written text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT translate(left(written, {LONGEST_TEXT}), 'ёЁ./–—' || chr(769) || chr(173), 'еЕ    ') $$""",
    # Раковский, Раковского, Rakovsky: all `rakovsk`. `core.search.name_stem` is the same in Python.
    f"""CREATE OR REPLACE FUNCTION public.name_stem(word text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT regexp_replace(word, '{STEM}', '\\1') $$""",
    # A word that is searched for, or the names that fold to it; a word that is never kept (“the”, “и”) asks nothing.
    """CREATE OR REPLACE FUNCTION public.searched_word(word text, names tsquery) RETURNS tsquery
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN numnode(q) = 0 THEN q ELSE q || names END
        FROM (SELECT plainto_tsquery('russian', public.searched_text(word)) AS q) asked $$""",
    # For a question that finds nothing. The list is not public: what is suggested must find something that is.
    """CREATE OR REPLACE FUNCTION public.similar_spellings(asked text) RETURNS TABLE (spelling text, likeness real)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT word, similarity(word, asked) FROM citations_spelling WHERE word % asked
        ORDER BY 2 DESC, 1 LIMIT 3 $$""",
    # Declared immutable for the index's sake: a row of citations_found is made anew whenever its words change.
    """CREATE OR REPLACE FUNCTION public.citation_words(citation bigint) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE SECURITY DEFINER COST 1000 AS $$
        SELECT words FROM public.citations_citationwords WHERE citation_id = citation $$""",
    f"""CREATE OR REPLACE FUNCTION public.words_joined(one tsvector, other tsvector) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN other IS NULL THEN one WHEN one IS NULL THEN other
               WHEN pg_column_size(one) + pg_column_size(other) < {MOST_BYTES} THEN one || other ELSE one END $$""",
    # Short vectors are never compressed anyway; of long ones `words_joined` has to see the true size.
    *(f"ALTER TABLE {table} ALTER COLUMN words SET STORAGE EXTERNAL" for table in WORD_TABLES),
    "CREATE OR REPLACE AGGREGATE public.all_words(tsvector) (sfunc = public.words_joined, stype = tsvector)",
)

# Lexemes of the persons' names. What `{asked …}` and `{join}` mean is said in `core.sidetables`.
PERSONS = """INSERT INTO citations_personwords (person_id, named, author, addressee)
    SELECT person_id, array_to_tsvector(array_agg('=' || stem)), array_to_tsvector(array_agg('author=' || stem)),
        array_to_tsvector(array_agg('to=' || stem))
    FROM (
        SELECT DISTINCT person_id, public.name_stem(token) AS stem
        FROM (
            SELECT DISTINCT k.person_id, token
            FROM (
                SELECT p.id AS person_id, p.key_en || ' ' || p.key_ru AS key FROM {asked people_person.id p}
                WHERE p.status = 'published'
                UNION ALL
                SELECT p.id, n.key FROM {asked people_person.id p} {join people_name n ON n.person_id = p.id}
                WHERE p.status = 'published'
            ) k CROSS JOIN LATERAL string_to_table(k.key, ' ') token
            WHERE length(token) > 1
        ) tokens
    ) stems GROUP BY person_id"""

PUBLICATIONS = """INSERT INTO citations_publicationwords (publication_id, words)
    SELECT p.id, public.words_joined(
        to_tsvector('russian', public.searched_text(concat_ws(' / ', p.title, p.translation, p.container))), made.words)
    FROM {asked citations_publication.id p}
    LEFT JOIN (
        SELECT p.id, public.all_words(
            CASE WHEN c.role = 'author' THEN n.author || n.named ELSE n.named END ORDER BY c.id) AS words
        FROM {asked citations_publication.id p} {join citations_contribution c ON c.publication_id = p.id}
        CROSS JOIN LATERAL (
            SELECT w.named, w.author FROM citations_personwords w WHERE w.person_id = c.person_id
            UNION ALL
            SELECT array_to_tsvector(array_agg('=' || stem)), array_to_tsvector(array_agg('author=' || stem))
            FROM (SELECT DISTINCT public.name_stem(token) AS stem FROM string_to_table(c.key, ' ') token
                  WHERE length(token) > 1) printed HAVING count(*) > 0
        ) n
        GROUP BY p.id
    ) made ON made.id = p.id"""

DOCUMENTS = """INSERT INTO citations_documentwords (document_id, public, words)
    SELECT d.id, d.status = 'published', public.words_joined(
        to_tsvector('russian', public.searched_text(concat_ws(' / ', d.title_en, d.title_ru))), persons.words)
    FROM {asked archive_document.id d}
    LEFT JOIN (
        SELECT d.id, public.all_words(
            CASE WHEN r.role IN ('author', 'signatory', 'attributed') THEN w.author || w.named
                 WHEN r.role = 'addressee' THEN w.addressee || w.named ELSE w.named END ORDER BY r.id) AS words
        FROM {asked archive_document.id d} {join archive_documentperson r ON r.document_id = d.id}
        {join citations_personwords w ON w.person_id = r.person_id}
        GROUP BY d.id
    ) persons ON persons.id = d.id"""

# A citation's stretch of the note: from the end of the citation before it to its own end; the last takes the rest.
CITATIONS = f"""INSERT INTO citations_citationwords (citation_id, words)
    SELECT id, CASE WHEN pg_column_size(own) + pg_column_size(document) + pg_column_size(citing) + pg_column_size(cited)
        < {MOST_BYTES} THEN own || document || citing || cited ELSE own END
    FROM (
        SELECT c.id,
            to_tsvector('russian', public.searched_text(CASE WHEN f.id IS NULL OR c.start IS NULL THEN c.as_written
                ELSE substring(f.text FROM coalesce(around.before, 0) + 1
                    FOR greatest(0, CASE WHEN around.more THEN c."end" ELSE length(f.text) END
                        - coalesce(around.before, 0)))
                END || ' / ' || c.remark)) AS own,
            coalesce(named.words, lying.words, '') AS document,
            coalesce(citing.words, '') AS citing, coalesce(cited.words, '') AS cited
        FROM {{asked citations_citation.id c}}
        {{left join citations_footnote f ON f.id = c.footnote_id}}
        LEFT JOIN (
            SELECT c.id, max(o."end") FILTER (WHERE o."end" <= c.start) AS before, bool_or(o.start >= c."end") AS more
            FROM {{asked citations_citation.id c}}
            {{join citations_citation o ON o.footnote_id = c.footnote_id AND o.id <> c.id}}
            GROUP BY c.id
        ) around ON around.id = c.id
        {{left join citations_documentwords named ON named.document_id = c.document_id}}
        LEFT JOIN (
            SELECT c.id, public.all_words(w.words ORDER BY w.document_id) AS words
            FROM {{asked citations_citation.id c}}
            {{join archive_copy k ON k.unit_id = c.unit_id AND k.leaf_spans && c.leaf_spans}}
            {{join citations_documentwords w ON w.document_id = k.document_id AND w.public}}
            WHERE c.document_id IS NULL GROUP BY c.id
        ) lying ON lying.id = c.id
        {{left join citations_publicationwords citing ON citing.publication_id = f.publication_id}}
        {{left join citations_publicationwords cited ON cited.publication_id = c.publication_id}}
        OFFSET 0
    ) parts"""


def _code(words: tuple[str, ...], expression: str) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"coalesce(array_position(ARRAY[{listed}], ({expression})::text), 0)"


FOUND = f"""INSERT INTO citations_found (citation_id, public, unit_id, citing_id, fond_id, repository_id, year,
        language, kind, outcome, verification, dated_from, dated_to)
    SELECT c.id, c.status = 'published', coalesce(c.unit_id, 0), coalesce(f.publication_id, 0), coalesce(top.id, 0),
        coalesce(u.repository_id, 0), coalesce(p.year, 0), coalesce(p.language, ''),
        {_code(KINDS, f"coalesce(d.kind, cited.kind, CASE WHEN c.unit_id IS NOT NULL THEN '{FILE}' END)")},
        {_code(OUTCOMES, "c.outcome")}, {_code(VERIFICATIONS, "c.verification")},
        coalesce(date_part('year', dated.earliest), CASE WHEN dated.latest IS NULL THEN {NEVER} ELSE 0 END),
        coalesce(date_part('year', dated.latest), CASE WHEN dated.earliest IS NULL THEN 0 ELSE {NEVER} END)
    FROM {{asked citations_citation.id c}}
    {{left join citations_footnote f ON f.id = c.footnote_id}}
    {{left join citations_publication p ON p.id = f.publication_id}}
    {{left join citations_publication cited ON cited.id = c.publication_id}}
    {{left join archive_document d ON d.id = c.document_id}}
    {{left join archive_unit u ON u.id = c.unit_id}}
    {{left join archive_unit top ON top.path = split_part(u.path, '/', 1) || '/' || split_part(u.path, '/', 2)}}
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN d.id IS NOT NULL THEN d.date_earliest WHEN cited.id IS NULL THEN u.date_earliest END AS earliest,
            CASE WHEN d.id IS NOT NULL THEN d.date_latest WHEN cited.id IS NULL THEN u.date_latest END AS latest
    ) dated
    ORDER BY c.id"""

# One row a facet's value: the facet's place, the value as text, the number. Place 0 is the total.
_COLUMNS = list(FACETS.values())
PLACE = "CASE " + " ".join(f"WHEN grouping({c}) = 0 THEN {at}" for at, c in enumerate(_COLUMNS, 1)) + " ELSE 0 END"
VALUE = "coalesce(" + ", ".join(f"CASE WHEN grouping({c}) = 0 THEN {c}::text END" for c in _COLUMNS) + ", '')"
SETS = f"GROUPING SETS ((), {', '.join(f'({column})' for column in _COLUMNS)})"
COUNTS = f"""INSERT INTO citations_count (public, facet, value, n)
    SELECT public, {PLACE}, {VALUE}, {{sign}} count(*) FROM {{rows}}
    GROUP BY public, {SETS} HAVING count(*) > 0"""

# The same for combinations of values.
_TOGETHER = ", ".join(["public", *_COLUMNS])
COMBINATIONS = f"""INSERT INTO citations_combination ({_TOGETHER}, n)
    SELECT {_TOGETHER}, {{sign}} count(*) FROM {{rows}} GROUP BY {_TOGETHER}"""

# And for the fonds of an archive.
_SHELF = "public, repository_id, fond_id, year"
SHELVED = f"""INSERT INTO citations_shelved ({_SHELF}, n)
    SELECT {_SHELF}, {{sign}} count(*) FROM {{rows}} GROUP BY {_SHELF}"""

# From one text as written to the words in it, for the list of spellings. What stands between spaces comes again and
# again, so that only the first of each is taken apart.
SPELLINGS = """INSERT INTO citations_spelling (word)
    SELECT DISTINCT word FROM (
        SELECT DISTINCT piece FROM ({texts}) t CROSS JOIN LATERAL string_to_table(t.written, ' ') piece
    ) pieces
    CROSS JOIN LATERAL regexp_split_to_table(lower(public.searched_text(piece)), '[^[:alpha:]]+') word
    WHERE length(word) BETWEEN 4 AND 60 ON CONFLICT DO NOTHING"""
PERSON_TEXTS = """SELECT name_en || ' ' || name_ru AS written FROM {asked people_person.id p}
    UNION ALL SELECT n.text FROM {asked people_person.id p} {join people_name n ON n.person_id = p.id}"""
PUBLICATION_TEXTS = """SELECT concat_ws(' ', p.title, p.translation, p.container) AS written
    FROM {asked citations_publication.id p}"""
DOCUMENT_TEXTS = "SELECT d.title_en || ' ' || d.title_ru AS written FROM {asked archive_document.id d}"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of the side tables: what is cleared of the ids that are asked for, and what fills it again."""

    name: str
    clears: tuple[tuple[str, str], ...]
    fills: tuple[str, ...]
    # What rests on it: the step, and which of its ids.
    then: tuple[tuple[str, str], ...] = ()


STEPS = (
    Step(
        "persons",
        (("citations_personwords", "person_id"),),
        (PERSONS, SPELLINGS.format(texts=PERSON_TEXTS)),
        (
            ("publications", "SELECT publication_id FROM citations_contribution WHERE person_id = ANY($1)"),
            ("documents", "SELECT document_id FROM archive_documentperson WHERE person_id = ANY($1)"),
        ),
    ),
    Step(
        "publications",
        (("citations_publicationwords", "publication_id"),),
        (PUBLICATIONS, SPELLINGS.format(texts=PUBLICATION_TEXTS)),
        (
            (
                "citations",
                """SELECT c.id FROM citations_footnote f {join citations_citation c ON c.footnote_id = f.id}
                   WHERE f.publication_id = ANY($1)
                   UNION SELECT id FROM citations_citation WHERE publication_id = ANY($1)""",
            ),
        ),
    ),
    Step(
        "documents",
        (("citations_documentwords", "document_id"),),
        (DOCUMENTS, SPELLINGS.format(texts=DOCUMENT_TEXTS)),
        (
            (
                "citations",
                """SELECT id FROM citations_citation WHERE document_id = ANY($1)
                   UNION SELECT c.id FROM archive_copy k {join citations_citation c
                   ON c.unit_id = k.unit_id AND c.leaf_spans && k.leaf_spans} WHERE k.document_id = ANY($1)""",
            ),
        ),
    ),
    Step(
        "citations",
        (("citations_found", "citation_id"), ("citations_citationwords", "citation_id")),
        (CITATIONS, FOUND),
    ),
)


FEEDS = (
    Feed("people_person", "id, status, key_en, key_ru", "persons", "SELECT id FROM changed"),
    Feed("people_name", "person_id, key", "persons", "SELECT person_id FROM changed"),
    Feed(
        "archive_document",
        "id, status, title_en, title_ru, kind, date_earliest, date_latest",
        "documents",
        "SELECT id FROM changed",
    ),
    Feed("archive_documentperson", "document_id, person_id, role", "documents", "SELECT document_id FROM changed"),
    Feed(
        "archive_copy",
        "document_id, unit_id, leaf_spans",
        "citations",
        """SELECT c.id FROM changed k {join citations_citation c ON c.unit_id = k.unit_id
           AND c.leaf_spans && k.leaf_spans AND c.document_id IS NULL}""",
    ),
    Feed(
        "archive_unit",
        "id, repository_id, path, date_earliest, date_latest",
        "citations",
        "SELECT c.id FROM changed u {join citations_citation c ON c.unit_id = u.id}",
    ),
    Feed(
        "citations_publication",
        "id, kind, title, translation, container, language, year",
        "publications",
        "SELECT id FROM changed",
    ),
    Feed(
        "citations_contribution",
        "publication_id, person_id, key, role",
        "publications",
        "SELECT publication_id FROM changed",
    ),
    Feed(
        "citations_footnote",
        "id, publication_id, text",
        "citations",
        "SELECT c.id FROM changed f {join citations_citation c ON c.footnote_id = f.id}",
    ),
    Feed(
        "citations_citation",
        'id, status, footnote_id, start, "end", unit_id, leaf_spans, publication_id, document_id, as_written, remark,'
        " outcome, verification",
        "citations",
        # The stretches of the others in the note change with it.
        """SELECT id FROM changed
           UNION SELECT o.id FROM changed c {join citations_citation o ON o.footnote_id = c.footnote_id}""",
    ),
)


def statements() -> list[str]:
    """Functions and triggers, in order; running them again changes nothing. The tables must stand."""
    return [
        *FUNCTIONS,
        *map(_step, reversed(STEPS)),
        *(piece for feed in FEEDS for piece in listening("search", feed)),
        *_counting(),
    ]


def _step(step: Step) -> str:
    """`search_citations(ids)`: make the rows of these ids anew, then those that rest on them."""
    clears = [clearing(table, column) for table, column in step.clears]
    fills = [filling(fill) for fill in step.fills]
    then = [f"EXECUTE $then$SELECT search_{name}(ARRAY({for_asked(ids)}))$then$ USING ids;" for name, ids in step.then]
    return step_function(f"search_{step.name}", "\n".join([*clears, *fills, *then]))


def _counting() -> Iterator[str]:
    """Each statement adds what it has added and taken away; readers sum up. Old rows become few now and then."""
    taken = {
        "citations_count": "public, facet, value",
        "citations_combination": _TOGETHER,
        "citations_shelved": _SHELF,
    }
    compacted = "; ".join(
        f"""WITH taken AS (DELETE FROM {table} RETURNING {columns}, n)
        INSERT INTO {table} ({columns}, n) SELECT {columns}, sum(n) FROM taken GROUP BY {columns} HAVING sum(n) <> 0"""
        for table, columns in taken.items()
    )
    yield f"""CREATE OR REPLACE FUNCTION public.compact_counts() RETURNS void
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ BEGIN {compacted}; END $do$"""
    for event, rows, sign in (("INSERT", "NEW", ""), ("DELETE", "OLD", "-")):
        name = f"search_counts_{event.lower()}"
        yield f"""CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ DECLARE many boolean; BEGIN
            IF current_setting('{SETTING}', true) = 'later' THEN RETURN NULL; END IF;
            {COMBINATIONS.format(sign=sign, rows="changed")};
            {SHELVED.format(sign=sign, rows="changed")};
            WITH added AS ({COUNTS.format(sign=sign, rows="changed")} RETURNING id)
            SELECT bool_or(id % {COMPACT_EVERY} = 0) INTO many FROM added;
            IF many THEN PERFORM compact_counts(); END IF;
            RETURN NULL; END $do$"""
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON citations_found"
            f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.{name}()"
        )


def removals() -> list[str]:
    """What takes all of it away again."""
    hearing = [f"search_hears_{feed.table}()" for feed in FEEDS]
    steps = [f"search_{step.name}(bigint[])" for step in STEPS]
    pure = [
        "compact_counts()",
        "citation_words(bigint)",
        "words_joined(tsvector, tsvector)",
        "name_stem(text)",
        "searched_word(text, tsquery)",
        "similar_spellings(text)",
    ]
    functions = [*hearing, "search_counts_insert()", "search_counts_delete()", *steps, *pure, "searched_text(text)"]
    return [f"DROP FUNCTION IF EXISTS public.{function} CASCADE" for function in functions]
