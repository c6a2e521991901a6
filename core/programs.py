"""What every answer under /api/ has: open to scripts of all sites, counted, and not sent twice when nothing changed.

That last holds for the other forms of pages too: tables, files for reference managers, records for archives. The rule:
the entity tag is a digest of the answer, so it changes with what the public sees and with nothing else: not
with drafts. Boundary: what is answered is for the API; what is public, for the database.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from core.fair_use import TooMany, UnknownToken, count
from core.middleware import API, Handler
from core.problems import as_problem

# No cookies and no log-ins go along: everybody sees the same.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After, Content-Language",
}
ASKING = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, If-Modified-Since, Accept-Language",
    "Access-Control-Max-Age": "86400",
}
REMEMBERED = 5_000


class ForPrograms:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.seen = Seen()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API):
            response = self.get_response(request)
            return self.unless_known(request, response) if _is_file(response) else response
        response = self.answer(request)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=ASKING)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            # Led on, a program would go on sending its token in clear, and nobody would notice.
            return as_problem(403, _("Ask by https: what is sent by http can be read on the way."))
        try:
            count(request)
        except TooMany as error:
            said = _("Too many questions; please wait %(seconds)d seconds, or ask us for a token.")
            wait = {"Retry-After": str(error.seconds)}
            return as_problem(429, said % {"seconds": error.seconds}, wait)
        except UnknownToken:
            said = _("This token is not known here, or was revoked.")
            return as_problem(401, said, {"WWW-Authenticate": "Bearer"})
        return self.unless_known(request, self.get_response(request))

    def unless_known(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
            return response
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["ETag"] = tag
        spoken = str(getattr(request, "LANGUAGE_CODE", ""))
        since = self.seen.since(f"{spoken} {request.headers.get('Accept', '')} {request.get_full_path()}", tag)
        if since is not None:
            response.headers["Last-Modified"] = http_date(since)
        conditional = get_conditional_response(request, tag, since, response)
        assert isinstance(conditional, HttpResponse)
        return conditional


def _is_file(response: HttpResponse) -> bool:
    """Another form of a page: no page, and nothing that has a tag of its own or is only for whom it was made."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    private = response.has_header("ETag") or "no-store" in response.headers.get("Cache-Control", "")
    return not response.streaming and kind != "text/html" and not private


class Seen:
    """Since when an answer is known to be as it is; kept in the process, of the last addresses asked for.

    Told only once a whole second has passed, because the header has no smaller unit: what changes within the second of
    its first answer would else pass for unchanged.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.known: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def since(self, address: str, tag: str) -> int | None:
        now = int(self.clock())
        known, first = self.known.pop(address, ("", now))
        first = first if known == tag else now
        self.known[address] = (tag, first)
        if len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        return first if first < now else None
