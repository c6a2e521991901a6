"""Who made a publication, in a few words for a table: surnames of its authors, or of its editors where it has none."""

from __future__ import annotations

from django.utils.translation import gettext as _

from citations.models import Contribution, Publication
from core.filters import in_language


def makers(publication: Publication) -> str:
    """`Weiss`, `Ilf, Petrov`, `Gusev et al.`"""
    shares = list(publication.contributions.all())
    authors = [share for share in shares if share.role == Contribution.Role.AUTHOR] or shares
    names = [_surname(share) for share in authors]
    return _("%(first)s et al.") % {"first": names[0]} if len(names) > 3 else ", ".join(names)


def _surname(share: Contribution) -> str:
    if share.name_printed:
        return share.name_printed
    return in_language(share.person, "name")[0].partition(",")[0] if share.person else ""
