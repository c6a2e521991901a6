"""`/api/resolve/`: a reference or a text of footnotes → what each note cites, in parts, and what is held of it.

The rule: every reference says where it stands in the note, and what was not understood is given back with its place;
Ibid. and Там же are completed from the notes before. Boundary: nothing is kept of what was sent; what the public may
not see is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from archive.models import Unit
from archive.shelfmarks import shelfmark
from citations.checking.sending import notes_sent
from citations.holdings import Holdings
from citations.linking import Linker
from citations.models import Publication
from core.api import LANGUAGE
from core.api_tools import asked, in_turn, text_of
from core.listing import reader_language
from core.parameters import BadParameter
from core.problems import described
from notation.footnotes import Note
from notation.ibid import ReadNote, read_notes
from notation.outcomes import Ambiguous, Outcome, Resolved, Unresolved
from notation.references import ArchivalReference, Mention, Reference, Span

LONGEST_ADDRESS, LONGEST_TEXT = 5_000, 100_000
MOST_NOTES = 400
# A text of more notes takes a process for so long that one is read at a time.
FEW_NOTES = 20
PRINTED = "title authors editors container year volume issue number pages place publisher url"


class Level(serializers.Serializer[Any]):
    level = serializers.CharField(help_text="fond, opis, delo, box, folder …")
    number = serializers.CharField()


class ReferenceRead(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["archival", "publication"])
    repository = serializers.CharField(required=False, help_text="The acronym in Latin letters")
    repository_as_written = serializers.CharField(required=False)
    path = Level(many=True, required=False)
    leaves = serializers.ListField(child=serializers.CharField(), required=False, help_text="`83v`, `41-44`")
    title = serializers.CharField(required=False)
    authors = serializers.ListField(child=serializers.CharField(), required=False)
    editors = serializers.ListField(child=serializers.CharField(), required=False)
    container = serializers.CharField(required=False)
    year = serializers.CharField(required=False)
    volume = serializers.CharField(required=False)
    issue = serializers.CharField(required=False)
    number = serializers.CharField(required=False)
    pages = serializers.CharField(required=False)
    place = serializers.CharField(required=False)
    publisher = serializers.CharField(required=False)
    url = serializers.CharField(required=False)


class Held(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["unit", "publication"])
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field called so
    url = serializers.CharField()


class Stretch(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="Characters of the note before it")
    end = serializers.IntegerField()
    text = serializers.CharField(trim_whitespace=False)


class PartRead(Stretch):
    kind = serializers.CharField(help_text="repository, fond, leaves, title, pages …")


class MentionRead(Stretch):
    how = serializers.ChoiceField(["explicit", "inherited", "ibid"])
    inherited = serializers.ListField(child=serializers.CharField(), help_text="Parts that stand in an earlier note")
    reference = ReferenceRead(help_text="As complete as the notes make it")
    parts = PartRead(many=True)
    remark = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(["resolved", "ambiguous", "unresolved"])
    reason = serializers.CharField(allow_blank=True, help_text="Why it is not resolved")
    record = Held(allow_null=True)
    candidates = Held(many=True)


class NoteRead(serializers.Serializer[Any]):
    number = serializers.CharField()
    text = serializers.CharField()
    references = MentionRead(many=True)
    not_understood = Stretch(many=True)
    problem = serializers.CharField(allow_blank=True)


class TextRead(serializers.Serializer[Any]):
    counts = serializers.DictField(child=serializers.IntegerField())
    notes = NoteRead(many=True)


class TextSent(serializers.Serializer[Any]):
    text = serializers.CharField(min_length=1, max_length=LONGEST_TEXT)


WRITTEN = "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83"
UNIT = {"kind": "unit", "id": 5, "label": "RGASPI, f. 17, op. 171, d. 87, l. 83", "url": "/archive/RGASPI/17/171/87/"}
SHELF = {"fond": "17", "opis": "171", "delo": "87"}
ANSWER = {
    "counts": {"notes": 1, "references": 1, "resolved": 1, "ambiguous": 0, "unresolved": 0},
    "notes": [
        {
            "number": "1",
            "text": WRITTEN,
            "references": [
                {
                    "start": 0,
                    "end": len(WRITTEN),
                    "text": WRITTEN,
                    "how": "explicit",
                    "inherited": [],
                    "reference": {
                        "kind": "archival",
                        "repository": "RGASPI",
                        "repository_as_written": "РГАСПИ",
                        "path": [{"level": level, "number": number} for level, number in SHELF.items()],
                        "leaves": ["83"],
                    },
                    "parts": [{"kind": "repository", "start": 0, "end": 6, "text": "РГАСПИ"}],
                    "remark": "",
                    "outcome": "resolved",
                    "reason": "",
                    "record": UNIT,
                    "candidates": [],
                }
            ],
            "not_understood": [],
            "problem": "",
        }
    ],
}
RESPONSES = {
    (200, "application/json"): OpenApiResponse(TextRead, "", [OpenApiExample("footnote", ANSWER)]),
    **described(415),
}


class ResolveApi(APIView):
    @extend_schema(
        operation_id="resolve",
        description="What a reference, or a text of footnotes, cites. A longer text is posted.",
        parameters=[
            OpenApiParameter(
                "text",
                {"type": "string", "minLength": 1, "maxLength": LONGEST_ADDRESS},
                required=True,
                examples=[OpenApiExample("reference", WRITTEN)],
            ),
            LANGUAGE,
        ],
        responses=RESPONSES,
    )
    def get(self, request: Request) -> Response:
        return self.read(request, LONGEST_ADDRESS)

    @extend_schema(
        operation_id="resolve_text",
        description=f"As GET, of a text of up to {LONGEST_TEXT} characters and {MOST_NOTES} notes.",
        parameters=[LANGUAGE],
        request=TextSent,
        examples=[OpenApiExample("footnotes", {"text": f"1. {WRITTEN}.\n2. Там же. Л. 84."}, request_only=True)],
        responses=RESPONSES,
    )
    def post(self, request: Request) -> Response:
        return self.read(request, LONGEST_TEXT)

    def read(self, request: Request, most: int) -> Response:
        text = text_of(asked(request, ("text",)), "text", most)
        notes = [Note(note.number, note.text, Span(0, len(note.text))) for note in notes_sent(text, None, "")]
        if len(notes) > MOST_NOTES:
            raise BadParameter(_("At most %(most)d notes are read at once.") % {"most": MOST_NOTES})
        with in_turn(len(notes) > FEW_NOTES):
            return Response(read(notes))


def read(notes: Sequence[Note]) -> dict[str, Any]:
    """All that is held is asked for once for all notes."""
    found, holdings = read_notes(notes), Holdings()
    mentions = [mention for note in found for mention in note.mentions]
    holdings.look_up(mentions)
    linker = Linker(None, holdings)
    meanings = [linker.meaning(mention) for mention in mentions]
    shown = _Shown(meanings)
    in_order = iter(meanings)
    answered = [_note(note, in_order, shown) for note in found]
    outcomes = Counter(each["outcome"] for note in answered for each in note["references"])
    kinds = {kind: outcomes[kind] for kind in ("resolved", "ambiguous", "unresolved")}
    return {"counts": {"notes": len(notes), "references": len(mentions), **kinds}, "notes": answered}


class _Shown:
    """The records of all answers with what their labels need, in a query for each kind."""

    def __init__(self, meanings: Iterable[Outcome[Unit | Publication]]) -> None:
        records = [record for meaning in meanings for record in _records(meaning)]
        wanted = {kind: {each.pk for each in records if isinstance(each, kind)} for kind in (Unit, Publication)}
        self.units = Unit.objects.with_shelfmark().in_bulk(wanted[Unit])
        self.works = Publication.objects.in_bulk(wanted[Publication])

    def __call__(self, record: Unit | Publication, leaves: str = "") -> dict[str, object]:
        found: Any = (self.units if isinstance(record, Unit) else self.works)[record.pk]
        unit = isinstance(found, Unit)
        return {
            "kind": "unit" if unit else "publication",
            "id": found.pk,
            "label": shelfmark(found, reader_language(), leaves) if unit else found.title,
            "url": found.get_absolute_url(),
        }


def _note(read: ReadNote, meanings: Iterator[Outcome[Any]], shown: _Shown) -> dict[str, Any]:
    text = read.note.text
    return {
        "number": read.note.number,
        "text": text,
        "references": [_mention(text, mention, next(meanings), shown) for mention in read.mentions],
        "not_understood": [_stretch(text, span) for span in read.remainder],
        "problem": read.problem,
    }


def _mention(text: str, mention: Mention, meaning: Outcome[Any], shown: _Shown) -> dict[str, Any]:
    leaves = getattr(mention.reference, "leaves", None)
    record, candidates, reason = None, [], ""
    match meaning:
        case Resolved(found):
            record, outcome = shown(found, leaves.as_written if leaves else ""), "resolved"
        case Ambiguous(several):
            candidates, outcome = [shown(each) for each in several], "ambiguous"
        case Unresolved(why):
            reason, outcome = _(why.sentence), "unresolved"
    return {
        **_stretch(text, mention.span),
        "how": mention.how,
        "inherited": sorted(mention.inherited),
        "reference": structured(mention.reference),
        "parts": [{"kind": part.kind, **_stretch(text, part.span)} for part in mention.parts],
        "remark": mention.remark,
        "outcome": outcome,
        "reason": reason,
        "record": record,
        "candidates": candidates,
    }


def structured(reference: Reference) -> Mapping[str, Any]:
    """What is not known is left out."""
    if isinstance(reference, ArchivalReference):
        values: dict[str, Any] = {
            "repository": reference.repository,
            "repository_as_written": reference.repository_as_written,
            "path": [{"level": level.name, "number": level.number} for level in reference.path],
            "leaves": list(reference.leaves.canonical_items()),
            "title": reference.title,
            "url": reference.url,
        }
        return {"kind": "archival", **{name: value for name, value in values.items() if value}}
    printed = {name: getattr(reference, name) for name in PRINTED.split()}
    return {
        "kind": "publication",
        **{name: list(value) if isinstance(value, tuple) else value for name, value in printed.items() if value},
    }


def _stretch(text: str, span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _records(meaning: Outcome[Unit | Publication]) -> tuple[Unit | Publication, ...]:
    match meaning:
        case Resolved(record):
            return (record,)
        case Ambiguous(candidates):
            return candidates
    return ()
