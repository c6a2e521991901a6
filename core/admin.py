"""The desk: what every admin page of Opis has in common.

Foreign keys are typed and completed, never picked from a list of thousands; dates show how they were read; history
comes from the database; a save that would overwrite somebody, or that a rule forbids, gives the form back with the
reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import pghistory
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.changes import Part, changes_of, history_of, state_at, text_of
from core.dashboard import QualityFilter
from core.desk import FromImport, admin_name, counted_links, date_reading, list_address, publish_after_asking
from core.desk_files import TakenAlong
from core.fields import UncertainDateField
from core.forms import OPENED, WHY, DeskForm, LinesField, RecordForm
from core.history import because
from core.proving import EVIDENCE, SOURCES, can_be_proved, sources_of
from core.publishing import withdraw
from core.records import Record
from core.refusals import REFUSALS, sentence_of
from core.restoring_admin import restore
from core.roles import may_change, may_publish, within_limit, writable
from notation.folding import folded_key

MOST_CHANGES = 300
MOST_LISTED = 200


class Desk(BaseModelAdmin):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """What pages and the tables inside them share."""

    form = DeskForm
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"form_class": LinesField},
    }

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [
            field.name
            for field in self.model._meta.get_fields()
            if isinstance(field, models.ForeignKey)
            and field.editable
            and self.admin_site.is_registered(field.related_model)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        proofs = [SOURCES] if can_be_proved(self.model) else []
        return [*super().get_readonly_fields(request, obj), *(date_reading(name) for name in self._dates()), *proofs]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or may_change(request.user, obj))

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj) and may_publish(request.user)

    def layout(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets as a page declares them."""
        return super().get_fieldsets(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Each date has its reading beside it; what the form was opened with goes along unseen."""
        fieldsets = [
            (name, {**options, "fields": self._laid_out(options["fields"])})
            for name, options in self.layout(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            last = fieldsets[-1][1]
            last["fields"] = [*last["fields"], *([SOURCES] if can_be_proved(self.model) else []), OPENED]
        return fieldsets

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.prefetch_related(EVIDENCE) if can_be_proved(self.model) else rows

    @admin.display(description=gettext_lazy("sources"))
    def sources(self, row: Any) -> SafeString | str:
        return sources_of(row)

    def _dates(self) -> list[str]:
        return [field.name for field in self.model._meta.fields if isinstance(field, UncertainDateField)]

    def _laid_out(self, fields: Iterable[Any]) -> list[Any]:
        dates = self._dates()
        readings = {date_reading(name) for name in dates}
        shown = [field for field in fields if field not in (OPENED, WHY) and field not in readings]
        return [(field, date_reading(field)) if field in dates else field for field in shown]


class Parts(Desk):
    """Parts of a record on its page: who may not change the record adds none."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_add_permission(request, obj)  # type: ignore[call-arg]  # of the inline beside it
        return allowed and (obj is None or may_change(request.user, obj))


class Table(Parts, admin.TabularInline):  # type: ignore[type-arg, misc]  # see Desk; a form for any model
    """Parts of a record as rows of a table on its page."""

    extra = 0
    show_change_link = True


class Block(Parts, admin.StackedInline):  # type: ignore[type-arg, misc]  # see Table
    """Parts of a record that have more to say than a row of a table holds."""

    extra = 0
    show_change_link = True
    classes = ("compact",)


class Searching(admin.ModelAdmin):  # type: ignore[type-arg]  # see Desk
    """A list and its completions; NUL, which PostgreSQL's texts cannot hold, matches nothing and breaks nothing."""

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", "\N{REPLACEMENT CHARACTER}"))


class DeskAdmin(Desk, Searching, TakenAlong):
    """A page for one model. `folded_search` names columns of folded keys, which the search compares folded."""

    change_list_template = "admin/desk_list.html"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    folded_search: ClassVar[Sequence[str]] = ()
    # What its rows can lack: see core.dashboard.
    quality: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), *([QualityFilter] if self.quality else [])]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and writable(request.user, self.model)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str) -> Any:
        """What contains the words, or the same name in another spelling or script."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        key = folded_key(search_term.replace("\0", ""))
        if not key or not self.folded_search:
            return found, repeats
        either = models.Q(pk__in=found.order_by().values("pk"))
        for column in self.folded_search:
            alike = self.model._base_manager.filter(**{f"{column}__contains": key})
            either |= models.Q(pk__in=alike.values("pk"))
        return queryset.filter(either), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        told = {
            "user": request.user,
            "refusal": getattr(request, "refusal", ""),
            "parts": self.parts(request, obj),
            "earlier": self._earlier(request, obj) if request.method == "GET" else {},
        }
        return type(form.__name__, (form,), told)

    def _earlier(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """`?state=` opens the form as the record once stood; it is put back when that is saved."""
        state = request.GET.get("state", "")
        if not (state.isascii() and state.isdecimal() and len(state) < 10):
            return {}
        return state_at(self.model, int(state), obj.pk if obj else None)

    def parts(self, request: HttpRequest, obj: Any = None) -> list[Part]:
        """The tables on this page, as parts of the record."""
        inlines = self.get_inline_instances(request, obj)
        return [Part(inline.model, _key_to(inline.model, self.model, inline.fk_name)) for inline in inlines]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Where the database refuses a save, the form comes back as it was typed, with the reason above it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            request.refusal = sentence_of(error)  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as error:
            self.message_user(request, sentence_of(error), messages.ERROR)
            return self.response_post_save_change(request, self.get_object(request, object_id))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _say_why(request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        _say_why(request)
        super().delete_queryset(request, queryset)

    def get_urls(self) -> list[URLPattern]:
        name = admin_name(self.model)
        view = self.admin_site.admin_view
        own = [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("<int:number>/restore/<int:state>/", view(self.restore_view), name=f"{name}_restore"),
        ]
        return [*own, *super().get_urls()]

    def restore_view(self, request: HttpRequest, number: int, state: int) -> HttpResponse:
        return restore(self, request, number, state, self.parts(request))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """When, who, why and what, from the database; for a record that is gone too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = self.opts.pk.to_python(object_id) if object_id.isdecimal() and len(object_id) < 19 else None
        changes = changes_of(self.model, pk, self.parts(request)) if pk else []
        if not changes:
            raise Http404(_("No such record has ever been here."))
        record = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("History"),
            "object": record,
            "form": self._form_for(request, record),
            "number": pk,
            "changes": changes[:MOST_CHANGES],
            "more": max(len(changes) - MOST_CHANGES, 0),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def _form_for(self, request: HttpRequest, record: Any) -> str:
        """Where an earlier state can be put back: the record's form; for one that is gone, the form for a new one."""
        if record is not None:
            change = reverse(f"admin:{admin_name(self.model)}_change", args=[record.pk])
            return change if self.has_change_permission(request, record) else ""
        return reverse(f"admin:{admin_name(self.model)}_add") if self.has_add_permission(request) else ""

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted, the latest first; each opens its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = history_of(self.model).filter(pgh_label="delete").order_by("-pgh_id")[:MOST_LISTED]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted"),
            "rows": [
                (
                    row.pgh_created_at,
                    text_of(row),
                    reverse(f"admin:{admin_name(self.model)}_history", args=[row.pgh_obj_id]),
                )
                for row in rows
            ],
        }
        return TemplateResponse(request, "admin/deleted.html", context)


