"""The lines of a tally. A publication rests on two hundred files: as templates they took half of its page's time."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from archive.shelfmarks import shelfmark
from citations.searching.facets import Year
from citations.tallies import Figure, Line
from citations.templatetags.rows import Reader, reader_of, work_linked
from core.addresses import address_of
from core.markup import escaped, joined
from core.templatetags.opis import in_groups, words, written

register = template.Library()


@register.simple_tag
def tally_lines(lines: Iterable[Line]) -> SafeString:
    """A row of a table for each: what is counted, and its numbers, each with the list that it counts."""
    reader, language = reader_of(None), get_language()
    return joined(
        f'<tr><th scope="row">{_counted(line, reader)}</th>\n'
        f"{''.join(_cell(figure, language) for figure in line.figures)}</tr>\n"
        for line in lines
    )


def _counted(line: Line, reader: Reader) -> str:
    if line.unit:
        title = escaped(words(line.unit, "title"))
        named = f' <span class="other">{title}</span>' if title else ""
        label = escaped(shelfmark(line.unit, reader.language))
        return f'<a class="shelfmark" href="{escaped(line.unit.get_absolute_url())}">{label}</a>{named}'
    if line.work:
        return work_linked(line.work, line.work.get_absolute_url(), reader)
    if line.person:
        return f'<a href="{escaped(line.person.get_absolute_url())}">{escaped(words(line.person, "name"))}</a>'
    return escaped(written(line.printed))


def _cell(figure: Figure, language: str | None) -> str:
    count = escaped(in_groups(figure.count, language))
    if not figure.address:
        return f'<td class="n">{count}</td>'
    return f'<td class="n"><a rel="nofollow" href="{escaped(figure.address)}">{count}</a></td>'


@register.simple_tag
def year_lines(years: Iterable[Year], path: str, leaf: str = "") -> SafeString:
    """A row for each year in which something at this path or below it is cited; of these sheets alone."""
    language, of_sheets = get_language(), f"&amp;l={quote(leaf)}" if leaf else ""
    asked = f"{address_of('citations:citation_list')}?under={quote(path)}{of_sheets}"
    return joined(
        f'<tr><th scope="row">{bar.year}</th><td class="n">'
        f'<a rel="nofollow" href="{asked}&amp;year_min={bar.year}&amp;year_max={bar.year}">'
        f"{escaped(in_groups(bar.count, language))}</a></td></tr>"
        for bar in years
        if bar.count
    )
