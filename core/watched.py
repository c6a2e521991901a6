"""Around each request: its number, how long it took, and an event where it failed or was slow.

The number stands on the page of a failure and in every line that the log has of the request, so that who reports the
one finds the other. It is the web server's in front where there is one. Boundary: the log's form is `core.logs`.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import metrics
from core.logs import request_number

SLOW = 2.0
log = logging.getLogger("opis.requests")


class Watched:
    """Stands outside of everything else, so that what is counted is what was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request_number.set(_number(request))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            metrics.count(request, response.status_code, seconds)
            if seconds > SLOW:
                _tell(request, response.status_code, seconds)
        finally:
            request_number.reset(token)
        return response


def _number(request: HttpRequest) -> str:
    """What the web server in front calls it, if that is the number that we told it to send."""
    sent = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
    return sent if re.fullmatch(r"[0-9a-f]{16,64}", sent) else secrets.token_hex(8)


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    told = {"view": metrics.view_of(request), "method": request.method, "path": request.path}
    log.warning("slow answer", extra={**told, "status_code": status, "seconds": round(seconds, 3)})
