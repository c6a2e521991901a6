"""What archives know about two units, or two documents, that are one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from archive.likenesses import like_documents, like_units
from archive.models import Document, FormerAddress, Unit
from archive.moving import move_units
from core.merging.rules import TRACES, Rule, register
from core.records import Status


def _within(kept: Unit, gone: Unit) -> Iterator[str]:
    """What lies in a file is not the file, at any depth."""
    for inner, outer in ((kept, gone), (gone, kept)):
        if inner.path.startswith(f"{outer.path}/"):
            yield _("%(inner)s lies in %(outer)s.") % {"inner": inner, "outer": outer}


def _number(unit: Unit) -> str:
    """The same in any script and case, as the paths are compared."""
    return unit.key.rpartition("/")[2]


def _address(before: Unit, gone: Unit, kept: Unit) -> list[Any]:
    FormerAddress.objects.filter(path=gone.path).delete()
    return [FormerAddress(path=gone.path, unit=kept)] if gone.status == Status.PUBLISHED else []


TRACES.add(FormerAddress)
UNIT = register(
    Rule(
        Unit,
        fixed=("repository", "parent", "number"),
        refuses=_within,
        twins={"archive.unit.parent": _number},
        asked_twins=frozenset({"archive.unit.parent"}),
        keeps=_address,
        moves={"archive.unit.parent": move_units},
        revive=Unit.derive,
        likenesses=like_units,
    )
)
DOCUMENT = register(Rule(Document, likenesses=like_documents))
