"""The desk's pages for imports: what each brought in, published as a whole, undone and put back as a whole.

Before anything is deleted or put back the page tells what would go or come, and what stands in the way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.desk.rights import may_enter
from citations.imports.batches import Whole, redo_batch, undo_batch
from core.admin import DeskAdmin
from core.desk import admin_name, counted_links, list_address, publish_after_asking
from core.models import Batch
from core.publication import ruled_models
from core.records import Record, Status
from core.refusals import REFUSALS, sentence_of
from core.roles import may_take_back
from core.tables.redoing import was_undone
from core.tables.undoing import Hindrance

Do = Callable[..., Whole]


class BatchAdmin(DeskAdmin):
    """Imports, to be looked at: what each read, what it reported, what it brought in."""

    list_display = ("source", "kind", "user", "applied_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("source", "report")
    fields = ("source", "kind", "user", "applied_at", "content_hash", "report", "contents")
    readonly_fields = ("contents",)
    actions = ("publish_all",)
    change_form_template = "admin/imports/import.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:number>/undo/", view(undo_import), name="undo_import"),
            path("<int:number>/put-back/", view(put_import_back), name="put_import_back"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if batch is not None and may_take_back(request.user, batch):
            undone = bool(was_undone(batch.pk))
            more = {"may_undo": not undone, "may_put_back": undone}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    @admin.display(description=gettext_lazy("brought in"))
    def contents(self, batch: Batch) -> SafeString:
        lines = [
            (list_address(model, **{"import": batch.pk}), capfirst(str(model._meta.verbose_name_plural)), count)
            for model in _models_with_records()
            if (count := model._base_manager.filter(batch=batch).count())
        ]
        return counted_links(lines)

    @admin.action(description=gettext_lazy("Publish all that they brought in"), permissions=["view"])
    def publish_all(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        models_here = list(_models_with_records())
        if not all(request.user.has_perm(f"{m._meta.app_label}.change_{m._meta.model_name}") for m in models_here):
            raise PermissionDenied
        drafts = [
            record
            for model in models_here
            for record in model._base_manager.filter(batch__in=queryset, status=Status.DRAFT)
        ]
        return publish_after_asking(self, request, drafts)


@may_enter
def undo_import(request: HttpRequest, number: int) -> HttpResponse:
    words = {
        "title": _("Undo this import?"),
        "goes": _("This would be deleted"),
        "nothing": _("Nothing that this import brought in is left."),
        "stays": _("Whatever stood here before the import stays, and so does its report. It can be put back later."),
        "stopped": _("It cannot be undone: nothing is deleted while one of these stands"),
        "button": _("Undo this import"),
        "done": _("The import was undone; nothing of it is left. It can be put back."),
    }
    return _ask(request, number, undo_batch, words)


@may_enter
def put_import_back(request: HttpRequest, number: int) -> HttpResponse:
    words = {
        "title": _("Put this import back?"),
        "goes": _("This would come back, every record under its number and as it stood"),
        "nothing": _("Nothing of this import waits to be put back."),
        "stays": _("What somebody has put back by hand since stays as it is."),
        "stopped": _("It cannot be put back: nothing is written while one of these stands"),
        "button": _("Put it back"),
        "done": _("The import was put back."),
    }
    return _ask(request, number, redo_batch, words)


def _ask(request: HttpRequest, number: int, do: Do, words: dict[str, str]) -> HttpResponse:
    """Told first; a POST does it where all is still as it was told."""
    batch = get_object_or_404(Batch, pk=number)
    if not may_take_back(request.user, batch):
        raise PermissionDenied
    whole = do(batch, apply=False)
    if request.method == "POST":
        done = _done(request, batch, do, whole, words["done"])
        here = reverse("admin:core_batch_change", args=[number]) if done else request.get_full_path()
        return HttpResponseRedirect(here)
    context = {
        **admin.site.each_context(request),
        "opts": Batch._meta,
        "title": words["title"],
        "words": words,
        "batch": batch,
        "counts": [(capfirst(name), count) for name, count in whole.counts],
        "hindrances": [(hindrance.sentence, _page_of(hindrance)) for hindrance in whole.hindrances],
        "seen": _state_of(whole),
    }
    return TemplateResponse(request, "admin/imports/whole.html", context)


def _done(request: HttpRequest, batch: Batch, do: Do, whole: Whole, done: str) -> bool:
    if request.POST.get("seen") != _state_of(whole):
        messages.error(request, _("Something here has changed since you looked. This is how it stands now."))
        return False
    try:
        refused: Sequence[str] = [
            hindrance.sentence
            for hindrance in do(batch, apply=True, reason=request.POST.get("reason", "").strip()[:300]).hindrances
        ]
    except REFUSALS as error:
        refused = [sentence_of(error)]
    if refused:
        messages.error(request, refused[0])
        return False
    messages.success(request, done)
    return True


def _state_of(whole: Whole) -> str:
    """Changes with what the page tells."""
    said = [list(whole.counts), [hindrance.sentence for hindrance in whole.hindrances]]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _page_of(hindrance: Hindrance) -> str:
    """Where the record in the way can be looked at; its history where it is gone."""
    if hindrance.model is None:
        return ""
    there = hindrance.model._base_manager.filter(pk=hindrance.pk).exists()
    page = "change" if there else "history"
    try:
        return reverse(f"admin:{admin_name(hindrance.model)}_{page}", args=[hindrance.pk])
    except NoReverseMatch:
        return ""


def _models_with_records() -> Iterator[type[Record]]:
    for model in ruled_models():
        if issubclass(model, Record):
            yield model
