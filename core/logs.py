"""What is written down of what happens: one event is one line, and no secret stands in it.

JSON where a program reads it, words for a terminal. Whatever somebody lets slip into an event (a password, a token, a
cookie, an address of mail) is masked here, and what could begin a line of its own is escaped. What a reader looked for
is nobody's business: no query string is written. Boundary: what is worth an event is said by those who log it.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings

# The number of the request that is being answered; it stands on the page of a failure too.
request_number: ContextVar[str] = ContextVar("request_number", default="")

LONGEST = 4_000
MASK = "***"
# What an event may carry beside its words.
FIELDS = ("status_code", "method", "view", "path", "seconds", "unit")
FRAMES = 20
QUIET = {400, 404, 405, 406, 410, 413, 415, 429}

# Each begins where a run of such letters begins, so that a long run is looked through once.
_SECRETS = (
    # Cookie: a=b; c=d
    (re.compile(r"(?i)\b((?:set-)?cookies?)\b['\"]?\s{0,3}[:=].*", re.DOTALL), rf"\1={MASK}"),
    # Authorization: Bearer abc
    (
        re.compile(r"(?i)\b(authorization)\b['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?:\w{1,20}\s{1,3})?[^\s'\",;]{1,2000}"),
        rf"\1={MASK}",
    ),
    # postgres://opis:secret@host/name
    (re.compile(r"(://[^\s/@:]{0,200}):\S{1,500}@"), rf"\1:{MASK}@"),
    # password=secret, "token": "abc", sessionid=abc
    (
        re.compile(
            r"(?i)(password\d?|passwd|pwd|secret(?:_key)?|token|sessionid|api[_-]?key)['\"]?\s{0,3}[:=]\s{0,3}"
            r"(?:'[^']{0,2000}'?|\"[^\"]{0,2000}\"?|[^\s'\",;&)}]{1,2000})"
        ),
        rf"\1={MASK}",
    ),
    # A token of the API; words signed by the site, as in the links of letters.
    (re.compile(r"opis_[\w-]{20,2000}"), MASK),
    (re.compile(r"(?<![\w.-])[\w.-]{1,2000}:[\w-]{4,12}:[\w-]{20,90}"), MASK),
    # somebody@example.org
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,320}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"), MASK),
)  # fmt: skip
# Ends of lines, colours of terminals, what turns the direction of writing, halves of letters.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class WorthALine(logging.Filter):
    """Addresses where nothing is are asked for all day; the web server in front writes down each request. A refusal
    (401, 403) and a failure are events."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", 500) not in QUIET


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told(record), ensure_ascii=False)


class Words(logging.Formatter):
    """For the terminal of whoever runs it by hand: the trace of a failure stands below, as Python writes it."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname.lower()} {record.name}: {_event(record)}"
        if record.exc_info and record.exc_info[1]:
            line += "\n" + _masked("".join(traceback.format_exception(record.exc_info[1])).rstrip())
        return line


def told(record: logging.LogRecord) -> dict[str, Any]:
    """The event as its line says it."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _event(record),
    }
    if request_number.get():
        line["request"] = request_number.get()
    for name in FIELDS:
        value = record.__dict__.get(name)
        if value is not None:
            line[name] = value if isinstance(value, int | float) else clean(str(value))
    if record.exc_info and record.exc_info[1]:
        line["errors"], line["trace"] = _errors(record.exc_info[1]), _frames(record.exc_info[1])
    return line


def clean(text: str) -> str:
    """On one line, without secrets, of bounded length."""
    return _UNPRINTABLE.sub(_escaped, _masked(text))


def settings_for(form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the service's error stream, failures by mail too where somebody wants that."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"worth": {"()": WorthALine}},
        "formatters": {"line": {"()": JsonLines if form == "json" else Words}},
        "handlers": {
            "stream": {"class": "logging.StreamHandler", "formatter": "line"},
            "mail": {"class": "core.error_mail.ErrorMail", "level": "ERROR"},
        },
        "root": {"handlers": ["stream", "mail"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "WARNING", "filters": ["worth"]},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "opis.sessions": {"level": "INFO"},  # who has signed in
        },
    }


def _event(record: logging.LogRecord) -> str:
    try:
        return clean(record.getMessage())
    except (TypeError, ValueError):  # words and values that do not fit together
        return clean(str(record.msg))


def _errors(error: BaseException) -> list[str]:
    """The failure and what it came from. Of each the first line: PostgreSQL's others hold the row."""
    found: list[str] = []
    current: BaseException | None = error
    while current is not None and len(found) < 5:
        said = clean(str(current).strip().partition("\n")[0])
        found.append(f"{type(current).__name__}: {said}" if said else type(current).__name__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found


def _frames(error: BaseException) -> list[str]:
    root = f"{settings.BASE_DIR}/"
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{frame.filename.removeprefix(root)}:{frame.lineno} {frame.name}" for frame in frames]


def _masked(text: str) -> str:
    text = text[:LONGEST]
    for secret in _own_secrets():
        text = text.replace(secret, MASK)
    for pattern, mask in _SECRETS:
        text = pattern.sub(mask, text)
    return text


@cache
def _own_secrets() -> tuple[str, ...]:
    """What the site itself keeps, wherever it may stand; the longest first, for one may hold another."""
    kept = [settings.SECRET_KEY, settings.EMAIL_HOST_PASSWORD, settings.METRICS_TOKEN]
    kept += [str(database.get("PASSWORD") or "") for database in settings.DATABASES.values()]
    found = {secret for secret in kept if len(secret) >= 6}
    return tuple(sorted(found | {quote(secret, safe="") for secret in found}, key=len, reverse=True))


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
