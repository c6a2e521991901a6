"""A person's page as a source: what somebody cites who cites what stands there."""

from __future__ import annotations

from core.sources import Source, key_of, page
from people.models import Person


def person_source(person: Person) -> Source:
    return page(person.get_absolute_url(), key_of(person.slug, person.pk), person.name_en, person.name_ru)
