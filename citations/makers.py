"""Who made a publication, as a reader reads it: in a few words for a table, or one by one with what the title page has.

The rule: a name stands as printed, but in the reader's script where the person is known by that name in both; under a
pseudonym the person stands beside it. Boundary: files and references cite what is printed (`citations/sources.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from citations.models import Contribution, Publication
from core.filters import in_language
from core.listing import reader_language
from core.templatetags.opis import language_of
from notation.names import name_keys, query_keys
from notation.names_parts import natural_order
from people.models import Person

Role = Contribution.Role
# What several in a row are called; authors need no word.
SEVERAL = {
    Role.EDITOR: pgettext_lazy("of a publication", "editors"),
    Role.TRANSLATOR: pgettext_lazy("of a publication", "translators"),
    Role.COMPILER: pgettext_lazy("of a publication", "compilers"),
}


@dataclass(frozen=True, slots=True)
class Maker:
    """`beside` is the other script's form, or who stands behind a pseudonym; `role` is said of the last of many."""

    person: Person | None
    text: str
    beside: str = ""
    role: str = ""

    @property
    def language(self) -> str:
        return language_of(self.text)

    @property
    def other_language(self) -> str:
        return language_of(self.beside)


def makers(publication: Publication) -> str:
    """`Weiss`, `Ilf, Petrov`, `Gusev et al.`"""
    shares = list(publication.contributions.all())
    authors = [share for share in shares if share.role == Role.AUTHOR] or shares
    names = [_surname(share) for share in authors]
    return _("%(first)s et al.") % {"first": names[0]} if len(names) > 3 else ", ".join(names)


def each_maker(publication: Publication) -> list[Maker]:
    """All of them as one says their names: `A. Gusev`, `A. Reznik` (editors)."""
    shares = list(publication.contributions.all())
    following = [*(share.role for share in shares[1:]), None]
    found, alike = [], 0
    for share, next_role in zip(shares, following, strict=True):
        alike += 1
        last = share.role != next_role
        text, beside = _named(share)
        found.append(Maker(share.person, text, beside, _role(share, alike) if last else ""))
        alike = 0 if last else alike
    return found


def _role(share: Contribution, alike: int) -> str:
    if share.role == Role.AUTHOR:
        return ""
    return str(SEVERAL.get(Role(share.role), "")) if alike > 1 else str(share.get_role_display())


def _surname(share: Contribution) -> str:
    if not share.person:
        return share.name_printed
    name, language = in_language(share.person, "name")
    surname = name.partition(",")[0]
    if not share.name_printed:
        return surname
    return surname if language == reader_language() and _other_script(share, name) else share.name_printed


def _named(share: Contribution) -> tuple[str, str]:
    if not share.person:
        return share.name_printed, ""
    name, language = in_language(share.person, "name")
    said = natural_order(name)
    if not share.name_printed:
        return said, ""
    if not _same_surname(share.name_printed, name):
        return share.name_printed, said
    in_script = language == reader_language() and _other_script(share, name)
    return (said, share.name_printed) if in_script else (share.name_printed, "")


def _other_script(share: Contribution, name: str) -> bool:
    """Whether the reader's form of this name may stand for the printed one."""
    return language_of(share.name_printed) != language_of(name) and _same_surname(share.name_printed, name)


@lru_cache(maxsize=4096)
def _same_surname(printed: str, heading: str) -> bool:
    """`N. Markin` is not `Sedov, Lev`: a pseudonym that the title page has is not to be lost."""
    surnames = {key.partition(", ")[0] for key in name_keys(heading)}
    return not surnames.isdisjoint(query_keys(printed).words)
