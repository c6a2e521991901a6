"""The reference being read, and what can be added to it: sheets, further files, a name.

The rule: sheets and numbers are taken right where a term or a list has announced them. Boundary: which token belongs to
which reference is decided by `parsing_archival` and `parsing_shelfmarks`.
"""

from __future__ import annotations

import re
from typing import Literal

from notation.drafts import Back, Draft
from notation.leaves import scan_leaves
from notation.parsing_repositories import Named
from notation.patterns import NUMBER

PLAIN_GAP = re.compile(r"[\s,.:–—-]*\Z")
LIST_START = re.compile(r"(?:[(;,:.\[]|\band|\bи|\balso|\bта)\s*\Z")
_NEAR_START = 4
_MOST_FILES = 60
MOST_DRAFTS = 500
# So many terms without a reference to belong to are no note but a list of words; looking for names stops.
MOST_HOMELESS = 200
_MORE_NUMBERS = re.compile(r"(?:\s?,\s?(?:and\s|и\s)?|\s?(?:and|и|та|і|&)\s)(?=\d)")
_LEAF_TERM_NEXT = re.compile(r"[\s,.:;]*(?:ll?|лл?|арк|ark|ff?|листы?|listy?|fols?|Bl)(?![^\W\d_])")
_BARE_LEAF = re.compile(r"\s?(?:\([^()]{1,40}\)\s?)?[,:]\s?(?=\d)(?!(?:18|19|20)\d\d(?!\d|[-–]))")
_YEAR = re.compile(r"(?:18|19|20)\d\d\Z")
_ROMAN = re.compile(r"[ivxlc]+(?:[-–][ivxlc]+)?\b")
_DASH_SIGNS = ("-", "–")
_DASHES = re.compile(r"\s?[–—‑-]\s?")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3})")


class Cursor:
    """`cur` is the open reference, `done` the place up to which the text is used, `homeless` counts vain terms."""

    __slots__ = ("cur", "done", "drafts", "homeless", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[Draft] = []
        self.cur: Draft | None = None
        self.done = 0
        self.homeless = 0

    def open(
        self,
        start: int,
        end: int,
        kind: Literal["archival", "unknown"] = "archival",
        back: Back = "",
        continues: bool = False,
    ) -> Draft:
        draft = Draft(start, end, kind=kind, back=back, continues=continues)
        self.drafts.append(draft)
        self.cur = draft
        self.done = max(self.done, end)
        return draft

    def at_start(self, at: int) -> bool:
        """Does the note begin here, apart from a bracket?"""
        return at <= _NEAR_START and not self.text[:at].strip(" ([")

    def sheets(self, draft: Draft, at: int, level: str) -> None:
        leaves, end = scan_leaves(self.text, at)
        if leaves:
            draft.leaves = leaves
            draft.fields["by"] = level
            draft.mark("leaves", at, end)
            self.done = end
        elif level == "page" and (roman := _ROMAN.match(self.text, at)):
            draft.fields["pages"] = roman[0]
            draft.mark("pages", at, roman.end())
            self.done = roman.end()

    def bare_leaves(self, draft: Draft, end: int) -> None:
        """Sheets without a term: `1/20/6277 (1933), 23–5`, `17/3/878: 7`, `spr. 4, 31`."""
        bare = _BARE_LEAF.match(self.text, end)
        if bare:
            self.sheets(draft, bare.end(), "leaf")

    def lists_more(self, end: int) -> bool:
        return _MORE_NUMBERS.match(self.text, end) is not None

    def more_dela(self, draft: Draft, end: int, listed: bool) -> None:
        """`д. 4, 7 и 9`; where the list may be one of sheets, a leaf term after it tells that it is not."""
        numbers, at = self._numbers(draft, end)
        if not numbers:
            return
        if not listed and not _LEAF_TERM_NEXT.match(self.text, at):
            self.bare_leaves(draft, end)
            return
        name = draft.levels[-1].name
        for number in numbers:
            following = self.open(number.start(), number.end(), continues=True)
            following.add(name, clean(number[0]), number.start(), number.end())
        self.done = at

    def _numbers(self, draft: Draft, at: int) -> tuple[list[re.Match[str]], int]:
        found: list[re.Match[str]] = []
        short = len(draft.levels[-1].number) < 4
        while len(found) < _MOST_FILES:
            more = _MORE_NUMBERS.match(self.text, at)
            number = NUMBER.match(self.text, more.end()) if more else None
            # A year after a short number is a date: `д. 14, 1937`.
            if not number or "/" in number[0] or (short and _YEAR.match(number[0])):
                break
            if self.text[number.end() : number.end() + 1] in _DASH_SIGNS:  # `д. 145, 3-я ревизия`
                break
            found.append(number)
            at = number.end()
        return found, at

    @staticmethod
    def name(draft: Draft, named: Named) -> None:
        draft.repository, draft.repository_as_written = named.name, named.as_written
        draft.mark("repository", named.start, named.end)


def clean(number: str) -> str:
    """`Р – 1235` → `Р-1235`, `33 456` → `33456`, `12 ос` as it is."""
    if number.isalnum():
        return number
    return _THOUSANDS.sub("", _DASHES.sub("-", number))
