"""The desk's pages for merging: what may be one, two records side by side, merges that were made and their undo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin import DeskAdmin, RecordAdmin
from core.desk import admin_name, with_link
from core.merging.applying import Undecided, merge
from core.merging.duplicates import clusters, judge_apart, with_records
from core.merging.planning import Plan, plan_of
from core.merging.rows import model_of
from core.merging.rules import RULES
from core.merging.side_by_side import side_by_side
from core.merging.standing import owed_by
from core.merging.undoing import CannotUndo, undo
from core.models import Merge, NotSame
from core.refusals import REFUSALS, sentence_of
from core.roles import limit_of, may_publish, within_limit

CLUSTERS = 30


class ReasonForm(forms.Form):
    """Why two records are one."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Why these are one, and who says so. Kept in the history of both."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def may_merge(request: HttpRequest, model: type[models.Model]) -> bool:
    """Who may change, delete and publish such records may merge them."""
    page = admin.site._registry.get(model)
    allowed = page is not None and page.has_change_permission(request) and page.has_delete_permission(request)
    return allowed and may_publish(request.user)


def duplicates_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Clusters of records that may be one, each pair of which opens side by side."""
    model = _mergeable(request, kind)
    if request.method == "POST":
        numbers = [int(n) for n in request.POST.getlist("number") if n.isascii() and n.isdecimal() and len(n) < 19]
        if "apart" in request.POST and len(numbers) > 1:
            judge_apart(model, numbers, request.POST.get("reason", "")[:500], request.user)
            messages.success(request, _("Remembered: these are not the same."))
        elif len(numbers) == 2:
            return HttpResponseRedirect(merge_address(model, numbers[0], numbers[1]))
        else:
            messages.warning(request, _("Tick the two that are to be compared."))
        return HttpResponseRedirect(request.get_full_path())
    page = Paginator(clusters(model), CLUSTERS).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("What may be one: %(kind)s") % {"kind": model._meta.verbose_name_plural},
        "opts": model._meta,
        "page": page,
        "clusters": with_records(model, list(page)),
        "kinds": [
            (capfirst(str(other._meta.verbose_name_plural)), _duplicates_address(other))
            for other in RULES
            if may_merge(request, other)
        ],
        "change": f"admin:{admin_name(model)}_change",
    }
    return TemplateResponse(request, "admin/duplicates.html", context)


def merge_view(request: HttpRequest, kind: str, kept: int, gone: int) -> HttpResponse:
    """Two records side by side; each difference is a choice, and a reason is asked for."""
    model = _mergeable(request, kind)
    rows = model._base_manager.in_bulk([kept, gone])
    if len(rows) != 2:
        raise Http404(_("One of the two is no longer there."))
    if not all(within_limit(request.user, row) for row in rows.values()):
        raise PermissionDenied
    answers = {name.removeprefix("q."): str(value) for name, value in request.POST.items() if name.startswith("q.")}
    form = ReasonForm(request.POST if request.method == "POST" else None)
    plan = plan_of(rows[kept], rows[gone])
    if request.method == "POST" and form.is_valid():
        try:
            done = merge(
                rows[kept], rows[gone], answers, form.cleaned_data["reason"], request.user, form.cleaned_data["seen"]
            )
        except (Undecided, *REFUSALS) as error:
            said = str(error) if isinstance(error, Undecided) else sentence_of(error)
            form.add_error(None, said)
            plan = plan_of(*(model._base_manager.get(pk=pk) for pk in (kept, gone)))
        else:
            messages.success(request, _("Merged: %(merge)s. It can be undone.") % {"merge": done})
            return HttpResponseRedirect(reverse("admin:core_merge_change", args=[done.pk]))
    return TemplateResponse(request, "admin/merge.html", _context(request, model, plan, form, answers))


def _context(
    request: HttpRequest, model: type[models.Model], plan: Plan, form: ReasonForm, answers: dict[str, str]
) -> dict[str, Any]:
    kept, gone = plan.top.kept, plan.top.gone
    return {
        **admin.site.each_context(request),
        "title": _("Merge two records"),
        "opts": model._meta,
        "form": form,
        "plan": plan,
        "seen": plan.state(),
        "kept": kept,
        "gone": gone,
        "kept_address": reverse(f"admin:{admin_name(model)}_change", args=[kept.pk]),
        "gone_address": reverse(f"admin:{admin_name(model)}_change", args=[gone.pk]),
        "swapped": merge_address(model, gone.pk, kept.pk),
        "duplicates": _duplicates_address(model),
        **side_by_side(plan, answers),
    }


def _mergeable(request: HttpRequest, kind: str) -> type[models.Model]:
    model = next((model for model in RULES if model._meta.label_lower == kind), None)
    if model is None:
        raise Http404(_("Records of this kind are not merged."))
    if not may_merge(request, model):
        raise PermissionDenied
    return model


def _duplicates_address(model: type[models.Model]) -> str:
    return reverse("admin:duplicates", args=[model._meta.label_lower])


def merge_address(model: type[models.Model], kept: int, gone: int) -> str:
    return reverse("admin:merge", args=[model._meta.label_lower, kept, gone])


@admin.register(Merge)
class MergeAdmin(DeskAdmin):
    """Merges that were made, to be looked at and undone."""

    list_display = ("__str__", "kind", "reason", "user", "made_at", "undone_at")
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("kept_called", "gone_called", "reason")
    fields = ("kind", "kept_called", "gone_called", "reason", "user", "made_at", "undone_at", "undone_by", "left")
    change_form_template = "admin/merge_made.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("duplicates/<str:kind>/", view(duplicates_view), name="duplicates"),
            path("<str:kind>/<int:kept>/<int:gone>/", view(merge_view), name="merge"),
            path("<int:number>/undo/", view(self.undo_view), name="undo_merge"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        done = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if done is not None:
            model = model_of(done.kind)
            more = {
                "may_undo": done.undone_at is None and may_merge(request, model) and not limit_of(request.user),
                "moves": done.moves_in_words(),
                "kept_address": _page_of(model, done.kept),
                "left_lines": done.left.splitlines(),
                "owed_lines": owed_by(done),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Only by POST: the page of the merge has the button."""
        done = Merge.objects.filter(pk=number).first()
        if done is None:
            raise Http404(_("There is no such merge."))
        if not may_merge(request, model_of(done.kind)) or limit_of(request.user):
            raise PermissionDenied
        if request.method == "POST":
            try:
                left = undo(done, request.user, request.POST.get("reason", "")[:500])
            except CannotUndo as error:
                messages.error(request, _with_link(error))
            except REFUSALS as error:
                messages.error(request, sentence_of(error))
            else:
                messages.success(request, _("Undone: %(merge)s.") % {"merge": done})
                if left:
                    messages.warning(request, _("Some of it was edited since and stays as it is; see below."))
                if owed_by(done):
                    messages.info(request, _("Some of it waits until a later merge is undone; see below."))
        return HttpResponseRedirect(reverse("admin:core_merge_change", args=[number]))


