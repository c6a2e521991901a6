"""Where a publication appeared, as the parts of a line: in what, volume, number, edition, place and publisher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citations.models import Publication


@dataclass(frozen=True, slots=True)
class Part:
    """`host` is set where the part is the journal or book it stands in; `within` that, where it has no record here."""

    text: str
    language: str = ""
    host: Publication | None = None
    within: bool = False


def imprint(publication: Publication) -> Iterator[Part]:
    """What is known of it, in the order in which it is written; no queries if `part_of` was read."""
    language, host = publication.language, publication.part_of
    if host is not None:
        yield Part(host.title, host.language, host=host)
    elif publication.container:
        yield Part(publication.container, language, within=True)
    if publication.volume:
        yield Part(_numbered(_("vol. %(number)s"), publication.volume))
    if publication.issue:
        yield Part(_numbered(_("no. %(number)s"), publication.issue))
    if publication.edition:
        yield Part(publication.edition, language)
    printed = ": ".join(filter(None, [publication.place, publication.publisher]))
    if printed:
        yield Part(printed, language)


def _numbered(words: str, number: str) -> str:
    """`vol. 3`; a number that was entered in words, such as `19 volumes`, stands as it is."""
    return number if any(word.isalpha() for word in number.split()) else words % {"number": number}
