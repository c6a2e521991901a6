"""Whether this site is well, for whoever sends readers here: `live/` the process answers, `ready/` pages can be had.

The rule: nobody learns more than one word from it; staff are told at `/health/` what `manage.py doctor` finds.
Boundary: figures are for `config.figures`, the looking itself for `core.doctor`.
"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from core.doctor import examine
from core.middleware import UPGRADED, is_staff, told
from core.parameters import refuse_unknown
from core.publication import are_open

OK = {"status": "ok"}


def health(request: HttpRequest) -> HttpResponse:
    answer = ready(request)
    if answer.status_code != 200 or not is_staff(request):
        return answer
    found = [{"verdict": finding.verdict.value, "text": finding.text} for finding in examine()]
    return JsonResponse({**OK, "details": found}, json_dumps_params={"ensure_ascii": False})


def live(request: HttpRequest) -> HttpResponse:
    """Asks no database: a process that can say this need not be killed because another one is away."""
    refuse_unknown(request.GET, ())
    return JsonResponse(OK)


def ready(request: HttpRequest) -> HttpResponse:
    """Raises OperationalError, which is told as 503, where the database is away."""
    refuse_unknown(request.GET, ())
    with connection.cursor() as cursor:
        can_read = are_open(cursor)
    return JsonResponse(OK) if can_read else told(request, 503, str(UPGRADED))


urlpatterns = [
    path("", health, name="health"),
    path("live/", live, name="health-live"),
    path("ready/", ready, name="health-ready"),
]
