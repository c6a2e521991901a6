"""A list of the pages as an address of the API: the same rows, filters, orders and columns, as JSON for programs.

The rule: nothing is declared twice; what a `ListPage` knows, the API and its description are made of. Boundary: reading
only; which lists there are is for the apps to say (`<app>/api.py`) and for `config/api.py` to give addresses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django.db import DatabaseError, InterfaceError, models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers, viewsets
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.listing import MOST_PER_PAGE, PER_PAGE, Column, Filters, ListPage, as_body, as_row
from core.middleware import sentence_of
from core.parameters import LAST_PAGE, BadParameter
from core.problems import BUSY_SECONDS, MEDIA_TYPE, ProblemRenderer, body, described

LONGEST_NUMBER = 18
COLUMN_TYPES: Mapping[type, type[serializers.Field]] = {  # type: ignore[type-arg]  # generic in the stubs only
    str: serializers.CharField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
}
NUMBER = {"type": "integer", "minimum": 0, "maximum": 10**LONGEST_NUMBER - 1}
LANGUAGE = OpenApiParameter("lang", {"type": "string", "enum": ["en", "ru"]}, description="Of labels and references")


class ListOnlyApi(viewsets.ViewSet):
    """`pages` is the list; `one` names a row of it in the description; `example` is a row, as far as it has values.

    `asked` is an address's query that the example answers, for lists that are about something.
    """

    pages: ClassVar[type[ListPage]]
    one: ClassVar[str]
    example: ClassVar[Mapping[str, object]]
    about: ClassVar[str] = ""
    lookup_value_regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if hasattr(cls, "pages"):
            cls.describe(_row_of(cls.one, cls.pages.columns), cls.example_row())

    @classmethod
    def describe(cls, row: Any, example: dict[str, object]) -> None:
        cls.list = extend_schema(  # type: ignore[method-assign]  # described anew for each list
            operation_id=f"{cls.one}_list",
            description=cls.about or None,
            parameters=_parameters(cls.pages, cls.by_cursor),
            responses={
                (200, "application/json"): _list_of(cls.one, row, example, cls.by_cursor),
                **described(),
            },
        )(_own(cls.list))

    by_cursor: ClassVar[bool] = False

    @classmethod
    def example_row(cls) -> dict[str, object]:
        return {column.name: cls.example.get(column.name) for column in cls.pages.columns}

    def list(self, request: Request) -> Response:
        asked = request.query_params
        if asked.get("all"):
            raise BadParameter("all: " + _("a whole list is given at its own address, outside /api/."))
        if asked.get("format", "json") != "json":
            raise BadParameter("format: " + _("one of %(choices)s is understood.") % {"choices": "json"})
        pages = self.pages()
        pages.form = "json"
        filters, sort = pages.understood(request._request)
        return Response(as_body(pages.page_asked(request._request, filters, sort), pages.columns))


class ListApi(ListOnlyApi):
    """A list of records that have numbers: each can be asked for, and all be gone through by a cursor."""

    by_cursor = True

    @classmethod
    def describe(cls, row: Any, example: dict[str, object]) -> None:
        super().describe(row, example)
        cls.retrieve = extend_schema(  # type: ignore[method-assign]
            operation_id=f"{cls.one}_one",
            parameters=[OpenApiParameter("id", NUMBER, OpenApiParameter.PATH), LANGUAGE],
            responses={
                (200, "application/json"): OpenApiResponse(row, "", [OpenApiExample(cls.one, example)]),
                **described(404),
            },
        )(_own(cls.retrieve))

    def list(self, request: Request) -> Response:
        if "cursor" not in request.query_params:
            return super().list(request)
        return self.following(request)

    def retrieve(self, request: Request, pk: str) -> Response:
        pages = self.pages()
        pages.form = "json"
        record = pages.row(int(pk))
        if record is None:
            raise Http404(_("There is no record of this number here."))
        return Response(as_row(record, pages.columns))

    def following(self, request: Request) -> Response:
        """The records after the one of this number, by number: as quick at the end of a million as at its start."""
        asked = request.query_params.copy()
        given = asked.pop("cursor")
        per_page = _whole(asked.pop("per_page", [""]), "per_page", PER_PAGE, 1, MOST_PER_PAGE)
        after = _whole(given, "cursor", 0, 0, 10**LONGEST_NUMBER - 1)
        for name in {"page", "sort", "all", "format"}.intersection(asked):
            raise BadParameter(f"{name}: " + _("means nothing beside a cursor, which goes through a list by number."))
        pages = self.pages()
        pages.form = "json"
        filters = pages.filters(asked, queryset=pages.rows(), request=request._request)
        filters.clean_or_refuse()
        found = self.numbered(filters).order_by("pk").filter(pk__gt=after)
        keys = list(found.values_list("pk", flat=True)[: per_page + 1])
        shown = keys[:per_page]
        rows = [as_row(record, pages.columns) for record in pages.records(shown)]
        return Response({"results": rows, "next": _next(request, shown[-1]) if len(keys) > per_page else None})

    def numbered(self, filters: Any) -> models.QuerySet[Any]:
        """What the filters find, keyed by the numbers of the records."""
        rows: models.QuerySet[Any] = filters.qs
        return rows


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
    context["request"].accepted_renderer, context["request"].accepted_media_type = ProblemRenderer(), MEDIA_TYPE
    headers = {"Retry-After": str(BUSY_SECONDS)} if status == 503 else None
    return Response(body(status, detail), status=status, headers=headers, content_type=MEDIA_TYPE)


def _next(request: Request, last: int) -> str:
    asked: QueryDict = request.query_params.copy()
    asked["cursor"] = str(last)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def _whole(values: Sequence[Any], name: str, default: int, least: int, most: int) -> int:
    """A whole number in ASCII digits, given once."""
    value = str(values[-1]) or str(default)
    if len(values) > 1 or not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        value = "-1"
    if not least <= int(value) <= most:
        numbers = {"least": least, "most": most}
        raise BadParameter(f"{name}: " + _("a whole number from %(least)s to %(most)s is understood.") % numbers)
    return int(value)


def _own(method: Any) -> Any:
    """A function of the subclass's own, since describing a method marks it."""

    def called(self: ListApi, request: Request, **named: Any) -> Response:
        answer: Response = method(self, request, **named)
        return answer

    called.__name__, called.__doc__ = method.__name__, method.__doc__
    return called


