"""A list of the desk as a file: all that the filters leave, however much it is, sent while it is read.

The rule: the file holds what the list holds, in its order, drafts included, and of each record every field that tells
something, with what the public list of the same records says of them. Boundary: the forms are written in
`core.exports`; who may look at the list may take it along.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.changes import telling_fields
from core.desk import admin_name
from core.exports import SLICE, Column, Listed, content, file_name
from core.fields import UncertainDateField
from core.listing import ListPage, reader_language

# The format of workbooks knows no more rows, one of which is the header.
MOST_IN_A_WORKBOOK = 1_048_575
# What tells the desk where in the list it stands.
PLACES = ("p", "all", "e", "_changelist_filters")


class TakenAlong(ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """A page of the desk whose list can be taken along. `pages` is the public list of the same records, if any."""

    pages: ClassVar[type[ListPage] | None] = None

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("whole/<str:form>/", view, name=f"{admin_name(self.model)}_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        return whole_list(self, request, form)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        forms = {"file_forms": file_addresses(self, request)}
        return super().changelist_view(request, {**(extra_context or {}), **forms})


def file_addresses(page: TakenAlong, request: HttpRequest) -> list[tuple[str, str]]:
    """Each form with the address that gives this list in it."""
    asked = request.GET.copy()
    for name in PLACES:
        asked.pop(name, None)
    query = f"?{asked.urlencode()}" if asked else ""
    forms = _listed(page).forms()
    return [
        (form.upper(), reverse(f"admin:{admin_name(page.model)}_file", args=[form]) + query) for form in sorted(forms)
    ]


def whole_list(page: TakenAlong, request: HttpRequest, form: str) -> HttpResponseBase:
    """The file. Filters that mean nothing lead to the list, which says so."""
    listed = _listed(page)
    if form not in listed.forms():
        raise Http404
    if not page.has_view_permission(request):
        raise PermissionDenied
    try:
        keys = array("q", page.get_changelist_instance(request).queryset.values_list("pk", flat=True))
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse(f"admin:{admin_name(page.model)}_changelist") + "?e=1")
    if form == "xlsx" and len(keys) > MOST_IN_A_WORKBOOK:
        return HttpResponse(_("A workbook holds no more than 1,048,576 rows: take the list as CSV."), status=400)
    name = file_name(f"opis-{page.opts.model_name}", form)
    pieces = content(form, _records(_reader(page, form), keys), listed, request.build_absolute_uri)
    return StreamingHttpResponse(
        _in_language(pieces, reader_language()),
        content_type=listed.forms()[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _listed(page: TakenAlong) -> Listed:
    """Columns of the public list first, then the fields that it does not show."""
    pages = page.pages
    public = list(pages.columns) if pages else []
    named = {column.name for column in public}
    own = [column for column in _columns(page.model) if column.name not in named]
    return Listed([*public, *own], pages.source if pages else None, reader_language())


def _columns(model: type[models.Model]) -> Iterator[Column]:
    yield Column("id", lambda record: record.pk, int)
    for field in telling_fields(model):
        if isinstance(field, models.ForeignKey):
            yield Column(field.attname, _value(field.attname), int)
            yield Column(field.name, _words(field.name))
        else:
            yield Column(field.name, _words(field.name))
        if isinstance(field, UncertainDateField):
            yield Column(f"{field.name}_edtf", _words(f"{field.name}_edtf"))


def _value(name: str) -> Callable[[Any], object]:
    return lambda record: getattr(record, name)


def _words(name: str) -> Callable[[Any], object]:
    """As in the import: several values are parted by semicolons, nothing is an empty cell."""

    def read(record: Any) -> object:
        value = getattr(record, name)
        if isinstance(value, list | tuple):
            return "; ".join(map(str, value))
        return "" if value is None else str(value)

    return read


def _reader(page: TakenAlong, form: str) -> models.QuerySet[Any]:
    """The rows with what the columns, or the sources, read of them."""
    if page.pages:
        pages = page.pages()
        pages.form = form
        return pages.full_rows()
    keys = [field.name for field in telling_fields(page.model) if isinstance(field, models.ForeignKey)]
    every: models.QuerySet[Any] = page.model._base_manager.all()
    return every.prefetch_related(*keys)


def _records(rows: models.QuerySet[Any], keys: Sequence[int]) -> Iterator[Any]:
    for first in range(0, len(keys), SLICE):
        some = keys[first : first + SLICE]
        found = rows.in_bulk(list(some))
        yield from (found[key] for key in some if key in found)


def _in_language(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """What is written while it is sent is written after the request; the reader's language is over by then."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
