"""German notes as historians print them: `Trotzki, Leo: Mein Leben, Berlin 1930, S. 120`, `Ebd., S. 122`.

The rule: a colon after the author and a stop before a subtitle, the place without a publisher, sheets as `Bl.` with
`Rs` for a verso.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Runs, italic, joined, plain
from notation.styles.style import Style, ibid
from notation.styles.works import (
    accessed_on,
    bare_number,
    day_and_year,
    kind,
    listed,
    pages_with_term,
    short_title,
    volume_of_book,
)


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    editors = "" if reference.container else _editors(reference)
    head = plain(_names(reference.authors) or editors)
    edited = plain(f"hg. von {_natural(reference.editors)}" if reference.authors and editors else "")
    seen = accessed_on(reference, "de")
    address = " ".join(filter(None, (reference.url, f"(abgerufen am {seen})" if seen else "")))
    whole_issue = not reference.title and kind(reference) in ("article", "newspaper")
    title = "" if whole_issue else reference.title or reference.container
    title = title.replace(": ", ". ")  # the colon parts the author from the title
    body = joined((italic(title), edited, *_where(reference), plain(address)), ", ")
    return joined((head, body), ": ")


def _where(reference: PublicationReference) -> tuple[Runs, ...]:
    pages = plain(pages_with_term(reference, "S.", "S."))
    within = "in: " if reference.title else ""
    match kind(reference):
        case "article":
            return plain(f"{within}{_journal(reference)}"), pages
        case "newspaper":
            return plain(f"{within}{reference.container}, {day_and_year(reference)}"), pages
        case "thesis":
            return plain(" ".join(filter(None, ("Diss.", reference.publisher, reference.year)))), pages
    imprint = plain(" ".join(filter(None, (reference.place or reference.publisher, reference.year))))
    volume = plain(f"Bd. {bare_number(reference.volume)}" if reference.volume else "")
    if not (reference.container and reference.title):
        return volume, imprint, pages
    editors = _editors(reference)
    host = f"{editors}: {reference.container}" if editors else reference.container
    return plain(f"in: {host}"), volume, imprint, pages


def _journal(reference: PublicationReference) -> str:
    """`Osteuropa 9 (1930), H. 3`"""
    issue = bare_number(reference.issue or reference.number)
    year = f"({reference.year})" if reference.year else ""
    name = " ".join(filter(None, (reference.container, bare_number(reference.volume), year)))
    return f"{name}, H. {issue}" if issue else name


def _names(names: tuple[str, ...]) -> str:
    return _listed([parse_name(name).inverted for name in names])


def _natural(names: tuple[str, ...]) -> str:
    return _listed([parse_name(name).natural for name in names])


def _listed(names: list[str]) -> str:
    return listed(names, "und", others="u. a.").replace(", und ", " und ")


def _editors(reference: PublicationReference) -> str:
    return f"{_names(reference.editors)} (Hg.)" if reference.editors else ""


def short(reference: Reference, language: str) -> Runs:
    """`Trotzki: Mein Leben, S. 120`"""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    names = _listed([parse_name(name).surname for name in reference.authors or reference.editors])
    title = italic(short_title(reference.title or reference.container))
    volume = volume_of_book(reference)
    places = (f"Bd. {volume}" if volume else "", pages_with_term(reference, "S.", "S."))
    return joined((plain(names), joined((title, *map(plain, places)), ", ")), ": ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    pages = "" if isinstance(reference, ArchivalReference) else pages_with_term(reference, "S.", "S.")
    return ibid(reference, earlier, language, pages)


STYLE = Style("german", "Deutsche Fußnoten", "de", full, short, full, again)
