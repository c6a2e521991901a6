"""How to cite what a page shows: the box “Cite this”."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django import template
from django.http import HttpRequest

from core.listing import address, reader_language
from core.sources import Source
from core.sources.box import Form, forms
from core.sources.files import FORMS, FileForm

register = template.Library()


@dataclass(frozen=True, slots=True)
class HowToCite:
    forms: list[Form]
    permalink: str
    seen: datetime.date
    files: dict[str, FileForm]


@register.simple_tag(takes_context=True)
def how_to_cite(context: template.Context, source: Source) -> HowToCite:
    request: HttpRequest = context["request"]
    permalink = request.build_absolute_uri(source.address)
    return HowToCite(list(forms(source, permalink, reader_language())), permalink, datetime.date.today(), FORMS)


@register.simple_tag(takes_context=True)
def file_address(context: template.Context, form: str) -> str:
    """This page as a file: the record, or the rows of the list."""
    return address(context["request"], without=("lang", "from"), format=form)
