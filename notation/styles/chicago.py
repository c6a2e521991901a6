"""Chicago notes and bibliography (Manual of Style, 17th edition, chapter 14), archives from above down to the sheet.

Journals of the field (Slavic Review, Kritika) print archival notes as `RGASPI, f. 17, op. 171, d. 87, l. 83`, against
the manual's advice to begin with the sheet; so do we.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Runs, italic, joined, plain, sentences
from notation.styles.style import Style, ibid
from notation.styles.works import bare_number, inverted_first, kind, listed, natural, short_title


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    authors = plain(listed(natural(reference.authors), "and"))
    if kind(reference) == "article":
        return joined((authors, _quoted_before_journal(reference), plain(reference.url)), ", ")
    editors = () if reference.container else plain(_editors(reference, "ed.", "eds."))
    return joined((authors or editors, *_work(reference, bool(authors)), plain(reference.url)), ", ")


def _work(reference: PublicationReference, has_authors: bool) -> tuple[Runs, ...]:
    """The title with its imprint, and the pages."""
    editors = listed(natural(reference.editors), "and")
    edited = plain(f", ed. {editors}") if editors and (reference.container or has_authors) else ()
    imprint = plain(_in_brackets(reference))
    volume = plain(f", vol. {reference.volume}" if reference.volume else "")
    if reference.container:
        title = (*plain(f"“{reference.title},” in "), *italic(reference.container))
    else:
        title = italic(reference.title)
    return (*title, *edited, *volume, *imprint), plain(reference.pages)


def _quoted_before_journal(reference: PublicationReference) -> Runs:
    """`“Title,” *Journal* 5, no. 9 (1930): 12–15`"""
    return (*plain(f"“{reference.title},” " if reference.title else ""), *_journal(reference))


def _journal(reference: PublicationReference) -> Runs:
    issue = bare_number(reference.issue or reference.number)
    numbers = f" {bare_number(reference.volume)}" if reference.volume else ""
    numbers += f", no. {issue}" if issue else ""
    year = f" ({reference.year})" if reference.year else ""
    pages = f": {reference.pages}" if reference.pages else ""
    return (*italic(reference.container), *plain(f"{numbers}{year}{pages}"))


def _editors(reference: PublicationReference, one: str, several: str) -> str:
    if not reference.editors:
        return ""
    return f"{listed(natural(reference.editors), 'and')}, {one if len(reference.editors) == 1 else several}"


def _in_brackets(reference: PublicationReference) -> str:
    place = ": ".join(filter(None, (reference.place, reference.publisher)))
    imprint = ", ".join(filter(None, (place, reference.year)))
    return f" ({imprint})" if imprint else ""


def short(reference: Reference, language: str) -> Runs:
    """`Trotsky, *My Life*, 120`; an archival reference has no shorter form that stands by itself."""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    names = [parse_name(name).surname for name in reference.authors or reference.editors]
    title = short_title(reference.title or reference.container)
    quoted = kind(reference) in ("article", "chapter") and reference.title
    parts = (plain(listed(names, "and")), plain(f"“{title},”") if quoted else italic(title))
    if quoted and reference.pages:
        return (*joined(parts, ", "), *plain(f" {reference.pages}"))
    return joined((*parts, plain(reference.pages)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    return ibid(reference, earlier, language, "" if isinstance(reference, ArchivalReference) else reference.pages)


def entry(reference: Reference, language: str) -> Runs:
    """`Trotsky, Leon. *My Life*. Moscow: Panorama, 1991`; the first author inverted."""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    authors = plain(_inverted(reference.authors) or _inverted_editors(reference))
    if kind(reference) == "article":
        title = plain(f"“{reference.title}.”" if reference.title else "")
        return sentences((authors, title, _journal(reference), plain(reference.url)))
    place = ": ".join(filter(None, (reference.place, reference.publisher)))
    imprint = plain(", ".join(filter(None, (place, reference.year))))
    editors = listed(natural(reference.editors), "and")
    if reference.container:
        edited = f", edited by {editors}" if editors else ""
        pages = f", {reference.pages}" if reference.pages else ""
        book = (*plain("In "), *italic(reference.container), *plain(edited + pages))
        return sentences((authors, plain(f"“{reference.title}.”"), book, imprint, plain(reference.url)))
    edited = f"Edited by {editors}" if editors and reference.authors else ""
    return sentences((authors, italic(reference.title), plain(edited), imprint, plain(reference.url)))


def _inverted(names: tuple[str, ...]) -> str:
    return inverted_first(names, most=10)


def _inverted_editors(reference: PublicationReference) -> str:
    editors = _inverted(reference.editors) if not reference.container else ""
    return f"{editors}, {'ed' if len(reference.editors) == 1 else 'eds'}" if editors else ""


STYLE = Style("chicago", "Chicago Manual of Style, notes", "en", full, short, entry, again)
