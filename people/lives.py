"""A life as a person's page tells it: moments in time, names by script, and how old somebody was.

The rule: birth and death are moments like any event; a death that an event tells is not told twice. Boundary: what
proves a statement is for `citations`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Event, Name, Person, Place

ENDS = (Event.Kind.DEATH, Event.Kind.EXECUTION)
SCRIPTS: dict[str, str | Promise] = {
    "Cyrl": _("Cyrillic script"),
    "Latn": _("Latin script"),
    "Geor": _("Georgian script"),
    "Armn": _("Armenian script"),
    "Hebr": _("Hebrew script"),
    "Arab": _("Arabic script"),
    "Hans": _("Chinese script"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """`statement` is what a citation proves: the event, or the person's field `about`; an end is proved by both."""

    anchor: str
    word: str | Promise
    when: str
    place: Place | None
    statement: Event | Person
    about: str = ""

    @property
    def event(self) -> Event | None:
        return self.statement if isinstance(self.statement, Event) else None


@dataclass(frozen=True, slots=True)
class Script:
    label: str | Promise
    names: list[Name]


def moments(person: Person, events: Sequence[Event]) -> list[Moment]:
    """Birth, events in the order given, and death."""
    told = [_of_event(person, event) for event in events]
    if person.born or person.born_at:
        told.insert(0, Moment("born", _("birth"), person.born, person.born_at, person, "born"))
    if (person.died or person.died_at) and not any(event.kind in ENDS for event in events):
        told.append(Moment("died", _("death"), person.died, person.died_at, person, "died"))
    return told


def _of_event(person: Person, event: Event) -> Moment:
    """The end is told with what is known of it at the person: `21 August 1940` where the event has `August 1940`."""
    anchor, word = f"e{event.pk}", event.get_kind_display()
    if event.kind not in ENDS:
        return Moment(anchor, word, event.date, event.place, event)
    return Moment(anchor, word, person.died or event.date, event.place or person.died_at, event, "died")


def by_script(names: Sequence[Name]) -> list[Script]:
    """The forms of a name, those of one script together, in the order in which the scripts first occur."""
    found: dict[str, list[Name]] = {}
    for name in names:
        found.setdefault(name.script, []).append(name)
    return [Script(SCRIPTS.get(script, script), forms) for script, forms in found.items()]


def age(person: Person) -> tuple[int, int] | None:
    """How old the person can have been at death, at least and at most; None where a bound is missing."""
    bounds = (person.born_earliest, person.born_latest, person.died_earliest, person.died_latest)
    if any(bound is None for bound in bounds):
        return None
    first_born, last_born, first_dead, last_dead = (bound for bound in bounds if bound is not None)
    return max(0, _years(last_born, first_dead)), _years(first_born, last_dead)


def _years(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
