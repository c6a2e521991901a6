"""One line of a list of citations. A page has fifty of them: as templates they took 25 ms of 30, so they are made here.

What a line looks like is said once: `citations/partials/citation_row.html` is this tag.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive.models import Document
from archive.shelfmarks import shelfmark
from citations.makers import makers
from citations.models import Citation, Publication
from citations.reasons import Reason, reasons
from citations.searching.facets import Year
from core.filters import in_language
from core.listing import reader_language
from core.marking import Marker
from core.templatetags.opis import asked_in, language_of, with_marks
from core.templatetags.opis import marked as in_its_language
from people.models import Person

register = template.Library()
LONGEST = 200


@register.simple_tag(takes_context=True)
def citation_row(context: template.Context, citation: Citation) -> SafeString:
    """`<li>`: what is cited, the words as written, and where; with the words marked that answer the question."""
    return mark_safe("".join(_line(citation, asked_in(context))))  # noqa: S308 - all that stands in it is escaped


@register.simple_tag(takes_context=True)
def citation_rows(context: template.Context, citations: Iterable[Citation]) -> SafeString:
    """All lines of a list. Where nothing shown answers the question, what does is added."""
    asked, rows = asked_in(context), list(citations)
    lines = [_line(citation, asked) for citation in rows]
    silent = [at for at, line in enumerate(lines) if "<mark>" not in "".join(line)] if asked else []
    found = reasons([rows[at] for at in silent], asked) if asked and silent else {}
    said = ((before, _why(found.get(row.pk)), after) for row, (before, after) in zip(rows, lines, strict=True))
    return mark_safe("".join(map("".join, said)))  # noqa: S308 - see above


def _why(reason: Reason | None) -> str:
    return f' <span class="why">{escaped(reason.where)} {with_marks(reason.runs)}</span>' if reason else ""


def _line(citation: Citation, asked: Marker | None) -> tuple[str, str]:
    """What stands before and after the reason why it is a hit."""
    resolved = citation.outcome == Citation.Outcome.RESOLVED
    cited = target(citation, asked) if resolved else _outcome(citation)
    draft = f' <span class="draft">{escaped(_("draft"))}</span>' if citation.is_draft else ""
    number = _("of citation %(number)s") % {"number": citation.pk}
    quoted = shown(_shortened(citation.as_written), asked, _tongue(citation.as_written))
    return (
        f'<li class="row"><div class="row-main">{cited}{draft} <span class="as-written"><q>{quoted}</q> '
        f'<a href="{escaped(citation.get_absolute_url())}">{escaped(_("details"))}'
        f'<span class="unseen"> {escaped(number)}</span></a>',
        f'</span></div><div class="row-note">{place(citation, asked)}</div></li>',
    )


@register.simple_tag
def place_of(citation: Citation) -> SafeString:
    """Where it stands; as `citations/partials/place.html`, for tables with hundreds of them."""
    return mark_safe(place(citation))  # noqa: S308 - see above


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


def shown(text: str, asked: Marker | None, language: str = "") -> str:
    """The text, escaped, with the words marked that answer."""
    return escaped(in_its_language(with_marks(asked.runs(text)) if asked else text, language))


def _tongue(text: str) -> str:
    return language_of(text) if any(map(str.isalpha, text)) else ""


def target(citation: Citation, asked: Marker | None = None) -> str:
    """The document, the file and its sheets, or the work and its pages."""
    parts = []
    if citation.document:
        parts.append(_link(citation.document.get_absolute_url(), shown(*_named(citation.document, "title", asked))))
    if citation.unit:
        leaves = citation.leaves
        address = citation.unit.get_absolute_url() + (f"?l={quote(leaves)}" if leaves else "")
        label = shelfmark(citation.unit, reader_language(), leaves)
        parts.append(f'<a class="shelfmark" href="{escaped(address)}">{shown(label, asked)}</a>')
    elif citation.publication:
        parts.append(_work(citation.publication, citation.publication.get_absolute_url(), asked))
    if citation.pages:
        parts.append(escaped(citation.pages))
    return ", ".join(parts)


def place(citation: Citation, asked: Marker | None = None) -> str:
    """The citing work and its note; or whose word it is."""
    note = citation.footnote
    if note:
        return _work(note.publication, note.get_absolute_url(), asked, _("note %(number)s") % {"number": note.number})
    if citation.seen_by:
        person = citation.seen_by
        return f"{escaped(_('seen by'))} {_link(person.get_absolute_url(), shown(*_named(person, 'name', asked)))}"
    return escaped(_("entered here as evidence"))


def escaped(text: str) -> str:
    """`conditional_escape` without its care for lazy texts, in a fifth of its time."""
    return text if isinstance(text, SafeString) else html.escape(text)


def _named(record: Document | Person, field: str, asked: Marker | None) -> tuple[str, Marker | None, str]:
    """What `shown` takes: the text in the reader's language, else in the other."""
    text, language = in_language(record, field)
    return text, asked, language


def _work(work: Publication, address: str, asked: Marker | None, note: str = "") -> str:
    """`Makers, Title (1994), note 3`; the link goes to the note where there is one."""
    by = shown(makers(work), asked)
    title = f"<cite>{shown(work.title, asked, work.language)}</cite>"
    year = f" ({work.year})" if work.year else ""
    before = f'{by}, <a href="{escaped(address)}">' if by else f'<a href="{escaped(address)}">'
    return f"{before}{title}{year}, {escaped(note)}</a>" if note else f"{before}{title}</a>{year}"


def _link(address: str, label: str) -> str:
    """`label` is escaped already (`shown`)."""
    return f'<a href="{escaped(address)}">{label}</a>'


def _outcome(citation: Citation) -> str:
    return f'<span class="outcome">{escaped(str(citation.get_outcome_display()))}</span>'


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST) if len(text) > LONGEST else text
