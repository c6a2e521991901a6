"""Units are brought under another unit, with everything below them, in one statement however many they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from archive.models import FormerAddress, Unit
from archive.models.units import path_key, path_sort_key, segment_of
from core.records import Status

# The rows below the moved ones are found by their parents, which an index knows, not by their paths.
BELOW = """
    WITH RECURSIVE moved AS (
        SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) m(id, path, key, sort_key)
    ), below AS (
        SELECT u.id, u.status, u.path AS was, m.id AS top, length(u.path) AS path_length, length(u.key) AS key_length,
            length(u.sort_key) AS sort_length, m.path, m.key, m.sort_key
        FROM moved m JOIN archive_unit u ON u.id = m.id
        UNION ALL
        SELECT u.id, u.status, u.path, b.top, b.path_length, b.key_length, b.sort_length, b.path, b.key, b.sort_key
        FROM below b JOIN archive_unit u ON u.parent_id = b.id
    )
"""
PUBLIC = "SELECT id, was FROM below WHERE status = %s"
MOVE = """
    UPDATE archive_unit u SET
        path = b.path || substr(u.path, b.path_length + 1),
        key = b.key || substr(u.key, b.key_length + 1),
        sort_key = b.sort_key || substr(u.sort_key, b.sort_length + 1),
        repository_id = %s,
        parent_id = CASE WHEN u.id = b.top THEN %s ELSE u.parent_id END,
        version = u.version + (u.id = b.top)::int,
        changed_at = CASE WHEN u.id = b.top THEN now() ELSE u.changed_at END
    FROM below b WHERE b.id = u.id
"""


def move_units(pks: Sequence[int], parent: int) -> list[FormerAddress]:
    """Returns the former addresses that were written: those that were public redirect for ever."""
    above = Unit.objects.get(pk=parent)
    paths = {
        pk: f"{above.path}/{segment_of(number)}"
        for pk, number in Unit.objects.filter(pk__in=pks).values_list("pk", "number")
    }
    keys, sort_keys = [path_key(path) for path in paths.values()], [path_sort_key(path) for path in paths.values()]
    moved = [list(paths), list(paths.values()), keys, sort_keys]
    with connection.cursor() as cursor:
        cursor.execute(BELOW + PUBLIC, [*moved, Status.PUBLISHED])
        public = cursor.fetchall()
        cursor.execute(BELOW + MOVE, [*moved, above.repository_id, parent])
    return _remember(public)


def _remember(public: Sequence[tuple[int, str]]) -> list[FormerAddress]:
    """Where a unit stands now no longer redirects; where it stood before does."""
    now = Unit.objects.filter(pk__in=[pk for pk, _was in public]).values_list("path", flat=True)
    FormerAddress.objects.filter(path__in=[*now, *(was for _pk, was in public)]).delete()
    return FormerAddress.objects.bulk_create([FormerAddress(unit_id=pk, path=was) for pk, was in public])
