"""The list of what happened to people: its filters are those of the map, whose marks open it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilter, YearFilter
from core.listing import Column, Filters, ListPage
from people.happenings import KINDS, Happening, Happenings, Row, Wanted, found, with_records
from people.models import Event, Person, Place


class HappeningFilters(Filters):
    """Works on `found`, since births and deaths are no rows of the table of events."""

    several = frozenset({"kind"})

    kind = django_filters.MultipleChoiceFilter(
        label=_("What happened"), choices=list(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    year_min = YearFilter(label=_("From the year"))
    year_max = YearFilter(label=_("To the year"))
    person = RecordFilter(label=_("Person"), queryset=Person.objects.all())
    place = RecordFilter(label=_("Place"), queryset=Place.objects.all())
    placed = django_filters.ChoiceFilter(
        label=_("The place"), choices=[("yes", _("is known")), ("no", _("is not known"))], widget=forms.HiddenInput
    )

    @property
    def wanted(self) -> Wanted:
        asked = self.form.cleaned_data
        first, last = (int(asked[end]) if asked[end] is not None else None for end in ("year_min", "year_max"))
        placed = {"yes": True, "no": False}.get(asked["placed"])
        return Wanted(asked["person"], asked["place"], asked["kind"], first, last, placed)

    @property
    def wanted_at_any_time(self) -> Wanted:
        return replace(self.wanted, since=None, until=None)

    @property
    def found(self) -> Happenings:
        return found(self.wanted)


class HappeningList(ListPage):
    title = _("Events")
    filters = HappeningFilters
    template_name = "people/happening_list.html"
    sorts = {"date": ()}
    sort_labels = {"date": _("date")}
    columns = [
        Column("id", lambda happening: happening.event or None, int),
        Column("kind", lambda happening: happening.kind),
        Column("person_id", lambda happening: happening.person.pk, int),
        Column("person", lambda happening: happening.person.name_en),
        Column("date", lambda happening: happening.date),
        Column("date_edtf", lambda happening: happening.edtf),
        Column("place_id", lambda happening: happening.place and happening.place.pk, int),
        Column("place", lambda happening: happening.place and happening.place.name_en),
        Column("latitude", lambda happening: happening.place and happening.place.latitude, float),
        Column("longitude", lambda happening: happening.place and happening.place.longitude, float),
        Column("words_en", lambda happening: happening.words_en),
        Column("words_ru", lambda happening: happening.words_ru),
        Column("certainty", lambda happening: happening.certainty),
        Column("url", lambda happening: happening.url),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Event.objects.all()

    def page(self, filters: Any, sort: str, per_page: int, number: int) -> Page[Any]:
        found = filters.found
        paginator: Paginator[Any] = Paginator((), per_page)
        paginator.count = found.count()  # a cached property, filled beforehand
        here = min(number, paginator.num_pages)
        rows = found.rows((here - 1) * per_page, here * per_page)
        return Page(list(with_records(rows)), here, paginator)

    def keys(self, filters: Any, sort: str, most: int) -> list[Row]:
        """Rows of several tables have no key in common, and are short: the rows themselves."""
        return filters.found.rows(0, most)  # type: ignore[no-any-return]  # filters of this list

    def records(self, keys: Sequence[Row]) -> Iterable[Happening]:
        return with_records(keys)

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"kept": kept(request)}


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What narrows the list or the map and has no field of its own in the form."""
    return [(name, request.GET[name]) for name in ("person", "place", "placed") if request.GET.get(name)]
