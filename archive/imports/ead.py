"""What an EAD finding aid says, component by component, as written; EAD 2002 (with and without namespace) and EAD3.

Boundary: nothing is decided here about numbers, archives or the database; `archive.imports.finding_aids` does that.
Element names and their meaning follow the tag libraries of EAD 2002 and EAD3 1.1.1 (Society of American Archivists).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

MOST_BYTES = 100_000_000
# Deep enough for any archive: EAD itself numbers its components c01 to c12.
DEEPEST = 40
COMPONENT = re.compile(r"c(0[1-9]|1[0-2])?")
# What describes a unit in sentences, in the order of the tag library; each becomes paragraphs of the description.
NOTES = (
    *("abstract", "scopecontent", "bioghist", "arrangement", "custodhist", "acqinfo", "appraisal", "accruals"),
    *("processinfo", "accessrestrict", "userestrict", "legalstatus", "phystech", "physloc", "materialspec"),
    *("originalsloc", "altformavail", "otherfindaid", "relatedmaterial", "separatedmaterial", "bibliography"),
    *("fileplan", "odd", "note", "didnote", "prefercite"),
)
PARAGRAPHS = {"p", "item", "head", "defitem", "chronitem", "bibref", "address", "blockquote"}
Element = Any


class NoFindingAid(Exception):
    """The file cannot be read as a finding aid; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Described:
    """One unit of description as the finding aid has it; empty text where it says nothing."""

    level: str
    identifier: str
    unitid: str
    title: str
    date: str
    extent: str
    description: str
    containers: tuple[str, ...]
    url: str
    line: int
    parts: tuple[Described, ...]

    def all(self) -> Iterator[Described]:
        """This unit and everything below it, from the top down."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class FindingAidRead:
    """`archive` is the holder's name as written, `isil` its code where the file gives one; `title` that of the aid."""

    archive: str
    isil: str
    title: str
    identifier: str
    top: Described


def read_finding_aid(content: bytes) -> FindingAidRead:
    """Raises NoFindingAid with a sentence for what is no XML, no EAD, or holds what could do harm."""
    root = _root(content)
    archdesc = _first(root, "archdesc")
    if _name(root) != "ead" or archdesc is None:
        raise NoFindingAid(_("This is no EAD finding aid: it has no <ead> with an <archdesc> in it."))
    header = next((_first(root, name) for name in ("eadheader", "control") if _first(root, name) is not None), None)
    did = _first(archdesc, "did")
    identifier = next((e for e in _within(header, "eadid", "recordid")), None)
    return FindingAidRead(
        archive=_text(next(_within(did, "repository"), None)) or _text(next(_within(header, "publisher"), None)),
        isil=next(
            (e.get(at, "") for e in _within(root, "eadid", "unitid") for at in ("mainagencycode", "repositorycode")), ""
        ),
        title=_text(next(_within(header, "titleproper"), None)),
        identifier=_text(identifier),
        top=_described(archdesc, archdesc.get("level", "collection"), depth=0),
    )


