"""A person in the words of schema.org. Boundary: dates are EDTF where they are understood, else as written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.exchange import Absolute
from core.exchange.graph import filled, in_both, to_json_ld
from notation.names import natural_order
from people.models import Person, Place

_SEXES = {Person.Sex.FEMALE: "https://schema.org/Female", Person.Sex.MALE: "https://schema.org/Male"}


def person_linked(person: Person, absolute: Absolute) -> Iterator[bytes]:
    return to_json_ld(
        {
            **named(person, absolute),
            "alternateName": [name.text for name in person.names.all()],
            "gender": _SEXES.get(Person.Sex(person.sex), ""),
            "birthDate": person.born_edtf or person.born,
            "birthPlace": _place(person.born_at),
            "deathDate": person.died_edtf or person.died,
            "deathPlace": _place(person.died_at),
            "disambiguatingDescription": in_both(person.epithet_en, person.epithet_ru),
            "description": in_both(person.life_en, person.life_ru),
            "sameAs": [identifier.address for identifier in person.identifiers.all()],
        }
    )


def named(person: Person, absolute: Absolute) -> dict[str, Any]:
    """The person as part of something else: name and address."""
    address = absolute(person.get_absolute_url())
    names = in_both(natural_order(person.name_en), natural_order(person.name_ru))
    return {"@type": "Person", "@id": address, "url": address, "name": names}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    where = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return filled(
        {
            "@type": "Place",
            "name": in_both(place.name_en, place.name_ru),
            "alternateName": place.former_names,
            "geo": where if place.latitude is not None else None,
        }
    )
