"""A source as the fifteen elements of Dublin Core, which every harvester reads.

The rule: what notes and reference managers say of it, in both languages where they differ. Boundary: nothing is
escaped here, and what a source does not know (lives, descriptions) is added by who asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.sources import SITE, Source
from core.sources.entries import Entry, entry

# DCMI's own words for what it is, and ours beside them.
_TYPES = {"unit": "Collection"}


@dataclass(frozen=True, slots=True)
class Element:
    """`dc:title` in Russian: `Element("title", "Письмо", "ru")`."""

    name: str
    text: str
    language: str = ""


def to_dublin_core(source: Source, permalink: str) -> list[Element]:
    english, russian = entry(source, permalink, "en"), entry(source, permalink, "ru")
    told = [Element("title", english.title, "en" if english.title != russian.title else "")]
    if russian.title != english.title:
        told.append(Element("title", russian.title, "ru"))
    return [*told, *(element for element in _rest(english, source, permalink) if element.text)]


def _rest(made: Entry, source: Source, permalink: str) -> Iterator[Element]:
    yield from (Element("creator", name.inverted) for name in made.authors)
    yield from (
        Element("contributor", name.inverted)
        for name in (*made.editors, *made.compilers, *made.translators, *made.recipients)
    )
    yield Element("publisher", made.publisher)
    if not _is_page(made):
        yield Element("date", source.date or made.issued.iso or made.issued.words)
        yield Element("type", _TYPES.get(made.kind, "Text"))
        yield Element("type", made.kind)
    yield Element("identifier", permalink)
    yield from (Element("identifier", f"{authority}:{value}") for authority, value in made.identifiers)
    yield Element("source", ", ".join(filter(None, (made.archive, made.call_number))))
    if not _is_page(made):
        yield Element("source", made.container)
    yield Element("language", made.language)


def _is_page(made: Entry) -> bool:
    """A person or an archive is cited as the page here; it is not itself one, and its day is not today's."""
    return (made.kind, made.container) == ("web", SITE)
