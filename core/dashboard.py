"""The first page of the desk: what the records lack, what others did, what I did; each number opens its list.

An admin page names its own checks in `quality`: name in the address → label and how the rows are found. The list takes
the same name as a filter, so that number and list agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from core.changes import history_of, text_of
from core.desk import admin_name, list_address
from core.models import Batch
from core.publication import ruled_models

Rows = models.QuerySet[Any]
Check = tuple[Any, Callable[[Rows], Rows]]
# Counting stops there: a list of more is a task for another day.
MOST_COUNTED = 1000
MOST_CHANGES = 8
CONTEXTS = 30
# Kinds of record that one line names.
MOST_KINDS = 4


@dataclass(frozen=True, slots=True)
class Lack:
    label: str
    count: str
    address: str


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did in one go, `address` is the history of a record of it; or by one import, whose page it is."""

    when: datetime
    who: str
    what: str
    address: str


class QualityFilter(admin.SimpleListFilter):
    """Rows that lack something, as the page's `quality` names it."""

    title = gettext_lazy("what is lacking")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.checks: dict[str, Check] = model_admin.quality
        return [(name, label) for name, (label, _find) in self.checks.items()]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        check = self.checks.get(self.value() or "")
        return check[1](queryset) if check else queryset


def lacking(user: User) -> Iterator[Lack]:
    """The checks of all pages that the user may see, where anything is lacking."""
    for model, page in admin.site._registry.items():
        checks: dict[str, Check] = getattr(page, "quality", {})
        if checks and user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            for name, (label, find) in checks.items():
                count = find(model._base_manager.order_by())[: MOST_COUNTED + 1].count()
                if count:
                    said = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
                    yield Lack(str(label), said, list_address(model, lacks=name))


def done_by(user: User, mine: bool) -> list[Did]:
    """The latest that this user did, or that all others did, the newest first."""
    own = models.Q(metadata__user=user.pk)
    contexts = Context.objects.filter(own if mine else models.Q(metadata__has_key="user") & ~own)
    found = {context.pk: context for context in contexts.order_by("-created_at")[:CONTEXTS]}
    users = {u.pk: str(u) for u in User.objects.filter(pk__in={c.metadata.get("user") for c in found.values()})}
    together: dict[object, list[_Line]] = {}
    for model in _tracked():
        for line in _done_to(model, found):
            together.setdefault(_errand(found[line.context]), []).append(line)
    imports = Batch.objects.in_bulk([errand for errand in together if type(errand) is int])
    said = [
        _told(lines, users.get(found[lines[0].context].metadata.get("user"), ""), imports.get(errand))
        for errand, lines in together.items()
    ]
    return sorted(said, key=lambda did: did.when, reverse=True)[:MOST_CHANGES]


def _tracked() -> list[type[models.Model]]:
    return [m for m in ruled_models() if hasattr(m, "history") and m in admin.site._registry]


@dataclass(frozen=True, slots=True)
class _Line:
    """What one context did to one kind; `last` is the history's latest row of it."""

    model: type[models.Model]
    context: UUID
    label: str
    number: int
    last: Any
    when: datetime


def _errand(context: Context) -> object:
    """What belongs together: the slices of one import, else what was saved at once."""
    batch = context.metadata.get("batch")
    return batch if type(batch) is int else context.pk


def _done_to(model: type[models.Model], contexts: dict[Any, Context]) -> Iterator[_Line]:
    rows = history_of(model).filter(pgh_context__in=list(contexts))
    grouped = rows.order_by().values("pgh_context", "pgh_label").annotate(
        number=models.Count("pgh_id"), last=models.Max("pgh_id"), when=models.Max("pgh_created_at")
    )  # fmt: skip
    lines = list(grouped)
    last = {row.pgh_id: row for row in history_of(model).filter(pgh_id__in=[line["last"] for line in lines])}
    for line in lines:
        context, label, number, when = (line[name] for name in ("pgh_context", "pgh_label", "number", "when"))
        yield _Line(model, context, label, number, last[line["last"]], when)


def _told(lines: list[_Line], who: str, batch: Batch | None) -> Did:
    """One sentence: an import of five hundred notes, in three slices, made citations, units and publications."""
    counted: dict[tuple[type[models.Model], str], list[_Line]] = {}
    for line in lines:
        counted.setdefault((line.model, line.label), []).append(line)
    kinds = list(counted.values())
    if batch is not None:
        kinds.sort(key=_number, reverse=True)
    said = [_counted(alike) for alike in kinds[:MOST_KINDS]] + ["…"] * (len(kinds) > MOST_KINDS)
    first = lines[0]
    history = reverse(f"admin:{admin_name(first.model)}_history", args=[first.last.pgh_obj_id])
    return Did(
        when=max(line.when for line in lines),
        who=who,
        what=(f"{batch.source} — " if batch else "") + "; ".join(said),
        address=reverse(f"admin:{admin_name(Batch)}_change", args=[batch.pk]) if batch else history,
    )


def _number(lines: list[_Line]) -> int:
    return sum(line.number for line in lines)


def _counted(lines: list[_Line]) -> str:
    first, number = lines[0], _number(lines)
    did = {"insert": _("entered"), "update": _("changed"), "delete": _("deleted")}[first.label]
    called = text_of(first.last) if number == 1 else f"{number}"
    meta = first.model._meta
    return " ".join([f"{capfirst(str(meta.verbose_name if number == 1 else meta.verbose_name_plural))}:", called, did])
