"""The words of a record as its full-text index keeps them: all that fit, so that no text is too long to be saved.

PostgreSQL refuses a row whose words take more than a megabyte: a document with a transcription of a thousand sheets
could not be saved. Boundary: what is asked of these words is made in `core.filters`; the search over citations keeps
words of its own (`citations.searching.upkeep`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVector

# No text of so many bytes has words of a megabyte, whatever it is made of.
SURE_BYTES = 200_000
# From so many characters on it is tried, and half of it where that does not fit.
MOST_CHARACTERS = 1_000_000

# PARALLEL SAFE: since version 17 an exception may be caught in a parallel worker.
FUNCTION = f"""CREATE OR REPLACE FUNCTION public.kept_words(written text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $do$
    DECLARE upto integer := {MOST_CHARACTERS};
    BEGIN
        IF octet_length(written) < {SURE_BYTES} THEN RETURN to_tsvector('pg_catalog.russian', written); END IF;
        upto := least(upto, length(written));
        LOOP
            BEGIN
                RETURN to_tsvector('pg_catalog.russian', left(written, upto));
            EXCEPTION WHEN program_limit_exceeded THEN upto := upto / 2;
            END;
        END LOOP;
    END $do$"""


class KeptWords(SearchVector):
    """The words of these fields together, in Russian and English endings; the expression that the indexes stand on."""

    function = "public.kept_words"

    def __init__(self, *fields: Any) -> None:
        super().__init__(*fields)
