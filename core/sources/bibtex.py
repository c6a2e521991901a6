"""Sources as BibTeX for LaTeX and everything that reads it, in UTF-8.

The rule: what LaTeX would take for a command is written so that it prints as itself, and every brace is balanced, since
one that is not swallows the rest of the file. Boundary: addresses stay as they are, but for braces and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.sources import SITE
from core.sources.dated import iso_of
from core.sources.entries import Entry
from notation.names_parts import PersonalName

COMPILER, MANUSCRIPT = "compiler", "manuscript"
_TYPES = {
    "book": "book",
    "article": "article",
    "newspaper": "article",
    "chapter": "incollection",
    "thesis": "phdthesis",
}
# Of `misc`, what else it is.
_MISC = {"letter": "letter", "document": MANUSCRIPT}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))
# LaTeX prints two hyphens as a dash and two apostrophes as a quotation mark.
_DRAWN_TOGETHER = re.compile("-(?=-)|'(?=')|,(?=,)|<(?=<)|>(?=>)|[`?!](?=`)")
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
    issued = entry.issued
    yield "entrysubtype", escaped(entry.word or _MISC.get(entry.kind, ""))
    yield "title", escaped(entry.title)
    yield "origtitle", escaped(entry.original)
    yield "translatedtitle", escaped(entry.translation)  # of no standard, which has only the other
    yield from _makers(entry)
    yield host, escaped(entry.container)
    yield "edition", escaped(entry.edition)
    yield "year", escaped(issued.words) or entry.year
    yield "date", issued.iso if issued.day[1:] else issued.edtf
    yield "volume", escaped(entry.volume)
    yield "number", escaped(entry.issue)
    yield "pages", escaped(entry.pages).replace("–", "--")
    yield "pagetotal", escaped(entry.extent)
    yield "address", escaped(entry.place)
    yield publisher, escaped(entry.publisher)
    yield "archive", escaped(entry.archive)
    yield "shelfmark", escaped(entry.call_number)
    yield "keywords", ", ".join(map(escaped, entry.topics))
    yield "url", " ".join(entry.url.split()).translate(_IN_ADDRESS)
    yield "library", SITE if entry.own_page else ""
    yield "urldate", iso_of(entry.accessed)
    yield "langid", escaped(entry.language)
    for authority, value in entry.numbers.items():
        yield authority.lower(), escaped(value)


def _makers(entry: Entry) -> Iterator[tuple[str, str]]:
    """Compilers are editors of another type, as BibLaTeX has them."""
    yield "author", _names(entry.authors)
    yield "editor", _names(entry.editors or entry.compilers)
    if entry.compilers:
        yield ("editora" if entry.editors else "editortype"), _names(entry.compilers) if entry.editors else COMPILER
        yield "editoratype", COMPILER if entry.editors else ""
    yield "translator", _names(entry.translators)
    yield "recipient", _names(entry.recipients)


def _names(names: Iterable[PersonalName]) -> str:
    """`Trotsky, Leon and {Smith and Sons}`: braces keep a name of several words whole."""
    return " and ".join(
        f"{{{escaped(name.inverted)}}}" if _is_whole(name) else escaped(name.inverted) for name in names
    )


def _is_whole(name: PersonalName) -> bool:
    written = name.inverted
    return bool(_AND.search(written)) or written == "others" or (" " in written and "," not in written)


def escaped(text: str) -> str:
    return _DRAWN_TOGETHER.sub(r"\g<0>{}", _SPECIAL.sub(lambda match: _ESCAPES[match[0]], " ".join(text.split())))
