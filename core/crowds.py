"""How much of the site one block of addresses may take in a minute, by what its questions cost; who takes more waits.

The rule: a page costs one, a list twice as much for each filter, a file of a whole list thirty; whoever has spent what
a block may spend is told so (429) until the minute ends. Pages that are kept cost nothing. A crawler that comes from
many addresses is known by this, that its addresses begin with combinations of filters, which nobody does who reads: all
such newcomers share one purse. Each process counts for itself and tells the others, by one table, only of those who
have spent a tenth; so a reader costs no write. Boundary: people at the desk and at the machine itself are not counted,
programs under /api/ by `core.fair_use`; what one question may cost the database, `core.turns` and the role's timeout
hold.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.fair_use import MINUTE, add
from core.listing import COMMON
from core.middleware import API, DESK, WATCHED, is_staff, told
from core.visiting import block_of, digest_of, is_at_home

Handler = Callable[[HttpRequest], HttpResponse]
# From here on a question is a combination, with which no reader begins.
COMBINATION = 4
WHOLE, FILE, SENT, MOST_FILTERS = 30, 2, 10, 6
NEWCOMERS = "newcomers"
# All newcomers together have as much of what a block has.
NEWCOMERS_SHARE = 1 / 4
# What is asked while one types, with each letter; it is quick, and a class of thirty would have spent all with it.
FREE = "/suggest/"
# Who has spent this part of it is told of to the other processes.
TOLD_FROM = 1 / 10
# Blocks of which it is known that they have read a page before.
KNOWN = 20_000
_PURSE = "opis_purse"


def cost_of(method: str, asked: Mapping[str, str], filters: int, page: int) -> int:
    """Of a question with so many filters, to a page that itself costs `page`."""
    if asked.get("all"):
        return WHOLE
    cost = page << min(filters, MOST_FILTERS)
    if asked.get("format", "html") != "html":
        cost *= FILE
    return cost * SENT if method == "POST" else cost


class Crowds:
    def __init__(self, get_response: Handler) -> None:
        if not settings.READER_PER_MINUTE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.till = Till()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        purse: Purse | None = getattr(request, _PURSE, None)
        if purse is not None:
            self.till.tell(purse)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Not before, since what is kept is answered without a view, and costs nothing."""
        free = request.path.startswith((API, DESK, FREE, settings.STATIC_URL, *WATCHED))
        if free or is_at_home(request) or is_staff(request):
            return None
        now = time.time()
        cost, block = _cost(request, view), block_of(request)
        purse = Purse(block, settings.READER_PER_MINUTE)
        if cost < COMBINATION:
            self.till.greet(block)
        elif not self.till.knows(block):
            purse = Purse(NEWCOMERS, int(settings.READER_PER_MINUTE * NEWCOMERS_SHARE))
        if self.till.is_empty(purse, now):
            return _wait(request, int(MINUTE - now % MINUTE) or 1)
        self.till.pay(purse, cost, now)  # before the answer, else a hundred at once would all be let in
        setattr(request, _PURSE, purse)
        return None


def _cost(request: HttpRequest, view: Any) -> int:
    """A view that is a class may say what a page of it costs; only of a list are parameters filters."""
    page = getattr(view, "view_class", None)
    narrowing = len(set(request.GET) - COMMON) if hasattr(page, "filters") else 0
    return cost_of(request.method or "", request.GET, narrowing, getattr(page, "cost", 1))


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    said = _(
        "So many questions have come from your network within a minute that others would have to wait. Please go on in"
        " %(seconds)d seconds. Programs read the same at /api/, and all of it at once is in the packages."
    )
    response = told(request, 429, said % {"seconds": seconds})
    response.headers["Retry-After"] = str(seconds)
    return response


@dataclass(frozen=True, slots=True)
class Purse:
    """Who spends, and how much a minute."""

    who: str
    most: int


@dataclass(slots=True)
class _Spent:
    """In this minute: by all as far as is known, and here since that was last told."""

    minute: int
    by_all: int = 0
    untold: int = 0


class Till:
    """What is spent in this minute, in one process."""

    def __init__(self) -> None:
        self.spent: dict[str, _Spent] = {}
        self.minute = 0
        self.known: OrderedDict[str, None] = OrderedDict()
        self.changing = threading.Lock()

    def greet(self, block: str) -> None:
        with self.changing:
            self.known[block] = None
            self.known.move_to_end(block)
            if len(self.known) > KNOWN:
                self.known.popitem(last=False)

    def knows(self, block: str) -> bool:
        return block in self.known

    def is_empty(self, purse: Purse, now: float) -> bool:
        spent = self.spent.get(purse.who)
        return spent is not None and spent.minute == now // MINUTE and spent.by_all + spent.untold >= purse.most

    def pay(self, purse: Purse, cost: int, now: float) -> None:
        minute = int(now // MINUTE)
        with self.changing:
            if minute != self.minute:
                self.spent, self.minute = {}, minute
            spent = self.spent.setdefault(purse.who, _Spent(minute))
            spent.untold += cost

    def tell(self, purse: Purse) -> None:
        """The other processes, once it is worth a write; and hear what they have told. In no transaction of a page."""
        with self.changing:
            spent = self.spent.get(purse.who)
            if spent is None or spent.untold < purse.most * TOLD_FROM:
                return
            telling, spent.untold = spent.untold, 0
            spent.by_all += telling
        spent.by_all = max(spent.by_all, add(digest_of("reading", purse.who), spent.minute, telling))
