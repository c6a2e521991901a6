"""What stands beside the scans and the text of a document, and where an archive is."""

from __future__ import annotations

from django import template

from archive import shelfmarks
from archive.countries import country_name
from archive.models import Document, Image
from core.listing import reader_language
from core.templatetags.opis import language_of

register = template.Library()
register.filter("country_name", country_name)


@register.filter
def tongue(document: Document) -> str:
    """The language of a transcription: that of the document if it has one only, else by its letters."""
    return document.languages[0] if len(document.languages) == 1 else language_of(document.transcription)


@register.simple_tag
def sheet_shown(picture: Image) -> str:
    """The sheet that a scan shows: `l. 83ob.`"""
    return shelfmarks.sheet_shown(picture, reader_language())
