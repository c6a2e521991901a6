"""Archival references in one note, left to right: levels, numbers and sheets become drafts.

The rule: a number belongs to a reference when a term or a shelfmark's shape says so and it stands close enough.
Boundary: what is not repeated stays out of the draft; `ibid` fills it in.
"""

from __future__ import annotations

import re

from notation.drafts import Back, Draft
from notation.leaves import scan_leaves
from notation.parsing_collections import Holding, holding_after, holding_before, holding_named
from notation.parsing_cursor import LIST_START, MOST_DRAFTS, MOST_HOMELESS, PLAIN_GAP, clean
from notation.parsing_repositories import Named, read_repository, with_archive
from notation.parsing_shelfmarks import Shelfmarks
from notation.patterns import FIRST_WORD, LEVEL_OF, NUMBER, NUMBER_FIRST_LEVELS, RANK, TOKENS, WITHIN_DELO
from notation.references import NO_LEAVES, Leaves

_NEAR_GAP = re.compile(r"[\s,.:–—-]*(?:[(«“\"][^()«»“”\";]{0,80}[)»”\"][\s,.:–—-]*){0,2}\Z")
_USUAL_GAPS = frozenset((", ", ". ", " ", ""))
# What stands after a file's number where no list of files and no misprint can follow.
_NOTHING_LISTED = frozenset((".", ";", ")", "(", ""))
_AND_GAP = re.compile(r"[\s,]*(?:,|и|and|та|і|&)\s*\Z")
_SEE_GAP = re.compile(r"[^;\d]{0,45}\Z")
_SAME_LEVEL_GAP = re.compile(r"\s?(?:;|,|,?\s?and|и)(?:\s(?:see\s)?also|\s?(?:см\.|ср\.)(?:\sтакже)?)?\s*\Z")
_SERIES_BETWEEN = re.compile(r",\s([^,;]{2,40}),\s\Z")
# After a short number, what tells that `f.` was a fond: the next level.
_OPIS_NEXT = re.compile(
    r"(?:\s?\([^()]{0,60}\))?[\s,.;]*(?:op|ap|оп|inv|опис|opis|воп|razd|разд|p\.|п\.|n\.|d\.|д\.|ser|к\.|per\.|пер\.)",
    re.IGNORECASE,
)
_DELO_NEXT = re.compile(r"[\s,.;]*(?:d|д|delo|дело|ед|ed)[.\s]", re.IGNORECASE)
# Latvia's `l.` is a file, its sheets are `lp.`
_LATVIAN_OPIS = re.compile(r"\bapr\.?\s?[^\s,.]{1,8}[\s,.]*\Z", re.IGNORECASE)
_LATVIAN_LEAF = re.compile(r"[\s,.]*lp[.\s]", re.IGNORECASE)
_MISPRINTED_LEAF = re.compile(r"\s?,\s?(?:(?:11|I1|1l)[.,]\s?(?=\d)|1\.\s?(?=\d))")
_VOLUME_AND_PAGES = re.compile(r",\s([IVX]{1,5}):\s?(?=\d)")
_QUOTED_FOLDER = re.compile(r",\s[“\"]([^”\"]{2,80})[”\"]\s(?:folder|file)\b")
# `оп. 4, № 233`, `Ф. 210. Столбцы Белгородского стола. № 145`
_NUMBER_SIGN = re.compile(
    r"(?:\s\([^()]{1,40}\))?\s?[,.]\s?(?:[А-Я][а-я]+(?:\s[А-Я]?[а-я]+){0,3}[,.]\s)?(?:№|[Nn]o\.)\s?(\d+[а-яa-z]?)(?!\w)"
)
# The police kept its files by section and year: `Ф. 102. ДП ОО. 1912. Д. 9`, `Ф. 102. 4 д-во. Оп. 2`.
_SECTION_GAP = re.compile(
    r"[,.]\s(?:(?:[–—-]\s)?(?:[A-ZА-Я]{2,3}(?:-[A-ZА-Я]{2})?|\d-?[а-яa-z]{0,2}\s(?:д-во|d-vo|дел[а-я]*\.?|del[a-z]*\.?)|(?:18|19)\d\d(?:\s[гg])?)[,.]?\s){1,4}(?:[–—-]\s)?\Z"
)
_NUMBER_THEN_TERM = re.compile(
    r"(?P<number>(?:[^\W\d_]{1,2}-?)?\d[\w/–-]{0,12})\.\s?(?P<term>f|apr|lp|l|(?:ő|ö|o)\.\s?e|cs|d|o)(?!\w)\.?,?\s?",
    re.IGNORECASE,
)
_IBID_CODE = re.compile(r"\s?,\s([A-Z]{1,3}\s\d{3,7}[a-z]?)(?![\w/.-])")
_IBID_BARE = re.compile(r"\s?[,:]\s?(?=\d(?!\d*[/.]\d)|[ivx][ivxlc]*\b(?!\.?\s?\d))")
_YEAR = re.compile(r"\s?(?:1[5-9]|20)\d\d")
_FARTHEST = 170
_TAIL = 12

