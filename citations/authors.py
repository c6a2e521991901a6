"""Whether the maker of a work that a note names is a person held: one, several who may be meant, or nobody.

The rule: a name alone links nobody. It does where it is written out, one person alone bears it, and this person is
known here as a maker of works: a historian and an oppositionist of the 1920s may both be Ivan Petrov. All others who
bear the name are candidates for an editor to choose from; the name stays as printed until then. Somebody new is made
only where an editor says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citations.models import Contribution
from core.known import Known
from core.models import Batch
from notation.folding import folded_key
from notation.names_parts import parse_name
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from notation.transliteration import romanise
from people.models import Person

# What an editor says of makers, by their names as printed: somebody new, nobody (the name stays), or a person's number.
Said = Mapping[str, str]
NEW, NOBODY = "new", "name"
CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person held who bears a name; `writes` where they made a work that is held."""

    person: Person
    writes: bool


def bearers(keys: set[str]) -> Iterable[tuple[str, Bearer]]:
    """Who bears names with these keys, for `Known`: two questions for all."""
    found = list(Person.objects.with_name_keys(keys))
    writing = Contribution.objects.makers_among(person.pk for _key, person in found)
    return ((key, Bearer(person, person.pk in writing)) for key, person in found)


def keys_of(name: str) -> set[str]:
    """As headings and other names are keyed: `Trotsky, Lev`, `Lev Trotsky` and `Trotsky, Lev Davidovich`."""
    parts = parse_name(name)
    forms = {name, parts.inverted, parts.natural, ", ".join(filter(None, (parts.surname, parts.given)))}
    return {key for form in forms if (key := folded_key(form))}


def maker(name: str, known: Known[Bearer]) -> Outcome[Person]:
    """Ambiguous also where one person alone may be meant, and it is not certain that they are."""
    borne = {bearer.person.pk: bearer for bearer in known.at(sorted(keys_of(name)))}
    found = list(borne.values())
    if not found:
        return Unresolved(Reason.NOT_HELD)
    if len(found) == 1 and found[0].writes and _is_written_out(name):
        return Resolved(found[0].person)
    return Ambiguous(tuple(bearer.person for bearer in found))


def person_of(name: str, said: Said, persons: Known[Bearer], batch: Batch | None) -> Person | None:
    """Who made a work, as the editor says; where nothing is said, only if it is certain.

    Persons whom the same import made are no proof of their own: of two works by an Ivan Petrov of whom an editor made
    one person for the first, the second stays with its name, as the page said.
    """
    match said.get(name, ""):
        case "":
            found = maker(name, persons)
            certain = isinstance(found, Resolved) and (batch is None or found.value.batch_id != batch.pk)
            return found.value if isinstance(found, Resolved) and certain else None
        case "name":
            return None
        case "new":
            return _made(name, batch)
        case number:
            bearing = persons.at(sorted(keys_of(name)))
            return next((bearer.person for bearer in bearing if str(bearer.person.pk) == number), None)


def _made(name: str, batch: Batch | None) -> Person:
    """One draft for all works of an import at which an editor says that this name is somebody new."""
    heading = parse_name(name).inverted
    latin = romanise(heading)
    found = Person.objects.filter(batch=batch, key_en=folded_key(latin)).first() if batch else None
    return found or Person.objects.create(
        name_en=latin, name_ru=heading if CYRILLIC.search(heading) else "", batch=batch
    )


def _is_written_out(name: str) -> bool:
    """`Lev Trotsky`, not `L. Trotsky` and not `Trotsky`."""
    given = parse_name(name).given
    return len(given) > 2 and "." not in given
