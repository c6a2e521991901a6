"""Cuts a note into the stretches that may each cite one printed work, and has each of them read.

The rule: archival references are taken out first, parentheses around them vanish, and citations end at semicolons,
at sentences, and where an archival reference begins. Boundary: what a stretch says is for the readers of publications.
"""

from __future__ import annotations

import re
from itertools import pairwise

from notation.drafts import Draft
from notation.parsing_collections import read_holding
from notation.publications import read_publication
from notation.publications_gost import read_gost, reads_as_gost
from notation.publications_names import are_persons, is_person
from notation.publications_patterns import LEAD_IN, PROSE

_WALL = "\x01"
_SENTENCE = re.compile(r"(?P<word>[^\s.(“‘]*)(?P<stop>[.?!])(?P<close>[”\"’»)\]]*)\s+(?=[“\"‘«„(A-ZÀ-ÞŁŚŻА-ЯЁІЇЄ\d])")
_ABBREVIATIONS = frozenset(
    [
        "vol",
        "vols",
        "no",
        "nos",
        "ed",
        "eds",
        "p",
        "pp",
        "trans",
        "comp",
        "comps",
        "bk",
        "pt",
        "cf",
        "al",
        "ch",
        "dr",
        "mr",
        "mrs",
        "st",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "v",
        "s",
        "t",
        "m",
        "l",
        "spb",
        "u.s",
        "u.k",
        "n.y",
        "d.c",
        "r",
        "russ",
        "cit",
        "op",
        "ibid",
        "n",
        "nn",
        "e.g",
        "i.e",
        "ser",
        "gen",
        "col",
        "lt",
        "maj",
        "capt",
        "prof",
        "rev",
        "jr",
        "sr",
        "fig",
        "doc",
        "docs",
        "f",
        "ff",
        "ll",
        "т",
        "м",
        "л",
        "г",
        "гг",
        "с",
        "см",
        "ср",
        "др",
        "пр",
        "ч",
        "кн",
        "вып",
        "изд",
        "ред",
        "отв",
        "сост",
        "соч",
        "указ",
        "им",
        "ул",
        "обл",
        "губ",
        "напр",
        "цит",
        "оп",
        "д",
        "ф",
        "лл",
        "no.",
        "z",
        "zob",
        "por",
        "s.",
        "str",
        "nr",
        "hrsg",
        "bd",
        "pod",
        "red",
        "wyd",
        "cz",
        "tom",
        "inst",
        "univ",
        "co",
        "inc",
        "ltd",
        "repr",
        "suppl",
        "ann",
        "abt",
    ]
)
_CUTS = re.compile(
    r"[()\n]|;(?!\s\d{1,4}(?:[-–]\d{1,4})?\s*(?:;|\.?\s*\Z))(?!\s?(?:Л|М|L|M|СПб|Пг)\.[^\d]{0,3}[:,])|\x01+|,\s(?=(?:as\s)?(?:citing|quoting|cited in|quoted in|reprinted in|translated in)\s)"
    r"|(?<=[-–]\d),\s(?=[A-Z]\w+\s[A-Z]\w+,\s)|(?<=[-–]\d\d),\s(?=[A-Z]\w+\s[A-Z]\w+,\s)"
)
_LETTER = re.compile(r"[^\W\d_]")
_OPEN_PAREN = re.compile(r"\((?:[^()\x01;]{0,60})\Z")
_CLOSE_PAREN = re.compile(r"[^()]{0,160}\)")
_NAME_PIECE = re.compile(
    r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]+(?:[-’'][^\W\d_]+)*\Z|[^\W\d_]+,?\s(?:[^\W\d_]{1,2}\.\s?){1,3}\Z"
)
_URL_ALONE = re.compile(r"\s*(?:URL:?\s?)?(?P<url>(?:https?://|www\.)[^\s<>«»\"”]{3,400}?)[.,;)\s]*\Z")
_QUOTATION = re.compile(r"“[^“”]{1,400}”|„[^„”]{1,400}”|«[^«»]{1,400}»|(?<!\w)‘.{2,300}?’(?=[,.;:)]|\Z|\sin\s)")
_NEW = re.compile(r"(?:[Ss]ee|Cf\.|Also|For|On|In|The|This|Quoted|Cited|Published in|He|She|It|They)\s|[“„‘«\"]")
_IMPRINT_NEXT = re.compile(
    r"(?:[^\W\d_]+(?:\s[^\W\d_]+)?[,:]?\s(?:1[5-9]|20)\d\d|pp?\.\s?\d|\d+(?:[-–]\d+)?\s*(?:\Z|[.,;]))"
)
_REMARK = re.compile(
    r"[\s.,;(\[]*(?P<remark>(?:(?:My |Our )?[Ee]mphas[ie]s|Italics|Underlin\w+|Курсив|Подч[её]ркнуто|Выделено|Разрядка|[Tt]ranslation|Перевод)\b[^.;]{0,60})[\s.)\]]*\Z"
)


def read_printed(text: str, drafts: list[Draft]) -> list[Draft]:
    """Drafts of the printed works cited in text outside the archival `drafts`; gives Ibid. drafts what stands before."""
    masked = _masked(text, drafts) if drafts else text
    found: list[Draft] = []
    unread = ""
    for start, end, walled in _stretches(masked):
        if not _LETTER.search(masked, start, end):
            continue
        before: Draft | None = None
        for at, piece, last in _citations(masked, start, end):
            if not _LETTER.search(piece):
                continue
            if walled and last:
                _before_reference(text, piece, at, end, drafts)
                continue
            previous = before or _last_before(drafts, at)
            if previous and _adds_to(previous, piece, at):
                continue
            before = _read(piece, at)
            if before and previous and _is_item(previous, before):
                previous.title = piece.strip(" .")
                continue
            if before:
                found.append(before)
                if before.kind == "archival" and not before.title:
                    before.title = unread
            unread = "" if before else piece.strip(" .")
    return found


def _is_item(holding: Draft, work: Draft) -> bool:
    """`box 392, folder 4. V. Zenzinov. Stranichka`: words without year or pages name what lies in the folder."""
    told = work.kind == "archival" or work.fields.get("year") or work.fields.get("pages") or work.fields.get("volume")
    return (
        not told
        and work.start - holding.end < 4
        and bool(holding.levels)
        and holding.levels[-1].name in ("box", "folder")
    )


def _last_before(drafts: list[Draft], at: int) -> Draft | None:
    return next((draft for draft in reversed(drafts) if draft.end <= at), None)


def _adds_to(draft: Draft, piece: str, at: int) -> bool:
    """A remark (`Emphasis in the original`) or an address right after a citation belongs to it."""
    if remark := _REMARK.match(piece):
        draft.remark = remark["remark"]
        draft.mark("remark", at + remark.start("remark"), at + remark.end("remark"))
        return True
    url = _URL_ALONE.match(piece)
    if url and not draft.url and at - draft.end < 12:
        draft.url = url["url"]
        draft.mark("url", at + url.start("url"), at + url.end("url"))
        return True
    return False


def _read(piece: str, at: int) -> Draft | None:
    url = _URL_ALONE.match(piece)
    if url:
        draft = Draft(at + url.start("url"), at + url.end("url"), kind="publication", url=url["url"])
        draft.mark("url", draft.start, draft.end)
        return draft
    if holding := read_holding(piece, at):
        return holding
    if reads_as_gost(piece):
        return read_gost(piece, at)
    return read_publication(piece, at)


def _masked(text: str, drafts: list[Draft]) -> str:
    """The same length as text: a wall over each reference, spaces over parentheses that hold one."""
    out: list[str] = []
    done = 0
    for draft in drafts:
        start, end = max(draft.start, done), max(draft.end, done)
        filler = _WALL
        opened = _OPEN_PAREN.search(text, max(done, start - 61), start)
        if opened:
            closed = _CLOSE_PAREN.match(text, end)
            start, filler = opened.start(), " "
            end = closed.end() if closed else end
        elif out and out[-1].startswith(" ") and draft.end <= done:
            continue
        if start > done:
            out.append(text[done:start])
        if end > done:
            out.append(filler * (end - max(start, done)))
            done = end
    out.append(text[done:])
    return "".join(out)


def _stretches(masked: str) -> list[tuple[int, int, bool]]:
    """(start, end, whether a reference follows at once), cut at semicolons outside quotation marks and brackets."""
    found, start, depth = [], 0, 0
    for match in _CUTS.finditer(masked):
        sign = match[0][0]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif sign == "\n":
            continue
        elif sign == _WALL or depth == 0 or sign == ",":
            found.append((start, match.start(), sign == _WALL))
            start, depth = match.end(), 0
    found.append((start, len(masked), False))
    return found


def _citations(masked: str, start: int, end: int) -> list[tuple[int, str, bool]]:
    """The sentences of a stretch, those kept together that make one citation in the order `Name. Title. Place, year`."""
    stretch = masked[start:end]
    if reads_as_gost(stretch):
        return [(start, stretch, True)]
    quoted = [match.span() for match in _QUOTATION.finditer(stretch)]
    cuts = [0]
    for match in _SENTENCE.finditer(stretch):
        word = match["word"].strip("(“‘[,").lower()
        short = word and (len(word) <= 1 or word in _ABBREVIATIONS)
        if match["stop"] == "." and not match["close"] and short:
            continue
        stop = match.start("stop")
        if any(opened < stop and match.end("close") < closed for opened, closed in quoted):
            continue
        if _goes_on(stretch[cuts[-1] : stop], stretch[match.end() :]):
            continue
        cuts.append(match.end())
    cuts.append(len(stretch))
    return [(start + a, stretch[a:b], b == len(stretch)) for a, b in pairwise(cuts) if b > a]


def _goes_on(before: str, after: str) -> bool:
    """Is this stop inside a citation: `Otkroveniia i priznaniia. Natsistskaia verkhushka (Moscow, 1996), p. 65`?"""
    before = before.strip()
    if _NAME_PIECE.match(before):
        return True
    if len(before) > 400 or (not before[:1].isupper() and before[:1].isalpha() and not _LEAD.match(before)):
        return False
    if PROSE.search(before) or _NEW.match(after):
        return False
    if _IN_TITLE.search(before) and _PLACE_AND_YEAR.match(after):
        return True
    if re.search(r"\d[\s)]*\Z|passim\Z|[”»]\Z", before):
        return False
    elements = after.split(", ", 2)
    if len(elements) > 1 and are_persons(elements[0]) and not _IMPRINT_NEXT.match(", ".join(elements[1:])):
        return len(before.split()) <= 2 or ("," not in before and " " not in elements[0] and len(before.split()) <= 5)
    first = LEAD_IN.sub("", before).split(", ")[0]
    return ("," in before and are_persons(first)) or len(before.split()) <= 6


_LEAD = re.compile(r"(?:in|cited|quoted|published|reprinted|and|also|see|cf)\b")
_IN_TITLE = re.compile(r"(?:\.|[^\W\d_])\s\d{4}(?:[–-]\d{2,4})?\Z")
_PLACE_AND_YEAR = re.compile(r"[^.;]{0,60}\([^()]{2,60}\d{4}\)")


def _before_reference(text: str, piece: str, at: int, end: int, drafts: list[Draft]) -> None:
    """Words right before an archival reference are its document's title; before Ibid. they say whose work, or in what."""
    draft = next((draft for draft in drafts if draft.start >= end), None)
    if draft is None:
        return
    words = piece.strip(" ,.:–—/")
    if not draft.back:
        if draft.kind == "archival" and not draft.continues:
            draft.title = words
        return
    if re.search(r"(?:^|\s)(?:in|w|у|в):?\Z", words):
        draft.in_container = True
        return
    words = re.sub(r"^(?:[Ss]ee(?:\salso)?|[Cc]f\.?|and|also|[Сс]м\.?:?)\s", "", words.rsplit("//", 1)[-1].strip())
    if draft.back == "op. cit." or is_person(words, 4):
        _whose(draft, words)


def _whose(draft: Draft, words: str) -> None:
    gost = read_gost(words + ". X, 1900", 0) if reads_as_gost(words) else None
    if gost and gost.authors:
        draft.authors = gost.authors
        return
    if is_person(words, 4):
        draft.authors = (words,)
        return
    read = read_publication(words + ", p. 1", 0)
    if read:
        draft.authors, draft.title = read.authors, read.title
