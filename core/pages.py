"""A page about one record: its number decides, the slug is decoration, and an unknown parameter is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from core.departures import departed, sentence_of
from core.exchange import Exchange, as_file, signpost
from core.listing import FILES, address, reader_language
from core.middleware import is_staff, told
from core.parameters import BadParameter, form_of, refuse_unknown
from core.publication import reading_as_public
from core.sources import Source
from core.sources.files import download

PAGE_OR_FILES = {"html": "text/html", **FILES}


class RecordPage(View):
    """A subclass says how a record is found and which parameters its page takes beside `lang`."""

    model: ClassVar[type[models.Model]]
    template_name: ClassVar[str]
    parameters: ClassVar[frozenset[str]] = frozenset()
    # What the record is to somebody who cites it.
    source: ClassVar[staticmethod[..., Source]]
    # What programs are told of it.
    exchange: ClassVar[Exchange] = Exchange()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with told_as_public(request, self.exchange):
            return super().dispatch(request, *args, **kwargs)

    def record(self, number: int) -> models.Model | None:
        raise NotImplementedError

    def context(self, record: Any, request: HttpRequest) -> dict[str, Any]:
        return {"record": record}

    def get(self, request: HttpRequest, number: int, slug: str = "") -> HttpResponseBase:
        refuse_unknown(request.GET, {"format", *self.parameters})
        record: Any = self.record(number)
        if record is None:
            return self.departed(request, number)
        if slug != record.slug:
            query = address(request).partition("?")[2]
            return HttpResponsePermanentRedirect(record.get_absolute_url() + (f"?{query}" if query else ""))
        citable = self.source(record)
        return page_or_file(
            request, self.template_name, citable, lambda: self.context(record, request), record, self.exchange
        )

    def departed(self, request: HttpRequest, number: int) -> HttpResponse:
        """A record that was merged into another leads there for ever; one that was deleted says so."""
        former = departed(self.model, number)
        record: Any = self.record(former.moved_to) if former is not None and former.moved_to is not None else None
        if record is not None:
            return HttpResponsePermanentRedirect(record.get_absolute_url())
        if former is not None and former.moved_to is None:
            return told(request, 410, sentence_of(former))
        raise Http404(_("There is no record of this number here."))


def page_or_file(
    request: HttpRequest,
    template_name: str,
    source: Source,
    context: Callable[[], dict[str, Any]],
    record: Any,
    exchange: Exchange,
) -> HttpResponseBase:
    """The page, with how to cite it; or the source alone as a file for a reference manager, or the record as one."""
    forms = PAGE_OR_FILES | exchange.media_types()
    response: HttpResponseBase
    if (form := form_of(request, forms)) in FILES:
        response = download(request, [source], form, reader_language(), source.key)
    elif form in exchange.forms:
        response = as_file(request, record, exchange.forms[form], source)
    else:
        described = {"citable": source, "alternates": exchange.alternates(request), **context()}
        response = render(request, template_name, described)
    signpost(request, response, record, source, exchange)
    return response


@contextmanager
def told_as_public(request: HttpRequest, exchange: Exchange) -> Iterator[None]:
    """A form for programs shows what is published, whoever asks; a page shows an editor the drafts as well."""
    forms = PAGE_OR_FILES | exchange.media_types()
    asked = request.GET.get("format") or form_of(request, forms)
    if asked in exchange.forms and is_staff(request):
        with reading_as_public():
            yield
    else:
        yield


def words_of(asked: QueryDict, name: str, most: int = 200) -> str:
    """A parameter that is free text, trimmed; refused when too long or holding control characters."""
    value = asked.get(name, "").strip()
    if len(value) > most:
        raise BadParameter(f"{name}: " + _("at most %(most)d characters are read.") % {"most": most})
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in value):
        raise BadParameter(f"{name}: " + _("control characters mean nothing here."))
    return value
