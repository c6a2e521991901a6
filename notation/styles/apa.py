"""APA reference entries and author-date short forms (Publication Manual, 7th edition).

The rule: authors are inverted with initials, the year follows them in brackets; a repeated work is `Trotsky, 1991,
p. 120`, and there is no `Ibid.` for printed works. Archives keep `Ibid.`, because APA has no short form for them.
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Runs, italic, joined, plain, sentences
from notation.styles.style import Style, ibid
from notation.styles.works import bare_number, kind, listed, pages_with_term, short_title


def full(reference: Reference, language: str) -> Runs:
    """`Trotsky, L. D. (1991). *My Life* (p. 120). Panorama`"""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    work = _article(reference) if kind(reference) == "article" else _book(reference)
    authors = _authors(reference)
    year = f"({reference.year or 'n.d.'})"
    head = plain(f"{authors} {year}" if authors else "")
    if head:
        return sentences((head, *work, plain(reference.url)))
    title, *rest = work
    return sentences(((*title, *plain(f" {year}")), *rest, plain(reference.url)))


def _authors(reference: PublicationReference) -> str:
    editors = () if reference.container else reference.editors
    names = [_inverted(name) for name in reference.authors or editors]
    written = names[0] if len(names) == 1 else ", & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    if reference.authors or not editors:
        return written
    return f"{written} ({'Ed.' if len(editors) == 1 else 'Eds.'})"


def _inverted(name: str) -> str:
    parsed = parse_name(name)
    return ", ".join(filter(None, (parsed.surname, parsed.initials)))


def _article(reference: PublicationReference) -> tuple[Runs, ...]:
    issue = bare_number(reference.issue or reference.number)
    volume = italic(bare_number(reference.volume))
    numbers = (*volume, *plain(f"({issue})" if issue else ""))
    journal = joined((italic(reference.container), numbers, plain(reference.pages)), ", ")
    return plain(reference.title), journal


def _book(reference: PublicationReference) -> tuple[Runs, ...]:
    pages = pages_with_term(reference, "p.", "pp.")
    if not reference.container:
        book = (*italic(reference.title), *plain(f" ({pages})" if pages else ""))
        return book, plain(reference.publisher)
    names = [parse_name(name).initials_surname for name in reference.editors]
    editors = f"{listed(names, '&', most=20)} ({'Ed.' if len(names) == 1 else 'Eds.'}), " if names else ""
    host = (*plain(f"In {editors}"), *italic(reference.container), *plain(f" ({pages})" if pages else ""))
    return plain(reference.title), host, plain(reference.publisher)


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
