"""Pieces that the desk's pages are made of: columns, filters, addresses, and the page that asks before publishing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import because
from core.models import Batch
from core.publishing import drafts_under, publish, state_of
from core.records import Record
from core.refusals import REFUSALS, sentence_of
from core.roles import may_publish, within_limit

MOST_LISTED = 200
MOST_IMPORTS = 20


@cache
def date_reading(name: str) -> Callable[[Any], str]:
    """A read-only column: how the date in the field `name` was understood."""

    @admin.display(description=gettext_lazy("read as"))
    def reading(record: Any) -> str:
        earliest, latest = getattr(record, f"{name}_earliest"), getattr(record, f"{name}_latest")
        if earliest is None and latest is None:
            return _("not understood; kept as written") if getattr(record, name) else ""
        days = str(earliest) if earliest == latest else f"{earliest or '…'} – {latest or '…'}"
        return f"{days} · {getattr(record, f'{name}_edtf')}"

    reading.__name__ = f"{name}_reading"
    return reading


def as_dated(name: str) -> Callable[[Any], str]:
    """A list column: the date as written, sorted by its earliest day."""

    def dated(record: Any) -> str:
        return str(getattr(record, name))

    dated.__name__ = f"dated_{name}"
    return admin.display(ordering=f"{name}_earliest", description=gettext_lazy(name))(dated)


class FromImport(admin.SimpleListFilter):
    """Records that an import brought in: any import, or one of the latest."""

    title = gettext_lazy("import")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        latest = [(str(batch.pk), str(batch)) for batch in Batch.objects.all()[:MOST_IMPORTS]]
        return [("any", _("any")), ("none", _("none; entered by hand")), *latest]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        value = self.value() or ""
        if value in ("any", "none"):
            return queryset.filter(batch__isnull=value == "none")
        return queryset.filter(batch=int(value[:18])) if value.isascii() and value.isdecimal() else queryset


def publish_after_asking(
    page: admin.ModelAdmin[Any], request: HttpRequest, chosen: Sequence[Record]
) -> HttpResponse | None:
    """The page that lists what would be published; once confirmed, None and a message that it is done."""
    if not may_publish(request.user) or not all(within_limit(request.user, record) for record in chosen):
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    if seen:
        try:
            with because("published at the desk"):
                published = publish(chosen, seen)
        except REFUSALS as error:
            page.message_user(request, sentence_of(error), messages.ERROR)
        else:
            page.message_user(request, _("Published: %(count)d.") % {"count": len(published)}, messages.SUCCESS)
            return None
    drafts = drafts_under(chosen)
    if not drafts:
        page.message_user(request, _("All of this is published already."), messages.INFO)
        return None
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Publish?"),
        "count": len(drafts),
        "groups": list(_grouped(drafts, chosen)),
        "seen": state_of(drafts),
        "action": request.POST.get("action", ""),
        "selected": request.POST.getlist("_selected_action")[: 1 if _all(request) else None],
        "select_across": "1" if _all(request) else "0",
    }
    return TemplateResponse(request, "admin/publish.html", context)


def _all(request: HttpRequest) -> bool:
    return request.POST.get("select_across") == "1"


def _grouped(drafts: Sequence[Record], chosen: Sequence[Record]) -> Iterable[dict[str, Any]]:
    """Drafts by kind, each with its address at the desk and whether it was chosen or only rested on."""
    own = {(type(record), record.pk) for record in chosen}
    for model in dict.fromkeys(type(record) for record in drafts):
        rows = [record for record in drafts if type(record) is model]
        yield {
            "kind": capfirst(str(model._meta.verbose_name_plural)),
            "count": len(rows),
            "more": max(len(rows) - MOST_LISTED, 0),
            "rows": [
                (str(row), reverse(f"admin:{admin_name(model)}_change", args=[row.pk]), (model, row.pk) in own)
                for row in rows[:MOST_LISTED]
            ],
        }


def list_address(model: type[models.Model], **filters: object) -> str:
    """The address of a list at the desk, narrowed by these parameters."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    address = reverse(f"admin:{admin_name(model)}_changelist")
    return f"{address}?{query}" if query else address


def admin_name(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def counted_links(lines: Iterable[tuple[str, str, int]]) -> SafeString:
    """Each number of records opens its list."""
    return format_html_join("", '<div><a href="{}">{}: {}</a></div>', lines)


def with_link(sentence: str, address: str, words: object) -> str:
    """A message, and the way to what it speaks of, if there is one."""
    return format_html('{} <a href="{}">{}</a>', sentence, address, words) if address else sentence
