"""The review queue on the first page of the desk."""

from __future__ import annotations

from django import template
from django.template import Context

from citations.review import QueueLine, queue

register = template.Library()


@register.simple_tag(takes_context=True)
def review_queue(context: Context) -> list[QueueLine]:
    return list(queue(context["request"].user))
