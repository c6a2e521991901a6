"""One note of a reading by hand: its citations as lines, to be corrected, cut, joined or left out; what each cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Unit
from citations.cutting import Misplaced, cut
from citations.desk.rights import may_enter
from citations.desk.showing import CLOSED, PlaceShown, in_words, shown
from citations.holdings import Holdings
from citations.models import Citation, Publication, Reading, ReadingNote
from citations.readings import NOTES_PER_PAGE, NoteRead, Place, read_out
from citations.recognised import legend
from citations.settling import Closed, Decision, decide, recut
from core.records import Conflict

# A field of the form of one citation: `40-63-unit`.
PREFIX = re.compile(r"(\d{1,7}-\d{1,7})-(?:unit|publication)")


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

    def chosen(self) -> dict[str, int]:
        """The numbers of what was chosen, as they were sent."""
        values = {name: self[name].value() for name in ("unit", "publication")}
        return {name: int(value) for name, value in values.items() if str(value).isdecimal() and len(value) < 19}

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
    held = get_object_or_404(Reading, pk=number)
    if held.state != Reading.State.OPEN:
        return _closed(request, number)
    note, read = _read(held, order)
    back = f"{reverse('admin:reading', args=[number])}?page={(order - 1) // NOTES_PER_PAGE + 1}#note-{order}"
    lines = LinesForm(initial={"lines": "\n".join(_lines(read))})
    places = list(_forms(read))
    if request.method == "POST":
        opened = request.POST.get("version", str(note.version))
        lines, places = LinesForm(request.POST), list(_forms(read, request.POST))
        try:
            if opened != str(note.version):
                raise Conflict
            if "by-itself" in request.POST:
                recut(note, None, cast("User", request.user))
                return HttpResponseRedirect(request.path)
            if _keep(held, note, read, lines, places, cast("User", request.user)):
                return HttpResponseRedirect(back if "done" in request.POST else request.path)
        except Closed:
            return _closed(request, number)
        except Conflict:
            note, read = _read(held, order)
            places = list(_forms(read, request.POST))
            for sentence in list(_changed_since(note, read, lines, places, request.POST)):
                lines.add_error(None, sentence)
    context = {
        **admin.site.each_context(request),
        "title": _("Note %(number)s") % {"number": note.number},
        "reading": held,
        "note": note,
        "read": shown(read, Holdings()),
        "legend": legend(),
        "lines": lines,
        "places": places,
        "back": back,
        "cut_by_hand": note.pieces is not None,
        "media": PlaceForm().media,
    }
    return TemplateResponse(request, "admin/readings/note.html", context)


def _read(held: Reading, order: int) -> tuple[ReadingNote, NoteRead]:
    note = get_object_or_404(ReadingNote.objects.select_related("changed_by"), reading=held, order=order)
    return note, read_out(held, order, order)[0]


def _closed(request: HttpRequest, number: int) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, CLOSED)
    return HttpResponseRedirect(reverse("admin:reading_entered", args=[number]))


def _changed_since(
    note: ReadingNote, read: NoteRead, lines: LinesForm, places: list[PlaceToCorrect], sent: QueryDict
) -> Iterator[str]:
    """What another editor made of the note, where it differs from what was typed; all that was typed stays."""
    who = str(note.changed_by or _("Somebody else"))
    yield _("%(who)s has changed this note since you opened it; nothing of yours has been saved yet.") % {"who": who}
    if lines.is_valid() and _typed(lines) != _lines(read):
        yield _("Its lines stand so now: %(lines)s") % {"lines": " / ".join(_lines(read))}
    for place in places:
        kept = note.choices.get(_key(place), {})
        yours = PlaceForm(sent, prefix=_key(place)).chosen()
        if place.form.is_bound and yours != {name: kept[name] for name in ("unit", "publication") if name in kept}:
            words = {
                "number": place.shown.number,
                "theirs": in_words(kept, place.shown.choices),
                "yours": in_words(yours),
            }
            yield _("Citation %(number)s: now %(theirs)s; you said: %(yours)s.") % words
    here = {_key(place) for place in places}
    for key in sorted({match[1] for name in sent if (match := PREFIX.fullmatch(name))} - here):
        if chosen := PlaceForm(sent, prefix=key).chosen():
            yield _("What you chose for words that are cut otherwise now: %(yours)s.") % {"yours": in_words(chosen)}


def _lines(read: NoteRead) -> list[str]:
    return [" ".join((place.words or place.mention.text).split()) for place in read.places if not place.out]


def _forms(read: NoteRead, sent: QueryDict | None = None) -> Iterator[PlaceToCorrect]:
    """What was sent stands in the form of its place; a place that was not there then shows what is kept."""
    for place, place_shown in zip(read.places, shown(read, Holdings()).places, strict=True):
        if not place.out:
            its_own = sent if sent is not None and any(name.startswith(f"{place.key}-") for name in sent) else None
            yield PlaceToCorrect(place_shown, PlaceForm(its_own, prefix=place.key, initial=_initial(place)))


def _initial(place: Place) -> dict[str, Any]:
    kind = "unit" if isinstance(place.chosen, Unit) else "publication"
    return {kind: place.chosen.pk if place.chosen else None, "undecided": place.undecided}


def _keep(
    held: Reading, note: ReadingNote, read: NoteRead, lines: LinesForm, places: list[PlaceToCorrect], user: User
) -> bool:
    """False where something is wrong: then the page shows what was typed, with the reason. Raises Conflict, Closed."""
    sent = [place for place in places if place.form.is_bound]
    if not lines.is_valid() or not all(place.form.is_valid() for place in sent):
        return False
    if _typed(lines) != _lines(read):
        try:
            pieces = cut(note.text, lines.cleaned_data["lines"].splitlines(), [p.mention.span for p in read.places])
        except Misplaced as error:
            lines.add_error("lines", str(error))
            return False
        recut(note, pieces, user)
        return True
    decide(held, {note.order: {_key(place): place.form.decision() for place in sent}}, user, note.version)
    return True


def _typed(lines: LinesForm) -> list[str]:
    return [" ".join(line.split()) for line in lines.cleaned_data["lines"].splitlines() if line.strip()]


def _key(place: PlaceToCorrect) -> str:
    return place.shown.name.partition(":")[2]
