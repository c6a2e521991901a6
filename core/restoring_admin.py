"""The desk's page that tells what a restoration would change, and then does it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.changes import Part
from core.desk import admin_name
from core.refusals import REFUSALS, sentence_of
from core.restoring import Step, do, field_step, row_of, state_of, steps_back, steps_to
from core.roles import may_change


def restore(
    page: admin.ModelAdmin[Any], request: HttpRequest, number: int, state: int, parts: list[Part]
) -> HttpResponse:
    """`?field=` puts one field back; else the record and its parts, or what was deleted."""
    model, record = page.model, page.model._base_manager.filter(pk=number).first()
    name = request.GET.get("field", "")
    if record is None:
        steps = steps_back(model, number)
    else:
        steps = field_step(model, number, state, name) if name else steps_to(model, number, state, parts)
    if record is None and not steps:
        raise Http404(_("No such record has ever been here."))
    if not _allowed(page, request, record, steps):
        raise PermissionDenied
    history = reverse(f"admin:{admin_name(model)}_history", args=[number])
    if request.method == "POST":
        if request.POST.get("seen") != state_of(steps):
            messages.error(request, _("Something here has changed since you looked. This is how it stands now."))
            return HttpResponseRedirect(request.get_full_path())
        try:
            do(steps, request.POST.get("reason", "").strip()[:300] or _("put back from the history"))
        except REFUSALS as error:
            messages.error(request, sentence_of(error))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, _("Put back."))
        return HttpResponseRedirect(history)
    context = {
        **admin.site.each_context(request),
        "opts": page.opts,
        "title": _("Put back?"),
        "steps": steps,
        "seen": state_of(steps),
        "history": history,
    }
    return TemplateResponse(request, "admin/restore.html", context)


def _allowed(page: admin.ModelAdmin[Any], request: HttpRequest, record: Any, steps: list[Step]) -> bool:
    """Whoever may change the record; to bring a deleted one back, whoever may enter each of its rows."""
    if record is not None:
        return page.has_change_permission(request, record)
    rights = {f"{s.model._meta.app_label}.add_{s.model._meta.model_name}" for s in steps}
    try:
        return bool(request.user.has_perms(rights)) and may_change(request.user, row_of(steps[0]))
    except ObjectDoesNotExist:
        return True  # what it belongs to is gone as well, which the database will say
