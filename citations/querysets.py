"""Questions that are asked of publications and citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models.functions import Cast

import core.numbers  # noqa: F401 - `among`
from archive.querysets import ANCESTORS, acronyms_of, copies_of, first_side
from citations.counting import CountedQuerySet
from citations.note_pages import NOTES_PER_PAGE
from core.fields import spans_of
from core.filters import beginning_words, holding_words, since, until
from core.records import RecordQuerySet
from notation.folding import folded_key
from notation.leaves import read_leaves
from people.models import Person


class PublicationQuerySet(CountedQuerySet):
    def of_titles(self, title_keys: Iterable[str]) -> Self:
        """All of these folded titles, with their makers."""
        return self.filter(title_key__in=title_keys).prefetch_related("contributions__person").order_by("id")

    def named(self, wanted: str) -> list[Any]:
        """By number, or by exact title."""
        if wanted.isascii() and wanted.isdecimal():
            return list(self.filter(pk=int(wanted[:18])))
        return self.titled(wanted)

    def titled(self, title: str) -> list[Any]:
        """All of this title, in whatever script and spelling."""
        return list(self.filter(title_key=folded_key(title)).order_by("id"))

    def other_editions(self, work: Any) -> Self:
        """Others of the same title, or of the title that this one's is translated into: editions and translations.

        No more than likely: two books may have one title, which is why the page says so.
        """
        keys = {work.title_key, folded_key(work.translation)} - {""}
        alike = self.filter(title_key__in=keys).exclude(pk=work.pk)
        return alike.exclude(kind__in=("journal", "newspaper", "journal issue")).order_by("year", "id")

    def about(self, question: str) -> Self:
        """Those whose title holds the words, or one of whose makers is so called.

        The three are asked for apart: joined by OR, every contribution and every publication was looked at.
        """
        worded = holding_words(self, question, "title", "translation", "container").order_by().values("pk")
        printed = models.Q()
        for word in question.split()[:10]:
            printed &= models.Q(name_printed__icontains=word)
        shares = self._contributions().order_by()
        named = shares.filter(printed).values("publication")
        made = shares.filter(person__in=Person.objects.called(question)).values("publication")
        return self.filter(models.Q(pk__among=worded) | models.Q(pk__among=named) | models.Q(pk__among=made))

    def beginning(self, typed: str) -> Self:
        """Those in whose title the words occur, the last perhaps only begun."""
        return beginning_words(self, typed, "title", "translation", "container").with_makers().order_by()

    def by_person(self, person: Person) -> Self:
        return self.filter(pk__in=self._contributions().filter(person=person).values("publication"))

    def _contributions(self) -> models.QuerySet[Any]:
        from citations.models import Contribution

        return Contribution.objects.all()

    def since(self, year: int) -> Self:
        return self.filter(since("date", year))

    def until(self, year: int) -> Self:
        return self.filter(until("date", year))

    def with_makers(self) -> Self:
        return self.select_related("part_of").prefetch_related("contributions__person")

    def as_sources(self) -> Self:
        """With all that a reference manager is told of each."""
        return self.with_makers().prefetch_related("identifiers")

    def totals(self) -> dict[str, int]:
        """Of pages, copies and printed pages: the sum of what is known, and of how many works it is (not) known.

        `works`, `pages_sum`, `pages_known`, `pages_unknown`, the same for `copies` and `printed`.
        """
        figures = {
            "pages": models.F("pages"),
            "copies": models.F("copies"),
            "printed": Cast("pages", models.BigIntegerField()) * models.F("copies"),
        }
        asked: dict[str, models.Aggregate] = {"works": models.Count("pk")}
        for name, figure in figures.items():
            asked[f"{name}_sum"] = models.Sum(figure, default=0)
            asked[f"{name}_known"] = models.Count(figure)  # type: ignore[arg-type]  # the stubs forget combined expressions
        found: dict[str, int] = self.order_by().aggregate(**asked)
        return found | {f"{name}_unknown": found["works"] - found[f"{name}_known"] for name in figures}


class ContributionQuerySet(models.QuerySet[Any]):
    def makers_among(self, persons: Iterable[int]) -> set[int]:
        """Those of these persons who made a work."""
        return set(self.filter(person__in=list(persons)).order_by().values_list("person", flat=True))

    def with_publications(self) -> Self:
        """A person's writings in time."""
        return self.select_related("publication__part_of").order_by(
            models.F("publication__date_earliest").asc(nulls_last=True), "publication_id", "id"
        )


