"""One line of a list of citations. A page has fifty of them: as templates they took 25 ms of 30, so they are made here.

What a line looks like is said once: `citations/partials/citation_row.html` is this tag.
"""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive.shelfmarks import shelfmark
from citations.models import Citation, Publication
from citations.searching.facets import Year
from citations.templatetags.citations import makers
from core.listing import reader_language
from core.templatetags.opis import marked as in_its_language
from core.templatetags.opis import words, written

register = template.Library()
LONGEST = 200


@register.simple_tag
def citation_row(citation: Citation) -> SafeString:
    """`<li>`: what is cited, the words as written, and where."""
    cited = target(citation) if citation.outcome == Citation.Outcome.RESOLVED else _outcome(citation)
    return format_html(
        '<li class="row"><div class="row-main">{}{} <span class="as-written"><q>{}</q> <a href="{}">{}'
        '<span class="unseen"> {}</span></a></span></div><div class="row-note">{}</div></li>',
        cited,
        format_html(' <span class="draft">{}</span>', _("draft")) if citation.is_draft else "",
        written(_shortened(citation.as_written)),
        citation.get_absolute_url(),
        _("details"),
        _("of citation %(number)s") % {"number": citation.pk},
        place(citation),
    )


@register.simple_tag
def bars(years: list[Year]) -> SafeString:
    """One `<rect>` a year, with its number as the title; digits only, so nothing needs escaping."""
    drawn = (
        f'<rect x="{bar.place}" y="{bar.top}" width="0.9" height="{bar.height}">'
        f"<title>{bar.year}: {bar.count}</title></rect>"
        for bar in years
        if bar.count
    )
    return mark_safe("".join(drawn))  # noqa: S308 - see above


def target(citation: Citation) -> SafeString:
    """The document, the file and its sheets, or the work and its pages."""
    parts = []
    if citation.document:
        parts.append(_link(citation.document.get_absolute_url(), words(citation.document, "title")))
    if citation.unit:
        leaves = citation.leaves
        address = citation.unit.get_absolute_url() + (f"?l={quote(leaves)}" if leaves else "")
        label = shelfmark(citation.unit, reader_language(), leaves)
        parts.append(format_html('<a class="shelfmark" href="{}">{}</a>', address, label))
    elif citation.publication:
        parts.append(_work(citation.publication, citation.publication.get_absolute_url(), ""))
    if citation.pages:
        parts.append(escape(citation.pages))
    return mark_safe(", ".join(parts))  # noqa: S308 - all parts are escaped above


def place(citation: Citation) -> SafeString | str:
    """The citing work and its note; or whose word it is."""
    note = citation.footnote
    if note:
        number = ", " + _("note %(number)s") % {"number": note.number}
        return _work(note.publication, note.get_absolute_url(), number)
    if citation.seen_by:
        person = citation.seen_by
        return format_html("{} {}", _("seen by"), _link(person.get_absolute_url(), words(person, "name")))
    return _("entered here as evidence")


def _work(work: Publication, address: str, number: str) -> SafeString:
    year = f" ({work.year})" if work.year else ""
    by = makers(work)
    title = in_its_language(work.title, work.language)
    line = '{}{}<a href="{}"><cite>{}</cite>{}{}</a>' if number else '{}{}<a href="{}"><cite>{}</cite></a>{}{}'
    return format_html(line, by, ", " if by else "", address, title, year, number)


def _link(address: str, label: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, label)


def _outcome(citation: Citation) -> SafeString:
    return format_html('<span class="outcome">{}</span>', citation.get_outcome_display())


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST) if len(text) > LONGEST else text
