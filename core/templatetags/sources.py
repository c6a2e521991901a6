"""How to cite what a page shows: the box “Cite this”."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.listing import address, reader_language
from core.markup import escaped, joined
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


@register.simple_tag
def written_forms(forms: Iterable[Form]) -> SafeString:
    """Each form with its label, and a button to copy it; the template that this was took as long as ten lines."""
    short, copy = escaped(_("Short form")), escaped(_("Copy"))
    return joined(_written(form, escaped(form.label) or short, copy) for form in forms)


def _written(form: Form, label: str, copy: str) -> str:
    """`label` and `copy` are escaped; style and language are names of our own."""
    runs = (f"<i>{escaped(run.text)}</i>" if run.italic else escaped(run.text) for run in form.runs)
    name = f"cite-{form.style}"
    return (
        f'<div><dt id="{name}-label">{label}</dt>\n'
        f'<dd><p class="cite-text" id="{name}" lang="{form.language}">{"".join(runs)}</p>\n'
        f'<button type="button" class="copy" data-copy="{name}" aria-describedby="{name}-label" hidden>{copy}</button>'
        "</dd></div>\n"
    )
