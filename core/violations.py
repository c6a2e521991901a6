"""What browsers report of a page that was kept from running or loading something: one line in the log, no more.

A report is written by whoever sends it, so it is short, in JSON, without what was searched for, and only so many a
minute are written down.
"""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LARGEST = 16 * 1024
LONGEST = 200
PER_MINUTE = 60

log = logging.getLogger("opis.csp")
_written: deque[float] = deque(maxlen=PER_MINUTE)


@csrf_exempt  # sent by the browser itself, which has no token
@require_POST
def reported(request: HttpRequest) -> HttpResponse:
    """Nothing is answered but that it came: whoever sends nonsense learns nothing from it."""
    told = _read(request)
    if told is not None and _may_write():
        log.warning("%s", json.dumps(told))
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, str] | None:
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return None
    try:
        report = json.loads(body)["csp-report"]
        return {
            "page": urlsplit(_text(report, "document-uri")).path[:LONGEST],
            "directive": _text(report, "effective-directive") or _text(report, "violated-directive"),
            "blocked": _origin(_text(report, "blocked-uri")),
            "source": _origin(_text(report, "source-file")),
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _text(report: dict[str, Any], key: str) -> str:
    value = report.get(key, "")
    return value[:LONGEST] if isinstance(value, str) else ""


def _origin(address: str) -> str:
    """`https://evil.example/x?y` as its host; `inline` and `eval` as they are."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else address.partition("?")[0]


def _may_write() -> bool:
    now = time.monotonic()
    if len(_written) == PER_MINUTE and now - _written[0] < 60:
        return False
    _written.append(now)
    return True


urlpatterns = [path("", reported, name="csp_report")]