_OTHER_SCHEME = frozenset(("record group", "collection", "series", "roll", "box", "folder", "file"))
_PART_OF_ANOTHER = frozenset(
    ("razdel", "papka", "karton", "piece", "item", "frame", "serial", "entry", "part", "volume", "od")
)
# Terms that name a level beside another level only: `n. 7` alone is a note, `dok. 5` a document in a book.
_ONLY_BESIDE = frozenset(("o", "n", "b", "п", "per", "пер", "dok", "док"))
_ONE_LETTER = frozenset(("f", "ф"))
# `РГАДА, ф. 350, оп. 2, кн. 12`, `RGASPI, fonds 495, inventaire 270, dossier 8961`: below an opis these are files.
_BOOKS = frozenset(("kn", "кн"))
# `TNA, FO 371/118, N 24/5`: no opis is looked for below a series.
_SOVIET_ONLY = frozenset(("opis", "razdel", "papka", "delo"))
_NEVER_SOVIET = frozenset(("series", "shelfmark", "department"))
_LEVELS_AFTER_ALL = frozenset(("p", "s", "k", "l", "list"))
_SHORT_SHEETS = frozenset(("k", "bl", "lp"))


_PARTED_BY = {"slashed": "/", "dotted": ".", "dashed": "-"}


def scan_archival(text: str) -> list[Draft]:
    """Drafts in the order in which they stand, those that only point back (Ibid.) included."""
    scanner = _Scanner(text)
    for match in TOKENS.finditer(text):
        start = match.start()
        if start < scanner.done:
            continue
        if len(scanner.drafts) >= MOST_DRAFTS:
            break
        kind = match.lastgroup or ""
        if kind == "word":
            word = match["word"].lower()
            level = LEVEL_OF.get(word)
            if level and word in FIRST_WORD:
                first = FIRST_WORD[word].search(text, max(0, start - 8), start)
                start = first.start() if first else -1
            if level and start >= 0:
                scanner.level(level, word, start, match.end())
        elif kind == "ibid":
            scanner.back(match)
        elif kind == "postfixed":
            scanner.numbers_first(start)
        else:
            scanner.shelfmark(start, match.end(), _PARTED_BY[kind])
    return [draft for draft in scanner.drafts if _worth_keeping(draft)]


def _worth_keeping(draft: Draft) -> bool:
    if draft.back or draft.repository or draft.continues or len(draft.levels) > 1:
        return bool(draft.back or draft.levels or draft.leaves)
    return any(level.name in _OTHER_SCHEME for level in draft.levels)


