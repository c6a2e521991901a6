"""What a page says of its answer so that it may be kept: one form for all addresses that mean the same.

Boundary: whether and how long it is kept is for `core.kept_pages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
KEPT_AS = "opis_kept_as"


def in_one_form(asked: QueryDict, usual: Mapping[str, str]) -> Any:
    """The same question: its parameters in order, without those that say what is `usual`."""
    pairs = [(name, value) for name, values in asked.lists() if values != [usual.get(name)] for value in values]
    ordered = sorted(pairs, key=lambda pair: pair[0])
    if ordered == pairs == [(name, value) for name, values in asked.lists() for value in values]:
        return asked
    return QueryDict(urlencode(ordered))


def keep(answer: Answer, form: str, asked: QueryDict) -> Answer:
    """Who asks for the same path in this form and with this question, put into one form, is answered the same."""
    setattr(answer, KEPT_AS, f"{form}?{asked.urlencode()}")
    return answer
