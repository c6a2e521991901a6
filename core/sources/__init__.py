"""What a record is to somebody who cites it: a reference in any style, and an entry for a reference manager.

The rule: an app says once for each of its models what the source is (`Source`); styles, files and the box on the page
all follow from that. Boundary: nothing here asks the database.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from django.utils.text import slugify

from notation.references import PublicationReference, Reference
from notation.transliteration import romanise

SITE = "Opis"
Language = Literal["en", "ru"]
# What kind of archival source a document is; printed works tell by their reference.
Archival = Literal["", "letter", "document", "unit"]
_NO_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What notes leave out and files for reference managers keep, so that they can come back into a catalogue whole.

    `kind` is the record's own word for what it is (`stenogram`, `pamphlet`), `dated` its date as written, `extent` a
    number of pages; `editors` and `compilers` are told apart here, where the reference has both as its editors.
    """

    kind: str = ""
    dated: str = ""
    translation: str = ""
    translators: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    edition: str = ""
    extent: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """`english` and `russian` are the same source, its words in the language of the note where they are ours to choose.

    `key` names files and entries: `rgaspi-17-171-87-l83`. `address` is that of its page here. `date` is EDTF. Authors,
    recipients and titles (English, Russian) are those of a document or unit, whose reference has a title only where
    notes print it; a printed work has all of them in the reference.
    """

    key: str
    address: str
    english: Reference
    russian: Reference
    kind: Archival = ""
    titles: tuple[str, str] = ("", "")
    authors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    more: Particulars = Particulars()

    def reference(self, language: str) -> Reference:
        return self.russian if language == "ru" else self.english

    def title(self, language: str) -> str:
        english, russian = self.titles
        return (russian or english) if language == "ru" else (english or russian)


def page(address: str, key: str, english: str, russian: str, accessed: datetime.date | None = None) -> Source:
    """A page of this site as a source: a person's, an archive's, a list."""
    seen = accessed or datetime.date.today()

    def titled(title: str) -> PublicationReference:
        return PublicationReference(title, container=SITE, accessed=seen.isoformat(), kind="web")

    return Source(key, address, titled(english or russian), titled(russian or english))


def key_of(*words: object) -> str:
    """`rgaspi-17-171-87-l83`: Latin letters, digits and hyphens, so that it names a file and a BibTeX entry."""
    return "-".join(filter(None, (slugify(romanise(_NO_WORD.sub(" ", str(word))))[:60].strip("-") for word in words)))
