"""BibTeX and BibLaTeX: LaTeX signs become letters, names are parted at `and`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text

from citations.imports.works import Place, Work, joined, numbers, work
from core.sources.bibtex import COMPILER, MANUSCRIPT
from core.text_files import Unreadable

KINDS = {
    "article": "article",
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "inreference", "suppbook"), "chapter"),
    **dict.fromkeys(("collection", "proceedings", "mvcollection"), "edited collection"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www"), "web page"),
    "booklet": "pamphlet",
}
# `and` between names, not inside braces: {Smith and Sons}.
AND = re.compile(r"\s+and\s+(?![^{}]*\})")
# LaTeX would take what follows for a comment and drop it.
PERCENT = re.compile(r"(?<!\\)%")
# The converter would make ^ the accent ˆ and drop braces; letters that nobody writes stand for them meanwhile.
SIGNS = {"asciicircum": ("\ue000", "^"), "braceleft": ("\ue001", "{"), "braceright": ("\ue002", "}")}
SIGN = re.compile(r"\\text(asciicircum|braceleft|braceright)(?:\{\}|\s|(?![a-zA-Z]))")
SIGNS_AGAIN = str.maketrans(dict(SIGNS.values()))
LATEX = LatexNodes2Text(math_mode="verbatim")


def read(text: str) -> Iterator[Work]:
    library = parse_string(text)
    if library.failed_blocks:
        line = library.failed_blocks[0].start_line
        said = {"line": (line or 0) + 1}
        raise Unreadable(_("The BibTeX file cannot be read from line %(line)d on; look at its braces.") % said)
    for number, entry in enumerate(library.entries, start=1):
        fields = {field.key.casefold(): str(field.value) for field in entry.fields}
        cells = _cells(fields, _kind(entry.entry_type.casefold(), fields))
        yield work(number, cells, _place(fields))


def _kind(written: str, fields: Mapping[str, str]) -> str:
    """`misc` with an address on the web is a page there; what else is not known is a book."""
    return KINDS.get(written) or ("web page" if written == "misc" and fields.get("url") else "book")


def _place(fields: Mapping[str, str]) -> Place:
    own = ("archive", "shelfmark", "entrysubtype", "library", "origtitle")
    archive, call_number, word, catalogue, original = (_plain(fields.get(name, "")) for name in own)
    letter = bool(fields.get("recipient")) and word != MANUSCRIPT
    return Place(archive, call_number, letter, word, catalogue, original)


def _cells(fields: Mapping[str, str], kind: str) -> dict[str, str]:
    def first(*names: str) -> str:
        return _plain(next((fields[name] for name in names if fields.get(name)), ""))

    return {
        "kind": kind,
        "title": ". ".join(filter(None, (first("title"), first("subtitle")))),
        "translation": first("translatedtitle"),
        "language": first("langid", "language"),
        "authors": _names(fields.get("author", "")),
        "editors": "" if _compiled(fields, "editortype") else _names(fields.get("editor", "")),
        "compilers": _names(fields.get(_compilers_in(fields), "")),
        "translators": _names(fields.get("translator", "")),
        "addressees": _names(fields.get("recipient", "")),
        "container": first("journaltitle", "journal", "booktitle", "howpublished"),
        "volume": first("volume"),
        "issue": first("number", "issue"),
        "edition": first("edition"),
        "place": first("location", "address"),
        "publisher": first("publisher", "school", "institution"),
        "date": _date(first("date"), first("year")),
        "page_range": first("pages").replace("--", "–"),
        "pages": first("pagetotal"),
        "topics": first("keywords").replace(",", ";"),
        "url": fields.get("url", "").strip("{}"),  # not text: its ~ and % are its own
        "url_seen": first("urldate"),
        **{name: numbers(first(name)) for name in ("doi", "isbn", "issn", "oclc")},
    }


def _compiled(fields: Mapping[str, str], name: str) -> bool:
    return fields.get(name, "").strip() == COMPILER


def _compilers_in(fields: Mapping[str, str]) -> str:
    """Which field has them; no field where none has."""
    return "editor" if _compiled(fields, "editortype") else "editora" if _compiled(fields, "editoratype") else ""


def _date(date: str, year: str) -> str:
    """`year = {около 1928}, date = {1928~}`: words say it as written."""
    return date if not year or (year.isdecimal() and date) else year


def _names(written: str) -> str:
    names = (name.strip() for name in AND.split(written))
    return joined(
        _plain(name) if name.startswith("{") else _inverted(_plain(name)) for name in names if name != "others"
    )


def _plain(latex: str) -> str:
    """Text without commands and braces: `M{\\"u}ller \\& Co.` → `Müller & Co.`"""
    kept = SIGN.sub(lambda match: SIGNS[match[1]][0], PERCENT.sub(r"\\%", latex))
    return str(LATEX.latex_to_text(kept)).translate(SIGNS_AGAIN).strip()


def _inverted(name: str) -> str:
    """`Jane van Doe` → `van Doe, Jane`; a name with a comma stands so already."""
    if "," in name or " " not in name:
        return name
    words = name.split()
    at = next((i for i, word in enumerate(words[:-1]) if i and word[:1].islower()), len(words) - 1)
    return f"{' '.join(words[at:])}, {' '.join(words[:at])}"
