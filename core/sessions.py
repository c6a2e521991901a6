"""Who is signed in, where and since when: a session ends after twelve idle hours, and after a week in any case.

The rule: the end is told by the row alone, whatever the browser keeps; the row is written anew at most every five
minutes. Boundary: passwords and the second step are elsewhere (`core.second_step`); what somebody may see of their own
sessions, in `core.session_pages`.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.visiting import block_of

NOTED_EVERY = timedelta(minutes=5)
BEGAN = "opis_began"
LONGEST_AGENT = 200
log = logging.getLogger("opis.sessions")


class SessionStore(Stored):
    # Who asks, where this is known: for the row, so that its owner tells one session from another.
    asked_by: HttpRequest | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from core.models import SignedIn

        return SignedIn

    @classmethod
    def clear_expired(cls) -> None:
        super().clear_expired()
        cls.get_model_class().objects.filter(seen__lt=timezone.now() - settings.SESSION_IDLE).delete()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        now = timezone.now()
        if found is None:
            return None
        if now - found.seen > settings.SESSION_IDLE or now - found.began > settings.SESSION_LONGEST:
            found.delete()
            self._session_key = None
            return None
        if now - found.seen > NOTED_EVERY:
            type(found).objects.filter(pk=found.pk).update(seen=now)
        known: AbstractBaseSession = found
        return known

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A sign-in begins a session; a new key for it, such as a changed password brings, does not prolong it."""
        now = timezone.now()
        if SESSION_KEY not in data:
            data.pop(BEGAN, None)
        began = datetime.fromisoformat(data.setdefault(BEGAN, now.isoformat())) if SESSION_KEY in data else now
        row: Any = super().create_model_instance(data)
        row.user_id, row.began, row.seen = data.get(SESSION_KEY), began, now
        if self.asked_by is not None:
            row.agent = self.asked_by.headers.get("User-Agent", "")[:LONGEST_AGENT]
            row.network = block_of(self.asked_by)
        return row


class Sessions(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        store: Any = request.session
        store.asked_by = request

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What was shown to somebody signed in stays in no cache, nor on the machine after they have left."""
        session = request.session
        if request.method == "POST" and request.path == reverse("admin:login") and response.status_code == 302:
            session.pop(BEGAN, None)  # Django keeps the key of one who signs in once more
            session.cycle_key()
            log.info("account %s has signed in from %s", session.get(SESSION_KEY), block_of(request))
        if session.accessed and not session.is_empty() and SESSION_KEY in session:
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif request.method == "POST" and request.path == reverse("admin:logout"):
            response.headers["Clear-Site-Data"] = '"cache"'
        return super().process_response(request, response)
