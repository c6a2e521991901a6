"""A list of records: its address is its whole state, and the same address gives a page, or it as a file.

One filterset and one set of columns serve all forms. An unknown parameter or a bad value is answered with 400 and a
sentence; nothing from the address reaches a query but through a form field or a dictionary look-up.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Literal
from urllib.parse import quote_plus, urlencode

import django_filters
from django.core.paginator import Page
from django.db import connection, models, transaction
from django.forms import ChoiceField, Field, Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View
from django_filters.filters import FilterMethod

from core.exports import FILES as FILES
from core.exports import SLICE, TABLES, Listed, as_one_file, cells, content, file_name, to_csv
from core.exports import Column as Column
from core.exports import harmless as harmless
from core.keeping import in_one_form, keep
from core.paging import KeyPaginator
from core.parameters import BadParameter, choice, form_of, page_number, refuse_unknown, whole_number
from core.sources import Source
from core.sources import page as page_source
from core.sources.files import download
from core.spreadsheets import write_workbook
from core.turns import take_turn_now

PER_PAGE = 50
MOST_PER_PAGE = 100
# A whole list (`all=1`) has so many rows at most; one that has more than a few pages of them waits for its turn.
MOST_AT_ONCE = 10_000
FEW = 1000
FORMATS = {"html": "text/html", **TABLES}
# Parameters that every list takes beside its filters.
COMMON = frozenset({"page", "per_page", "all", "sort", "format", "lang"})
USUAL = {"page": "1", "per_page": str(PER_PAGE), "format": "html"}
# Filters by a choice of values that may narrow a list together: more find next to nothing, and their combinations are
# what crawlers lose themselves in.
MOST_CHOICES = 4


# A page has thirty addresses with the same question.
_quoted = lru_cache(maxsize=1024)(quote_plus)


class SharedFields(dict[str, Field]):
    """The fields of a form that all forms of its class share: a list is only asked with them, and changes none.

    A full copy of seventeen fields took as long as a question to the database. Records to choose from are read anew
    each time that they are listed, and choices put into the reader's language.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Field]:
        return dict(self)


class OwnFilters(dict[str, Any]):
    """The filters of one question, each made when it is used: a list has eighteen, and few narrow it."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        self.make = make

    def __missing__(self, name: str) -> Any:
        made = self[name] = self.make(name)
        return made


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """A filterset whose form refuses parameters that it does not know."""

    # Filters that may be given more than once: any of the values will do.
    several: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, data: QueryDict | None = None, queryset: Any = None, *, request: Any = None, prefix: str | None = None
    ) -> None:
        """As the parent's, but that the filters are copied one level deep: they change in nothing else."""
        self.is_bound = data is not None
        self.data = data or QueryDict()
        self.queryset = queryset
        self.request = request
        self.form_prefix = prefix
        self.filters: dict[str, Any] = OwnFilters(self._own)

    def _own(self, name: str) -> Any:
        own = copy.copy(self.base_filters[name])
        own.parent, own.model = self, self.queryset.model
        if isinstance(own.__dict__.get("filter"), FilterMethod):
            own.filter = FilterMethod(own)
        return own

    def get_form_class(self) -> type[Form]:
        """The same for every request: making the class anew took a tenth of a page's time."""
        made: type[Form] | None = type(self).__dict__.get("_form_class")
        if made is None:
            self.filters = {name: self._own(name) for name in self.base_filters}
            made = super().get_form_class()
            made.base_fields = SharedFields(made.base_fields)
            type(self)._form_class = made
        return made

    def filter_queryset(self, queryset: Any) -> Any:
        """What does not stand in the address narrows nothing."""
        for name, value in self.form.cleaned_data.items():
            if name in self.data:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def clean_or_refuse(self) -> None:
        """Raises BadParameter with the first thing that is wrong."""
        refuse_unknown(self.data, COMMON.union(self.form.fields), self.several)
        if (chosen := self.choices()) > MOST_CHOICES:
            raise BadParameter(
                _("A list is narrowed by at most %(most)d choices together, and these are %(chosen)d: leave some out.")
                % {"most": MOST_CHOICES, "chosen": chosen}
            )
        for name, errors in self.form.errors.items():
            raise BadParameter(f"{name}: {errors[0]}")

    def choices(self) -> int:
        """How many choices among offered values narrow this: kinds, languages, archives; not words, years, records."""
        fields = [self.form.fields[name] for name in self.data if name in self.form.fields and self.data[name]]
        return sum(isinstance(field, ChoiceField) and not field.widget.is_hidden for field in fields)

    def first(self, most: int) -> tuple[int, Iterable[Any]]:
        """How many there are, and the first of them."""
        return self.qs.count(), self.qs[:most]

    def chosen(self) -> list[tuple[str, str, str, str]]:
        """What narrows this list, for chips: (parameter, its value there, its label, the value in words)."""
        return [
            (name, str(field.prepare_value(value)), str(field.label or name), _in_words(field, value))
            for name, field in self.form.fields.items()
            for value in _values(self.form.cleaned_data.get(name))
        ]


