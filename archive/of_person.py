"""The documents by, to and about a person, for the person's page: how many, and the first of each in time.

The rule: every number is that of a list, which it opens. Boundary: the lists themselves are in `archive.views`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from archive.models import DocumentPerson
from core.planning import by_indexes
from people.models import Person
from people.parts import HEADINGS, PARTS

# Of each part so many documents stand on the person's page.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    heading: str | Promise
    count: int
    address: str
    roles: list[DocumentPerson]


@dataclass(frozen=True, slots=True)
class Documents:
    """`numbers` are those of all documents that the person has a part in, each once."""

    numbers: tuple[int, ...]
    address: str
    parts: list[Part]

    @property
    def count(self) -> int:
        return len(self.numbers)

    @property
    def roles(self) -> list[DocumentPerson]:
        """What the page shows of them, for what proves it."""
        return [role for part in self.parts for role in part.roles]


def documents_of(person: Person) -> Documents:
    """Two questions, and those for shelfmarks, however many documents there are."""
    with by_indexes():
        rows = list(person.document_roles.in_time().values_list("pk", "document_id", "role"))
    in_part = {name: [(pk, document) for pk, document, role in rows if role in roles] for name, roles in PARTS.items()}
    first = {name: _first(pairs) for name, pairs in in_part.items()}
    shown = person.document_roles.with_documents().in_bulk([pk for keys in first.values() for pk in keys])
    parts = [
        Part(
            name,
            HEADINGS[name],
            len({document for _pk, document in pairs}),
            _address(person, part=name),
            [shown[pk] for pk in first[name] if pk in shown],
        )
        for name, pairs in in_part.items()
        if pairs
    ]
    return Documents(tuple(dict.fromkeys(document for _pk, document, _role in rows)), _address(person), parts)


def _first(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """One role of each document, of the first of them."""
    of_each: dict[int, int] = {}
    for role, document in pairs:
        of_each.setdefault(document, role)
    return list(of_each.values())[:SHOWN]


def _address(person: Person, **asked: str) -> str:
    return f"{reverse('archive:document_list')}?{urlencode({'person': person.pk, **asked})}"
