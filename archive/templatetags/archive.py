"""Shelfmarks in words, and what the archives hold of a person."""

from __future__ import annotations

from django import template

from archive import of_person, shelfmarks
from archive.models import Copy, Repository, Unit
from core.listing import reader_language
from people.models import Person

register = template.Library()
# Counting the documents of so many units takes longer than a reader of a page should wait; their list does it.
MANY = 5000


@register.simple_tag
def shelfmark(unit: Unit, leaves: str = "") -> str:
    return shelfmarks.shelfmark(unit, reader_language(), leaves)


@register.simple_tag
def numbered(unit: Unit, repository: Repository) -> str:
    """The last step of a shelfmark alone: `d. 87`."""
    return shelfmarks.numbered(unit, shelfmarks.scheme_of(repository), reader_language())


@register.simple_tag
def sheets_in_words(leaves: str, repository: Repository) -> str:
    """`ll. 41–44`"""
    return shelfmarks.sheets_in_words(leaves, shelfmarks.scheme_of(repository), reader_language())


@register.filter
def as_typed(leaves: str) -> str:
    """Sheets as they were typed, where that differs from how they are shown."""
    return shelfmarks.as_typed(leaves)


@register.filter
def level_name(unit: Unit) -> str:
    return shelfmarks.level_name(unit.level)


@register.simple_tag
def documents_of(person: Person) -> of_person.Documents:
    """By, to and about the person."""
    return of_person.documents_of(person)


@register.simple_tag
def held_below(path: str, units: int | None) -> dict[str, int | None]:
    """How many units and documents there are at this path and below; documents of a large archive are not counted.

    `units` where the page has counted them already: those of an archive are found by its key in a third of the time.
    """
    units = Unit.objects.under(path).count() if units is None else units
    return {"units": units, "documents": Copy.objects.under(path).count_documents() if units <= MANY else None}


@register.simple_tag
def acronym(repository: Repository) -> str:
    """РГАСПИ for Russian readers, RGASPI for others."""
    return shelfmarks.acronym(repository, reader_language())
