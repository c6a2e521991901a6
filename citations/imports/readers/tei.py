"""TEI editions: `note` elements that stand at the foot or the end, with their `n`; the page is the last `pb` before."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from citations.imports.readers.found import FileNote, FileNotes, flowing, raised, tidy, without_mark
from citations.imports.readers.packages import child, local, parse_xml, value

PLACES = frozenset({"foot", "end", "bottom", "footnote", "endnote"})
# Of two readings the one that is printed; what was struck out or is a note of its own is no part of the text.
UNPRINTED = frozenset({"corr", "reg", "expan", "del", "note", "teiHeader", "fw"})


def read_tei(content: bytes) -> FileNotes:
    root = parse_xml(content)
    every = [each for each in root.iter() if local(each) == "note" and not _in_header(each)]
    placed = [note for note in every if {value(note, "place"), value(note, "type")} & PLACES]
    chosen = set(placed or [note for note in every if value(note, "n")])
    notes: list[FileNote] = []
    page = ""
    for element in root.iter():
        if local(element) == "pb":
            page = value(element, "n")
        elif element in chosen:
            number = value(element, "n") or str(len(notes) + 1)
            notes.append(FileNote(number, tidy(without_mark("".join(_words(element)), number)), page))
    title = child(root, "teiHeader", "fileDesc", "titleStmt", "title")
    return FileNotes(tuple(notes), tidy("".join(title.itertext()) if title is not None else "").replace("\n", " "))


def _in_header(element: etree._Element) -> bool:
    return any(local(above) == "teiHeader" for above in element.iterancestors())


def _words(element: etree._Element, up: bool = False) -> Iterator[str]:
    up = up or value(element, "rend") in ("sup", "superscript")
    yield raised(flowing(element.text)) if up else flowing(element.text)
    for each in element:
        name = local(each)
        if name in ("lb", "p", "pb"):
            yield "" if value(each, "break") == "no" else "\n" if name == "p" else " "
        if name and name not in UNPRINTED:
            yield from _words(each, up)
        yield flowing(each.tail)
