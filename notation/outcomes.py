"""What a question about a reference can be answered with: one thing, several, or none and why.

The rule: a missing answer always says its reason, and two candidates are never narrowed down by guessing.
Boundary: sentences are English; whoever shows them translates them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Reason(StrEnum):
    """Why nothing was found; `sentence` says it to a reader."""

    NOTHING_BEFORE = "nothing-before"
    BROKEN_CHAIN = "broken-chain"
    NO_EARLIER_WORK = "no-earlier-work"
    OTHER_KIND = "other-kind"
    INCOMPLETE = "incomplete"
    UNKNOWN_ARCHIVE = "unknown-archive"
    SEVERAL_ARCHIVES = "several-archives"
    NOT_HELD = "not-held"
    NO_DATE = "no-date"
    UNDATED = "undated"
    IMPOSSIBLE_DATE = "impossible-date"
    AMBIGUOUS_DATE = "ambiguous-date"
    BACKWARD_DATES = "backward-dates"
    CALENDARS_DISAGREE = "calendars-disagree"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Reason.NOTHING_BEFORE: "No reference stands before this one, so there is nothing for it to repeat.",
    Reason.BROKEN_CHAIN: "The note before cites nothing that we understood, so what this one repeats is unknown.",
    Reason.NO_EARLIER_WORK: "No earlier note cites a work of this author or title.",
    Reason.OTHER_KIND: "The reference before this one is of another kind, so the parts given here do not fit it.",
    Reason.INCOMPLETE: "Parts of the reference are missing and no earlier reference supplies them.",
    Reason.UNKNOWN_ARCHIVE: "No archive of this name is known.",
    Reason.SEVERAL_ARCHIVES: "Several archives bear this name, and nothing here says which of them is meant.",
    Reason.NOT_HELD: "The source is not among the records held.",
    Reason.NO_DATE: "These words are not understood as a date.",
    Reason.UNDATED: "The source says that it bears no date.",
    Reason.IMPOSSIBLE_DATE: "No calendar has this day, month or year (years run from 1 to 9999).",
    Reason.AMBIGUOUS_DATE: "The date can be read in more than one way.",
    Reason.BACKWARD_DATES: "The end lies before the beginning.",
    Reason.CALENDARS_DISAGREE: "The two dates given are not the same day in the Julian and the Gregorian calendar.",
}


@dataclass(frozen=True, slots=True)
class Resolved(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[T]):
    """Two candidates or more, in the order in which they were cited."""

    candidates: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    reason: Reason


Outcome = Resolved[T] | Ambiguous[T] | Unresolved
