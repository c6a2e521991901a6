"""What a reader of this page can follow."""

from __future__ import annotations

from django import template

from citations.following.lists import Followed, followed_on

register = template.Library()


@register.simple_tag(takes_context=True)
def followed(context: template.Context) -> Followed | None:
    return followed_on(context["request"])
