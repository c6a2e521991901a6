"""The kinds of record that have a page of their own, and how all of them are gone through.

The rule: by number, from one page of them to the next, so that the last of a million is as near as the first and a
record that is changed meanwhile is not passed over. Boundary: what is told of a record is said by the doors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.db import models
from django.http import HttpRequest, HttpResponse

from archive.models import Document, Repository, Unit
from citations.models import Citation, Publication
from core.middleware import is_staff
from core.publication import reading_as_public
from people.models import Person

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Kind:
    """`naming` are the columns that an address is made of."""

    name: str
    model: type[models.Model]
    naming: tuple[str, ...]

    def rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.order_by("pk")


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("people", Person, ("name_en",)),
        Kind("archives", Repository, ("code",)),
        Kind("units", Unit, ("path",)),
        Kind("documents", Document, ("title_en", "title_ru", "kind", "date")),
        Kind("publications", Publication, ("title",)),
        Kind("citations", Citation, ()),
    )
}


def published_only(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """Editors who are signed in get what everybody gets."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Given.args, **named: Given.kwargs) -> HttpResponse:
        if not is_staff(request):
            return view(request, *args, **named)
        with reading_as_public():
            return view(request, *args, **named)

    return cast("Callable[Concatenate[HttpRequest, Given], HttpResponse]", shown)
