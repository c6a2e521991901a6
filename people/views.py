"""The list of people and the page of a person; what other apps know of a person is added by the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from core.listing import Column, Filters, ListPage, reader_language
from core.pages import RecordPage
from core.parameters import refuse_unknown
from people.alphabets import alphabets
from people.exchange import OF_PERSON
from people.facets import facets
from people.filters import PersonFilters
from people.lives import age, by_script, moments
from people.models import Person
from people.relatives import relatives
from people.sources import person_source


class PersonList(ListPage):
    title, source = _("People"), staticmethod(person_source)
    filters = PersonFilters
    template_name = "people/person_list.html"
    sorts = {
        "name": ["sort_en", "id"],
        "born": [models.F("born_earliest").asc(nulls_last=True), "id"],
        "died": [models.F("died_earliest").asc(nulls_last=True), "id"],
        "newest": ["-id"],
    }
    sort_labels = {
        "likeness": _("likeness"),
        "name": _("name"),
        "born": _("birth"),
        "died": _("death"),
        "newest": _("newest first"),
    }
    columns = [
        Column("id", lambda person: person.pk, int),
        Column("name_en", lambda person: person.name_en),
        Column("name_ru", lambda person: person.name_ru),
        Column("sex", lambda person: person.sex),
        Column("born", lambda person: person.born),
        Column("born_edtf", lambda person: person.born_edtf),
        Column("died", lambda person: person.died),
        Column("died_edtf", lambda person: person.died_edtf),
        Column("epithet_en", lambda person: person.epithet_en),
        Column("epithet_ru", lambda person: person.epithet_ru),
        Column("url", lambda person: person.get_absolute_url()),
    ]

    def rows(self) -> models.QuerySet[Any]:
        return Person.objects.all()

    def sorts_for(self, asked: QueryDict) -> Mapping[str, Any]:
        """Who is looked for by name comes in the order in which the filter has put them."""
        return {"likeness": (), **self.sorts} if asked.get("q") else self.sorts

    def sort(self, rows: models.QuerySet[Any], name: str) -> models.QuerySet[Any]:
        if name == "likeness":
            return rows
        return rows.in_order(reader_language()) if name == "name" else super().sort(rows, name)  # type: ignore[attr-defined]  # PersonQuerySet

    def page(self, filters: Filters, sort: str, per_page: int, number: int) -> Page[Any]:
        """Keeps what was found, for what the people have in common."""
        page = super().page(filters, sort, per_page, number)
        self.found, self.count = filters.qs, page.paginator.count
        return page

    def more_context(self, request: HttpRequest) -> dict[str, Any]:
        alone = not set(request.GET) - {"letter", "page", "per_page", "sort", "lang"}
        return {
            "alphabets": alphabets(Person.objects.letters()) if alone else [],
            "letter": request.GET.get("letter", ""),
            "facets": facets(self.found, self.count, request),
        }


def random_person(request: HttpRequest) -> HttpResponse:
    """Somebody, by chance; another one at every visit."""
    refuse_unknown(request.GET, ())
    person = Person.objects.any_one()
    response = HttpResponseRedirect(person.get_absolute_url() if person else reverse("people:person_list"))
    patch_cache_control(response, no_store=True)
    return response


class PersonPage(RecordPage):
    source = staticmethod(person_source)
    exchange = OF_PERSON.with_row(PersonList)
    model = Person
    template_name = "people/person_detail.html"

    def record(self, number: int) -> Person | None:
        return Person.objects.for_page().filter(pk=number).first()

    def context(self, record: Person, request: HttpRequest) -> dict[str, Any]:
        events = list(record.events.in_time())
        kin = relatives(record)
        places = [record.born_at, *(event.place for event in events), record.died_at]
        return {
            "record": record,
            "person": record,
            "names": (names := list(record.names.all())),
            "scripts": by_script(names),
            "events": events,
            "moments": moments(record, events),
            "age": age(record),
            "relatives": kin,
            "kin": [relative.relation for relative in kin],
            "organisations": _each_once(event.organisation for event in events),
            "places": _each_once(places),
            "mapped": any(place is not None and place.latitude is not None for place in places),
            "identifiers": record.identifiers.all(),
        }


def _each_once(records: Iterable[models.Model | None]) -> list[models.Model]:
    return list(dict.fromkeys(record for record in records if record is not None))
