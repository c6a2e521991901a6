"""The sheets of one unit in order, each with the citations that name it: who has cited this sheet?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from archive.models import Unit
from citations.models import Citation
from citations.proofs import give_statements
from citations.searching.lines import lines
from core.fields import spans_of
from notation.leaves import read_leaves

# More than anybody reads on one page; the rest stands in the list of citations.
MOST = 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """Citations that name the same sheets; `leaves` is empty where they cite the unit as a whole."""

    leaves: str
    marked: bool
    citations: list[Citation]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """`total` citations of the unit in all; `touching` of them name the sheets asked for."""

    sheets: list[Sheet]
    total: int
    touching: int
    complete: bool


def sheet_table(unit: Unit, asked: str = "") -> SheetTable:
    """The unit's citations by sheet, those of the sheets asked for marked; alone, where a page cannot hold all."""
    every = Citation.objects.filter(unit=unit)
    total = every.count()
    marked = set(every.touching(asked).values_list("pk", flat=True)) if asked else set()
    shown = every.filter(pk__in=marked) if asked and total > MOST else every
    rows = lines(list(shown.in_sheet_order().values_list("pk", flat=True)[:MOST]), "how")
    give_statements(rows)
    return SheetTable(by_sheet(rows, marked), total, len(marked), complete=len(rows) == total)


def by_sheet(citations: list[Citation], marked: set[int]) -> list[Sheet]:
    """Neighbours that name the same sheets as one; `116–117` and `116-117` are the same."""
    found = []
    for _key, group in groupby(citations, key=_sheets_of):
        same = list(group)
        found.append(Sheet(same[0].leaves, any(citation.pk in marked for citation in same), same))
    return found


def _sheets_of(citation: Citation) -> object:
    return (spans_of(citation.leaves) and read_leaves(citation.leaves).canonical()) or citation.leaves
