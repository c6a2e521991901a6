"""The grammar of dates in words: which tokens make a point, a stretch or a choice, and what each lends the other.

The rule: a part that one end of a range lacks is taken from the other end only (`2–5 июня 1928`), and a statement is
understood whole or refused. Boundary: days of the Julian calendar come out as Gregorian only where the source gives
both (`25 октября (7 ноября) 1917`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from notation.dates_calendar import julian_to_gregorian
from notation.dates_edtf import WINTER, Choice, Mark, Point, Stretch, When
from notation.dates_parts import PARTS, CannotBePartedError, part_of
from notation.dates_words import Token
from notation.outcomes import Reason


class RefusedError(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def _refuse(reason: Reason = Reason.NO_DATE) -> NoReturn:
    raise RefusedError(reason)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A point of which some parts may stand elsewhere: in `2–5 июня 1928` the first is a bare number."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0
    masked: int = 0
    mark: Mark = ""
    part: str = ""  # a key of dates_parts
    bare: str = ""  # digits that may be a day or the end of a short range of years
    short_decade: int = 0  # 30 in `1920–30-е`
    short_century: int = 0  # 18 in `XVIII–XIX вв.`

    def stretch(self) -> Stretch:
        if self.bare or self.short_decade or self.short_century or not (self.year or self.masked):
            _refuse()
        point = Point(self.year, self.month, self.day, self.season, self.masked, self.mark)
        _check(point)
        try:
            return part_of(point, self.part) if self.part else Stretch(point, point)
        except CannotBePartedError:
            _refuse()


def _check(point: Point) -> None:
    if not 1 <= point.year + (10**point.masked - 1 if point.masked else 0) <= 9999:
        _refuse(Reason.IMPOSSIBLE_DATE)
    leap_day = (point.month, point.day) == (
        2,
        29,
    ) and point.year % 4 == 0  # Julian: whoever wants Gregorian bounds checks
    if point.month > 12 or (point.day and point.day > monthrange(point.year, point.month)[1] and not leap_day):
        _refuse(Reason.IMPOSSIBLE_DATE)


_LOWER = ("since", "notbefore", "after", "dated")
_UPPER = ("until", "notafter", "before")
_LONE_IN_BRACKETS = ("julian", "gregorian", "?", "maybe", "circa")


class Statement:
    """The tokens of one statement about time, read from the left.

    `both_calendars` tells afterwards that a day was given in both calendars, the result being the Gregorian one.
    """

    def __init__(self, found: list[Token]) -> None:
        self.both_calendars = False
        self._rest = _one_by_one(list(_without_brackets(found)))

    def read(self) -> When:
        when = self._statement()
        if self._rest:
            _refuse()
        return when

    def _statement(self) -> When:
        if self._take("undated") and not self._rest:  # `б. д. [1928]` has a date after all, the archivist's
            _refuse(Reason.UNDATED)
        if self._take("between"):
            first = self._draft()
            self._expect("and", "-")
            return _interval("", first, "", self._draft())
        if self._take("-"):
            return Stretch(None, self._draft().stretch().last)
        relation, first = self._take(*_LOWER, *_UPPER), self._draft()
        if not self._rest:
            return _bounded(relation, first.stretch())
        if [token.kind for token in self._rest] in (["or", "before"], ["or", "after"]):
            bound = self._rest.pop().kind
            self._rest.clear()
            return _bounded("until" if bound == "before" else "since", first.stretch())
        if not relation and self._next() in (",", "and", "or"):
            return self._choice(first)
        separator = self._take("-", "/", ",", "and")
        if separator == "-" and not self._rest:
            return Stretch(first.stretch().first, None)
        end = self._take(*_UPPER)
        if self._take("now"):
            return Stretch(first.stretch().first, None)
        if not (separator or end):
            _refuse()
        return _interval(relation, first, end, self._draft())

    def _choice(self, first: _Draft) -> Choice:
        """`1927 or 1928`; `2, 5 и 7 июня 1928`, where the last one lends the others its month and year."""
        drafts, joiners = [first], set()
        while joiner := self._take(",", "and", "or"):
            joiners.add(joiner)
            drafts.append(self._draft())
        filled = [_filled(draft, drafts[-1])[0] for draft in drafts[:-1]]
        last = _filled(first, drafts[-1])[1]
        return Choice(tuple(draft.stretch() for draft in (*filled, last)), every="or" not in joiners)

    def _draft(self) -> _Draft:
        """One point with what stands before and after it: doubt, a part of it, its date in the other calendar."""
        mark, part = "", ""
        while prefix := self._take("circa", "maybe", "in", *PARTS):
            if prefix in PARTS:
                part = prefix
                self._take("-")
            mark += {"circa": "~", "maybe": "?"}.get(prefix, "")
        draft = self._other_calendar(self._point())
        while suffix := self._take("?", "maybe", "circa"):
            mark += "~" if suffix == "circa" else "?"
        self._take("year")
        doubts: Mark = "%" if {"~", "?"} <= set(mark) else "~" if "~" in mark else "?" if mark else ""
        return replace(draft, mark=doubts, part=part or draft.part)

    def _point(self) -> _Draft:
        token = self._rest.pop(0) if self._rest else _refuse()
        match token.kind:
            case "ymd":
                year, month, day = token.values
                return _Draft(year, month, day)
            case "dmy":
                day, month, year = token.values
                return _Draft(year, month, day)
            case "slashed":
                return _slashed(*token.values)
            case "my":
                return _Draft(token.values[1], token.values[0])
            case "dm":
                return self._with_year(_Draft(day=token.values[0], month=token.values[1]))
            case "month":
                return self._after_month(token.values[0])
            case "number":
                return self._after_number(token)
            case "decade":
                return self._after_decade(token.values[0])
            case "roman":
                return self._after_roman(token.values[0])
            case _ if token.kind.startswith("season"):
                return self._after_season(int(token.kind.removeprefix("season")))
        _refuse()

    def _after_month(self, month: int) -> _Draft:
        day = self._take_number(longest=2)
        return self._with_year(_Draft(month=month, day=int(day or 0)))

    def _after_number(self, token: Token) -> _Draft:
        value, digits = token.values[0], str(token.values[0])
        width = sum(letter.isdecimal() for letter in token.text)
        if self._take_century():
            return _Draft(100 * (value - 1), masked=2)
        if self._next() == "month" and width <= 2:
            return self._with_year(_Draft(day=value, month=self._rest.pop(0).values[0]))
        if self._next() == "roman" and width <= 2:
            return self._with_year(_Draft(day=value, month=self._rest.pop(0).values[0]))
        if width >= 4 or (width == 3 and self._next() == "year"):
            return self._after_year(value)
        return self._with_year(_Draft(bare=digits.zfill(width)))

    def _after_year(self, year: int) -> _Draft:
        """The year may come first: `1928 г., 2 июня`, `1928. Июнь`."""
        self._take("year")
        kinds = [token.kind for token in self._rest[:3]]
        if kinds[:1] in ([","], ["."]) and ("month" in kinds[1:2] or kinds[1:3] == ["number", "month"]):
            self._take(",", ".")
        if self._next() == "month":
            month = self._rest.pop(0).values[0]
            return _Draft(year, month, int(self._take_number(longest=2) or 0))
        if [token.kind for token in self._rest[:2]] == ["number", "month"]:
            day, month = self._rest.pop(0).values[0], self._rest.pop(0).values[0]
            return _Draft(year, month, day)
        return _Draft(year) if year else _refuse(Reason.IMPOSSIBLE_DATE)

    def _after_decade(self, decade: int) -> _Draft:
        self._take("year")
        if decade >= 100:
            return _Draft(decade, masked=1)
        if self._next() in ("roman", "number") and (century := self._point()).masked == 2:
            return _Draft(century.year + decade, masked=1)
        return _Draft(short_decade=decade)

    def _after_roman(self, value: int) -> _Draft:
        if self._take_century():
            return _Draft(100 * (value - 1), masked=2)
        if year := self._take_number(longest=4, shortest=4):
            return _Draft(int(year), value)
        return _Draft(short_century=value)

    def _after_season(self, season: int) -> _Draft:
        draft = self._with_year(_Draft(season=season))
        if season == WINTER and draft.year and self._next() in ("-", "/") and len(self._rest) > 1:
            following = self._rest[1]
            if following.kind == "number" and following.values[0] in (draft.year + 1, (draft.year + 1) % 100):
                self._rest = self._rest[2:]
                return replace(draft, part="winter")
        return draft

    def _with_year(self, draft: _Draft) -> _Draft:
        """The draft with the year that follows it, if one does: `, 1928`, `1928 г.`."""
        at = 1 if self._next() == "," else 0
        following = self._rest[at] if len(self._rest) > at else None
        if following is None or following.kind != "number" or len(following.text) < 4:
            return draft
        self._rest = self._rest[at + 1 :]
        self._take("year")
        return replace(draft, year=following.values[0])

    def _other_calendar(self, draft: _Draft) -> _Draft:
        """`25 октября (7 ноября) 1917`, `9/22 января 1905`: the same day twice, told apart by arithmetic."""
        has_day = draft.day or (draft.bare and int(draft.bare) <= 31)
        if not has_day or not (self._take("(") or self._slash_of_two_days(draft)):
            return draft
        other = self._point()
        self._take(")")
        if self._next() == "month":
            other = replace(other, month=self._rest.pop(0).values[0])
        other = self._with_year(other)
        self._take("year")
        day = _same_day(draft, other, self._year_ahead())
        self.both_calendars = True
        return day

    def _year_ahead(self) -> int:
        """The year at the end of a range: `2 (15) марта – 5 (18) марта 1917`."""
        return next((token.values[0] for token in self._rest if token.kind == "number" and len(token.text) >= 4), 0)

    def _slash_of_two_days(self, draft: _Draft) -> bool:
        return not draft.year and self._take("/") == "/"

    def _next(self) -> str:
        return self._rest[0].kind if self._rest else ""

    def _take(self, *kinds: str) -> str:
        """The kind of the next token if it is one of these, which is then read; else an empty string."""
        return self._rest.pop(0).kind if self._rest and self._rest[0].kind in kinds else ""

    def _expect(self, *kinds: str) -> None:
        if not self._take(*kinds):
            _refuse()

    def _take_number(self, longest: int, shortest: int = 1) -> str:
        if self._next() == "number" and shortest <= len(str(self._rest[0].values[0])) <= longest:
            return str(self._rest.pop(0).values[0])
        return ""

    def _take_century(self) -> bool:
        """`XIX в.`: the word is also "in", so it counts only where nothing or another end follows."""
        if self._take("century"):
            return True
        kinds = [token.kind for token in self._rest[:2]]
        return kinds[:1] == ["in"] and kinds[1:] in ([], ["-"], ["?"]) and self._take("in") == "in"


def _without_brackets(found: list[Token]) -> Iterator[Token]:
    """Leave out `[…]` (supplied by an archivist), weekdays, brackets round one word of doubt, calendar marks."""
    kinds = ["", *(token.kind for token in found), ""]
    for token, before, after in zip(found, kinds, kinds[2:], strict=False):
        if token.kind == "weekday" or (before == "weekday" and token.kind == ","):
            continue
        opens, closes = (
            token.kind == "(" and after in _LONE_IN_BRACKETS,
            token.kind == ")" and before in _LONE_IN_BRACKETS,
        )
        if not (token.kind in ("[", "]", "julian", "gregorian") or opens or closes):
            yield token


_TWICE = re.compile(r"number - number (?P<old>month )?\( number - number (?P<new>month )?\) (?P<month>month )?number")


def _one_by_one(found: list[Token]) -> list[Token]:
    """`25–27 октября (7–9 ноября) 1917` as `25 октября (7 ноября) 1917 – 27 октября (9 ноября) 1917`."""
    match = _TWICE.match(" ".join(token.kind for token in found))
    if not match:
        return found
    numbers = [token for token in found if token.kind == "number"]
    months = [token for token in found if token.kind == "month"][:2]
    old, new = (months[:1], months[-1:]) if match["old"] and match["new"] else ([], months[:1])
    opening, closing, dash = Token("("), Token(")"), Token("-")
    first = [numbers[0], *old, opening, numbers[2], *new, closing, numbers[4]]
    last = [numbers[1], *old, opening, numbers[3], *new, closing]
    rest = found[match[0].count(" ") :]
    return [*first, dash, *last, *rest]


def _slashed(one: int, other: int, year: int) -> _Draft:
    """`25/10/1917` can only be a day and a month; `02/06/1928` is 2 June in Europe and 6 February in America."""
    if one <= 12 and other <= 12 and one != other:
        _refuse(Reason.AMBIGUOUS_DATE)
    return _Draft(year, other, one) if one > 12 or one == other else _Draft(year, one, other)


def _bounded(relation: str, stretch: Stretch) -> Stretch:
    first, last = stretch.first, stretch.last
    match relation:
        case "since" | "notbefore":
            return Stretch(first, None)
        case "after":
            return Stretch(last and last.after(), None)
        case "until" | "notafter":
            return Stretch(None, last)
        case "before":
            return Stretch(None, first and first.before())
    return stretch


def _interval(relation: str, first: _Draft, end_relation: str, last: _Draft) -> Stretch:
    if relation in _UPPER:
        _refuse()
    first, last = _filled(first, last)
    if first.mark and not last.mark:  # `около 1922–1932`: the doubt is about both
        last = replace(last, mark=first.mark)
    lower = _bounded(relation if relation == "after" else "since", first.stretch())
    # `с 1922 до 1932` ends with 1932; only a bare `до 1932` leaves it out.
    upper = _bounded(end_relation if end_relation == "before" and relation != "since" else "until", last.stretch())
    return Stretch(lower.first, upper.last)


def _filled(first: _Draft, last: _Draft) -> tuple[_Draft, _Draft]:
    """Both ends of a range with the parts that only the other one spells out."""
    if last.bare:
        last = _filled_end(first, last)
    if last.short_decade and first.year:
        last = replace(last, year=first.year - first.year % 100 + last.short_decade, masked=1, short_decade=0)
    if first.short_decade and last.year and last.masked == 1:
        first = replace(first, year=last.year - last.year % 100 + first.short_decade, masked=1, short_decade=0)
    if last.masked == 1 and first.year and first.year % 10 == 0 and not first.month:
        first = replace(first, masked=1)
    if first.short_century and last.masked == 2:
        first = replace(first, year=100 * (first.short_century - 1), masked=2, short_century=0)
    if first.bare and last.day:
        first = replace(first, bare="", day=int(first.bare), month=last.month)
    if last.month and not last.year and first.year:
        last = replace(last, year=first.year)
    if (first.month or first.season) and not first.year:
        first = replace(first, year=last.year)
    return first, last


def _filled_end(first: _Draft, last: _Draft) -> _Draft:
    """`1922–32`, `1928–9`, or the 5 of `June 2–5, 1928`."""
    value = int(last.bare)
    if first.day and first.month and not first.year:
        return replace(last, bare="", day=value, month=first.month)
    if first.year and not (first.month or first.masked or last.year):
        century = 10 ** len(last.bare)
        return replace(last, bare="", year=first.year - first.year % century + value)
    return last


def _same_day(one: _Draft, other: _Draft, year_ahead: int) -> _Draft:
    """The Gregorian one of two days that are the same in the two calendars, whichever was written first."""
    days = []
    for draft, partner in ((one, other), (other, one)):
        day = draft.day or int(draft.bare or 0)
        days.append((draft.year or partner.year or year_ahead, draft.month or partner.month, day))
    for (year, month, day), (other_year, other_month, other_day) in (days, days[::-1]):
        if not (year and 1 <= month <= 12):
            _refuse()
        # `19 декабря (1 января) 1918`: the year may be that of one of the two only.
        for julian_year in (year, year - 1):
            gregorian = julian_to_gregorian(julian_year, month, day)
            if (gregorian.year, gregorian.month, gregorian.day) == (other_year, other_month, other_day):
                return _Draft(gregorian.year, gregorian.month, gregorian.day)
    _refuse(Reason.CALENDARS_DISAGREE)
