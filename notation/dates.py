"""Dates as sources give them, in English, Russian or EDTF, read into bounds; nothing is guessed.

The rule: what is not said is not invented (no day, month or century is filled in), a date that can be read in two
ways is refused, and bounds are Gregorian days whatever calendar the source used. Boundary: the text itself is kept by
whoever stores the reading; a mark of doubt (`circa`, `?`) never widens the bounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from notation.dates_calendar import julian_to_gregorian
from notation.dates_edtf import Choice, Point, Stretch, When, parse_edtf
from notation.dates_grammar import RefusedError, Statement
from notation.dates_words import UnknownWordError, tokens
from notation.dates_writing import write_when
from notation.outcomes import Reason, Unresolved

Calendar = Literal["gregorian", "julian"]
Qualifier = Literal["", "approximate", "uncertain", "approximate and uncertain"]
Language = Literal["en", "ru"]

LONGEST = 200  # characters; a longer text is prose, not a date


@dataclass(frozen=True, slots=True)
class DateReading:
    """`text` as given; `edtf` always Gregorian; bounds are the first and last day it can mean, None where open.

    `calendar` is the one the source used: `25 октября (7 ноября) 1917` is julian with edtf 1917-11-07.
    """

    text: str
    edtf: str
    earliest: date | None
    latest: date | None
    calendar: Calendar = "gregorian"
    qualifier: Qualifier = ""


@lru_cache(maxsize=4096)
def read_date(text: str) -> DateReading | Unresolved:
    """A date in words, figures or EDTF. Years run from 1 to 9999."""
    try:
        return _read_edtf(text) or _read_words(text)
    except RefusedError as refused:
        return Unresolved(refused.reason)
    except UnknownWordError:
        return Unresolved(Reason.NO_DATE)
    except (ValueError, OverflowError):  # 31 June, the year 0, the day after 31 December 9999
        return Unresolved(Reason.IMPOSSIBLE_DATE)


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> DateReading | Unresolved:
    """EDTF alone, for columns that hold nothing else: there `1921-24` is a winter, in `read_date` four years."""
    edtf = _normal_edtf(text)
    if not _LOOKS_EDTF.fullmatch(edtf):
        return Unresolved(Reason.NO_DATE)
    try:
        when = parse_edtf(edtf)
        reading = _reading(text, when, "gregorian") if when else _read_by_library(text, edtf)
    except RefusedError as refused:
        return Unresolved(refused.reason)
    except (ValueError, OverflowError):
        return Unresolved(Reason.IMPOSSIBLE_DATE)
    return reading or Unresolved(Reason.NO_DATE)


def write_date(reading: DateReading, language: Language = "en") -> str:
    """The date in words: `2–5 June 1928`, `около 1928 г.`, `25 October (7 November) 1917`; EDTF where words fail."""
    when = parse_edtf(reading.edtf)
    return write_when(when, language, julian=reading.calendar == "julian") if when else reading.edtf


# ---------------------------------------------------------------------------------------------------------- EDTF

_LOOKS_EDTF = re.compile(r"[\[{]?(?:\.\.)?/?[Y\d-][\dXx\-~?%./,TZE:+]{3,120}[\]}]?", re.ASCII)
_NOT_EDTF = re.compile(
    r"\d{4}-(?P<end>\d{2})"  # `1922-32` and `1921-24` are years to a historian; checked below
    r"|\d{1,2}[./].*|.*\d\.\d(?!\d*\]).*|\d{4}[./]\d{1,2}(?:[./].*)?|-.*|\d{4}-|\d{1,3}-.*|\d{4}-\d{4}"
)


def _read_edtf(text: str) -> DateReading | None:
    edtf = _normal_edtf(text)
    if not _LOOKS_EDTF.fullmatch(edtf):
        return None
    words = _NOT_EDTF.fullmatch(edtf)
    if words and not (words["end"] and (int(words["end"]) <= 12 or 21 <= int(words["end"]) <= min(24, int(edtf[2:4])))):
        return None
    when = parse_edtf(edtf)
    return _reading(text, when, "gregorian") if when else _read_by_library(text, edtf)


def _normal_edtf(text: str) -> str:
    """Masks in capitals, and an end that is open or unknown as `..`: `1927/` would get ten years from the library."""
    edtf = re.sub(r"\s*([/,])\s*", r"\1", text.strip()).replace("x", "X")
    return re.sub(r"/(?:open|unknown)?$", "/..", re.sub(r"^(?:open|unknown)?/", "../", edtf))


def _read_by_library(text: str, edtf: str) -> DateReading | None:
    """An open end is left to us: the library prints to standard output when what follows `../` is no date."""
    from edtf import parse_edtf as parse  # imported late: 0.2 s, and only for EDTF beyond plain dates

    open_start, open_end = edtf.startswith("../"), edtf.endswith("/..")
    known = edtf.removeprefix("../").removesuffix("/..")
    if (open_start and open_end) or not known:
        return None
    try:
        value = parse(known)
        bounds = value.lower_strict(), value.upper_strict()
    except Exception:  # the library's own, and TypeError and others from inside it for texts such as `/0/`
        return None
    earliest = None if open_start else _library_day(bounds[0])
    latest = None if open_end else _library_day(bounds[1])
    normal = ("../" if open_start else "") + str(value).replace(", ", ",") + ("/.." if open_end else "")
    return DateReading(text, normal, earliest, latest, "gregorian", _qualifier(set(_MARKS.findall(normal))))


def _library_day(value: object) -> date | None:
    if isinstance(value, float):  # plus or minus infinity
        return None
    year, month, day = value[:3]  # type: ignore[index]  # a struct_time, whose years may lie outside 1 to 9999
    return date(year, month, day)


# --------------------------------------------------------------------------------------------------------- words


def _read_words(text: str) -> DateReading:
    if len(text) > LONGEST:
        raise UnknownWordError(text)
    found = tokens(text)
    statement = Statement(found)
    when = statement.read()
    if statement.both_calendars:
        return _reading(text, when, "julian")
    if any(token.kind == "julian" for token in found):
        return _reading(text, _from_julian(when), "julian")
    return _reading(text, when, "gregorian")


def _reading(text: str, when: When, calendar: Calendar) -> DateReading:
    earliest, latest = when.earliest, when.latest
    if earliest and latest and earliest > latest:
        raise RefusedError(Reason.BACKWARD_DATES)
    edtf = str(when)
    return DateReading(text, edtf, earliest, latest, calendar, _qualifier(set(_MARKS.findall(edtf))))


_MARKS = re.compile("[~?%]")


def _qualifier(marks: set[str]) -> Qualifier:
    if "%" in marks or marks == {"~", "?"}:
        return "approximate and uncertain"
    return "approximate" if "~" in marks else "uncertain" if "?" in marks else ""


def _from_julian(when: When) -> When:
    if isinstance(when, Choice):
        return Choice(tuple(map(_stretch_from_julian, when.stretches)), when.every)
    return _stretch_from_julian(when)


def _stretch_from_julian(stretch: Stretch) -> Stretch:
    return Stretch(_from_julian_point(stretch.first, last=False), _from_julian_point(stretch.last, last=True))


def _from_julian_point(point: Point | None, last: bool) -> Point | None:
    """A Julian month or year becomes the Gregorian days it runs between."""
    if point is None:
        return None
    bound = point
    if not point.day:
        day = point.latest if last else point.earliest
        bound = Point(day.year, day.month, day.day)
    gregorian = julian_to_gregorian(bound.year, bound.month, bound.day)
    return Point(gregorian.year, gregorian.month, gregorian.day, mark=point.mark)