def _root(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise NoFindingAid(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoFindingAid(_("This is not well-formed XML: %(error)s") % {"error": str(error)[:200]}) from error
    declared = root.getroottree().docinfo.internalDTD
    # An entity can read files or blow up memory; a plain reference to the DTD of EAD 2002 is harmless and common.
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise NoFindingAid(_("The file declares XML entities; save it without them."))
    return root


def _described(element: Element, level: str, depth: int) -> Described:
    if depth > DEEPEST:
        raise NoFindingAid(_("Components are nested more than %(most)d deep.") % {"most": DEEPEST})
    did = _first(element, "did")
    below = list(_children(element, "dsc")) or [element]
    parts = [part for group in below for part in group if COMPONENT.fullmatch(_name(part))]
    return Described(
        level=level,
        identifier=element.get("id", ""),
        unitid=_text(_first(did, "unitid")),
        title=_title(_first(did, "unittitle")),
        date="; ".join(dict.fromkeys(_dates(did))),
        extent="; ".join(_extents(did)),
        description="\n\n".join(_notes(element, did)),
        containers=tuple(_containers(did)),
        url=next(_links(element, did), ""),
        line=element.sourceline or 0,
        parts=tuple(_described(part, _level(part), depth + 1) for part in parts),
    )


def _level(component: Element) -> str:
    level: str = component.get("level", "")
    return component.get("otherlevel") or "item" if level in ("", "otherlevel") else level


def _title(title: Element) -> str:
    """The title without the dates that EAD 2002 allows inside it."""
    return "" if title is None else _joined(_pieces(title, skip={"unitdate"})).rstrip(" ,")


def _dates(did: Element) -> Iterator[str]:
    for date in _within(did, "unitdate", "unitdatestructured"):
        if _name(date) == "unitdate":
            first, _slash, last = date.get("normal", "").partition("/")
            normal = first if last in ("", first) else f"{first}–{last}"
            said = _text(date)
            # `<unitdate type="bulk" normal="1937/1960">bulk </unitdate>` says when only in the attribute.
            yield f"{said} {normal}".strip() if said.lower() in ("", "bulk", "inclusive") else said
            continue
        spans = ["–".join(_text(end) for end in span if _text(end)) for span in _within(date, "daterange")]
        yield "; ".join([*spans, *(_text(single) for single in _within(date, "datesingle"))])


def _extents(did: Element) -> Iterator[str]:
    for physical in _within(did, "physdesc", "physdescstructured"):
        said = [_text(part) for part in physical] if len(physical) else [_text(physical)]
        # Words that stand beside the parts, as in `<physdesc>about <extent>3 boxes</extent></physdesc>`.
        whole = _text(physical)
        yield " ".join(filter(None, said)) if _name(physical) == "physdescstructured" else whole


def _containers(did: Element) -> Iterator[str]:
    """`Box 1, Folder 3-5`: a container opens a place unless it names a parent or lies in the one before.

    EAD 2002 from ArchivesSpace points from the folder to its box; other files only put one after the other.
    """
    place: list[str] = []
    for container in _children(did, "container"):
        kind = container.get("type") or container.get("localtype") or ""
        written = f"{kind[:1].upper()}{kind[1:]} {_text(container)}".strip()
        inside = container.get("parent") or (place and not container.get("id") and kind.lower() != "box")
        if place and not inside:
            yield ", ".join(place)
            place = []
        place.append(written)
    if place:
        yield ", ".join(place)


def _notes(element: Element, did: Element) -> Iterator[str]:
    for origin in _children(did, "origination"):
        said = [_text(name) for name in origin] or [_text(origin)]
        yield f"{origin.get('label', '').capitalize() or _('Creator')}: {'; '.join(filter(None, said))}"
    yield from filter(None, (_text(languages) for languages in _children(did, "langmaterial")))
    # All at once: a series has its thousand files as children too.
    notes = [*_children(did, *NOTES), *_children(element, *NOTES)]
    for note in sorted(notes, key=lambda note: NOTES.index(_name(note))):
        yield from _paragraphs(note)


def _paragraphs(note: Element) -> Iterator[str]:
    """A note's paragraphs; a note inside a note, and a list, give one for each of their own."""
    parts = [part for part in note if isinstance(part.tag, str)]
    if not any(_name(part) in PARAGRAPHS or len(part) for part in parts):
        if said := _text(note):
            yield said
        return
    for part in parts:
        if _name(part) in PARAGRAPHS:
            if said := _text(part):
                yield said
        else:
            yield from _paragraphs(part)


def _links(element: Element, did: Element) -> Iterator[str]:
    for link in (*_within(did, "dao", "daoloc"), *_children(element, "dao")):
        for name, value in link.attrib.items():
            if name.rpartition("}")[2] == "href" and value.startswith(("http://", "https://")):
                yield value.strip()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, *names: str) -> Iterator[Element]:
    yield from (part for part in (() if element is None else element) if _name(part) in names)


def _first(element: Element, name: str) -> Element:
    return next(_children(element, name), None)


def _within(element: Element, *names: str) -> Iterator[Element]:
    """Elements of these names at any depth."""
    if element is not None:
        yield from (part for part in element.iter() if isinstance(part.tag, str) and _name(part) in names)


def _text(element: Element) -> str:
    return "" if element is None else _joined(_pieces(element))


def _pieces(element: Element, skip: Iterable[str] = ()) -> Iterator[str]:
    """Text in order; line breaks and the ends of paragraphs part words."""
    yield element.text or ""
    for part in element:
        if isinstance(part.tag, str) and _name(part) not in skip:
            apart = " " if _name(part) in PARAGRAPHS or _name(part) in ("lb", "addressline", "extent") else ""
            yield apart
            yield from _pieces(part, skip)
            yield apart
        yield part.tail or ""


def _joined(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())
