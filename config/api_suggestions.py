"""`/api/suggestions/`: what the search box of the pages suggests while one types, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.suggestions import suggestions
from core.api import LANGUAGE
from core.filters import LONGEST_QUESTION
from core.pages import words_of
from core.parameters import refuse_unknown
from core.problems import described


class Suggestion(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="In words, in the language asked for")
    label = serializers.CharField()  # type: ignore[assignment]  # a field called so
    detail = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class Suggestions(serializers.Serializer[Any]):
    suggestions = Suggestion(many=True)


EXAMPLE = {
    "suggestions": [{"kind": "person", "label": "Lev Trotsky", "detail": "1879–1940", "url": "/people/7/trotsky/"}]
}


class SuggestionApi(APIView):
    @extend_schema(
        operation_id="suggestions",
        description="People, files and publications whose names begin so, or which a reference means.",
        parameters=[
            OpenApiParameter(
                "q", {"type": "string", "maxLength": LONGEST_QUESTION}, examples=[OpenApiExample("typed", "Trots")]
            ),
            LANGUAGE,
        ],
        responses={
            (200, "application/json"): OpenApiResponse(Suggestions, "", [OpenApiExample("typed", EXAMPLE)]),
            **described(),
        },
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params, ("q",))
        return Response({"suggestions": suggestions(words_of(request.query_params, "q", LONGEST_QUESTION))})
