"""Sheets: `л. 41–44 об., 46`, `ll. 73–4`, `83v`, `12а`.

The rule: numbers become ranges with sides, short ends are written out (`73–4` is 73 to 74), and what is no plain
number stays as written. Boundary: the terms before the numbers (`л.`, `ll.`, `p.`) belong to the grammar, not here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from notation.references import Leaf, LeafRange, Leaves

VERSO = (
    r"(?:с\s)?об(?:ор(?:от(?:ом)?)?)?|(?:s\s)?ob(?:or(?:ot(?:om)?)?)?|verso|vo?|reverse|rev|зв(?:орот)?|zv|адв"
    r"|(?<=\d)p|Rs|Rückseite|(?-i:R)"
)
RECTO = r"recto|(?-i:r)"

# One sheet: number, a letter that makes it another sheet (`12а`), its side. `310(об)`, `83 об.`, `83об`, `83 и об.`,
# `83, об.`.
_LEAF = re.compile(
    rf"(?P<number>\d{{1,6}})"
    rf"(?:(?P<bothsides>(?:\s?(?:и|and|та|і)|,)\s(?:об|ob|зв)\b\.?)"
    rf"|\s?[(\[]?(?P<verso>{VERSO})(?!\w)\.?[)\]]?"
    rf"|(?P<recto>{RECTO})(?!\w)\.?"
    rf"|(?P<suffix>[-/]?(?:[а-яёa-z]|[А-Я])(?!\w))(?:\s?[(\[]?(?P<suffixverso>{VERSO})(?!\w)\.?[)\]]?)?)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[А-ЯЁA-Z](?![\w'’])")
_DASH = re.compile(r"\s{0,2}[-–—‒−‑]{1,2}\s{0,2}")
_COMMA = re.compile(r"\s{0,2}(?:,(?:\s{0,2}(?:and|и|та|і|und|&)\s)?|(?:and|и|та|і|und|&)\s)\s{0,2}")


@lru_cache(maxsize=8192)
def read_leaves(text: str) -> Leaves:
    """The sheets in a field that holds nothing else; whatever is not understood is kept in `other`."""
    items: list[LeafRange | str] = []
    at = 0
    while at < len(text):
        found, end = scan_leaves(text, at)
        if found.items:
            items.extend(found.items)
        else:
            end = min((i for i in (text.find(",", at), text.find(";", at)) if i >= 0), default=len(text))
            word = text[at:end].strip(" .,;")
            if word:
                items.append(word)
        at = end
        while at < len(text) and text[at] in " ,.;\t\n\xa0":
            at += 1
    return Leaves(text.strip(), tuple(items))


def scan_leaves(text: str, start: int) -> tuple[Leaves, int]:
    """The longest list of sheets that begins at `start`, and where it ends; empty leaves where none begins."""
    items: list[LeafRange | str] = []
    at = end = start
    while True:
        item, after = _scan_item(text, at)
        if item is None:
            break
        items.append(item)
        end = after
        comma = _COMMA.match(text, end)
        if not comma:
            break
        at = comma.end()
    return Leaves(text[start:end], tuple(items)), end


def _scan_item(text: str, at: int) -> tuple[LeafRange | str | None, int]:
    match = _LEAF.match(text, at)
    if not match:
        letter = _LETTER.match(text, at)
        return (letter[0], letter.end()) if letter else (None, at)
    first, end = _leaf(match), match.end()
    last = first
    if match["bothsides"]:
        return LeafRange(Leaf(first.number), Leaf(first.number, verso=True)), end
    dash = _DASH.match(text, end)
    other_end = _LEAF.match(text, dash.end()) if dash else None
    if other_end:
        last, end = _written_out(first, _leaf(other_end)), other_end.end()
    elif dash and (other_side := _SIDE.match(text, dash.end())):
        last, end = Leaf(first.number, verso=True), other_side.end()
    if last is first and first.suffix:
        return first.canonical(), end
    return LeafRange(first, last), end


_SIDE = re.compile(r"(?:об|ob)(?!\w)\.?", re.IGNORECASE)


def _leaf(match: re.Match[str]) -> Leaf:
    verso = bool(match["verso"] or match["suffixverso"])
    return Leaf(int(match["number"]), verso, (match["suffix"] or "").strip())


def _written_out(first: Leaf, last: Leaf) -> Leaf:
    """`73–4` ends at 74, `500–15` at 615; an end that stays below its start is left as printed."""
    start, short = str(first.number), str(last.number)
    if last.number >= first.number or len(short) >= len(start):
        return last
    whole = int(start[: -len(short)] + short)
    return Leaf(whole, last.verso, last.suffix) if whole >= first.number else last
