"""Lists that many ask for are kept: asked again, in whatever order and by whomever, they are not made anew.

The rule: an answer is kept for one edition of what the public reads (`core.editions`), and whoever asks after something
was published, changed or withdrawn has it made anew. Only what a visitor without a session gets is kept, only where the
page says that its address is its whole state (`core.keeping`), and only from the second time that it is asked for: a
crawler that asks for each combination once fills nothing. It stands within the public's transaction, so that the
edition is that of the server which answers. Boundary: how an address is put into one form is for the page; what it may
cost, for `core.crowds`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.editions import edition
from core.keeping import KEPT_AS
from core.light import chosen

Form = tuple[str | None, ...]
# Addresses of which it is known under which form they are kept; some hundreds of bytes each.
REMEMBERED = 5_000
# One answer fills at most this part of the room.
LARGEST = 1 / 8
# What a visitor may send and be given the same as others.
_HARMLESS = frozenset({settings.LANGUAGE_COOKIE_NAME, settings.THEME_COOKIE_NAME, settings.CSRF_COOKIE_NAME})


@dataclass(frozen=True, slots=True)
class Answer:
    content: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.content) + 1_000

    def again(self) -> HttpResponse:
        return HttpResponse(self.content, headers=dict(self.headers))


class KeptPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.KEPT_PAGES_MB:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.room = Room(settings.KEPT_PAGES_MB * 2**20)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.GET.get("lang") or not _HARMLESS.issuperset(request.COOKIES):
            return self.get_response(request)
        reader: Form = (request.scheme, request.get_host(), getattr(request, "LANGUAGE_CODE", ""), chosen(request))
        asked: Form = (*reader, request.path, request.META.get("QUERY_STRING", ""), request.headers.get("Accept", ""))
        known = self.room.known(asked)
        if known is None:
            response = self.get_response(request)
            if _may_be_kept(request, response):
                self.room.remember(asked, (*reader, request.path, getattr(response, KEPT_AS)))
            return response
        # Some pages tell what happened on this day.
        now = f"{timezone.now():%Y-%m-%d} {edition()}"
        answer = self.room.find(known, now)
        if answer is not None:
            return answer.again()
        response = self.get_response(request)
        if _may_be_kept(request, response):
            self.room.put(known, now, Answer(response.content, tuple(response.headers.items())))
        return response


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    """Not what holds somebody's own token against forged forms, whatever its page says."""
    whole = response.status_code == 200 and not response.streaming and not response.cookies
    return whole and hasattr(response, KEPT_AS) and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")


class Room:
    """Answers of one edition, those asked for last; each process has its own, and all its threads share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.edition = ""
        self.answers: OrderedDict[Form, Answer] = OrderedDict()
        self.forms: OrderedDict[Form, Form] = OrderedDict()
        self.changing = threading.Lock()

    def known(self, asked: Form) -> Form | None:
        return self.forms.get(asked)

    def remember(self, asked: Form, form: Form) -> None:
        with self.changing:
            self.forms[asked] = form
            if len(self.forms) > REMEMBERED:
                self.forms.popitem(last=False)

    def find(self, form: Form, now: str) -> Answer | None:
        with self.changing:
            answer = self.answers.get(form) if self.edition == now else None
            if answer is not None:
                self.answers.move_to_end(form)
            return answer

    def put(self, form: Form, now: str, answer: Answer) -> None:
        if answer.size > self.most * LARGEST:
            return
        with self.changing:
            if self.edition != now:
                self.answers.clear()
                self.edition, self.size = now, 0
            before = self.answers.pop(form, None)
            self.answers[form] = answer
            self.size += answer.size - (before.size if before else 0)
            while self.size > self.most:
                _form, oldest = self.answers.popitem(last=False)
                self.size -= oldest.size
