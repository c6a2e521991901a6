"""The headers that keep a page apart from other sites: on every answer, whoever made it, be it a file or a failure."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What a page may never ask of a reader's machine; all of it, for the site needs none.
NO_POWERS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer", "ambient-light-sensor", "autoplay", "battery", "bluetooth", "browsing-topics", "camera",
        "display-capture", "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
        "local-fonts", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
        "screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
    )
)  # fmt: skip
# What marks an answer whose policy is not the site's.
OF_ITS_OWN = frozenset({"_csp_config", "_csp_exempt", "_csp_replace", "_csp_update"})


class HeadersOnAll:
    """Stands before everything that may answer by itself: static files, the way to https, a database that is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # What is offered to other sites' viewers (IIIF) may be shown there; nothing else may.
        offered = "Access-Control-Allow-Origin" in response.headers
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if offered else "same-origin")
        response.headers.setdefault("Permissions-Policy", NO_POWERS)
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


class SitePolicy(CSPMiddleware):
    """The site's policy for contents, written once; a page with one of its own (`csp_replace`) has that made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or not OF_ITS_OWN.isdisjoint(vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response
