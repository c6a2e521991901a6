"""The archive that an import names: one that stands, one of the table of archives, or a new one of that name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.matching import find_repository
from archive.models import Repository
from archive.models.units import segment_of
from notation.outcomes import Ambiguous, Resolved
from notation.vocabulary import Archive, find_archives

CAPITALS = re.compile(r"\b[^\W\d_a-zа-яё]")
LONGEST_CODE = 40


class Undecided(Exception):
    """Somebody has to say which archive is meant; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An archive as rows of repositories.csv and repository_names.csv; `names` are empty where it stands already."""

    code: str
    scheme: str
    name_en: str
    name_ru: str = ""
    isil: str = ""
    names: tuple[dict[str, object], ...] = ()

    def cells(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("code", "scheme", "name_en", "name_ru", "isil")}


def holder_of(name: str, code: str = "", isil: str = "", must_be_known: bool = False) -> Holder:
    """`code` says it where the name does not. Raises Undecided: several are called so, or none and one has to be."""
    wanted = code or name
    if not wanted:
        raise Undecided(_("No archive is named."))
    match find_repository(wanted):
        case Resolved(repository):
            return _standing(repository)
        case Ambiguous(candidates):
            raise _several(wanted, [each.code for each in candidates])
    known = find_archives(wanted)
    if len(known) > 1:
        raise _several(wanted, [each.code for each in known])
    if known:
        return _from_vocabulary(known[0])
    if must_be_known:
        raise Undecided(_("No archive is called “%(name)s”: enter it first, or write its code.") % {"name": wanted})
    return _new(code or _initials(name), name or code, isil)


def _several(name: str, codes: list[str]) -> Undecided:
    said = {"name": name, "codes": ", ".join(sorted(codes))}
    return Undecided(_("Several archives are called “%(name)s”: say which by its code (%(codes)s).") % said)


def _standing(repository: Repository) -> Holder:
    return Holder(repository.code, repository.scheme, repository.name_en, repository.name_ru, repository.isil)


def _from_vocabulary(archive: Archive) -> Holder:
    names = {name.text: name for name in archive.names}.values()
    return Holder(
        archive.code,
        archive.scheme,
        archive.name("en") or archive.code,
        archive.name("ru"),
        archive.isil,
        tuple({"name": n.text, "language": n.language, "kind": n.kind, "former": n.former or ""} for n in names),
    )


def _new(code: str, name: str, isil: str) -> Holder:
    """Schemes of boxes and folders are what archives abroad have; those of the Soviet Union are in the table."""
    if Repository.objects.filter(code=code).exists():
        said = {"name": name, "code": code}
        raise Undecided(_("“%(name)s” is not known, and %(code)s is another archive: say which by its code.") % said)
    return Holder(code, "box", name, "", isil, ({"name": name, "language": "", "kind": "name", "former": ""},))


def _initials(name: str) -> str:
    """`Tamiment Library and Robert F. Wagner Labor Archives` → `TLRFWLA`."""
    return ("".join(CAPITALS.findall(name)) or segment_of(name))[:LONGEST_CODE]
