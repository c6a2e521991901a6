"""What citations tell on the pages of archives, files, documents and publications."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from archive.models import Copy, Document, Unit
from citations import citing, strips, tally_parts

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
