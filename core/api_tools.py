"""Addresses of the API that are questions and no lists: what they take, from the address or as JSON, within bounds.

The rule: GET and POST mean the same, and what is too long or of the wrong kind is refused with a sentence. Boundary:
what is answered is for the apps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from core.parameters import BadParameter, refuse_unknown
from core.turns import READING, take_turn_now

LARGEST_BODY = 1_000_000
CONTROL = frozenset(map(chr, range(32))) - {"\t", "\r", "\n"}


def asked(request: Request, known: Collection[str], several: Collection[str] = ()) -> Mapping[str, list[str]]:
    """The values of each name that is known, of the address or, with POST, of a JSON object."""
    refuse_unknown(request.query_params, () if request.method == "POST" else known, several)
    if request.method != "POST":
        return _from_address(request.query_params)
    return _from_body(_object(request), known, several)


def text_of(values: Mapping[str, list[str]], name: str, most: int) -> str:
    """One text without control characters, trimmed; refused when empty or too long."""
    text = next(iter(values.get(name, [])), "").strip()
    if not text:
        raise BadParameter(f"{name}: " + _("say what is to be read."))
    return checked(name, text, most)


def checked(name: str, text: str, most: int) -> str:
    if len(text) > most:
        raise BadParameter(f"{name}: " + _("at most %(most)d characters are read.") % {"most": most})
    if CONTROL.intersection(text) or not _is_whole(text):
        raise BadParameter(f"{name}: " + _("control characters mean nothing here."))
    return text


def one_of(values: Mapping[str, list[str]], name: str, choices: Collection[str], default: str) -> str:
    value = next(iter(values.get(name, [])), "") or default
    if value not in choices:
        raise BadParameter(
            f"{name}: " + _("one of %(choices)s is understood.") % {"choices": ", ".join(filter(None, choices))}
        )
    return value


@contextmanager
def in_turn(costly: bool) -> Iterator[None]:
    """What takes a process for seconds is done for one asker at a time; raises AnotherTurn."""
    with transaction.atomic(), connection.cursor() as cursor:
        if costly:
            take_turn_now(cursor, READING)
        yield


def _from_address(query: QueryDict) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in query.lists()}


def _from_body(sent: Mapping[str, Any], known: Collection[str], several: Collection[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in sent.items():
        if name not in known:
            raise BadParameter(
                _("There is no parameter “%(name)s” here; these are understood: %(known)s.")
                % {"name": name[:50], "known": ", ".join(sorted(known))}
            )
        given = value if name in several and isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in given):
            raise BadParameter(f"{name}: " + _("a text is understood."))
        values[name] = given
    return values


def _object(request: Request) -> Mapping[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise BadParameter(_("At most %(most)d MB are read.") % {"most": LARGEST_BODY // 1_000_000})
    try:
        sent = request.data
    except RecursionError as error:
        raise ParseError from error
    if not isinstance(sent, dict):
        raise BadParameter(_("A JSON object is read here."))
    return sent


def _is_whole(text: str) -> bool:
    """JSON can hold half of a letter (`\\ud800`), which nothing can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
