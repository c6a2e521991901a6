"""Printed works in pieces: names in the order a style wants, the language a work is printed in, short titles.

The rule: nothing is translated; a Russian book keeps its Russian title in an English note. Boundary: order and
punctuation are the style's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from notation.names_parts import parse_name
from notation.references import PublicationReference

_CYRILLIC = re.compile("[\u0400-\u04ff]")


def is_cyrillic(reference: PublicationReference) -> bool:
    """Whether the work is printed in Cyrillic, which decides its terms in a Russian note (`С.` or `P.`)."""
    return bool(_CYRILLIC.search(reference.title or reference.container))


def natural(names: Sequence[str]) -> list[str]:
    return [parse_name(name).natural for name in names]


def listed(names: Sequence[str], last: str, most: int = 3, others: str = "et al.") -> str:
    """`A, B, and C`; more than `most` names are the first and `others`."""
    if len(names) > most:
        return f"{names[0]} {others}"
    if len(names) <= 2:
        return f" {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


def inverted_first(names: Sequence[str], most: int, shown: int = 1) -> str:
    """`Smith, John, and Anna Brown`; of more than `most` names the first `shown` and `et al.`"""
    if not names:
        return ""
    written = [parse_name(names[0]).inverted, *natural(names[1:])]
    if len(written) > most:
        return f"{', '.join(written[:shown])}, et al."
    return f"{', '.join(written[:-1])}, and {written[-1]}" if len(written) > 1 else written[0]


KINDS = ("book", "article", "newspaper", "chapter", "thesis", "web")
_DAY = re.compile(r"\d{1,2}\.?\s+[^\W\d_]{3,}|[^\W\d_]{3,}\.?\s+\d{1,2}")


def kind(reference: PublicationReference) -> str:
    """One of KINDS: as told, else by what is there (a container with a volume or number is a journal)."""
    if reference.kind in KINDS:
        return reference.kind
    imprint = reference.publisher or reference.place
    if reference.url and not (imprint or reference.pages or reference.volume or reference.issue):
        return "web"
    if not reference.container:
        return "book"
    if reference.editors or imprint:
        return "chapter"
    return "newspaper" if _DAY.fullmatch(reference.issue) else "article"


def is_quoted(reference: PublicationReference) -> bool:
    """Whether the title stands in quotation marks: a part of something, a thesis or a page, not a book."""
    return bool(reference.title) and kind(reference) != "book"


def day_and_year(reference: PublicationReference) -> str:
    """`7 March 1934`, the day of a newspaper as printed."""
    return " ".join(filter(None, (reference.issue, reference.year)))


def volume_of_book(reference: PublicationReference) -> str:
    """The number of one volume of several, which a short form must not leave out; that of a journal it may."""
    return bare_number(reference.volume) if kind(reference) == "book" else ""


def short_title(title: str) -> str:
    """The title up to its subtitle, at most five words: `The Origins of the Stalinist`."""
    main = re.split(r"[:.?!](?:\s|$)", title, maxsplit=1)[0].strip() or title
    words = main.split()
    return " ".join(words[:5]).rstrip(",;") if len(words) > 5 else main


def accessed_on(reference: PublicationReference, form: str) -> str:
    """`November 23, 2026` (en), `23 Nov. 2026` (mla), `23 novembre 2026` (fr), else `23.11.2026`, or nothing."""
    if not reference.accessed:
        return ""
    seen = date.fromisoformat(reference.accessed)
    months = _MONTHS.get(form)
    if months is None:
        return f"{seen:%d.%m.%Y}"
    month = months[seen.month - 1]
    return f"{month} {seen.day}, {seen.year}" if form == "en" else f"{seen.day} {month} {seen.year}"


_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "mla": "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}

_NUMBER_TERM = re.compile(
    r"^(?:№|no\.?|nos\.?|nr\.?|n°|vol\.?|t\.?|т\.?|вып\.?|heft|h\.?|bd\.?|issue)\s*(?=\S)", re.IGNORECASE
)


def bare_number(number: str) -> str:
    """`9` for `No. 9` and `№ 9`: the term is the style's."""
    return _NUMBER_TERM.sub("", number)


def pages_with_term(reference: PublicationReference, one: str, several: str) -> str:
    """`p. 120`, `pp. 12–15`; empty where no pages are cited."""
    if not reference.pages:
        return ""
    return f"{several if re.search(r'[–—,-]', reference.pages) else one} {reference.pages}"
