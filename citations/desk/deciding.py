"""The review queue for many citations at once: deciding together, assigning, and the rest with the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.models import Unit
from citations.becoming import held_as
from citations.deciding import Decided, alike, assign, candidates_of_all, decide_alike, decide_together
from citations.models import Citation, Meaning, Publication
from citations.review import linked
from core.desk import list_address

MOST_AT_ONCE = 500


class DecisionForm(forms.Form):
    """One target for all."""

    candidate = forms.ChoiceField(
        label=gettext_lazy("What all of them may mean"), required=False, widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Archival unit"),
        queryset=Unit.objects.all(),
        required=False,
        widget=AutocompleteSelect(Citation._meta.get_field("unit"), admin.site),
    )
    publication = forms.ModelChoiceField(
        label=gettext_lazy("or publication"),
        queryset=Publication.objects.all(),
        required=False,
        widget=AutocompleteSelect(Citation._meta.get_field("publication"), admin.site),
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Remember that their words mean this"),
        required=False,
        help_text=gettext_lazy("It is offered for the rest and for the next import."),
    )

    def __init__(self, candidates: Sequence[Unit | Publication], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = {held_as(each).value: each for each in candidates}
        if candidates:
            choices = [(value, held_as(each).label) for value, each in self.candidates.items()]
            cast("forms.ChoiceField", self.fields["candidate"]).choices = choices
        else:
            del self.fields["candidate"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [self.candidates.get(cleaned.get("candidate", "")), cleaned.get("unit"), cleaned.get("publication")]
        targets = [each for each in chosen if each is not None]
        if len(targets) != 1:
            raise forms.ValidationError(_("Say what they cite: one unit or one publication."))
        cleaned["cited"] = targets[0]
        return cleaned


class AssignmentForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assigned to"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        required=False,
        empty_label=gettext_lazy("nobody"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


def ask_decision(
    page: admin.ModelAdmin[Any], request: HttpRequest, chosen: models.QuerySet[Citation]
) -> HttpResponse | None:
    """The page that asks what the chosen citations cite; None once it is decided."""
    citations = _changeable(page, request, chosen.prefetch_related("candidates__unit", "candidates__cited_publication"))
    sent = request.POST if "decide" in request.POST else None
    form = DecisionForm(candidates_of_all(citations), sent)
    if sent is None or not form.is_valid():
        return _asked(page, request, citations, form, _("What do these citations cite?"), _("Decide"), "decide")
    cited, remembered = form.cleaned_data["cited"], form.cleaned_data["remember"]
    _tell(page, request, decide_together(citations, cited, cast("User", request.user), remembered))
    if remembered:
        offer_the_rest(page, request, Meaning.objects.order_by("-pk").first())
    return None


def ask_assignment(
    page: admin.ModelAdmin[Any], request: HttpRequest, chosen: models.QuerySet[Citation]
) -> HttpResponse | None:
    """The page that asks who is to look at the chosen citations; None once that is kept."""
    citations = _changeable(page, request, chosen)
    sent = request.POST if "assign" in request.POST else None
    form = AssignmentForm(sent)
    if sent is None or not form.is_valid():
        return _asked(page, request, citations, form, _("Who is to look at these citations?"), _("Assign"), "assign")
    count = assign(citations, form.cleaned_data["assignee"], form.cleaned_data["note"])
    page.message_user(request, _("Assigned: %(count)d.") % {"count": count}, messages.SUCCESS)
    return None


def offer_the_rest(page: admin.ModelAdmin[Any], request: HttpRequest, meaning: Meaning | None) -> None:
    """A message that opens the page of the citations with the same words, where there are any."""
    count = len(alike(meaning)) if meaning is not None else 0
    if meaning is None or not count:
        return
    words = ngettext(
        "One more citation has the words “%(words)s”.", "%(count)d more citations have the words “%(words)s”.", count
    ) % {"count": count, "words": meaning.words}
    address = reverse("admin:decide_the_rest", args=[meaning.pk])
    page.message_user(request, linked(address, _("Decide them"), words), messages.INFO)


def decide_the_rest(request: HttpRequest, number: int) -> HttpResponse:
    """The open citations with the words of a remembered meaning: those that are ticked are decided by it."""
    if not request.user.has_perm("citations.change_citation"):
        raise PermissionDenied
    meaning = get_object_or_404(Meaning, pk=number)
    page = admin.site._registry[Citation]
    rest = [each for each in alike(meaning) if page.has_change_permission(request, each.citation)]
    if request.method == "POST":
        ticked = set(request.POST.getlist("citation"))
        _tell(page, request, decide_alike(each.citation for each in rest if str(each.citation.pk) in ticked))
        return HttpResponseRedirect(list_address(Citation))
    context = {
        **admin.site.each_context(request),
        "title": _("The rest with these words"),
        "meaning": meaning,
        "target": meaning.repository or meaning.unit or meaning.publication,
        "rest": rest,
    }
    return TemplateResponse(request, "admin/review/rest.html", context)


def _changeable(page: admin.ModelAdmin[Any], request: HttpRequest, chosen: Iterable[Citation]) -> list[Citation]:
    allowed = [each for each in list(chosen)[:MOST_AT_ONCE] if page.has_change_permission(request, each)]
    if not allowed:
        raise PermissionDenied
    return allowed


def _asked(
    page: admin.ModelAdmin[Any],
    request: HttpRequest,
    citations: Sequence[Citation],
    form: forms.Form,
    title: str,
    button: str,
    name: str,
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": title,
        "citations": citations,
        "form": form,
        "media": form.media,
        "button": button,
        "name": name,
        "action": request.POST.get("action", ""),
    }
    return TemplateResponse(request, "admin/review/many.html", context)


def _tell(page: admin.ModelAdmin[Any], request: HttpRequest, done: Decided) -> None:
    if done.count:
        page.message_user(request, _("Decided: %(count)d.") % {"count": done.count}, messages.SUCCESS)
    for sentence in done.refusals[:10]:
        page.message_user(request, sentence, messages.ERROR)
