"""Words that very many citations hold: their hits are not counted, sums stand for each combination of values.

The rule: the sums follow each change in the writer's transaction; which words have them is chosen when the search is
made anew, from what ANALYZE found in the words. Boundary: only a question of one such word is answered from them,
narrowed by facets or not; whatever else the word means, as a name, is counted beside them.
"""

# ruff: noqa: S608 - every statement is made of constants of this module

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from citations.searching.asking import HoldsWords, of_name, of_word
from citations.searching.codes import FACETS
from core.prepared import ask
from core.search import Question, Word, name_stems
from core.sidetables import SETTING

# A word in every twentieth citation, where these are a thousand at least. At a million citations some thirty words are.
SHARE, LEAST = 0.05, 1000
_TOGETHER = ", ".join(["public", *FACETS.values()])
# Shelfmarks are full of numbers and single letters, which nobody looks for alone.
CHOSEN = """INSERT INTO citations_frequentword (word)
    SELECT word FROM pg_stats s
    CROSS JOIN LATERAL unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) held (word, share)
    WHERE s.schemaname = 'public' AND s.tablename = 'citations_citationwords' AND s.attname = 'words'
        AND share >= %s AND share * (SELECT count(*) FROM citations_found) >= %s
        AND word ~ '^=?[[:alpha:]]{3,60}$'"""
# Word by word: sorted as one, the hits of all of them took three times as long.
SUMS = f"""INSERT INTO citations_worded (word, {_TOGETHER}, n)
    SELECT word, summed.* FROM citations_frequentword CROSS JOIN LATERAL (
        SELECT {_TOGETHER}, count(*) FROM citations_found
        WHERE citation_words(citation_id) @@ quote_literal(word)::tsquery GROUP BY {_TOGETHER}) summed"""
# Writers of what is searched wait for each other, so no two ever add to one sum at a time. It is planned anew each time
# and each row looked up: a plan that a connection kept from when the site was empty compared each with each.
ADDED = f"""INSERT INTO citations_worded AS kept (word, {_TOGETHER}, n)
    SELECT word, {_TOGETHER}, {{sign}} count(*) FROM changed
    CROSS JOIN LATERAL (
        SELECT words FROM citations_citationwords w WHERE w.citation_id = changed.citation_id OFFSET 0) w
    CROSS JOIN LATERAL unnest(tsvector_to_array(w.words)) held (word) JOIN citations_frequentword USING (word)
    GROUP BY word, {_TOGETHER}
    ON CONFLICT (word, {_TOGETHER}) DO UPDATE SET n = kept.n + excluded.n"""
# By the word itself, if it is a single lexeme, or by the name that folds to it; a word that is never kept asks nothing.
KEPT = """SELECT word FROM citations_worded
    CROSS JOIN (SELECT tsvector_to_array(to_tsvector('russian', searched_text(%s))) AS own) typed
    WHERE cardinality(own) > 0 AND word = ANY(%s::text[] || CASE WHEN cardinality(own) = 1 THEN own END) LIMIT 1"""


def frequent_in(question: Question) -> str:
    """The lexeme whose sums stand, if this question is one word and every citation with that lexeme answers it."""
    text = _one_word(question)
    if not text:
        return ""
    stems = name_stems(text)
    with connection.cursor() as cursor:
        ask(cursor, KEPT, [text, [f"={stem}" for stem in stems] if len(stems) == 1 else []])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def beside(question: Question, lexeme: str) -> models.Q:
    """What answers that question without holding the lexeme: the name that folds to the word, or the word itself."""
    text = _one_word(question)
    other, params = of_word(text) if lexeme.startswith("=") else of_name(text)
    return models.Q(HoldsWords((f"({other}) && !!%s::tsquery", (*params, f"'{lexeme}'"))))


def _one_word(question: Question) -> str:
    match question.groups:
        case ((Word(text, negated=False),),):
            return text
    return ""


def statements() -> Iterator[str]:
    """Functions and triggers, in order; running them again changes nothing. The tables must stand."""
    for event, rows, sign in (("INSERT", "NEW", ""), ("DELETE", "OLD", "-")):
        name = f"search_words_{event.lower()}"
        yield f"""CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger
            LANGUAGE plpgsql SET search_path = public, pg_temp AS $do$ BEGIN
            IF current_setting('{SETTING}', true) = 'later' OR NOT EXISTS (SELECT FROM citations_frequentword) THEN
                RETURN NULL; END IF;
            EXECUTE $added${ADDED.format(sign=sign)}$added$;
            RETURN NULL; END $do$"""
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON citations_found"
            f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.{name}()"
        )


def removals() -> list[str]:
    """What takes all of it away again."""
    return [f"DROP FUNCTION IF EXISTS public.search_words_{event}() CASCADE" for event in ("insert", "delete")]


def fill(cursor: CursorWrapper) -> None:
    """The words' own table must have been analysed."""
    cursor.execute("TRUNCATE citations_frequentword, citations_worded")
    cursor.execute(CHOSEN, [SHARE, LEAST])
    cursor.execute(SUMS)
    cursor.execute("ANALYZE citations_worded")
