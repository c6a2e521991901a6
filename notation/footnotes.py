"""Finds the notes of a plain-text article: numbers, texts and places, in the order printed.

The rule: nothing is dropped; what is out of order, doubled or missing is kept and said. Boundary: what a note cites is
for `parsing`; markup is for the reader of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from notation.references import Span


@dataclass(frozen=True, slots=True)
class Note:
    """`number` as printed; `span` is where `text` stands in the article."""

    number: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """`problems` are English sentences for the person who checks the notes."""

    notes: tuple[Note, ...] = ()
    problems: tuple[str, ...] = ()


# The five ways in which a line opens a note; one article keeps to one of them.
_OPENINGS = re.compile(
    r"^[ \t\xa0]{0,8}(?:"
    r"\[(?P<bracket>\d{1,4})\][ \t\xa0.:]{0,3}"
    r"|(?P<dot>\d{1,4})\.(?:[ \t\xa0]{1,4}|$)(?!\d)"
    r"|\(?(?P<paren>\d{1,4})\)[ \t\xa0]{0,4}"
    r"|(?P<raised>[¹²³⁰⁴-⁹]{1,4})[ \t\xa0]{0,4}"
    r"|(?P<plain>\d{1,4})(?:[ \t\xa0]{1,4}(?=[^\W\d_]|[“\"„«‘(])|$)"
    r")",
    re.MULTILINE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKS = re.compile(r"\[(\d{1,4})\](?!\d)|(?<=[\w.,;:!?»”\"’)])([¹²³⁰⁴-⁹]{1,4})")
_HEADING = re.compile(
    r"^[ \t#*]{0,6}(?:(?:end|foot)?notes|references|anmerkungen|przypisy|notes et r[ée]f[ée]rences"
    r"|сноски|примечания|примітки|заўвагі)[ \t:*]{0,6}$",
    re.IGNORECASE | re.MULTILINE,
)
# What web pages leave behind the last note: a paragraph of a few bare words.
_FURNITURE = re.compile(r"(?:\n[ \t]*){2,}[^\W\d_]+(?:[ \t][^\W\d_]+){0,2}\s*\Z")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Opening:
    number: int
    start: int
    end: int


def find_notes(text: str) -> FoundNotes:
    """The notes of an article (or of a text that is all notes) and what is odd about their numbers. Never raises."""
    if not text.strip():
        return FoundNotes()
    openings = _section(text)
    if not openings:
        return FoundNotes((), ("No numbered notes were found in this text.",))
    notes = []
    for index, opening in enumerate(openings):
        last = index + 1 == len(openings)
        end = len(text) if last else openings[index + 1].start
        notes.append(_note(text, opening, end, last))
    problems = [
        *odd_numbers([opening.number for opening in openings]),
        *_odd_marks(text[: openings[0].start], openings),
    ]
    return FoundNotes(tuple(notes), tuple(problems))


def _note(text: str, opening: _Opening, end: int, last: bool) -> Note:
    body = text[opening.end : end]
    if last:
        # The bound keeps the search linear: furniture is short.
        tail = max(0, len(body) - 200)
        furniture = _FURNITURE.search(body, tail)
        if furniture and body[: furniture.start()].strip():
            body = body[: furniture.start()]
    start = opening.end + len(body) - len(body.lstrip())
    body = body.strip()
    return Note(str(opening.number), body, Span(start, start + len(body)))


def _section(text: str) -> list[_Opening]:
    """The openings of one kind that number the most notes in a row, from where the notes begin."""
    kinds: dict[str, list[_Opening]] = {}
    for match in _OPENINGS.finditer(text):
        kind = match.lastgroup or ""
        number = int(match[kind].translate(_RAISED))
        kinds.setdefault(kind, []).append(_Opening(number, match.start(), match.end()))
    best: list[_Opening] = []
    score = 0
    for kind, openings in kinds.items():
        found = _from_where_notes_begin(text, openings)
        steps = sum(1 for one, two in pairwise(found) if two.number == one.number + 1)
        if kind == "plain" and steps == 0 and (len(found) > 1 or found[0].number != 1):
            continue
        if steps + 1 > score:
            best, score = found, steps + 1
    return best


def _from_where_notes_begin(text: str, openings: list[_Opening]) -> list[_Opening]:
    """After a heading, or from the first line, or from the last opening that starts a series at its lowest number."""
    headings = [match.end() for match in _HEADING.finditer(text) if match.end() < openings[-1].start]
    if headings:
        after = [opening for opening in openings if opening.start >= headings[-1]]
        if len(after) * 2 >= len(openings) or (after and after[0].number <= 1):
            return after
    if not text[: openings[0].start].strip() or len(text[: openings[0].start].strip()) < 300:
        return openings
    starts = [index for index, opening in enumerate(openings) if opening.number <= 1]
    return openings[starts[-1] :] if starts else openings


def odd_numbers(numbers: Iterable[int]) -> list[str]:
    """What is odd about the numbers of notes in a row, in English sentences."""
    said: list[str] = []
    seen: set[int] = set()
    before = None
    for number in numbers:
        if before is None:
            if number > 1:
                said.append(f"The first note found is number {number}.")
        elif number == 1 and before > 1:
            said.append(f"The numbers start again at 1 after note {before}.")
            seen = set()
        elif number in seen:
            said.append(f"Note {number} occurs more than once.")
        elif number < before:
            said.append(f"Note {number} stands after note {before}.")
        elif number == before + 2:
            said.append(f"Note {before + 1} is missing: {number} follows {before}.")
        elif number > before + 2:
            said.append(f"Notes {before + 1} to {number - 1} are missing: {number} follows {before}.")
        seen.add(number)
        before = number
    return said


def _odd_marks(body: str, openings: list[_Opening]) -> list[str]:
    marks = [int((match[1] or match[2]).translate(_RAISED)) for match in _MARKS.finditer(body)]
    if not marks:
        return []
    marked, noted = set(marks), {opening.number for opening in openings}
    said = []
    if without_note := sorted(marked - noted):
        said.append(f"The text has marks without a note: {_listed(without_note)}.")
    if without_mark := sorted(noted - marked):
        said.append(f"These notes have no mark in the text: {_listed(without_mark)}.")
    return said


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return shown if len(numbers) <= _SHOWN else f"{shown} and {len(numbers) - _SHOWN} more"
