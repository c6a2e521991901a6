"""One note of a reading by hand: its citations as lines, to be corrected, cut, joined or left out; what each cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Unit
from citations.cutting import Misplaced, cut
from citations.desk.rights import may_enter
from citations.desk.showing import PlaceShown, shown
from citations.holdings import Holdings
from citations.models import Citation, Publication, Reading, ReadingNote
from citations.readings import NOTES_PER_PAGE, Decision, NoteRead, Place, decide, read_out, recut
from citations.recognised import legend


class LinesForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Citations of this note, one a line"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Enter cuts one into two; taking out the end of a line joins two; a line that is deleted is left out;"
            " words can be corrected. The note itself stays as it was printed."
        ),
    )


class PlaceForm(forms.Form):
    """What one citation cites, where it is not what was read."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Another archival unit"),
        queryset=Unit.objects.all(),
        required=False,
        widget=AutocompleteSelect(Citation._meta.get_field("unit"), admin.site),
    )
    publication = forms.ModelChoiceField(
        label=gettext_lazy("or another publication"),
        queryset=Publication.objects.all(),
        required=False,
        widget=AutocompleteSelect(Citation._meta.get_field("publication"), admin.site),
    )
    undecided = forms.BooleanField(label=gettext_lazy("enter it without deciding what it cites"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("unit") and cleaned.get("publication"):
            raise forms.ValidationError(_("A citation cites one thing: a unit or a publication."))
        return cleaned

    def decision(self) -> Decision:
        """A choice among candidates, made on the other page, stays where nothing is chosen here."""
        unit, publication = self.cleaned_data["unit"], self.cleaned_data["publication"]
        emptied = "" if {"unit", "publication"} & set(self.changed_data) else None
        cites = f"unit:{unit.pk}" if unit else f"publication:{publication.pk}" if publication else emptied
        return Decision(take=True, cites=cites, undecided=self.cleaned_data["undecided"] and not cites)


@dataclass(frozen=True, slots=True)
class PlaceToCorrect:
    shown: PlaceShown
    form: PlaceForm


@may_enter
def correct_note(request: HttpRequest, number: int, order: int) -> HttpResponse:
    """The lines first, then what each cites: a note that is cut anew is shown again before anything else."""
    held = get_object_or_404(Reading, pk=number, state=Reading.State.OPEN)
    note = get_object_or_404(ReadingNote, reading=held, order=order)
    read = read_out(held, order, order)[0]
    back = f"{reverse('admin:reading', args=[number])}?page={(order - 1) // NOTES_PER_PAGE + 1}#note-{order}"
    lines = LinesForm(initial={"lines": "\n".join(_lines(read))})
    places = list(_forms(read))
    if request.method == "POST":
        if "by-itself" in request.POST:
            recut(note, None)
            return HttpResponseRedirect(request.path)
        lines, places = LinesForm(request.POST), list(_forms(read, request.POST))
        if _keep(held, note, read, lines, places):
            return HttpResponseRedirect(back if "done" in request.POST else request.path)
    context = {
        **admin.site.each_context(request),
        "title": _("Note %(number)s") % {"number": note.number},
        "reading": held,
        "read": shown(read, Holdings()),
        "legend": legend(),
        "lines": lines,
        "places": places,
        "back": back,
        "cut_by_hand": note.pieces is not None,
        "media": PlaceForm().media,
    }
    return TemplateResponse(request, "admin/readings/note.html", context)


def _lines(read: NoteRead) -> list[str]:
    return [" ".join((place.words or place.mention.text).split()) for place in read.places if not place.out]


def _forms(read: NoteRead, sent: Any = None) -> Iterator[PlaceToCorrect]:
    for place, place_shown in zip(read.places, shown(read, Holdings()).places, strict=True):
        if not place.out:
            form = PlaceForm(sent, prefix=place.key, initial=_initial(place))
            yield PlaceToCorrect(place_shown, form)


def _initial(place: Place) -> dict[str, Any]:
    kind = "unit" if isinstance(place.chosen, Unit) else "publication"
    return {kind: place.chosen.pk if place.chosen else None, "undecided": place.undecided}


def _keep(held: Reading, note: ReadingNote, read: NoteRead, lines: LinesForm, places: list[PlaceToCorrect]) -> bool:
    """False where something is wrong: then the page shows what was typed, with the reason."""
    if not lines.is_valid() or not all(place.form.is_valid() for place in places):
        return False
    typed = lines.cleaned_data["lines"].splitlines()
    if [" ".join(line.split()) for line in typed if line.strip()] != _lines(read):
        try:
            pieces = cut(note.text, typed, [place.mention.span for place in read.places])
        except Misplaced as error:
            lines.add_error("lines", str(error))
            return False
        recut(note, pieces)
        return True
    decide(held, {note.order: {_key(place): place.form.decision() for place in places}})
    return True


def _key(place: PlaceToCorrect) -> str:
    return place.shown.name.partition(":")[2]
