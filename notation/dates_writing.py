"""Dates written in words, in English or Russian, so that reading them again gives the same date.

The rule: days read `2 June 1928` and `2 июня 1928 г.`; a day of a Julian source shows both calendars. Boundary: EDTF
that words cannot say (`1928-XX-02`) never comes here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from notation.dates_calendar import gregorian_to_julian
from notation.dates_edtf import Choice, Point, Stretch, When
from notation.dates_parts import as_part
from notation.dates_words import MONTHS, written_roman


@dataclass(frozen=True, slots=True)
class _Words:
    months: list[str]
    months_of: list[str]  # after a number or a preposition: `2 июня`, `около июня`
    seasons: dict[int, str]
    seasons_of: dict[int, str]
    parts: dict[str, str]
    circa: str
    not_before: str
    not_after: str
    and_: str
    or_: str
    doubt: str
    year: str
    years: str
    decade: str
    decade_of: str


_ENGLISH_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_RUSSIAN_SEASONS = {21: "весна", 22: "лето", 23: "осень", 24: "зима"}
_RUSSIAN_SEASONS_OF = {21: "весны", 22: "лета", 23: "осени", 24: "зимы"}
_ENGLISH = _Words(
    months=MONTHS["en"],
    months_of=MONTHS["en"],
    seasons=_ENGLISH_SEASONS,
    seasons_of=_ENGLISH_SEASONS,
    parts={"early": "early", "middle": "mid", "late": "late"},
    circa="circa ",
    not_before="not earlier than ",
    not_after="not later than ",
    and_="and",
    or_="or",
    doubt="?",
    year="",
    years="",
    decade="s",
    decade_of="s",
)
_RUSSIAN = _Words(
    months=MONTHS["ru"],
    months_of=MONTHS["ru-genitive"],
    seasons=_RUSSIAN_SEASONS,
    seasons_of=_RUSSIAN_SEASONS_OF,
    parts={"early": "начало", "middle": "середина", "late": "конец"},
    circa="около ",
    not_before="не ранее ",
    not_after="не позднее ",
    and_="и",
    or_="или",
    doubt=" (?)",
    year=" г.",
    years=" гг.",
    decade="-е гг.",
    decade_of="-х гг.",
)


def write_when(when: When, language: Literal["en", "ru"], julian: bool = False) -> str:
    words = _RUSSIAN if language == "ru" else _ENGLISH
    if isinstance(when, Choice):
        joiner = f" {words.and_ if when.every else words.or_} "
        *parts, last = [_stretch(stretch, words, julian) for stretch in when.stretches]
        return joiner.join(filter(None, [", ".join(parts), last]))
    return _stretch(when, words, julian)


def _stretch(stretch: Stretch, words: _Words, julian: bool) -> str:
    first, last = stretch.first, stretch.last
    if first is None or last is None:
        known = first or last
        relation = words.not_after if first is None else words.not_before
        return relation + (_point(known, words, julian, oblique=True) if known else "")
    if first == last:
        return _point(first, words, julian)
    if not julian and (part := as_part(stretch)):
        return f"{words.parts[part[0]]} {_point(part[1], words, julian, oblique=True)}"
    if first.mark == last.mark == "~":
        plain = Stretch(replace(first, mark=""), replace(last, mark=""))
        return words.circa + _range(plain, words, julian, oblique=True)
    return _range(stretch, words, julian, oblique=False)


def _range(stretch: Stretch, words: _Words, julian: bool, oblique: bool) -> str:
    """`2–5 June 1928`, `2 June – 5 July 1928`, `June–July 1928`, `1922–1932`: what both share is said once."""
    first, last = stretch.first, stretch.last
    if first is None or last is None:
        return ""
    ends = [_point(point, words, julian, oblique) for point in (first, last)]
    if julian or first.mark or last.mark:
        return " – ".join(ends)
    if _is_plain_year(first) and _is_plain_year(last):
        return f"{first.year:04d}–{last.year:04d}{words.years}"
    if first.year != last.year or not (first.month and last.month) or bool(first.day) != bool(last.day):
        return " – ".join(ends)
    if not first.day:
        return f"{(words.months_of if oblique else words.months)[first.month - 1]}–{ends[1]}"
    if first.month == last.month:
        return f"{first.day}–{ends[1]}"
    return f"{first.day} {words.months_of[first.month - 1]} – {ends[1]}"


def _is_plain_year(point: Point) -> bool:
    return not (point.month or point.season or point.masked)


def _point(point: Point, words: _Words, julian: bool, oblique: bool = False) -> str:
    approximate = point.mark in ("~", "%")
    written = _bare_point(point, words, julian, oblique or approximate)
    return f"{words.circa if approximate else ''}{written}{words.doubt if point.mark in ('?', '%') else ''}"


def _bare_point(point: Point, words: _Words, julian: bool, oblique: bool) -> str:
    year = f"{point.year:04d}"
    if point.masked == 2:
        return _century(point.year // 100 + 1, words, oblique)
    if point.masked:
        return year + (words.decade_of if oblique else words.decade)
    if point.season:
        return f"{(words.seasons_of if oblique else words.seasons)[point.season]} {year}{words.year}"
    if not point.month:
        return year + words.year
    if not point.day:
        return f"{(words.months_of if oblique else words.months)[point.month - 1]} {year}{words.year}"
    if julian:
        return _both_calendars(point, words)
    return f"{point.day} {words.months_of[point.month - 1]} {year}{words.year}"


def _both_calendars(point: Point, words: _Words) -> str:
    """`25 October (7 November) 1917`; the year twice where it differs, the month once where it is the same."""
    year, month, day = gregorian_to_julian(date(point.year, point.month, point.day))
    old_month, new_month = words.months_of[month - 1], words.months_of[point.month - 1]
    if year != point.year:
        return f"{day} {old_month} {year:04d}{words.year} ({point.day} {new_month} {point.year:04d}{words.year})"
    if month == point.month:
        return f"{day} ({point.day}) {new_month} {point.year:04d}{words.year}"
    return f"{day} {old_month} ({point.day} {new_month}) {point.year:04d}{words.year}"


def _century(number: int, words: _Words, oblique: bool) -> str:
    if words is _RUSSIAN:
        return f"{written_roman(number)} {'века' if oblique else 'век'}"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} century"
