"""The side tables of the search are filled anew from the records; what stood in them does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from citations.models import Found
from citations.searching import frequent, persons, tying
from citations.searching.upkeep import COMBINATIONS, COUNTS, CREATE_INDEX, INDEX, SHELVED, STEPS
from core.sidetables import LOCK, SETTING, for_all
from core.tables.bulk import indexed_at_the_end
from people import searching as names

Progress = Callable[[str], None]
# Building the index in memory; less would write it in pieces.
INDEX_MEMORY = "256MB"
# Half a dozen sorts and hash tables stand side by side where the words of a million citations are put together.
SORT_MEMORY = "32MB"
# Up to so many new records the triggers are quick enough, whatever stands already.
FEW = 5000
# Records that come with a citation: itself and its footnote.
EACH = 2


def silent(said: str) -> None:
    pass


def rebuild(progress: Progress = silent) -> None:
    """Fill every side table, in the caller's transaction or one of its own. Readers wait until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        names.fill(cursor)
        fill(cursor, progress)
        fill_combinations(cursor)
        fill_shelved(cursor)
        frequent.fill(cursor)
        tying.fill(cursor)
        persons.fill(cursor)


@contextmanager
def later(progress: Progress = silent) -> Iterator[None]:
    """Within this block records may be written by the million; the side tables follow at its end, in one go."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {SETTING} TO 'later'")
        yield
        rebuild(progress)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {SETTING} TO 'now'")


def after_many(new: int, progress: Progress = silent) -> AbstractContextManager[None]:
    """Around the writing of so many new records: as it goes, or `later` where they are more than what stands.

    To make all anew is quicker from a quarter on, but readers would wait for it, and be sent away.
    """
    few = new < FEW or new < EACH * Found.objects.count()
    return nullcontext() if few else later(progress)


def fill(cursor: CursorWrapper, progress: Progress) -> None:
    """An index over a million rows is built in a third of the time that a million entries take one by one.

    Migrations older than the last column of a side table leave it to the migration that adds this column.
    """
    if not _stand(cursor):
        return
    cursor.execute(
        f"SET LOCAL {SETTING} TO 'later'; SET LOCAL work_mem TO '{SORT_MEMORY}'; DROP INDEX IF EXISTS {INDEX}"
    )
    tables = [table for step in STEPS for table, _column in step.clears]
    cursor.execute(f"TRUNCATE {', '.join([*tables, 'citations_count', 'citations_spelling'])}")
    with indexed_at_the_end([*tables, "citations_spelling"], cursor):
        for step in STEPS:
            progress(f"search: {step.name}")
            for statement in step.fills:
                cursor.execute(for_all(statement))
            for table, _column in step.clears:
                cursor.execute(f"ANALYZE {table}")
        progress("search: index and counts")
        cursor.execute(f"SET LOCAL maintenance_work_mem TO '{INDEX_MEMORY}'")
    cursor.execute(CREATE_INDEX)
    cursor.execute(COUNTS.format(sign="", rows="citations_found"))
    cursor.execute("ANALYZE citations_found")
    cursor.execute(
        f"SET LOCAL {SETTING} TO 'now'; SET LOCAL work_mem TO DEFAULT; SET LOCAL maintenance_work_mem TO DEFAULT"
    )


def _stand(cursor: CursorWrapper) -> bool:
    description = connection.introspection.get_table_description(cursor, Found._meta.db_table)
    return {field.column for field in Found._meta.concrete_fields} <= {column.name for column in description}


def fill_combinations(cursor: CursorWrapper) -> None:
    """By itself, because migrations older than this table fill the others."""
    _fill_sums(cursor, "citations_combination", COMBINATIONS)


def fill_shelved(cursor: CursorWrapper) -> None:
    """By itself, as above."""
    _fill_sums(cursor, "citations_shelved", SHELVED)


def _fill_sums(cursor: CursorWrapper, table: str, sums: str) -> None:
    cursor.execute(f"TRUNCATE {table}")
    cursor.execute(sums.format(sign="", rows="citations_found"))
    cursor.execute(f"ANALYZE {table}")
