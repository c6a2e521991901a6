"""A publication's notes in pages whose addresses never go stale, and none of which is empty.

The rule: an address names a hundred of the notes' places (`page=3` are 201 to 300), so that a note that was cited stays
where it was, whatever is entered later. A page takes in as many hundreds as hold a hundred notes together: where places
are left free, by an edition that numbers by chapters or an import of a few notes, it reaches further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NOTES_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class NotePage:
    """Number `number` of the publication's pages: the notes of the hundreds `first` to `last`, from 1."""

    number: int
    first: int
    last: int

    @property
    def places(self) -> tuple[int, int]:
        return (self.first - 1) * NOTES_PER_PAGE + 1, self.last * NOTES_PER_PAGE


def hundred_of(order: int) -> int:
    return (order - 1) // NOTES_PER_PAGE + 1


def note_pages(hundreds: Iterable[tuple[int, int]]) -> list[NotePage]:
    """Of the hundreds in which there are notes, in order, each with how many; one page where there is no note."""
    pages: list[NotePage] = []
    held = 0
    for hundred, notes in hundreds:
        if pages and held + notes <= NOTES_PER_PAGE:
            held += notes
            pages[-1] = NotePage(pages[-1].number, pages[-1].first, hundred)
        else:
            held = notes
            pages.append(NotePage(len(pages) + 1, hundred if pages else 1, hundred))
    return pages or [NotePage(1, 1, 1)]


def page_of(pages: list[NotePage], hundred: int) -> NotePage:
    """The page on which this hundred stands, or would; the last one where they do not reach so far."""
    return next(page for page in reversed(pages) if page.first <= hundred)