def _values(cleaned: Any) -> Iterable[Any]:
    if isinstance(cleaned, list | models.QuerySet):
        return cleaned
    return () if cleaned in (None, "") else (cleaned,)


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, models.Model):
        return str(field.label_from_instance(value))
    return str(dict(getattr(field, "choices", ())).get(value, value))


class ListPage(View):
    """One list. A subclass names the model's rows, the filterset, sort orders, columns and template."""

    filters: ClassVar[type[Filters]]
    template_name: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    # Name in the address → ordering; the first is the default.
    sorts: ClassVar[Mapping[str, Sequence[Any]]]
    # Name in the address → label; `gettext_lazy` texts in the order of `sorts`.
    sort_labels: ClassVar[Mapping[str, Any]]
    # What the list is called where it is cited (a `gettext_lazy` text), and what a row is to a reference manager.
    title: ClassVar[Any] = ""
    source: ClassVar[staticmethod[..., Source] | None] = None
    form: str = "html"  # what was asked for: one of FORMATS or FILES

    def rows(self) -> models.QuerySet[Any]:
        """All rows that the list can hold, with what its template and columns need, or its sources for a file."""
        raise NotImplementedError

    def full_rows(self) -> models.QuerySet[Any]:
        """The same, each with all its fields."""
        return self.rows()

    def row(self, number: int) -> Any:
        """The one row of this number; None where there is none."""
        return self.rows().filter(pk=number).first()

    def sorts_for(self, asked: QueryDict) -> Mapping[str, Any]:
        """The orders in which this question's rows can be shown, by name; the first is the default."""
        return self.sorts

    def sort(self, rows: models.QuerySet[Any], name: str) -> models.QuerySet[Any]:
        return rows.order_by(*self.sorts[name])

    def page(self, filters: Filters, sort: str, per_page: int, number: int) -> Page[Any]:
        """The page of this number; the last one where there are not so many."""
        return KeyPaginator(self.sort(filters.qs, sort), per_page).get_page(number)

    def keys(self, filters: Filters, sort: str, most: int) -> list[Any]:
        """The keys of the first rows in order, `most` of them."""
        return list(self.sort(filters.qs, sort).values_list("pk", flat=True)[:most])

    def records(self, keys: Sequence[Any]) -> Iterable[Any]:
        """The rows of these keys, in this order; without those that were taken away since."""
        found = self.rows().in_bulk(keys)
        return (found[key] for key in keys if key in found)

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def as_source(self, request: HttpRequest, narrowed: Sequence[str]) -> Source | None:
        """The list itself, with what narrows it; its address is its whole state."""
        if not self.title:
            return None
        within = f" ({'; '.join(narrowed)})" if narrowed else ""
        with override("en"):
            english = f"{self.title}{within}"
        with override("ru"):
            russian = f"{self.title}{within}"
        return page_source(address(request, without=("page", "per_page", "lang", "format")), "opis", english, russian)

    def understood(self, request: HttpRequest) -> tuple[Filters, str]:
        """The filters and the sort order that the address asks for; raises BadParameter."""
        filters = self.filters(request.GET, queryset=self.rows(), request=request)
        filters.clean_or_refuse()
        return filters, choice(request.GET, "sort", self.sorts_for(request.GET))

    def page_asked(self, request: HttpRequest, filters: Filters, sort: str) -> Page[Any]:
        per_page = whole_number(request.GET, "per_page", PER_PAGE, MOST_PER_PAGE)
        return self.page(filters, sort, per_page, page_number(request.GET))

    def whole(self, request: HttpRequest, filters: Filters, sort: str) -> FileResponse:
        """All rows as one file, if they are not too many."""
        if self.form == "html" or request.GET.get("page") or request.GET.get("per_page"):
            raise BadParameter("all: " + _("gives the whole list as a file: name its format, and no page."))
        choice(request.GET, "all", ["1"])
        listed = Listed(self.columns, self.source, reader_language())
        with transaction.atomic(), connection.cursor() as cursor:
            keys = self.keys(filters, sort, MOST_AT_ONCE + 1)
            if len(keys) > MOST_AT_ONCE:
                raise BadParameter("all: " + too_long())
            if len(keys) > FEW:
                take_turn_now(cursor)
            slices = (keys[first : first + SLICE] for first in range(0, len(keys), SLICE))
            records = (record for some in slices for record in self.records(some))
            file = as_one_file(content(self.form, records, listed, request.build_absolute_uri))
        name = file_name(_name_of(request), self.form)
        return FileResponse(file, as_attachment=True, filename=name, content_type=listed.forms()[self.form])

    def get(self, request: HttpRequest) -> HttpResponseBase:
        forms = FORMATS | FILES if self.source else FORMATS
        form = self.form = form_of(request, forms)
        usual_sort = next(iter(self.sorts_for(request.GET)))
        request.GET = in_one_form(request.GET, USUAL | {"sort": usual_sort})
        response = keep(self.answer(request, form, forms), form, request.GET)
        patch_vary_headers(response, ["Accept"])
        return response

    def answer(self, request: HttpRequest, form: str, forms: Mapping[str, str]) -> HttpResponseBase:
        filters, sort = self.understood(request)
        if request.GET.get("all"):
            return self.whole(request, filters, sort)
        if form == "html" and not all(request.GET.values()):
            return HttpResponseRedirect(address(request))  # a form sends its empty fields too
        page = self.page_asked(request, filters, sort)
        if form == "json":
            return as_json(page, self.columns)
        if form == "csv":
            return as_csv(page, self.columns)
        if form == "xlsx":
            return as_workbook(page, self.columns, _name_of(request))
        if self.source and form in FILES:
            return download(request, map(self.source, page), form, reader_language(), _name_of(request))
        chosen = filters.chosen()
        context = {
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "filters": filters,
            "chips": chips(request, chosen),
            "filters_open": any(name != "q" for name, *_rest in chosen),
            "sort": sort,
            "sort_choices": [(name, self.sort_labels[name]) for name in self.sorts_for(request.GET)],
            "other_forms": [
                (name.upper(), address(request, format=name), media) for name, media in forms.items() if name != "html"
            ],
            **_whole_forms(request, forms, page),
            "citable": self.as_source(request, [f"{label}: {words}" for _name, _value, label, words in chosen]),
            "narrowed": bool(set(request.GET) - {"lang", "page"}),
            **self.more_context(request),
        }
        return render(request, self.template_name, context)


