"""An address that is none here → the unit or archive that it means, and why: renamed, renumbered, spelled otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import FormerAddress, FormerReference, Repository, Unit
from archive.models.units import unit_key
from notation.folding import folded_key
from notation.sorting import shelfmark_key


@dataclass(frozen=True, slots=True)
class Meant:
    """What an address leads to; `why` is a sentence for the reader, `note` says who says so.

    `formerly` is true of names and references no longer in use, which a reader should be told of.
    """

    target: Repository | Unit
    why: str
    note: str = ""
    formerly: bool = False


def meanings(address: str) -> list[Meant]:
    """All that an address such as `ЦПА ИМЛ/17/171/87` can mean, each once; four queries at most."""
    code, _slash, numbers = address.strip("/").partition("/")
    found = [*_former_references(code, numbers), *_former_addresses(address)] if numbers else []
    return _each_once(found or _called(code, numbers))


def _former_references(code: str, numbers: str) -> list[Meant]:
    key = "/".join(shelfmark_key(part) for part in [code, *numbers.split("/")])
    return [
        Meant(
            former.unit,
            _("%(old)s is the former reference of this unit.") % {"old": f"{former.archive} {former.shelfmark}"},
            former.note,
            formerly=True,
        )
        for former in FormerReference.objects.filter(key=key).select_related("unit").order_by("id")
    ]


def _former_addresses(address: str) -> list[Meant]:
    moved = FormerAddress.objects.filter(path=address.strip("/")).select_related("unit")
    return [
        Meant(former.unit, _("This unit stood at %(old)s before.") % {"old": former.path}, formerly=True)
        for former in moved
    ]


def _called(code: str, numbers: str) -> list[Meant]:
    """By a name or acronym of the archive, in any script and case."""
    repositories = {repository.code: repository for repository in Repository.objects.called(code, folded_key(code))}
    if not numbers:
        return [_renamed(code, repository, repository) for repository in repositories.values()]
    keys = [unit_key(repository, numbers.split("/")) for repository in repositories.values()]
    units = Unit.objects.filter(key__in=keys)
    return [_renamed(code, repositories[unit.repository_code], unit) for unit in units]


def _renamed(code: str, repository: Repository, target: Repository | Unit) -> Meant:
    if shelfmark_key(code) == shelfmark_key(repository.code):
        return Meant(target, _("The address was written in another way."))
    key = folded_key(code)
    names = [name for name in repository.names.all() if name.key == key]
    if names and all(name.former for name in names):
        years = f" ({names[0].years})" if names[0].years else ""
        words = {"old": f"{names[0].text}{years}", "new": repository.code}
        return Meant(target, _("%(old)s is a former name of %(new)s.") % words, formerly=True)
    return Meant(target, _("%(old)s is another name of %(new)s.") % {"old": code, "new": repository.code})


def _each_once(found: list[Meant]) -> list[Meant]:
    return list({meant.target: meant for meant in reversed(found)}.values())[::-1]
