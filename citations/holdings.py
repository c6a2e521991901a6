"""What is held that a run of mentions may mean: archives and units, works and their makers, and what editors decided.

Boundary: all of it is asked for at once; which of it a mention means is for `linking`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.shelves import Shelves
from citations.authors import Bearer, bearers, keys_of
from citations.meanings import forms_of, remembered
from citations.models import Meaning, Publication
from core.known import Known
from notation.folding import folded_key
from notation.outcomes import Ambiguous, Resolved
from notation.references import ArchivalReference, Mention, PublicationReference, Reference


def _works(titles: set[str]) -> Iterable[tuple[str, Publication]]:
    return ((work.title_key, work) for work in Publication.objects.of_titles(titles))


@dataclass(slots=True)
class Holdings:
    """`works` are known by their folded title, `meanings` by the folded words, `persons` by the keys of their names."""

    shelves: Shelves = field(default_factory=Shelves)
    works: Known[Publication] = field(default_factory=lambda: Known(_works))
    meanings: Known[Meaning] = field(default_factory=lambda: Known(remembered))
    persons: Known[Bearer] = field(default_factory=lambda: Known(bearers))

    def look_up(self, mentions: Iterable[Mention]) -> None:
        """Ask for all that these mentions may mean, a query for each kind."""
        references = [reference for mention in mentions for reference in _references(mention)]
        archival = [reference for reference in references if isinstance(reference, ArchivalReference)]
        printed = [reference for reference in references if isinstance(reference, PublicationReference)]
        self.shelves.look_up(archival)
        self.works.at(folded_key(reference.title) for reference in printed if reference.title)
        self.persons.at(key for work in printed for name in (*work.authors, *work.editors) for key in keys_of(name))
        self.meanings.at(key for reference in references for key in forms_of(reference))

    def same_work(self, reference: PublicationReference) -> list[Publication]:
        """Those of this title; of the year too, where both it and theirs are known."""
        year = reference.year[:4]
        alike = self.works.at([folded_key(reference.title)])
        if not (year.isascii() and year.isdecimal()):
            return alike
        return [work for work in alike if work.year in (None, int(year))]


def _references(mention: Mention) -> Iterator[Reference]:
    match mention.outcome:
        case Resolved(reference):
            yield reference
        case Ambiguous(candidates):
            yield from candidates
