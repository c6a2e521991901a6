"""A list of the pages as an address of the API: the same rows, filters, orders and columns, as JSON for programs.

The rule: nothing is declared twice; what a `ListPage` knows, the API and its description are made of. Boundary: reading
only; which lists there are is for the apps to say (`<app>/api.py`) and for `config/api.py` to give addresses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django.db import DatabaseError, InterfaceError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers, viewsets
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.listing import LAST_PAGE, MOST_PER_PAGE, PER_PAGE, BadParameter, Column, ListPage, as_body, as_row
from core.middleware import sentence_of

LONGEST_NUMBER = 18
COLUMN_TYPES: Mapping[type, type[serializers.Field]] = {  # type: ignore[type-arg]  # generic in the stubs only
    str: serializers.CharField,
    int: serializers.IntegerField,
}


class ProblemRenderer(JSONRenderer):
    """A failure, as RFC 9457 has it."""

    media_type = "application/problem+json"


class Problem(serializers.Serializer[Any]):
    type = serializers.CharField(help_text="about:blank")
    title = serializers.CharField(help_text="The status in words")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what is wrong")


class ListApi(viewsets.ViewSet):
    """`pages` is the list; `one` names a record of it in the description of the API."""

    pages: ClassVar[type[ListPage]]
    one: ClassVar[str]
    lookup_value_regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        row = _row_of(cls.one, cls.pages.columns)
        cls.list = extend_schema(  # type: ignore[method-assign]  # described anew for each list
            operation_id=f"{cls.one}_list",
            parameters=_parameters(cls.pages),
            responses={200: _list_of(cls.one, row), 400: _problem("A parameter means nothing here."), 503: _BUSY},
        )(_own(cls.list))
        cls.retrieve = extend_schema(  # type: ignore[method-assign]
            operation_id=f"{cls.one}_one",
            parameters=[OpenApiParameter("id", OpenApiTypes.INT64, OpenApiParameter.PATH)],
            responses={200: row, 404: _problem("There is no such record, or it is not public."), 503: _BUSY},
        )(_own(cls.retrieve))

    def list(self, request: Request) -> Response:
        if request.query_params.get("all"):
            raise BadParameter("all: " + _("a whole list is given at its own address, outside /api/."))
        pages = self.pages()
        pages.form = "json"
        filters, sort = pages.understood(request._request)
        return Response(as_body(pages.page_asked(request._request, filters, sort), pages.columns))

    def retrieve(self, request: Request, pk: str) -> Response:
        pages = self.pages()
        pages.form = "json"
        record = pages.row(int(pk))
        if record is None:
            raise Http404(_("There is no record of this number here."))
        return Response(as_row(record, pages.columns))


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to what went wrong; None for what nobody foresaw."""
    if isinstance(error, APIException):
        status, detail = error.status_code, str(error.detail)
    elif isinstance(error, Http404):
        status, detail = 404, str(error) or _("There is nothing at this address.")
    elif isinstance(error, BadParameter | DatabaseError | InterfaceError) and (told := sentence_of(error)):
        status, detail = told
    else:
        return None
    set_rollback()
    title = {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}
    body = {"type": "about:blank", "title": title.get(status, "Error"), "status": status, "detail": detail}
    context["request"].accepted_renderer = ProblemRenderer()
    headers = {"Retry-After": "5"} if status == 503 else None
    return Response(body, status=status, headers=headers, content_type=ProblemRenderer.media_type)


def _own(method: Any) -> Any:
    """A function of the subclass's own, since describing a method marks it."""

    def called(self: ListApi, request: Request, **named: Any) -> Response:
        answer: Response = method(self, request, **named)
        return answer

    called.__name__, called.__doc__ = method.__name__, method.__doc__
    return called


def _problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(Problem, description)


_BUSY = _problem("The question took too long, or the database is away.")


def _row_of(one: str, columns: Sequence[Column]) -> Any:
    fields = {column.name: COLUMN_TYPES[column.type](allow_null=True) for column in columns}
    return inline_serializer(one.capitalize(), fields)


def _list_of(one: str, row: Any) -> Any:
    numbers = {name: serializers.IntegerField() for name in ("count", "page", "pages")}
    page = inline_serializer(f"{one.capitalize()}List", {**numbers, "results": row.__class__(many=True)})
    return extend_schema_serializer(many=False)(type(page))  # else the description takes it for one of many


def _parameters(pages: type[ListPage]) -> list[OpenApiParameter]:
    filters = pages.filters
    own = [
        OpenApiParameter(
            name,
            OpenApiTypes.INT if isinstance(each, django_filters.NumberFilter) else OpenApiTypes.STR,
            description=str(each.label or ""),
            many=name in filters.several,
        )
        for name, each in filters.base_filters.items()
    ]
    return [
        *own,
        OpenApiParameter("sort", OpenApiTypes.STR, description=", ".join(pages.sort_labels)),
        OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}),
        OpenApiParameter("per_page", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}),
        OpenApiParameter("lang", {"type": "string", "enum": ["en", "ru"]}, description="Of labels and references"),
    ]
