"""Filters that only lists of citations have: files by shelfmark, sheets, names as printed, languages that occur."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.filters import ShelfmarkField
from archive.models import Unit
from citations.models import Count
from citations.searching.codes import FACETS
from core.filters import in_language

# The place of the languages among the stored counts.
LANGUAGE = list(FACETS).index("language") + 1


class LanguagesField(forms.MultipleChoiceField):
    """Languages that are offered, and any other in which something is there that cites."""

    def valid_value(self, value: Any) -> bool:
        if super().valid_value(value):
            return True
        return str(value).isprintable() and Count.objects.filter(facet=LANGUAGE, value=value).exists()


class LanguagesFilter(django_filters.MultipleChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    field_class = LanguagesField


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs, not when running
    default_error_messages = {"invalid_choice": _("There is no such record.")}

    def clean(self, value: Any) -> Any:
        """Records that were read: what is left empty is no question that finds nothing, and asks none."""
        if not value and not self.required:
            return []
        if not all(str(each).isprintable() for each in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return list(super().clean(value))

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class RecordsFilter(django_filters.ModelMultipleChoiceFilter):  # type: ignore[misc]  # see above
    field_class = RecordsField


class PeopleField(RecordsField):
    """Persons, named in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return in_language(obj, "name")[0]


class PeopleFilter(RecordsFilter):
    field_class = PeopleField


class UnitField(ShelfmarkField):
    """A unit by its shelfmark, itself and not what lies below it."""

    def clean(self, value: Any) -> Any:
        path = super().clean(value)
        if not path:
            return None
        unit = Unit.objects.filter(path=path).first()
        if unit is None:
            raise ValidationError(gettext("this is an archive; a unit is understood here."))
        return unit

    def prepare_value(self, value: Any) -> Any:
        return value.path if isinstance(value, Unit) else value

    def label_from_instance(self, obj: Unit) -> str:
        return obj.path


class UnitFilter(django_filters.CharFilter):  # type: ignore[misc]  # see above
    """`unit=RGASPI/17/171/87`: this unit alone."""

    field_class = UnitField

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label", _("The unit itself"))
        super().__init__(*args, max_length=500, widget=forms.HiddenInput, **options)


class SheetsFilter(django_filters.CharFilter):  # type: ignore[misc]  # see above
    """`l=83об`, of the unit that `unit` or `under` names."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label=_("Sheets"), max_length=200, widget=forms.HiddenInput, **options)


class PrintedFilter(django_filters.CharFilter):  # type: ignore[misc]  # see above
    """`by=Elena Kuromiya`: the maker of the citing work, as printed there, who has no record here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label=_("Cited by, as printed"), max_length=300, widget=forms.HiddenInput, **options)


class UnitsField(forms.Field):
    """One unit or several by their shelfmarks."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(**options)
        self.each = UnitField(required=False, max_length=max_length)

    def clean(self, value: Any) -> list[Unit]:
        return [unit for written in value or () if (unit := self.each.clean(written))]

    def prepare_value(self, value: Any) -> Any:
        return self.each.prepare_value(value)

    def label_from_instance(self, obj: Unit) -> str:
        return obj.path


class UnitsFilter(django_filters.CharFilter):  # type: ignore[misc]  # see above
    """`files=RGASPI/17/171/87&files=RGASPI/17/171/88`: all of them are meant, each by itself."""

    field_class = UnitsField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label=_("Cites the file"), max_length=500, **options)


class NamesField(forms.Field):
    """One name or several, as printed."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        each = forms.CharField(required=False, max_length=300)
        return [name for written in value or () if (name := each.clean(written))]


class NamesFilter(django_filters.CharFilter):  # type: ignore[misc]  # see above
    """`by=Elena Kuromiya&by=Jan Nowak`: each by itself."""

    field_class = NamesField
