"""Form fields as markup: an `<input>` is written here, everything else by Django's templates.

Django takes three templates for one input, and a list has half a dozen of them. What comes out is the same, character
for character.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.markup import joined

INPUTS = frozenset(f"django/forms/widgets/{kind}.html" for kind in ("hidden", "input", "number", "text", "url"))


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return joined(_input(**context["widget"]))
        return super().render(template_name, context, request)


def _input(type: str, name: str, value: Any, attrs: dict[str, Any], **rest: Any) -> list[str]:
    pieces = [f'<input type="{escape(type)}" name="{escape(name)}"']
    pieces += [f' value="{_attribute(value)}"'] if value is not None else []
    for key, each in attrs.items():
        if each is not False:
            pieces.append(f" {key}" if each is True else f' {key}="{_attribute(each)}"')
    return [*pieces, ">"]


def _attribute(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
