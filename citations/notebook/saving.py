"""Notebooks that somebody signed in keeps under a name: seen, opened, changed and deleted by their owner alone.

The rule: a list is asked for with its owner, so that another's number answers as one that is not there. Boundary: what
is kept is the notebook's file; whoever has no account keeps that file.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from citations.models import SavedList
from core.publication import as_the_site

MOST = 100


def may_save(request: HttpRequest) -> bool:
    """Looks at the session only where the visitor sent one, as `core.middleware.is_staff` does."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def saved_by(request: HttpRequest) -> list[SavedList]:
    if not may_save(request):
        return []
    with as_the_site():
        return list(SavedList.objects.filter(owner=request.user.pk)[:MOST])


def saved(request: HttpRequest, number: int) -> SavedList | None:
    if not may_save(request):
        return None
    with as_the_site():
        return SavedList.objects.filter(owner=request.user.pk, pk=number).first()


def save(request: HttpRequest, name: str, content: str) -> SavedList | None:
    """Under this name, over what bore it; None where there are too many already."""
    with as_the_site():
        own = SavedList.objects.filter(owner=request.user.pk)
        if not own.filter(name=name).exists() and own.count() >= MOST:
            return None
        found, _made = SavedList.objects.update_or_create(
            owner_id=request.user.pk, name=name, defaults={"content": content}
        )
    return found


def forget(request: HttpRequest, number: int) -> None:
    with as_the_site():
        SavedList.objects.filter(owner=request.user.pk, pk=number).delete()
