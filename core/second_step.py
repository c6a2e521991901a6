"""Signing in takes a second step for whoever has set one up, and for all staff where `TWO_FACTOR` says so.

A code from an app on a phone (TOTP), or one of ten codes on paper, each good once. Until it is given, somebody who is
signed in reads as the public does and sees nothing of the desk. Boundary: passwords and who is staff are Django's.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login, match_token, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.addresses import address_of

RECOVERY_CODES = 10
TOTP_DIGITS = 6
ROUNDS = 100_000


class CodeForm(forms.Form):
    """The code alone: whoever is asked for it has given the password a moment ago."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "class": "vTextField"}),
    )


class PasswordForm(forms.Form):
    """Whoever finds somebody else's screen unlocked neither sets up nor takes away a second step there."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "vTextField"}),
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.request = request

    def clean_password(self) -> str:
        """As at signing in, wrong ones are counted."""
        name, password = cast("User", self.request.user).get_username(), str(self.cleaned_data["password"])
        if authenticate(self.request, username=name, password=password) is None:
            raise forms.ValidationError(_("This is not your password."))
        return password


class SetUpForm(PasswordForm, CodeForm):
    field_order = ("code", "password")


def is_due(user: Any) -> bool:
    """Whether this account still has to give its code, or to set one up."""
    return not user.is_verified() and (settings.TWO_FACTOR or user_has_device(user))


class SecondStep:
    """Leads whoever has not given a code yet to the page that asks for it, wherever at the desk they go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(address_of("admin:index")):
            return self.get_response(request)
        own = reverse("second_step")
        open_to_all = (own, reverse("admin:logout"), reverse("admin:login"), reverse("admin:jsi18n"))
        if not request.path.startswith(open_to_all):
            user: Any = request.user
            if user.is_authenticated and user.is_staff and is_due(user):
                return HttpResponseRedirect(f"{own}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the code; leads on to where somebody was going."""
    user = _staff(request)
    onward = _onward(request)
    if not user_has_device(user):
        return HttpResponseRedirect(f"{reverse('second_step_set_up')}?{urlencode({'next': onward})}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            device = match_token(user, _kept_as(user, _bare(form.cleaned_data["code"])))
        if device is not None:
            login(request, device)
            request.session.cycle_key()
            return HttpResponseRedirect(onward)
        form.add_error("code", _("This is not the code, or it was used already. After several tries, wait a little."))
    return _page(request, "admin/second_step.html", form=form, onward=onward, title=_("Second step"))


def set_up(request: HttpRequest) -> HttpResponse:
    """Shows the secret as a picture and as letters; the first right code sets it up and gives the recovery codes."""
    user = _staff(request)
    if user_has_device(user):
        return HttpResponseRedirect(reverse("second_step" if is_due(user) else "second_step_codes"))
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "phone"})
    form = SetUpForm(request)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(_bare(form.cleaned_data["code"])):
            device.confirmed = True
            device.save()
            login(request, device)
            return _show_new_codes(request, user)
        form.add_error("code", _("This is not the code. Is the clock of the phone right?"))
    picture = segno.make(device.config_url, error="m")
    context = {
        "form": form,
        "title": _("Set up the second step"),
        "secret": base64.b32encode(device.bin_key).decode().rstrip("="),
        "address": device.config_url,
        "size": picture.symbol_size(border=4)[0],
        "squares": _squares(picture),
        "required": settings.TWO_FACTOR,
        "onward": _onward(request),
    }
    return _page(request, "admin/second_step_set_up.html", **context)


def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, or no second step any more where it is not required."""
    user = _staff(request)
    if is_due(user) or not user_has_device(user):
        return HttpResponseRedirect(reverse("second_step"))
    form = PasswordForm(request)
    sure = request.method == "POST" and form.is_valid()
    if sure and "new" in request.POST:
        return _show_new_codes(request, user)
    if sure and "away" in request.POST and not settings.TWO_FACTOR:
        take_away(user)
        messages.success(request, _("Signing in takes your password alone again."))
        return HttpResponseRedirect(reverse("admin:index"))
    left = StaticToken.objects.filter(device__user=user).count()
    context = {"title": _("Second step"), "left": left, "form": form, "required": settings.TWO_FACTOR}
    return _page(request, "admin/second_step_codes.html", **context)


def take_away(user: User) -> None:
    """No second step any more: for whoever gives it up, or has lost phone and paper."""
    for device in (TOTPDevice, StaticDevice):
        device.objects.filter(user=user).delete()


def _show_new_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Shown once; those from before are no longer good."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name=f"paper {secrets.token_hex(8)}")
        new = [StaticToken.random_token() for _n in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=device, token=_digest(code, device.name)) for code in new])
    return _page(request, "admin/second_step_codes.html", title=_("Recovery codes"), new=new)


def _kept_as(user: User, code: str) -> str:
    """A phone shows six digits; what is on paper is longer, and looked up by its digest."""
    paper = StaticDevice.objects.filter(user=user).first()
    return code if paper is None or len(code) <= TOTP_DIGITS else _digest(code, paper.name)


def _digest(code: str, salt: str) -> str:
    """So that whoever reads the table, or a backup of it, has no code; sixteen letters are what the table holds."""
    return base64.b32encode(hashlib.pbkdf2_hmac("sha256", code.encode(), salt.encode(), ROUNDS)[:10]).decode()


def _staff(request: HttpRequest) -> User:
    if not admin.site.has_permission(request):
        raise PermissionDenied
    return cast("User", request.user)


def _onward(request: HttpRequest) -> str:
    """Where somebody was going; nowhere but on this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("admin:index")


def _bare(code: str) -> str:
    return "".join(code.split()).lower()


def _squares(picture: segno.QRCode) -> str:
    """The dark squares as the path of an SVG, so that no markup has to be trusted."""
    rows = enumerate(picture.matrix_iter(border=4))
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    response = TemplateResponse(request, template, {**admin.site.each_context(request), **context})
    response.headers["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("", second_step, name="second_step"),
    path("set-up/", set_up, name="second_step_set_up"),
    path("codes/", codes, name="second_step_codes"),
]
