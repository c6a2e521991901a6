"""Form fields as markup: an `<input>` and a `<select>` are written here, everything else by Django's templates.

Django takes three templates for one input and two for each option, and a list has half a dozen inputs and a hundred
options. What comes out is the same, character for character.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.markup import joined

INPUTS = frozenset(f"django/forms/widgets/{kind}.html" for kind in ("hidden", "input", "number", "text", "url"))


SELECT, OPTION = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return joined(_input(**context["widget"]))
        if template_name == SELECT and all(option["template_name"] == OPTION for option in _options(context["widget"])):
            return joined(_select(**context["widget"]))
        return super().render(template_name, context, request)


def _input(type: str, name: str, value: Any, attrs: dict[str, Any], **rest: Any) -> list[str]:
    pieces = [f'<input type="{escape(type)}" name="{escape(name)}"']
    pieces += [f' value="{_shown(value)}"'] if value is not None else []
    return [*pieces, _attributes(attrs), ">"]


def _options(widget: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for _group, options, _place in widget["optgroups"]:
        yield from options


def _select(name: str, attrs: dict[str, Any], optgroups: Any, **rest: Any) -> Iterator[str]:
    yield f'<select name="{escape(name)}"{_attributes(attrs)}>'
    for group, options, _place in optgroups:
        if group:
            yield f'\n  <optgroup label="{_shown(group)}">'
        for option in options:
            value, label = _shown(option["value"]), _shown(option["label"])
            yield f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(attrs: dict[str, Any]) -> str:
    given = ((key, value) for key, value in attrs.items() if value is not False)
    return "".join(f" {key}" if value is True else f' {key}="{_shown(value)}"' for key, value in given)


def _shown(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
