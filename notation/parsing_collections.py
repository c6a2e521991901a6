"""Holdings of other schemes: `Example Papers, Box 3`, `Library, Collection, T-161`, `BStU, HA XX, no. 777`.

The rule: the pieces between commas are an archive, a collection, a number or a document's title, told apart by their
words. Boundary: boxes, folders and record groups with their numbers are tokens of `parsing_archival`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from notation.drafts import Draft
from notation.known import begins_known_name, holds_interviews, known_archive, known_name_start, romanised
from notation.leaves import scan_leaves
from notation.parsing_repositories import Named, is_acronym, names_archive, read_repository
from notation.parsing_signatures import read_levels, read_signature
from notation.references import Part, Span


class Holding(NamedTuple):
    """The archive, (level, number, where) from the whole down, and where the words begin."""

    repository: Named | None
    levels: tuple[tuple[str, str, int], ...]
    start: int


class _Piece(NamedTuple):
    text: str
    start: int
    end: int


_STOP = re.compile(
    r"[;\[\x01]|\((?![A-Z]?[\d-]+\))|(?<=[\w”’\"][\w”’\")])\.\s(?=[A-ZА-Я])|[”\"»]\s?,?|(?:^|\s)(?:in|[Ss]ee|[Cc]f\.|[Aa]lso|[Ff]rom)\s(?=[A-ZА-Я])|//"
)
_COLLECTION = re.compile(
    r"[A-ZÀ-ÞА-Я\d].*\b(?:[Pp]apers|[Cc]oll(?:ection|\.)?|[Ff]iles|[Rr]ecords|[Dd]iar(?:y|ies)|[Nn]achla(?:ss|ß)|[Ff]onds|[Mm]anuscripts|MSS)\Z"
)
_COLLECTION_WORD = re.compile(r"[Pp]apers|[Cc]oll|[Ff]iles|[Rr]ecords|[Dd]iar|[Nn]achla|[Ff]onds|[Mm]anuscr|MSS")
# One of these is in every holding but those that begin with an archive's whole name; few printed works have one.
_TELLS_HOLDING = re.compile(
    r"[A-ZА-ЯЁІ][^\W\d_]{0,3}[A-ZА-ЯЁІ]|#\d|[Pp]apers|[Cc]oll|[Ff]iles|[Rr]ecords|[Dd]iar|[Nn]achla|[Ff]onds|[Mm]anuscr"
    r"|Archiv|[Аа]рхив|(?:[Vv]ol|[Bb]d|[TtТт])\.\s[\dIVX]{1,5},\s"
)
_LIBRARY = re.compile(
    r"\b(?:University|College|Library|Archives?|Institution|Institute|Museum|Cent(?:er|re)|Universität)\b"
)
_AFTER = re.compile(
    r"(?:,\s(?:[Bb]ox|[Ff]older|[Ff]ile)\s\d+){0,2},\s(?P<collection>[A-Z][^,;.()]{2,60}?\b(?:Papers|Collection|Records|Files)),"
    r"\s(?P<archive>[A-Z][^,;.()]{2,60})"
)
_MOST_PIECES = 7
_HEREAFTER = re.compile(r"\s?\((?![A-Z]?[\d-]+\))[^()]{3,80}\)[\s,.:]*\Z")
_BOX_AND_FOLDER = re.compile(r"(\d{1,4}):(\d{1,4})\Z")
_CODE = re.compile(r"(?:[A-Z]{1,4}|b?MS(?:[\s.]{0,2}Russ)?)[-\s.]?\d[\d.]*(?:\s\([A-Z]?[\d-]+\))?\Z")
# `, no. 777, p. 9`, `. № 777. С. 9`
_NUMBER = re.compile(
    r"[,.]\s(?:[Nn][or]\.|№)\s?(?P<number>\d{1,7})(?![\d/])(?:[,.]\s(?P<pages>(?:[Pp]p?|[SsСс]|Bl)\.\s?(?=\d)))?"
)
_YEAR = re.compile(r"[,.]\s(?:1[5-9]|20)\d\d")
_BREAK = re.compile(r"[;[]|//|\((?![^()]{1,30}\))")
_SPACE = re.compile(r"\s")
_A_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_SEPARATED = re.compile(r"[,.:]\s")
# `See AAN, MSZ, sygn. 6655`
_LEADS_TO = re.compile(r"(?:[Ss]ee|also|in|[”»]|[Сс]м\.|\d\]?)\s(?=[^\W\d_]?[A-ZА-Я]{2})")
_LONGEST_HEAD = 160
_INTERVIEW = re.compile(
    r"[\s,.]*(?P<archive>[A-Z]{2,6})\s(?P<number>\d{1,4})(?=[\s,.:;]*\Z|,\s\D)(?:,\s(?P<pages>pp?\.\s?)(?=\d))?"
)
_NOTEBOOK = re.compile(
    r"[\s,.(\[]*(?P<copyist>[A-Z]\w+(?:\s[A-Z]\w+)?),\s(?P<notebook>[A-Z]\w+(?:\s[Nn]otebook)?\s#\d{1,3})(?:,\s(?P<pages>(?:pp?\.\s)?)(?=\d))?"
)
_DATE = re.compile(r"(?:\d{1,2}\s)?[A-Z][a-z]{2,8}\.?\s\d{1,4}|\d{4}\Z|\d{1,2}\s[а-я]+\s\d{4}")
_WHOLE_NAME = re.compile(r"(?:ГУ\s)?(?:Ц?ГА|РГ|Г[АО]|ЦА|НА|ИЦ|ГИЦ|УВД|УФСБ|ФСБ|ЦД|ОР|ДА|ЦДА|НАРБ|GA|TsGA|RG|TsDA)")


def holding_before(text: str, floor: int, end: int) -> Holding | None:
    """The collection, and the archive if named, in the words right before a box or a record group."""
    begin = max(floor, end - 240)
    if not _COLLECTION_WORD.search(text, begin, end):
        return None
    hereafter = _HEREAFTER.search(text, begin, end)
    pieces = _pieces(text, begin, hereafter.start() if hereafter else end)
    between: list[_Piece] = []
    if len(pieces) > 1 and _COLLECTION.match(pieces[-2].text) and names_archive(pieces[-1].text):
        named = names_archive(pieces[-1].text)
        collection = pieces[-2]
        if named:
            named = named._replace(start=pieces[-1].start, end=pieces[-1].end)
        return Holding(named, (("collection", collection.text, collection.start),), collection.start)
    while pieces and len(between) < 3:
        last = pieces.pop()
        if _COLLECTION.match(last.text):
            return _with_collection(text, pieces, last, between)
        if not _CODE.match(last.text):
            return None
        between.insert(0, last)
    return None


def holding_named(text: str, floor: int, end: int) -> Holding | None:
    """What lies between a known archive and a number: `AAN, KC PZPR, sygn. 237`, `HIA. Example Papers. Box 3`."""
    begin = max(floor, end - 240)
    begin = max((match.end() for match in _BREAK.finditer(text, begin, end)), default=begin)
    end = begin + len(text[begin:end].rstrip(" ,.:\xa0"))
    starts = [begin, *(match.end() for match in _SEPARATED.finditer(text, begin, end))][:_MOST_PIECES]
    starts.extend(match.end() for match in _LEADS_TO.finditer(text, begin, end))
    for start in starts:
        start += len(text[start:end]) - len(text[start:end].lstrip(" ,.:\xa0"))
        at = _known_end(text, start, end)
        if at is not None:
            named = Named(text[start:at], romanised(text[start:at]), start, at)
            between = text[at:end].lstrip(" ,.")
            return Holding(named, (("collection", between, end - len(between)),) if between else (), start)
    return None


def holding_after(text: str, end: int) -> Holding | None:
    """The collection and the archive behind the boxes: `box 5, folder 2, Example Papers, Library of Congress`."""
    match = _AFTER.match(text, end)
    if not match:
        return None
    archive = match["archive"]
    named = Named(archive, archive, match.start("archive"), match.end("archive"))
    if not (_LIBRARY.search(archive) or known_archive(archive)):
        return None
    return Holding(named, (("collection", match["collection"], match.start("collection")),), match.start("collection"))


def read_holding(piece: str, offset: int) -> Draft | None:
    """A citation without boxes: a collection with a number or a date, an archive with a number or alone."""
    if not _TELLS_HOLDING.search(piece) and not begins_known_name(piece.lstrip(" ,.(").partition(" ")[0].rstrip(",.")):
        return None
    pieces = _pieces(piece, 0, len(piece))
    if not pieces:
        return None
    draft = (
        _archive_alone(pieces)
        or _numbered_file(piece)
        or _interview(piece)
        or _notebook(piece)
        or read_levels(piece)
        or _collection(piece, pieces)
        or read_signature(piece)
        or _archive_last(pieces)
    )
    if draft:
        draft.start += offset
        draft.end += offset
        draft.parts = [Part(part.kind, Span(part.span.start + offset, part.span.end + offset)) for part in draft.parts]
    return draft


def _pieces(text: str, begin: int, end: int) -> list[_Piece]:
    """The last pieces between commas, back to where a citation must begin."""
    cut = max((match.end() for match in _STOP.finditer(text, begin, end)), default=begin)
    found: list[_Piece] = []
    at = end
    while at > cut and len(found) < _MOST_PIECES:
        comma = max(text.rfind(",", cut, at), text.rfind("\n", cut, at))
        begin = comma + 1 if comma >= 0 else cut
        words = text[begin:at].strip(" .:\xa0")
        if words:
            start = text.index(words, begin, at)
            found.append(_Piece(words, start, start + len(words)))
        at = comma
    return found[::-1]


def _with_collection(text: str, before: list[_Piece], collection: _Piece, after: list[_Piece]) -> Holding:
    levels = [("collection", collection.text, collection.start)]
    if before and _COLLECTION.match(before[-1].text):
        levels = [
            ("collection", before[-1].text, before[-1].start),
            ("subcollection", collection.text, collection.start),
        ]
        before = before[:-1]
    for piece in after:
        number, _, item = piece.text.partition(" (")
        levels.append(("call number", number, piece.start))
        if item:
            levels.append(("item", item.rstrip(")"), piece.start + len(number) + 2))
    named = _archive_of(text, before)
    if named is None and len(levels) == 1 + len(after) and (split := _archive_and_collection(collection)):
        named, name = split
        levels[0] = ("collection", name, collection.end - len(name))
    return Holding(named, tuple(levels), named.start if named else levels[0][2])


def _archive_and_collection(piece: _Piece) -> tuple[Named, str] | None:
    """`HIA: Orlov Papers`, `Hoover Institution Archives Orlov Collection`: no comma between; the longest known name."""
    for space in reversed(list(_SPACE.finditer(piece.text))):
        name, rest = piece.text[: space.start()].rstrip(":"), piece.text[space.end() :]
        if known_archive(name) and _COLLECTION.match(rest):
            return Named(name, name, piece.start, piece.start + len(name)), rest
    return None


def _archive_of(text: str, before: list[_Piece]) -> Named | None:
    """The last piece if it names an archive, with the one before it: `Harvard University, Houghton Library`."""
    if not before:
        return None
    last = before[-1]
    floor = max(0, last.end - 160) if last.text.endswith(")") else before[0].start
    begin = known_name_start(text[floor : last.end])
    if begin is not None:  # `Hoover Institution on War, Revolution and Peace`, `Народный архив (Хельсинки)`
        start = floor + begin
        return Named(text[start : last.end], romanised(text[start : last.end]), start, last.end)
    # A division may stand between: `Library of Congress, Manuscript Division, …`.
    for index in range(len(before) - 1, max(-1, len(before) - 3), -1):
        piece = before[index]
        if not (_LIBRARY.search(piece.text) or known_archive(piece.text)):
            continue
        start = piece.start
        if index and _LIBRARY.search(before[index - 1].text):
            start = before[index - 1].start
        name = text[start : piece.end]
        return Named(name, name, start, piece.end)
    return read_repository(text, before[-1].start, before[-1].end)


def _archive_alone(pieces: list[_Piece]) -> Draft | None:
    first = pieces[0].text
    if len(pieces) > 2 or (not _WHOLE_NAME.match(first) and (len(pieces) > 1 or not known_archive(first))):
        return None
    whole = ", ".join(piece.text for piece in pieces)
    named = names_archive(whole)
    if named is None:
        return None
    return _named(Draft(pieces[0].start, pieces[-1].end), named._replace(start=pieces[0].start, end=pieces[-1].end))


def _numbered_file(piece: str) -> Draft | None:
    """`BStU MfS, HA XX, no. 777, p. 9`, `МИСИ. Example Papers. № 777`: an archive, what lies between, a number."""
    match = _NUMBER.search(piece, 0, _LONGEST_HEAD + 40)
    if not match or match.start() > _LONGEST_HEAD or ";" in piece[: match.start()]:
        return None
    start = len(piece) - len(piece.lstrip())
    end = _archive_end(piece, start, match.start())
    if end is None:
        return None
    draft = Draft(start, match.end("number"))
    name = piece[start:end]
    _named(draft, Named(name, romanised(name), start, end))
    between = piece[end : match.start()].lstrip(" ,.")
    if between:
        level = "collection" if _COLLECTION.match(between) else "department"
        draft.add(level, between, match.start() - len(between), match.start())
    draft.add("number", match["number"], match.start("number"), match.end("number"))
    if match["pages"]:
        draft.leaves, end = scan_leaves(piece, match.end())
        draft.mark("leaves", match.end(), end)
    return draft


def _archive_end(piece: str, start: int, end: int) -> int | None:
    """Where the archive's name ends: before a separator, the longest known name first; or before a department."""
    known = _known_end(piece, start, end)
    if known is not None:
        return known
    # An archive that the vocabulary lacks is told from a journal (`JMH, no. 3`) by the department before the number.
    comma = piece.find(",", start, end)
    first = comma if comma >= 0 else end
    words = piece[start:first].split()
    department = piece[first:end].strip(" ,")
    told = words and (known_archive(words[0]) or _is_department(department))
    return first if told and piece[first] == "," and all(map(is_acronym, words)) else None


