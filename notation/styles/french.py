"""French notes: `Léon Trotsky, *Ma vie*, Paris, Gallimard, 1953, p. 120`, `Ibid., p. 122`.

The rule: all parts by commas, titles of articles in guillemets, fond and opis as `fonds` and `inv.`, a verso as `v`.
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
    is_quoted,
    kind,
    listed,
    natural,
    pages_with_term,
    short_title,
    volume_of_book,
)


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return archival_line(reference, language)
    authors = plain(_names(natural(reference.authors)))
    editors = _editors(reference)
    if not is_quoted(reference) or not reference.container:
        title = plain(f"« {reference.title} »") if kind(reference) == "web" else italic(reference.title)
        head = authors or plain(editors)
        edited = plain(editors if authors else "")
        return joined((head, title or italic(reference.container), edited, *_facts(reference)), ", ")
    host = italic(reference.container)
    if kind(reference) == "chapter":
        host = (*plain("dans "), *plain(f"{editors}, " if editors else ""), *host)
    return joined((authors, plain(f"« {reference.title} »"), host, *_facts(reference)), ", ")


def _facts(reference: PublicationReference) -> tuple[Runs, ...]:
    newspaper = kind(reference) == "newspaper"
    issue = "" if newspaper else bare_number(reference.issue or reference.number)
    seen = accessed_on(reference, "fr")
    facts = (
        f"vol. {bare_number(reference.volume)}" if reference.volume else "",
        f"n° {issue}" if issue else "",
        "thèse" if kind(reference) == "thesis" else "",
        reference.place,
        reference.publisher,
        day_and_year(reference) if newspaper else reference.year,
        pages_with_term(reference, "p.", "p."),
        " ".join(filter(None, (reference.url, f"(consulté le {seen})" if seen else ""))),
    )
    return tuple(map(plain, facts))


def _names(names: list[str]) -> str:
    return listed(names, "et", others="et al.").replace(", et ", " et ")


def _editors(reference: PublicationReference) -> str:
    names = _names(natural(reference.editors))
    return f"{names} ({'dir.' if reference.editors else ''})" if names else ""


def short(reference: Reference, language: str) -> Runs:
    """`Trotsky, *Ma vie*, op. cit., p. 120`"""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    names = plain(_names([parse_name(name).surname for name in reference.authors or reference.editors]))
    title = short_title(reference.title or reference.container)
    quoted = is_quoted(reference) and kind(reference) != "thesis"
    where = "art. cit." if kind(reference) in ("article", "newspaper", "chapter") else "op. cit."
    shown = plain(f"« {title} »") if quoted else italic(title)
    volume = volume_of_book(reference)
    places = (where, f"vol. {volume}" if volume else "", pages_with_term(reference, "p.", "p."))
    return joined((names, shown, *map(plain, places)), ", ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    pages = "" if isinstance(reference, ArchivalReference) else pages_with_term(reference, "p.", "p.")
    return ibid(reference, earlier, language, pages)


STYLE = Style("french", "Notes françaises", "fr", full, short, full, again)
