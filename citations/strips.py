"""A file's sheets in a row: which are cited and how often, recto and verso apart where citations tell them apart.

Made from the spans of citations and of the documents that lie there alone; sheets that are no number (`12а`) stand in
the table of sheets only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive.models import Copy, Unit
from citations.makers import makers
from citations.models import Citation
from citations.sketched import works_by_number
from core.fields import spans_of
from core.filters import in_language
from people.models import Person

Span = tuple[int, int]
# Of more citations than that the strip is made of the first.
MOST = 2000
# Of a work that names no maker.
LONGEST_TITLE = 40
# How many of those who cite stand in the words of a cell.
NAMED = 4
SHADES = 5
# Of the hundred units of the axis' height the bars take so many; documents stand below.
GROUND = 85
EXTENT = re.compile(r"(\d{1,5})\s*(?:л\b|лист|sheet|leaves|leaf|l\b|ll\b|ff\b|Bl\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """Sheets `first` to `last` that the same citations cite; `count` is 0 for a gap between those that are cited.

    `versos` are the citations of the verso, where they are others than those of the recto. `shade` goes from 1 to 5.
    `asked`: the reader asked for one of these sheets.
    """

    first: int
    last: int
    count: int = 0
    versos: int = 0
    shade: int = 0
    who: tuple[str, ...] = ()
    more: int = 0
    asked: bool = False

    @property
    def leaves(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    @property
    def start(self) -> int:
        """Where its bar begins, on an axis from sheet 1."""
        return max(0, self.first - 1)

    @property
    def height(self) -> int:
        return GROUND // SHADES * self.shade

    @property
    def top(self) -> int:
        return GROUND - self.height


@dataclass(frozen=True, slots=True)
class Lying:
    """A stretch of sheets on which a document lies, below the line of the axis."""

    copy: Copy
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Strip:
    """`cells` in order with the gaps between them; `last` is the last sheet known, by citation, document or extent."""

    cells: list[Cell]
    last: int
    cited: int
    sheets: int
    lying: list[Lying]


def strip_of(unit: Unit, copies: Iterable[Copy] = (), asked: str = "") -> Strip | None:
    """None where no sheet with a number is cited; `copies` are those of documents that lie in the unit."""
    rows = list(
        Citation.objects.filter(unit=unit, leaf_spans__isnull=False)
        .order_by("id")
        .values_list("leaf_spans", "footnote__publication", "seen_by")[:MOST]
    )
    if not rows:
        return None
    cited = [(span, number) for number, (spans, _work, _person) in enumerate(rows) for span in spans]
    who = _who([(work, person) for _spans, work, person in rows])
    cells = list(_marked(_cells(cited, who), spans_of(asked) or ()))
    lying = list(_lying(copies))
    known = EXTENT.search(unit.extent)
    last = max(cells[-1].last, int(known[1]) if known else 0, *(at.start + at.width for at in lying))
    if last > cells[-1].last:
        cells.append(Cell(cells[-1].last + 1, last))
    return Strip(cells, last, len(rows), sum(cell.width for cell in cells if cell.count), lying)


def _who(citing: Sequence[tuple[int | None, int | None]]) -> list[str]:
    """The makers of each citing work, of one that names none its title; or the person who saw the sheet; or we."""
    works = works_by_number({work for work, _person in citing if work})
    people = Person.objects.in_bulk({person for _work, person in citing if person})
    works_named = {pk: makers(work) or Truncator(work.title).chars(LONGEST_TITLE) for pk, work in works.items()}
    people_named = {pk: in_language(person, "name")[0] for pk, person in people.items()}
    ours = _("Opis itself, as evidence")
    return [works_named.get(work) or people_named.get(person or 0) or ours for work, person in citing]


def _marked(cells: Iterable[Cell], asked: Sequence[Span]) -> Iterator[Cell]:
    for cell in cells:
        touched = any(first < 2 * cell.last + 2 and past > 2 * cell.first for first, past in asked)
        yield replace(cell, asked=True) if touched and cell.count else cell


def _lying(copies: Iterable[Copy]) -> Iterator[Lying]:
    for copy in copies:
        for first, past in copy.leaf_spans or ():
            start = max(0, first // 2 - 1)
            yield Lying(copy, start, (past - 1) // 2 - start)


def _cells(cited: Sequence[tuple[Span, int]], who: Sequence[str]) -> Iterator[Cell]:
    stretches = list(_stretches(cited))
    most = max(len(recto | verso) for _first, _last, recto, verso in stretches)
    after = 1
    for first, last, recto, verso in stretches:
        if first > after:
            yield Cell(after, first - 1)
        both = recto | verso
        names = Counter(filter(None, (who[number] for number in sorted(both)))).most_common()
        yield Cell(
            first,
            last,
            len(both),
            0 if recto == verso else len(verso),
            max(1, -(-SHADES * len(both) // most)),
            tuple(name for name, _n in names[:NAMED]),
            max(0, len(names) - NAMED),
        )
        after = last + 1


def _stretches(cited: Sequence[tuple[Span, int]]) -> Iterator[tuple[int, int, frozenset[int], frozenset[int]]]:
    """First and last sheet with who cites their rectos and versos, each stretch as long as these are the same."""
    starts: dict[int, list[tuple[Span, int]]] = {}
    ends: dict[int, list[tuple[Span, int]]] = {}
    for (first, past), number in cited:
        starts.setdefault(first // 2, []).append(((first, past), number))
        ends.setdefault((past - 1) // 2 + 1, []).append(((first, past), number))
    edges = sorted(
        {*starts, *ends}
        | {first // 2 + 1 for (first, _past), _number in cited if first % 2}
        | {(past - 1) // 2 for (_first, past), _number in cited if past % 2}
    )
    active: set[tuple[Span, int]] = set()
    for sheet, following in zip(edges, [*edges[1:], None], strict=True):
        active -= set(ends.get(sheet, ()))
        active |= set(starts.get(sheet, ()))
        if active and following is not None:
            yield sheet, following - 1, _on_side(active, 2 * sheet), _on_side(active, 2 * sheet + 1)


def _on_side(active: set[tuple[Span, int]], side: int) -> frozenset[int]:
    return frozenset(number for (first, past), number in active if first <= side < past)
