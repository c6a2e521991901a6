"""Reads what archival references leave of a note: printed works, and the words that belong to a reference nearby.

The rule: a remark, an address or a title goes to the reference it touches; only what is left is read as a citation of
its own. Boundary: cutting is done by `publications_segments`.
"""

from __future__ import annotations

import re

from notation.drafts import Draft
from notation.parsing_collections import read_holding
from notation.parsing_cursor import MOST_DRAFTS
from notation.publications import read_publication
from notation.publications_gost import read_gost, reads_as_gost
from notation.publications_names import are_persons, is_person, split_names
from notation.publications_patterns import ISSUE, PAGE_LIST, ROLE_AT_END, YEAR
from notation.publications_segments import Stretch, masked, pieces, stretches
from notation.publications_styles import read_styled

_LETTER = re.compile(r"[^\W\d_]")
_CAPITAL_OR_URL = re.compile(r"[A-ZÀ-ÞŁŚŻŹĆŠČŽА-ЯЁІЇЄҐ]|://|www\.|(?<!\w)(?:vol|bd|t|т)\.\s\d")
_URL_ALONE = re.compile(
    r"\s*(?:URL:?\s?)?(?P<url>(?:https?://|www\.)[^\s<>«»\"”]{3,400}?)"
    r"(?:\s\((?:дата обращения|accessed|abgerufen|consulté)[^()]{0,40}\))?[.,;)\s]*\Z"
)
# `, https://example.org/a (abgerufen am 23.11.2026)`, `. Retrieved 23 November 2026, from https://example.org/a`
_URL_AT_END = re.compile(
    r"[,.]\s(?:(?:[Aa]ccessed|Retrieved)\s[^.:]{6,30},\s(?:from\s)?)?(?P<url>(?:https?://|www\.)[^\s<>«»\"”]{3,400}?)"
    r"[.,]?(?:\s\((?:accessed|abgerufen am|consulté le|last)[^()]{4,40}\)|,?\s[Aa]ccessed\s[^,:]{6,30})?[\s.;)]*\Z"
)
_TITLED = re.compile(r"\s*[“«„]\s?(?P<title>[^“”«»]{2,300}?)[,.]?\s?[”»]\s*\Z")
_REMARK = re.compile(
    r"[\s.,;(\[]*(?P<remark>(?:(?:My |Our )?[Ee]mphas[ie]s|Italics|Underlin\w+|[Tt]ranslation|Курсив|Подч[её]ркнуто"
    r"|Выделено|Разрядка|Перевод)\b[^.;]{0,60})[\s.)\]]*\Z"
)
# `ГАЭО ф.2 оп.7 д.11 Исповедная ведомость 1834 г.`: no stop between, no pages of a book behind.
_DESCRIPTION = re.compile(r"\s(?=[А-ЯЁІЇЄ])(?!.*(?://|\s[СC]\.\s?\d))[^;]+\Z", re.DOTALL)
_CLOSE = 12
# Words that lead to a reference and do not name a document.
_NO_TITLE = re.compile(
    r"(?:See|see|Cf|Source|In|in|From|and|also|See also|See for example|Quoted in|Cited in|Подсчитано по|Составлено по"
    r"|Рассчитано по|См|см|Источник|Цит\. по|См\. также|Див|См\., например)[\s.:]*"
)
# So many stretches in a row that cite nothing are no note but a list of words; looking stops.
_MOST_VAIN = 200
_SHORT = 80
# No citation of one work is longer; the bound keeps reading linear.
_LONGEST = 1_000
_CONTAINED = re.compile(r"(?:^|\s)(?:in|w|у|в):?\Z")
_BEFORE_NAME = re.compile(
    r"(?:(?:.*,\s)?(?:and\s|also\s|in\s|see\salso\s)+|.*?\b(?:[Ss]ee(?:\salso)?|[Cc]f\.?|[Сс]м\.?:?)\s)(?=[A-ZА-ЯЁІЇЄ])"
)
# `Ibid., Nos. 14–5, 1927, pp. 3–19`, `Там же. 1917. № 5. С. 3`, `Ibid., vol. 2, 84`
_SAME_WORK = re.compile(
    rf"(?:[.,]?\s(?P<year>{YEAR})(?=[.,\s]|\Z))?(?:[.,]?\s(?:vol\.|Vol\.|[ТтTt]\.)\s(?P<volume>\d{{1,3}}|[IVXLC]+))?"
    rf"(?:[.,]?\s{ISSUE.pattern})?(?:[.,]\s(?P<later>{YEAR})(?=[.,\s]|\Z))?"
    rf"(?:[.,:]\s?(?:(?:pp?|[сСsS]|S)\.\s?)?(?P<pages>(?=\d){PAGE_LIST}))?"
)


def read_printed(text: str, drafts: list[Draft]) -> list[Draft]:
    """Drafts of what is cited outside the archival `drafts`; gives those the titles and remarks beside them."""
    for draft in drafts:
        if draft.back and not draft.levels and not draft.leaves:
            _same_work(draft, text)
    hidden = masked(text, drafts) if drafts else text
    if not _LETTER.search(hidden):
        return []
    found: list[Draft] = []
    vain = 0
    for stretch in stretches(hidden):
        if len(found) >= MOST_DRAFTS or vain > _MOST_VAIN:
            break
        if _LETTER.search(hidden, stretch.start, stretch.end):
            cited = _in_stretch(hidden, stretch, drafts)
            found.extend(cited)
            vain = 0 if cited else vain + 1
    return found