class _Scanner(Shelfmarks):
    """Takes one token a call, in order."""

    __slots__ = ()

    def back(self, match: re.Match[str]) -> None:
        word = match[0].lower()
        elsewhere = any(part in word for part in ("cit", "соч", "soch", "изд")) or word.startswith("a.")
        back: Back = "op. cit." if elsewhere else "ibid"
        draft = self.open(match.start(), match.end(), kind="unknown", back=back)
        draft.mark("ibid", match.start(), match.end())
        if code := _IBID_CODE.match(self.text, match.end()):  # `Ebd., R 83398, Bl. 3`
            draft.kind = "archival"
            draft.add("shelfmark", code[1], code.start(1), code.end(1))
            self.done = code.end()
            return
        bare = _IBID_BARE.match(self.text, match.end())
        if bare and back == "ibid":
            self.sheets(draft, bare.end(), "page")

    def level(self, level: str, word: str, start: int, after: int) -> None:
        """A term (`оп.`) at `start`, its number or sheets at `after`."""
        if level in ("leaf", "page"):
            self._sheet_term(level, word, start, after)
            return
        number = NUMBER.match(self.text, after)
        if not number:
            return
        value, end = clean(number[0]), number.end()
        glued = number.start() == start + 1 and self.text[start] == "F"
        if glued and not _OPIS_NEXT.match(self.text, end):
            return  # `AN, F7 13506` is a series
        if (level == "file" or word in _BOOKS) and self.cur and self.cur.has("opis") and not self.cur.has("delo"):
            level = "delo"
        if level == "fond" and word == "f" and self._is_folio(start, end):
            self._sheet_term("leaf", word, start, after)
            return
        if level == "fond" and value.count("/") > 1:
            self.shelfmark(number.start(), end, "/", name_end=start)
            return
        draft = self._home(level, word, start, end)
        if draft is None:
            self.homeless += 1
            return
        self.done = end
        if draft.back and not draft.levels and level in WITHIN_DELO:
            # `Там же. Т. 2. С. 55`: a volume is no reason to think of an archive.
            draft.fields["volume"] = value
            draft.mark("volume", start, end)
            return
        draft.kind = "archival"
        draft.add(level, value, start, end)
        self._after_level(draft, level, word, end)

    def _after_level(self, draft: Draft, level: str, word: str, end: int) -> None:
        text = self.text
        if level == "delo":
            if text[end : end + 1] not in _NOTHING_LISTED:
                self._after_delo(draft, word, end)
        elif level in ("fond", "opis", "papka", "karton") and (sign := _NUMBER_SIGN.match(text, end)):
            draft.add("delo", sign[1], sign.start(1), sign.end(1))
            self.done = sign.end()
        elif level in ("box", "series") and (quoted := _QUOTED_FOLDER.match(text, end)):
            draft.add("folder", quoted[1], quoted.start(1), quoted.end(1))
            draft.end = self.done = quoted.end()
        elif level == "file" and (both := _VOLUME_AND_PAGES.match(text, end)):
            draft.add("volume", both[1], both.start(1), both.end(1))
            self.sheets(draft, both.end(), "page")
        elif level in WITHIN_DELO and draft.has("delo"):
            self.bare_leaves(draft, end)

    def _after_delo(self, draft: Draft, word: str, end: int) -> None:
        """More files (`д. 4, 7`), or sheets without a term (`spr. 4, 31`), or a misprinted term (`d. 9, 11, 210`)."""
        misprint = _MISPRINTED_LEAF.match(self.text, end)
        if misprint:
            self.sheets(draft, misprint.end(), "leaf")
        elif self.lists_more(end):
            listed = not word.isascii() or word in ("dd", "dela") or self.text[end] != ","
            self.more_dela(draft, end, listed)

    def numbers_first(self, start: int) -> None:
        """`LVA, 3235. f., 1/22. apr., 706. l., 12. lp.`"""
        named = read_repository(self.text, self.cur.end if self.cur else 0, start)
        draft, at = self.open(named.start if named else start, start, continues=named is None), start
        if named:
            self.name(draft, named)
        while found := _NUMBER_THEN_TERM.match(self.text, at):
            level = NUMBER_FIRST_LEVELS[found["term"].split(".")[0].lower()]
            if draft.has(level):
                break
            if level == "leaf":
                self.sheets(draft, found.start("number"), level)
            else:
                draft.add(level, found["number"], found.start("number"), found.end("term"))
            at = self.done = max(self.done, found.end())

    # -- where a level belongs ------------------------------------------------------------------------------------

    def _home(self, level: str, word: str, start: int, end: int) -> Draft | None:
        """The draft this level belongs to: the open one, a new one with a name before it, or one that continues."""
        cur, floor = self.cur, self.cur.end if self.cur else 0
        if cur and start - floor < _FARTHEST and self._fits(cur, level, self.text[floor:start]):
            if cur.back and not cur.levels:
                cur.leaves = NO_LEAVES  # `Ibid., 5, box 3`: what looked like a page was none
            return cur
        if level in _PART_OF_ANOTHER:
            return self._next_of_same(level, start, end)
        if word in _ONLY_BESIDE or self.homeless > MOST_HOMELESS:
            return None
        named = read_repository(self.text, floor, start) if start - floor > 2 else None
        named = with_archive(self.text, floor, named) if named else None
        if level in _OTHER_SCHEME:
            return self._next_of_same(level, start, end) or self._holding(level, word, named, start, end)
        if named:
            draft = self.open(named.start, end)
            self.name(draft, named)
            return draft
        return self.open(start, end, continues=True) if self._goes_on(level, word, start, end) else None

    @staticmethod
    def _fits(cur: Draft, level: str, gap: str) -> bool:
        if cur.has(level) or (cur.leaves and not cur.back):
            return False
        section = bool(cur.levels) and cur.levels[-1].name in ("fond", "opis") and _SECTION_GAP.match(gap)
        if not (gap in _USUAL_GAPS or _NEAR_GAP.match(gap) or section):
            return False
        first = cur.levels[0].name if cur.levels else ""
        return not first or (RANK[level] > RANK[first] and not (level in _SOVIET_ONLY and first in _NEVER_SOVIET))

    def _goes_on(self, level: str, word: str, start: int, end: int) -> bool:
        """A level without an archive's name: the next of a list, or the first words of a note."""
        if level == "fond":
            return word not in _ONE_LETTER or _OPIS_NEXT.match(self.text, end) is not None
        if self.cur is None:
            return self.at_start(start)
        if self.text[start - 1] == "(" and _YEAR.fullmatch(self.text, start + len(word) + 1, end):
            return False  # `д. 9 (опись 1835)` describes the file
        listed = LIST_START.search(self.text, max(self.cur.end, start - _TAIL), start)
        return self.cur.kind == "archival" and listed is not None

    def _next_of_same(self, level: str, start: int, end: int) -> Draft | None:
        """`box 3; box 4`, `t. 1, t. 2`"""
        cur = self.cur
        if not (cur and cur.kind == "archival" and cur.has(level) and start - cur.end < 20):
            return None
        return self.open(start, end, continues=True) if _SAME_LEVEL_GAP.match(self.text[cur.end : start]) else None

    def _holding(self, level: str, word: str, named: Named | None, start: int, end: int) -> Draft | None:
        """A box or a record group: what stands before it (or behind it) names the collection and the archive."""
        cur, text = self.cur, self.text
        floor = cur.end if cur else 0
        if level == "box" and cur and cur.levels and cur.levels[-1].name == "record group" and not cur.leaves:
            between = _SERIES_BETWEEN.match(text[floor : min(start, floor + 60)])
            if between and floor + between.end() == start:
                cur.add("series", between[1], floor + between.start(1), floor + between.end(1))
                return cur
        found = holding_before(text, floor, start) or holding_after(text, end)
        polish = word.startswith("sygn")
        if (polish or (found and found.repository is None)) and (whole := holding_named(text, floor, start)):
            found = whole if polish or found is None or whole.levels == found.levels else found
        if found is None:
            if named is None or level in ("series", "folder", "roll"):
                return None
            found = Holding(named, (), named.start)
        draft = self.open(min(start, found.start), end)
        if found.repository:
            self.name(draft, found.repository)
        for name, number, at in found.levels:
            draft.add(name, number, at, at + len(number))
        return draft

    # -- sheets ---------------------------------------------------------------------------------------------------

    def _is_folio(self, start: int, end: int) -> bool:
        """`f.` after a delo is a sheet unless an opis follows it: `d. 1, f. 96`."""
        cur = self.cur
        if cur is None or cur.leaves or start - cur.end > _TAIL or _OPIS_NEXT.match(self.text, end):
            return False
        below = cur.has("delo") or cur.has("folder") or cur.has("piece") or (bool(cur.back) and not cur.levels)
        return below and PLAIN_GAP.match(self.text[cur.end : start]) is not None

    def _sheet_term(self, level: str, word: str, start: int, after: int) -> None:
        cur = self.cur
        if self.text.startswith("FO", start):
            return  # the Foreign Office
        if cur is None:
            if level == "leaf" and word not in _SHORT_SHEETS and self.at_start(start):
                self.sheets(self.open(start, after, continues=True), after, level)
            return
        far = start - cur.end > _FARTHEST
        gap = self.text[max(cur.end, start - _TAIL) if far else cur.end : start]
        if not far and self._is_level_after_all(cur, word, gap, start, after):
            return
        if cur.leaves:
            self._more_sheets(cur, level, word, gap, start, after)
        elif not far and (cur.levels or cur.back or cur.continues):
            near = (
                gap in _USUAL_GAPS
                or _NEAR_GAP.match(gap)
                or (cur.levels and not cur.has("collection") and _SEE_GAP.match(gap))
            )
            if near:
                if level == "leaf" and cur.kind == "unknown":
                    cur.kind = "archival"
                self.sheets(cur, after, level)

    def _is_level_after_all(self, cur: Draft, word: str, gap: str, start: int, after: int) -> bool:
        """`p.` before a delo is a papka, `s.` after an Estonian opis a file, `k.` after a fond a karton."""
        number = NUMBER.match(self.text, after) if word in _LEVELS_AFTER_ALL else None
        if not number or not PLAIN_GAP.match(gap):
            return False
        level = ""
        without_delo = cur.has("opis") and not cur.has("delo")
        if word == "p" and without_delo and _DELO_NEXT.match(self.text, number.end()):
            level = "papka"
        elif without_delo and (word == "s" or (word == "l" and self._is_latvian(start, number.end()))):
            level = "delo"
        elif word == "list" and cur.levels and cur.levels[-1].name == "fond":  # `stock 17, list 171, file 87`
            level = "opis"
        elif word == "k" and cur.levels and cur.levels[-1].name == "fond":
            level = "karton"
        if level:
            cur.add(level, clean(number[0]), start, number.end())
            self.done = number.end()
        return bool(level)

    def _is_latvian(self, start: int, end: int) -> bool:
        before = _LATVIAN_OPIS.search(self.text, max(0, start - _TAIL - 6), start)
        return before is not None or _LATVIAN_LEAF.match(self.text, end) is not None

    def _more_sheets(self, cur: Draft, level: str, word: str, gap: str, start: int, after: int) -> None:
        """`л. 5, л. 7` are sheets of one reference, `(л. 5), 242 (л. 7)` and `; л. 7` of the next to the same file."""
        if level != "leaf" or word in _SHORT_SHEETS:
            return
        if gap.strip() and _AND_GAP.match(gap):
            more, end = scan_leaves(self.text, after)
            if more:
                cur.leaves = Leaves(f"{cur.leaves.as_written}, {more.as_written}", cur.leaves.items + more.items)
                cur.mark("leaves", start, end)
                self.done = end
        elif LIST_START.search(gap) or len(word) > 3:
            self.sheets(self.open(start, after, continues=True), after, level)
