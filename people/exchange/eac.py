"""A person as an authority record in EAC-CPF 2.0: every name with its language, life dates, places and events.

The rule: dates stand as written beside their bounds; what is not known is left out. Boundary: documents and citations
are told in their own records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from core.exchange import Absolute
from core.exchange.markup import DECLARATION, Element, element, held, opened, paragraphs, written
from people.models import Event, Name, Person

NAMESPACE = "https://archivists.org/ns/eac/v2"
_LANGUAGES = {"en": "eng", "ru": "rus", "de": "deu", "fr": "fra", "uk": "ukr", "pl": "pol", "it": "ita", "es": "spa"}


def authority_record(person: Person, absolute: Absolute) -> Iterator[bytes]:
    prefetch_related_objects([person], *parts())
    yield DECLARATION
    yield opened(element("eac"), NAMESPACE)
    yield written(_control(person, absolute))
    yield written(element("cpfDescription", _identity(person), _description(person)))
    yield b"</eac>\n"


def parts() -> tuple[Any, ...]:
    """What the record of a person is made of, so that those of many can be read at once."""
    return "names", "identifiers", "born_at", "died_at", Prefetch("events", Event.objects.in_time())


def _control(person: Person, absolute: Absolute) -> Element:
    changed = person.changed_at.date().isoformat()
    event = element(
        "maintenanceEvent",
        element("agent", "Opis", agentType="machine"),
        element("eventDateTime", changed, standardDateTime=changed),
        maintenanceEventType="derived",
    )
    return element(
        "control",
        element("recordId", str(person.pk)),
        element("maintenanceAgency", element("agencyName", "Opis")),
        element("maintenanceHistory", event),
        element("otherRecordId", absolute(person.get_absolute_url())),
        maintenanceStatus="derived",
        publicationStatus="published",
    )


def _identity(person: Person) -> Element:
    names = [
        _name(person.name_en, "eng", status="authorized", preferredForm="true"),
        _name(person.name_ru, "rus", status="authorized"),
        *(_variant(name) for name in person.names.all()),
    ]
    identifiers = [held("entityId", identifier.address) for identifier in person.identifiers.all()]
    kept = [name for name in names if name is not None]
    return element("identity", element("entityType", value="person"), *kept, *identifiers)


def _name(text: str, language: str, *more: Element | None, **attributes: str) -> Element | None:
    if not text:
        return None
    return element("nameEntry", element("part", text), *more, languageOfElement=language, **attributes)


def _variant(name: Name) -> Element | None:
    used = _dates(name.used, name.used_earliest, name.used_latest)
    language = _LANGUAGES.get(name.language, name.language)
    return _name(name.text, language, held("useDates", used), status="alternative", localType=name.kind)


def _description(person: Person) -> Element | None:
    lived = _span(
        _dates(person.born, person.born_earliest, person.born_latest, "fromDate"),
        _dates(person.died, person.died_earliest, person.died_latest, "toDate"),
    )
    places = [
        element("place", element("placeName", place.name_en), element("placeRole", role))
        for role, place in (("birth", person.born_at), ("death", person.died_at))
        if place is not None
    ]
    events = [_event(event) for event in person.events.all()]
    lives = [*paragraphs(person.life_en), *paragraphs(person.life_ru)]
    history = held("biogHist", *lives, held("chronList", *events))
    return held("description", held("places", *places), held("existDates", lived), history)


def _event(event: Event) -> Element:
    words = event.words_en or event.words_ru or str(event.organisation or "") or event.kind
    dates = _dates(event.date, event.date_earliest, event.date_latest)
    return element(
        "chronItem",
        dates if dates is not None else element("date", "undated", status="unknown"),
        element("event", words, localType=event.kind),
        held("place", held("placeName", event.place.name_en if event.place else "")),
    )


def _span(first: Element | None, last: Element | None) -> Element | None:
    if first is None and last is None:
        return None
    return element("dateRange", first, last)


def _dates(words: str, earliest: date | None, latest: date | None, name: str = "date") -> Element | None:
    if not words:
        return None
    if earliest and earliest == latest:
        return element(name, words, standardDate=earliest.isoformat())
    bounds = {"notBefore": earliest.isoformat() if earliest else "", "notAfter": latest.isoformat() if latest else ""}
    return element(name, words, **bounds)
