"""A picture of the data: its address is its whole state, and the same address gives the page, the SVG and the tables.

The rule: a picture stands beside its table, and both are made of the same rows; every number opens the list that it
counts. Boundary: what is counted and how it is drawn is for the apps; what is drawn as bars, for `core.charts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views import View

from core.exports import TABLES
from core.keeping import in_one_form, keep
from core.listing import Column, Filters, address, as_csv, as_row, as_workbook, chips
from core.parameters import form_of, refuse_unknown
from core.sources import page as page_source

FORMS = {"html": "text/html", "svg": "image/svg+xml", **TABLES}


class PicturePage(View):
    """A subclass says what narrows the picture, what it shows, and how a row of its table is written to a file."""

    filters: ClassVar[type[Filters]]
    template_name: ClassVar[str]
    svg_template: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    heading: ClassVar[Any]
    forms: ClassVar[Mapping[str, str]] = FORMS
    cost: ClassVar[int] = 4  # of `core.crowds`

    def rows(self) -> models.QuerySet[Any]:
        """What the filters narrow."""
        raise NotImplementedError

    def picture(self, filters: Any) -> Any:
        """What both templates show as `picture`; its `rows` are those of the table."""
        raise NotImplementedError

    def more_context(self, filters: Any) -> dict[str, Any]:
        return {}

    def other_form(self, form: str, picture: Any) -> HttpResponse:
        """A form of the subclass's own beside those."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        form = form_of(request, self.forms)
        request.GET = in_one_form(request.GET, {"format": "html"})
        filters = self.filters(request.GET, queryset=self.rows(), request=request)
        refuse_unknown(request.GET, {"format", *filters.form.fields}, filters.several)
        filters.clean_or_refuse()
        if form == "html" and not all(request.GET.values()):
            return HttpResponseRedirect(address(request))  # a form sends its empty fields too
        picture = self.picture(filters)
        if form == "html":
            response = render(request, self.template_name, self.context(request, filters, picture))
        else:
            response = _named(self.file(form, filters, picture), request, form)
        patch_vary_headers(response, ["Accept"])
        return keep(response, form, request.GET)

    def file(self, form: str, filters: Any, picture: Any) -> HttpResponse:
        if form == "csv":
            return as_csv(picture.rows, self.columns)
        if form == "xlsx":
            return as_workbook(picture.rows, self.columns, "opis")
        if form == "json":
            results = [as_row(row, self.columns) for row in picture.rows]
            return JsonResponse({"count": len(results), "results": results}, json_dumps_params={"ensure_ascii": False})
        if form == "svg":
            drawn = render_to_string(self.svg_template, {"picture": picture, **self.more_context(filters)})
            return HttpResponse(drawn, content_type=f"{FORMS['svg']}; charset=utf-8")
        return self.other_form(form, picture)

    def context(self, request: HttpRequest, filters: Filters, picture: Any) -> dict[str, Any]:
        here = address(request, without=("lang", "format"))
        return {
            "heading": self.heading,
            "picture": picture,
            "filters": filters,
            "chips": chips(request, filters.chosen()),
            "other_forms": [
                (name.upper(), address(request, format=name), media)
                for name, media in self.forms.items()
                if name != "html"
            ],
            "citable": page_source(here, "opis", str(self.heading), str(self.heading)),
            "narrowed": bool(set(request.GET) - {"lang"}),
            **self.more_context(filters),
        }


def _named(response: HttpResponse, request: HttpRequest, form: str) -> HttpResponse:
    name = f"opis-{request.path.strip('/').replace('/', '-')}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
