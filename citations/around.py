"""Who cites the documents of a person, or the files in which they lie: for the person's page.

The rule: every number is that of a list, which it opens. Boundary: of somebody with more than `MANY` documents
nothing is counted here; the lists do that, while the rest of the page is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.http import QueryDict

from archive.models import Unit
from citations import sharing, sheets
from citations.filters import CitationFilters
from citations.models import Citation, Found
from citations.proofs import give_statements
from citations.searching.lines import lines
from citations.sheets import Sheet
from citations.tallies import FilesCited, PeopleCiting, Tally, address
from citations.tally_parts import Part
from core.planning import by_indexes
from people.models import Person

MANY = 1000
# So many citations are shown one by one; of more it is told which files are cited, and by whom.
FEW = 60
# Of so many citations it is asked who wrote the works; of 5,000 it would take a fifth of a second.
ASKED = 500
# Of a ranking that has a page of its own, so many stand on the person's.
SOME = 8


@dataclass(frozen=True, slots=True)
class Around:
    """`count` citations in all (None: not counted), at `address`; one by one, or summed up."""

    address: str
    # The list of those who cite.
    citing: str
    count: int | None
    units: list[tuple[Unit, list[Sheet]]] = field(default_factory=list)
    documents: list[Citation] = field(default_factory=list)
    files: Part | None = None
    people: Part | None = None


def around(person: Person, documents: Sequence[int]) -> Around:
    """`documents` are the numbers of all those in which the person has a part."""
    there = address("citation_list", person=person.pk, sort="shelfmark"), address("people_citing", person=person.pk)
    if len(documents) > MANY:
        return Around(*there, None)
    with by_indexes():
        found = Found.objects.concerning(person)
        count = found.count()
        if count <= FEW:
            few = _one_by_one(found)
            return Around(*there, count, _by_unit(few), [row for row in few if not row.unit])
        files = _part(person, FilesCited(), sharing.files_cited(found, "citations", SOME, 1), "files_cited")
        if count > ASKED:
            return Around(*there, count, files=files)
        people = _part(person, PeopleCiting(), sharing.people_citing(found, "citations", SOME, 1), "people_citing")
    return Around(*there, count, files=files, people=people)


def _one_by_one(found: models.QuerySet[Any]) -> list[Citation]:
    rows = Citation.objects.filter(pk__in=list(found.values_list("pk", flat=True))).in_shelf_order()
    citations = lines(list(rows.values_list("pk", flat=True)), "how")
    give_statements(citations)
    return citations


def _by_unit(rows: Sequence[Citation]) -> list[tuple[Unit, list[Sheet]]]:
    in_units = groupby((row for row in rows if row.unit), key=lambda row: row.unit)
    return [(unit, sheets.by_sheet(list(group), set())) for unit, group in in_units if unit is not None]


def _part(person: Person, tally: Tally, ranked: sharing.Ranked, name: str) -> Part:
    filters = CitationFilters(QueryDict(f"person={person.pk}"), queryset=Found.objects.all())
    return Part(tally.lines(filters, ranked.rows), ranked.count, address(name, person=person.pk))
