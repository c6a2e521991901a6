"""A source as the fields that every reference manager knows, whatever the file is called.

The rule: one place says what is author, host, archive and call number; `ris`, `bibtex` and `csl` only spell it.
Boundary: nothing is escaped here; when it is from is for `core.sources.dated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

from core.sources import Language, Source
from core.sources.box import with_address
from core.sources.dated import UNDATED, Dated, dated, day_parts
from notation.names_parts import PersonalName, is_body, parse_name
from notation.references import ArchivalReference, PublicationReference
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name
from notation.styles.works import bare_number, kind

# `12–15`, `xi–xiv`; `S-12` is one page.
_RANGE = re.compile(r"(\d+|[ivxlc]+)\s*[-–—]\s*(\d+|[ivxlc]+)\Z")
# What the word of a record for itself adds nothing to.
_SAID = {"book", "article", "chapter", "thesis", "web page", "letter", "other"}
UNIT = "archival unit"


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is one of `notation.styles.works.KINDS`, or letter, document or unit; `word` says more closely which.

    `own_page` is set where the address is that of the record here and not one of the work itself.
    """

    key: str
    kind: str
    title: str
    word: str = ""
    translation: str = ""
    original: str = ""
    authors: tuple[PersonalName, ...] = ()
    editors: tuple[PersonalName, ...] = ()
    translators: tuple[PersonalName, ...] = ()
    compilers: tuple[PersonalName, ...] = ()
    recipients: tuple[PersonalName, ...] = ()
    container: str = ""
    issued: Dated = UNDATED
    volume: str = ""
    issue: str = ""
    edition: str = ""
    pages: str = ""
    extent: str = ""
    place: str = ""
    publisher: str = ""
    archive: str = ""
    call_number: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    own_page: bool = False
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
        return self.issued.year

    @property
    def first_page(self) -> str:
        return found[1] if (found := _RANGE.match(self.pages)) else self.pages

    @property
    def last_page(self) -> str:
        return found[2] if (found := _RANGE.match(self.pages)) else ""

    @property
    def numbers(self) -> dict[str, str]:
        """All of one authority in one value: a second ISBN as a second field is an error to BibTeX."""
        told: dict[str, list[str]] = {}
        for authority, value in self.identifiers:
            told.setdefault(authority, []).append(value)
        return {authority: "; ".join(values) for authority, values in told.items()}


def entry(source: Source, permalink: str, language: Language) -> Entry:
    reference = with_address(source.reference(language), permalink)
    if isinstance(reference, ArchivalReference):
        return _archival(source, reference, permalink, language)
    return _printed(source, reference, permalink)


def _archival(source: Source, reference: ArchivalReference, permalink: str, language: Language) -> Entry:
    call_number = ", ".join(filter(None, (*path_words(reference, language), leaves_in_words(reference, language))))
    title = source.title(language) or reference.title or call_number
    other, is_original = _other_title(source, title)
    what = source.kind or "unit"
    return Entry(
        source.key,
        what,
        title,
        word=UNIT if what == "unit" else _word(source),
        translation="" if is_original else other,
        original=other if is_original else "",
        authors=_names(source.authors),
        recipients=_names(source.recipients),
        issued=dated(source.date, source.more.dated),
        archive=repository_name(reference, language),
        call_number=call_number,
        url=reference.url or permalink,
        own_page=not reference.url,
        language=source.language,
    )


def _printed(source: Source, reference: PublicationReference, permalink: str) -> Entry:
    what, more = kind(reference), source.more
    return Entry(
        source.key,
        what,
        reference.title or reference.container,
        word=_word(source),
        translation=more.translation,
        authors=_names(reference.authors),
        editors=_names(more.editors if more.compilers else reference.editors),
        translators=_names(more.translators),
        compilers=_names(more.compilers),
        container=reference.container if reference.title else "",
        issued=dated(source.date or reference.year, more.dated),
        volume=bare_number(reference.volume),
        # That of a newspaper is its day, which stands in the date.
        issue="" if what == "newspaper" else bare_number(reference.issue or reference.number),
        edition=more.edition,
        pages=reference.pages,
        extent=more.extent,
        place=reference.place,
        publisher=reference.publisher,
        topics=more.topics,
        url=reference.url or permalink,
        own_page=reference.url in ("", permalink),
        accessed=day_parts(reference.accessed),
        language=source.language,
        identifiers=source.identifiers,
    )


def _other_title(source: Source, title: str) -> tuple[str, bool]:
    """The title in the other of the two languages, and whether the document is in that one."""
    for tongue, other in zip(("en", "ru"), source.titles, strict=True):
        if other and other != title:
            return other, source.language == tongue
    return "", False


def _word(source: Source) -> str:
    return "" if source.more.kind in _SAID else source.more.kind


def _names(names: Iterable[str]) -> tuple[PersonalName, ...]:
    return tuple(PersonalName(" ".join(name.split())) if is_body(name) else parse_name(name) for name in names)