def _known_end(text: str, start: int, end: int) -> int | None:
    """Where the longest known archive's name that begins at start ends, at a separator or at end."""
    first = text[start:end].split(" ", 1)[0].rstrip(",.")
    if not is_acronym(first) and not begins_known_name(first):
        return None
    ends = [end, *(match.start() for match in _SEPARATED.finditer(text, start, end))]
    for at in sorted(ends, reverse=True):
        if text[start:at] and known_archive(text[start:at]) and not _YEAR.match(text[at:end]):
            return at
    return None


def _is_department(words: str) -> bool:
    """`HA XX`, `Sekr. d. Min.`: capitals, numerals and clipped words."""
    return (
        not _A_YEAR.search(words)
        and bool(words)
        and all(is_acronym(word) or word.endswith(".") or word.isdigit() for word in words.split())
    )


def _interview(piece: str) -> Draft | None:
    """`HP 12, p. 4`: the interviews of a project are told by their numbers."""
    match = _INTERVIEW.match(piece)
    if not match or not holds_interviews(match["archive"]):
        return None
    draft = Draft(match.start("archive"), match.end("number"))
    _named(draft, Named(match["archive"], match["archive"], match.start("archive"), match.end("archive")))
    draft.add("number", match["number"], match.start("number"), match.end("number"))
    if match["pages"]:
        draft.leaves, end = scan_leaves(piece, match.end())
        draft.mark("leaves", match.end(), end)
    return draft


