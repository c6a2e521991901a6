"""What every template needs: addresses with changed parameters, texts in the reader's language, numbers as read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from django import template
from django.db import models
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import filters, light, listing
from core.marking import Marker, Run, marker
from core.markup import escaped, joined
from notation.dates import DateReading, read_date, write_date
from notation.folding import CYRILLIC_TO_ASCII
from notation.names_parts import natural_order

register = template.Library()
_CYRILLIC = re.compile(f"[{''.join(CYRILLIC_TO_ASCII)}]")
# Not part of what a page is: how it was reached, and in which language and form it is read.
NOT_CANONICAL = ("lang", "from", "l", "format", "per_page", "sort")


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: object) -> str:
    """This page's address with parameters changed; an empty value leaves one out."""
    return listing.address(context["request"], (), **changes)


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(listing.address(request, without=NOT_CANONICAL))


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """`light` or `dark` where the reader chose one, else nothing."""
    return light.chosen(context["request"])


class Captured(template.Node):
    """What stands between `{% capture name %}` and `{% endcapture %}`, kept to be written more than once."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = self.nodelist.render(context)
        return SafeString("")


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> Captured:
    """A page's title is its `<title>` and its share preview; a block could be written only once."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return Captured(nodelist, name)


@register.simple_tag
def words(record: models.Model, field: str) -> str | SafeString:
    """`title_en` or `title_ru`, whichever the reader reads; the other one is marked with its language."""
    text, language = filters.in_language(record, field)
    return marked(text, language)


@register.simple_tag
def called(person: models.Model) -> str | SafeString:
    """A person's name as one says it, `Leon Trotsky`, for running text and titles; lists have the heading."""
    text, language = filters.in_language(person, "name")
    return marked(natural_order(text), language)


@register.filter
def naturally(heading: str) -> str:
    return natural_order(heading)


@register.simple_tag(takes_context=True)
def hit(context: template.Context, record: models.Model, field: str) -> str | SafeString:
    """As `words`, with the words marked that answer the question in the address."""
    text, language = filters.in_language(record, field)
    return hits(context, text, language)


@register.simple_tag(takes_context=True)
def hits(context: template.Context, text: str, language: str = "") -> str | SafeString:
    """A text with the words marked that answer the question in the address."""
    asked = asked_in(context)
    return marked(answers_marked(asked, text) if asked else text, language)


@register.simple_tag(takes_context=True)
def why(context: template.Context, *texts: str) -> str | SafeString:
    """Of texts that a row does not show, the stretch of the first that answers, the reader's language first."""
    asked, reader = asked_in(context), get_language()
    for text in sorted(texts, key=lambda text: language_of(text) != reader) if asked else ():
        if found := asked.excerpt(text) if asked and text else []:
            return with_marks(found)
    return ""


def asked_in(context: template.Context) -> Marker | None:
    """What marks the words of `q`, and those that were looked for instead (`page.also`)."""
    typed = context["request"].GET.get("q", "")
    instead = getattr(context.get("page"), "also", {})
    return marker(typed, tuple(instead.values())) if typed else None


def answers_marked(asked: Marker, text: str) -> SafeString:
    """All of a text with the words marked that answer; a page of a list has a hundred that hold such words."""
    if not asked.is_in(text):
        return joined([escaped(text)])
    pieces, places = asked.pieces(text)
    if escaped(text) is not text:
        pieces = list(map(escaped, pieces))
    for place in places:
        pieces[place] = f"<mark>{pieces[place]}</mark>"
    return joined(pieces)


def with_marks(runs: Iterable[Run]) -> SafeString:
    parts = ((f"<mark>{escaped(run.text)}</mark>" if run.marked else escaped(run.text)) for run in runs)
    return joined(parts)


@register.simple_tag
def paragraphs(record: models.Model, field: str) -> list[str | SafeString]:
    """The same for a longer text, paragraph by paragraph."""
    text, language = filters.in_language(record, field)
    return [marked(line, language) for line in text.splitlines() if line.strip()]


@register.filter
def marked(text: str, language: str) -> str | SafeString:
    """A text with its `lang` where that is not the page's."""
    if not text or not language or language == listing.reader_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def written(text: str) -> str | SafeString:
    """Words as written somewhere, such as a date: Russian where they hold a Cyrillic letter."""
    return marked(text, language_of(text)) if any(map(str.isalpha, text)) else text


@register.filter
def dated(text: str) -> str | SafeString:
    """A date in the reader's language; as written where it is in that language already, or where we cannot read it.

    What was written stays beside it as the title: `<span title="June 1927">июнь 1927 г.</span>`.
    """
    language = listing.reader_language()
    words = any(map(str.isalpha, text))
    if "/" not in text and (not words or language_of(text) == language):
        return text  # `1999/..` is no words of anybody's
    read = in_words(text, language)
    return format_html('<span title="{}">{}</span>', text, read) if read else written(text)


@lru_cache(maxsize=4096)
def in_words(text: str, language: Literal["en", "ru"]) -> str:
    reading = read_date(text)
    return write_date(reading, language) if isinstance(reading, DateReading) else ""


@register.filter
def language_of(text: str) -> str:
    """Russian where a Cyrillic letter occurs, else English: enough to choose a voice and a hyphenation."""
    return "ru" if _CYRILLIC.search(text.lower()) else "en"


@register.filter
def number(value: int) -> str:
    """1,204 in English and 1 204 in Russian."""
    return in_groups(value, get_language())


@lru_cache(maxsize=4096, typed=True)
def in_groups(value: int, language: str | None) -> str:
    """`number` for who asks the language once for many."""
    return formats.number_format(value, force_grouping=True)


@register.filter
def language_name(code: str) -> str:
    return filters.language_name(code)


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """What a mapping holds for this key; nothing where it does not."""
    return found.get(key, "")


@register.simple_tag
def every(*lists: Any) -> list[Any]:
    """Records of several lists as one."""
    return [record for some in lists for record in (some if hasattr(some, "__iter__") else [some])]
