"""Readers' reports at the desk: a list beside the review queue, each taken up, settled or declined by somebody.

The rule: what the reader wrote is not edited; name and e-mail are for those who may answer. Boundary: a report changes
no record; its page leads there.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from citations.models import Alert, Report
from citations.models.readers import REPORTED
from citations.review import linked
from core.admin import Desk, Searching
from core.desk import admin_name


class MineOrNobodys(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("me")), ("none", _("nobody"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        wanted = {"me": models.Q(assignee=request.user.pk), "none": models.Q(assignee__isnull=True)}
        return queryset.filter(wanted.get(self.value() or "", models.Q()))


class OfReaders(Desk, Searching):
    """Rows that readers send: nobody at the desk adds one, and only who may answer sees them."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Report)
class ReportAdmin(OfReaders):
    list_display = ("short", "about", "state", "assignee", "made_at")
    list_display_links = ("short",)
    list_filter = ("state", MineOrNobodys, "language")
    list_select_related = (*REPORTED, "assignee")
    search_fields = ("words", "note", "address")
    readonly_fields = ("about", "words", "name", "email", "language", "made_at", "decided_by", "decided_at")
    fieldsets = (
        (None, {"fields": ("about", "words", ("name", "email"), ("language", "made_at"))}),
        (_("What becomes of it"), {"fields": (("state", "assignee"), "note", ("decided_by", "decided_at"))}),
    )

    @admin.display(description=_("what the reader says"), ordering="id")
    def short(self, report: Report) -> str:
        return truncatechars(report.words, 100)

    @admin.display(description=_("about"))
    def about(self, report: Report) -> SafeString:
        record = report.record
        return linked(
            reverse(f"admin:{admin_name(type(record))}_change", args=[record.pk]), truncatechars(str(record), 80)
        )

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        if "state" in form.changed_data:
            still_open = obj.state == Report.State.OPEN
            obj.decided_by = None if still_open else request.user  # type: ignore[assignment]  # signed in
            obj.decided_at = None if still_open else timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Alert)
class AlertAdmin(OfReaders):
    """To be looked at, and deleted for somebody who asks for that."""

    list_display = ("email", "kind", "query", "made_at", "told_at")
    list_filter = ("kind",)
    search_fields = ("email", "query")
    readonly_fields = ("email", "kind", "query", "language", "site", "made_at", "told_at")
    fields = readonly_fields
