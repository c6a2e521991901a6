"""Tokens for programs at the desk: an administrator makes one, sees it once, and can revoke it.

The rule: the token stands in the answer that made it and nowhere else; what is kept is a digest. Boundary: what a token
lets do is `core.fair_use`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from core.admin import DeskAdmin
from core.fair_use import SHOWN, digest, new_token
from core.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    list_display = ("name", "beginning", "per_minute", "made_by", "made_at", "revoked")
    list_filter = ("revoked",)
    list_select_related = ("made_by",)
    search_fields = ("name", "beginning")
    readonly_fields = ("beginning", "made_by", "made_at")
    fields = ("name", "per_minute", "revoked", "beginning", "made_by", "made_at")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else ("name", "per_minute")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_readonly_fields(request, obj) if obj else ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is revoked instead, and stays known."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        if not change:
            obj.secret = new_token()  # type: ignore[attr-defined]  # for the answer to this request alone
            obj.beginning, obj.digest = obj.secret[:SHOWN], digest(obj.secret)  # type: ignore[attr-defined]
            obj.made_by = request.user  # type: ignore[assignment]  # who is at the desk is signed in
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": obj.name, "token": obj, "opts": self.opts}
        response = TemplateResponse(request, "admin/token.html", context)
        patch_cache_control(response, no_store=True)
        return response
