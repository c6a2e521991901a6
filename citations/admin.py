"""The desk's pages for publications, their notes and citations; the list of citations is the review queue."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

import citations.desk.reports  # noqa: F401 - registers the pages of what readers send
from citations.deciding import own_mention
from citations.desk.addresses import reading_addresses
from citations.desk.batches import BatchAdmin
from citations.desk.deciding import ask_assignment, ask_decision, offer_the_rest
from citations.desk.files import file_addresses
from citations.desk.proving import keep, last_source, proved, without_it
from citations.meanings import remember
from citations.models import (
    Candidate,
    Citation,
    Contribution,
    Evidence,
    Footnote,
    Meaning,
    Printing,
    Publication,
    PublicationIdentifier,
    Review,
)
from citations.models.citations import STATEMENTS
from citations.review import CitationForm, linked, marked, meaning
from citations.views import CitationList, PublicationList
from core.admin import Desk, DeskAdmin, RecordAdmin, Table
from core.desk import admin_name, as_dated
from core.merging.admin import MergeableAdmin
from core.models import Batch
from core.records import Status

MOST_SHOWN = 20


class Contributions(Table):
    model = Contribution
    fields = ("order", "person", "name_printed", "role")


class Identifiers(Table):
    model = PublicationIdentifier
    fields = ("authority", "value")


class Printings(Table):
    """The documents that it prints or translates."""

    model = Printing
    fields = ("document", "number", "pages", "language", "form")


@admin.register(Publication)
class PublicationAdmin(MergeableAdmin):
    pages = PublicationList
    list_display = ("title", "kind", as_dated("date"), "language", "copies", "status", "changed_at")
    list_filter = ("status", "kind", "fate", "language")
    search_fields = ("title", "translation", "container", "contributions__name_printed", "identifiers__value")
    folded_search = ("title_key", "contributions__person__names__key")
    inlines = (Contributions, Identifiers, Printings)
    fieldsets = (
        (None, {"fields": ("kind", "title", "translation", "language", "date")}),
        (
            _("Where it appeared"),
            {
                "fields": (
                    "part_of",
                    "container",
                    ("volume", "issue", "edition", "page_range"),
                    ("place", "publisher"),
                    ("url", "url_seen"),
                )
            },
        ),
        (_("The print"), {"fields": (("pages", "copies", "copies_note"), "fate", "topics")}),
    )


@admin.register(PublicationIdentifier)
class PublicationIdentifierAdmin(DeskAdmin):
    list_display = ("authority", "value", "publication")
    list_filter = ("authority",)
    list_select_related = ("publication",)
    search_fields = ("value", "publication__title")


@admin.register(Printing)
class PrintingAdmin(DeskAdmin):
    list_display = ("document", "publication", "pages", "language", "form")
    list_filter = ("form",)
    list_select_related = ("document", "publication")
    search_fields = ("document__title_en", "document__title_ru", "publication__title")


@admin.register(Contribution)
class ContributionAdmin(DeskAdmin):
    list_display = ("publication", "order", "name_printed", "person", "role")
    list_filter = ("role", ("person", admin.EmptyFieldListFilter))
    list_select_related = ("publication", "person")
    search_fields = ("name_printed", "publication__title", "person__name_en")


class CitationsOfNote(Table):
    """What the note cites; each is decided on its own page."""

    model = Citation
    fields = ("as_written", "outcome", "unit", "leaves", "publication", "pages", "status")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Footnote)
class FootnoteAdmin(RecordAdmin):
    list_display = ("publication", "number", "page", "text", "status")
    list_display_links = ("number", "text")
    list_filter = ("status",)
    list_select_related = ("publication",)
    search_fields = ("text", "publication__title")
    inlines = (CitationsOfNote,)
    fields = ("publication", ("number", "page", "order"), "text")


class WaitingIn(admin.SimpleListFilter):
    """Publications whose notes cite something that waits for review; never a list of all publications."""

    title = _("notes of")
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        waiting = Citation.objects.filter(status=Status.DRAFT, footnote__isnull=False)
        ids = set(waiting.order_by().values_list("footnote__publication", flat=True).distinct()[:MOST_SHOWN])
        if (self.value() or "").isdecimal():
            ids.add(int(self.value()[:18]))  # type: ignore[index]  # a string, as isdecimal says
        return [(found.pk, str(found)) for found in Publication.objects.filter(pk__in=ids)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(footnote__publication=int(value[:18])) if value.isdecimal() else queryset


class Candidates(Table):
    model = Candidate
    fields = ("unit", "cited_publication", "document")
    show_change_link = False


class EvidenceFor(Desk, admin.StackedInline):  # type: ignore[type-arg, misc]  # see core.admin.Table
    model = Evidence
    extra = 0
    fields = (STATEMENTS[:5], STATEMENTS[5:], "about")


class AssignedTo(admin.SimpleListFilter):
    """Citations that somebody is to look at."""

    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("me")), ("any", _("somebody")), ("none", _("nobody"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        value = self.value()
        if value == "me":
            return queryset.filter(review__assignee=request.user.pk)
        if value in ("any", "none"):
            return queryset.filter(review__assignee__isnull=value == "none")
        return queryset


class ReviewOf(Desk, admin.StackedInline):  # type: ignore[type-arg, misc]  # see core.admin.Table
    model = Review
    extra = 0
    max_num = 1
    fields = (("assignee", "note"),)


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    pages = CitationList
    form = CitationForm
    list_display = ("short", "means", "outcome", "status", "assigned", "number", "within")
    list_display_links = ("short",)
    list_filter = ("status", "outcome", AssignedTo, "verification", "how", WaitingIn)
    list_select_related = ("footnote__publication", "unit", "publication", "document", "review__assignee")
    search_fields = ("as_written", "footnote__text", "footnote__publication__title", "unit__path")
    ordering = ("-id",)
    inlines = (Candidates, EvidenceFor, ReviewOf)
    readonly_fields = ("note", "outcome", "how")
    actions = (*RecordAdmin.actions, "decide", "assign")

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [*reading_addresses(site), *file_addresses(site), *super().get_urls()]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """In the order of the notes where the list is one import or one work; all of a million are not sorted so."""
        narrow = bool({"import", "in"} & set(request.GET))
        return ("footnote__publication", "footnote__order", "start", "id") if narrow else ("-id",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        candidates = ("candidates__unit", "candidates__cited_publication", "candidates__document")
        return super().get_queryset(request).prefetch_related(*candidates)

    def layout(self, request: HttpRequest, obj: Any = None) -> Any:
        """A choice between candidates only where there are any."""
        choice = ("choice",) if obj is not None and obj.candidates.exists() else ()
        return (
            (None, {"fields": ("note", "as_written", ("outcome", "how"))}),
            (
                _("What it cites"),
                {
                    "fields": (
                        *choice,
                        ("unit", "leaves"),
                        ("publication", "pages"),
                        "document",
                        "remember",
                        "reason",
                        "remark",
                    )
                },
            ),
            (
                _("Where it stands, who checked it"),
                {"fields": (("footnote", "seen_by"), ("verification", "verified_by", "verified_on"))},
            ),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What was decided about a form of words is kept where the editor asks for that, and offered for the rest.

        Who says that it was checked against the original did so, today, unless another name or day stands there.
        """
        if obj.verification == Citation.Verification.CHECKED and obj.verified_by is None:
            obj.verified_by, obj.verified_on = request.user, obj.verified_on or timezone.localdate()
        super().save_model(request, obj, form, change)
        mention, cited = own_mention(obj), obj.unit or obj.publication
        if form.cleaned_data.get("remember") and mention is not None and cited is not None:
            offer_the_rest(self, request, remember(mention.reference, cited, request.user))  # type: ignore[arg-type]  # signed in

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.model is Evidence and formset.has_changed() for formset in formsets):
            keep(request, form.instance)

    @admin.action(description=_("Decide what they cite"), permissions=["change"])
    def decide(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        return ask_decision(self, request, queryset)

    @admin.action(description=_("Assign to a colleague, or note"), permissions=["change"])
    def assign(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        return ask_assignment(self, request, queryset)

    @admin.display(description=_("assigned to"), ordering="review__assignee__username")
    def assigned(self, citation: Citation) -> str:
        review = getattr(citation, "review", None)
        return str(review.assignee or "") if review else ""

    @admin.display(description=_("note"), ordering="footnote__order")
    def number(self, citation: Citation) -> str:
        return citation.footnote.number if citation.footnote else ""

    @admin.display(description=_("notes of"), ordering="footnote__publication__sort_key")
    def within(self, citation: Citation) -> str:
        return truncatechars(str(citation.footnote.publication), 40) if citation.footnote else ""

    @admin.display(description=_("as written"), ordering="as_written")
    def short(self, citation: Citation) -> str:
        return truncatechars(citation.as_written, 150)

    @admin.display(description=_("cites"))
    def means(self, citation: Citation) -> str:
        return meaning(citation)

    @admin.display(description=_("note as printed"))
    def note(self, citation: Citation) -> SafeString:
        return marked(citation)


@admin.register(Meaning)
class MeaningAdmin(DeskAdmin):
    """What words were decided to mean; a row that is changed or deleted changes nothing that was decided by it."""

    list_display = ("words", "target", "note", "decided_by", "decided_at")
    list_select_related = ("repository", "unit", "publication", "decided_by")
    search_fields = ("words", "note", "unit__path", "publication__title")
    folded_search = ("key",)
    fields = ("words", ("repository", "unit", "publication"), "note", "rest")
    readonly_fields = ("rest",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.decided_by = obj.decided_by or request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("means"))
    def target(self, meaning: Meaning) -> str:
        return str(meaning.repository or meaning.unit or meaning.publication)

    @admin.display(description=_("the rest"))
    def rest(self, meaning: Meaning) -> SafeString | str:
        if not meaning.pk:
            return ""
        return linked(reverse("admin:decide_the_rest", args=[meaning.pk]), str(_("Open citations with these words")))


@admin.register(Review)
class ReviewAdmin(DeskAdmin):
    list_display = ("citation", "assignee", "note", "changed_at")
    list_filter = ("assignee",)
    list_select_related = ("citation", "assignee")
    search_fields = ("note", "citation__as_written")
    fields = ("citation", "assignee", "note")


@admin.register(Candidate)
class CandidateAdmin(DeskAdmin):
    list_display = ("citation", "unit", "cited_publication", "document")
    list_select_related = ("citation", "unit", "cited_publication", "document")
    search_fields = ("citation__as_written", "unit__path", "cited_publication__title")


@admin.register(Evidence)
class EvidenceAdmin(DeskAdmin):
    list_display = ("citation", "about", *STATEMENTS)
    list_select_related = ("citation", *STATEMENTS)
    search_fields = ("citation__as_written", "about")
    add_form_template = "admin/proving.html"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The source that was chosen last stands there, where the address names none."""
        return {"citation": last_source(request), **super().get_changeform_initial_data(request)}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        own = {"last_source": last_source(request), "without_it": without_it(request)}
        return super().add_view(request, form_url, {**(extra_context or {}), **own})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        keep(request, obj.citation)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page on which the statement stands."""
        back = proved(obj)
        return HttpResponseRedirect(reverse(f"admin:{admin_name(type(back))}_change", args=[back.pk]))


admin.site.register(Batch, BatchAdmin)
