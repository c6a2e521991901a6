"""APA reference entries and author-date short forms (Publication Manual, 7th edition).

The rule: authors are inverted with initials, the year follows them in brackets, editors, volume and pages follow the
title in brackets; the place of publication is left out. A repeated work is `Trotsky, 1991, p. 120`, and there is no
`Ibid.` for printed works. Archives keep `Ibid.`, because APA has no short form for them.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Runs, italic, joined, plain, sentences
from notation.styles.style import Style, ibid
from notation.styles.works import accessed_on, bare_number, kind, listed, pages_with_term, short_title

_MOST = 20


def full(reference: Reference, language: str) -> Runs:
    """`Trotsky, L. D. (1991). *My Life* (p. 120). Panorama`"""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    title, *rest = _work(reference)
    authors, year, address = _authors(reference), plain(f"({_date(reference)})"), plain(_address(reference))
    if authors:
        return sentences(
            (plain(authors), year, title, *rest, address)
            if authors.endswith(").")
            else ((*plain(f"{authors} "), *year), title, *rest, address)
        )
    # A whole issue of a journal has no title: the journal stands in its place.
    head, *others = [*filter(None, (title, *rest)), ()]
    return sentences((joined((head, year), " "), *others, address))


def _date(reference: PublicationReference) -> str:
    """`1934, 7 March` for a newspaper; `n.d.` where no year is known"""
    day = reference.issue if kind(reference) == "newspaper" else ""
    return ", ".join(filter(None, (reference.year or "n.d.", day)))


def _authors(reference: PublicationReference) -> str:
    editors = () if reference.container else reference.editors
    names = [_inverted(name) for name in reference.authors or editors]
    if len(names) > _MOST:
        written = f"{', '.join(names[: _MOST - 1])}, . . . {names[-1]}"
    else:
        written = names[0] if len(names) == 1 else ", & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return written if reference.authors or not editors else f"{written} ({_role(editors)})."


def _role(editors: tuple[str, ...]) -> str:
    return "Ed." if len(editors) == 1 else "Eds."


def _inverted(name: str) -> str:
    parsed = parse_name(name)
    return ", ".join(filter(None, (parsed.surname, parsed.initials)))


def _work(reference: PublicationReference) -> tuple[Runs, ...]:
    """The title first, then what follows it."""
    match kind(reference):
        case "article" | "newspaper":
            return plain(reference.title), _journal(reference)
        case "web":
            return italic(reference.title), plain(reference.container)
        case "thesis":
            school = ", ".join(filter(None, ("Dissertation", reference.publisher)))
            return ((*italic(reference.title), *_bracketed(reference, ()), *plain(f" [{school}]")),)
        case "chapter":
            return plain(reference.title), _host(reference), plain(reference.publisher)
    editors = reference.editors if reference.authors else ()
    title = italic(reference.title or reference.container)
    return (*title, *_bracketed(reference, editors)), plain(reference.publisher)


def _journal(reference: PublicationReference) -> Runs:
    issue = "" if kind(reference) == "newspaper" else bare_number(reference.issue or reference.number)
    numbers = (*italic(bare_number(reference.volume)), *plain(f"({issue})" if issue else ""))
    return joined((italic(reference.container), numbers, plain(reference.pages)), ", ")


def _host(reference: PublicationReference) -> Runs:
    """`In A. Brown (Ed.), *The Party Papers* (Vol. 2, pp. 3–5)`"""
    names = _natural(reference.editors)
    editors = f"{names} ({_role(reference.editors)}), " if names else ""
    return (*plain(f"In {editors}"), *italic(reference.container), *_bracketed(reference, ()))


def _bracketed(reference: PublicationReference, editors: tuple[str, ...]) -> Runs:
    """` (A. Brown, Ed.; Vol. 2, p. 120)`"""
    volume = f"Vol. {bare_number(reference.volume)}" if reference.volume else ""
    places = ", ".join(filter(None, (volume, pages_with_term(reference, "p.", "pp."))))
    edited = f"{_natural(editors)}, {_role(editors)}" if editors else ""
    inside = "; ".join(filter(None, (edited, places)))
    return plain(f" ({inside})" if inside else "")


def _natural(names: tuple[str, ...]) -> str:
    return listed([parse_name(name).initials_surname for name in names], "&", most=_MOST)


def _address(reference: PublicationReference) -> str:
    seen = accessed_on(reference, "en")
    return f"Retrieved {seen}, from {reference.url}" if seen and reference.url else reference.url


def short(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    names = [parse_name(name).surname for name in reference.authors or reference.editors]
    head = listed(names, "&", most=2) or short_title(reference.title or reference.container)
    return plain(", ".join(filter(None, (head, reference.year or "n.d.", pages_with_term(reference, "p.", "pp.")))))


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return ibid(reference, earlier, language)
    return short(reference, language)


STYLE = Style("apa", "APA Publication Manual, 7th edition", "en", full, short, full, again)
