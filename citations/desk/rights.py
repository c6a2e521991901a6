"""Who may read footnotes at the desk: whoever may enter all that a reading becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

PERMISSIONS = ("citations.add_footnote", "citations.add_citation", "citations.add_publication", "archive.add_unit")


def may_enter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who have the rights, within the desk's own sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        return view(request, *given, **named)

    return guarded
