"""The review queue: what imports brought in and what no reading could settle, until an editor has looked at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citations.models import Candidate, Citation, Report
from citations.models.citations import TARGETS
from citations.readings import open_readings
from core.desk import list_address
from core.forms import RecordForm
from core.publication import ruled_models
from core.records import Record, Status


@dataclass(frozen=True, slots=True)
class QueueLine:
    """So many records wait; `address` is the list of exactly these."""

    label: str
    count: int
    address: str


def queue(user: Any = None) -> Iterator[QueueLine]:
    """What waits for an editor: references that are open, what is this editor's own, then drafts from imports."""
    for outcome, label in (
        (Citation.Outcome.AMBIGUOUS, _("Ambiguous citations")),
        (Citation.Outcome.UNRESOLVED, _("Unresolved citations")),
    ):
        count = Citation.objects.filter(outcome=outcome).count()
        yield QueueLine(label, count, list_address(Citation, outcome__exact=outcome.value))
    if user is not None and (own := Citation.objects.filter(review__assignee=user.pk).count()):
        yield QueueLine(_("Citations assigned to you"), own, list_address(Citation, assigned="me"))
    if reports := Report.objects.filter(state=Report.State.OPEN).count():
        yield QueueLine(_("Readers' reports"), reports, list_address(Report, state__exact=Report.State.OPEN.value))
    if waiting := open_readings().count():
        yield QueueLine(_("Readings that wait"), waiting, reverse("admin:read_footnotes"))
    for model in reversed(ruled_models()):
        if issubclass(model, Record):
            drafts = model._base_manager.filter(status=Status.DRAFT, batch__isnull=False)
            if count := drafts.count():
                label = _("Drafts from imports: %(kind)s") % {"kind": model._meta.verbose_name_plural}
                yield QueueLine(
                    label, count, list_address(model, status__exact=Status.DRAFT.value, **{"import": "any"})
                )


def waiting() -> dict[str, int]:
    """The same for those who watch the site, by names that no language changes."""
    return {
        "ambiguous_citations": Citation.objects.filter(outcome=Citation.Outcome.AMBIGUOUS).count(),
        "unresolved_citations": Citation.objects.filter(outcome=Citation.Outcome.UNRESOLVED).count(),
        "reports": Report.objects.filter(state=Report.State.OPEN).count(),
        "readings": open_readings().count(),
    }


class CitationForm(RecordForm):
    """Decides what a citation cites: one of its candidates, or a target set by hand. The outcome follows from that."""

    choice = forms.ModelChoiceField(
        label=gettext_lazy("Which of the candidates is meant"),
        queryset=Candidate.objects.none(),
        required=False,
        empty_label=gettext_lazy("not decided"),
        widget=forms.RadioSelect,
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Remember that these words mean this"),
        required=False,
        help_text=gettext_lazy("It is offered for the rest and for the next import."),
    )

    class Meta:
        widgets = {"as_written": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "choice" in self.fields:
            held = Candidate.objects.filter(citation=self.instance)
            self.fields["choice"].queryset = held.select_related("unit", "cited_publication", "document")  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choice: Candidate | None = cleaned.get("choice")
        if choice is not None:
            meant = {"unit": choice.unit, "publication": choice.cited_publication, "document": choice.document}
            cleaned.update(meant)
        targets = {name for name in TARGETS if cleaned.get(name)}
        if targets:
            if len(targets) > 1 and targets != {"unit", "document"}:
                raise ValidationError(_("A citation cites one thing, or a document and the unit that it lies in."))
            self.instance.outcome, cleaned["reason"] = Citation.Outcome.RESOLVED, ""
        else:
            self._leave_open(cleaned)
        return cleaned

    def _leave_open(self, cleaned: dict[str, Any]) -> None:
        """Without a target the citation is ambiguous where it has candidates; else it says why it is not resolved."""
        several = self.instance.pk is not None and self.instance.candidates.exists()
        self.instance.outcome = Citation.Outcome.AMBIGUOUS if several else Citation.Outcome.UNRESOLVED
        if not several and not cleaned.get("reason"):
            self.add_error("reason", _("Give what it cites, or say why that is not known."))


def marked(citation: Citation) -> SafeString:
    """The note as printed, with the citation's part of it marked."""
    if citation.footnote is None:
        return format_html('<div class="note-text"><mark>{}</mark></div>', citation.as_written)
    text = citation.footnote.text
    start, end = citation.start, citation.end
    if start is None or end is None:
        return format_html('<div class="note-text">{}</div>', text)
    return format_html('<div class="note-text">{}<mark>{}</mark>{}</div>', text[:start], text[start:end], text[end:])


def linked(address: str, words: str, before: str = "") -> SafeString:
    """Words that open a page of the desk, after others that do not."""
    return format_html('{} <a href="{}">{}</a>', before, address, words)


def meaning(citation: Citation) -> str:
    """What it cites, what it may cite, or why that is not known."""
    if citation.outcome == Citation.Outcome.RESOLVED:
        cited = [
            f"{citation.document}" if citation.document else "",
            f"{citation.unit}" + (f", {citation.leaves}" if citation.leaves else "") if citation.unit else "",
            f"{citation.publication}" + (f", {citation.pages}" if citation.pages else "")
            if citation.publication
            else "",
        ]
        return " · ".join(filter(None, cited))
    if citation.outcome == Citation.Outcome.AMBIGUOUS:
        return " | ".join(str(candidate) for candidate in citation.candidates.all())
    return citation.reason
