"""What citations tell on the pages of archives, files, documents and publications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Copy, Document, Repository, Unit
from archive.shelfmarks import numbered, scheme_of
from citations import citing, strips, tally_parts
from core.addresses import address_of
from core.listing import reader_language
from core.markup import escaped, joined
from core.templatetags.opis import dated, number, words

register = template.Library()
# Of a ranking that has a page of its own, so many stand on another page.
SOME = 8


@register.simple_tag
def citations_of_copies(document: Document) -> dict[int, int]:
    """How many citations touch the sheets of each copy, by its number."""
    return citing.of_copies(document)


@register.simple_tag
def strip_of(unit: Unit, copies: Iterable[Copy], asked: str) -> strips.Strip | None:
    return strips.strip_of(unit, copies, asked)


@register.simple_tag
def files_below(path: str, citations: int) -> tally_parts.Part | None:
    """The files that are cited most, at any depth below this path, which is cited so often."""
    return tally_parts.files_below(path, SOME) if 0 < citations <= tally_parts.MANY else None


@register.simple_tag
def works_below(path: str, citations: int) -> tally_parts.Part | None:
    """The works that rest most on what lies below this path."""
    return tally_parts.works_below(path, SOME) if 0 < citations <= tally_parts.MANY else None


@register.simple_tag
def unit_rows(units: Iterable[Unit], repository: Repository, cited: Mapping[str, int]) -> SafeString:
    """A row for each unit below another, with how often it is cited: two hundred of them, a third of an archive's page
    as a template."""
    language, terms, citations = reader_language(), scheme_of(repository), address_of("citations:citation_list")
    draft = f' <span class="draft">{escaped(_("draft"))}</span>'
    return joined(
        f'<tr><th scope="row"><a class="shelfmark" href="{escaped(unit.get_absolute_url())}">'
        f"{escaped(numbered(unit, terms, language))}</a>{draft if unit.is_draft else ''}</th>\n"
        f"<td>{escaped(words(unit, 'title'))}</td><td>{escaped(dated(unit.date))}</td>\n"
        f'<td class="n">{_cited(citations, unit.path, cited.get(unit.path, 0))}</td></tr>\n'
        for unit in units
    )


def _cited(citations: str, path: str, times: int) -> str:
    asked = f"{citations}?under={quote(path)}&amp;sort=shelfmark"
    return f'<a href="{asked}">{escaped(number(times))}</a>' if times else ""
