"""What Prometheus is told of each request: counted in every process, added up over all of them by whoever is asked.

With several processes `PROMETHEUS_MULTIPROC_DIR` names the folder where each keeps its figures; `gunicorn.conf.py` in
`deploy` sets it. The rule: a label is the name of a page, never an address, so nothing tells what somebody looked for
and the number of labels is bounded. Boundary: who may read the figures, and those that are found when asked for, are
`config.figures`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from core.ended_processes import while_nobody_adds_up

KEPT = CollectorRegistry()
REQUESTS = Counter("opis_requests", "Requests answered", ["view", "method", "status"], registry=KEPT)
SECONDS = Histogram(
    "opis_request_seconds",
    "How long an answer took to begin",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=KEPT,
)
DATABASE_ERRORS = Counter("opis_database_errors", "Requests that failed for the database", ["kind"], registry=KEPT)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def count(request: HttpRequest, status: int, seconds: float) -> None:
    view = view_of(request)
    REQUESTS.labels(view, request.method if request.method in METHODS else "other", status).inc()
    SECONDS.labels(view).observe(seconds)


def view_of(request: HttpRequest) -> str:
    """`people:person_list`; `static` for files, `none` where no page was found or none was looked for."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def of_all_processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return KEPT
    registry = CollectorRegistry()
    _OfAllProcesses(registry)  # type: ignore[no-untyped-call]  # it registers itself
    return registry


class _OfAllProcesses(MultiProcessCollector):
    def collect(self) -> Any:
        with while_nobody_adds_up(Path(self._path)):
            return super().collect()  # type: ignore[no-untyped-call]  # prometheus_client has no types here