def chips(request: HttpRequest, chosen: Iterable[tuple[str, str, str, str]]) -> list[dict[str, str]]:
    """What narrows this page (`Filters.chosen`), each with the page's address without it."""
    return [
        {"label": label, "words": words, "without": _without(request, name, value)}
        for name, value, label, words in chosen
    ]


def _without(request: HttpRequest, name: str, value: str) -> str:
    """This page's address without one of the values that narrow it."""
    others = [other for other in request.GET.getlist(name) if other != value]
    return address(request, without=("page", name) if not others else ("page",), **({name: others} if others else {}))


def address(request: HttpRequest, without: Iterable[str] = (), **changes: object) -> str:
    """The address of this page with some parameters changed (a list: all its values) or left out; no empty ones."""
    left_out = set(without)
    asked = {name: values for name, values in request.GET.lists() if name not in left_out}
    asked |= {name: value if isinstance(value, list) else [str(value)] for name, value in changes.items()}
    query = urlencode({name: values for name, values in asked.items() if any(values)}, doseq=True, quote_via=_quoted)
    return f"{request.path}?{query}" if query else request.path


def as_json(page: Page[Any], columns: Sequence[Column]) -> JsonResponse:
    """`{"count", "page", "pages", "results": [{column: value}]}`."""
    return JsonResponse(as_body(page, columns), json_dumps_params={"ensure_ascii": False})


def as_body(page: Page[Any], columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "results": [as_row(row, columns) for row in page],
    }


def as_row(record: Any, columns: Sequence[Column]) -> dict[str, object]:
    return {column.name: column.value(record) for column in columns}


def as_csv(page: Iterable[Any], columns: Sequence[Column]) -> HttpResponse:
    return HttpResponse("".join(to_csv(page, columns)), content_type="text/csv; charset=utf-8")


def as_workbook(page: Iterable[Any], columns: Sequence[Column], name: str) -> HttpResponse:
    """The page's rows as an XLSX file."""
    return HttpResponse(
        write_workbook([column.name for column in columns], cells(page, columns)),
        content_type=FORMATS["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def too_long() -> str:
    """Why a whole list is not given, and what to do."""
    return _("a list of at most %(most)s rows is given whole: narrow it, or take it page by page.") % {
        "most": f"{MOST_AT_ONCE:,}".replace(",", "\N{NO-BREAK SPACE}")
    }


def _whole_forms(request: HttpRequest, forms: Mapping[str, str], page: Page[Any]) -> dict[str, Any]:
    """The addresses of the whole list in each form, where it has more than this page; or why there are none."""
    if page.paginator.num_pages < 2:
        return {}
    if page.paginator.count > MOST_AT_ONCE:
        return {"too_long": too_long()}
    return {
        "whole_forms": [
            (name.upper(), address(request, ("page", "per_page"), format=name, all=1), media)
            for name, media in forms.items()
            if name != "html"
        ]
    }


def _name_of(request: HttpRequest) -> str:
    """What a file of this list is called."""
    return f"opis-{request.path.strip('/').replace('/', '-')}"


def reader_language() -> Literal["en", "ru"]:
    """`ru` or `en`, the language of this page."""
    return "ru" if (get_language() or "").startswith("ru") else "en"
