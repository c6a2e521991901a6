"""A reading is entered slice by slice with its progress shown; then published, or taken back and open again."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from citations.desk.rights import may_enter
from citations.imports.entering import enter_some, report_of, take_back
from citations.models import Citation, Reading
from core.desk import list_address, publish_after_asking
from core.publication import ruled_models
from core.records import Record, Status
from core.text_files import Unreadable


@may_enter
def entered(request: HttpRequest, number: int) -> HttpResponse:
    """Asks before entering; a POST enters the next slice; once all is in, what came of it and what can be done."""
    held = get_object_or_404(Reading.objects.select_related("batch", "publication"), pk=number)
    if request.method == "POST" and held.state != Reading.State.ENTERED:
        try:
            held = enter_some(number, cast("User", request.user))
        except Unreadable as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:reading", args=[number]))
        return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
    done = held.state == Reading.State.ENTERED
    context = {
        **admin.site.each_context(request),
        "title": str(held),
        "reading": held,
        "report": report_of(held).lines() if done else [],
        "drafts": bool(held.batch and _drafts(held)) if done else False,
        "list": list_address(Citation, **{"import": held.batch.pk}) if held.batch else "",
    }
    return TemplateResponse(request, "admin/readings/entered.html", context)


@may_enter
def publish_reading(request: HttpRequest, number: int) -> HttpResponse:
    """The page that asks before publishing, for all that the reading brought in."""
    held = get_object_or_404(Reading, pk=number, state=Reading.State.ENTERED)
    here = HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
    if request.method != "POST":
        return here
    drafts = _drafts(held)
    if not all(request.user.has_perm(f"{d._meta.app_label}.change_{d._meta.model_name}") for d in drafts):
        raise PermissionDenied
    page = admin.site._registry[Citation]
    return publish_after_asking(page, request, drafts) or here


@may_enter
def take_reading_back(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, then deletes what the reading brought in; the reading is open again, with all that was decided."""
    held = get_object_or_404(Reading.objects.select_related("batch"), pk=number)
    if request.method == "POST":
        refusals = take_back(held).refusals
        for sentence in refusals:
            messages.error(request, sentence)
        if refusals:
            return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))
        messages.success(request, _("The import was undone; nothing of it is left. The reading is open again."))
        return HttpResponseRedirect(reverse("admin:reading", args=[number]))
    return _ask(request, held, _("Undo this import?"), _("Everything that it brought in is deleted."), _("Undo"))


@may_enter
def throw_away(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, then deletes a reading that was not entered."""
    held = get_object_or_404(Reading, pk=number, state=Reading.State.OPEN)
    if request.method == "POST":
        held.delete()
        messages.success(request, _("The reading was thrown away."))
        return HttpResponseRedirect(reverse("admin:read_footnotes"))
    words = _("The notes and what was decided about them are deleted. Nothing of them was entered.")
    return _ask(request, held, _("Throw this reading away?"), words, _("Throw away"))


def _ask(request: HttpRequest, held: Reading, title: str, words: str, button: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "reading": held, "words": words, "button": button}
    return TemplateResponse(request, "admin/readings/sure.html", context)


def _drafts(held: Reading) -> list[Record]:
    return [
        record
        for model in ruled_models()
        if issubclass(model, Record)
        for record in model._base_manager.filter(batch=held.batch_id, status=Status.DRAFT)
    ]
