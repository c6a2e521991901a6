"""Archival references in one note, left to right: levels, numbers and sheets become drafts.

The rule: a number belongs to a reference when a term or a shelfmark's shape says so and it stands close enough.
Boundary: what is not repeated stays out of the draft; `ibid` fills it in.
"""

from __future__ import annotations

import re

from notation.drafts import Back, Draft
from notation.leaves import scan_leaves
from notation.parsing_collections import Holding, holding_after, holding_before
from notation.parsing_repositories import Named, archive_and_department, is_acronym, read_repository
from notation.patterns import FIRST_WORD, LEVEL_OF, NUMBER, RANK, TOKENS, WITHIN_DELO
from notation.references import Leaves

_PLAIN_GAP = re.compile(r"[\s,.:–—-]*\Z")
_NEAR_GAP = re.compile(r"[\s,.:–—-]*(?:[(«“\"][^()«»“”\";]{0,80}[)»”\"][\s,.:–—-]*){0,2}\Z")
_AND_GAP = re.compile(r"[\s,]*(?:,|и|and|та|і|&)\s*\Z")
_LIST_START = re.compile(r"(?:[(;,:.\[]|\band|\bи|\balso|\bта)\s*\Z")
_SEE_GAP = re.compile(r"[^;\d]{0,45}\Z")
_MORE_NUMBERS = re.compile(r"(?:\s?,\s?(?:and\s|и\s)?|\s?(?:and|и|та|і|&)\s)(?=\d)")
_LEAF_TERM_NEXT = re.compile(r"[\s,.:;]*(?:ll?|лл?|арк|ark|ff?|листы?|listy?|fols?|Bl)(?![^\W\d_])")
_OPIS_NEXT = re.compile(r"[\s,.;]*(?:op|оп|inv|опис|opis|razd|разд|p\.|п\.|d\.|д\.|ser|к\.)", re.IGNORECASE)
_DELO_NEXT = re.compile(r"[\s,.;]*(?:d|д|delo|дело|ед|ed)[.\s]", re.IGNORECASE)
_MISPRINTED_LEAF = re.compile(r"\s?,\s?(?:(?:11|I1|1l)[.,]\s?(?=\d)|1\.\s?(?=\d))")
_BARE_LEAF = re.compile(r"\s?(?:\([^()]{1,40}\)\s?)?[,:]\s?(?=\d)")
_VOLUME_AND_PAGES = re.compile(r",\s([IVX]{1,5}):\s?(?=\d)")
_CHAIN = re.compile(r"(?:[;,(]|\band|\balso|\bи|\bта)\s*\Z")
_IBID_BARE = re.compile(r"\s?[,:]\s?(?=\d|[ivx][ivxlc]*\b(?!\.?\s?\d))")
_PREFIX_NUMBER = re.compile(r"(?:^|[\s,])(\d{1,4})\s\Z")
_SERIES_CODE = re.compile(r"(?:(?:^|[,:]\s)([A-Z]{1,4}),\s|(?:^|[\s,:])([A-Z]{1,4}|[A-Z]\s?[IVX]+)\s)\Z")
_SERIES_GAP = re.compile(r"[^;()]{0,40}\Z")
_SERIES_BETWEEN = re.compile(r",\s([^,;]{2,40}),\s")
_QUOTED_FOLDER = re.compile(r",\s[“\"]([^”\"]{2,80})[”\"]\s(?:folder|file)\b")
_NUMBER_SIGN = re.compile(r"\s?,\s?№\s?(\d+[а-яa-z]?)(?!\w)")
_YEAR_AFTER = re.compile(r"\s?\(\d{4}\)")
_OTHER_SCHEME = frozenset(
    {
        "record group",
        "collection",
        "roll",
        "box",
        "folder",
        "file",
        "series",
        "entry",
        "item",
        "serial",
        "notebook",
        "frame",
    }
)
# Letters that stand for a level beside another level only: `n. 7` alone is a note.
_ONLY_BESIDE = frozenset({"n", "b", "п"})
_SINGLE = frozenset({"f", "d", "l", "p", "s", "t", "v", "k", "ф", "д", "л", "с", "т", "к", "ч", "п"})


