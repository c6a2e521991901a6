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


@dataclass(frozen=True, slots=True)
class Relative:
    words: str | Promise
    person: Person
    relation: Relation


def relatives(person: Person) -> list[Relative]:
    """Everybody joined with this person, by kind; two queries."""
    theirs = [Relative(WORDS[r.kind][0], r.other, r) for r in person.relations.with_persons()]
    towards = [Relative(WORDS[r.kind][1], r.person, r) for r in person.relations_from.with_persons()]
    return sorted(theirs + towards, key=lambda relative: (str(relative.words), relative.person.sort_en))
