"""What citations tell on the pages of archives, files, documents and publications."""

from __future__ import annotations

from django import template

from archive.models import Document
from citations import citing

register = template.Library()


@register.simple_tag
def citations_of_copies(document: Document) -> dict[int, int]:
    """How many citations touch the sheets of each copy, by its number."""
    return citing.of_copies(document)
