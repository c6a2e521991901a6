"""One line of a list of citations. A page has fifty of them: as templates they took 25 ms of 30, so they are made here.

What a line looks like is said once: `citations/partials/citation_row.html` is this tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import methodcaller
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.models import Document
from archive.shelfmarks import shelfmark
from citations.makers import makers
from citations.models import Citation, Publication
from citations.reasons import Reason, reasons
from citations.searching.facets import Facet, Year
from core.filters import in_language
from core.listing import reader_language
from core.marking import Marker
from core.markup import escaped, joined
from core.templatetags.opis import answers_marked, asked_in, in_groups, language_of, with_marks
from people.models import Person

register = template.Library()
LONGEST = 200
RESOLVED = Citation.Outcome.RESOLVED.value
# The sheets of an address: `41`, `83 об.`; the same numbers stand on page after page.
in_address = lru_cache(maxsize=4096)(quote)
_MARKED = methodcaller("__contains__", "<mark>")


@dataclass(frozen=True, slots=True)
class Reader:
    """What all lines of a list have in common: the question and the language of the reader, and the words around.

    `works`: the makers, title and year of each work that was written already: fifty citations may stand in five books.
    """

    asked: Marker | None
    language: str
    details: str
    of_citation: str
    note: str
    works: dict[int, tuple[str, str, str]] = field(default_factory=dict)


def reader_of(asked: Marker | None) -> Reader:
    details, of_citation, note = map(escaped, (_("details"), _("of citation %(number)s"), _("note %(number)s")))
    return Reader(asked, reader_language(), details, of_citation, note)


@register.simple_tag(takes_context=True)
def citation_row(context: template.Context, citation: Citation) -> SafeString:
    """`<li>`: what is cited, the words as written, and where; with the words marked that answer the question."""
    return joined(_line(citation, reader_of(asked_in(context))))


@register.simple_tag(takes_context=True)
def citation_rows(context: template.Context, citations: Iterable[Citation]) -> SafeString:
    """All lines of a list. Where nothing shown answers the question, what does is added."""
    asked, rows = asked_in(context), list(citations)
    reader = reader_of(asked)
    lines = [_line(citation, reader) for citation in rows]
    if not asked:
        return joined(map("".join, lines))
    silent = [row for row, line in zip(rows, lines, strict=True) if not any(map(_MARKED, line))]
    found = reasons(silent, asked) if silent else {}
    said = ((before, _why(found.get(row.pk)), after) for row, (before, after) in zip(rows, lines, strict=True))
    return joined(map("".join, said))


def _why(reason: Reason | None) -> str:
    return f' <span class="why">{escaped(reason.where)} {with_marks(reason.runs)}</span>' if reason else ""


def _line(citation: Citation, reader: Reader) -> tuple[str, str]:
    """What stands before and after the reason why it is a hit."""
    cited = target(citation, reader) if citation.outcome == RESOLVED else _outcome(citation)
    draft = f' <span class="draft">{escaped(_("draft"))}</span>' if citation.is_draft else ""
    quoted = shown(_shortened(citation.as_written), reader, _tongue(citation.as_written))
    return (
        f'<li class="row"><div class="row-main">{cited}{draft} <span class="as-written"><q>{quoted}</q> '
        f'<a href="{escaped(citation.get_absolute_url())}">{reader.details}'
        f'<span class="unseen"> {reader.of_citation % {"number": citation.pk}}</span></a>',
        f'</span></div><div class="row-note">{place(citation, reader)}</div></li>',
    )


@register.simple_tag
def facet_boxes(facets: Iterable[Facet]) -> SafeString:
    """Each facet with a box for each value, and how many hits have it; as a template they took as long as the lines."""
    return joined(map(_facet, facets))


def _facet(facet: Facet) -> str:
    language, rest = get_language(), ""
    if facet.missing:
        n = escaped(in_groups(facet.missing, language))
        rest = f'<li class="missing">{escaped(_("not known"))} <span class="n">{n}</span></li>'
    if facet.others:
        others = ngettext("and %(n)s more", "and %(n)s more", facet.others) % {"n": facet.others}
        rest += f'<li class="others">{escaped(others)}</li>'
    boxes = "".join(
        f'<li><label><input type="checkbox" name="{facet.name}" value="{escaped(value.value)}"'
        f"{' checked' if value.chosen else ''}> {escaped(value.label)}"
        f' <span class="n">{escaped(in_groups(value.count, language))}</span></label></li>'
        for value in facet.values
    )
    legend = f"<legend>{escaped(str(facet.label))}</legend>"
    return f'<fieldset class="facet facet-{facet.name}">{legend}\n  <ul>{boxes}{rest}</ul>\n</fieldset>\n'


@register.simple_tag
def bars(years: list[Year]) -> SafeString:
    """One `<rect>` a year, with its number as the title; digits only, so nothing needs escaping."""
    drawn = (
        f'<rect x="{bar.place}" y="{bar.top}" width="0.9" height="{bar.height}">'
        f"<title>{bar.year}: {bar.count}</title></rect>"
        for bar in years
        if bar.count
    )
    return joined(drawn)


def shown(text: str, reader: Reader, language: str = "") -> str:
    """The text, escaped, with the words marked that answer, and with its language where that is not the page's."""
    escaped_text = answers_marked(reader.asked, text) if reader.asked else escaped(text)
    if not text or not language or language == reader.language:
        return escaped_text
    return f'<span lang="{escaped(language)}">{escaped_text}</span>'


