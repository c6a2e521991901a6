"""An archive and its own signature: `IfZ, MA 544, Bl. 34`, `ACS, MI, DGPS, b. 56, fasc. 3`, `SHD, 7 N 3123`.

The rule: after a known archive's name the pieces between commas are its signature, from the whole down to the sheets,
as long as they look like codes, numbered terms or names above them; an unknown acronym needs a box, a folder or
sheets as well. Boundary: Soviet terms, boxes of collections and numbers parted by strokes are tokens of
`parsing_archival`; this reads what they leave.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from notation.drafts import Draft
from notation.known import begins_known_name, known_archive, romanised
from notation.leaves import scan_leaves
from notation.parsing_repositories import Named, is_acronym

_LONGEST_NAME = 120
_MOST_ELEMENTS = 9
_FEWEST_LEVELS = 2
_VOLUME_FIRST = re.compile(r"(?:[Vv]ol|[Bb]d|[Tt]|[Тт])\.\s[\dIVX]{1,5},\s(?:chs?|chap|part|pt|гл|ч)\.?\s\d")
_SPACE = " \t\n,.:"
_OPENING = " \t\n,.:([/"
_SEPARATED = re.compile(r"[,.:]\s")
_IN_BRACKETS = re.compile(r"[^()]{4,100}\s\((?P<acronym>[^\W\d_][\w\s./-]{1,24})\)(?=[,.:]\s)")
# What leads to a reference in a sentence: `See`, `is in`, a quotation, the note's number.
_LEAD = re.compile(
    r"(?:(?<!\w)(?:[Ss]ee(?:\salso|,?\sfor\sexample,|,?\se\.g\.,?)?|[Cc]f\.(?:\salso)?|in|[Ss]iehe|[Vv]gl\.|[Zz]ob\."
    r"|[Сс]м\.(?:\s?также)?:?|[Дд]ив\.:?|\d{1,4}[\]).]?)|//|[”»]\.?)\s(?=[A-ZА-ЯІ])"
)
_LONGEST_LEAD = 200
_ACRONYM_WITHIN = re.compile(r"(?<![\w’'-])(?=[A-ZА-ЯЁІ][^\W\d_]{0,3}[A-ZА-ЯЁІ])")
_MOST_ACRONYMS = 6
# Parted by commas, in Russian notes by stops: `АСД № Р-337. Т. 1. Л. 5`.
_ELEMENT = re.compile(r"(?:[^,.]|\.(?!\s[А-ЯЁ№]))+")
# What stands between a name and its archive's code.
_LEAVES = re.compile(r"(?:Bl|S|pp?|pages?|fols?|ff?|k|kk|l|ll|ark|arkk|s|c|[Лл]л?|[Сс]|сс|[Аа]рк)\.?\s?(?=\d)")
_BARE_LEAVES = re.compile(r"(?!(?:18|19|20)\d\d\b)\d{1,4}[^\W\d_]?(?:\s?[-–]\s?\d{1,4})?\Z")
_TERM = re.compile(
    r"(?P<term>[^\W\d_]{1,12})(?:\.?:?\s|\.)(?:no\.\s|Nr\.\s|№\s)?(?P<number>(?:[A-ZА-Я]{1,3}[-/]?)?\d[\w/.:–-]{0,12}|[IVXLC]{1,6}|[A-Z])\Z"
)
_NUMBERED = re.compile(
    r"(?:[A-ZА-Я][^\W\d_]+\s){1,2}(?:No\.|Nr\.|№)\s(?P<number>(?:[A-ZА-Я]{1,3}[-/]?)?\d[\w/.-]{0,12})\Z"
)
# Terms of other archives' schemes, and the level that each names.
_LEVELS = {
    **dict.fromkeys(("box", "boxes", "carton", "container", "b", "busta", "karton", "kt", "krabice"), "box"),
    **dict.fromkeys(("folder", "fasc", "fascicolo", "dossier", "dos", "doss", "mappe"), "folder"),
    **dict.fromkeys(("file", "sygn", "d", "delo", "спр", "д"), "file"),
    **dict.fromkeys(("series", "série", "serie", "schedule", "rep", "bestand", "titre"), "series"),
    **dict.fromkeys(("vol", "volume", "v", "t", "tom", "bd", "band", "т", "том"), "volume"),
    **dict.fromkeys(("reel", "roll", "mf", "microfilm", "bobine"), "roll"),
    **dict.fromkeys(("no", "nr", "case", "interview", "tit", "titel", "№"), "number"),
    **dict.fromkeys(("ch", "chap", "chapter", "гл"), "chapter"),
    **dict.fromkeys(("part", "pt", "ч"), "part"),
    **dict.fromkeys(("para", "paragraph"), "paragraph"),
    **dict.fromkeys(("item", "doc", "document"), "item"),
    **dict.fromkeys(("frame", "frames", "fr"), "frame"),
}
# By these an archive is told that the vocabulary lacks.
_TELLING = frozenset({"box", "folder", "roll"})
# `MA 544`, `7 N 3123`, `RG-31.018M`, `F7 13506`, `L/P&S/10/1065`, `O.3/4567`, `RZ 211`, `F delta rés 884/2/1`
_CODE = re.compile(
    r"(?=\D{0,30}\d)(?:[A-ZА-Я\d][A-ZА-Я\d.&/:()-]*[a-zа-я]?|[A-Za-zé]{1,6}\.?)"
    r"(?:\s(?:[A-ZА-Я\d][A-ZА-Я\d.&/:()-]*[a-zа-я]?|[a-zé]{3,6}))*\Z"
)
_MONTH = (
    r"(?:jan|feb|fév|mar|mär|apr|avr|ma[iyj]|jui?n|jui?l|aug|aoû|sep|o[ck]t|nov|d[eé][cz]"
    r"|янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[^\W\d_]*\.?"
)
_COMMA = re.compile(r",\s(?=[A-ZА-ЯЁІ][^\W\d_]{0,3}[A-ZА-ЯЁІ]|[A-Z][^,]{2,40}\sArchive)")
# `IfZ, MA 544 Bl. 34`
_LEAVES_AT_END = re.compile(r"\s(?=(?:Bl|S|pp?|k|fols?)\.\s?\d)")
_ENDING = _SPACE + ")]"
# `SHD, 7 N 3123 (emphasis added)`
_REMARK = re.compile(r"\s\((?=[^()\d]*\)?[.\s]*\Z).*")
_SHORT_NUMBER = re.compile(r"\d{1,3}\Z")
_DATE = re.compile(
    rf"(?:\d{{1,2}}\.?\s)?{_MONTH}\s\d{{1,4}}\Z|\d{{1,2}}(?:st|nd|rd|th)?\.?\s{_MONTH}|(?:1[5-9]|20)\d\d(?:[-–]\d{{2,4}})?\Z"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w'’&.()/–-]*)(?:\s(?:[A-ZÀ-ÞА-ЯЁ\d][\w'’&.()/–-]*|[a-zà-ÿ]{1,8}\.?)){0,5}\Z")
_SERIES = re.compile(r"(?:[Ss]érie|[Ff]onds|[Ss]eries?|[Ff]ondo)\s(?=[A-ZÀ-Þ][^\W\d_])")
_PERIOD = re.compile(r"(?:1[5-9]|20)\d\d[-–](?:(?:1[5-9]|20)\d\d|\d\d)\Z")


class _Level(NamedTuple):
    name: str
    number: str
    start: int


def read_signature(piece: str) -> Draft | None:
    """The holding that piece names, behind its document's title if it has one; None where there is none."""
    start = len(piece) - len(piece.lstrip(_OPENING))
    after_commas = (match.end() for match in islice(_COMMA.finditer(piece, start), _MOST_ELEMENTS))
    for begin in (start, _after_lead(piece, start), *after_commas):
        if begin >= 0 and (found := _signed(piece, begin, _archives(piece, begin))):
            found.title = _title(piece, start, begin)
            return found
    for count, match in enumerate(_ACRONYM_WITHIN.finditer(piece, start)):
        if count == _MOST_ACRONYMS:
            break
        known = [named for named in _archives(piece, match.start()) if known_archive(named.as_written)]
        if known and (found := _signed(piece, match.start(), known)):
            found.title = _title(piece, start, match.start())
            return found
    return None


