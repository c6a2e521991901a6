"""`/check/`: notes pasted or sent, and the answer to each; the answer as a table or as a file for Zotero.

The rule: what was sent is kept nowhere, so the page that answers holds the notes and sends them again for a file.
Boundary: one manuscript at a time is read, since each takes a process for seconds; who comes second is told so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from citations.checking.answers import NoteChecked, check, counted
from citations.checking.sending import LONGEST_TEXT, as_sent, notes_sent
from citations.notebook.files import TABLES, as_table, each_once
from core.listing import reader_language
from core.parameters import BadParameter, refuse_unknown
from core.sources.files import FORMS, download
from core.turns import READING, AnotherTurn, take_turn_now

NAME = "opis-checked-notes"
FORMATS = {**{name: form.label for name, form in FORMS.items()}, **TABLES}
# A browser sends the field of a file that was not chosen as an empty text.
FIELDS = ("text", "notes", "file", "format", "only", "csrfmiddlewaretoken")
HEADER = ("note", "words", "outcome", "known_here", "sheets_or_pages", "times_cited_here", "address", "remarks")


class CheckPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return render(request, "notebook/check.html", {"longest": LONGEST_TEXT, "text": ""})

    def post(self, request: HttpRequest) -> HttpResponse:
        refuse_unknown(request.POST, FIELDS)
        form = request.POST.get("format") or "html"
        if form not in ("html", *FORMATS):
            raise BadParameter("format: " + _("one of %(choices)s is understood.") % {"choices": ", ".join(FORMATS)})
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                take_turn_now(cursor, READING)
                text, again = (request.POST.get(name, "") for name in ("text", "notes"))
                notes = notes_sent(text, request.FILES.get("file"), again)
                checked = check(notes)
        except BadParameter as error:
            return _given_back(request, 400, str(error))
        except AnotherTurn:
            return _given_back(request, 503, _("Another manuscript is being read just now. Please try again shortly."))
        if form != "html":
            return _as_file(request, checked, form)
        only = request.POST.get("only") == "1"
        context = {
            "longest": LONGEST_TEXT,
            "text": text,
            "answered": True,
            "counts": counted(checked),
            "checked": [one for one in checked if not only or not one.is_clear],
            "only": only,
            "sent": as_sent(notes),
            "files": FORMATS.items(),
        }
        return render(request, "notebook/check.html", context)


def _given_back(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """The form as it was sent, with the reason above it."""
    context = {"refused": why, "text": request.POST.get("text", "")[:LONGEST_TEXT], "longest": LONGEST_TEXT}
    return render(request, "notebook/check.html", context, status=status)


def _as_file(request: HttpRequest, checked: list[NoteChecked], form: str) -> HttpResponse:
    if form in TABLES:
        return as_table(HEADER, _rows(request, checked), NAME, form)
    sources = [one.source for note in checked for one in note.cited if one.source is not None]
    return download(request, each_once(sources), form, reader_language(), NAME)


def _rows(request: HttpRequest, checked: Iterable[NoteChecked]) -> Iterator[tuple[object, ...]]:
    for note in checked:
        for one in note.cited:
            yield (
                note.note.number,
                one.words,
                one.kind,
                " | ".join(known.label for known in one.known),
                one.place,
                " | ".join(str(known.times) for known in one.known),
                " | ".join(request.build_absolute_uri(known.address) for known in one.known),
                " ".join(filter(None, (one.says, *one.doubts))),
            )