class FootnoteQuerySet(RecordQuerySet):
    def hundreds(self) -> list[tuple[int, int]]:
        """The hundreds of their places in which there are notes, in order, each with how many."""
        hundred = (models.F("order") - 1) / NOTES_PER_PAGE + 1
        return list(self.annotate(at=hundred).values_list("at").annotate(n=models.Count("*")).order_by("at"))

    def from_to(self, first: int, last: int) -> Self:
        """Notes at these places of their publication, in order."""
        return self.filter(order__gte=first, order__lte=last).order_by("order", "id")


class CitationQuerySet(RecordQuerySet):
    def twins(self, citation: Any) -> Self:
        """Those that stand at the same place with the same words and cite the same sheets of the same unit."""
        same = ("footnote", "start", "end", "as_written", "unit", "leaves")
        return self.filter(**{name: getattr(citation, name) for name in same}).exclude(pk=citation.pk)

    def with_targets(self) -> Self:
        """With what each cites, ready to be written in words."""
        return self.select_related(
            "unit__repository", f"unit__{ANCESTORS}", "publication", "document"
        ).prefetch_related(acronyms_of("unit__repository"), "publication__contributions__person")

    def of_units(self) -> Self:
        return self.filter(unit__isnull=False)

    def as_sources(self) -> Self:
        """With all that a reference manager is told of what each cites."""
        work = ("publication__part_of", "publication__identifiers")
        return self.with_targets().prefetch_related(*work, "document__roles__person", *copies_of("document__copies"))

    def with_places(self) -> Self:
        """With what each cites and where it stands."""
        return (
            self.with_targets()
            .select_related("footnote__publication", "seen_by")
            .prefetch_related("footnote__publication__contributions__person")
        )

    def in_sheet_order(self) -> Self:
        """By the first sheet; those that name none come last."""
        return self.order_by(
            first_side("leaf_spans").asc(nulls_last=True), "leaves", "footnote__publication__year", "id"
        )

    def touching(self, leaves: str) -> Self:
        """Citations of any of these sheets; sheets that are no number (`12а`, `Б`) are found as written, as a word."""
        wanted, spans = models.Q(pk__in=[]), spans_of(leaves)
        if spans is not None:
            wanted |= models.Q(leaf_spans__overlaps=spans)
        for word in read_leaves(leaves).other:
            wanted |= models.Q(leaves__iregex=rf"(^|\W){re.escape(word)}(\W|$)")
        return self.filter(wanted)

    def under(self, path: str) -> Self:
        """Citations of the unit or archive at this path and of everything below it."""
        return self.filter(models.Q(unit__path=path) | models.Q(unit__path__startswith=f"{path}/"))

    def counted_below(self, path: str) -> dict[str, int]:
        """How many citations there are at and below each unit that stands directly under this path."""
        depth = path.count("/") + 2
        step = models.Func(
            models.F("unit__path"),
            template=f"array_to_string((string_to_array(%(expressions)s, '/'))[1:{depth}], '/')",
            output_field=models.TextField(),
        )
        rows = self.filter(unit__path__startswith=f"{path}/").order_by().values(step=step)
        return dict(rows.annotate(n=models.Count("*")).values_list("step", "n"))

    def about(self, question: str) -> Self:
        return holding_words(self, question, "as_written")

    def concerning(self, person: Person) -> Self:
        """Citations of a document of this person, or of a unit where such a document lies: see FoundQuerySet."""
        from citations.models import Found

        return self.filter(pk__in=Found.objects.concerning(person).values("pk"))

    def by_author(self, person: Person) -> Self:
        """What this person cites: citations in publications that the person had a share in."""
        from citations.models import Contribution

        made = Contribution.objects.filter(person=person).values("publication")
        return self.filter(footnote__publication__in=made)

    def in_print_order(self) -> Self:
        return self.order_by("footnote__publication", "footnote__order", "start", "id")

    def in_shelf_order(self) -> Self:
        return self.order_by("unit__sort_key", first_side("leaf_spans").asc(nulls_last=True), "id")


class CandidateQuerySet(models.QuerySet[Any]):
    def with_targets(self) -> Self:
        return self.select_related(
            "unit__repository", f"unit__{ANCESTORS}", "cited_publication", "document"
        ).prefetch_related(acronyms_of("unit__repository"), "cited_publication__contributions__person")


STATEMENT_PATHS = (
    "person",
    "event__person",
    "name__person",
    "relation__person",
    "relation__other",
    "document",
    "document_person__document",
    "document_person__person",
    "copy__document",
    "image__person",
    "former_reference__unit",
    "publication",
)


class EvidenceQuerySet(models.QuerySet[Any]):
    def with_citations(self) -> Self:
        from citations.models import Citation

        return self.prefetch_related(models.Prefetch("citation", Citation.objects.with_places())).order_by("id")
