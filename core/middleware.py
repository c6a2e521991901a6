"""What happens around every request: whose rights it reads with, in which language, and how failures are told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import metrics, publication
from core.desk_rights import working_at_desk
from core.full_disks import SENTENCE, STATUS, is_full
from core.logs import request_number
from core.parameters import BadParameter
from core.problems import as_problem
from core.publication import reading_as_public
from core.replicas import routing
from core.second_step import is_due
from core.turns import AnotherTurn

Handler = Callable[[HttpRequest], HttpResponse]
DESK = "/admin/"
API = "/api/"
# For whoever watches the site: answered without the database, or about all of it.
WATCHED = ("/health/live/", "/metrics")
QUERY_CANCELED, LOCK_NOT_AVAILABLE = "57014", "55P03"
UPGRADED = gettext_lazy("The site is being brought up to date. Please try again in a few minutes.")
# No right on it, no such table, column or schema, gone while it was looked at: what the public's pages meet while the
# views are taken away and made anew.
UNREADABLE = (ProgrammingError, InternalError, NotSupportedError)
log = logging.getLogger("opis.database")


class PublicReading:
    """Everybody but signed-in staff reads through the published views; the desk works on the rows of the tables.

    What programs read is what is published, whoever asks: a draft carried off has no word on it that says so.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, *WATCHED)):
            return self.get_response(request)
        public = request.path.startswith(API)
        if request.path.startswith(DESK) or (not public and is_staff(request)):
            response = self._at_desk(request)
            if request.method not in routing.SAFE:
                routing.remember(request, response)
            return response
        return routing.answer(request, partial(self._published, request))

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if is_away(error):
            routing.note(error)

    def _at_desk(self, request: HttpRequest) -> HttpResponse:
        try:
            with working_at_desk():
                return self.get_response(request)
        except DataError:  # there is no such role yet
            return told(request, 503, str(UPGRADED))
        except (OperationalError, InterfaceError) as error:
            return failure(request, error)

    def _published(self, request: HttpRequest) -> HttpResponse:
        try:
            with reading_as_public():
                return self.get_response(request)
        except (OperationalError, InterfaceError) as error:  # Django would make a 500 of it before HonestFailures sees
            self.process_exception(request, error)
            return failure(request, error)


def is_staff(request: HttpRequest) -> bool:
    """Looks at the session only where the visitor sent one, so that anonymous pages cost no query for it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    return request.user.is_staff and not is_due(request.user)


def client_address(request: HttpRequest) -> str:
    """Who asks, as the outermost of our own web servers saw it; what stands before that anybody can write."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return forwarded[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


class ReaderLanguage:
    """English or Russian: `?lang=` (kept in a cookie, since it was a click), else the cookie, else the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        chosen = asked if asked in dict(settings.LANGUAGES) else ""
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        vary = {part.strip() for part in response.headers.get("Vary", "").split(",") if part.strip()}
        response.headers["Vary"] = ", ".join(sorted(vary | {"Accept-Language", "Cookie"}))
        if chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
            )
        return response


class HonestFailures:
    """Turns what went wrong into a status and a sentence: 400 for a bad address, 503 while the database is away."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        known = isinstance(error, BadParameter | DatabaseError | InterfaceError) or is_full(error)
        return failure(request, error) if known else None


def failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page (or JSON) for an error whose cause is known; anything else is raised again and becomes a 500."""
    response = foreseen(request, error)
    if response is None:
        raise error
    return response


def foreseen(request: HttpRequest, error: Exception) -> HttpResponse | None:
    known = sentence_of(error)
    if known is None and isinstance(error, UNREADABLE) and publication.are_others():
        known = 503, str(UPGRADED)
    if known is None:
        return None
    if isinstance(error, DatabaseError | InterfaceError):
        metrics.DATABASE_ERRORS.labels(type(error).__name__).inc()
    if is_away(error):
        log.error("the database cannot be reached", exc_info=error)
    return told(request, *known)


def is_away(error: Exception) -> bool:
    """Not merely too long at a question, nor waiting for its turn."""
    if not isinstance(error, OperationalError | InterfaceError) or isinstance(error, AnotherTurn):
        return False
    return getattr(error.__cause__, "pgcode", None) not in (QUERY_CANCELED, LOCK_NOT_AVAILABLE)


def sentence_of(error: Exception) -> tuple[int, str] | None:
    """The status and the sentence for an error whose cause is known."""
    if isinstance(error, BadParameter):
        return error.status, str(error)
    if isinstance(error, DataError):
        return 400, _("A value in the address is outside what the database can hold.")
    if is_full(error):
        return STATUS, str(SENTENCE)
    if isinstance(error, AnotherTurn):
        return 503, _("Another long search is being answered just now. Please try again in a few seconds.")
    if isinstance(error, OperationalError | InterfaceError):
        if getattr(error.__cause__, "pgcode", None) == QUERY_CANCELED:
            return 503, _("That took too long. Please narrow your search.")
        if getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            return 503, str(UPGRADED)
        return 503, _("The database cannot be reached just now. Please try again in a moment.")
    return None


def told(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    response: HttpResponse
    if request.path.startswith(API):
        response = as_problem(status, sentence)
    elif request.GET.get("format") == "json":
        response = JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        context = {"sentence": sentence, "status": status, "number": request_number.get()}
        response = render(request, "failure.html", context, status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    if status == 406:
        response.headers["Vary"] = "Accept"
    return response
