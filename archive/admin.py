"""The desk's pages for archives, their units, documents and pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive import quality
from archive.desk import TYPED, ImageForm, UnitForm, same_sheets
from archive.models import (
    Component,
    Container,
    Copy,
    Document,
    DocumentPerson,
    EditorLimit,
    FormerAddress,
    FormerReference,
    Image,
    Repository,
    RepositoryName,
    Unit,
)
from archive.questions import asked_for
from archive.views import DocumentList, RepositoryList, UnitList
from core.admin import DeskAdmin, RecordAdmin, Table
from core.desk import as_dated
from core.merging.admin import MergeableAdmin

MOST_TOLD = 5


class RepositoryNames(Table):
    model = RepositoryName
    fields = ("text", "kind", "language", "years", "former")


@admin.register(Repository)
class RepositoryAdmin(RecordAdmin):
    pages = RepositoryList
    list_display = ("code", "name_en", "name_ru", "place", "status")
    list_filter = ("status", "scheme")
    list_select_related = ("place",)
    search_fields = ("code", "name_en", "name_ru", "names__text")
    folded_search = ("names__key",)
    inlines = (RepositoryNames,)
    fields = ("code", "scheme", ("name_en", "name_ru"), ("place", "address"), "website", "catalogue_url", "isil")


@admin.register(RepositoryName)
class RepositoryNameAdmin(DeskAdmin):
    list_display = ("text", "kind", "language", as_dated("years"), "former", "repository")
    list_filter = ("kind", "language", "former")
    list_select_related = ("repository",)
    search_fields = ("text", "repository__code")
    folded_search = ("key",)


class FormerReferences(Table):
    model = FormerReference
    fields = ("archive", "shelfmark", "years", "note")


class Containers(Table):
    model = Container
    fields = ("text",)


@admin.register(Container)
class ContainerAdmin(DeskAdmin):
    list_display = ("text", "unit")
    list_select_related = ("unit",)
    search_fields = ("text", "unit__path")


@admin.register(Component)
class ComponentAdmin(DeskAdmin):
    """What a finding aid calls a unit; kept for the next reading of the same aid."""

    list_display = ("identifier", "unitid", "unit")
    list_select_related = ("unit",)
    search_fields = ("identifier", "unitid", "unit__path")


@admin.register(Unit)
class UnitAdmin(MergeableAdmin):
    pages = UnitList
    form = UnitForm
    quality = quality.UNIT
    list_display = ("path", "level", "title_en", "title_ru", as_dated("date"), "status")
    list_filter = ("status", "level", "repository")
    search_fields = ("path", "title_en", "title_ru")
    ordering = ("sort_key",)
    inlines = (FormerReferences, Containers)
    readonly_fields = ("path",)
    fields = (
        "path",
        ("repository", "parent"),
        ("level", "number"),
        "title_en",
        "title_ru",
        "date",
        "extent",
        "description",
        "url",
    )

    def layout(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new unit's shelfmark can be typed in one line."""
        fields = self.fields if obj is not None else (TYPED, *[name for name in self.fields if name != "path"])
        return ((None, {"fields": fields}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            form.make_levels_above()
        super().save_model(request, obj, form, change)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str) -> Any:
        """A reference in any form finds its unit: `РГАСПИ, ф. 17, оп. 171, д. 87` and `rgaspi/17/171/87`."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        asked = asked_for(search_term) if search_term and "\0" not in search_term else None
        units = [meant.target.pk for meant in asked.found if isinstance(meant.target, Unit)] if asked else []
        return (queryset.filter(pk__in=units), False) if units else (found, repeats)


@admin.register(FormerReference)
class FormerReferenceAdmin(DeskAdmin):
    list_display = ("archive", "shelfmark", as_dated("years"), "unit", "note")
    list_select_related = ("unit",)
    search_fields = ("archive", "shelfmark", "unit__path")


@admin.register(FormerAddress)
class FormerAddressAdmin(DeskAdmin):
    """Written when a published unit moves; here to be looked at."""

    list_display = ("path", "unit")
    list_select_related = ("unit",)
    search_fields = ("path", "unit__path")
    fields = ("path", "unit")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


class Copies(Table):
    model = Copy
    fields = ("unit", "leaves", "state")


class Persons(Table):
    model = DocumentPerson
    fields = ("person", "role", "certainty")


@admin.register(Document)
class DocumentAdmin(MergeableAdmin):
    pages = DocumentList
    quality = quality.DOCUMENT
    list_display = ("__str__", "kind", as_dated("date"), "status", "changed_at")
    list_filter = ("status", "kind")
    search_fields = ("title_en", "title_ru", "summary_en", "summary_ru")
    inlines = (Persons, Copies)
    fieldsets = (
        (None, {"fields": ("title_en", "title_ru", "kind", "date", "languages")}),
        (_("Contents"), {"fields": ("summary_en", "summary_ru", "transcription")}),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Another description of the same sheets may be of the same document, or the sheets may be mistaken."""
        super().save_related(request, form, formsets, change)
        for copy in same_sheets(form.instance)[:MOST_TOLD]:
            words = {"copy": copy, "document": copy.document}
            messages.warning(request, _("Another document lies there too: %(copy)s, “%(document)s”.") % words)


@admin.register(DocumentPerson)
class DocumentPersonAdmin(DeskAdmin):
    list_display = ("document", "person", "role", "certainty")
    list_filter = ("role", "certainty")
    list_select_related = ("document", "person")
    search_fields = ("document__title_en", "document__title_ru", "person__name_en")


@admin.register(Copy)
class CopyAdmin(DeskAdmin):
    list_display = ("unit", "leaves", "state", "document")
    list_filter = ("state",)
    list_select_related = ("unit", "document")
    search_fields = ("unit__path", "document__title_en", "document__title_ru")


@admin.register(Image)
class ImageAdmin(RecordAdmin):
    form = ImageForm
    list_display = ("__str__", "person", "document", "unit", "place", "status")
    list_filter = ("status", "licence")
    list_select_related = ("person", "document", "unit", "place")
    search_fields = ("caption_en", "caption_ru", "credit", "person__name_en")
    fields = (
        "file",
        "iiif",
        ("person", "document", "unit", "place"),
        ("position", "leaf"),
        ("caption_en", "caption_ru"),
        ("credit", "source"),
        ("licence", "rights"),
    )


@admin.register(EditorLimit)
class EditorLimitAdmin(DeskAdmin):
    """To which archives somebody's work is limited; nobody who is not named here has a limit."""

    list_display = ("user", "repository")
    list_select_related = ("user", "repository")
    search_fields = ("user__username", "repository__code")
