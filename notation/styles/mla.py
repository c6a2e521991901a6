"""MLA notes and works cited (Handbook, 9th edition).

The rule: one or two authors, of more the first and `et al.`; containers are in italics, pages take `p.` or `pp.`
Places of publication are left out, as the Handbook wants it.
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
    pages_with_term,
    short_title,
    volume_of_book,
)

_MOST = 2


def full(reference: Reference, language: str) -> Runs:
    """`Leon Trotsky, *My Life*, Panorama, 1991, p. 120`"""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    makers = listed(natural(reference.authors or _heads(reference)), "and", most=_MOST)
    facts = joined((*_facts(reference), plain(reference.url), *_accessed(reference)), ", ")
    host = italic(reference.container) if _is_quoted(reference) else ()
    return joined((plain(_with_role(makers, reference)), _title(reference), host, facts), ", ")


def _title(reference: PublicationReference) -> Runs:
    if _is_quoted(reference):
        return plain(f"“{reference.title}”")
    return italic(reference.title or reference.container)


def _is_quoted(reference: PublicationReference) -> bool:
    """The Handbook takes a thesis for a book."""
    return is_quoted(reference) and kind(reference) != "thesis"


def entry(reference: Reference, language: str) -> Runs:
    """`Trotsky, Leon. *My Life*. Panorama, 1991, p. 120`"""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    makers = inverted_first(reference.authors or _heads(reference), most=_MOST)
    head, facts = plain(_with_role(makers, reference)), _facts(reference)
    if _is_quoted(reference):
        facts = (italic(reference.container), *facts)
    title = _title(reference)
    return sentences(
        (head, title, _capitals(joined((*facts, plain(reference.url)), ", ")), _capitals(*_accessed(reference)))
    )


def _capitals(runs: Runs) -> Runs:
    """What follows a stop begins with a capital: `Edited by …`"""
    return tuple(
        replace(run, text=run.text[:1].upper() + run.text[1:]) if not at else run for at, run in enumerate(runs)
    )


def _heads(reference: PublicationReference) -> tuple[str, ...]:
    """Editors stand first where nobody is named as the author of the whole book."""
    return () if reference.authors or reference.container else reference.editors


def _with_role(makers: str, reference: PublicationReference) -> str:
    heads = _heads(reference)
    return f"{makers}, {'editor' if len(heads) == 1 else 'editors'}" if heads else makers


def _facts(reference: PublicationReference) -> tuple[Runs, ...]:
    """Editors, numbers, publisher, year, pages; empty ones stay empty."""
    newspaper = kind(reference) == "newspaper"
    editors = () if _heads(reference) else reference.editors
    issue = "" if newspaper else bare_number(reference.issue or reference.number)
    facts = (
        f"edited by {listed(natural(editors), 'and', most=_MOST)}" if editors else "",
        f"vol. {bare_number(reference.volume)}" if reference.volume else "",
        f"no. {issue}" if issue else "",
        reference.publisher,
        day_and_year(reference) if newspaper else reference.year,
        "dissertation" if kind(reference) == "thesis" else "",
        pages_with_term(reference, "p.", "pp."),
    )
    return tuple(map(plain, facts))


def _accessed(reference: PublicationReference) -> tuple[Runs, ...]:
    seen = accessed_on(reference, "mla")
    return (plain(f"accessed {seen}" if seen else ""),)


def short(reference: Reference, language: str) -> Runs:
    """`Trotsky, *My Life*, p. 120`"""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    surnames = [parse_name(name).surname for name in reference.authors or reference.editors]
    names = plain(listed(surnames, "and", most=_MOST))
    title = _title(replace(reference, title=short_title(reference.title or reference.container)))
    volume = volume_of_book(reference)
    places = (f"vol. {volume}" if volume else "", pages_with_term(reference, "p.", "pp."))
    return joined((names, title, *map(plain, places)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    pages = "" if isinstance(reference, ArchivalReference) else pages_with_term(reference, "p.", "pp.")
    return ibid(reference, earlier, language, pages)


STYLE = Style("mla", "MLA Handbook, 9th edition", "en", full, short, entry, again, american=True)
