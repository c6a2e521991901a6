"""Which records of a list were published last, as history tells: the newest of its feed, whenever they were entered.

The rule: a record is new once, when it is first published; what is only changed stays in its place. Boundary: the last
writes of a kind are looked through; behind what they tell the rest follows by number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max, Min
from django.http import HttpRequest

from citations.following.lists import Followed
from core.changes import history_of
from core.publication import as_the_site
from core.records import Status

# So many of the last writes of a kind are looked through: a feed costs the same after an import of a million.
REACH = 10_000


def published_last(followed: Followed, request: HttpRequest, most: int) -> list[tuple[Any, datetime | None]]:
    """At most so many rows of the list, as its page reads them, and when each was published, where that is recent."""
    filters = followed.filters(request)
    recent = _recently_published(followed.page.rows().model)
    _count, rows = followed.among(recent, most, order=recent.__getitem__)
    told: list[tuple[Any, datetime | None]] = [(row, recent[row.pk][1]) for row in rows]
    if len(told) < most:
        rest = followed.page.page(filters, "newest", most, 1)
        told += [(row, None) for row in rest if row.pk not in recent]
    return told[:most]


def _recently_published(model: type[models.Model]) -> dict[int, tuple[int, datetime]]:
    """Which place among all writes the first that published each record has, and when that was.

    Read on the tables, as the public has no history; numbers of records that are not public find nothing in the list.
    """
    with as_the_site(writes=False):
        published = history_of(model).filter(status=Status.PUBLISHED).exclude(pgh_label="delete").order_by()
        latest = history_of(model).aggregate(latest=Max("pgh_id"))["latest"] or 0
        written = published.filter(pgh_id__gt=latest - REACH).values("pgh_obj_id")
        first = published.filter(pgh_obj_id__in=written).values("pgh_obj_id").annotate(
            place=Min("pgh_id"), when=Min("pgh_created_at")
        )  # fmt: skip
        return {line["pgh_obj_id"]: (line["place"], line["when"]) for line in first}
