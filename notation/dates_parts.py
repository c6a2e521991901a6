"""Parts of a year, month, decade or century that words name and EDTF does not: early, middle, late, halves.

The rule: thirds are approximate and written with `~` at both ends; halves are exact. Boundary: the numbers below are
our convention, chosen so that neighbouring parts touch and never overlap.
"""

from __future__ import annotations

from dataclasses import replace

from notation.dates_edtf import Point, Stretch

THIRDS = ("early", "middle", "late")
HALVES = ("half1", "half2")
QUARTERS = ("quarter1", "quarter2", "quarter3", "quarter4")
PARTS = (*THIRDS, *HALVES, *QUARTERS)


class CannotBePartedError(ValueError):
    """A day has no early, middle or late part."""


_THIRDS_OF_MONTH = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
_THIRDS_OF_YEAR = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}
_THIRDS_OF_DECADE = {"early": (0, 3), "middle": (4, 6), "late": (7, 9)}
_THIRDS_OF_CENTURY = {"early": (0, 33), "middle": (34, 66), "late": (67, 99)}


def part_of(point: Point, part: str) -> Stretch:
    """`early 1928` is 1928-01~/1928-04~, `конец июня 1928` 1928-06-21~/1928-06-30~; halves are exact."""
    if part == "winter":  # `winter 1928/29`: unlike `winter 1928` it says which one
        return Stretch(Point(point.year, 12, mark=point.mark), Point(point.year + 1, 2, mark=point.mark))
    if point.day or point.season:
        raise CannotBePartedError
    if part in QUARTERS:
        last_month = 3 * int(part[-1])
        if point.month or point.masked:
            raise CannotBePartedError
        return Stretch(replace(point, month=last_month - 2), replace(point, month=last_month))
    if part in HALVES:
        return _half_of(point, first=part == "half1")
    year, month = point.year, point.month
    if month:
        low, high = _THIRDS_OF_MONTH[part]
        ends = Point(year, month, low), Point(year, month, min(high, point.latest.day))
    elif point.masked:
        low, high = (_THIRDS_OF_DECADE if point.masked == 1 else _THIRDS_OF_CENTURY)[part]
        ends = Point(year + low), Point(year + high)
    else:
        low, high = _THIRDS_OF_YEAR[part]
        ends = Point(year, low), Point(year, high)
    return Stretch(replace(ends[0], mark="~"), replace(ends[1], mark="~"))


def _half_of(point: Point, first: bool) -> Stretch:
    if point.masked:
        half = 10**point.masked // 2
        low = point.year if first else point.year + half
        return Stretch(Point(low, mark=point.mark), Point(low + half - 1, mark=point.mark))
    if point.month:
        low, high = (1, 15) if first else (16, point.latest.day)
        return Stretch(Point(point.year, point.month, low), Point(point.year, point.month, high))
    low, high = (1, 6) if first else (7, 12)
    return Stretch(replace(point, month=low), replace(point, month=high))


def as_part(stretch: Stretch) -> tuple[str, Point] | None:
    """The third that `part_of` made this stretch from: 1928-01~/1928-04~ is ("early", 1928); None for others."""
    if not (stretch.first and stretch.last):
        return None
    year, month = stretch.first.year, stretch.first.month
    wholes = [Point(year, month)] if stretch.first.day else [Point(year)] if month else []
    if not wholes:
        wholes = [Point(year - year % 10, masked=1), Point(year - year % 100, masked=2)]
    for whole in wholes:
        for part in THIRDS:
            if part_of(whole, part) == stretch:
                return part, whole
    return None
