"""`/help/api/`: the description of the API as a page to read, made of the description itself.

The rule: what stands here is what programs are told at `/api/schema/`; nothing is written twice. Boundary: the page
asks nothing of the database and needs no script.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

from core.listing import reader_language
from core.parameters import refuse_unknown

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`values` are those that it may have, or its bounds."""

    name: str
    values: str
    needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    key: str
    method: str
    address: str
    says: str
    parameters: tuple[Parameter, ...]
    sent: str
    answer: str


def reference(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    described = _described(reader_language())
    return render(request, "guide/api.html", {"operations": described[0], "failures": described[1]})


@cache
def _described(language: str) -> tuple[tuple[Operation, ...], tuple[tuple[str, str], ...]]:
    """It changes with the program only. The labels of filters are in the reader's language."""
    with override(language):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it has no types
    operations = tuple(_operations(schema["paths"]))
    failures = {
        status: answer["description"]
        for methods in schema["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if status != "200"
    }
    return operations, tuple(sorted(failures.items()))


def _operations(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for address, methods in paths.items():
        for method, told in methods.items():
            yield Operation(
                told["operationId"].replace("_", "-"),
                method.upper(),
                address,
                told.get("description", ""),
                tuple(map(_parameter, told.get("parameters", ()))),
                _example(told.get("requestBody", {})),
                _example(told["responses"]["200"]),
            )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    schema = told["schema"]
    one = schema.get("items", schema)
    values = ", ".join(map(str, one.get("enum", ()))) or " – ".join(
        str(one[end]) for end in ("minimum", "maximum") if end in one
    )
    return Parameter(
        told["name"], values or one.get("type", ""), told.get("required", False), told.get("description", "")
    )


def _example(told: Mapping[str, Any]) -> str:
    examples = told.get("content", {}).get(JSON, {}).get("examples", {})
    return next((json.dumps(each["value"], ensure_ascii=False, indent=2) for each in examples.values()), "")
