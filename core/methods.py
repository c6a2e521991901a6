"""Which methods an address takes: to ask everywhere, to send where something is read of what is sent, no others.

The rule: a page that is a plain function, outside the desk, is asked and not sent to, unless programs send to it and it
is marked for them (`csrf_exempt`). Boundary: a class says by its methods what it takes, and the API answers for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from core.middleware import API, DESK

ASKING = ("GET", "HEAD", "OPTIONS")
KNOWN = (*ASKING, "POST")


class KnownMethods:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in KNOWN and not request.path.startswith(API):
            return HttpResponseNotAllowed(KNOWN)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in ASKING or request.path.startswith((API, DESK)):
            return None
        if hasattr(view, "view_class") or getattr(view, "csrf_exempt", False):
            return None
        return HttpResponseNotAllowed(ASKING)
