"""Questions that are asked of archives and documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db import models

import core.numbers  # noqa: F401 - `among`
from core.filters import beginning_words, holding_words, since, until
from core.records import RecordQuerySet
from notation.folding import folded_key
from notation.sorting import shelfmark_key

# Parents that a shelfmark is written from; a unit that lies deeper is written as a path.
ANCESTORS = "parent__parent__parent__parent"


def acronyms_of(repository: str) -> models.Prefetch[Any]:
    """Prefetch the acronyms in use of the archives at the end of this look-up, as `acronyms`."""
    from archive.models import RepositoryName  # the models are made with these querysets

    found = RepositoryName.objects.filter(kind="acronym", former=False)
    return models.Prefetch(f"{repository}__names" if repository else "names", found, to_attr="acronyms")


class RepositoryQuerySet(RecordQuerySet):
    def called(self, code: str, key: str) -> list[Any]:
        """Archives of this code, or that were ever called by a name with this folded key."""
        return list(self.filter(models.Q(code__iexact=code) | models.Q(names__key=key)).distinct().order_by("code"))

    def named_like(self, question: str) -> Self:
        """Archives one of whose names, present or former, holds every word of the question in any script."""
        words = folded_key(question).split()
        if not words:
            return self.none()
        name = models.Q()
        for word in words:
            name &= models.Q(key__contains=word)
        from archive.models import RepositoryName

        return self.filter(
            models.Q(pk__in=RepositoryName.objects.filter(name).values("repository"))
            | models.Q(code__icontains=question)
            | models.Q(name_en__icontains=question)
            | models.Q(name_ru__icontains=question)
        )

    def with_counts(self) -> Self:
        """With their place, acronyms, and how many units each has."""
        from archive.models import Unit

        count = Unit.objects.filter(repository=models.OuterRef("pk")).order_by().values("repository")
        return (
            self.select_related("place")
            .prefetch_related(acronyms_of(""))
            .annotate(
                unit_count=models.functions.Coalesce(
                    models.Subquery(count.annotate(n=models.Count("*")).values("n")), 0
                )
            )
        )


class UnitQuerySet(RecordQuerySet):
    def top(self) -> Self:
        return self.filter(parent__isnull=True)

    def numbered(self, number: str) -> Self:
        """Those of this number, in any archive and however it is written: `Р-1235` is `R-1235`."""
        return self.filter(key__endswith=f"/{shelfmark_key(number)}")

    def under(self, path: str) -> Self:
        """The unit or archive at this path and everything below it (a prefix of whole steps)."""
        return self.filter(models.Q(path=path) | models.Q(path__startswith=f"{path}/"))

    def sorted_under(self, path: str) -> Self:
        """As `under`, for a list in the order of shelfmarks: else for a page of one fond, whose units it believes to be
        everywhere, the database walks along the order of all that there are."""
        if "/" not in path:
            return self.under(path)
        everything = self.model._default_manager.all()
        return self.filter(pk__among=everything.under(path).order_by().values("pk"))

    def with_shelfmark(self) -> Self:
        """With what `archive.shelfmarks` writes from, in two queries."""
        return self.select_related("repository", ANCESTORS).prefetch_related(acronyms_of("repository"))

    def in_order(self) -> Self:
        return self.order_by("sort_key", "id")

    def ancestors_of(self, path: str) -> list[Any]:
        """Every unit above the one at this path, from the top down."""
        steps = path.split("/")
        above = ["/".join(steps[:depth]) for depth in range(2, len(steps))]
        return sorted(self.filter(path__in=above), key=lambda unit: len(unit.path))

    def beside(self, unit: Any) -> dict[str, Any]:
        """The units before and after this one, under the same parent or archive, in the order of their shelfmarks.

        The key of what stands above bounds the search: behind the last of an opis the whole archive would be looked at.
        """
        siblings = self.filter(repository=unit.repository_id, parent=unit.parent_id)
        above = unit.sort_key.rpartition("/")[0]
        before = siblings.filter(sort_key__lt=unit.sort_key, sort_key__gt=f"{above}/").order_by("-sort_key", "-id")
        after = siblings.filter(sort_key__gt=unit.sort_key, sort_key__lt=f"{above}{chr(ord('/') + 1)}")
        both = before[:1].union(after.order_by("sort_key", "id")[:1], all=True)
        return {"before" if found.sort_key < unit.sort_key else "after": found for found in both}

    def above(self, units: Iterable[Any]) -> None:
        """Give each of these units its parents, up to the top, in one query for all of them."""
        wanted = {unit.path.rsplit("/", up)[0] for unit in units for up in range(1, unit.path.count("/"))}
        rows = self.filter(path__in=wanted).only("number", "level", "path", "parent", "repository")
        found = {unit.pk: unit for unit in rows}
        for unit in (*units, *found.values()):
            if unit.parent_id in found:
                unit.parent = found[unit.parent_id]

    def tree_below(self, path: str) -> list[tuple[int, int]]:
        """(key, depth) of all that lies below the unit or archive at this path, each followed by what it holds.

        Depth 1 stands right below. What came from a finding aid stands in its order, since a component without a number
        of its own is numbered by its place; all else by shelfmark. The order of shelfmarks alone would not do either:
        of two with the same number in another spelling, the parts of both would come after both.
        """
        rows = self.filter(path__startswith=f"{path}/").order_by(
            models.F("component__id").asc(nulls_last=True), "sort_key", "id"
        )
        below: dict[str, list[tuple[int, str]]] = {}
        for number, own in rows.values_list("pk", "path"):
            below.setdefault(own.rpartition("/")[0], []).append((number, own))
        found: list[tuple[int, int]] = []
        waiting = [(number, own, 1) for number, own in reversed(below.get(path, ()))]
        while waiting:
            number, own, depth = waiting.pop()
            found.append((number, depth))
            waiting += [(part, at, depth + 1) for part, at in reversed(below.get(own, ()))]
        return found

    def for_finding_aid(self, numbers: Iterable[int]) -> dict[int, Any]:
        """These units with what a finding aid says of them."""
        return self.select_related("component").prefetch_related("containers").in_bulk(list(numbers))

    def about(self, question: str) -> Self:
        """Units whose title or description holds the words, or whose shelfmark holds a question that has a digit."""
        worded = holding_words(self, question, "title_en", "title_ru", "description").values("pk")
        key = "/".join(shelfmark_key(step) for step in question.split("/"))
        numbered = models.Q(key__contains=key) if any(map(str.isdigit, key)) else models.Q(pk__in=[])
        return self.filter(models.Q(pk__in=worded) | numbered)

    def beginning(self, typed: str) -> Self:
        """Units in whose title or description the words occur, the last perhaps only begun."""
        return beginning_words(self, typed, "title_en", "title_ru", "description").with_shelfmark().order_by()

    def since(self, year: int) -> Self:
        return self.filter(since("date", year))

    def until(self, year: int) -> Self:
        return self.filter(until("date", year))


class ContainerQuerySet(models.QuerySet[Any]):
    def within(self, path: str) -> Self:
        """Boxes and folders of all that lies below the unit at this path, with their units."""
        return self.filter(unit__path__startswith=f"{path}/").select_related("unit__repository").order_by("id")


class DocumentQuerySet(RecordQuerySet):
    def about(self, question: str) -> Self:
        """Documents whose words hold the question, or of a person so called."""
        worded = holding_words(
            self, question, "title_en", "title_ru", "summary_en", "summary_ru", "transcription"
        ).values("pk")
        return self.filter(pk__in=worded)

    def of_person(self, person: models.Model, roles: Sequence[str] = ()) -> Self:
        """In which the person has a part: one of these roles, or any."""
        parts = self._roles().filter(person=person, **({"role__in": roles} if roles else {}))
        return self.filter(pk__among=parts.order_by().values("document"))

    def under(self, path: str) -> Self:
        """Documents an original or copy of which lies in this unit or archive, or below it."""
        from archive.models import Copy

        return self.filter(pk__in=Copy.objects.under(path).values("document"))

    def _roles(self) -> models.QuerySet[Any]:
        from archive.models import DocumentPerson

        return DocumentPerson.objects.all()

    def since(self, year: int) -> Self:
        return self.filter(since("date", year))

    def until(self, year: int) -> Self:
        return self.filter(until("date", year))

    def with_parts(self) -> Self:
        """With the persons and copies that a row of a list shows."""
        return self.prefetch_related("roles__person", *copies_of("copies"))


def copies_of(copies: str) -> list[str | models.Prefetch[Any]]:
    """Prefetches for copies at this look-up with their units' shelfmarks."""
    from archive.models import Copy

    return [
        models.Prefetch(copies, Copy.objects.with_units()),
    ]


