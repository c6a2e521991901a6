"""The review queue on the first page of the desk."""

from __future__ import annotations

from django import template

from citations.review import QueueLine, queue

register = template.Library()


@register.simple_tag
def review_queue() -> list[QueueLine]:
    return list(queue())
