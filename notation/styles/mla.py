"""MLA notes and works cited (Handbook, 9th edition).

The rule: containers are in italics, places of publication are left out, pages take `p.` or `pp.`
"""

from __future__ import annotations

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.archival import archival_line
from notation.styles.runs import Run, Runs, italic, joined, plain, sentences
from notation.styles.style import Style, ibid
from notation.styles.works import bare_number, inverted_first, kind, listed, natural, pages_with_term, short_title


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    return joined((plain(listed(natural(reference.authors), "and", most=2)), *_parts(reference, ", ")), ", ")


def entry(reference: Reference, language: str) -> Runs:
    """`Trotsky, Leon. *My Life*. Panorama, 1991, p. 120`"""
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    title, *rest = _parts(reference, ". ")
    facts = joined(rest, ", ")
    if facts and facts[0].text.startswith("edited"):
        facts = (Run("E" + facts[0].text[1:], facts[0].italic), *facts[1:])
    return sentences((plain(inverted_first(reference.authors, most=2)), title, facts))


def _parts(reference: PublicationReference, after_title: str) -> tuple[Runs, ...]:
    """Title, container, editors, numbers, publisher, year, pages, address; empty ones stay empty."""
    quoted = reference.container and reference.title
    title = plain(f"“{reference.title}{after_title.strip()}”") if quoted else italic(reference.title)
    host = italic(reference.container) if quoted else ()
    editors = f"edited by {listed(natural(reference.editors), 'and', most=2)}" if reference.editors else ""
    issue = bare_number(reference.issue or reference.number)
    numbers = (f"vol. {bare_number(reference.volume)}" if reference.volume else "", f"no. {issue}" if issue else "")
    facts = (editors, *numbers, reference.publisher, reference.year, pages_with_term(reference, "p.", "pp."))
    if quoted and after_title == ", ":
        return ((*title, *plain(" "), *host), *map(plain, (*facts, reference.url)))
    return (title, host, *map(plain, (*facts, reference.url)))


def short(reference: Reference, language: str) -> Runs:
    """`Trotsky, *My Life*, p. 120`"""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    names = plain(listed([parse_name(name).surname for name in reference.authors or reference.editors], "and", most=2))
    title = short_title(reference.title or reference.container)
    pages = pages_with_term(reference, "p.", "pp.")
    if kind(reference) in ("article", "chapter") and reference.title:
        return joined((names, plain(" ".join(filter(None, (f"“{title},”", pages))))), ", ")
    return joined((names, italic(title), plain(pages)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    pages = "" if isinstance(reference, ArchivalReference) else pages_with_term(reference, "p.", "pp.")
    return ibid(reference, earlier, language, pages)


STYLE = Style("mla", "MLA Handbook, 9th edition", "en", full, short, entry, again)
