"""What narrows the lists of publications and citations."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.filters import UnderFilter
from archive.models import Document, Repository, Unit
from citations.fields import (
    LanguagesFilter,
    PeopleFilter,
    PrintedFilter,
    RecordsFilter,
    SheetsFilter,
    UnitFilter,
    UnitsFilter,
)
from citations.models import Citation, Combination, Found, Publication, Shelved, Worded
from citations.querysets import CitationQuerySet, PublicationQuerySet
from citations.searching.answers import Stored, answer
from citations.searching.asking import condition, kind_labels, left_out
from citations.searching.codes import FACETS
from citations.searching.frequent import beside, frequent_in
from citations.searching.lines import lines
from citations.searching.querysets import FoundQuerySet
from citations.sharing import works_of, works_of_name
from core.filters import LanguageFilter, RecordFilter, WordsFilter, YearFilter, languages
from core.listing import COMMON, Filters
from core.parameters import BadParameter
from core.search import LONGEST, NotUnderstood, Question, read_question
from people.models import Person

# What narrows citations by columns that `Combination` has too.
COUNTED = {*FACETS, "year_min", "year_max"}
# The same of `Shelved`.
SHELVED = {"repository", "year_min", "year_max"}


LACKING = {
    "year": _("the year"),
    "pages": _("the pages"),
    "copies": _("the copies printed"),
    "printed": _("the pages or the copies printed"),
    "language": _("the language"),
    "topic": _("the topic"),
    "author": _("the author"),
}


class PublicationFilters(Filters):
    several = frozenset({"files", "exclude", "lacking"})

    q = WordsFilter(label=_("Words of the title, or a name"), method="about")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Publication.Kind.choices, empty_label="—")
    person = RecordFilter(label=_("Person"), queryset=Person.objects.all(), method="by_person")
    language = LanguageFilter(label=_("Language"))
    year_min = YearFilter(label=_("From the year"), method="since_year")
    year_max = YearFilter(label=_("To the year"), method="until_year")
    files = UnitsFilter(method="citing")
    year = YearFilter(label=_("Year"), widget=forms.HiddenInput)
    topic = django_filters.CharFilter(label=_("Topic"), max_length=100, widget=forms.HiddenInput, method="on_topic")
    author = RecordFilter(label=_("Author or compiler"), queryset=Person.objects.all(), method="by_author")
    by = django_filters.CharFilter(
        label=_("Author as printed"), max_length=300, widget=forms.HiddenInput, method="by_name"
    )
    exclude = PeopleFilter(
        label=_("Without works by"), queryset=Person.objects.all(), widget=forms.MultipleHiddenInput, method="not_by"
    )
    periodicals = django_filters.ChoiceFilter(
        label=_("Periodicals and articles"), choices=[("no", _("left out"))], widget=forms.HiddenInput, method="lasting"
    )
    lacking = django_filters.MultipleChoiceFilter(
        label=_("Not known"), choices=list(LACKING.items()), widget=forms.MultipleHiddenInput, method="without_value"
    )

    def about(self, rows: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        return rows.about(value)

    def by_person(self, rows: PublicationQuerySet, name: str, value: Person) -> PublicationQuerySet:
        return rows.by_person(value)

    def citing(self, rows: PublicationQuerySet, name: str, value: list[Unit]) -> PublicationQuerySet:
        """Works that cite each of these files."""
        for unit in value:
            rows = rows.filter(pk__in=Found.objects.filter(unit_id=unit.pk).values("citing_id"))
        return rows

    def on_topic(self, rows: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        return rows.on(value)

    def by_author(self, rows: PublicationQuerySet, name: str, value: Person) -> PublicationQuerySet:
        return rows.wrote(value)

    def by_name(self, rows: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        return rows.printed_as_by(value)

    def not_by(self, rows: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        """An empty choice means all to Django, and nobody here."""
        return rows.not_by(value) if name in self.data else rows

    def lasting(self, rows: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        return rows.without_periodicals()

    def without_value(self, rows: PublicationQuerySet, name: str, value: list[str]) -> PublicationQuerySet:
        for each in value:
            rows = rows.lacking(each)
        return rows

    def since_year(self, rows: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        return rows.since(int(value))

    def until_year(self, rows: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        return rows.until(int(value))


def kinds() -> list[tuple[str, str]]:
    return list(kind_labels().items())


class CitationFilters(Filters):
    """Works on what the search sees, `found`; `qs` are the same as citations."""

    several = frozenset({"repository", "fond", "language", "kind", "outcome", "verification"})

    q = WordsFilter(label=_("Words"), max_length=LONGEST, method="about")
    repository = RecordsFilter(
        label=_("Archive"), queryset=Repository.objects.order_by("code"), to_field_name="code", method="in_archives"
    )
    fond = RecordsFilter(label=_("Fond"), queryset=Unit.objects.top(), to_field_name="path", method="in_fonds")
    under = UnderFilter(method="below")
    unit = UnitFilter(method="of_unit")
    l = SheetsFilter(method="on_sheets")  # noqa: E741 - the parameter of a file's page
    person = RecordFilter(label=_("Documents of"), queryset=Person.objects.all(), method="concerning")
    author = RecordFilter(label=_("Cited by"), queryset=Person.objects.all(), method="by_author")
    by = PrintedFilter(method="by_name")
    publication = RecordFilter(label=_("Cited in"), queryset=Publication.objects.all(), method="in_publication")
    cited = RecordFilter(label=_("Cites"), queryset=Publication.objects.all(), method="citing")
    document = RecordFilter(label=_("Cites the document"), queryset=Document.objects.all(), method="citing")
    year_min = YearFilter(label=_("Cited from the year"), method="since_year")
    year_max = YearFilter(label=_("Cited to the year"), method="until_year")
    language = LanguagesFilter(label=_("Language of the citing work"), choices=languages, method="coded")
    kind = django_filters.MultipleChoiceFilter(label=_("What is cited"), choices=kinds, method="coded")
    outcome = django_filters.MultipleChoiceFilter(label=_("Outcome"), choices=Citation.Outcome.choices, method="coded")
    verification = django_filters.MultipleChoiceFilter(
        label=_("Verification"), choices=Citation.Verification.choices, method="coded"
    )

    @property
    def found(self) -> FoundQuerySet:
        """Raises BadParameter where the words are no question."""
        _ = self.errors  # makes the form clean what was sent
        return self.filter_queryset(Found.objects.all())  # type: ignore[no-any-return]  # see above

    @property
    def stored(self) -> Stored | None:
        """The counts that stand already, where nothing but facets, years, one frequent word or words that are left out
        narrow the list."""
        chosen = {name for name, values in self.data.lists() if any(values)} - COMMON
        if not chosen or chosen - COUNTED - {"q"}:
            return None
        left = left_out(self.question()) if "q" in chosen else None
        if "q" in chosen and left is None:
            return self._of_a_word()
        without = self.narrowed(Found.objects.filter(left)) if left is not None else None
        shelved = self.narrowed(Shelved.objects.all()) if chosen <= SHELVED else None
        return Stored(self.narrowed(Combination.objects.all()), without, shelved)

    def _of_a_word(self) -> Stored | None:
        question = self.question()
        lexeme = frequent_in(question)
        if not lexeme:
            return None
        rest = self.narrowed(Found.objects.filter(beside(question, lexeme)))
        return Stored(self.narrowed(Worded.objects.filter(word=lexeme)), beside=rest)

    @property
    def qs(self) -> CitationQuerySet:
        return self.queryset.filter(pk__in=self.found.values("pk"))  # type: ignore[no-any-return]  # see above

    def first(self, most: int) -> tuple[int, list[Any]]:
        answered = answer(self.found, "newest", most, 1, stored=self.stored)
        return answered.count, lines(answered.ids)

    def narrowed(self, rows: FoundQuerySet) -> FoundQuerySet:
        """By everything that is chosen but the words."""
        for name, value in self.form.cleaned_data.items():
            if name != "q" and name in self.data:
                rows = self.filters[name].filter(rows, value)
        return rows

    def question(self) -> Question:
        return read_question(self.form.cleaned_data.get("q") or "")

    def about(self, found: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        try:
            return found.holding(condition(self.question()))
        except NotUnderstood as error:
            raise BadParameter(f"q: {error}") from error

    def in_archives(self, found: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return found.in_archives(value) if name in self.data else found

    def in_fonds(self, found: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return found.in_fonds(value) if name in self.data else found

    def below(self, found: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return found.under(value)

    def concerning(self, found: FoundQuerySet, name: str, value: Person) -> FoundQuerySet:
        return found.concerning(value)

    def of_unit(self, found: FoundQuerySet, name: str, value: Unit) -> FoundQuerySet:
        return found.filter(unit_id=value.pk)

    def on_sheets(self, found: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        unit, path = self.form.cleaned_data.get("unit"), self.form.cleaned_data.get("under")
        if not (unit or path):
            raise BadParameter("l: " + gettext("say of which file, by “unit” or “under”."))
        cited = Citation.objects.filter(unit=unit) if unit else Citation.objects.under(path)
        return found.among(cited.touching(value))

    def by_author(self, found: FoundQuerySet, name: str, value: Person) -> FoundQuerySet:
        return found.filter(citing_id__in=works_of(value))

    def by_name(self, found: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return found.filter(citing_id__in=works_of_name(value))

    def in_publication(self, found: FoundQuerySet, name: str, value: Publication) -> FoundQuerySet:
        return found.filter(citing_id=value.pk)

    def citing(self, found: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return found.among(Citation.objects.filter(**{"publication" if name == "cited" else name: value}))

    def since_year(self, found: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return found.since(int(value))

    def until_year(self, found: FoundQuerySet, name: str, value: Any) -> FoundQuerySet:
        return found.until(int(value))

    def coded(self, found: FoundQuerySet, name: str, value: list[str]) -> FoundQuerySet:
        return found.coded(name, value) if value else found