def _notebook(piece: str) -> Draft | None:
    """`Orlov, Black Notebook #3, 27`: a copyist, one of his notebooks, its pages."""
    match = _NOTEBOOK.match(piece)
    if not match:
        return None
    draft = Draft(match.start("copyist"), match.end("notebook"))
    _named(draft, Named(match["copyist"], match["copyist"], match.start("copyist"), match.end("copyist")))
    draft.add("notebook", match["notebook"], match.start("notebook"), match.end("notebook"))
    if match["pages"] is not None:
        draft.leaves, end = scan_leaves(piece, match.end())
        draft.mark("leaves", match.end(), end)
    return draft


def _collection(text: str, pieces: list[_Piece]) -> Draft | None:
    index = next((i for i in range(len(pieces) - 1, -1, -1) if _names_collection(pieces, i)), None)
    if index is None:
        return None
    after = pieces[index + 1 :]
    if any(not (_CODE.match(p.text) or _BOX_AND_FOLDER.match(p.text) or _DATE.match(p.text)) for p in after):
        return None
    if re.match(r"(?:The|A)\s", pieces[index].text) or re.search(r"\([^()]*\d{4}\)", text):
        return None
    holding = _with_collection(text, pieces[:index], pieces[index], [])
    draft = Draft(holding.start, pieces[-1].end)
    if holding.repository:
        _named(draft, holding.repository)
    for name, number, at in holding.levels:
        draft.add(name, number, at, at + len(number))
    for piece in after:
        if box := _BOX_AND_FOLDER.match(piece.text):
            draft.add("box", box[1], piece.start, piece.start + len(box[1]))
            draft.add("folder", box[2], piece.end - len(box[2]), piece.end)
        elif _CODE.match(piece.text):
            draft.add("item", piece.text, piece.start, piece.end)
    draft.title = text[pieces[0].start : holding.start].strip(" ,.")
    return draft


def _names_collection(pieces: list[_Piece], index: int) -> bool:
    if _COLLECTION.match(pieces[index].text):
        return True
    # `Houghton Library, Harvard University, Example Archive, T-161`: an archive within a library.
    within = index > 0 and _LIBRARY.search(pieces[index - 1].text) and pieces[index].text.endswith(" Archive")
    return bool(within) and index + 1 < len(pieces) and bool(_CODE.match(pieces[index + 1].text))


def _archive_last(pieces: list[_Piece]) -> Draft | None:
    """A document and the archive that holds it, no number: `Interview with N. N., 1983, UCRDC`."""
    last = pieces[-1]
    if len(pieces) < 2 or not is_acronym(last.text) or not known_archive(last.text):
        return None
    draft = _named(Draft(pieces[0].start, last.end), Named(last.text, last.text, last.start, last.end))
    draft.title = ", ".join(piece.text for piece in pieces[:-1])
    return draft


def _named(draft: Draft, named: Named) -> Draft:
    draft.repository, draft.repository_as_written = named.name, named.as_written
    draft.mark("repository", named.start, named.end)
    return draft
