"""What is known about two persons, organisations or places that are one: by what they are alike, what must be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.merging.rules import Rule, register
from people.likenesses import like_organisations, like_persons, like_places
from people.models import Event, Identifier, Name, Organisation, OrganisationName, Person, Place

# Nobody dies twice.
ENDS = frozenset({Event.Kind.DEATH, Event.Kind.EXECUTION})


def _authority(identifier: Identifier) -> tuple[str, str]:
    return identifier.authority, identifier.authority


def _end(event: Event) -> tuple[str, str] | None:
    return ("death", str(Event.Kind.DEATH.label)) if event.kind in ENDS else None


def _headings(*records: Any) -> list[str]:
    """What they are called, each once, in order."""
    return list(dict.fromkeys(name for record in records for name in (record.name_en, record.name_ru) if name))


def _other_forms(before: Any, gone: Any, kept: Any) -> list[str]:
    now = _headings(kept)
    return [form for form in _headings(before, gone) if form not in now]


def _names(before: Person, gone: Person, kept: Person) -> Iterator[Name]:
    """The headings that are given up stay as forms of the name, so that either is found."""
    held = set(kept.names.values_list("text", flat=True))
    for form in _other_forms(before, gone, kept):
        if form not in held:
            yield Name(person=kept, text=form, kind=Name.Kind.VARIANT)


def _organisation_names(before: Organisation, gone: Organisation, kept: Organisation) -> Iterator[OrganisationName]:
    held = set(kept.names.values_list("text", flat=True))
    for form in _other_forms(before, gone, kept):
        if form not in held:
            yield OrganisationName(organisation=kept, text=form)


def _former_names(before: Place, gone: Place, kept: Place) -> dict[str, Any]:
    missing = [form for form in _other_forms(before, gone, kept) if form not in kept.former_names]
    return {"former_names": [*kept.former_names, *missing]} if missing else {}


PERSON = register(
    Rule(
        Person,
        single={"people.identifier.person": _authority, "people.event.person": _end},
        keeps=_names,
        likenesses=like_persons,
    )
)
ORGANISATION = register(
    Rule(
        Organisation,
        single={"people.identifier.organisation": _authority},
        keeps=_organisation_names,
        likenesses=like_organisations,
    )
)
PLACE = register(Rule(Place, adds=_former_names, likenesses=like_places))
