"""The desk's pages for files that become records: sent, looked at row by row, imported as drafts, taken back."""

from __future__ import annotations

import csv
import io
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.imports.finding_aids import FINDING_AID
from citations.desk.rights import may_enter
from citations.imports.sent import WORKS, apply_sent, kind_of, look, take_sent_back
from citations.imports.sheets.kinds import SHEETS
from core.models import SentFile
from core.spreadsheets import write_workbook
from core.text_files import Unreadable

MOST_SENT = 50_000_000
WAITING = 20
KINDS = (
    ("", gettext_lazy("what its columns or its ending say")),
    *((sheet.name, sheet.label) for sheet in SHEETS.values()),
    (FINDING_AID, gettext_lazy("finding aid (EAD 2002 or EAD3)")),
    (WORKS, gettext_lazy("works of a reference manager (RIS, BibTeX, CSL-JSON)")),
)


class FileForm(forms.Form):
    file = forms.FileField(
        label=pgettext_lazy("computer", "File"),
        help_text=gettext_lazy("CSV, XLSX, EAD, RIS, BibTeX or CSL-JSON; 50 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xml,.ead,.ris,.bib,.json"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=KINDS, required=False)
    archive = forms.CharField(
        label=gettext_lazy("Archive"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For a finding aid that does not name its archive, or names it otherwise."),
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only where the letters of a text file came out wrong: cp1251, koi8-r, cp866 …"),
    )

    sent: SentFile

    def clean(self) -> dict[str, Any]:
        """The file as it will be kept, not saved yet."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > MOST_SENT:
            raise forms.ValidationError(_("The file is larger than 50 MB; such files go in by “manage.py load”."))
        content = file.read()
        answers = {name: cleaned[name] for name in ("archive", "encoding") if cleaned.get(name)}
        try:
            kind = cleaned.get("kind") or kind_of(file.name, content, answers.get("encoding", ""))
            self.sent = SentFile(name=file.name[:300], kind=kind, answers=answers, content=content)
            look(self.sent)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned


def file_addresses(site: AdminSite) -> list[URLPattern]:
    pages = (
        ("files/", send_file, "send_file"),
        ("files/<int:number>/", sent_file, "sent_file"),
        ("files/<int:number>/undo/", undo_file, "undo_file"),
        ("files/template/<str:sheet>.<str:form>", template, "sheet_template"),
    )
    return [path(route, site.admin_view(view), name=name) for route, view, name in pages]


@may_enter
def send_file(request: HttpRequest) -> HttpResponse:
    """Keeps what is sent and opens it; nothing is imported."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        form.sent.user = cast("User", request.user)
        form.sent.save()
        return HttpResponseRedirect(reverse("admin:sent_file", args=[form.sent.pk]))
    context = {
        "title": _("Import a file"),
        "form": form,
        "sheets": SHEETS.values(),
        "files": SentFile.objects.select_related("user", "batch").defer("content")[:WAITING],
    }
    return _page(request, "send", context)


@may_enter
def sent_file(request: HttpRequest, number: int) -> HttpResponse:
    """What the file would become; a POST imports it, once."""
    sent = get_object_or_404(SentFile.objects.select_related("batch"), pk=number)
    if request.method == "POST":
        try:
            seen = apply_sent(number, cast("User", request.user))
        except Unreadable as error:
            messages.error(request, str(error))
        else:
            if seen.batch:
                messages.success(request, _("The file was imported, as drafts."))
            elif not seen.problems:
                messages.info(request, _("All that the file holds stands here already; nothing was changed."))
        return HttpResponseRedirect(reverse("admin:sent_file", args=[number]))
    context = {"title": sent.name, "sent": sent, "look": None if sent.batch else look(sent)}
    return _page(request, "look", context)


@may_enter
def undo_file(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, then deletes what the file brought in."""
    sent = get_object_or_404(SentFile.objects.select_related("batch"), pk=number)
    if request.method == "POST":
        refusals = take_sent_back(sent).refusals
        for sentence in refusals:
            messages.error(request, sentence)
        if not refusals:
            messages.success(request, _("The import was undone; nothing of it is left. The file is kept."))
        return HttpResponseRedirect(reverse("admin:sent_file", args=[number]))
    return _page(request, "undo", {"title": _("Undo this import?"), "sent": sent})


@may_enter
def template(request: HttpRequest, sheet: str, form: str) -> HttpResponse:
    """An empty table to fill in: its header, and a row that shows what belongs there."""
    if sheet not in SHEETS or form not in ("csv", "xlsx"):
        raise Http404
    columns = SHEETS[sheet].columns
    rows = [[column.name for column in columns], [column.example for column in columns]]
    if form == "xlsx":
        content, kind = write_workbook(rows[0], rows[1:]), "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        written = io.StringIO()
        csv.writer(written).writerows(rows)
        content, kind = written.getvalue().encode("utf-8-sig"), "octet-stream"
    return HttpResponse(
        content,
        content_type=f"application/{kind}",
        headers={"Content-Disposition": f'attachment; filename="{sheet}.{form}"'},
    )


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, f"admin/files/{name}.html", {**admin.site.each_context(request), **context})
