"""A source as the fields that every reference manager knows, whatever the file is called.

The rule: one place says what is author, host, archive and call number; `ris`, `bibtex` and `csl` only spell it.
Boundary: nothing is escaped here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count

from core.sources import Language, Source
from core.sources.box import with_address
from notation.names_parts import PersonalName, parse_name
from notation.references import ArchivalReference, PublicationReference
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name
from notation.styles.works import bare_number, kind

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_RANGE = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is one of `notation.styles.works.KINDS`, or letter, document or unit."""

    key: str
    kind: str
    title: str
    authors: tuple[PersonalName, ...] = ()
    editors: tuple[PersonalName, ...] = ()
    recipients: tuple[PersonalName, ...] = ()
    container: str = ""
    date: tuple[int, ...] = ()
    date_in_words: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    place: str = ""
    publisher: str = ""
    archive: str = ""
    call_number: str = ""
    url: str = ""
    accessed: tuple[int, ...] = ()
    language: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()

    def renamed(self, taken: dict[str, int]) -> Entry:
        """With a key that none of those taken is, and that is taken now; the number under each is the last one tried.

        A file of an archive may be cited a thousand times in one list, each under the same key.
        """
        numbers = count(taken.get(self.key, 0) + 1)
        keys = ((number, f"{self.key}-{number}" if number > 1 else self.key) for number in numbers)
        number, key = next((number, key) for number, key in keys if key not in taken)
        taken[key] = 1
        taken[self.key] = number
        return replace(self, key=key)

    @property
    def year(self) -> str:
        return f"{self.date[0]:04}" if self.date else ""

    @property
    def first_page(self) -> str:
        return _RANGE.split(self.pages)[0] if self._is_range else self.pages

    @property
    def last_page(self) -> str:
        return _RANGE.split(self.pages)[1] if self._is_range else ""

    @property
    def _is_range(self) -> bool:
        return "," not in self.pages and len(_RANGE.split(self.pages)) == 2


def entry(source: Source, permalink: str, language: Language) -> Entry:
    reference = with_address(source.reference(language), permalink)
    if isinstance(reference, ArchivalReference):
        return _archival(source, reference, permalink, language)
    return _printed(source, reference, permalink)


def _archival(source: Source, reference: ArchivalReference, permalink: str, language: Language) -> Entry:
    call_number = ", ".join(filter(None, (*path_words(reference, language), leaves_in_words(reference, language))))
    date = date_parts(source.date)
    return Entry(
        source.key,
        source.kind or "unit",
        source.title(language) or reference.title or call_number,
        authors=_names(source.authors),
        recipients=_names(source.recipients),
        date=date,
        date_in_words="" if date else source.date,
        archive=repository_name(reference, language),
        call_number=call_number,
        url=reference.url or permalink,
        language=source.language,
    )


def _printed(source: Source, reference: PublicationReference, permalink: str) -> Entry:
    what, date = kind(reference), date_parts(source.date) or date_parts(reference.year)
    return Entry(
        source.key,
        what,
        reference.title or reference.container,
        authors=_names(reference.authors),
        editors=_names(reference.editors),
        container=reference.container if reference.title else "",
        date=date,
        date_in_words="" if date else reference.year,
        volume=bare_number(reference.volume),
        issue=bare_number(reference.issue or reference.number),
        pages=reference.pages,
        place=reference.place,
        publisher=reference.publisher,
        url=reference.url or permalink,
        accessed=date_parts(reference.accessed),
        language=source.language,
        identifiers=source.identifiers,
    )


def _names(names: tuple[str, ...]) -> tuple[PersonalName, ...]:
    return tuple(map(parse_name, names))


def date_parts(edtf: str) -> tuple[int, ...]:
    """`1928-06-02` → (1928, 6, 2); nothing for what is no plain day, month or year."""
    plain = _DAY.match(edtf)
    return tuple(int(part) for part in plain.groups() if part) if plain else ()
