"""Printed works in pieces: names in the order a style wants, the language a work is printed in, short titles.

The rule: nothing is translated; a Russian book keeps its Russian title in an English note. Boundary: order and
punctuation are the style's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def inverted_first(names: Sequence[str], most: int) -> str:
    """`Smith, John, and Anna Brown`"""
    if not names:
        return ""
    first = parse_name(names[0]).inverted
    if len(names) == 2:
        return f"{first}, and {natural(names[1:])[0]}"
    return listed([first, *natural(names[1:])], "and", most)


def kind(reference: PublicationReference) -> str:
    """book, article or chapter: as told, else by what is there (a container with a volume or number is a journal)."""
    if reference.kind in ("book", "article", "chapter", "web"):
        return reference.kind
    if not reference.container:
        return "book"
    return "chapter" if reference.editors or reference.publisher or reference.place else "article"


def short_title(title: str) -> str:
    """The title up to its subtitle, at most five words: `The Origins of the Stalinist`."""
    main = re.split(r"[:.?!](?:\s|$)", title, maxsplit=1)[0].strip() or title
    words = main.split()
    return " ".join(words[:5]).rstrip(",;") if len(words) > 5 else main


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
