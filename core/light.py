"""Light or dark as the reader chose; it knows nothing of colours, which are said in `static/css/base.css`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import escape_leading_slashes

from core.listing import address

Handler = Callable[[HttpRequest], HttpResponse]
THEMES = ("light", "dark")
A_YEAR = 31_536_000


def chosen(request: HttpRequest) -> str:
    """`light` or `dark` where the reader wants other than the device has, else nothing."""
    kept = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return kept if kept in THEMES else ""


class ReaderLight:
    """Light or dark, where the reader wants other than the device: `?theme=dark`, kept in a cookie, `auto` forgets it.

    It is no part of what a page is, so the address is asked for again without it and none that is copied carries it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("theme", "")
        if request.method != "GET" or asked not in (*THEMES, "auto"):
            return self.get_response(request)
        response = HttpResponseRedirect(escape_leading_slashes(address(request, ("theme",))))
        if asked == "auto":
            response.delete_cookie(settings.THEME_COOKIE_NAME)
        else:
            name, safe = settings.THEME_COOKIE_NAME, request.is_secure()
            response.set_cookie(name, asked, max_age=A_YEAR, samesite="Lax", secure=safe)
        return response
