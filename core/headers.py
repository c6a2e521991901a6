"""The headers that keep a page apart from other sites: on every answer, whoever made it, be it a file or a failure."""

from __future__ import annotations

from collections.abc import Callable

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
