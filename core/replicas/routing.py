"""Which server answers a request: a replica for the public, the primary for all who are signed in or just wrote.

The rule: nobody misses what they wrote themselves. Whoever sends a session goes to the primary, and so does, for as
long as a replica may be behind, whoever wrote without one (a reader's report). What a public request keeps, it keeps on
the primary (`core.publication.as_the_site`). A replica that fails is left at once: the primary answers that request.

For the length of a request the thread's connection `default` is the replica's. So every question of a page goes there,
those in plain SQL too, which no router of Django's would be asked about, and none that is asked outside of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.http import HttpRequest, HttpResponse

from core.replicas.watching import BELIEVED, watch

FRESH = "opis_fresh"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# A row was cleared away that the question still read; the replica itself is well.
CONFLICT_WITH_RECOVERY = "40001"
Read = Callable[[], HttpResponse]


class _Visit:
    """One public request: its own connection, whether it has written, and how a replica has failed it."""

    __slots__ = ("failure", "own", "wrote")

    def __init__(self) -> None:
        self.own: Any = connections[DEFAULT_DB_ALIAS]
        self.wrote = False
        self.failure: Exception | None = None


_visit: ContextVar[_Visit | None] = ContextVar("visit", default=None)


def answer(request: HttpRequest, read: Read) -> HttpResponse:
    """What `read` answers, from a replica where that may be."""
    if not settings.REPLICAS:
        return read()
    visit = _Visit()
    token = _visit.set(visit)
    try:
        name = None if _is_known(request) else watch().usable()
        response = _from(name, visit, read) if name else None
        if response is None:
            response = read()
    finally:
        _visit.reset(token)
    if visit.wrote:
        remember(request, response)
    return response


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """For as long as a replica may be behind, this visitor reads from the primary."""
    if settings.REPLICAS:
        response.set_cookie(
            FRESH,
            "1",
            max_age=settings.REPLICA_LAG + int(BELIEVED),
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def note(error: Exception) -> None:
    """The server failed, and that is about to become a page."""
    visit = _visit.get()
    if visit is not None:
        visit.failure = error


@contextmanager
def on_the_primary() -> Iterator[None]:
    """Within a request that a replica answers: what must be written, in a transaction of its own."""
    visit = _visit.get()
    if visit is not None:
        visit.wrote = True
    borrowed = connections[DEFAULT_DB_ALIAS]
    if visit is None or borrowed is visit.own:
        yield
        return
    connections[DEFAULT_DB_ALIAS] = visit.own
    try:
        with transaction.atomic():
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = borrowed


def _is_known(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or FRESH in request.COOKIES


def _from(name: str, visit: _Visit, read: Read) -> HttpResponse | None:
    """None where the replica failed before anything was written: then the primary is asked."""
    replica = connections[name]
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        response = read()
    finally:
        connections[DEFAULT_DB_ALIAS] = visit.own
    if visit.failure is None:
        return response
    if getattr(visit.failure.__cause__, "pgcode", None) != CONFLICT_WITH_RECOVERY:
        replica.close()
        watch().lost(name)
    return response if visit.wrote else None
