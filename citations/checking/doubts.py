"""What seems wrong about a reference whose file is held: sheets beyond its extent, an archive's name of another time.

The rule: a doubt is a sentence that says what speaks against the reference, and never changes what was read. Boundary:
what is asked of the database is asked for all references at once by `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.models import RepositoryName, Unit
from notation.folding import folded_key
from notation.references import ArchivalReference, Mention

# `312 sheets`, `312 л.`, `листов: 312`; `1,5 м` and `4 boxes` say nothing about sheets.
_EXTENT = re.compile(
    r"\b(\d{1,5})\s{0,3}(?:sheets?|leaves|folios?|ll?\b|л\b|лл\b|лист)|\bлист(?:ов|ы|а)?\s{0,3}:?\s{0,3}(\d{1,5})\b",
    re.IGNORECASE,
)


def doubts(mention: Mention, unit: Unit, names: list[RepositoryName]) -> Iterator[str]:
    """`names` are those of the unit's archive."""
    reference = mention.reference
    if not isinstance(reference, ArchivalReference):
        return
    sheets, last = sheets_of(unit.extent), _last_sheet(reference)
    if sheets and last > sheets:
        said = {"last": last, "extent": unit.extent}
        yield _("Sheet %(last)d lies beyond the file, whose extent is given as “%(extent)s”.") % said
    if "repository" not in mention.inherited:
        yield from _renamed(reference.repository_as_written, unit.repository_code, names)


def sheets_of(extent: str) -> int:
    """How many sheets the extent names; 0 where it names none."""
    found = _EXTENT.search(extent)
    return int(found[1] or found[2]) if found else 0


def _last_sheet(reference: ArchivalReference) -> int:
    return max((found.last.number for found in reference.leaves.ranges), default=0)


def _renamed(written: str, code: str, names: list[RepositoryName]) -> Iterator[str]:
    """The words are a name that the archive had once, and none that it has."""
    alike = [name for name in names if name.key == folded_key(written)]
    if written and alike and all(name.former for name in alike):
        years = next((name.years for name in alike if name.years), "")
        old = f"{alike[0].text} ({years})" if years else alike[0].text
        yield _("%(old)s is a former name of %(new)s.") % {"old": old, "new": code}
