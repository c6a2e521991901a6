"""`/api/format/`: references as somebody wrote them → the same in journals' styles, with Ibid. and a bibliography.

The rule: each text is one footnote; of what is not understood nothing is written, and it is said. Boundary: the styles
are `notation.styles`; what is held here is not asked, so nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from citations.api_reading import ReferenceRead, structured
from core.api import LANGUAGE
from core.api_tools import asked, checked, one_of
from core.parameters import BadParameter
from core.problems import described
from notation.footnotes import Note
from notation.ibid import read_notes
from notation.outcomes import Resolved
from notation.references import Reference, Span
from notation.styles import bibliography, note_runs, styles, to_html, to_markdown, to_text, write
from notation.styles.style import Style

MOST_REFERENCES, LONGEST = 50, 2_000
LANGUAGES = ("", "en", "ru", "uk", "be", "de", "fr", "pl")
NAMES = tuple(style.name for style in styles())
FIELDS = ("ref", "style", "language")


class NoteUnderstood(serializers.Serializer[Any]):
    text = serializers.CharField()
    references = ReferenceRead(many=True, help_text="None where nothing is understood")


class Formatted(serializers.Serializer[Any]):
    style = serializers.CharField()  # type: ignore[assignment]  # a field called so
    title = serializers.CharField()
    language = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField(), help_text="A run of footnotes, with Ibid.")
    html = serializers.ListField(child=serializers.CharField())
    markdown = serializers.ListField(child=serializers.CharField())
    short = serializers.ListField(child=serializers.CharField(), help_text="Each reference in its short form")
    bibliography = serializers.ListField(child=serializers.CharField())


class FormatAnswer(serializers.Serializer[Any]):
    notes = NoteUnderstood(many=True)
    styles = Formatted(many=True)


class FormatSent(serializers.Serializer[Any]):
    ref = serializers.ListField(
        child=serializers.CharField(min_length=1, max_length=LONGEST), min_length=1, max_length=MOST_REFERENCES
    )
    style = serializers.ChoiceField(["", *NAMES], required=False)  # type: ignore[assignment]  # a field called so
    language = serializers.ChoiceField(LANGUAGES, required=False)


WRITTEN = "РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83"
SHELF = [{"level": "fond", "number": "17"}, {"level": "opis", "number": "171"}, {"level": "delo", "number": "87"}]
READ = {"kind": "archival", "repository": "RGASPI", "path": SHELF, "leaves": ["83"]}
ANSWER = {
    "notes": [{"text": WRITTEN, "references": [READ]}],
    "styles": [
        {
            "style": "gost",
            "title": "GOST R 7.0.5",
            "language": "ru",
            "notes": [f"{WRITTEN}."],
            "html": [f"{WRITTEN}."],
            "markdown": [f"{WRITTEN}."],
            "short": [f"{WRITTEN}."],
            "bibliography": ["РГАСПИ. Ф. 17. Оп. 171. Д. 87."],
        }
    ],
}
RESPONSES = {
    (200, "application/json"): OpenApiResponse(FormatAnswer, "", [OpenApiExample("gost", ANSWER)]),
    **described(415),
}
CHOSEN = [
    OpenApiParameter("style", {"type": "string", "enum": list(NAMES)}, description="All styles without it"),
    OpenApiParameter("language", {"type": "string", "enum": list(LANGUAGES[1:])}, description="Else the style's own"),
]


class FormatApi(APIView):
    @extend_schema(
        operation_id="format",
        description="References in the styles of journals. Each `ref` is a footnote; it may be given several times.",
        parameters=[
            OpenApiParameter(
                "ref",
                {
                    "type": "array",
                    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST},
                    "minItems": 1,
                    "maxItems": MOST_REFERENCES,
                },
                required=True,
                examples=[OpenApiExample("reference", [WRITTEN])],
            ),
            *CHOSEN,
            LANGUAGE,
        ],
        responses=RESPONSES,
    )
    def get(self, request: Request) -> Response:
        return self.written(request)

    @extend_schema(
        operation_id="format_posted",
        description="As GET, with a JSON object.",
        parameters=[LANGUAGE],
        request=FormatSent,
        examples=[OpenApiExample("references", {"ref": [WRITTEN], "style": "gost"}, request_only=True)],
        responses=RESPONSES,
    )
    def post(self, request: Request) -> Response:
        return self.written(request)

    def written(self, request: Request) -> Response:
        values = asked(request, FIELDS, several=("ref",))
        texts = [checked("ref", text.strip(), LONGEST) for text in values.get("ref", [])]
        if not texts or not all(texts) or len(texts) > MOST_REFERENCES:
            raise BadParameter("ref: " + _("give from 1 to %(most)d references.") % {"most": MOST_REFERENCES})
        name = one_of(values, "style", ("", *NAMES), "")
        language = one_of(values, "language", LANGUAGES, "")
        understood = _understood(texts)
        chosen = [style for style in styles() if name in ("", style.name)]
        return Response(
            {
                "notes": [
                    {"text": text, "references": [structured(each) for each in references]}
                    for text, references in zip(texts, understood, strict=True)
                ],
                "styles": [_in_style(style, [note for note in understood if note], language) for style in chosen],
            }
        )


def _understood(texts: Sequence[str]) -> list[list[Reference]]:
    """What each cites, Ibid. completed; left out is what is not complete."""
    notes = [Note(str(number), text, Span(0, len(text))) for number, text in enumerate(texts, 1)]
    outcomes = [[mention.outcome for mention in read.mentions] for read in read_notes(notes)]
    return [[one.value for one in note if isinstance(one, Resolved)] for note in outcomes]


def _in_style(style: Style, notes: Sequence[Sequence[Reference]], language: str) -> dict[str, Any]:
    tongue = language or style.language
    runs = note_runs(notes, style.name, tongue)
    references = [reference for note in notes for reference in note]
    return {
        "style": style.name,
        "title": str(style.title),
        "language": tongue,
        "notes": list(map(to_text, runs)),
        "html": list(map(to_html, runs)),
        "markdown": list(map(to_markdown, runs)),
        "short": [write(reference, style.name, "short", tongue) for reference in references],
        "bibliography": list(bibliography(references, style.name, tongue)),
    }
