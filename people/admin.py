"""The desk's pages for persons, their names, events and relations, and for organisations and places."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import Block, DeskAdmin, Table
from core.desk import as_dated
from core.filters import in_language
from core.merging.admin import MergeableAdmin
from people import quality
from people.desk import proposals as _proposals  # noqa: F401 - registers its own page
from people.models import Event, Identifier, Name, Organisation, OrganisationName, Person, Place, Relation
from people.views import PersonList


class Names(Table):
    model = Name
    fields = ("text", "kind", "language", "script", "used")


class Identifiers(Table):
    model = Identifier
    fields = ("authority", "value")


class Events(Block):
    model = Event
    fields = (("kind", "certainty"), "date", ("place", "organisation"), ("words_en", "words_ru"))


class Relations(Table):
    model = Relation
    fk_name = "person"
    fields = ("kind", "other", "date", "certainty")


class RelationsFrom(Table):
    """What other persons are to this one: shown here, edited on their own pages."""

    model = Relation
    fk_name = "other"
    fields = ("person", "kind", "date", "certainty")
    verbose_name_plural = _("relations of others to this person")
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(MergeableAdmin):
    pages = PersonList
    quality = quality.PERSON
    list_display = ("name_en", "name_ru", as_dated("born"), as_dated("died"), "epithet_en", "status", "changed_at")
    list_filter = ("status", "sex", "events__kind")
    search_fields = ("name_en", "name_ru", "names__text", "identifiers__value")
    folded_search = ("names__key",)
    inlines = (Names, Events, Relations, RelationsFrom, Identifiers)
    fieldsets = (
        (None, {"fields": (("name_en", "name_ru"), "sex", "born", "born_at", "died", "died_at")}),
        (_("Life"), {"fields": (("epithet_en", "epithet_ru"), "life_en", "life_ru")}),
    )

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str) -> Any:
        """As the public search finds persons, in every spelling and with typing errors; and by identifier."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        name = search_term.replace("\0", "").strip()
        return (queryset.likeliest(name, found), False) if name else (found, repeats)  # type: ignore[attr-defined]  # PersonQuerySet

    def told_apart(self, person: Person) -> str:
        """`Eltsin, Boris (1931–2007), president · Ельцин, Борис`; by its number, who has neither years nor epithet."""
        epithet = in_language(person, "epithet")[0]
        years = f" ({person.years})" if person.years else ""
        known = f"{person.name_en}{years}" + (f", {epithet}" if epithet else "")
        if known == person.name_en:
            known = f"{known} #{person.pk}"
        return f"{known} · {person.name_ru}" if person.name_ru else known


@admin.register(Name)
class NameAdmin(DeskAdmin):
    list_display = ("text", "kind", "language", "script", "person")
    list_filter = ("kind", "language", "script")
    list_select_related = ("person",)
    search_fields = ("text", "person__name_en")
    folded_search = ("key",)


@admin.register(Identifier)
class IdentifierAdmin(DeskAdmin):
    list_display = ("authority", "value", "person", "organisation")
    list_filter = ("authority",)
    list_select_related = ("person", "organisation")
    search_fields = ("value", "person__name_en", "organisation__name_en")


@admin.register(Event)
class EventAdmin(DeskAdmin):
    quality = quality.EVENT
    list_display = ("person", "kind", as_dated("date"), "place", "organisation", "certainty")
    list_filter = ("kind", "certainty")
    list_select_related = ("person", "place", "organisation")
    search_fields = ("person__name_en", "person__name_ru", "words_en", "words_ru", "kind")


@admin.register(Relation)
class RelationAdmin(DeskAdmin):
    quality = quality.RELATION
    list_display = ("person", "kind", "other", as_dated("date"), "certainty")
    list_filter = ("kind", "certainty")
    list_select_related = ("person", "other")
    search_fields = ("person__name_en", "other__name_en")


class OrganisationNames(Table):
    model = OrganisationName
    fields = ("text", "language")


@admin.register(Organisation)
class OrganisationAdmin(MergeableAdmin):
    list_display = ("name_en", "name_ru", "kind", "place", "status")
    list_filter = ("status", "kind")
    list_select_related = ("place",)
    search_fields = ("name_en", "name_ru", "names__text")
    folded_search = ("names__key",)
    inlines = (OrganisationNames, Identifiers)
    fields = ("name_en", "name_ru", "kind", "place")


@admin.register(OrganisationName)
class OrganisationNameAdmin(DeskAdmin):
    list_display = ("text", "language", "organisation")
    list_filter = ("language",)
    list_select_related = ("organisation",)
    search_fields = ("text",)
    folded_search = ("key",)


@admin.register(Place)
class PlaceAdmin(MergeableAdmin):
    list_display = ("name_en", "name_ru", "country", "latitude", "longitude", "status")
    list_filter = ("status", "country")
    search_fields = ("name_en", "name_ru", "former_names")
    fields = (("name_en", "name_ru"), "former_names", ("latitude", "longitude"), "country")
