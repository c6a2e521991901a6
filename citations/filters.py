"""What narrows the lists of publications and citations."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from archive.filters import RepositoryFilter, UnderFilter
from archive.models import Document, Repository
from citations.models import Citation, Publication
from citations.querysets import CitationQuerySet, PublicationQuerySet
from core.filters import LanguageFilter, RecordFilter, WordsFilter, YearFilter
from core.listing import Filters
from people.models import Person


class PublicationFilters(Filters):
    q = WordsFilter(label=_("Words of the title, or a name"), method="about")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Publication.Kind.choices, empty_label="—")
    person = RecordFilter(label=_("Person"), queryset=Person.objects.all(), method="by_person")
    language = LanguageFilter(label=_("Language"))
    year_min = YearFilter(label=_("From the year"), method="since_year")
    year_max = YearFilter(label=_("To the year"), method="until_year")

    def about(self, rows: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        return rows.about(value)

    def by_person(self, rows: PublicationQuerySet, name: str, value: Person) -> PublicationQuerySet:
        return rows.by_person(value)

    def since_year(self, rows: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        return rows.since(int(value))

    def until_year(self, rows: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        return rows.until(int(value))


class CitationFilters(Filters):
    q = WordsFilter(label=_("Words as written"), method="about")
    repository = RepositoryFilter(method="in_repository")
    under = UnderFilter(method="below")
    person = RecordFilter(label=_("Documents of"), queryset=Person.objects.all(), method="concerning")
    author = RecordFilter(label=_("Cited by"), queryset=Person.objects.all(), method="by_author")
    publication = RecordFilter(
        label=_("Cited in"), queryset=Publication.objects.all(), field_name="footnote__publication"
    )
    cited = RecordFilter(label=_("Cites"), queryset=Publication.objects.all(), field_name="publication")
    document = RecordFilter(label=_("Cites the document"), queryset=Document.objects.all(), field_name="document")
    year_min = YearFilter(label=_("Cited from the year"), field_name="footnote__publication__year", lookup_expr="gte")
    year_max = YearFilter(label=_("Cited to the year"), field_name="footnote__publication__year", lookup_expr="lte")
    language = LanguageFilter(label=_("Language of the citing work"), field_name="footnote__publication__language")
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Citation.Outcome.choices, empty_label="—")
    verification = django_filters.ChoiceFilter(
        label=_("Verification"), choices=Citation.Verification.choices, empty_label="—"
    )

    def about(self, rows: CitationQuerySet, name: str, value: str) -> CitationQuerySet:
        return rows.about(value)

    def in_repository(self, rows: CitationQuerySet, name: str, value: Repository) -> CitationQuerySet:
        return rows.filter(unit__repository=value)

    def below(self, rows: CitationQuerySet, name: str, value: str) -> CitationQuerySet:
        return rows.under(value)

    def concerning(self, rows: CitationQuerySet, name: str, value: Person) -> CitationQuerySet:
        return rows.concerning(value)

    def by_author(self, rows: CitationQuerySet, name: str, value: Person) -> CitationQuerySet:
        return rows.by_author(value)
