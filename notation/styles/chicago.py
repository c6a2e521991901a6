"""Chicago notes and bibliography (Manual of Style, 18th edition), archives from above down to the sheet.

The rule: notes name one or two authors and `et al.` for more, bibliographies up to six. Two departures, as the journals
of the field (Slavic Review, Kritika) have them: an archival note begins with the archive (`RGASPI, f. 17, op. 171, d.
87, l. 83`) and not with the sheet, and the place of publication stays, because Soviet works are told apart by it.
"""

from __future__ import annotations

from dataclasses import replace

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Runs, italic, joined, plain, sentences
from notation.styles.style import Style, ibid
from notation.styles.works import (
    accessed_on,
    bare_number,
    day_and_year,
    inverted_first,
    is_quoted,
    kind,
    listed,
    natural,
    short_title,
    volume_of_book,
)

_MOST_IN_NOTES = 2
_MOST_IN_ENTRIES = 6


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    authors = plain(_names(reference.authors))
    if kind(reference) in ("article", "newspaper"):
        return joined((authors, _quoted(reference), _periodical(reference), *_address(reference)), ", ")
    editors = () if reference.container else plain(_editors(reference))
    head = authors or editors
    if kind(reference) == "web":
        page = (_quoted(reference), italic(reference.container), plain(_imprint(reference)))
        return joined((head, *page, *_address(reference)), ", ")
    return joined((head, *_work(reference, bool(authors)), *_address(reference)), ", ")


def _names(names: tuple[str, ...]) -> str:
    return listed(natural(names), "and", most=_MOST_IN_NOTES)


def _work(reference: PublicationReference, has_authors: bool) -> tuple[Runs, ...]:
    """The title with its imprint, and the pages."""
    editors = _names(reference.editors)
    edited = plain(f", ed. {editors}") if editors and (reference.container or has_authors) else ()
    volume = plain(f", vol. {bare_number(reference.volume)}" if reference.volume else "")
    imprint = _imprint(reference)
    return (*_title(reference), *edited, *volume, *plain(f" ({imprint})" if imprint else "")), plain(reference.pages)


def _title(reference: PublicationReference) -> Runs:
    if not is_quoted(reference):
        return italic(reference.title or reference.container)
    host = (*plain("in "), *italic(reference.container)) if reference.container else ()
    return joined((_quoted(reference), host), ", ")


def _quoted(reference: PublicationReference) -> Runs:
    return plain(f"“{reference.title}”" if reference.title else "")


def _periodical(reference: PublicationReference) -> Runs:
    """`*Journal* 5, no. 9 (1930): 12–15`, `*Pravda*, 7 March 1934, 1`"""
    if kind(reference) == "newspaper":
        return joined((italic(reference.container), plain(day_and_year(reference)), plain(reference.pages)), ", ")
    issue = bare_number(reference.issue or reference.number)
    numbers = f" {bare_number(reference.volume)}" if reference.volume else ""
    numbers += f", no. {issue}" if issue else ""
    year = f" ({reference.year})" if reference.year else ""
    pages = f": {reference.pages}" if reference.pages else ""
    return (*italic(reference.container), *plain(f"{numbers}{year}{pages}"))


def _editors(reference: PublicationReference) -> str:
    if not reference.editors:
        return ""
    return f"{_names(reference.editors)}, {'ed.' if len(reference.editors) == 1 else 'eds.'}"


def _imprint(reference: PublicationReference) -> str:
    """`New York: Scribner, 1930`; of a thesis `diss., Harvard University, 1985`"""
    place = ": ".join(filter(None, (reference.place, reference.publisher)))
    return ", ".join(filter(None, ("diss." if kind(reference) == "thesis" else "", place, reference.year)))


def _address(reference: PublicationReference) -> tuple[Runs, ...]:
    seen = accessed_on(reference, "en")
    return plain(f"accessed {seen}" if seen else ""), plain(reference.url)


def short(reference: Reference, language: str) -> Runs:
    """`Trotsky, *My Life*, 120`; an archival reference has no shorter form that stands by itself."""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    surnames = [parse_name(name).surname for name in reference.authors or reference.editors]
    names = plain(listed(surnames, "and", most=_MOST_IN_NOTES))
    title = short_title(reference.title or reference.container)
    number = volume_of_book(reference)
    volume = plain(f"vol. {number}" if number else "")
    return joined(
        (names, plain(f"“{title}”") if is_quoted(reference) else italic(title), volume, plain(reference.pages)), ", "
    )


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    return ibid(reference, earlier, language, "" if isinstance(reference, ArchivalReference) else reference.pages)


def entry(reference: Reference, language: str) -> Runs:
    """`Trotsky, Leon. *My Life*. Moscow: Panorama, 1991`; the first author inverted."""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    authors = plain(_inverted(reference.authors) or _inverted_editors(reference))
    address = joined(_address(reference), ", ")
    quoted = _quoted(reference)
    if kind(reference) in ("article", "newspaper"):
        return sentences((authors, quoted, _periodical(reference), address))
    if kind(reference) == "web":
        site = joined((italic(reference.container), plain(_imprint(reference))), ", ")
        seen, url = _address(reference)
        return sentences((authors, quoted, site, _capitals(seen), url))
    editors, volume = _names(reference.editors), bare_number(reference.volume)
    imprint = _capitals(plain(_imprint(reference)))
    if reference.container:
        book = (*plain("In "), *italic(reference.container), *plain(f", edited by {editors}" if editors else ""))
        numbers = plain(f"{f', vol. {volume}' if volume else ''}{f', {reference.pages}' if reference.pages else ''}")
        return sentences((authors, quoted, (*book, *numbers), imprint, address))
    edited = plain(f"Edited by {editors}" if editors and reference.authors else "")
    title = quoted if is_quoted(reference) else italic(reference.title)
    return sentences((authors, title, edited, plain(f"Vol. {volume}" if volume else ""), imprint, address))


def _capitals(runs: Runs) -> Runs:
    """A sentence begins with a capital: `Accessed …`, `Diss., …`"""
    return tuple(replace(run, text=run.text[:1].upper() + run.text[1:]) for run in runs)


def _inverted(names: tuple[str, ...]) -> str:
    return inverted_first(names, most=_MOST_IN_ENTRIES, shown=3)


def _inverted_editors(reference: PublicationReference) -> str:
    editors = _inverted(reference.editors) if not reference.container else ""
    return f"{editors}, {'ed' if len(reference.editors) == 1 else 'eds'}" if editors else ""


STYLE = Style("chicago", "Chicago Manual of Style, notes", "en", full, short, entry, again, american=True)