def _in_stretch(hidden: str, stretch: Stretch, drafts: list[Draft]) -> list[Draft]:
    found: list[Draft] = []
    unread = ""
    for piece in pieces(hidden, stretch):
        if not _LETTER.search(piece.text):
            continue
        if stretch.walled and piece.last:
            _before_reference(piece.text, stretch.end, drafts)
            break
        previous = found[-1] if found and found[-1].kind != "unread" else _last_before(drafts, piece.start)
        if previous and _adds_to(previous, piece.text, piece.start):
            continue
        draft = _read(piece.text, piece.start)
        if draft and previous and _is_item(previous, draft):
            previous.title = piece.text.strip(" .")
        elif draft:
            found.append(draft)
            if draft.kind == "archival":
                draft.title = draft.title or unread
        unread = "" if draft else piece.text.strip(" .")
        if 0 < len(unread) <= _SHORT and unread[0].isupper() and not previous:
            found.append(Draft(piece.start, piece.start + len(piece.text), kind="unread", title=unread))
    else:
        return found
    following = _next_after(drafts, stretch.end)
    if following and unread and not following.title and not following.continues and not following.back:
        following.title = unread
    return found


def _read(piece: str, at: int) -> Draft | None:
    if len(piece) > _LONGEST or not _CAPITAL_OR_URL.search(piece):
        return None
    if url := _URL_ALONE.match(piece):
        draft = Draft(at + url.start("url"), at + url.end("url"), kind="publication", url=url["url"])
        draft.mark("url", draft.start, draft.end)
        return draft
    if (web := _URL_AT_END.search(piece)) and not reads_as_gost(piece):
        return _with_address(piece, at, web)
    if holding := read_holding(piece, at):
        return holding
    if styled := read_styled(piece, at):
        return styled
    return read_gost(piece, at) if reads_as_gost(piece) else read_publication(piece, at)


def _with_address(piece: str, at: int, web: re.Match[str]) -> Draft | None:
    """The work before an address, or a page known by its title in quotation marks, or the address alone.

    `online at the museum’s pages, https://…` goes on with the sentence before, and is no work of its own.
    """
    before = piece[: web.start()]
    titled = _TITLED.match(before)
    draft = Draft(at, at, kind="publication", title=titled["title"].strip()) if titled else _read(before, at)
    if draft is None:
        if before.lstrip(" ,.:;(")[:1].islower():
            return None
        draft = Draft(at + web.start("url"), at + web.end("url"), kind="publication")
    draft.url = web["url"]
    draft.mark("url", at + web.start("url"), at + web.end("url"))
    return draft


def _last_before(drafts: list[Draft], at: int) -> Draft | None:
    return next((draft for draft in reversed(drafts) if draft.end <= at), None)


def _next_after(drafts: list[Draft], at: int) -> Draft | None:
    return next((draft for draft in drafts if draft.start >= at), None)


def _adds_to(draft: Draft, piece: str, at: int) -> bool:
    """A remark (`Emphasis in the original`) or an address right after a citation belongs to it."""
    if _DESCRIPTION.match(piece) and at == draft.end and draft.kind == "archival":
        draft.title = draft.title or piece.strip(" .")
        return True
    if remark := _REMARK.match(piece):
        draft.remark = remark["remark"]
        draft.mark("remark", at + remark.start("remark"), at + remark.end("remark"))
        return True
    url = _URL_ALONE.match(piece)
    if url and not draft.url and at - draft.end < _CLOSE:
        draft.url = url["url"]
        draft.mark("url", at + url.start("url"), at + url.end("url"))
        return True
    return False


def _is_item(holding: Draft, work: Draft) -> bool:
    """`box 8, folder 4. A. Ivanov. Vospominaniia`: words without year or pages name what lies in the folder."""
    told = work.kind == "archival" or any(work.fields.get(name) for name in ("year", "pages", "volume"))
    boxed = bool(holding.levels) and holding.levels[-1].name in ("box", "folder")
    return boxed and not told and work.start - holding.end < 4


def _before_reference(piece: str, end: int, drafts: list[Draft]) -> None:
    """Words right before an archival reference are its document's title; before Ibid. they say whose, or in what."""
    draft = _next_after(drafts, end)
    if draft is None:
        return
    words = piece.strip(" ,.:–—/")
    if not draft.back or piece.rstrip().endswith("//"):
        if draft.back or (draft.kind == "archival" and not draft.continues):
            draft.title = "" if _NO_TITLE.fullmatch(words) else words
        return
    if _CONTAINED.search(words):
        draft.in_container = True
        return
    _whose(draft, words.rsplit("//", 1)[-1].strip())


def _whose(draft: Draft, words: str) -> None:
    """`Ivanov, ibid.`, `Иванов А.Б. Указ. соч.`, `Smith and Jones, Long Title, op. cit.`"""
    if reads_as_gost(words):
        gost = read_gost(f"{words}. X, 1900", 0)
        draft.authors = gost.authors if gost else ()
        return
    name = _BEFORE_NAME.match(words)
    words = words[name.end() :] if name else words
    names = ROLE_AT_END.sub("", words)
    if is_person(names) or (draft.back == "op. cit." and ", " not in names and are_persons(names)):
        draft.authors = split_names(names)
        return
    if draft.back == "op. cit." and (read := read_publication(f"{words}, p. 1", 0)):
        draft.authors, draft.title = read.authors, read.title


def _same_work(draft: Draft, text: str) -> None:
    match = _SAME_WORK.match(text, draft.end)
    if not match or not match[0]:
        return
    for group in ("year", "later", "volume", "issue", "pages"):
        if match[group]:
            name = "year" if group == "later" else group
            draft.fields[name] = match[group]
            draft.mark(name, match.start(group), match.end(group))
