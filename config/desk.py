"""The desk lists what an archivist opens every day first, and the parts of records, edited with their record, last.

The rule: a kind stands in one group, in the order written here; a kind that no group names is a part. Boundary: what
somebody may see or do is Django's; this only sorts what it gives.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_GROUPS = (
    ("people", _("People"), ("Person", "Organisation", "Place")),
    ("archive", _("Archive"), ("Repository", "Unit", "Document")),
    ("citations", _("Citations"), ("Publication", "Footnote", "Citation", "Report")),
    ("desk", _("Running the desk"), ("Batch", "Merge", "NotSame", "User", "Group", "EditorLimit", "ApiToken", "Alert")),
)


class Desk(AdminSite):
    site_header = site_title = _("Opis desk")
    index_title = _("What waits, and what is held")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        kinds = {kind["object_name"]: kind for app in apps for kind in app["models"]}
        groups = [
            (label, caption, [kinds.pop(name) for name in names if name in kinds]) for label, caption, names in _GROUPS
        ]
        parts = sorted(kinds.values(), key=lambda kind: str(kind["name"]).casefold())
        return [
            {"name": caption, "app_label": label, "app_url": reverse("admin:index"), "models": models}
            for label, caption, models in (*groups, ("parts", _("Parts of records"), parts))
            if models
        ]