def _with_link(error: CannotUndo) -> str:
    """What must happen first, and the way there."""
    address = _page_of(type(error.first), error.first.pk) if error.first is not None else ""
    words = _("Open that merge") if isinstance(error.first, Merge) else error.first
    return with_link(str(error), address, words)


def _page_of(model: type[models.Model], pk: int) -> str:
    if not model._base_manager.filter(pk=pk).exists():
        return ""
    try:
        return reverse(f"admin:{admin_name(model)}_change", args=[pk])
    except NoReverseMatch:
        return ""


@admin.register(NotSame)
class NotSameAdmin(DeskAdmin):
    """Decisions that two records are not the same; whoever deletes one is asked about the two again."""

    list_display = ("__str__", "reason", "user", "decided_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("reason",)
    fields = ("kind", "one", "other", "reason", "user", "decided_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MergeableAdmin(RecordAdmin):
    """A list in which two records can be chosen and compared, with a way to those that may be one."""

    actions = (*RecordAdmin.actions, "compare_two")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        own = {"duplicates": _duplicates_address(self.model) if may_merge(request, self.model) else ""}
        return super().changelist_view(request, {**(extra_context or {}), **own})

    @admin.action(description=gettext_lazy("Compare and merge two"), permissions=["publish", "delete"])
    def compare_two(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        numbers = sorted(queryset.values_list("pk", flat=True)[:3])
        if len(numbers) == 2:
            return HttpResponseRedirect(merge_address(self.model, numbers[0], numbers[1]))
        self.message_user(request, _("Choose two to be compared."), messages.WARNING)
        return None
