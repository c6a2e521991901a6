"""The desk's page on which footnotes are pasted or sent as a file, looked at as they were understood, and entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.imports.footnotes import Report, ingest, preview
from citations.models import Citation, Footnote, Publication
from citations.review import meaning
from core.desk import list_address
from core.text_files import Unreadable, decode

# What a page can carry to and fro; longer texts go in by `manage.py ingest`.
MOST_BYTES = 1_000_000
PERMISSIONS = ("citations.add_footnote", "citations.add_citation", "citations.add_publication", "archive.add_unit")


class FootnotesForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        help_text=gettext_lazy("An article with its notes, or the notes alone, each beginning with its number."),
    )
    file = forms.FileField(label=gettext_lazy("or a text file"), required=False)
    publication = forms.ModelChoiceField(
        label=gettext_lazy("Notes of"),
        queryset=Publication.objects.all(),
        required=False,
        widget=AutocompleteSelect(Footnote._meta.get_field("publication"), admin.site),
    )
    title = forms.CharField(
        label=gettext_lazy("or of a work not held yet, called"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Left empty, the heading above the notes is its title."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    source = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The words of the file take the place of the text."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file:
            if file.size > MOST_BYTES:
                raise forms.ValidationError(_("The file is larger than 1 MB; such files go in by “manage.py ingest”."))
            try:
                cleaned["text"] = decode(file.read()).text
            except Unreadable as error:
                raise forms.ValidationError(str(error)) from error
            cleaned["source"] = file.name
        elif not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Paste a text or choose a file."))
        return cleaned

    def asked(self) -> dict[str, str]:
        """What `ingest` and `preview` take."""
        publication = self.cleaned_data["publication"]
        return {
            "source": self.cleaned_data["source"] or _("pasted text"),
            "publication": str(publication.pk) if publication else "",
            "title": self.cleaned_data["title"],
        }


@dataclass(frozen=True, slots=True)
class UnderstoodNote:
    """A note cut into pieces, (text, whether it is part of a citation), and what each citation means."""

    number: str
    pieces: list[tuple[str, bool]]
    citations: list[tuple[Citation, str]]


def read_footnotes(request: HttpRequest) -> HttpResponse:
    """First shows what was understood, then, once confirmed, enters it as drafts."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FootnotesForm(*sent)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["text"].encode()
        try:
            if "enter" in request.POST:
                report = ingest(content, **form.asked(), user=request.user)  # type: ignore[arg-type]  # signed in
                return _entered(request, report)
            shown = _shown(form, *preview(content, **form.asked()))
        except Unreadable as error:
            form.add_error(None, str(error))
    context = {**admin.site.each_context(request), "title": _("Read footnotes"), "form": form, **shown}
    return TemplateResponse(request, "admin/read_footnotes.html", context)


def _entered(request: HttpRequest, report: Report) -> HttpResponse:
    for line in report.lines():
        messages.success(request, line)
    return HttpResponseRedirect(list_address(Citation, **({"import": report.batch.pk} if report.batch else {})))


def _shown(form: FootnotesForm, report: Report, notes: list[Footnote]) -> dict[str, Any]:
    """The page's second state: the text goes along unseen, so that exactly what was shown is entered."""
    text = form.cleaned_data["text"]
    initial = {**form.cleaned_data, "text": text, "source": form.asked()["source"]}
    again = FootnotesForm(initial=initial)
    again.fields["text"].widget = forms.HiddenInput()
    again.fields["title"].widget = forms.HiddenInput()
    again.fields["publication"].widget = forms.HiddenInput()
    del again.fields["file"]
    return {"form": again, "report": report.lines(), "notes": [_understood(note) for note in notes], "looked": True}


def _understood(note: Footnote) -> UnderstoodNote:
    citations = sorted(note.citations.all(), key=lambda citation: citation.start or 0)
    return UnderstoodNote(note.number, list(_pieces(note.text, citations)), [(c, meaning(c)) for c in citations])


def _pieces(text: str, citations: list[Citation]) -> Iterator[tuple[str, bool]]:
    at = 0
    for citation in citations:
        start, end = max(citation.start or 0, at), citation.end or 0
        if end > start:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False
