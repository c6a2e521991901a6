"""Points in time and stretches of it as EDTF writes them, with the days they cover.

The rule: a point is a day, month, season, year, decade or century with its mark of doubt; bounds are proleptic
Gregorian days. Boundary: only the part of EDTF that dates in words need is handled here; any other EDTF string goes
to the `edtf` library (`dates.read_date`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Mark = Literal["", "~", "?", "%"]  # approximate, uncertain, both


@dataclass(frozen=True, slots=True)
class Point:
    """`Point(1928, 6, 2)` is a day; `masked` 1 is its decade (192X) and 2 its century (19XX).

    Years from 1 to 9999; `season` holds the EDTF codes 21 to 24.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    masked: int = 0
    mark: Mark = ""

    def __str__(self) -> str:
        year = f"{self.year:04d}"
        if self.masked:
            year = year[: -self.masked] + "X" * self.masked
        parts = [year, *(f"{part:02d}" for part in (self.season, self.month, self.day) if part)]
        return "-".join(parts) + self.mark

    @property
    def earliest(self) -> date:
        if self.masked:
            return date(max(1, self.year - self.year % 10**self.masked), 1, 1)
        if self.season == WINTER:
            return date(self.year - 1, 12, 1)
        return date(self.year, _SEASON_MONTHS[self.season][0] if self.season else self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        if self.masked:
            size = 10**self.masked
            return date(self.year - self.year % size + size - 1, 12, 31)
        if self.season == WINTER:
            return date(self.year + 1, 3, 1) - timedelta(days=1)
        month = _SEASON_MONTHS[self.season][1] if self.season else self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def before(self) -> Point:
        """The last point of the same size that lies wholly before this one."""
        return self._of_this_size(self.earliest - timedelta(days=1))

    def after(self) -> Point:
        return self._of_this_size(self.latest + timedelta(days=1))

    def _of_this_size(self, day: date) -> Point:
        if self.day:
            return Point(day.year, day.month, day.day)
        month = day.month if self.month or self.season else 0
        return Point(day.year - day.year % 10**self.masked, month, masked=self.masked)


WINTER = 24
# A winter has no year of its own: `winter 1928` may begin in December 1927 or end in February 1929; both are covered.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one point to another; None is an open end. A single point has itself as both ends."""

    first: Point | None
    last: Point | None

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first or '..'}/{self.last or '..'}"

    @property
    def earliest(self) -> date | None:
        return self.first.earliest if self.first else None

    @property
    def latest(self) -> date | None:
        return self.last.latest if self.last else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Several dates: one of them (`[1927,1928]`), or all of them (`{1928-06-02,1928-06-05}`)."""

    stretches: tuple[Stretch, ...]
    every: bool

    def __str__(self) -> str:
        dates = ",".join(map(str, self.stretches))
        return f"{{{dates}}}" if self.every else f"[{dates}]"

    @property
    def earliest(self) -> date | None:
        days = [stretch.earliest for stretch in self.stretches]
        return None if None in days else min(filter(None, days))

    @property
    def latest(self) -> date | None:
        days = [stretch.latest for stretch in self.stretches]
        return None if None in days else max(filter(None, days))


When = Stretch | Choice

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<season>2[1-4])|-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?)?"
    r"(?P<mark>[~?%]?)"
)


def parse_edtf(text: str) -> When | None:
    """The part of EDTF described above; None for anything else, ValueError for a day that does not exist."""
    if text[:1] + text[-1:] in ("[]", "{}") and ".." not in text:
        parts = [_stretch(part.strip()) for part in text[1:-1].split(",")]
        stretches = tuple(part for part in parts if part)
        if len(stretches) < len(parts):
            return None
        return Choice(stretches, text[0] == "{") if len(stretches) > 1 else stretches[0]
    return _stretch(text)


def _stretch(text: str) -> Stretch | None:
    first_text, slash, last_text = text.partition("/")
    ends = [None if end in ("", "..") else _point(end) for end in ((first_text, last_text) if slash else (text,))]
    if any(
        end is None and written not in ("", "..") for end, written in zip(ends, (first_text, last_text), strict=False)
    ):
        return None
    stretch = Stretch(ends[0], ends[-1])
    return None if stretch == Stretch(None, None) else stretch


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text)
    if not match:
        return None
    masked = match["year"].count("X")
    month, day, season = (int(match[name] or 0) for name in ("month", "day", "season"))
    point = Point(int(match["year"].replace("X", "0")), month, day, season, masked, match["mark"])  # type: ignore[arg-type]
    if day or not (month or masked):
        date(point.year, month or 1, day or 1)  # raises for 31 June and for the year 0
    return point
