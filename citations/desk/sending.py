"""The page on which footnotes are pasted or sent as a file; they are kept as a reading, which opens at once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.desk.rights import may_enter
from citations.imports.files import SentNotes, read_file
from citations.models import Footnote, Publication
from citations.readings import begin_reading, open_readings
from core.text_files import Unreadable

# What a field can carry; a file may be larger.
MOST_PASTED = 1_000_000
MOST_SENT = 20_000_000
MOST_LISTED = 50
# No book has more; each is a row, and Ibid. makes a page read all notes before it.
MOST_NOTES = 20_000


class FootnotesForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        help_text=gettext_lazy("An article with its notes, or the notes alone, each beginning with its number."),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy("Word (.docx), web page, PDF with text, TEI or plain text; 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm,.pdf,.xml,.tei,.txt,.md"}),
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only where the letters of a text file came out wrong: cp1251, koi8-r, cp866 …"),
    )
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

    sent: SentNotes
    source = ""

    def clean(self) -> dict[str, Any]:
        """The words of the file take the place of the text."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        self.source = file.name if file else _("pasted text")
        if not file and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Paste a text or choose a file."))
        if file and file.size > MOST_SENT:
            raise forms.ValidationError(_("The file is larger than 20 MB; such files go in by “manage.py ingest”."))
        content = file.read() if file else cleaned["text"].encode()
        try:
            self.sent = read_file(content, file.name if file else "pasted.txt", cleaned.get("encoding", ""))
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if len(self.sent.notes) > MOST_NOTES:
            raise forms.ValidationError(_("These are more notes than any book has; send them in parts."))
        return cleaned


@may_enter
def read_footnotes(request: HttpRequest) -> HttpResponse:
    """Reads what is sent and opens it as a reading; nothing is entered."""
    form = FootnotesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        reading = begin_reading(
            form.sent,
            source=form.source,
            title=form.cleaned_data["title"],
            publication=form.cleaned_data["publication"],
            owner=cast("User", request.user),
        )
        return HttpResponseRedirect(reverse("admin:reading", args=[reading.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Read footnotes"),
        "form": form,
        "readings": open_readings()[:MOST_LISTED],
    }
    return TemplateResponse(request, "admin/read_footnotes.html", context)
