"""A whole list as references of a notebook: its records in its order, as many as a notebook holds.

The rule: `list=` takes the address of any list that can be followed, with what narrows and sorts it. Boundary: what is
said of each record is `addresses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from citations.following.lists import followed_at
from citations.notebook.basket import MOST
from core.parameters import BadParameter


@dataclass(frozen=True, slots=True)
class WholeList:
    """`addresses` are the first of `count` records."""

    addresses: tuple[str, ...]
    count: int


def whole_list(request: HttpRequest, address: str) -> WholeList:
    """Raises BadParameter where this is no list, or one that it would refuse."""
    followed = followed_at(address, "list")
    asked = QueryDict(urlsplit(address).query)
    sorts = followed.page.sorts_for(asked)
    sort = asked.get("sort") or next(iter(sorts))
    if sort not in sorts:
        raise BadParameter("list: " + _("one of %(choices)s is understood.") % {"choices": ", ".join(sorts)})
    page = followed.page.page(followed.filters(request), sort, MOST, 1)
    return WholeList(tuple(row.get_absolute_url() for row in page), page.paginator.count)
