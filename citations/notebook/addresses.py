"""The address of a record here → what it is to somebody who cites it, for a whole notebook at once.

The rule: an address that was right once goes on to mean the same record: a wrong slug, a former shelfmark, a record
that was merged. Boundary: the address of a list is no source, and one of another site is nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import models
from django.urls import Resolver404, resolve

from archive.models import Document, Repository, Unit
from archive.redirects import meanings
from archive.sources import document_source, repository_source, unit_source
from citations.models import Citation, Publication
from citations.sources import citation_source, publication_source
from core.departures import departed
from core.sources import Source
from people.models import Person
from people.sources import person_source

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one kind are asked for, and by which column their address names them."""

    model: type[models.Model]
    column: str
    rows: Callable[[], models.QuerySet[Any]]
    source: Callable[..., Source]


@dataclass(frozen=True, slots=True)
class Named:
    """What an address names: a record by number or shelfmark, and the sheets of it."""

    kind: Kind
    key: int | str
    leaves: str = ""


PERSON = Kind(Person, "pk", lambda: Person.objects.all(), person_source)
REPOSITORY = Kind(Repository, "code", lambda: Repository.objects.all(), repository_source)
UNIT = Kind(Unit, "path", lambda: Unit.objects.with_shelfmark(), unit_source)
DOCUMENT = Kind(Document, "pk", lambda: Document.objects.with_parts(), document_source)
PUBLICATION = Kind(Publication, "pk", lambda: Publication.objects.as_sources(), publication_source)
CITATION = Kind(Citation, "pk", lambda: Citation.objects.as_sources(), citation_source)
KINDS: Mapping[str, Kind] = {
    "people:person": PERSON,
    "people:person_detail": PERSON,
    "archive:repository_detail": REPOSITORY,
    "archive:unit_detail": UNIT,
    "archive:document": DOCUMENT,
    "archive:document_detail": DOCUMENT,
    "citations:publication": PUBLICATION,
    "citations:publication_detail": PUBLICATION,
    "citations:citation": CITATION,
    "citations:citation_detail": CITATION,
}


def sources_at(addresses: Iterable[str]) -> dict[str, Source]:
    """Those of the addresses behind which there is something, each with its source; a query for each kind."""
    named = {address: found for address in addresses if (found := read_address(address)) is not None}
    held = _held(named.values())
    sources = {}
    for address, name in named.items():
        record = held.get((name.kind, name.key)) or _moved(name)
        if record is not None:
            sources[address] = name.kind.source(record, name.leaves) if name.leaves else name.kind.source(record)
    return sources


def record_at(address: str) -> models.Model | None:
    """The record behind this address."""
    name = read_address(address)
    if name is None:
        return None
    return _held([name]).get((name.kind, name.key)) or _moved(name)


def read_address(address: str) -> Named | None:
    """`/archive/RGASPI/17/171/87/?l=83`, or the same with a host before it, which is not looked at."""
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address.strip())
        match = resolve(unquote(parts.path))
        asked = parse_qs(parts.query)
    except (ValueError, Resolver404):
        return None
    kind, given = KINDS.get(match.view_name), match.kwargs
    if kind is None:
        return None
    if kind is UNIT:
        return Named(kind, f"{given['code']}/{given['numbers']}", asked.get("l", [""])[0].replace("\0", "")[:200])
    return Named(kind, given["code"] if kind is REPOSITORY else given["number"])


def _held(names: Iterable[Named]) -> dict[tuple[Kind, int | str], models.Model]:
    wanted: dict[Kind, set[int | str]] = defaultdict(set)
    for name in names:
        wanted[name.kind].add(name.key)
    return {
        (kind, getattr(record, kind.column)): record
        for kind, keys in wanted.items()
        for record in kind.rows().filter(**{f"{kind.column}__in": keys})
    }


def _moved(name: Named) -> models.Model | None:
    """What the record was merged into, or the unit that bore this shelfmark; nothing where that is not clear."""
    if isinstance(name.key, int):
        former = departed(name.kind.model, name.key)
        return name.kind.rows().filter(pk=former.moved_to).first() if former and former.moved_to else None
    found = [meant.target for meant in meanings(name.key)]
    if len(found) != 1 or not isinstance(found[0], name.kind.model):
        return None
    return name.kind.rows().filter(pk=found[0].pk).first()
