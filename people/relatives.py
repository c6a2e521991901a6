"""Relations as one person's page tells them: what the other one was to this person, in both directions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person, Relation

Kind = Relation.Kind
# (what `other` was to `person`, what `person` was to `other`)
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    Kind.PARENT: (_("child"), _("parent")),
    Kind.SPOUSE: (_("spouse"), _("spouse")),
    Kind.SIBLING: (_("brother or sister"), _("brother or sister")),
    Kind.SECRETARY: (_("was secretary to"), _("secretary")),
    Kind.CO_AUTHOR: (_("co-author"), _("co-author")),
    Kind.FRIEND: (_("friend"), _("friend")),
    Kind.OTHER: (_("joined with"), _("joined with")),
}
# What a woman and a man are called, where the language has words for them and the sex is known; in the same order.
BY_SEX: dict[tuple[str, str], tuple[str | Promise, str | Promise]] = {
    (Kind.PARENT, "f"): (_("daughter"), _("mother")),
    (Kind.PARENT, "m"): (_("son"), _("father")),
    (Kind.SPOUSE, "f"): (_("wife"), _("wife")),
    (Kind.SPOUSE, "m"): (_("husband"), _("husband")),
    (Kind.SIBLING, "f"): (_("sister"), _("sister")),
    (Kind.SIBLING, "m"): (_("brother"), _("brother")),
}


@dataclass(frozen=True, slots=True)
class Relative:
    words: str | Promise
    person: Person
    relation: Relation


def relatives(person: Person) -> list[Relative]:
    """Everybody joined with this person, by kind; two queries."""
    theirs = [_relative(r.other, 0, r) for r in person.relations.with_persons()]
    towards = [_relative(r.person, 1, r) for r in person.relations_from.with_persons()]
    return sorted(theirs + towards, key=lambda relative: (str(relative.words), relative.person.sort_en))


def _relative(who: Person, side: int, relation: Relation) -> Relative:
    words = BY_SEX.get((relation.kind, who.sex)) or WORDS[relation.kind]
    return Relative(words[side], who, relation)
