"""`{% steady %}…{% endsteady %}`: a part of a template that depends on the language alone is written once for each.

The head and foot of a page, with their thirty texts and addresses, took a tenth of its time. The rule holds by force:
from within nothing is seen but `LANGUAGE_CODE`.
"""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Steady(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.written: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        written = self.written.get(language)
        if written is None:
            written = self.written[language] = self.nodelist.render(context.new({"LANGUAGE_CODE": language}))
        return written


@register.tag
def steady(parser: Parser, token: Token) -> Steady:
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return Steady(nodelist)
