"""What narrows the citations that the search sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import connection, models

import core.numbers  # noqa: F401 - `among`
from citations.searching.codes import KINDS, OUTCOMES, VERIFICATIONS, code
from core.prepared import ask
from people.models import Person

TOTALS = "SELECT facet, value, sum(n) AS n FROM citations_count GROUP BY facet, value HAVING sum(n) > 0"
# The units in which a person's documents lie, and the citations of these documents that are of no such unit.
CONCERNING = """WITH here AS MATERIALIZED (SELECT unit_id FROM citations_lying WHERE person_id = %s)
    SELECT ARRAY(SELECT unit_id FROM here), ARRAY(SELECT c.id FROM citations_citation c
        WHERE c.document_id = ANY(ARRAY(SELECT document_id FROM citations_tied WHERE person_id = %s))
            AND NOT EXISTS (SELECT FROM here WHERE here.unit_id = c.unit_id))"""
CODES = {"kind": KINDS, "outcome": OUTCOMES, "verification": VERIFICATIONS}


class FoundQuerySet(models.QuerySet[Any]):
    def holding(self, condition: models.Q) -> Self:
        """Those that meet a condition made by `citations.searching.asking`."""
        return self.filter(condition)

    def under(self, path: str) -> Self:
        """Citations of the unit or archive at this path and of everything below it."""
        from archive.models import Repository, Unit

        if "/" not in path:
            return self.filter(
                repository_id__in=list(Repository.objects.filter(code=path).values_list("pk", flat=True))
            )
        # The fond stands in each row: by itself it is the answer, and above others it keeps the work small.
        fond = Unit.objects.filter(path="/".join(path.split("/")[:2])).values_list("repository_id", "pk").first()
        within = self.filter(repository_id=fond[0], fond_id=fond[1]) if fond else self.none()
        if path.count("/") == 1:
            return within
        return within.filter(unit_id__in=Unit.objects.under(path).order_by().values("pk"))

    def among(self, citations: models.QuerySet[Any]) -> Self:
        return self.filter(pk__in=citations.order_by().values("pk"))

    def concerning(self, person: Person) -> Self:
        """Citations of a document of this person, or of a unit where such a document lies.

        The numbers are asked for first: joined, every citation was looked at, and by each question of the page.
        """
        with connection.cursor() as cursor:
            cursor.execute(CONCERNING, [person.pk, person.pk])
            units, elsewhere = cursor.fetchone()
        lying = models.Q(unit_id__among=units)
        return self.filter(lying | models.Q(pk__among=elsewhere) if elsewhere else lying)

    def since(self, year: int) -> Self:
        return self.filter(year__gte=year)

    def until(self, year: int) -> Self:
        """Works whose year is not known do not count."""
        return self.filter(year__lte=year, year__gt=0)

    def in_archives(self, archives: Iterable[models.Model]) -> Self:
        return self.filter(repository_id__in=[archive.pk for archive in archives])

    def in_fonds(self, fonds: Iterable[models.Model]) -> Self:
        return self.filter(fond_id__in=[fond.pk for fond in fonds])

    def coded(self, name: str, values: Iterable[str]) -> Self:
        """Those with one of these words in a column of small numbers, or of these languages."""
        words = CODES.get(name)
        wanted = [code(words, value) for value in values] if words else list(values)
        return self.filter(**{f"{name}__in": wanted})


class CountQuerySet(models.QuerySet[Any]):
    def totals(self) -> list[tuple[int, str, int]]:
        """(facet's place, value, number) of everything; place 0 is the total."""
        with connection.cursor() as cursor:
            ask(cursor, TOTALS)
            return list(cursor.fetchall())

    def total(self) -> int:
        return int(self.filter(facet=0).aggregate(total=models.Sum("n"))["total"] or 0)
