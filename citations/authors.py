"""Whether the maker of a work that a note names is a person held: one, several who may be meant, or nobody.

The rule: a name alone links nobody. It does where it is written out, one person alone bears it, and this person is
known here as a maker of works: a historian and an oppositionist of the 1920s may both be Ivan Petrov. All others who
bear the name are candidates for an editor to choose from; the name stays as printed until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citations.models import Contribution
from core.known import Known
from notation.folding import folded_key
from notation.names_parts import parse_name
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from people.models import Person


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


def _is_written_out(name: str) -> bool:
    """`Lev Trotsky`, not `L. Trotsky` and not `Trotsky`."""
    given = parse_name(name).given
    return len(given) > 2 and "." not in given
