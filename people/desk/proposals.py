"""The desk's list of records of authorities, the page that reads a file of them, and the page that decides about one.

The rule: who may decide is who may change the person; what is refused by a rule of the database comes back with its
sentence, and with all that was chosen.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.admin import DeskAdmin
from core.refusals import REFUSALS, sentence_of
from core.text_files import Unreadable
from notation.authorities import AUTHORITIES
from people import quality
from people.desk.deciding import DecisionForm
from people.imports.reading import FileRead, read_authorities
from people.models import AuthorityFile, AuthorityRecord, Proposal
from people.proposals import decide, propose


class Waiting(admin.SimpleListFilter):
    title = gettext_lazy("proposals")
    parameter_name = "proposals"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", gettext_lazy("open")), ("decided", gettext_lazy("all decided"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() not in ("open", "decided"):
            return queryset
        waiting = Proposal.objects.filter(record=models.OuterRef("pk"), state=Proposal.State.OPEN)
        return queryset.filter(models.Exists(waiting) if self.value() == "open" else ~models.Exists(waiting))


class FileForm(forms.Form):
    file = forms.FileField(
        label=pgettext_lazy("computer", "File"),
        help_text=gettext_lazy(
            "Wikidata: entities as JSON, or a table of its query service with a column “item”; VIAF: XML or JSON."
            " 50 MB at most."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.jsonl,.ndjson,.xml,.csv,.tsv"}),
    )
    newcomers = forms.BooleanField(label=gettext_lazy("Propose persons too who are not held here"), required=False)

    read: FileRead
    content_hash = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            content = file.read()
            self.content_hash = hashlib.sha256(content).hexdigest()
            try:
                self.read = read_authorities(content)
            except Unreadable as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned


@admin.register(AuthorityRecord)
class AuthorityRecordAdmin(DeskAdmin):
    quality = quality.AUTHORITY_RECORD
    list_display = ("called", "authority", "value", "person", "met", "open_proposals", "file")
    list_filter = (Waiting, "met", "authority")
    list_select_related = ("person", "file")
    search_fields = ("called", "value", "person__name_en", "person__name_ru")
    change_list_template = "admin/proposals/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        waiting = models.Count("proposals", filter=models.Q(proposals__state=Proposal.State.OPEN))
        rows: models.QuerySet[Any] = super().get_queryset(request).annotate(waiting=waiting)
        return rows

    @admin.display(description=gettext_lazy("open"), ordering="waiting")
    def open_proposals(self, record: Any) -> int:
        return int(record.waiting)

    def get_urls(self) -> list[URLPattern]:
        own = [path("send/", self.admin_site.admin_view(self.send), name="send_authorities")]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One record: whom it means, what stands here, what it proposes."""
        number = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
        record = get_object_or_404(AuthorityRecord.objects.select_related("person", "file"), pk=number)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        may_decide = self.has_change_permission(request, record)
        form = DecisionForm(record, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            if form.is_valid() and self._decided(request, form):
                return HttpResponseRedirect(request.get_full_path())
        context = {
            "title": str(record),
            "record": record,
            "address": _address_of(record),
            "form": form,
            "may_decide": may_decide,
            "decided": record.proposals.exclude(state=Proposal.State.OPEN).select_related("decided_by"),
        }
        return self._page(request, "decide", context)

    def _decided(self, request: HttpRequest, form: DecisionForm) -> bool:
        try:
            person = decide(form.record.pk, form.decision(), request.user)
        except REFUSALS as error:
            form.add_error(None, sentence_of(error))
            return False
        left = form.record.proposals.filter(state=Proposal.State.OPEN).count()
        said = _("Decided. Left: %(count)d.") if person else _("All of it was refused: this is nobody of ours.")
        messages.success(request, said % {"count": left})
        return True

    def send(self, request: HttpRequest) -> HttpResponse:
        """Reads a file and keeps what it proposes; no person is changed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        report = None
        if request.method == "POST" and form.is_valid():
            name = form.cleaned_data["file"].name
            newcomers = form.cleaned_data["newcomers"]
            report = propose(form.read, name, form.content_hash, request.user, newcomers=newcomers, apply=True)
        context = {
            "title": _("Read a file of an authority"),
            "form": form,
            "report": report,
            "files": AuthorityFile.objects.select_related("user")[:20],
        }
        return self._page(request, "send", context)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/proposals/{name}.html", whole)


def _address_of(record: AuthorityRecord) -> str:
    return AUTHORITIES[record.authority].address.format(record.value)
