"""When a source is from, as files for reference managers can say it: a day, a span, about, or in words.

The rule: a plain day, month or year is told in figures; whatever is more than that keeps its words as written, with
the figures beside them where a format has room. Boundary: dates come read, as EDTF (`notation.dates`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_UNCERTAIN = re.compile(r"[?~%]+\Z")
# Signs of EDTF that BibLaTeX reads; `%` would begin a comment there.
_FOR_BIBLATEX = re.compile(r"[0-9X?~/.-]+\Z")


@dataclass(frozen=True, slots=True)
class Dated:
    """`day` is (1928, 6, 2) of a plain date; else `span` has one or two such, and `words` say it as written."""

    day: tuple[int, ...] = ()
    span: tuple[tuple[int, ...], ...] = ()
    circa: bool = False
    words: str = ""
    edtf: str = ""

    @property
    def year(self) -> str:
        first = self.day or (self.span[0] if self.span else ())
        return f"{first[0]:04}" if first else ""

    @property
    def iso(self) -> str:
        """`1928-06`, of a plain date."""
        return iso_of(self.day)


UNDATED = Dated()


def dated(edtf: str, written: str = "") -> Dated:
    """`edtf` may also be words, where nobody understood them."""
    day = day_parts(edtf)
    if day:
        return Dated(day)
    ends = [day_parts(_UNCERTAIN.sub("", end)) for end in edtf.split("/")]
    span = tuple(ends) if len(ends) <= 2 and all(ends) else ()
    return Dated((), span, "~" in edtf or "%" in edtf, written or edtf, edtf if _FOR_BIBLATEX.match(edtf) else "")


def day_parts(edtf: str) -> tuple[int, ...]:
    """`1928-06-02` → (1928, 6, 2); nothing for what is no plain day, month or year. `1928-21` is a spring."""
    plain = _DAY.match(edtf)
    parts = tuple(int(part) for part in plain.groups() if part) if plain else ()
    return parts if len(parts) < 2 or 1 <= parts[1] <= 12 else ()


def iso_of(day: tuple[int, ...]) -> str:
    return "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(day))