def scan_archival(text: str) -> list[Draft]:
    """Drafts in the order in which they stand, those that only point back (Ibid.) included."""
    scanner = _Scanner(text)
    for match in TOKENS.finditer(text):
        if match.start() < scanner.done:
            continue
        kind = match.lastgroup
        if kind == "word":
            word = match["word"].lower()
            level = LEVEL_OF.get(word)
            if not level:
                continue
            start = match.start()
            if word in FIRST_WORD:
                first = FIRST_WORD[word].search(text, max(0, start - 8), start)
                if not first:
                    continue
                start = first.start()
            scanner.level(level, word, start, match.end())
        elif kind == "ibid":
            scanner.back(match)
        elif kind == "slashed":
            scanner.shelfmark(match.start(), match.end(), "/")
        else:
            scanner.shelfmark(match.start(), match.end(), ".")
    return [draft for draft in scanner.drafts if _worth_keeping(draft, text)]


class _Scanner:
    """Holds the reference being read; each method takes one token."""

    __slots__ = ("cur", "done", "drafts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[Draft] = []
        self.cur: Draft | None = None
        self.done = 0

    # -- one token each -------------------------------------------------------------------------------------------

    def back(self, match: re.Match[str]) -> None:
        word = match[0].lower()
        back: Back = "ibid"
        if "cit" in word or "соч" in word or "soch" in word or word.startswith("a.") or "изд" in word:
            back = "op. cit."
        elif word.startswith("idem") or word.startswith(("его", "её", "ее", "их")):
            back = "idem"
        draft = self._open(match.start(), match.end(), kind="unknown", back=back)
        draft.mark("ibid", match.start(), match.end())
        bare = _IBID_BARE.match(self.text, match.end())
        if bare and back == "ibid":
            self._sheets(draft, bare.end(), "page")

    def level(self, level: str, word: str, start: int, after: int) -> None:
        if level in ("leaf", "page"):
            self._sheet_token(level, word, start, after)
            return
        number = NUMBER.match(self.text, after)
        if not number:
            return
        value, end = _clean(number[0]), number.end()
        if level == "fond" and word == "f" and self._is_folio(start, end):
            self._sheet_token("leaf", word, start, after)
            return
        if level == "fond" and value.count("/") > 1:
            self.shelfmark(number.start(), end, "/", name_end=start)
            return
        draft = self._home(level, word, start, end)
        if draft is None:
            return
        if draft.back and not draft.levels and level in WITHIN_DELO:
            draft.fields["volume"] = value
            draft.mark("volume", start, end)
            self.done = end
            return
        draft.kind = "archival"
        draft.add(level, value, start, end)
        self.done = end
        if level in ("box", "series") and (quoted := _QUOTED_FOLDER.match(self.text, end)):
            draft.add("folder", quoted[1], quoted.start(1), quoted.end(1))
            draft.end = self.done = quoted.end()
        if level == "opis" and (number_sign := _NUMBER_SIGN.match(self.text, end)):
            draft.add("delo", number_sign[1], number_sign.start(1), number_sign.end(1))
            self.done = number_sign.end()
        if level == "file" and (both := _VOLUME_AND_PAGES.match(self.text, end)):
            draft.add("volume", both[1], both.start(1), both.end(1))
            self._sheets(draft, both.end(), "page")
        if level == "delo":
            self._after_delo(draft, word, end)
        elif level in WITHIN_DELO and draft.has("delo"):
            self._bare_leaves(draft, end)

    def shelfmark(self, start: int, end: int, by: str, name_end: int = -1) -> None:
        text, cur = self.text, self.cur
        name_end = start if name_end < 0 else name_end
        pieces = text[start:end].split(by)
        gap = text[cur.end : start] if cur else ""
        if cur and cur.levels and cur.levels[-1].name == "fond" and len(pieces) == 2 and _PLAIN_GAP.match(gap):
            cur.add("opis", pieces[0], start, start + len(pieces[0]))
            cur.add("delo", pieces[1], end - len(pieces[1]), end)
            self.done = end
            self._more_dela(cur, end, listed=True)
            return
        if cur and cur.has("record group") and not cur.leaves and _SERIES_GAP.match(gap):
            cur.add("file", text[start:end], start, end)
            self.done = end
            return
        if cur and cur.back and not cur.levels and _PLAIN_GAP.match(gap):
            cur.kind = "archival"
            self._shelf_levels(cur, pieces, start, end, by)
            return
        floor = cur.end if cur else 0
        series = _SERIES_CODE.search(text, max(floor, start - 9), start)
        code = 1 if series and series[1] else 2
        named = read_repository(text, floor, series.start(code)) if series else None
        if named is None:
            series = None
            number = _PREFIX_NUMBER.search(text, max(floor, start - 8), start)
            named = read_repository(text, floor, number.start(1) if number else name_end)
            if number and named:
                start = number.start(1)
                pieces = [text[start:end]]
        if named is None:
            chained = cur is not None and cur.kind == "archival" and _CHAIN.search(gap)
            alone = by == "/" and len(pieces) >= 3 and not text[:start].strip() and all(map(_numeric, pieces[:3]))
            alone = alone or (
                by == "." and len(pieces) == 4 and not text[:start].strip() and not text[end:].strip(" .")
            )
            if not (chained or alone) or (by == "." and not alone):
                return
            draft = self._open(start, end, continues=True)
        else:
            if not self._reads_as_shelfmark(named, pieces, end, by, series is not None):
                return
            draft = self._open(named.start, end)
            whole = archive_and_department(text, floor, named)
            self._name(draft, whole or named)
            if whole:
                draft.start = whole.start
                draft.add("department", named.as_written, named.start, named.end)
        if series:
            draft.add("series", f"{series[code]} {pieces[0]}", series.start(code), start + len(pieces[0]))
            rest = by.join(pieces[1:])
            draft.add("piece", rest, end - len(rest), end)
            self.done = end
            self._bare_leaves(draft, end)
            return
        self._shelf_levels(draft, pieces, start, end, by)

    # -- where a token belongs ------------------------------------------------------------------------------------

    def _home(self, level: str, word: str, start: int, end: int) -> Draft | None:
        """The draft this level belongs to: the open one, a new one with a name before it, or one that continues."""
        cur, text = self.cur, self.text
        gap = text[cur.end : start] if cur else ""
        if cur and len(gap) < 170 and self._fits(cur, level, gap):
            if cur.back and not cur.levels and level not in ("fond",):
                self._take_back_pages(cur)
            return cur
        if (level in WITHIN_DELO and level != "roll") or level in (
            "razdel",
            "papka",
            "karton",
            "series",
            "item",
            "frame",
            "serial",
            "entry",
        ):
            if not (cur and cur.kind == "archival" and cur.has(level) and _LIST_START.search(gap) and len(gap) < 6):
                return None
            return self._open(start, end, continues=True)
        if level == "notebook":
            return None
        if word in _ONLY_BESIDE:
            return None
        floor = cur.end if cur else 0
        named = read_repository(text, floor, start)
        if level in _OTHER_SCHEME:
            return self._other_home(level, named, start, end, gap)
        if named:
            draft = self._open(named.start, end)
            self._name(draft, named)
            return draft
        if level == "fond":
            if word in _SINGLE and not _OPIS_NEXT.match(text, end):
                return None
            return self._open(start, end, continues=True)
        if cur and cur.kind == "archival" and _LIST_START.search(gap):
            return self._open(start, end, continues=True)
        if cur is None and not text[:start].strip(" (["):
            return self._open(start, end, continues=True)
        return None

    def _fits(self, cur: Draft, level: str, gap: str) -> bool:
        if cur.kind == "publication" or cur.has(level):
            return False
        if cur.leaves and not cur.back:
            return False
        if not _NEAR_GAP.match(gap):
            return False
        return not cur.levels or RANK[level] > min(RANK[one.name] for one in cur.levels)

    def _other_home(self, level: str, named: Named | None, start: int, end: int, gap: str) -> Draft | None:
        cur, text = self.cur, self.text
        if cur and cur.kind == "archival" and cur.has(level) and re.search(r"(?:;|,|\band)\s*\Z", gap) and len(gap) < 6:
            return self._open(start, end, continues=True)
        if level == "box" and cur and cur.levels and cur.levels[-1].name == "record group" and not cur.leaves:
            between = _SERIES_BETWEEN.fullmatch(gap)
            if between:
                cur.add("series", between[1], cur.end + between.start(1), cur.end + between.end(1))
                return cur
        found = holding_before(text, cur.end if cur else 0, start) or holding_after(text, end)
        if found is None:
            if named is None or level in ("folder", "roll"):
                return None
            found = Holding(named, (), named.start)
        draft = self._open(min(start, found.start), end)
        if found.repository:
            self._name(draft, found.repository)
        for name, number, at in found.levels:
            draft.add(name, number, at, at + len(number))
        return draft

    def _is_folio(self, start: int, end: int) -> bool:
        """`f.` after a delo is a sheet unless an opis follows it: `d. 1, f. 96`."""
        cur = self.cur
        return bool(
            cur
            and (cur.has("delo") or cur.has("folder") or (cur.back and not cur.levels))
            and not cur.leaves
            and _PLAIN_GAP.match(self.text[cur.end : start])
            and not _OPIS_NEXT.match(self.text, end)
        )

    # -- sheets ---------------------------------------------------------------------------------------------------

    def _sheet_token(self, level: str, word: str, start: int, after: int) -> None:
        cur, text = self.cur, self.text
        if cur is None:
            if level == "leaf" and not text[:start].strip(" ([") and word not in ("k", "st", "ст", "bl"):
                self._sheets(self._open(start, after, continues=True), after, level)
            return
        gap = text[cur.end : start]
        if word in ("p", "п") and cur.has("opis") and not cur.has("delo") and _PLAIN_GAP.match(gap):
            number = NUMBER.match(text, after)
            if number and _DELO_NEXT.match(text, number.end()):
                cur.add("papka", number[0], start, number.end())
                self.done = number.end()
                return
        if word == "s" and cur.has("opis") and not cur.has("delo") and _PLAIN_GAP.match(gap):
            number = NUMBER.match(text, after)
            if number:
                cur.add("delo", number[0], start, number.end())
                self.done = number.end()
                return
        if word == "k" and cur.levels and cur.levels[-1].name == "fond":
            number = NUMBER.match(text, after)
            if number:
                cur.add("karton", number[0], start, number.end())
                self.done = number.end()
            return
        if not cur.leaves and (cur.levels or cur.back or cur.continues):
            if _NEAR_GAP.match(gap) or (cur.levels and not cur.has("collection") and _SEE_GAP.match(gap)):
                if level == "leaf" and cur.kind == "unknown":
                    cur.kind = "archival"
                self._sheets(cur, after, level)
            return
        if level != "leaf" or cur.kind == "publication" or word in ("k", "st", "ст", "bl"):
            return
        if cur.leaves and _AND_GAP.match(gap) and gap.strip():
            more, end = scan_leaves(text, after)
            if more:
                cur.leaves = Leaves(text[start:end], cur.leaves.items + more.items)
                cur.mark("leaves", start, end)
                self.done = end
            return
        if cur.leaves and (_LIST_START.search(gap) or len(word) > 3):
            self._sheets(self._open(start, after, continues=True), after, level)

    def _sheets(self, draft: Draft, at: int, level: str) -> bool:
        leaves, end = scan_leaves(self.text, at)
        if not leaves:
            if level == "page":
                roman = re.compile(r"[ivxlc]+(?:[-–][ivxlc]+)?\b").match(self.text, at)
                if roman:
                    draft.fields["pages"] = roman[0]
                    draft.mark("pages", at, roman.end())
                    self.done = roman.end()
            return False
        draft.leaves = leaves
        draft.fields["by"] = level
        draft.mark("leaves", at, end)
        self.done = end
        return True

    def _take_back_pages(self, draft: Draft) -> None:
        if draft.leaves:
            draft.leaves = Leaves()

    # -- after the file -------------------------------------------------------------------------------------------

    def _after_delo(self, draft: Draft, word: str, end: int) -> None:
        """More files (`д. 4, 7`), or sheets without a term (`spr. 4, 31`), or a misprinted term (`d. 9, 11, 210`)."""
        text = self.text
        misprint = _MISPRINTED_LEAF.match(text, end)
        if misprint:
            self._sheets(draft, misprint.end(), "leaf")
            return
        if not _MORE_NUMBERS.match(text, end):
            return
        listed = not word.isascii() or word in ("dd", "dela") or text[end] != ","
        self._more_dela(draft, end, listed=listed)

    def _more_dela(self, draft: Draft, end: int, listed: bool) -> None:
        text, at = self.text, end
        numbers: list[re.Match[str]] = []
        while len(numbers) < 60:
            more = _MORE_NUMBERS.match(text, at)
            number = NUMBER.match(text, more.end()) if more else None
            if (
                not number
                or "/" in number[0]
                or (draft.levels and re.match(r"(?:19|18|20)\d\d\Z", number[0]) and len(draft.levels[-1].number) < 4)
            ):
                break
            numbers.append(number)
            at = number.end()
        if not numbers:
            return
        if not listed and not _LEAF_TERM_NEXT.match(text, at):
            self._bare_leaves(draft, end)
            return
        name = draft.levels[-1].name
        for number in numbers:
            following = self._open(number.start(), number.end(), continues=True)
            following.add(name, _clean(number[0]), number.start(), number.end())
        self.done = at

    def _bare_leaves(self, draft: Draft, end: int) -> None:
        bare = _BARE_LEAF.match(self.text, end)
        if bare and not re.match(r"(?:19|20|18)\d\d(?!\d|[-–])", self.text[bare.end() : bare.end() + 5]):
            self._sheets(draft, bare.end(), "leaf")

    def _shelf_levels(self, draft: Draft, pieces: list[str], start: int, end: int, by: str) -> None:
        """`17/171/87` and `17/171/87/83` are fond, opis, delo and sheet; other shapes are one shelfmark."""
        text = self.text
        self.done = end
        if len(pieces) >= 4 and len(pieces[0]) <= 2 and pieces[0].isalpha():
            pieces = [f"{pieces[0]}-{pieces[1]}", *pieces[2:]]
        soviet = len(pieces) in (3, 4) and all(map(_numeric, pieces))
        if not soviet:
            draft.add("shelfmark", text[start:end], start, end)
            self._bare_leaves(draft, end)
            return
        at = start
        for name, piece in zip(("fond", "opis", "delo"), pieces[:3], strict=True):
            draft.add(name, piece, at, at + len(piece))
            at += len(piece) + len(by)
        if len(pieces) == 4:
            self._sheets(draft, at, "leaf")
            return
        if re.match(r"\s(?:and|и|та|&)\s(?=\d)", text[end:]):
            self._more_dela(draft, end, listed=True)
            return
        self._bare_leaves(draft, end)

    def _reads_as_shelfmark(self, named: Named, pieces: list[str], end: int, by: str, series: bool) -> bool:
        if by == ".":
            return len(pieces) == 4 or (len(pieces) == 3 and not re.match(r"[0-3]?\d\.[01]?\d\.\d\d", ".".join(pieces)))
        if len(pieces) >= 3 or series:
            return True
        acronym = is_acronym(named.as_written.split()[-1])
        return acronym and not _YEAR_AFTER.match(self.text, end)

    def _open(self, start: int, end: int, kind: str = "archival", back: Back = "", continues: bool = False) -> Draft:
        draft = Draft(start, end, kind="unknown" if kind == "unknown" else "archival", back=back, continues=continues)
        self.drafts.append(draft)
        self.cur = draft
        self.done = max(self.done, end)
        return draft

    @staticmethod
    def _name(draft: Draft, named: Named) -> None:
        draft.repository, draft.repository_as_written = named.name, named.as_written
        draft.mark("repository", named.start, named.end)


def _numeric(piece: str) -> bool:
    return re.fullmatch(r"(?:[^\W\d_]{1,2}-)?\d{1,6}[^\W\d_]?", piece) is not None


def _clean(number: str) -> str:
    """`Р – 3679` → `Р-3679`, `33 987` → `33987`, `12 ос` as it is."""
    number = re.sub(r"\s?[–—‑-]\s?", "-", number)
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", number)


def _worth_keeping(draft: Draft, text: str) -> bool:
    if draft.back or draft.repository or draft.continues or len(draft.levels) > 1:
        return bool(draft.back or draft.levels or draft.leaves)
    return any(level.name in _OTHER_SCHEME for level in draft.levels)
