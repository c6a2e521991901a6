"""What stands around the rows of a list, as far as it is the same thing over and over: links to pages, orders, files.

The rule: words that depend on the language alone stay in the templates (`{% steady %}`); here are the loops, which as
templates took longer than the rows. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.addresses import address_of
from core.listing import address
from core.markup import escaped, joined
from core.templatetags.opis import in_groups

register = template.Library()
# Name, address, media type.
File = tuple[str, str, str]
ABOVE = ' aria-current="true"'
CURRENT = ' aria-current="page"'
# The sections as written once for each of them that a page may lie below, and each language.
_SECTIONS: dict[tuple[str, str | None, tuple[str, ...]], SafeString] = {}


@register.simple_tag
def file_links(files: Iterable[File]) -> SafeString:
    """`JSON CSV …`, each with the page's address as that file."""
    return joined(
        f'<a rel="nofollow" type="{escaped(media)}" href="{escaped(link)}">{escaped(name)}</a> '
        for name, link, media in files
    )


@register.simple_tag
def file_alternates(files: Iterable[File]) -> SafeString:
    """The same for the head of the page."""
    return joined(
        f'<link rel="alternate" type="{escaped(media)}" href="{escaped(link)}">\n' for _name, link, media in files
    )


@register.simple_tag(takes_context=True)
def order_links(context: template.Context, choices: Iterable[tuple[str, Any]], chosen: str) -> SafeString:
    request: HttpRequest = context["request"]
    return joined(
        f'<li><strong aria-current="true">{said}</strong></li>'
        if name == chosen
        else f'<li><a rel="nofollow" href="{escaped(address(request, sort=name, page=""))}">{said}</a></li>'
        for name, said in ((name, escaped(str(label))) for name, label in choices)
    )


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, page: Page[Any], numbers: Iterable[int | str]) -> SafeString:
    """Pages by their numbers; what is no number stands for those left out."""
    # All addresses are one but for the number; a parameter is given once, and its value holds no `=`.
    before, _mark, after = escaped(address(context["request"], page="~")).rpartition("page=~")
    return joined(
        f'<li><a{CURRENT if number == page.number else ""} href="{before}page={number}{after}">{number}</a></li>\n'
        if isinstance(number, int)
        else '<li class="gap">…</li>\n'
        for number in numbers
    )


@register.simple_tag
def count_of(page: Page[Any]) -> SafeString:
    """`51–100 of 1,204 records`."""
    language, total = get_language(), page.paginator.count
    numbers = {
        name: in_groups(number, language)
        for name, number in (("first", page.start_index()), ("last", page.end_index()), ("total", total))
    }
    said = ngettext("%(first)s–%(last)s of %(total)s record", "%(first)s–%(last)s of %(total)s records", total)
    return joined([escaped(said % numbers)])


@register.simple_tag
def ways_links(ways: Iterable[tuple[Any, str, bool]]) -> SafeString:
    """The same things as another list: label, address, whether it is this one."""
    return joined(
        f'<li><a rel="nofollow"{CURRENT if current else ""} href="{escaped(link)}">{escaped(str(label))}</a></li>'
        for label, link, current in ways
    )


@register.simple_tag(takes_context=True)
def sections(context: template.Context, *named: str) -> SafeString:
    """The sections at the top: names of their addresses and words by turns; marked on the pages that lie below."""
    path: str = context["request"].path
    names = named[::2]
    current = next((name for name in names if path.startswith(address_of(name))), "")
    key = (current, get_language(), names)
    if key not in _SECTIONS:
        said = zip(names, map(address_of, names), map(str, named[1::2]), strict=True)
        _SECTIONS[key] = joined(
            f'<li><a href="{escaped(below)}"{ABOVE if name == current else ""}>{escaped(words)}</a></li>\n'
            for name, below, words in said
        )
    return _SECTIONS[key]


@register.simple_tag
def chip_links(chips: Iterable[dict[str, str]]) -> SafeString:
    """What narrows the list, each with the address without it."""
    remove = escaped(_("Remove:"))
    return joined(
        f'<li><a rel="nofollow" href="{escaped(chip["without"])}"><span class="unseen">{remove} </span>'
        f'{escaped(chip["label"])}: <b>{escaped(chip["words"])}</b> <span aria-hidden="true">×</span></a></li>'
        for chip in chips
    )


@register.simple_tag
def hidden_inputs(form: BaseForm) -> SafeString:
    """What other pages asked for without an input to be seen, as far as it was asked for."""
    asked = (form[name] for name in form.fields if name in form.data)
    return joined(str(field) for field in asked if field.is_hidden and field.value())


@register.simple_tag
def labelled_inputs(fields: Iterable[BoundField]) -> SafeString:
    return joined(
        f'<p class="field"><label for="{escaped(field.id_for_label)}">{escaped(str(field.label))}</label>{field}</p>'
        for field in fields
    )