class RoleQuerySet(models.QuerySet[Any]):
    def in_time(self) -> Self:
        return self.order_by(models.F("document__date_earliest").asc(nulls_last=True), "document_id", "id")

    def with_documents(self) -> Self:
        """With their documents, and where these lie."""
        return self.select_related("document").prefetch_related(*copies_of("document__copies"))


class ImageQuerySet(RecordQuerySet):
    def kept(self) -> Self:
        """Those that we hold ourselves, not only their credit or the address of another site."""
        return self.exclude(file="")


class CopyQuerySet(models.QuerySet[Any]):
    def under(self, path: str) -> Self:
        """Those that lie in this unit or archive, or below it."""
        return self.filter(models.Q(unit__path=path) | models.Q(unit__path__startswith=f"{path}/"))

    def count_documents(self) -> int:
        """How many documents these are copies of, without reading the documents."""
        return int(self.order_by().aggregate(n=models.Count("document", distinct=True))["n"])

    def with_units(self) -> Self:
        return self.select_related("unit__repository", f"unit__{ANCESTORS}").prefetch_related(
            acronyms_of("unit__repository")
        )

    def with_documents(self) -> Self:
        """What lies in a unit, in the order of its sheets."""
        return (
            self.select_related("document")
            .prefetch_related("document__roles__person")
            .order_by(first_side("leaf_spans").asc(nulls_last=True), "document_id", "id")
        )


def first_side(spans: str) -> models.Func:
    """The side on which the first of these sheets begins, for sorting."""
    return models.Func(models.F(spans), function="lower", output_field=models.IntegerField())