def _row_of(one: str, columns: Sequence[Column]) -> Any:
    fields = {column.name: COLUMN_TYPES[column.type](allow_null=True) for column in columns}
    return inline_serializer(one.title().replace("_", ""), fields)


def _list_of(one: str, row: Any, example: dict[str, object], by_cursor: bool) -> OpenApiResponse:
    numbers = {name: serializers.IntegerField(required=not by_cursor) for name in ("count", "page", "pages")}
    after = {"next": serializers.URLField(required=False, allow_null=True)} if by_cursor else {}
    fields = {**numbers, **after, "results": row.__class__(many=True)}
    page = inline_serializer(f"{one.title().replace('_', '')}List", fields)
    whole = {"count": 1, "page": 1, "pages": 1, "results": [example]}
    # Else the description takes it for one of many.
    return OpenApiResponse(extend_schema_serializer(many=False)(type(page)), "", [OpenApiExample(f"{one}s", whole)])


def _parameters(pages: type[ListPage], by_cursor: bool) -> list[OpenApiParameter]:
    own = [_parameter(name, each, pages.filters) for name, each in pages.filters.base_filters.items()]
    told = "Instead of a page: the records after the one of this number, by number; 0 begins, `next` goes on."
    sorts = {"type": "string", "enum": list(pages.sort_labels)}
    return [
        *own,
        OpenApiParameter("sort", sorts, description=", ".join(pages.sort_labels)),
        OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}),
        OpenApiParameter("per_page", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}),
        *([OpenApiParameter("cursor", NUMBER, description=told)] if by_cursor else []),
        LANGUAGE,
    ]


def _parameter(name: str, each: Any, filters: type[Filters]) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        OpenApiTypes.INT if isinstance(each, django_filters.NumberFilter) else OpenApiTypes.STR,
        description=str(each.label or ""),
        required=bool(each.extra.get("required")),
        many=name in filters.several,
    )
