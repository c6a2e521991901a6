"""Facets in words: each value that occurs among the hits, how often, and whether the list is narrowed to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from archive.models import Repository, Unit
from archive.querysets import acronyms_of
from archive.shelfmarks import acronym
from citations.models import Citation
from citations.searching.asking import kind_labels
from citations.searching.codes import KINDS, OUTCOMES, VERIFICATIONS, word
from core.filters import language_name
from core.listing import reader_language
from core.sketches import by_number

# Of a facet with more values those with most hits are shown, and how many are not.
MOST = 24

LABELS: Mapping[str, str | Promise] = {
    "repository": gettext_lazy("Archive"),
    "fond": gettext_lazy("Fond"),
    "kind": gettext_lazy("What is cited"),
    "language": gettext_lazy("Language of the citing work"),
    "outcome": gettext_lazy("Outcome"),
    "verification": gettext_lazy("Verification"),
}


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """`name` is the parameter of the address. `missing` hits have no such value; `others` values are not shown."""

    name: str
    label: str | Promise
    values: list[Value]
    missing: int
    others: int


@dataclass(frozen=True, slots=True)
class Year:
    """One bar of the histogram: 100 units for the year with most citations."""

    year: int
    count: int
    height: int
    place: int

    @property
    def top(self) -> int:
        return 100 - self.height


def in_words(counts: Mapping[str, Mapping[Any, int]], chosen: Mapping[str, Collection[str]]) -> list[Facet]:
    """The facets in the order of LABELS, without those that tell nothing apart and by which nothing is narrowed."""
    facets = []
    for name, label in LABELS.items():
        found = counts.get(name, {})
        known = {value: n for value, n in found.items() if value}
        picked = set(chosen.get(name, ()))
        values = _named(name, _foremost(known))
        ordered = sorted(values, key=lambda value: (value[0] not in picked, -value[2], value[1]))
        shown = [Value(value, words, n, value in picked) for value, words, n in ordered[:MOST]]
        missing = sum(found.values()) - sum(known.values())
        if len(known) + bool(missing) > 1 or picked:
            facets.append(Facet(name, label, shown, missing, len(known) - len(shown)))
    return facets


def _foremost(known: Mapping[Any, int]) -> Mapping[Any, int]:
    """Those that may be shown: of the four hundred fonds of an archive only these are read."""
    if len(known) <= MOST:
        return known
    least = sorted(known.values(), reverse=True)[MOST - 1]
    return {value: n for value, n in known.items() if n >= least}


def histogram(counts: Mapping[int, int]) -> list[Year]:
    """Each year from the first to the last of the citing works (150 at most); years not known are left out."""
    years = {year: n for year, n in counts.items() if year}
    if not years:
        return []
    most, first = max(years.values()), min(years)
    span = range(max(first, max(years) - 149), max(years) + 1)
    return [
        Year(year, years.get(year, 0), -(-100 * years.get(year, 0) // most), place) for place, year in enumerate(span)
    ]


def _named(name: str, counts: Mapping[Any, int]) -> list[tuple[str, str, int]]:
    """(value in the address, in words, count) of each value."""
    match name:
        case "repository":
            archives = by_number(Repository, ("id", "code"), counts)
            reader = reader_language()
            if reader != "en":  # codes are English acronyms
                prefetch_related_objects(list(archives.values()), acronyms_of(""))
            return [(archives[pk].code, acronym(archives[pk], reader), n) for pk, n in counts.items() if pk in archives]
        case "fond":
            tops = by_number(Unit, ("id", "path"), counts)
            return [(tops[pk].path, tops[pk].numbers, n) for pk, n in counts.items() if pk in tops]
        case "language":
            return [(tongue, language_name(tongue), n) for tongue, n in counts.items()]
        case _:
            words, labels = _coded(name, reader_language())
            return [
                (value, labels[value], n) for value, n in ((word(words, number), n) for number, n in counts.items())
            ]


@cache
def _coded(name: str, language: str) -> tuple[Sequence[str], Mapping[str, str]]:
    with override(language):
        if name == "kind":
            return KINDS, kind_labels()
        words, choices = {
            "outcome": (OUTCOMES, Citation.Outcome.choices),
            "verification": (VERIFICATIONS, Citation.Verification.choices),
        }[name]
        return words, {value: str(label) for value, label in choices}
