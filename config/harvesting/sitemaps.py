"""`/sitemap.xml` and its parts: every public page with when it was changed last and its address in both languages.

The rule: a part is a stretch of numbers of one kind, so that it stays the same part however many come after it.
Boundary: what search engines shall not open is said in `robots.txt`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from config.harvesting.kinds import KINDS, Kind, published_only
from core.parameters import refuse_unknown

# A sitemap may name 50,000 addresses in 50 MB; with its languages each takes half a kilobyte.
NUMBERS_PER_PART = 10_000
PAGES = (
    "home", "help", "about", "data", "people:person_list", "archive:repository_list", "archive:unit_list",
    "archive:document_list", "citations:publication_list", "citations:citation_list", "people:map",
    "citations:statistics",
)  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLOSED = (
    "/admin/", "/people/random/", "/search/", "/suggest/", "/resolve/", "/report/", "/follow/", "/oai", "/reconcile/",
    "/unapi", "/*?", "/*?page=*&", "/*?lang=*&",
)  # fmt: skip
# The longest rule that fits decides: of all questions only the next page and the other language are open.
OPEN = ("/*?page=", "/*?lang=")


def robots(request: HttpRequest) -> HttpResponse:
    """Records and plain lists are open; a list that is narrowed or sorted is the same records again."""
    refuse_unknown(request.GET, ())
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED)]
    lines += [f"Allow: {address}" for address in OPEN]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@published_only
def index(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    parts = [reverse("sitemap_part", args=["pages", 1])]
    for kind in KINDS.values():
        last = kind.rows().order_by().aggregate(last=Max("pk"))["last"] or 0
        parts += [reverse("sitemap_part", args=[kind.name, part]) for part in range(1, _part_of(last) + 1)]
    told = "".join(f"<sitemap><loc>{_absolute(request, part)}</loc></sitemap>\n" for part in parts)
    return _xml(f'{HEAD}<sitemapindex xmlns="{SITEMAPS}">\n{told}</sitemapindex>\n')


@published_only
def part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    refuse_unknown(request.GET, ())
    if kind in KINDS:
        pages: Iterable[tuple[str, datetime | None]] = _records(KINDS[kind], number)
    elif (kind, number) == ("pages", 1):
        pages = ((reverse(name), None) for name in PAGES)
    else:
        pages = ()
    told = "".join(_url(request, address, changed) for address, changed in pages)
    if not told:
        raise Http404(_("There is no such part of the sitemap."))
    return _xml(f'{HEAD}<urlset xmlns="{SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{told}</urlset>\n')


def _part_of(number: int) -> int:
    return -(-number // NUMBERS_PER_PART)


def _records(kind: Kind, part: int) -> Iterator[tuple[str, datetime | None]]:
    first = (part - 1) * NUMBERS_PER_PART
    if part < 1 or first >= 2**62:
        return
    rows = kind.rows().filter(pk__gt=first, pk__lte=first + NUMBERS_PER_PART).only("pk", *kind.naming, "changed_at")
    for record in rows:
        yield record.get_absolute_url(), record.changed_at


def _url(request: HttpRequest, address: str, changed: datetime | None) -> str:
    place = _absolute(request, address)
    others = [(code, f"{place}?lang={code}") for code, _name in settings.LANGUAGES] + [("x-default", place)]
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{other}"/>' for code, other in others)
    when = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<url><loc>{place}</loc>{when}{links}</url>\n"


def _absolute(request: HttpRequest, address: str) -> str:
    return escape(f"{request.scheme}://{request.get_host()}{address}", {'"': "&quot;"})


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
