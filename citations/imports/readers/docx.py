"""Word files: the notes with their displayed numbers, as Word itself would count them.

Numbers restart by section or page, have formats and start values, footnotes and endnotes are counted apart, and a note
with a mark of its own is not counted. Tracked changes are read as accepted: a note whose mark was deleted is gone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from citations.imports.readers.found import (
    FileNote,
    FileNotes,
    Refused,
    gettext_noop,
    is_title,
    raised,
    tidy,
    without_mark,
)
from citations.imports.readers.numerals import displayed, is_known
from citations.imports.readers.packages import Package, child, local, value

NO_DOCUMENT = gettext_noop("The file is no Word document: it holds no text.")
NO_PAGES = gettext_noop(
    "The notes are numbered anew on each page, but the file does not tell where pages begin: they are counted through."
)
STRANGE_FORM = gettext_noop("The numbers of the notes have a form that we do not know; they are given in figures.")
LOST_NOTE = gettext_noop("A mark in the text has no note.")
# What is not shown: deleted text, the codes of fields, and what stands a second time for older programs.
UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr", "sectPr"})
SPACES = {"tab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "p": "\n"}
KINDS = ("footnote", "endnote")
MARKS = frozenset({"footnoteReference", "endnoteReference"})


@dataclass(slots=True)
class Counting:
    """How the notes of one kind are numbered: as the document says, or the section where it says otherwise."""

    form: str
    start: int = 1
    restart: str = "continuous"

    def changed_by(self, properties: etree._Element | None) -> Counting:
        if properties is None:
            return self
        start = value(child(properties, "numStart"))
        return Counting(
            value(child(properties, "numFmt")) or self.form,
            int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else self.start,
            value(child(properties, "numRestart")) or self.restart,
        )


@dataclass(slots=True)
class Mark:
    """Where the text points at a note; `own` is a mark that the author set in place of a number."""

    kind: str
    note: str
    page: int
    own: str | None = None


@dataclass(slots=True)
class Section:
    marks: list[Mark] = field(default_factory=list)
    properties: etree._Element | None = None


def read_docx(content: bytes) -> FileNotes:
    package = Package(content)
    main = _main_part(package)
    document = package.tree(main)
    body = child(document, "body")
    if body is None:
        raise Refused(NO_DOCUMENT)
    related = _relations(package, main)
    settings = package.tree(related.get("settings", "word/settings.xml"))
    texts = {kind: _texts(package.tree(related.get(f"{kind}s", ""))) for kind in KINDS}
    sections, paged = _sections(body)
    notes: list[FileNote] = []
    problems: list[str] = []
    for kind in KINDS:
        usual = Counting("decimal" if kind == "footnote" else "lowerRoman")
        counting = usual.changed_by(child(settings, f"{kind}Pr"))
        marks = list(_numbered(sections, kind, counting, paged, problems))
        notes += list(_with_texts(marks, texts[kind], problems))
    return FileNotes(tuple(notes), _title(body), tuple(dict.fromkeys(problems)))


def _main_part(package: Package) -> str:
    tree = package.tree("_rels/.rels")
    for relation in tree if tree is not None else ():
        if value(relation, "Type").endswith("/officeDocument"):
            return value(relation, "Target").lstrip("/")
    return "word/document.xml"


def _relations(package: Package, main: str) -> dict[str, str]:
    """`footnotes` → `word/footnotes.xml`."""
    folder, name = posixpath.split(main)
    tree = package.tree(f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in tree if tree is not None else ():
        target = value(relation, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[value(relation, "Type").rpartition("/")[2]] = path
    return found


def _sections(body: etree._Element) -> tuple[list[Section], bool]:
    """The marks of each section, and whether the file tells where pages begin."""
    sections, page, paged = [Section()], 1, False
    for element in _shown(body):
        name = local(element)
        if name in MARKS:
            sections[-1].marks.append(_mark(element, page))
        elif name == "lastRenderedPageBreak" or (name == "br" and value(element, "type") == "page"):
            page, paged = page + 1, True
        elif name == "p" and (ends := child(element, "pPr", "sectPr")) is not None:
            # The properties of a section stand in its last paragraph, whose marks still belong to it.
            sections[-1].marks += [_mark(each, page) for each in _shown(element) if local(each) in MARKS]
            sections[-1].properties = ends
            sections.append(Section())
    sections[-1].properties = child(body, "sectPr")
    _begin_pages(sections[1:])
    return sections, paged


def _mark(reference: etree._Element, page: int) -> Mark:
    kind = local(reference).removesuffix("Reference")
    return Mark(kind, value(reference, "id"), page, _own_mark(reference))


def _begin_pages(sections: Iterable[Section]) -> None:
    """Each section begins a page unless it says that it goes on where the last one ended."""
    begun = 0
    for section in sections:
        begun += value(child(section.properties, "type")) != "continuous"
        for mark in section.marks:
            mark.page += begun


def _shown(element: etree._Element) -> Iterator[etree._Element]:
    """All below the element that a reader sees, in order; a paragraph that ends a section hands its marks on itself."""
    for each in element:
        name = local(each)
        if name in UNSEEN or (name == "r" and _is_hidden(each)):
            continue
        yield each
        if name != "p" or child(each, "pPr", "sectPr") is None:
            yield from _shown(each)


def _is_hidden(run: etree._Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false", "off")


def _own_mark(reference: etree._Element) -> str | None:
    """What stands after the reference in its run, where it says that its mark follows; None where it is numbered."""
    if value(reference, "customMarkFollows") not in ("1", "true", "on"):
        return None
    run = reference.getparent()
    following = "" if run is None else "".join(_text_of(run))
    return following.strip() or "*"


def _numbered(
    sections: Iterable[Section], kind: str, counting: Counting, paged: bool, problems: list[str]
) -> Iterator[tuple[str, Mark]]:
    """Each mark of this kind with its displayed number."""
    number, page = counting.start, 0
    for index, section in enumerate(sections):
        here = counting.changed_by(child(section.properties, f"{kind}Pr"))
        if index == 0 or here.restart == "eachSect":
            number = here.start
        marks = [mark for mark in section.marks if mark.kind == kind]
        if marks and here.restart == "eachPage" and not paged:
            problems.append(NO_PAGES)
        if marks and not is_known(here.form):
            problems.append(STRANGE_FORM)
        for mark in marks:
            if mark.own is not None:
                yield mark.own, mark
                continue
            if here.restart == "eachPage" and paged and mark.page != page:
                number, page = here.start, mark.page
            yield displayed(number, here.form), mark
            number += 1


def _with_texts(marks: Iterable[tuple[str, Mark]], texts: dict[str, str], problems: list[str]) -> Iterator[FileNote]:
    for number, mark in marks:
        if mark.note not in texts:
            problems.append(LOST_NOTE)
            continue
        text = texts[mark.note]
        yield FileNote(number, tidy(without_mark(text, number) if mark.own is not None else text))


def _texts(part: etree._Element | None) -> dict[str, str]:
    """The text of each note by its inner number; the rules above the notes are no notes."""
    return {
        value(note, "id"): "".join(_text_of(note))
        for note in (part if part is not None else ())
        if local(note) in KINDS and value(note, "type") in ("", "normal")
    }


def _text_of(element: etree._Element) -> Iterator[str]:
    """What is read aloud. Of a field only its result counts, not its codes, in which other fields may stand."""
    in_codes: list[bool] = []
    for each, raise_it in _pieces(element):
        name = local(each)
        if name == "fldChar":
            _step(in_codes, value(each, "fldCharType"))
        elif any(in_codes):
            continue
        elif name == "t":
            yield raised(each.text or "") if raise_it else each.text or ""
        elif name == "sym":
            yield _symbol(each)
        else:
            yield SPACES.get(name, "")


def _step(in_codes: list[bool], kind: str) -> None:
    """One entry for each field that is open: whether its codes are being read, or its result already."""
    if kind == "begin":
        in_codes.append(True)
    elif in_codes and kind == "separate":
        in_codes[-1] = False
    elif in_codes and kind == "end":
        in_codes.pop()


def _pieces(element: etree._Element, raise_it: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for each in element:
        name = local(each)
        if name in UNSEEN or (name == "r" and _is_hidden(each)):
            continue
        up = value(child(each, "rPr", "vertAlign")) == "superscript" if name == "r" else raise_it
        if name == "p":
            yield from _pieces(each)
            # A paragraph whose end was deleted goes on in the next one.
            if child(each, "pPr", "rPr", "del") is None:
                yield each, False
        else:
            yield each, up
            yield from _pieces(each, up)


def _symbol(element: etree._Element) -> str:
    """A letter of a symbol font lies in a private area, at its own place after F000."""
    code = value(element, "char")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    number = number & 0xFF if 0xF000 <= number <= 0xF0FF else number
    return chr(number) if 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _title(body: etree._Element) -> str:
    """The paragraph in the style of a title, else the first that is long enough to be one."""
    first = ""
    for paragraph in (each for each in body if local(each) == "p"):
        text = tidy("".join(_text_of(paragraph))).replace("\n", " ")[:500]
        if text and value(child(paragraph, "pPr", "pStyle")).lower() in ("title", "titel", "titre", "название"):
            return text
        if not first and is_title(text):
            first = text
    return first
