"""What narrows the list of people."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import ReaderChoiceFilter, RecordFilter, WordsFilter, YearFilter
from core.listing import Filters
from people.models import Event, Organisation, Person, Place
from people.parts import ROLES
from people.querysets import PersonQuerySet


class PersonFilters(Filters):
    q = WordsFilter(label=_("Name, in any spelling"), method="called")
    letter = django_filters.CharFilter(
        label=_("Letter"), max_length=1, method="starting_with", widget=forms.HiddenInput
    )
    place = ReaderChoiceFilter(label=_("Place"), queryset=Place.objects.all(), method="at_place")
    organisation = ReaderChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), method="in_organisation"
    )
    event = django_filters.ChoiceFilter(
        label=_("What happened"), choices=Event.Kind.choices, empty_label="—", method="with_event"
    )
    part = django_filters.ChoiceFilter(label=_("Role"), choices=ROLES, empty_label="—", method="with_role")
    born_at = RecordFilter(label=_("Born in"), queryset=Place.objects.all())
    alive_min = YearFilter(label=_("Alive from the year"), method="alive_since")
    alive_max = YearFilter(label=_("Alive to the year"), method="alive_until")
    born_min = YearFilter(label=_("Born from"), method="since_year")
    born_max = YearFilter(label=_("Born to"), method="until_year")
    died_min = YearFilter(label=_("Died from"), method="since_year")
    died_max = YearFilter(label=_("Died to"), method="until_year")
    sex = django_filters.ChoiceFilter(label=_("Sex"), choices=Person.Sex.choices[1:], empty_label="—")

    def called(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.like(value)

    def starting_with(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.starting_with(value)

    def at_place(self, rows: PersonQuerySet, name: str, value: Place) -> PersonQuerySet:
        return rows.at_place(value)

    def in_organisation(self, rows: PersonQuerySet, name: str, value: Organisation) -> PersonQuerySet:
        return rows.in_organisation(value)

    def with_event(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.with_event(value)

    def with_role(self, rows: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return rows.with_role(value)

    def alive_since(self, rows: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        return rows.alive_since(int(value))

    def alive_until(self, rows: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        return rows.alive_until(int(value))

    def since_year(self, rows: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        return rows.since(name.partition("_")[0], int(value))

    def until_year(self, rows: PersonQuerySet, name: str, value: Any) -> PersonQuerySet:
        return rows.until(name.partition("_")[0], int(value))