def _title(piece: str, start: int, end: int) -> str:
    before = piece[start:end].rstrip()
    return before.strip(_OPENING) if before.endswith((",", "//")) else ""


def _after_lead(piece: str, start: int) -> int:
    """Behind `See`, `См.:` or a note's number; -1 where no such words lead in."""
    return max((match.end() for match in _LEAD.finditer(piece, start, start + _LONGEST_LEAD)), default=-1)


def _signed(piece: str, start: int, names: list[Named]) -> Draft | None:
    for named in names:
        levels, at = _path(piece, named.end)
        if not levels or not (_sure(named.as_written) or _sure(named.name) or _told(levels, piece, at)):
            continue
        draft = Draft(named.start, named.end, repository=named.name, repository_as_written=named.as_written)
        draft.mark("repository", named.start, named.end)
        for level in levels:
            draft.add(level.name, level.number, level.start, level.start + len(level.number))
        if at >= 0:
            draft.leaves, end = scan_leaves(piece, at)
            draft.mark("leaves", at, end)
        return draft
    return None


def read_levels(piece: str) -> Draft | None:
    """`vol. 7, ch. 9, part 2` alone: the source that an earlier note cites by the same levels."""
    start = len(piece) - len(piece.lstrip(_SPACE))
    levels, at = _path(piece, start) if _VOLUME_FIRST.match(piece, start) else ([], -1)
    if len(levels) < _FEWEST_LEVELS or any(level.name in ("collection", "shelfmark") for level in levels):
        return None
    draft = Draft(start, start, kind="unknown", back="levels")
    for level in levels:
        draft.add(level.name, level.number, level.start, level.start + len(level.number))
    if at >= 0:
        draft.leaves, end = scan_leaves(piece, at)
        draft.mark("leaves", at, end)
    return draft


