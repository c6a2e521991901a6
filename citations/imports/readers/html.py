"""Web pages, also those that Word and LibreOffice save: a mark that links to a note which links back, or names itself.

The rule: a link is a mark where its words are one (`1`, `[2]`, `*`, `iv`) and its target says so as well: by a known
name (`_ftn1`, `cite_note-2`, `sdfootnote1sym`), by its role, by a link back, or by beginning with the same mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from citations.imports.readers.found import FileNote, FileNotes, flowing, is_title, raised, tidy, without_mark

Element: TypeAlias = etree._Element
MARK = re.compile(
    r"^[\[(]?\s?(\d{1,4}|[ivxlcdm]{1,8}|[a-zа-я]{1,2}|[*†‡§¶]{1,4}|[¹²³⁰⁴-⁹]{1,4})\s?[\])]?[.:]?$", re.IGNORECASE
)
NAMED = re.compile(
    r"^#?(?:_?(?:ftn|edn)\d|sd(?:foot|end)note\d+sym|cite_note|fn|footnote|endnote|note|n)[-_:.]?\w{0,80}",
    re.IGNORECASE,
)
BACK = re.compile(r"^[\s\^↑↩︎⏎.]*$")
BLOCKS = frozenset(
    {"p", "div", "li", "dd", "dt", "aside", "section", "td", "tr", "blockquote", "h1", "h2", "h3", "pre"}
)
# One of these holds one note where only one note's name stands inside.
HOLDERS = frozenset({"p", "div", "li", "dd", "aside", "section", "td"})
UNSEEN = frozenset({"script", "style", "del", "s", "strike", "template", "noscript", "title"})
ROLES = frozenset({"doc-noteref", "noteref"})
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Pair:
    """A mark in the text and the element that bears the name it links to."""

    mark: str
    link: Element
    target: Element


def read_html(text: str) -> FileNotes:
    """Where no mark links to a note, the words of the page, to be read as plain text."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        return FileNotes()
    pairs = list(_pairs(root))
    inside = Counter(above for pair in pairs for above in (pair.target, *pair.target.iterancestors()))
    links = {name for pair in pairs for each in _inline(pair.link) for name in _names(each)}
    notes = []
    for pair in pairs:
        words = "".join(part for holder in _holders(pair, inside) for part in (*_words(holder, links), "\n"))
        notes.append(FileNote(pair.mark, tidy(without_mark(words.strip(), pair.mark))))
    title = _title(root)
    if not notes:
        return FileNotes(title=title, text=tidy_page("".join(_words(root, set()))))
    return FileNotes(tuple(notes), title)


def tidy_page(text: str) -> str:
    return "\n\n".join(tidy(text).split("\n"))


def _pairs(root: Element) -> Iterator[Pair]:
    named: dict[str, Element] = {}
    for element in root.iter("*"):
        for name in _names(element):
            named.setdefault(name, element)
    seen: set[Element] = set()
    for link in root.iter("a"):
        name = (link.get("href") or "").rpartition("#")[2]
        target = named.get(name)
        mark = MARK.match("".join(link.itertext()).strip())
        if not name or target is None or mark is None or target in seen or _is_inside(link, target):
            continue
        if _points_at_a_note(link, name, target):
            seen.add(target)
            yield Pair(_plain(mark[1]), link, target)


def _names(element: Element) -> list[str]:
    return [name for name in (element.get("id"), element.get("name")) if name]


def _plain(mark: str) -> str:
    """`²` is the number 2 set high; `*` stays."""
    return mark.translate(LOWERED)


def _is_inside(link: Element, target: Element) -> bool:
    """A link from a note to itself, or back from a note into the text that holds everything."""
    return any(above is target for above in link.iterancestors())


def _points_at_a_note(link: Element, name: str, target: Element) -> bool:
    role = f"{link.get('role', '')} {link.get('epub:type', '')}".split()
    if ROLES & set(role):
        return True
    if re.match(r"^_?(?:ftnref|ednref)|cite_ref|fnref|anc$", name) or name.endswith("anc"):
        return False
    return NAMED.match(name) is not None or _links_back(link, target)


def _links_back(link: Element, target: Element) -> bool:
    """The note's first link leads to the mark, or to what stands around it."""
    home = {name for each in _inline(link) for name in _names(each)}
    holder = target if target.tag in BLOCKS else next(target.iterancestors(*BLOCKS), target)
    return any((each.get("href") or "").rpartition("#")[2] in home for each in holder.iter("a") if each is not link)


def _inline(link: Element) -> Iterator[Element]:
    """The link and what stands around it within its line: the name to come back to may be that of a `sup`."""
    yield link
    for above in link.iterancestors():
        if above.tag in BLOCKS or above.tag == "body":
            return
        yield above


def _holders(pair: Pair, inside: Counter[Element]) -> list[Element]:
    """The block that is the note, and those after it up to the next note, which belong to it.

    `inside` counts the notes that begin in an element.
    """
    holder = pair.target
    if holder.tag not in BLOCKS:
        holder = next(holder.iterancestors(*BLOCKS), holder)
    around = set(pair.link.iterancestors())
    while (above := holder.getparent()) is not None and above.tag in HOLDERS and inside[above] == 1:
        if above in around:
            break
        holder = above
    between = []
    after = holder.getnext()
    while after is not None and after.tag in ("p", "blockquote") and not inside[after]:
        between.append(after)
        after = after.getnext()
    return [holder, *between] if after is not None and inside[after] else [holder]


def _words(element: Element, links: set[str], up: bool = False) -> Iterator[str]:
    """The words that are seen: without the links that lead back into the text."""
    tag = element.tag
    if tag in UNSEEN or _is_back(element, links) or "display:none" in (element.get("style") or "").replace(" ", ""):
        return
    up = up or tag == "sup"
    if tag in BLOCKS or tag == "br":
        yield "\n"
    yield raised(element.text or "") if up else flowing(element.text)
    for each in element:
        yield from _words(each, links, up)
        yield raised(each.tail or "") if up else flowing(each.tail)
    if tag in BLOCKS:
        yield "\n"


def _is_back(element: Element, links: set[str]) -> bool:
    if "mw-cite-backlink" in (element.get("class") or ""):
        return True
    if element.tag != "a" or not links:
        return False
    name = (element.get("href") or "").rpartition("#")[2]
    words = "".join(element.itertext()).strip()
    short = bool(BACK.match(words)) or MARK.match(words) is not None
    return bool(name) and short and (name in links or element.get("role") == "doc-backlink")


def _title(root: Element) -> str:
    for tag in ("h1", "title", "h2", "p"):
        for element in root.iter(tag):
            if any(above.get("title") == "header" for above in element.iterancestors()):
                continue  # the running head, as LibreOffice saves it
            text = " ".join("".join(element.itertext()).split())[:500]
            if is_title(text):
                return text
    return ""
