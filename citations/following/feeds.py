"""`/feeds/citations/?under=RGASPI/17`: what of a list was published last, as Atom (RFC 4287), with its own filters.

The rule: an entry keeps its id for ever, whatever its address becomes; a reader who has seen all is answered with 304.
Boundary: what a line of news says is `entries`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views import View

from citations.following.entries import news
from citations.following.lists import LISTS, Followed, narrowing
from citations.following.published import published_last
from core.listing import reader_language
from core.parameters import refuse_unknown

MOST = 50
# Of a list in which there is nothing yet.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# The year of the tag URIs in which entries are named; it never changes.
TAG_YEAR = 2026


class FeedsPage(View):
    """What can be followed, and how."""

    def get(self, request: HttpRequest) -> HttpResponse:
        refuse_unknown(request.GET, ())
        lists = [(Followed(kind), page.title) for kind, (page, _name) in LISTS.items()]
        return render(request, "notebook/feeds.html", {"lists": lists})


class Feed(View):
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in LISTS:
            raise Http404(_("There is no such feed; these are there: %(kinds)s.") % {"kinds": ", ".join(LISTS)})
        followed = Followed(kind, narrowing(request.GET.urlencode()))
        content = _atom(request, followed, published_last(followed, request, MOST))
        answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
        answer["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        found = get_conditional_response(request, etag=answer["ETag"], response=answer)
        return found if isinstance(found, HttpResponse) else answer


def _atom(request: HttpRequest, followed: Followed, rows: list[tuple[Any, datetime | None]]) -> bytes:
    host = request.get_host().partition(":")[0]
    feed = _Feed(
        title=f"{followed.title()} · Opis",
        link=request.build_absolute_uri(followed.address),
        description=None,
        language=reader_language(),
        author_name="Opis",
        feed_url=request.build_absolute_uri(followed.feed),
        feed_guid=f"tag:{host},{TAG_YEAR}:{followed.feed}",
    )
    for (row, published), told in zip(rows, news([row for row, _when in rows]), strict=True):
        feed.add_item(
            title=told.title,
            link=request.build_absolute_uri(told.address),
            description=escape(told.detail),  # Atom1Feed says that a summary is HTML
            unique_id=f"tag:{host},{TAG_YEAR}:{followed.kind}/{row.pk}",
            pubdate=published,
            updateddate=told.changed,
        )
    return feed.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """An empty list was last changed at the beginning, and not at this moment."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEGINNING)
