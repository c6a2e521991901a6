"""How often a program may ask: so much a minute for a block of addresses, or for a token, counted for all processes.

The rule: a question counts one, a text that is sent ten; what is over is refused until the minute ends; who asks at the
machine itself is not counted. Boundary: a token gives more questions and no more data.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from core.models import ApiToken, ApiUse
from core.visiting import block_of, digest_of, is_at_home

MINUTE = 60
COST_OF_A_TEXT = 10
# What a token begins with, so that it is known for what it is where it is found; and how much of it the desk shows.
MARK, SHOWN = "opis_", 10
SCHEME = "bearer "
COUNTED = (
    "INSERT INTO core_apiuse (who, minute, asked) VALUES (%s, %s, %s)"
    " ON CONFLICT (who, minute) DO UPDATE SET asked = core_apiuse.asked + excluded.asked RETURNING asked"
)


class UnknownToken(Exception):
    """A token was sent that nobody holds."""


@dataclass(frozen=True, slots=True)
class TooMany(Exception):
    """May ask again after so many seconds."""

    seconds: int


def new_token() -> str:
    return MARK + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Of 256 random bits: nobody can try them all, so a quick digest will do."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def count(request: HttpRequest) -> None:
    """Raises TooMany or UnknownToken."""
    if is_at_home(request) and "Authorization" not in request.headers:
        return
    who, most = _asker(request)
    now = int(time.time())
    if add(who, now // MINUTE, COST_OF_A_TEXT if request.method == "POST" else 1) > most:
        raise TooMany(MINUTE - now % MINUTE)


def add(who: str, minute: int, cost: int) -> int:
    """What all processes together have counted of somebody in this minute, with this."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [who, minute, cost])
        asked: int = cursor.fetchone()[0]
    if asked == cost:  # the first in this minute clears away what nobody counts any more
        ApiUse.objects.filter(minute__lt=minute - 1).delete()
    return asked


def _asker(request: HttpRequest) -> tuple[str, int]:
    sent = request.headers.get("Authorization", "")
    if not sent:
        return digest_of("api", block_of(request)), settings.API_PER_MINUTE
    if not sent.lower().startswith(SCHEME):
        raise UnknownToken
    found = digest(sent[len(SCHEME) :].strip())
    token = ApiToken.objects.filter(digest=found, revoked=False).first()
    if token is None:
        raise UnknownToken
    return found, token.per_minute
