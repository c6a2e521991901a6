"""Accounts at the desk: nobody but its owner ever chooses or sees a password.

The rule: an administrator makes an account without one, and hands over a link that lets its owner choose it: good once,
for a day. Whoever has forgotten theirs is helped the same way; a second step stays as it was. Boundary: what a good
password is, and the page that asks for it, are Django's; second steps are `core.second_step`.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetCompleteView, PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin

from core.admin import Searching
from core.models import SignedIn
from core.second_step import take_away


class NewAccount(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs, not when running
    class Meta:
        model = User
        fields = ("username",)


class AccountAdmin(Searching, UserAdmin):  # type: ignore[type-arg]  # see NewAccount
    """Django's page for accounts; lost phones and forgotten passwords are helped here."""

    actions = ("take_second_step_away", "end_sessions")
    add_form = NewAccount
    add_fieldsets = ((None, {"fields": ("username",)}),)

    @admin.action(description=gettext_lazy("Take the second step away"), permissions=["change"])
    def take_second_step_away(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        for user in queryset:
            take_away(user)
        self.message_user(request, _("They sign in with the password alone, until they set it up again."))

    @admin.action(description=gettext_lazy("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        ended = SignedIn.objects.end_all(queryset)
        said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
        self.message_user(request, said % {"count": ended})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """In place of a page on which one types a password for somebody else: the link by which they choose it."""
        user = self.get_object(request, id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("A link to choose a password"),
            "opts": self.opts,
            "account": user,
            "link": _link(request, user) if request.method == "POST" else "",
        }
        if request.method == "POST":
            self.log_change(request, user, "A link to choose a password was made.")
        response = TemplateResponse(request, "admin/password_link.html", context)
        patch_cache_control(response, no_store=True)
        return response


def _link(request: HttpRequest, user: User) -> str:
    named = urlsafe_base64_encode(force_bytes(user.pk))
    chosen = reverse("password_reset_confirm", args=[named, default_token_generator.make_token(user)])
    return request.build_absolute_uri(chosen)


# Codes and secrets are their owners' own (`core.second_step`).
for device in (TOTPDeviceAdmin, StaticDeviceAdmin):
    admin.site.unregister([model for model, page in admin.site._registry.items() if type(page) is device])
admin.site.unregister(User)
admin.site.register(User, AccountAdmin)

# The names are those that Django's own pages ask for.
OURS = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
urlpatterns = [
    path("done/", PasswordResetCompleteView.as_view(extra_context=OURS), name="password_reset_complete"),
    path(
        "<step:uidb64>/<step:token>/",
        PasswordResetConfirmView.as_view(extra_context=OURS),
        name="password_reset_confirm",
    ),
]
