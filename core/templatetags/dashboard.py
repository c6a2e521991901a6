"""What the first page of the desk asks for."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from core.dashboard import Did, Lack, done_by, lacking

register = template.Library()


@register.simple_tag
def what_is_lacking(user: User) -> list[Lack]:
    return list(lacking(user))


@register.simple_tag
def done_by_me(user: User) -> list[Did]:
    return done_by(user, mine=True)


@register.simple_tag
def done_by_others(user: User) -> list[Did]:
    return done_by(user, mine=False)