def _archives(piece: str, start: int) -> list[Named]:
    """The names that piece may begin with, the longest known one first."""
    if "(" in piece and (bracketed := _IN_BRACKETS.match(piece, start)):
        acronym = bracketed["acronym"]
        if known_archive(acronym) or is_acronym(acronym):
            return [Named(bracketed[0], romanised(acronym), start, bracketed.end())]
    first = piece[start : start + _LONGEST_NAME].split(" ", 1)[0].rstrip(_SPACE)
    short = is_acronym(first)
    if not short and not begins_known_name(first) and "Archiv" not in piece:
        return []  # every look-up of words that are no name costs time
    separators = islice(_SEPARATED.finditer(piece, start, start + _LONGEST_NAME), _MOST_ELEMENTS)
    ends = [match.start() for match in separators]
    if short:
        ends.append(start + len(first))
    found = []
    for end in sorted(set(ends), reverse=True):
        name = piece[start:end]
        if _sure(name) or is_acronym(name):
            found.append(Named(name, romanised(name), start, end))
    return found


def _sure(name: str) -> bool:
    return (
        known_archive(name)
        or known_archive(name.partition("/")[0])
        or ("," not in name and name.endswith((" Archive", " Archives", "-Archiv")))
    )


def _told(levels: list[_Level], piece: str, at: int) -> bool:
    """An archive that the vocabulary lacks: by its box, or by sheets that no page of a book is called."""
    if any(level.name in _TELLING for level in levels):
        return True
    called = piece[max(0, at - 5) : at] if at >= 0 else ""
    return len(levels) == 1 and called.strip().startswith(("Bl", "k", "fol", "l", "л", "арк", "ark"))


def _path(piece: str, at: int) -> tuple[list[_Level], int]:
    """The levels from `at` on, and where their sheets begin (-1 where none are given)."""
    levels: list[_Level] = []
    numbered = 0
    leaves = -1
    for element in _elements(piece, at):
        text, start = element
        if levels and (term := _LEAVES.match(text)):
            leaves = start + term.end() if numbered else -1
            break
        if (level := _level(text, start, bool(numbered), first=not levels)) is None:
            break
        if level.name == "leaves":
            leaves = start
            break
        levels.append(level)
        if level.name != "collection":
            numbered = len(levels)
    return levels[:numbered], leaves


def _elements(piece: str, at: int) -> list[tuple[str, int]]:
    found = []
    for match in _ELEMENT.finditer(piece, at):
        for part in _LEAVES_AT_END.split(_REMARK.sub("", match[0])):
            if text := part.strip(_ENDING):
                found.append((text, piece.index(text, match.start())))
        if len(found) > _MOST_ELEMENTS:
            break
    return found


def _level(text: str, start: int, numbered: bool, first: bool) -> _Level | None:
    if len(text) > _LONGEST_NAME // 2 or (_DATE.match(text) and not _PERIOD.search(text)):
        return None
    if named_number := _NUMBERED.match(text):  # `Archival No. R-9000`
        return _Level("number", named_number["number"], start + named_number.start("number"))
    term = _TERM.match(text)
    if (
        term
        and not (term["term"].isupper() and text[1] == " ")
        and (name := _LEVELS.get(term["term"].lower()))
        and not (name == "file" and numbered)
    ):
        return _Level(name, term["number"], start + term.start("number"))
    if numbered and _BARE_LEAVES.match(text):
        return _Level("leaves", text, start)
    if series := _SERIES.match(text):  # `série Europe 1918-1940`
        return _Level("collection", text[series.end() :], start + series.end())
    if _CODE.match(text):
        # `Andrew and Mitrokhin, Mitrokhin Archive, 114` is a book
        return None if first and _SHORT_NUMBER.match(text) else _Level("shelfmark", text, start)
    short = not numbered or " " not in text  # `série Z, URSS, vol. 1032`
    named = (len(text) > 1 and _NAME.match(text)) or _PERIOD.match(text)
    return _Level("collection", text, start) if short and named else None
