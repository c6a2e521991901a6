"""Pages of words: help, about, and the style guide; the help's examples are data, so that a test can run each."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.views import counts
from core.parameters import refuse_unknown


@dataclass(frozen=True, slots=True)
class Example:
    """What one may type, what that does, and what it gives on the demonstration data.

    `leads` is the address that the search goes to at once; otherwise `finds` is a title that stands in the answer.
    """

    typed: str
    does: str | Promise
    finds: str = ""
    leads: str = ""


SEARCHES = (
    Example("Rakowski", _("a name in any spelling or romanisation"), finds="Rakovsky, Christian"),
    Example("Раковского", _("a Russian name in any of its cases"), finds="Rakovsky, Christian"),
    Example(
        "ф.17 оп.171 д.87 л.83",
        _("a reference goes straight to the file, with the sheet marked"),
        leads="/archive/RGASPI/17/171/87/?l=83",
    ),
    Example("RGASPI 17/171/87", _("the same in short: archive, fond, opis, delo"), leads="/archive/RGASPI/17/171/87/"),
    Example("T-1613", _("the number of an item or box, as the archive writes it"), finds="item T-1613"),
    Example("ленинград", _("a word, in any of its forms"), finds="Report by Yagoda to Stalin"),
    Example("Trotsky university", _("all words must occur, in any order"), finds="Троцкий, Зиновьев, университет"),
    Example('"Политический словарь"', _("a phrase, in any quotation marks"), finds="Политический словарь"),
    Example("Eltsin OR Smilga", _("one or the other; in Russian: ИЛИ"), finds="Smilga, Ivar"),
    Example("Троцкий -письмо", _("without a word"), finds="Троцкий, Зиновьев, университет"),
)
IN_CITATIONS = (
    Example("author:Trotsky", _("documents by this person; in Russian: автор:"), finds="d. 109, ll. 41–44"),
    Example("to:Stalin", _("letters and reports to this person; кому:"), finds="d. 153, l. 236"),
    Example("archive:Houghton", _("one archive; архив:"), finds="Leon Trotsky Soviet Papers"),
    Example("fond:17", _("one fond; фонд:"), finds="RGASPI, f. 17, op. 171, d. 87"),
    Example("date:1928..1929", _("dated in these years; an end may be left open; дата:"), finds="T-1613"),
    Example("type:book", _("one kind of what is cited: book, article, letter, report …; вид:"), finds="Barinov"),
    Example("author:Trotsky archive:RGASPI", _("several of these together"), finds="d. 109, ll. 41–44"),
)

# As named in static/css/base.css.
COLOURS = (
    "paper", "sheet", "ink", "soft", "line", "line-strong", "accent", "link", "visited", "mark", "notice", "focus",
    "good", "warn", "hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6",
)  # fmt: skip


def help_page(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    return render(request, "guide/help.html", {"searches": SEARCHES, "in_citations": IN_CITATIONS})


def about(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    contact = settings.CONTACT
    address = f"mailto:{contact}" if "@" in contact and "://" not in contact else contact
    context = {"counts": counts(), "contact": contact, "contact_address": address}
    return render(request, "guide/about.html", context)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component once, made of the same parts as the pages that use it."""
    refuse_unknown(request.GET, ())
    page = Paginator(range(1, 421), 20).page(7)
    context = {"colours": COLOURS, "page": page, "pages": page.paginator.get_elided_page_range(7, on_each_side=1)}
    return render(request, "guide/style.html", context)