def _tongue(text: str) -> str:
    language = language_of(text)
    return language if language == "ru" or any(map(str.isalpha, text)) else ""


def target(citation: Citation, reader: Reader) -> str:
    """The document, the file and its sheets, or the work and its pages."""
    parts = []
    document, unit = citation.document, citation.unit
    if document:
        parts.append(_link(document.get_absolute_url(), shown(*_named(document, "title", reader))))
    if unit:
        leaves = citation.leaves
        address = unit.get_absolute_url() + (f"?l={in_address(leaves)}" if leaves else "")
        label = shelfmark(unit, reader.language, leaves)
        parts.append(f'<a class="shelfmark" href="{escaped(address)}">{shown(label, reader)}</a>')
    elif citation.publication:
        parts.append(work_linked(citation.publication, citation.publication.get_absolute_url(), reader))
    if citation.pages:
        parts.append(escaped(citation.pages))
    return ", ".join(parts)


def place(citation: Citation, reader: Reader) -> str:
    """The citing work and its note; or whose word it is."""
    note = citation.footnote
    if note:
        label = reader.note % {"number": escaped(note.number)}
        return work_linked(note.publication, note.get_absolute_url(), reader, label)
    if citation.seen_by:
        person = citation.seen_by
        seen_by = escaped(_("seen by"))
        return f"{seen_by} {_link(person.get_absolute_url(), shown(*_named(person, 'name', reader)))}"
    return escaped(_("Opis itself, as evidence"))


def _named(record: Document | Person, field: str, reader: Reader) -> tuple[str, Reader, str]:
    """What `shown` takes: the text in the reader's language, else in the other."""
    text, language = in_language(record, field, reader.language)
    return text, reader, language


def work_linked(work: Publication, address: str, reader: Reader, note: str = "") -> str:
    """`Makers, Title (1994), note 3`; the link goes to the note where there is one. `note` is escaped already."""
    by, title, year = reader.works.get(work.pk) or reader.works.setdefault(work.pk, _written(work, reader))
    link = f'{by}<a href="{escaped(address)}">'
    return f"{link}{title}{year}, {note}</a>" if note else f"{link}{title}</a>{year}"


def _written(work: Publication, reader: Reader) -> tuple[str, str, str]:
    by = shown(makers(work), reader)
    title = f"<cite>{shown(work.title, reader, work.language)}</cite>"
    return f"{by}, " if by else "", title, f" ({work.year})" if work.year else ""


def _link(address: str, label: str) -> str:
    """`label` is escaped already (`shown`)."""
    return f'<a href="{escaped(address)}">{label}</a>'


def _outcome(citation: Citation) -> str:
    return f'<span class="outcome">{escaped(str(Citation.Outcome(citation.outcome).label))}</span>'


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST) if len(text) > LONGEST else text
