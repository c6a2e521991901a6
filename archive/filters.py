"""What narrows the lists of archives, units and documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models import Document, Repository, Unit
from archive.querysets import DocumentQuerySet, RepositoryQuerySet, UnitQuerySet
from core.filters import LanguageFilter, ReaderChoiceField, ReaderChoiceFilter, RecordFilter, WordsFilter, YearFilter
from core.listing import Filters
from core.parameters import BadParameter
from notation.sorting import shelfmark_key
from people.models import Person
from people.parts import CHOICES, PARTS


class RepositoryField(ReaderChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.code)


class RepositoryFilter(ReaderChoiceFilter):
    """`repository=RGASPI`"""

    field_class = RepositoryField

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label", _("Archive"))
        super().__init__(*args, queryset=Repository.objects.order_by("code"), to_field_name="code", **options)


class ShelfmarkField(forms.CharField):
    """A shelfmark that stands here, as the path it has here."""

    def clean(self, value: Any) -> str:
        written: str = super().clean(value).strip("/")
        if not written:
            self.validate(written)  # `/` is nothing too, where something is needed
            return ""
        key = "/".join(shelfmark_key(step) for step in written.split("/"))
        unit = Unit.objects.filter(key=key).values_list("path", flat=True).first()
        path = unit or Repository.objects.filter(code__iexact=written).values_list("code", flat=True).first()
        if path is None:
            raise ValidationError(gettext("there is no unit or archive at “%(path)s”."), params={"path": written})
        return str(path)


class UnderFilter(django_filters.CharFilter):  # type: ignore[misc]  # django-filter has no types
    """`under=RGASPI/17/171`: this unit and everything below it."""

    field_class = ShelfmarkField

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label", _("Under the shelfmark"))
        super().__init__(*args, max_length=500, **options)


class RepositoryFilters(Filters):
    q = WordsFilter(label=_("Name or acronym, past or present"), method="named")

    def named(self, rows: RepositoryQuerySet, name: str, value: str) -> RepositoryQuerySet:
        return rows.named_like(value)


class UnitFilters(Filters):
    q = WordsFilter(label=_("Words of the title, or part of a shelfmark"), method="about")
    repository = RepositoryFilter()
    under = UnderFilter(method="below")
    year_min = YearFilter(label=_("From the year"), method="since_year")
    year_max = YearFilter(label=_("To the year"), method="until_year")

    def about(self, rows: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        return rows.about(value)

    def below(self, rows: UnitQuerySet, name: str, value: str) -> UnitQuerySet:
        return rows.sorted_under(value)

    def since_year(self, rows: UnitQuerySet, name: str, value: Any) -> UnitQuerySet:
        return rows.since(int(value))

    def until_year(self, rows: UnitQuerySet, name: str, value: Any) -> UnitQuerySet:
        return rows.until(int(value))


class DocumentFilters(Filters):
    q = WordsFilter(label=_("Words"), method="about")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Document.Kind.choices, empty_label="—")
    person = RecordFilter(label=_("Person"), queryset=Person.objects.all(), method="of_person")
    also = RecordFilter(label=_("Together with"), queryset=Person.objects.all(), method="of_person")
    part = django_filters.ChoiceFilter(
        label=_("What the person is to it"), choices=CHOICES, method="has_person", widget=forms.HiddenInput
    )
    repository = RepositoryFilter(method="in_repository")
    under = UnderFilter(method="below")
    language = LanguageFilter(label=_("Language"), method="in_language")
    year_min = YearFilter(label=_("From the year"), method="since_year")
    year_max = YearFilter(label=_("To the year"), method="until_year")

    def about(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return rows.about(value)

    def of_person(self, rows: DocumentQuerySet, name: str, value: Person) -> DocumentQuerySet:
        return rows.of_person(value, PARTS.get(self.form.cleaned_data.get("part") or "", ()))

    def has_person(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        """What `part` narrows is asked for by `person`."""
        if not self.form.cleaned_data.get("person"):
            raise BadParameter("part: " + gettext("say whose, by “person”."))
        return rows

    def in_repository(self, rows: DocumentQuerySet, name: str, value: Repository) -> DocumentQuerySet:
        return rows.under(value.code)

    def below(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return rows.under(value)

    def in_language(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return rows.filter(languages__contains=[value])

    def since_year(self, rows: DocumentQuerySet, name: str, value: Any) -> DocumentQuerySet:
        return rows.since(int(value))

    def until_year(self, rows: DocumentQuerySet, name: str, value: Any) -> DocumentQuerySet:
        return rows.until(int(value))
