"""What was recognised in a citation: runs of its words, each part with its name and a group that gives the colour."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citations.resolving import PARTS
from notation.references import Mention

GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "archive": (_("archive"), ("repository",)),
    "level": (_("fond, opis, delo and other levels"), ()),
    "leaves": (_("sheets, pages"), ("leaves", "pages")),
    "work": (
        _("title, author, year and other parts of a work"),
        ("title", "author", "editor", "container", "year", "volume", "issue", "number", "place", "publisher", "url"),
    ),
    "back": (_("refers back"), ("ibid",)),
    "remark": (_("remark"), ("remark",)),
}
_GROUP_OF = {kind: group for group, (_words, kinds) in GROUPS.items() for kind in kinds}


# A web address stands beside its name instead of over it.
LONG = 40


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a note; `name` says what they were recognised as, empty where they are only words."""

    text: str
    name: str | Promise = ""
    group: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it may not fit into a line, where a name under it would keep it from breaking."""
        return len(self.text) > LONG


def runs(text: str, mention: Mention) -> list[Run]:
    """The words of the citation in order, all of them."""
    found, at, end = [], mention.span.start, mention.span.end
    for part in sorted(mention.parts, key=lambda part: (part.span.start, -part.span.end)):
        if part.span.start < at or part.span.end > end:
            continue
        if part.span.start > at:
            found.append(Run(text[at : part.span.start]))
        words = text[part.span.start : part.span.end]
        found.append(Run(words, PARTS.get(part.kind, part.kind), _GROUP_OF.get(part.kind, "level")))
        at = part.span.end
    if at < end:
        found.append(Run(text[at:end]))
    return found


def legend() -> list[tuple[str, str | Promise]]:
    return [(group, words) for group, (words, _kinds) in GROUPS.items()]
