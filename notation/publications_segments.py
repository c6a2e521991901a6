"""Cuts a note into the stretches that may each cite one printed work.

The rule: archival references are taken out first, parentheses around them vanish, and citations end at semicolons, at
sentences, and where an archival reference begins. Boundary: what a stretch says is for the readers of publications,
and what stands around a reference (remarks, addresses, titles) for `publications_around`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from notation.drafts import Draft
from notation.publications_gost import reads_as_gost
from notation.publications_names import are_persons
from notation.publications_patterns import EDITORS_LATER, LEAD_IN, PROSE
from notation.publications_styles import reads_as_styled

_WALL = "\x01"
_LONGEST_WORD = 12
_MOST_SENTENCES = 300
_LONGEST_CITATION = 400
# fmt: off
_ABBREVIATIONS = frozenset((
    "vol", "vols", "no", "nos", "ed", "eds", "pp", "trans", "comp", "comps", "bk", "pt", "cf", "al", "dr", "mr", "mrs",
    "st", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "spb", "u.s", "u.k",
    "n.y", "d.c", "russ", "cit", "op", "ibid", "nn", "e.g", "i.e", "ser", "gen", "col", "lt", "maj", "capt", "prof",
    "rev", "jr", "sr", "fig", "doc", "docs", "ff", "ll", "gg", "govt", "off", "print", "dept", "univ", "assn", "inst",
    "co", "inc", "ltd", "repr", "suppl", "hrsg", "bd", "nr", "abt", "ann", "zob", "por", "str", "pod", "red", "wyd",
    "bl", "fol", "fols", "rep", "cz", "tom", "kn", "vyp", "sost", "otv", "kh", "ch", "sh", "zh", "ts", "iu",
    "ia", "yu", "ya", "ye", "ju", "ja", "гг", "см", "ср", "др", "пр", "кн", "вып", "изд", "ред", "отв", "сост", "соч",
    "указ", "им", "ул", "обл", "губ", "напр", "цит", "оп", "лл",
))
# fmt: on
_CUTS = re.compile(
    # All begin with one of these signs, so that the search can leap from one to the next.
    r"[();,\x01](?:(?<=[()])|(?<=\x01)\x01*"
    # `с. 118–119; 126–127` is one list of pages, and `М.; Л. : Наука` one place of publication.
    r"|(?<=;)(?!\s\d{1,4}(?:[-–]\d{1,4})?\s*(?:;|\.?\s*\Z))(?!\s?(?:Л|М|L|M|СПб|Пг)\.[^\d]{0,3}[:,])"
    r"|(?<=,)\s(?=(?:as\s)?(?:citing|quoting|cited in|quoted in|reprinted in|translated in)\s)"
    # `Smith, Long Title, 109–16, Anna Jones, Other Title`: a range of pages, then somebody's full name.
    r"|(?:(?<=[-–]\d,)|(?<=[-–]\d\d,))\s(?=[A-Z]\w+\s[A-Z]\w+,\s)"
    r"|(?<=\d,)\sand\s(?=[A-Z][^\W\d_]+,\s[“\"‘A-Z]))"
)
_SENTENCE = re.compile(
    r"(?P<stop>[.?!])(?P<close>[”\"’»)\]]{0,4})\s{1,40}"
    # `No. 123. Pp. 4–5` goes on.
    r"(?!(?:Pp?|Fols?|Bl|[СЛ])\.\s\d|(?:No|Nr)\.\s\d{1,6}[.,])(?=[“\"‘«„(A-ZÀ-ÞŁŚŻА-ЯЁІЇЄ\d]|vol\.\s\d)"
)
_BEFORE_WORD = re.compile(r"[\s.(“‘]")
_QUOTATION = re.compile(r"“[^“”]{1,400}”|„[^„”]{1,400}”|«[^«»]{1,400}»|(?<!\w)‘.{2,300}?’(?=[,.;:)]|\Z|\sin\s)")
_OPEN_PAREN = re.compile(r"\([^()\x01;]{0,60}\Z")
_CLOSE_PAREN = re.compile(r"[^()]{0,160}\)")
_NAME_ALONE = re.compile(
    r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]+(?:[-’'][^\W\d_]+)*\Z|[^\W\d_]+,?\s(?:[^\W\d_]{1,2}\.\s?){1,3}\Z"
)
_NEW = re.compile(
    r"(?:[Ss]ee|Cf\.|Also|For|On|In|The|This|Quoted|Cited|Published in|He|She|It|They)\s|[“„‘«\"]|URL|https?:|www\."
)
_LEADS = re.compile(r"(?:in|cited|quoted|published|reprinted|and|also|see|cf)\b")
_COMPLETE = re.compile(r"\d[\s)]*\Z|passim\Z|[”»]\Z")
_PAGES_GIVEN = re.compile(r",\s(?:pp?\.\s)?\d+(?:[-–]\d+)?\Z|\)\s*\Z")
_PLACE_AND_YEAR = re.compile(r"[^.;]{0,60}\([^()]{2,60}\d{4}\)")
_IMPRINT_NEXT = re.compile(
    r"(?:[^\W\d_]+(?:\s[^\W\d_]+)?[,:]?\s(?:1[5-9]|20)\d\d|pp?\.\s?\d|\d+(?:[-–]\d+)?\s*(?:\Z|[.,;]))"
)


class Stretch(NamedTuple):
    """Where it stands, and whether an archival reference follows at once."""

    start: int
    end: int
    walled: bool


class Piece(NamedTuple):
    """One sentence of a stretch, or several that are one citation; `last` in its stretch."""

    text: str
    start: int
    last: bool


def masked(text: str, drafts: list[Draft]) -> str:
    """The same length as text: a wall over each reference, spaces over parentheses that hold one."""
    out: list[str] = []
    done = 0
    for draft in drafts:
        start, end, filler = max(draft.start, done), max(draft.end, done), _WALL
        opened = _OPEN_PAREN.search(text, max(done, start - 61), start)
        if opened:
            closed = _CLOSE_PAREN.match(text, end)
            start, filler = opened.start(), " "
            end = closed.end() if closed else end
        if start > done:
            out.append(text[done:start])
        if end > done:
            out.append(filler * (end - max(start, done)))
            done = end
    out.append(text[done:])
    return "".join(out)


def stretches(hidden: str) -> Iterator[Stretch]:
    """Cut at semicolons outside parentheses, before `citing`, and at walls."""
    start, depth = 0, 0
    for match in _CUTS.finditer(hidden):
        sign = match[0][0]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif sign == _WALL or depth == 0 or sign == ",":
            yield Stretch(start, match.start(), sign == _WALL)
            start, depth = match.end(), 0
    yield Stretch(start, len(hidden), False)


def pieces(hidden: str, stretch: Stretch) -> list[Piece]:
    """The sentences of a stretch, kept together where they make one citation, `Name. Title. Place, year`."""
    text = hidden[stretch.start : stretch.end]
    if reads_as_gost(text) or reads_as_styled(text):
        return [Piece(text, stretch.start, True)]
    quoted = [match.span() for match in _QUOTATION.finditer(text)]
    cuts = [0]
    for match in _SENTENCE.finditer(text):
        if _abbreviated(text, match) or any(a < match.start("stop") and match.end("close") < b for a, b in quoted):
            continue
        if len(cuts) > _MOST_SENTENCES:
            break
        if not _goes_on(text[cuts[-1] : match.start("stop")], text[match.end() : match.end() + 400]):
            cuts.append(match.end())
    cuts.append(len(text))
    return [Piece(text[a:b], stretch.start + a, b == len(text)) for a, b in pairwise(cuts) if b > a]


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    end = match.start()
    word = _BEFORE_WORD.split(text[max(0, end - _LONGEST_WORD) : end])[-1].strip("[,").lower()
    short = word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
    return match["stop"] == "." and not match["close"] and short


def _goes_on(before: str, after: str) -> bool:
    """Is this stop inside a citation: `Vstrechi i pis’ma. Sbornik statei (Moscow, 1977), p. 31`?"""
    before = before.strip()
    if _NAME_ALONE.match(before):
        return True
    if len(before) > _LONGEST_CITATION or (
        before[:1].isalpha() and not before[:1].isupper() and not _LEADS.match(before)
    ):
        return False
    if PROSE.search(before) or _NEW.match(after):
        return False
    words = len(before.split())
    first, comma, rest = after.partition(", ")
    if comma and are_persons(first) and not _IMPRINT_NEXT.match(rest):
        return words <= 2 or ("," not in before and " " not in first and words <= 5)
    if _PLACE_AND_YEAR.match(after) and not _PAGES_GIVEN.search(before):
        return words <= 20 or EDITORS_LATER.search(before) is not None
    if _COMPLETE.search(before):
        return False
    return words <= 6 or ("," in before and are_persons(LEAD_IN.sub("", before, count=1).split(", ", 1)[0]))
