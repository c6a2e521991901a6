"""GOST R 7.0.5-2008, references in notes: `РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83.`, `Там же. Л. 144.`

The rule: areas are parted by stops, so terms are capitals; a document comes before its archive with `//` (section 11).
A work in Latin letters keeps Latin terms (`P. 120`, `Ibid.`), as the standard asks for the language of the work.
"""

from __future__ import annotations

from collections.abc import Iterable

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.runs import Runs, closed, joined, plain
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name
from notation.styles.style import IBID, Style, archival_remainder
from notation.styles.works import accessed_on, bare_number, is_cyrillic, kind, short_title, volume_of_book


def full(reference: Reference, language: str) -> Runs:
    """`Троцкий Л. Д. Моя жизнь. М. : Панорама, 1991. С. 120`"""
    if isinstance(reference, ArchivalReference):
        return _archival(reference, language)
    return joined((_head(reference), _description(reference)), " ")


def _archival(reference: ArchivalReference, language: str) -> Runs:
    words = [*path_words(reference, language), leaves_in_words(reference, language)]
    place = ". ".join(filter(None, [repository_name(reference, language), *_areas(words)]))
    title = f"{reference.title} // " if reference.title else ""
    url = f". URL: {reference.url}" if reference.url else ""
    return plain(title + place + url)


def _areas(words: Iterable[str]) -> list[str]:
    return [word[:1].upper() + word[1:] for word in words if word]


def _head(reference: PublicationReference) -> Runs:
    names = _listed_authors(reference)
    return closed(plain(names)) if names else ()


def _listed_authors(reference: PublicationReference) -> str:
    """Up to three authors; of more the title comes first, and the first is named after the slash."""
    names = [parse_name(name).surname_initials for name in reference.authors]
    return ", ".join(names) if len(names) <= 3 else ""


def _description(reference: PublicationReference) -> Runs:
    terms, what = _terms(reference), kind(reference)
    title = reference.title + (f" : {terms['thesis']}" if what == "thesis" else "") + _responsibility(reference, terms)
    host = reference.container
    if host and what == "chapter":
        host += _edited_by(reference, terms)
    volume = f"{terms['volume']} {bare_number(reference.volume)}" if reference.volume else ""
    issue = bare_number(reference.issue or reference.number)
    numbers = {
        "article": (reference.year, ", ".join(filter(None, (volume, f"{terms['issue']} {issue}" if issue else "")))),
        "newspaper": (reference.year, reference.issue),
    }.get(what, (_imprint(reference), volume))
    parts = (
        f"{title} // {host}" if host and title else title or host,
        *numbers,
        f"{terms['pages']} {reference.pages}" if reference.pages else "",
        _address(reference, terms),
    )
    return plain(". ".join(part.rstrip(".") for part in parts if part))


def _address(reference: PublicationReference, terms: dict[str, str]) -> str:
    """`URL: https://example.org (дата обращения: 23.11.2026)`"""
    seen = accessed_on(reference, "ru")
    when = f" ({terms['accessed']}: {seen})" if seen else ""
    return f"URL: {reference.url}{when}" if reference.url else ""


_RUSSIAN_TERMS = {
    "volume": "Т.",
    "issue": "№",
    "pages": "С.",
    "editor": "ред.",
    "others": "и др.",
    "thesis": "дис.",
    "accessed": "дата обращения",
}
_LATIN_TERMS = {
    "volume": "Vol.",
    "issue": "No.",
    "pages": "P.",
    "editor": "ed. by",
    "others": "et al.",
    "thesis": "diss.",
    "accessed": "accessed",
}


def _terms(reference: PublicationReference) -> dict[str, str]:
    return _RUSSIAN_TERMS if is_cyrillic(reference) else _LATIN_TERMS


def _responsibility(reference: PublicationReference, terms: dict[str, str]) -> str:
    """` / Л. Д. Троцкий [и др.]` for four authors or more; ` / ред. И. И. Иванов` for an edited book."""
    if len(reference.authors) > 3:
        return f" / {parse_name(reference.authors[0]).initials_surname} [{terms['others']}]"
    return "" if reference.container else _edited_by(reference, terms)


def _edited_by(reference: PublicationReference, terms: dict[str, str]) -> str:
    names = ", ".join(parse_name(name).initials_surname for name in reference.editors[:3])
    others = f" [{terms['others']}]" if len(reference.editors) > 3 else ""
    return f" / {terms['editor']} {names}{others}" if names else ""


def _imprint(reference: PublicationReference) -> str:
    place = " : ".join(filter(None, (reference.place, reference.publisher)))
    return ", ".join(filter(None, (place, reference.year)))


def short(reference: Reference, language: str) -> Runs:
    """`Троцкий Л. Д. Моя жизнь. С. 120`"""
    if isinstance(reference, ArchivalReference):
        return full(reference, language)
    terms = _terms(reference)
    number = volume_of_book(reference)
    volume = f"{terms['volume']} {number}" if number else ""
    pages = f"{terms['pages']} {reference.pages}" if reference.pages else ""
    title = joined(map(plain, (short_title(reference.title or reference.container), volume, pages)), ". ")
    return joined((_head(reference), title), " ")


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    """`Там же. Л. 144`; `Ibid. P. 12` after a work in Latin letters."""
    if isinstance(reference, PublicationReference):
        word = IBID["ru" if is_cyrillic(reference) else "en"]
        rest = [f"{_terms(reference)['pages']} {reference.pages}"] if reference.pages and reference != earlier else []
    else:
        word, rest = IBID.get(language, IBID["en"]), _areas(archival_remainder(reference, earlier, language))
    return plain(". ".join([word.rstrip("."), *rest]))


STYLE = Style("gost", "ГОСТ Р 7.0.5–2008", "ru", full, short, full, again)
