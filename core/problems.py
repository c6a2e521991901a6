"""A failure as programs read it: `application/problem+json` (RFC 9457), the same for every address of the API.

Boundary: what went wrong is said by whoever noticed; here it only gets its form, and its place in the description.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 5
# What each status means here, and a sentence that it may come with.
MEANINGS = {
    400: ("What was asked means nothing here.", "per_page: a whole number from 1 to 100 is understood."),
    401: ("The token is not known, or was revoked.", "This token is not known here, or was revoked."),
    404: ("There is no such record, or it is not public.", "There is no record of this number here."),
    406: ("Only JSON is given here.", "Could not satisfy the request Accept header."),
    413: ("What was sent is too long.", "What was sent is longer than is read."),
    415: ("Only JSON is read here.", "Unsupported media type “text/csv” in request."),
    429: ("So many questions a minute are more than is fair.", "Too many questions; please wait."),
    503: ("The question took too long, or the database is away.", "That took too long. Please narrow your search."),
}
ALWAYS = (400, 401, 406, 429, 503)


class ProblemRenderer(JSONRenderer):
    media_type = MEDIA_TYPE


class Problem(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="about:blank")
    title = serializers.CharField(help_text="The status in words")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what is wrong")


def body(status: int, sentence: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence}


def as_problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The whole answer, for what fails before or after the API itself."""
    return JsonResponse(
        body(status, sentence),
        status=status,
        content_type=MEDIA_TYPE,
        headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


def described(*more: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The failures of an operation: those that each has, and these."""
    return {(status, MEDIA_TYPE): _described(status) for status in sorted({*ALWAYS, *more})}


def _described(status: int) -> OpenApiResponse:
    meaning, sentence = MEANINGS[status]
    return OpenApiResponse(Problem, meaning, [OpenApiExample(str(status), body(status, sentence))])
