"""A reference as written → the unit that it means here; one, several, or none and why. Nothing is guessed."""

from __future__ import annotations

from typing import TypeVar

from archive.containers import lying_at
from archive.models import Repository, RepositoryName, Unit
from archive.shelves import Shelves
from core.models import Batch
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from notation.references import ArchivalReference
from notation.vocabulary import Archive, find_archives

T = TypeVar("T")


def find_repository(name: str, shelves: Shelves | None = None) -> Outcome[Repository]:
    """By code, or by any name or acronym it ever had, in any script."""
    return _one_of((shelves or Shelves()).called(name), _why_none(name))


def find_unit(reference: ArchivalReference, shelves: Shelves | None = None) -> Outcome[Unit]:
    """The unit at the reference's path. Where a name means several archives, each that has the unit is a candidate."""
    shelves = shelves or Shelves()
    if not reference.path:
        return Unresolved(Reason.INCOMPLETE)
    match find_repository(reference.repository or reference.repository_as_written, shelves):
        case Resolved(repository):
            repositories = [repository]
        case Ambiguous(candidates):
            repositories = list(candidates)
        case Unresolved() as unresolved:
            return unresolved
    held = shelves.at(repositories, reference.path)
    return _one_of(held or lying_at(reference.path, repositories, shelves), Reason.NOT_HELD)


def _one_of(found: list[T], otherwise: Reason) -> Outcome[T]:
    if len(found) == 1:
        return Resolved(found[0])
    return Ambiguous(tuple(found)) if found else Unresolved(otherwise)


def _why_none(name: str) -> Reason:
    """An archive of the vocabulary is known, though nothing of it is held; ГАСО is known as that of several."""
    known = find_archives(name)
    if not known:
        return Reason.UNKNOWN_ARCHIVE
    return Reason.NOT_HELD if len(known) == 1 else Reason.SEVERAL_ARCHIVES


def make_repository(name: str, batch: Batch | None) -> Outcome[Repository]:
    """The archive of that name as a draft, if the table of archives knows exactly one; else why not."""
    known = find_archives(name)
    if len(known) != 1:
        return Unresolved(_why_none(name))
    return Resolved(repository_from(known[0], batch))


def repository_from(archive: Archive, batch: Batch | None) -> Repository:
    """An archive of the table as a draft record with all its names; the record that stands already, if one does."""
    repository, made = Repository.objects.get_or_create(
        code=archive.code,
        defaults={
            "scheme": archive.scheme,
            "name_en": archive.name("en") or archive.code,
            "name_ru": archive.name("ru"),
            "isil": archive.isil,
            "batch": batch,
        },
    )
    if made:
        RepositoryName.objects.bulk_create(
            RepositoryName(
                repository=repository,
                text=name.text,
                language=name.language,
                kind=name.kind,
                years=f"{name.years_from or '..'}/{name.years_to or '..'}" if name.years_from or name.years_to else "",
                former=name.former,
            )
            for name in {name.text: name for name in archive.names}.values()
        )
    return repository


def make_unit(reference: ArchivalReference, repository: Repository, batch: Batch | None) -> Unit:
    """The unit at the reference's path, made as a draft with every missing level above it."""
    shelves = Shelves()
    unit = shelves.make(reference, repository, batch)
    shelves.save()
    return unit
