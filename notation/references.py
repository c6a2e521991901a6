"""References as values: an archive, a path of numbers and sheets; or a printed work and its pages.

The rule: a value says what was cited and where it stood in the text, never how to find it. Boundary: nothing here
reads or writes notes; `parsing` makes these values, `styles` prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from notation.outcomes import Outcome

How = Literal["explicit", "inherited", "ibid"]


class Span(NamedTuple):
    """Characters start (included) to end (left out) of the text that was read; a tuple, as a note has dozens."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet: `87 об.` is Leaf(87, True, ""), `12а` is Leaf(12, False, "а")."""

    number: int
    verso: bool = False
    suffix: str = ""

    def canonical(self) -> str:
        return f"{self.number}{self.suffix}{'v' if self.verso else ''}"


@dataclass(frozen=True, slots=True)
class LeafRange:
    first: Leaf
    last: Leaf

    @property
    def span(self) -> tuple[int, int]:
        """Half-open span of sides: recto of sheet n is 2n, its verso 2n + 1.

        A sheet or range with no side given covers both sides of its ends: `83` is (166, 168), `41–44` is (82, 90).
        `83 об.` is the verso alone, (167, 168). Where one end of a range names the verso, sides were being told
        apart, so the other end is a recto: `41–44 об.` is (82, 90), `43 об.–44` is (87, 89).
        """
        start = 2 * self.first.number + self.first.verso
        sides_told = self.first.verso or self.last.verso
        end = 2 * self.last.number + (1 if sides_told and not self.last.verso else 2)
        return start, end

    def canonical(self) -> str:
        if self.first == self.last:
            return self.first.canonical()
        return f"{self.first.canonical()}-{self.last.canonical()}"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The sheets of one reference in the order printed: ranges, and as text those that are no plain number."""

    as_written: str = ""
    items: tuple[LeafRange | str, ...] = ()

    @property
    def ranges(self) -> tuple[LeafRange, ...]:
        return tuple(item for item in self.items if isinstance(item, LeafRange))

    @property
    def other(self) -> tuple[str, ...]:
        """Sheets that are no number (`12а`, `Б`): findable as written only."""
        return tuple(item for item in self.items if isinstance(item, str))

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(item.span for item in self.ranges)

    def canonical(self) -> str:
        """`41-44v, 46, 12а`: short ends written out, versos as v."""
        return ", ".join(self.canonical_items())

    def canonical_items(self) -> tuple[str, ...]:
        return tuple(item if isinstance(item, str) else item.canonical() for item in self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


NO_LEAVES = Leaves()


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a path: name is fond, opis, delo, collection, series, box, folder, item, papka, roll …"""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class ArchivalReference:
    """`repository` is the romanised acronym as named, or the name as written where there is no acronym."""

    repository: str
    repository_as_written: str = ""
    path: tuple[Level, ...] = ()
    leaves: Leaves = NO_LEAVES
    title: str = ""
    url: str = ""

    def number(self, name: str) -> str:
        """The number of the level of that name, empty where the path has no such level."""
        return next((level.number for level in self.path if level.name == name), "")

    @property
    def fond(self) -> str:
        return self.number("fond")

    @property
    def opis(self) -> str:
        return self.number("opis")

    @property
    def delo(self) -> str:
        return self.number("delo")

    @property
    def shelfmark(self) -> str:
        return "/".join(level.number for level in self.path)


@dataclass(frozen=True, slots=True)
class PublicationReference:
    """Title is the main title; pages and numbers are as printed (`188–92`).

    `kind` is book, article, newspaper, chapter, thesis or web; empty where only the fields tell. The `issue` of a
    newspaper is its day (`7 марта`), the `publisher` of a thesis its university. `accessed` is an ISO date.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    container: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    pages: str = ""
    place: str = ""
    publisher: str = ""
    url: str = ""
    kind: str = ""
    accessed: str = ""


Reference = ArchivalReference | PublicationReference


class Part(NamedTuple):
    """These characters were understood as this: repository, fond, leaves, title, author, year, pages, url …"""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a note where something is cited.

    `reference` is as complete as the note makes it; where `outcome` is Resolved it equals `outcome.value`, and where
    it is not, it holds the words of the note alone. `inherited` names the fields that stand in an earlier reference
    only: repository, fond, opis, delo, path, leaves, title, authors, year, pages …
    """

    reference: Reference
    span: Span
    text: str
    how: How
    inherited: frozenset[str]
    outcome: Outcome[Reference]
    remark: str = ""
    parts: tuple[Part, ...] = ()


def remainder_spans(text: str, parts: tuple[Part, ...]) -> tuple[Span, ...]:
    """The stretches of text, other than spaces and punctuation, that no part covers."""
    left, at = [], 0
    for part in sorted(parts, key=lambda part: part.span.start):
        if part.span.start > at and _WORDY.search(text, at, part.span.start):
            left.append(Span(at, part.span.start))
        at = max(at, part.span.end)
    if at < len(text) and _WORDY.search(text, at):
        left.append(Span(at, len(text)))
    return tuple(left)


_WORDY = re.compile(r"\w")
