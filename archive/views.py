"""Archives, units by their shelfmarks, and documents; who cites them is added by the templates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from archive import manifests
from archive.exchange import OF_DOCUMENT, OF_REPOSITORY, OF_UNIT
from archive.filters import DocumentFilters, RepositoryFilters, UnitFilters
from archive.models import Document, Repository, Unit
from archive.redirects import Meant, meanings
from archive.shelfmarks import shelfmark
from archive.sources import document_source, repository_source, unit_source
from core.departures import departed, sentence_of
from core.exchange import Exchange
from core.listing import Column, ListPage, address, reader_language
from core.middleware import told
from core.pages import RecordPage, page_or_file, told_as_public, words_of
from core.parameters import BadParameter, page_number, refuse_unknown

# Units of one level on a page: an opis may have thousands of dela.
CHILDREN = 200


class RepositoryList(ListPage):
    title, source = gettext_lazy("Archives"), staticmethod(repository_source)
    filters = RepositoryFilters
    template_name = "archive/repository_list.html"
    sorts = {"code": ["code"], "newest": ["-id"]}
    sort_labels = {"code": gettext_lazy("code"), "newest": gettext_lazy("newest first")}
    columns = [
        Column("id", lambda repository: repository.pk, int),
        Column("code", lambda repository: repository.code),
        Column("name_en", lambda repository: repository.name_en),
        Column("name_ru", lambda repository: repository.name_ru),
        Column("place", lambda repository: str(repository.place or "")),
        Column("country", lambda repository: repository.place.country if repository.place else ""),
        Column("address", lambda repository: repository.address),
        Column("isil", lambda repository: repository.isil),
        Column("website", lambda repository: repository.website),
        Column("units", lambda repository: repository.unit_count, int),
        Column("url", lambda repository: repository.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Repository.objects.with_counts()


class UnitList(ListPage):
    title, source = gettext_lazy("Archival units"), staticmethod(unit_source)
    filters = UnitFilters
    template_name = "archive/unit_list.html"
    sorts = {"shelfmark": ["sort_key", "id"], "newest": ["-id"]}
    sort_labels = {"shelfmark": gettext_lazy("shelfmark"), "newest": gettext_lazy("newest first")}
    columns = [
        Column("id", lambda unit: unit.pk, int),
        Column("shelfmark", lambda unit: unit.path),
        Column("reference", lambda unit: shelfmark(unit, reader_language())),
        Column("level", lambda unit: unit.level),
        Column("title_en", lambda unit: unit.title_en),
        Column("title_ru", lambda unit: unit.title_ru),
        Column("date", lambda unit: unit.date),
        Column("date_edtf", lambda unit: unit.date_edtf),
        Column("url", lambda unit: unit.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Unit.objects.with_shelfmark()


class AddressPage(View):
    """A page found by its shelfmark. `from` is the address that was asked for and led here."""

    exchange: ClassVar[Exchange]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        known = ("from", "page", "format")
        refuse_unknown(request.GET, (*known, "l") if "numbers" in kwargs else known)
        with told_as_public(request, self.exchange):
            return super().dispatch(request, *args, **kwargs)

    def moved(self, request: HttpRequest, asked: str) -> HttpResponse:
        """Redirect to the one thing that the address can mean; show them all where there are several."""
        found = meanings(asked)
        former = departed(Unit if "/" in asked else Repository, asked) if not found else None
        if former is not None:
            return told(request, 410, sentence_of(former))
        if not found:
            raise Http404(_("There is nothing at %(address)s here.") % {"address": asked})
        if len(found) > 1:
            return render(request, "archive/several.html", {"asked": asked, "meanings": found}, status=300)
        changes: dict[str, object] = {} if "from" in request.GET else {"from": asked}
        query = address(request, (), **changes).partition("?")[2]
        return HttpResponsePermanentRedirect(f"{found[0].target.get_absolute_url()}?{query}")

    def led_here(self, request: HttpRequest, target: Repository | Unit) -> Meant | None:
        """Why the reader was sent here. Raises BadParameter where `from` does not lead here."""
        asked = words_of(request.GET, "from", 500)
        if not asked:
            return None
        for meant in meanings(asked):
            if meant.target == target:
                return meant
        raise BadParameter("from: " + _("this address does not lead here."))


class RepositoryPage(AddressPage):
    exchange = OF_REPOSITORY.with_row(RepositoryList)

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        repository = Repository.objects.with_counts().filter(code=code).first()
        if repository is None:
            return self.moved(request, code)
        context = {
            "repository": repository,
            "names": repository.names.all(),
            "meant": self.led_here(request, repository),
            "leaf": "",
            **children_on_page(request, repository.units.top()),
        }
        citable = repository_source(repository)
        return page_or_file(
            request, "archive/repository_detail.html", citable, lambda: context, repository, self.exchange
        )


class UnitPage(AddressPage):
    exchange = OF_UNIT.with_row(UnitList)

    def get(self, request: HttpRequest, code: str, numbers: str) -> HttpResponseBase:
        unit = Unit.objects.with_shelfmark().select_related("component").filter(path=f"{code}/{numbers}").first()
        if unit is None:
            return self.moved(request, f"{code}/{numbers}")
        ancestors = Unit.objects.ancestors_of(unit.path)
        for above, below in pairwise([*ancestors, unit]):
            below.parent = above
        for step in ancestors:
            step.repository = unit.repository
        leaf = words_of(request.GET, "l")
        pictures = list(unit.images.all())
        context = {
            "unit": unit,
            "ancestors": ancestors,
            "meant": self.led_here(request, unit),
            "leaf": leaf,
            "former_references": unit.former_references.all(),
            "containers": unit.containers.all(),
            "pictures": pictures,
            "scanned": any(picture.file for picture in pictures),
            "lying": unit.copies.with_documents(),
            "beside": Unit.objects.beside(unit),
            "component": getattr(unit, "component", None),  # asked for above; most units have none
            **children_on_page(request, unit.children.all()),
        }
        citable = unit_source(unit, leaf)
        return page_or_file(request, "archive/unit_detail.html", citable, lambda: context, unit, self.exchange)


def children_on_page(request: HttpRequest, units: models.QuerySet[Any]) -> dict[str, Any]:
    paginator = Paginator(units.in_order(), CHILDREN)  # type: ignore[attr-defined]  # UnitQuerySet
    page = paginator.get_page(page_number(request.GET))
    return {"page": page, "pages": paginator.get_elided_page_range(page.number)}


def _title(record: Any, language: str) -> str:
    return str(getattr(record, f"title_{language}"))


class DocumentList(ListPage):
    title, source = gettext_lazy("Documents"), staticmethod(document_source)
    filters = DocumentFilters
    template_name = "archive/document_list.html"
    sorts = {
        "date": [models.F("date_earliest").asc(nulls_last=True), "id"],
        "-date": [models.F("date_earliest").desc(nulls_last=True), "-id"],
        "newest": ["-id"],
    }
    sort_labels = {
        "date": gettext_lazy("date, earliest first"),
        "-date": gettext_lazy("date, latest first"),
        "newest": gettext_lazy("newest first"),
    }
    columns = [
        Column("id", lambda document: document.pk, int),
        Column("title_en", lambda document: document.title_en),
        Column("title_ru", lambda document: document.title_ru),
        Column("kind", lambda document: document.kind),
        Column("date", lambda document: document.date),
        Column("date_edtf", lambda document: document.date_edtf),
        Column("languages", lambda document: " ".join(document.languages)),
        Column("persons", lambda document: "; ".join(f"{role.person} ({role.role})" for role in document.roles.all())),
        Column("copies", lambda document: "; ".join(str(copy) for copy in document.copies.all())),
        Column("url", lambda document: document.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Document.objects.with_parts()


class DocumentPage(RecordPage):
    source = staticmethod(document_source)
    exchange = OF_DOCUMENT.with_row(DocumentList)
    model = Document
    template_name = "archive/document_detail.html"

    def record(self, number: int) -> Document | None:
        return Document.objects.with_parts().filter(pk=number).first()

    def context(self, record: Document, request: HttpRequest) -> dict[str, Any]:
        pictures = list(record.images.all())
        return {
            "record": record,
            "document": record,
            "roles": record.roles.all(),
            "copies": record.copies.all(),
            "pictures": pictures,
            "manifest": manifests.address(record) if any(picture.file for picture in pictures) else "",
        }
