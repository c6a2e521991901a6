"""The page on which somebody sees where they are signed in, and ends one of their sessions or all others.

The rule: a session is named by a digest of its key, never by the key. Boundary: how long one lasts is for
`core.sessions`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import SignedIn

# The first that a browser names decides: Edge names Chrome too, and Chrome Safari.
BROWSERS = {"Firefox/": "Firefox", "Edg/": "Edge", "OPR/": "Opera", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
SYSTEMS["Linux"] = "Linux"


@dataclass(frozen=True, slots=True)
class Shown:
    """One session as its owner sees it."""

    name: str
    browser: str
    network: str
    began: datetime
    seen: datetime
    is_this: bool


def sessions(request: HttpRequest) -> HttpResponse:
    if not admin.site.has_permission(request):
        raise PermissionDenied
    mine = SignedIn.objects.of(request.user)
    here = request.session.session_key or ""
    if request.method == "POST":
        ended = _end(request, mine, here)
        said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended) % {"count": ended}
        messages.success(request, said)
        return HttpResponseRedirect(reverse("sessions"))
    shown = [_shown(row, here) for row in mine]
    context = {**admin.site.each_context(request), "title": _("Where you are signed in"), "sessions": shown}
    return TemplateResponse(request, "admin/sessions.html", context)


def _end(request: HttpRequest, mine: Iterable[SignedIn], here: str) -> int:
    """Those that were named, or all but this; this one is ended by signing out."""
    named = request.POST.getlist("end")
    chosen = [row.pk for row in mine if row.pk != here and ("others" in request.POST or _name_of(row) in named)]
    return SignedIn.objects.end(chosen)


def _shown(row: SignedIn, here: str) -> Shown:
    return Shown(_name_of(row), browser_of(row.agent), row.network, row.began, row.seen, row.pk == here)


def _name_of(row: SignedIn) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:16]


def browser_of(agent: str) -> str:
    """`Firefox, Linux`: as much of what a browser says of itself as tells one machine from another."""
    found: list[Any] = [
        next((name for mark, name in marks.items() if mark in agent), "") for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("not known")


urlpatterns = [path("", sessions, name="sessions")]
