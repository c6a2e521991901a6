"""The first page of the desk: what the records lack, what others did, what I did; each number opens its list.

An admin page names its own checks in `quality`: name in the address → label and how the rows are found. The list takes
the same name as a filter, so that number and list agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from core.publication import ruled_models

Rows = models.QuerySet[Any]
Check = tuple[Any, Callable[[Rows], Rows]]
# Counting stops there: a list of more is a task for another day.
MOST_COUNTED = 1000
MOST_CHANGES = 8
CONTEXTS = 30


@dataclass(frozen=True, slots=True)
class Lack:
    label: str
    count: str
    address: str


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did to how many rows of one kind, at one time; `address` is the history of one of them."""

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
    said = [did for model in _tracked() for did in _done_to(model, found, users)]
    return sorted(said, key=lambda did: did.when, reverse=True)[:MOST_CHANGES]


def _tracked() -> list[type[models.Model]]:
    return [m for m in ruled_models() if hasattr(m, "history") and m in admin.site._registry]


def _done_to(model: type[models.Model], contexts: dict[Any, Context], users: dict[Any, str]) -> Iterator[Did]:
    """One line for each context and kind of change: an import of a thousand is one."""
    rows = history_of(model).filter(pgh_context__in=list(contexts))
    grouped = rows.order_by().values("pgh_context", "pgh_label").annotate(
        number=models.Count("pgh_id"), last=models.Max("pgh_id"), when=models.Max("pgh_created_at")
    )  # fmt: skip
    lines = list(grouped)
    last = {row.pgh_id: row for row in history_of(model).filter(pgh_id__in=[line["last"] for line in lines])}
    for line in lines:
        row = last[line["last"]]
        did = {"insert": _("entered"), "update": _("changed"), "delete": _("deleted")}[line["pgh_label"]]
        called = text_of(row) if line["number"] == 1 else f"{line['number']}"
        kind = model._meta.verbose_name if line["number"] == 1 else model._meta.verbose_name_plural
        yield Did(
            when=line["when"],
            who=users.get(contexts[line["pgh_context"]].metadata.get("user"), ""),
            what=" ".join(filter(None, [f"{capfirst(str(kind))}:", called, did])),
            address=reverse(f"admin:{admin_name(model)}_history", args=[row.pgh_obj_id]),
        )