class RecordAdmin(DeskAdmin):
    """A page for records that are drafts or published."""

    form = RecordForm
    actions: Sequence[Any] = ("publish_with_drafts", "withdraw_to_draft")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """After the record's own fields its status, the reason for the change, and where it came from."""
        own = super().get_fieldsets(request, obj)
        changes = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        standing = ["status", *([WHY] if changes else []), *(["origin", "elsewhere"] if obj else [])]
        for _name_of, options in own:
            options["fields"] = [field for field in options["fields"] if field not in standing]
        return [*own, (_("Standing"), {"fields": standing})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        unpublished = () if may_publish(request.user) else ("status",)
        return [*super().get_readonly_fields(request, obj), "origin", "elsewhere", *unpublished]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), FromImport]

    @admin.display(description=gettext_lazy("entered"))
    def origin(self, record: Record) -> str:
        entered = f"{record.created_at:%Y-%m-%d %H:%M}"
        return f"{entered} · {record.batch}" if record.batch else entered

    @admin.display(description=gettext_lazy("points at this"))
    def elsewhere(self, record: Record) -> SafeString:
        """How many rows of each other kind point here; each number opens its list."""
        inside = {inline.model for inline in self.inlines}
        lines = []
        for relation in self.model._meta.related_objects:
            other, key = relation.related_model, relation.field.name
            if other in inside or not self.admin_site.is_registered(other):
                continue
            count = other._base_manager.filter(**{key: record.pk}).count()
            if count:
                lines.append(
                    (
                        list_address(other, **{f"{key}__id__exact": record.pk}),
                        capfirst(str(other._meta.verbose_name_plural)),
                        count,
                    )
                )
        return counted_links(lines)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Only what the public can see is offered for a look."""
        if obj is None or obj.is_draft or not hasattr(obj, "get_absolute_url"):
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        why = form.cleaned_data.get(WHY)
        if why:
            pghistory.context(reason=why)  # joins the request's context, which the middleware has opened
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Publish, with the drafts they rest on"), permissions=["publish"])
    def publish_with_drafts(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        """First says what would become public; then, if it still stands so, publishes it."""
        return publish_after_asking(self, request, list(queryset))

    @admin.action(description=gettext_lazy("Withdraw to draft"), permissions=["publish"])
    def withdraw_to_draft(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        if not all(within_limit(request.user, record) for record in queryset):
            raise PermissionDenied
        try:
            with because("withdrawn at the desk"):
                withdrawn = withdraw(list(queryset))
        except REFUSALS as error:
            self.message_user(request, sentence_of(error), messages.ERROR)
        else:
            self.message_user(request, _("Drafts again: %(count)d.") % {"count": len(withdrawn)}, messages.SUCCESS)


def _say_why(request: HttpRequest) -> None:
    """The reason given for a deletion stands in the history, and at the address of what was public."""
    why = request.POST.get("reason", "").strip()[:300]
    if why:
        pghistory.context(reason=why, public_reason=why)


def _key_to(part: type[models.Model], whole: type[models.Model], fk_name: str | None) -> str:
    """The name of the part's key to the whole."""
    keys = (f.name for f in part._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.related_model is whole)
    return fk_name or next(keys)


import core.account_admin  # noqa: E402 - its page is made of the desk's, and registers itself
import core.token_admin  # noqa: E402, F401 - its page is made of the desk's, and registers itself
