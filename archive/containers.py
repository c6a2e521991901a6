"""Boxes and folders as the way to a unit: `box 1, folder 4` is what lies in `Box 1, Folder 3-5` of that collection.

A finding aid's tree follows what papers are about, a footnote names where they lie. More than a few units in one place
are no answer: who cites a whole box means none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.models import Repository, Unit
from archive.shelves import Shelves
from notation.references import Level
from notation.sorting import shelfmark_key

MOST = 10
# In Soviet archives the number is the place.
NUMBERED_AS_THEY_LIE = {"fond", "opis", "delo"}
NUMBERED = re.compile(r"(?P<first>\d{1,9})\s?[-–]\s?(?P<last>\d{1,9})")


def lying_at(path: Sequence[Level], repositories: Sequence[Repository], shelves: Shelves) -> list[Unit]:
    """The units of a collection that lie in the boxes and folders which end the path; none if they are too many."""
    if path[-1].name in NUMBERED_AS_THEY_LIE:
        return []
    for depth in range(1, len(path)):
        # What is yet to be saved holds nothing.
        tops = [unit.path for unit in shelves.at(repositories, path[:depth]) if unit.pk]
        found = {
            container.unit_id: container.unit
            for container in shelves.containers.at(tops)
            if _is_at(container.text, path[depth:])
        }
        if found:
            return list(found.values()) if len(found) <= MOST else []
    return []


def _is_at(text: str, wanted: Sequence[Level]) -> bool:
    places = [place.rpartition(" ") for place in text.split(", ")]
    return len(places) == len(wanted) and all(
        kind.casefold() == level.name and _holds(number, level.number)
        for (kind, _space, number), level in zip(places, wanted, strict=True)
    )


def _holds(numbers: str, number: str) -> bool:
    """Whether `3-5` is, or spans, that number."""
    span = NUMBERED.fullmatch(numbers)
    if span and number.isdecimal():
        return int(span["first"]) <= int(number) <= int(span["last"])
    return shelfmark_key(numbers) == shelfmark_key(number)
