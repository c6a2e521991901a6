"""The first rows of a tally, for the page of the record that it is about, with the address of the whole list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db import models

from archive.models import Repository, Unit
from archive.querysets import acronyms_of
from citations import sharing
from citations.citing import found_at
from citations.models import Found, Publication
from citations.sharing import Ranked, Somebody
from citations.tallies import (
    CitedBelow,
    CitedTogether,
    Colleagues,
    Figure,
    FilesCited,
    Line,
    SharingWorks,
    Tally,
    WorksCiting,
    address,
)
from core.sketches import sketches
from notation.sorting import natural_key
from people.models import Person

# Of the files that a publication cites, so many stand on its page.
FILES = 200
# Of what is cited more often (an archive, its largest fonds) the first files and works are left to their lists.
MANY = 60_000


@dataclass(frozen=True, slots=True)
class Part:
    """`count` rows in all, at `address`; `most` is the largest number, for bars beside the lines."""

    lines: list[Line]
    count: int
    address: str

    @property
    def most(self) -> int:
        return max((line.figures[0].count for line in self.lines), default=1)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a publication cites in one archive: `files` and `citations` in all, and the first files as lines."""

    repository: Repository
    files: Figure
    citations: Figure
    lines: list[Line]


def most_cited(cited: Mapping[str, int], path: str, some: int) -> Part:
    """Of the units directly under a path, with how often each is cited (`citing.cited_below`), the first."""
    first = sorted(cited.items(), key=lambda item: (-item[1], natural_key(item[0])))[:some]
    numbers = {unit.path: unit.pk for unit in sketches(Unit, ("id", "path"), [below for below, _n in first], "path")}
    rows = [{"unit_id": numbers[below], "citations": n} for below, n in first if below in numbers]
    return Part(CitedBelow().lines(None, rows), len(cited), address("cited_below", under=path))


def files_below(path: str, some: int) -> Part:
    """At any depth below this path."""
    ranked = sharing.files_most_cited(found_at(path), some)
    return Part(FilesCited().of_units(ranked.rows), ranked.count, address("files_cited", under=path))


def works_below(path: str, some: int) -> Part:
    ranked = sharing.works_most_citing(found_at(path), some)
    return Part(WorksCiting().under(path, ranked.rows), ranked.count, address("works_citing", under=path))


def together_with(unit: Unit, some: int) -> Part:
    return _part(CitedTogether(), unit, sharing.cited_together(unit.pk, some, 1), "cited_together", unit=unit.path)


def sharing_with(work: Publication, some: int) -> Part:
    ranked = sharing.sharing_works(work.pk, some, 1)
    return _part(SharingWorks(), work, ranked, "sharing_works", publication=work.pk)


def colleagues_of(person: Person, some: int) -> Part:
    somebody = Somebody(person)
    return _part(Colleagues(), somebody, sharing.colleagues(somebody, some, 1), "colleagues", author=person.pk)


def files_of(work: Publication) -> list[Sources]:
    """By archive, those with most citations first."""
    found = Found.objects.filter(citing_id=work.pk, unit_id__gt=0)
    sums = (
        found.order_by()
        .values("repository_id")
        .annotate(citations=models.Count("*"), files=models.Count("unit_id", distinct=True))
    )
    counts = {row["repository_id"]: row for row in sums}
    archives = Repository.objects.prefetch_related(acronyms_of("")).in_bulk(list(counts))
    rows = sharing.files_cited(found, "shelfmark", FILES, 1).rows
    lines = FilesCited().of_work(work, rows)
    by_archive = {pk: list(some) for pk, some in groupby(lines, key=lambda line: line.unit and line.unit.repository_id)}
    ordered = sorted(archives.values(), key=lambda archive: (-counts[archive.pk]["citations"], archive.code))
    return [
        Sources(
            archive,
            Figure(counts[archive.pk]["files"], address("files_cited", publication=work.pk, under=archive.code)),
            Figure(counts[archive.pk]["citations"], address("citation_list", publication=work.pk, under=archive.code)),
            by_archive.get(archive.pk, []),
        )
        for archive in ordered
    ]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What stands for the filters of a page where there is no request."""

    subject: object


def _part(tally: Tally, subject: object, ranked: Ranked, name: str, **asked: object) -> Part:
    return Part(tally.lines(_Subject(subject), ranked.rows), ranked.count, address(name, **asked))
