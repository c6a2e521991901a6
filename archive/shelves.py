"""The archives, units and boxes that a run of references names: asked for together, and kept with what is to be made.

Boundary: which of them a reference means is for `matching`. Units that are to be made are written by `save` alone, all
of one level in one statement, since each statement is also history and takes three triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from archive.models import Container, Repository, Unit
from archive.models.units import unit_key
from core.known import Known
from core.models import Batch
from notation.folding import folded_key
from notation.references import ArchivalReference, Level


def _called(names: set[str]) -> Iterable[tuple[str, Repository]]:
    """A run names few archives, however many notes it has."""
    return ((name, found) for name in names for found in Repository.objects.called(name, folded_key(name)))


def _units(keys: set[str]) -> Iterable[tuple[str, Unit]]:
    return ((unit.key, unit) for unit in Unit.objects.filter(key__in=keys).select_related("repository"))


def _containers(paths: set[str]) -> Iterable[tuple[str, Container]]:
    return ((path, container) for path in paths for container in Container.objects.within(path))


@dataclass(slots=True)
class Shelves:
    """`archives` are known by the name they are called by, `units` by key, `containers` by the path of a unit above."""

    archives: Known[Repository] = field(default_factory=lambda: Known(_called))
    units: Known[Unit] = field(default_factory=lambda: Known(_units))
    containers: Known[Container] = field(default_factory=lambda: Known(_containers))
    _to_save: list[Unit] = field(default_factory=list)

    def called(self, name: str) -> list[Repository]:
        """Archives of this code, or that were ever called so in any script."""
        return self.archives.at([name]) if folded_key(name) else []

    def look_up(self, references: Iterable[ArchivalReference]) -> None:
        """Ask in one query for all units that these references name, and those above them."""
        keys: list[str] = []
        for reference in references:
            for repository in self.called(reference.repository or reference.repository_as_written):
                keys += keys_down(repository, reference.path)
        self.units.at(keys)

    def at(self, repositories: Iterable[Repository], path: Sequence[Level]) -> list[Unit]:
        """The units at this path in each of the archives, in the order of their shelfmarks."""
        numbers = [level.number for level in path]
        found = self.units.at(unit_key(repository, numbers) for repository in repositories)
        return sorted(found, key=lambda unit: unit.sort_key)

    def make(self, reference: ArchivalReference, repository: Repository, batch: Batch | None) -> Unit:
        """The unit at the reference's path as a draft, with every missing level above it, for `save` to write."""
        keys = keys_down(repository, reference.path)
        self.units.at(keys)
        unit: Unit | None = None
        for key, level in zip(keys, reference.path, strict=True):
            held = self.units.at([key])
            if not held:
                made = Unit(repository=repository, parent=unit, level=level.name, number=level.number, batch=batch)
                if key == keys[-1]:
                    made.title_en, made.url = reference.title, reference.url
                made.derive()
                self.units.add(key, made)
                self._to_save.append(made)
                held = [made]
            unit = held[0]
        assert unit is not None, "find_unit refuses references without a path"
        return unit

    def save(self) -> None:
        """Write the units that were made, from the top down."""
        for _depth, units in groupby(sorted(self._to_save, key=_depth_of), key=_depth_of):
            Unit.objects.bulk_create(units)
        self._to_save.clear()


def keys_down(repository: Repository, path: Sequence[Level]) -> list[str]:
    """The keys of the unit at this path and of those above it, from the top."""
    numbers = [level.number for level in path]
    return [unit_key(repository, numbers[:depth]) for depth in range(1, len(numbers) + 1)]


def _depth_of(unit: Unit) -> int:
    return unit.path.count("/")
