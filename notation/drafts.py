"""What the scanners hand on: citations half read, before anything is filled in from an earlier one.

The rule: a draft holds only what its own words say. Boundary: completing drafts is the work of `ibid`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from notation.references import NO_LEAVES, Leaves, Level, Part, Span

Back = Literal["", "ibid", "op. cit.", "levels"]


@dataclass(slots=True)
class Draft:
    """One citation as its own words give it.

    `back` is the word that points back, or `levels` where levels alone do (`vol. 7, ch. 9`); `continues` marks an item
    of an elliptic list; kind `unknown` is an Ibid. that may repeat either kind, `unread` short words that cite
    something only if an earlier note cites a work of that title.
    """

    start: int
    end: int
    kind: Literal["archival", "publication", "unknown", "unread"] = "archival"
    back: Back = ""
    continues: bool = False
    in_container: bool = False
    repository: str = ""
    repository_as_written: str = ""
    levels: list[Level] = field(default_factory=list)
    leaves: Leaves = NO_LEAVES
    title: str = ""
    url: str = ""
    remark: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in [level.name for level in self.levels]

    def mark(self, kind: str, start: int, end: int) -> None:
        self.parts.append(Part(kind, Span(start, end)))
        if end > self.end:
            self.end = end

    def add(self, name: str, number: str, start: int, end: int) -> None:
        self.levels.append(Level(name, number))
        self.mark(name, start, end)
