"""What is known about two publications that are one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from citations.likenesses import like_publications
from citations.models import Publication, PublicationIdentifier
from core.merging.rules import Rule, register

MOST_LEVELS = 20


def _authority(identifier: PublicationIdentifier) -> tuple[str, str]:
    return identifier.authority, identifier.authority


def _within(kept: Publication, gone: Publication) -> Iterator[str]:
    """A chapter is not its book, however many volumes stand between."""
    for inner, outer in ((kept, gone), (gone, kept)):
        above = inner.part_of
        for _level in range(MOST_LEVELS):
            if above is None:
                break
            if above.pk == outer.pk and above.pk != inner.part_of_id:
                yield _("“%(inner)s” is part of “%(outer)s”.") % {"inner": inner, "outer": outer}
            above = above.part_of


PUBLICATION = register(
    Rule(
        Publication,
        refuses=_within,
        single={"citations.publicationidentifier.publication": _authority},
        likenesses=like_publications,
    )
)
