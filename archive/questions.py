"""A question typed into the search box → the units that it names, if it is nothing but a reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from archive.models import Repository, Unit
from archive.models.units import segment_of, unit_key
from archive.redirects import Meant, meanings
from archive.shelfmarks import level_name
from notation.folding import folded_key
from notation.parsing import read_note
from notation.references import ArchivalReference

# `rgaspi/17/171/87`, the end of an address of ours
ADDRESS = re.compile(r"/?(?:archive/)?[^\s/]{1,40}(?:/[^\s/]{1,40}){1,9}/?")
SHORTEST_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood, all that it can mean here, and the lowest unit above it that is held."""

    reference: ArchivalReference
    found: list[Meant]
    nearest: Unit | None = None

    @property
    def leaves(self) -> str:
        return self.reference.leaves.as_written

    @property
    def parts(self) -> list[str]:
        """What was read, in words: archive, each level, sheets."""
        levels = [f"{level_name(level.name)} {level.number}" for level in self.reference.path]
        archive = self.reference.repository_as_written or self.reference.repository
        sheets = _("sheets %(leaves)s") % {"leaves": self.leaves} if self.leaves else ""
        return [part for part in (archive, *levels, sheets) if part]


def asked_for(question: str) -> Asked | None:
    """None where the question is no reference, or is more than one: then it is searched for."""
    reference = sole_reference(question)
    if reference is not None:
        found = held(reference)
        return Asked(reference, found, None if found else nearest(reference))
    if ADDRESS.fullmatch(question):
        meant = meanings(question.strip("/").removeprefix("archive/"))
        if meant:
            return Asked(ArchivalReference(""), meant)
    return None


def sole_reference(question: str) -> ArchivalReference | None:
    """The one archival reference that makes up nearly all of the question."""
    mentions = read_note(question)
    if len(mentions) != 1 or not isinstance(mentions[0].reference, ArchivalReference):
        return None
    reference, span = mentions[0].reference, mentions[0].span
    whole = span.end - span.start >= SHORTEST_SHARE * len(question.strip())
    return reference if reference.path and whole else None


def held(reference: ArchivalReference) -> list[Meant]:
    """Every unit that the reference can mean; without an archive, that of each archive which has such a one."""
    numbers = [segment_of(level.number) for level in reference.path]
    archive = reference.repository_as_written or reference.repository
    if archive:
        return meanings("/".join([archive.replace("/", " "), *numbers]))
    keys = [unit_key(repository, numbers) for repository in Repository.objects.all()]
    return [Meant(unit, "") for unit in Unit.objects.filter(key__in=keys).in_order()]


def nearest(reference: ArchivalReference) -> Unit | None:
    """The lowest unit on the way to this one, in the archive named."""
    named = Repository.objects.called(reference.repository, folded_key(reference.repository))
    numbers = [level.number for level in reference.path]
    keys = [unit_key(archive, numbers[:depth]) for archive in named for depth in range(1, len(numbers))]
    found = Unit.objects.with_shelfmark().filter(key__in=keys).order_by(models.functions.Length("path").desc())
    return found.first() if keys else None
