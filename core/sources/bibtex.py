"""Sources as BibTeX for LaTeX and everything that reads it, in UTF-8.

The rule: what LaTeX would take for a command is written so that it prints as itself, and every brace is balanced, since
one that is not swallows the rest of the file. Boundary: addresses stay as they are, but for braces and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.sources.entries import Entry
from notation.names_parts import PersonalName

_TYPES = {
    "book": "book",
    "article": "article",
    "newspaper": "article",
    "chapter": "incollection",
    "thesis": "phdthesis",
}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))
# Also at an end: `Sons, Smith and` and the next name would be one.
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", " ": "%20", "\\": "%5C"})


def to_bibtex(entries: Iterable[Entry]) -> Iterator[str]:
    """An empty line stands between two entries."""
    return ("\n" * bool(place) + _written(entry) for place, entry in enumerate(entries))


def _written(entry: Entry) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(entry) if value)
    return f"@{_TYPES.get(entry.kind, 'misc')}{{{entry.key},\n{fields}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    host = "booktitle" if entry.kind == "chapter" else "howpublished" if entry.kind == "web" else "journal"
    publisher = "school" if entry.kind == "thesis" else "publisher"
    yield "title", escaped(entry.title)
    yield "author", _names(entry.authors)
    yield "editor", _names(entry.editors)
    yield host, escaped(entry.container)
    yield "year", entry.year or escaped(entry.date_in_words)
    yield "date", "-".join(f"{part:02}" for part in entry.date) if entry.date[1:] else ""
    yield "volume", escaped(entry.volume)
    yield "number", escaped(entry.issue)
    yield "pages", escaped(entry.pages).replace("–", "--")
    yield "address", escaped(entry.place)
    yield publisher, escaped(entry.publisher)
    yield "archive", escaped(entry.archive)
    yield "shelfmark", escaped(entry.call_number)
    yield "recipient", _names(entry.recipients)
    yield "url", " ".join(entry.url.split()).translate(_IN_ADDRESS)
    yield "urldate", "-".join(f"{part:02}" for part in entry.accessed)
    yield "langid", escaped(entry.language)
    for authority, value in entry.identifiers:
        yield authority.lower(), escaped(value)


def _names(names: Iterable[PersonalName]) -> str:
    """`Trotsky, Leon and {Smith and Sons}`: braces keep an `and` within a name from parting two."""
    written = (escaped(name.inverted) for name in names)
    return " and ".join(f"{{{name}}}" if _AND.search(name) else name for name in written)


def escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], " ".join(text.split()))
