"""Publications with their notes, and citations: where each stands, what it cites, what it proves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.shelfmarks import shelfmark
from citations.exchange import OF_CITATION, OF_PUBLICATION
from citations.filters import CitationFilters, PublicationFilters
from citations.models import Citation, Contribution, Publication
from citations.note_pages import note_pages, page_of
from citations.notes import with_citations
from citations.proofs import give_statements
from citations.searching.answers import SORTS
from citations.searching.lines import lines
from citations.searching.pages import FoundPage, keys_of, records_of
from citations.searching.pages import page_of as found_page
from citations.sources import citation_source, publication_source
from core.listing import COMMON, FILES, Column, Filters, ListPage, reader_language
from core.pages import RecordPage
from core.parameters import page_number

# A title such as “Memoirs” may stand on many books.
MOST_EDITIONS = 20
# Issues of a journal, chapters of a collection.
MOST_PARTS = 100


def _makers(publication: Publication) -> str:
    return "; ".join(f"{share} ({share.role})" for share in publication.contributions.all())


class PublicationList(ListPage):
    title, source = _("Publications"), staticmethod(publication_source)
    filters = PublicationFilters
    template_name = "citations/publication_list.html"
    sorts = {
        "title": ["sort_key", "id"],
        "year": [models.F("year").asc(nulls_last=True), "id"],
        "-year": [models.F("year").desc(nulls_last=True), "-id"],
        "newest": ["-id"],
    }
    sort_labels = {
        "title": _("title"),
        "year": _("year, earliest first"),
        "-year": _("year, latest first"),
        "newest": _("newest first"),
    }
    columns = [
        Column("id", lambda publication: publication.pk, int),
        Column("kind", lambda publication: publication.kind),
        Column("makers", _makers),
        Column("title", lambda publication: publication.title),
        Column("translation", lambda publication: publication.translation),
        Column("container", lambda publication: publication.container),
        Column("place", lambda publication: publication.place),
        Column("publisher", lambda publication: publication.publisher),
        Column("date", lambda publication: publication.date),
        Column("year", lambda publication: publication.year, int),
        Column("pages", lambda publication: publication.pages, int),
        Column("copies", lambda publication: publication.copies, int),
        Column("language", lambda publication: publication.language),
        Column("url", lambda publication: publication.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Publication.objects.as_sources() if self.form in FILES else Publication.objects.with_makers()

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        """The statistics take all that narrows the list, and none of how it is shown."""
        asked = request.GET.copy()
        for name in COMMON.intersection(asked):
            del asked[name]
        return {"asked": asked.urlencode()}


class PublicationPage(RecordPage):
    source = staticmethod(publication_source)
    exchange = OF_PUBLICATION.with_row(PublicationList)
    model = Publication
    template_name = "citations/publication_detail.html"
    parameters = frozenset({"page"})

    def record(self, number: int) -> Publication | None:
        return Publication.objects.with_makers().filter(pk=number).first()

    def context(self, record: Publication, request: HttpRequest) -> dict[str, Any]:
        pages = note_pages(record.footnotes.hundreds())
        page = page_of(pages, page_number(request.GET))
        notes = record.footnotes.from_to(*page.places)
        return {
            "record": record,
            "publication": record,
            "contributions": record.contributions.all(),
            "identifiers": record.identifiers.all(),
            "editions": Publication.objects.other_editions(record).with_makers()[:MOST_EDITIONS],
            "parts": record.parts.with_makers().order_by("sort_key", "id")[:MOST_PARTS],
            "notes": with_citations(notes),
            "note_page": page,
            "note_pages": pages if len(pages) > 1 else (),
        }


def _citing(citation: Citation) -> Publication | None:
    return citation.footnote.publication if citation.footnote else None


def _citing_authors(citation: Citation) -> str:
    """Of a work that names no author, whoever else made it."""
    work = _citing(citation)
    shares = list(work.contributions.all()) if work else []
    authors = [share for share in shares if share.role == Contribution.Role.AUTHOR]
    return "; ".join(map(str, authors or shares))


class CitationList(ListPage):
    title, source = _("Citations"), staticmethod(citation_source)
    filters = CitationFilters
    template_name = "citations/citation_list.html"
    sorts = dict.fromkeys(SORTS, ())  # `page` sorts
    sort_labels = {
        "newest": _("newest first"),
        "shelfmark": _("shelfmark"),
        "year": _("citing year, earliest first"),
        "-year": _("citing year, latest first"),
    }
    columns = [
        Column("id", lambda citation: citation.pk, int),
        Column("cited_in", lambda citation: str(_citing(citation) or "")),
        Column("citing_id", lambda citation: citation.footnote and citation.footnote.publication_id, int),
        Column("citing_authors", _citing_authors),
        Column("year", lambda citation: citation.footnote and citation.footnote.publication.year, int),
        Column("note", lambda citation: citation.footnote and citation.footnote.number),
        Column("as_written", lambda citation: citation.as_written),
        Column("outcome", lambda citation: citation.outcome),
        Column("unit_id", lambda citation: citation.unit_id, int),
        Column("unit", lambda citation: citation.unit and citation.unit.path),
        Column(
            "reference", lambda citation: citation.unit and shelfmark(citation.unit, reader_language(), citation.leaves)
        ),
        Column("leaves", lambda citation: citation.leaves),
        Column("publication_id", lambda citation: citation.publication_id, int),
        Column("publication", lambda citation: citation.publication and citation.publication.title),
        Column("pages", lambda citation: citation.pages),
        Column("document_id", lambda citation: citation.document_id, int),
        Column("document", lambda citation: citation.document and str(citation.document)),
        Column("remark", lambda citation: citation.remark),
        Column("verification", lambda citation: citation.verification),
        Column("url", lambda citation: citation.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Citation.objects.as_sources() if self.form in FILES else Citation.objects.all()

    def full_rows(self) -> models.QuerySet[Any]:
        return Citation.objects.as_sources() if self.form in FILES else Citation.objects.with_places()

    def row(self, number: int) -> Citation | None:
        return next(iter(lines([number])), None)

    def page(self, filters: Filters, sort: str, per_page: int, number: int) -> FoundPage:
        assert isinstance(filters, CitationFilters)
        return found_page(filters, sort, per_page, number, self.rows() if self.form in FILES else None)

    def keys(self, filters: Filters, sort: str, most: int) -> list[Any]:
        assert isinstance(filters, CitationFilters)
        return keys_of(filters, sort, most)

    def records(self, keys: Sequence[Any]) -> Iterable[Any]:
        return records_of(keys, self.rows() if self.form in FILES else None)


class CitationPage(RecordPage):
    source = staticmethod(citation_source)
    exchange = OF_CITATION.with_row(CitationList)
    model = Citation
    template_name = "citations/citation_detail.html"

    def record(self, number: int) -> Citation | None:
        record = Citation.objects.with_places().filter(pk=number).first()
        give_statements([record] if record else [])
        return record

    def context(self, record: Citation, request: HttpRequest) -> dict[str, Any]:
        return {
            "record": record,
            "citation": record,
            "candidates": record.candidates.with_targets(),
        }
