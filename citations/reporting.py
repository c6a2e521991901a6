"""`/report/?of=…`: a reader says that a record is wrong, or knows more; it lands in the review queue.

The rule: name and e-mail are optional, nothing is shown in public, and what was typed comes back where it cannot be
taken. Boundary: what becomes of a report is decided at the desk (`citations.desk.reports`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from citations.following.entries import said_of
from citations.models import Report
from citations.models.readers import REPORTED
from citations.notebook.addresses import LONGEST, record_at
from citations.visitors import TRAP, block_of, is_trapped, may_send
from core.listing import reader_language
from core.pages import words_of
from core.parameters import refuse_unknown
from core.publication import as_the_site

MOST_AN_HOUR = 10


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs, not when running
    class Meta:
        model = Report
        fields = ("words", "name", "email")
        widgets = {"words": forms.Textarea(attrs={"rows": 7, "maxlength": 5000})}
        labels = {
            "words": gettext_lazy("What is wrong, or what do you know? Where can it be seen?"),
            "name": gettext_lazy("Your name (you need not give it)"),
            "email": gettext_lazy("Your e-mail, if we may ask you back"),
        }


class ReportPage(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refuse_unknown(request.GET, ("of", "sent"))
        self.address = words_of(request.GET, "of", LONGEST)
        self.record = record_at(self.address)
        if self.record is None:
            raise Http404(_("There is no record at this address that a report could be about."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ReportForm(), sent=request.GET.get("sent") == "1")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(request.POST)
        if is_trapped(request):  # who filled that in is told what it wants to hear
            return HttpResponseRedirect(self._thanks())
        if not form.is_valid():
            return self._page(request, form, status=400)
        if not may_send("report", block_of(request), MOST_AN_HOUR):
            form.add_error(None, _("Many reports have come from your network. Please try again in an hour."))
            return self._page(request, form, status=429)
        self._keep(form)
        return HttpResponseRedirect(self._thanks())

    def _keep(self, form: ReportForm) -> None:
        report: Report = form.instance
        setattr(report, _key_for(self.record), self.record)
        report.address, report.language = self.address, reader_language()
        with as_the_site():
            report.save()

    def _thanks(self) -> str:
        return address_of_report(self.address) + "&sent=1"

    def _page(self, request: HttpRequest, form: ReportForm, sent: bool = False, status: int = 200) -> HttpResponse:
        assert self.record is not None, "dispatch has looked"
        called = said_of(self.record)[0]
        context = {"form": form, "called": called, "back": self.address, "sent": sent, "trap": TRAP}
        return render(request, "notebook/report.html", context, status=status)


def address_of_report(of: str) -> str:
    """The page on which a report about the record at this address is written."""
    return f"{reverse('citations:report')}?{urlencode({'of': of})}"


def _key_for(record: models.Model | None) -> str:
    assert record is not None, "dispatch has looked"
    return next(name for name in REPORTED if Report._meta.get_field(name).related_model is type(record))
