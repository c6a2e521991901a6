"""Numbers in a row: `17/171/87`, `17/171/87/83`, `FO 371/118`, `237/V/15`, `558.11.492.6`.

The rule: three or four numbers after an archive's name are fond, opis, delo and sheet; after a code of letters they are
a series and a piece; any other shape is one shelfmark. Boundary: two numbers with a year behind them are a journal's.
"""

from __future__ import annotations

import re

from notation.drafts import Draft
from notation.known import known_archive
from notation.parsing_cursor import MOST_HOMELESS, PLAIN_GAP, Cursor
from notation.parsing_repositories import Named, archive_and_department, is_acronym, read_repository

_CHAIN = re.compile(r"(?:[;,(]|\band|\balso|\bи|\bта)\s*\Z")
_PREFIX_NUMBER = re.compile(r"(?:^|[\s,])(\d{1,4})\s\Z")
_SERIES_CODE = re.compile(
    r"(?:(?:^|[,:]\s)(?P<apart>[A-Z]{1,4}),\s|(?:^|[\s,:])(?P<code>[A-Z]{1,4}|[A-Z]\s?[IVX]+)\s)\Z"
)
# Series that British notes cite without their archive: `FO 371/118` after `TNA, FO 371/117`.
_MINISTRIES = frozenset(("FO", "CAB", "PREM", "WO", "HO", "KV", "HW", "HS", "ADM", "AIR", "GFM"))
_NEAR_RECORD_GROUP = re.compile(r"[^;()]{0,40}\Z")
_ITEM_CODE = re.compile(r",\s(?:([A-Z]{1,3})\s?)?")
_LEAF_TERM_AFTER = re.compile(r",?\s?(?:ll?|лл?|pp?|s|с)\.")
_YEAR_AFTER = re.compile(r"\s?\(\d{4}\)")
_AND_NUMBER = re.compile(r"\s(?:and|и|та|&)\s(?=\d)")
# `FO 371/118, N 2524`, `CAB 65/19, W.M. (41) 62`, `CAB 24/241, CP 136 (33)`
_ITEM = re.compile(
    r",\s([A-Z]{1,2}\s?\d{1,6}(?![\w/]|\s\()|[A-Z]\.?[A-Z]\.?\s?(?:\d{1,4}\s?)?\(\d\d\)(?:\s?\d{1,4}(?!\d))?)"
)
_GROUP_BEHIND = re.compile(r",\s(?:RG|Record Group)\s(?P<group>\d{1,3}),\s(?P<archive>[^,;.()]{2,60})")
_NUMERIC = re.compile(r"(?:[^\W\d_]{1,2}-?)?\d{1,6}[^\W\d_]?\Z")
_NUMERIC_WITH_SIDE = re.compile(r"\d{1,6}(?:ob|об|[^\W\d_])?\Z")
_RANGE_AFTER = re.compile(r"[–-]\d{1,4}(?![\w/])")  # `CHAR 20/95A/12–14`
_DATE = re.compile(r"[0-3]?\d\.[01]?\d\.(?:\d\d){1,2}\Z")


