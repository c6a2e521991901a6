"""How to cite what a page shows: the box “Cite this”, and what Zotero reads beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.listing import address, reader_language
from core.markup import escaped, joined
from core.sources import Source
from core.sources.box import Form, forms
from core.sources.entries import entry
from core.sources.files import FORMS, FileForm

register = template.Library()
# What Zotero calls them.
_ITEM_TYPES = {"letter": "letter", "document": "manuscript"}


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
def reference_files(context: template.Context, cite: HowToCite) -> SafeString:
    """This page as files for reference managers: the record, or the rows of the list."""
    request: HttpRequest = context["request"]
    return joined(
        f'<a rel="nofollow" type="{escaped(file.media_type)}"'
        f' href="{escaped(address(request, without=("lang", "from"), format=name))}">{escaped(str(file.label))}</a> '
        for name, file in cite.files.items()
    )


@register.simple_tag(takes_context=True)
def unapi_ids(context: template.Context, rows: Iterable[Any]) -> SafeString:
    """Each row's permalink where Zotero looks for it, so that it offers the rows of a list to choose from."""
    whole = context["request"].build_absolute_uri("/").rstrip("/")
    addresses = (row.get_absolute_url() for row in rows if hasattr(row, "get_absolute_url"))
    return joined(f'<abbr class="unapi-id" title="{escaped(whole + address)}"></abbr>' for address in addresses)


@register.simple_tag(takes_context=True)
def dublin_core(context: template.Context, source: Source) -> SafeString:
    """A letter or manuscript for readers of Dublin Core; `z.` is what Zotero needs beside it for archive and kind."""
    if source.kind not in _ITEM_TYPES:
        return joined(())
    told = entry(source, context["request"].build_absolute_uri(source.address), reader_language())
    parts = [
        ("DC.title", told.title),
        *(("DC.creator", name.inverted) for name in told.authors),
        ("DC.date", told.issued.iso or told.issued.words),
        ("DC.language", told.language),
        ("DC.coverage", told.call_number),
        ("DC.identifier", told.url),
        ("z.itemType", _ITEM_TYPES[source.kind]),
        ("z.archive", told.archive),
    ]
    return joined(f'<meta name="{name}" content="{escaped(value)}">' for name, value in parts if value)


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
