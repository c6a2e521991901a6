"""The source that an editor chose last is offered first for the next statement, and can be taken away.

The rule: it is kept for the editor's session alone, as a number; a citation that is gone is not offered. Boundary:
where a source is added from, `core.proving` says.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from citations.models import Citation
from citations.models.citations import STATEMENTS
from core.proving import owner_of

LAST = "last_source"


def keep(request: HttpRequest, citation: Citation) -> None:
    request.session[LAST] = citation.pk


def last_source(request: HttpRequest) -> Citation | None:
    """None also where the address says which source it shall be, even if it says none."""
    if "citation" in request.GET or LAST not in request.session:
        return None
    return Citation.objects.with_places().filter(pk=request.session[LAST]).first()


def without_it(request: HttpRequest) -> str:
    """The address of this form with no source chosen."""
    asked = request.GET.copy()
    asked["citation"] = ""
    return f"{request.path}?{asked.urlencode()}"


def proved(evidence: Any) -> Any:
    """The record to go back to: that on whose page the statement stands."""
    return next(owner_of(getattr(evidence, name)) for name in STATEMENTS if getattr(evidence, f"{name}_id"))