class Shelfmarks(Cursor):
    __slots__ = ()

    def shelfmark(self, start: int, end: int, by: str, name_end: int = -1) -> None:
        """Takes text[start:end], numbers parted by `by`; the archive's name ends at `name_end` if a term follows it."""
        pieces = self.text[start:end].split(by)
        if self.cur and by != "-" and self._fits_open(self.cur, pieces, start, end, by):
            return
        floor = self.cur.end if self.cur else 0
        if self.homeless > MOST_HOMELESS:
            return
        if by == "/" and (self._group_behind(start, end) or self._series(pieces, floor, start, end)):
            return
        number = _PREFIX_NUMBER.search(self.text, max(floor, start - 8), start)
        named = read_repository(self.text, floor, number.start(1) if number else start if name_end < 0 else name_end)
        if named is None:
            if self._stands_alone(pieces, start, end, by):
                self._levels(self.open(start, end, continues=True), pieces, start, end, by)
            else:
                self.homeless += 1
            return
        if number:
            start = number.start(1)
            pieces = [self.text[start:end]]
        if number or self._is_shelfmark(named, pieces, start, end, by):
            draft = self.open(named.start, end)
            self._name_with_department(draft, named, floor)
            self._levels(draft, pieces, start, end, by)

    def _fits_open(self, cur: Draft, pieces: list[str], start: int, end: int, by: str) -> bool:
        """`Fond 89, 61/12`, `RG 59, 861.00/12`, `Ibid., 17/171/88`"""
        gap = self.text[max(cur.end, start - 60) : start]
        if start - cur.end > 60:
            return False
        if cur.levels and cur.levels[-1].name == "fond" and len(pieces) == 2 and PLAIN_GAP.match(gap):
            cur.add("opis", pieces[0], start, start + len(pieces[0]))
            cur.add("delo", pieces[1], end - len(pieces[1]), end)
            self.done = end
            self.more_dela(cur, end, listed=True)
            return True
        if cur.has("record group") and not cur.leaves and _NEAR_RECORD_GROUP.match(gap):
            cur.add("file", self.text[start:end], start, end)
            self.done = end
            return True
        if cur.levels and cur.levels[-1].name == "piece" and not cur.leaves and (code := _ITEM_CODE.fullmatch(gap)):
            if not code[1] and pieces[0].isdigit():
                return False
            at = cur.end + code.start(1) if code[1] else start
            cur.add("item", self.text[at:end], at, end)
            self.done = end
            return True
        if cur.back and not cur.levels and PLAIN_GAP.match(gap):
            cur.kind = "archival"
            self._levels(cur, pieces, start, end, by)
            return True
        return False

    def _group_behind(self, start: int, end: int) -> bool:
        """`861.00/2-2246, RG 59, NARA`: from the file up, as American notes have it."""
        match = _GROUP_BEHIND.match(self.text, end)
        if not match or not known_archive(match["archive"]):
            return False
        archive = Named(match["archive"], match["archive"], match.start("archive"), match.end("archive"))
        draft = self.open(start, match.end())
        self.name(draft, archive)
        draft.add("record group", match["group"], match.start("group"), match.end("group"))
        draft.add("file", self.text[start:end], start, end)
        return True

    def _series(self, pieces: list[str], floor: int, start: int, end: int) -> bool:
        """`TNA, FO 371/118`, `PRO: PREM, 4/30`: letters of a series between the archive and the numbers."""
        match = _SERIES_CODE.search(self.text, max(floor, start - 9), start)
        if not match:
            return False
        group = "apart" if match["apart"] else "code"
        named = read_repository(self.text, floor, match.start(group))
        if named is None:
            if match["code"] not in _MINISTRIES:
                return False
            at = match.start(group)
            if self.cur and self.cur.has("series") and self._in_chain(at):
                draft = self.open(at, end, continues=True)
            elif self.at_start(at):
                draft = self.open(at, end, kind="unknown", back="levels")
            else:
                return False
        else:
            draft = self.open(named.start, end)
            self.name(draft, named)
        draft.add("series", f"{match[group]} {pieces[0]}", match.start(group), start + len(pieces[0]))
        at = end - len("/".join(pieces[1:]))
        if range_ := _RANGE_AFTER.match(self.text, end):
            end = range_.end()
        draft.add("piece", self.text[at:end], at, end)
        self.done = end
        if item := _ITEM.match(self.text, end):
            draft.add("item", item[1], item.start(1), item.end(1))
            self.done = item.end()
        else:
            self.bare_leaves(draft, end)
        return True

    def _stands_alone(self, pieces: list[str], start: int, end: int, by: str) -> bool:
        """A further number of the archive before (`GARF, 8131/1/5 and 8131/1/6`), or a note that is nothing else."""
        numeric = all(map(_NUMERIC.match, pieces[:3]))
        if by == "-":
            return False
        if by == ".":
            alone = self.at_start(start) and len(self.text) - end < 4
            return len(pieces) == 4 and (alone or self._in_chain(start))
        return self._in_chain(start) or (len(pieces) >= 3 and numeric and self.at_start(start))

    def _in_chain(self, start: int) -> bool:
        cur = self.cur
        listed = cur and cur.kind == "archival" and _CHAIN.search(self.text, max(cur.end, start - 12), start)
        return listed is not None

    def _is_shelfmark(self, named: Named, pieces: list[str], start: int, end: int, by: str) -> bool:
        if by == ".":
            glued = self.text[named.end : start] == "." and known_archive(named.as_written)  # `ERA.1.7.12`
            return len(pieces) == 4 or glued or (len(pieces) == 3 and not _DATE.match(".".join(pieces)))
        if by == "-":  # so dates and telephone numbers are written too
            return known_archive(named.as_written)
        # `JMH 44/2 (1972)` is a journal.
        words = named.as_written.split()
        acronym = is_acronym(words[-1]) or (is_acronym(words[0]) and len(words[-1]) == 2)  # `AIPN Lu`
        return len(pieces) >= 3 or (acronym and not _YEAR_AFTER.match(self.text, end))

    def _name_with_department(self, draft: Draft, named: Named, floor: int) -> None:
        whole = archive_and_department(self.text, floor, named)
        self.name(draft, whole or named)
        if whole:
            draft.start = whole.start
            draft.add("department", named.as_written, named.start, named.end)

    def _levels(self, draft: Draft, pieces: list[str], start: int, end: int, by: str) -> None:
        self.done = end
        if len(pieces) >= 4 and len(pieces[0]) <= 2 and pieces[0].isalpha():  # `R/21/1/7`
            pieces = [f"{pieces[0]}-{pieces[1]}", *pieces[2:]]
        sheet = pieces[3:]
        if (
            len(pieces) not in (3, 4)
            or not all(map(_NUMERIC.match, pieces[:3]))
            or not all(map(_NUMERIC_WITH_SIDE.match, sheet))
        ):
            draft.add("shelfmark", self.text[start:end], start, end)
            self.bare_leaves(draft, end)
            return
        names = ["fond", "opis", "delo"]
        if sheet and _LEAF_TERM_AFTER.match(self.text, end):  # the foreign ministry's: `059/1/28/92, l. 5`
            names, sheet = ["fond", "opis", "papka", "delo"], []
        at = start
        for name, piece in zip(names, pieces, strict=False):
            draft.add(name, piece, at, at + len(piece))
            at += len(piece) + len(by)
        if sheet:
            self.sheets(draft, at, "leaf")
        elif _AND_NUMBER.match(self.text, end):
            self.more_dela(draft, end, listed=True)
        else:
            self.bare_leaves(draft, end)
