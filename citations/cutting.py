"""The citations of a note typed as lines → where each stands in the note as printed, and the words it is read in.

A line that stands in the note is that place; a line with other words is a correction of the place that is most like it,
among those that no other line took. What was printed is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from notation.corrections import Piece
from notation.references import Span

# Below this likeness two texts have nothing to do with each other.
LIKENESS = 0.3
MOST_LINES = 200
# The comparison takes the square of the length.
LONGEST = 2_000
_AROUND = " \t\n.,;:"


class Misplaced(Exception):
    """A line that is no part of the note; the sentence says which."""


@dataclass(slots=True)
class _Line:
    words: str
    span: Span | None = None


def cut(text: str, lines: Iterable[str], before: Sequence[Span]) -> list[Piece]:
    """The pieces that the lines say; `before` are the places that the note was cut into. Raises Misplaced."""
    typed = [_Line(words) for line in lines if (words := " ".join(line.split())[:LONGEST])][:MOST_LINES]
    at = 0
    for line in typed:
        found = text.find(line.words, at)
        if found >= 0:
            line.span = Span(found, found + len(line.words))
            at = line.span.end
    for index, line in enumerate(typed):
        if line.span is None:
            line.span = _place_of(text, line.words, _gap(text, typed, index), before)
    return [Piece(line.span, _other(text, line)) for line in typed if line.span is not None]


def _other(text: str, line: _Line) -> str:
    assert line.span is not None, "every line was placed"
    return "" if text[line.span.start : line.span.end] == line.words else line.words


def _gap(text: str, typed: Sequence[_Line], index: int) -> Span:
    """What the lines before and after leave of the note."""
    start = max((line.span.end for line in typed[:index] if line.span), default=0)
    end = min((line.span.start for line in typed[index + 1 :] if line.span), default=len(text))
    return Span(start, max(start, end))


def _place_of(text: str, words: str, gap: Span, before: Sequence[Span]) -> Span:
    inside = [span for span in before if span.start >= gap.start and span.end <= gap.end]
    alike = sorted(
        ((_likeness(text[span.start : span.end], words), -span.start, span) for span in inside), reverse=True
    )
    matcher = SequenceMatcher(None, text[gap.start : gap.end][:LONGEST], words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if blocks and len(blocks) and alike and alike[0][0] >= LIKENESS and not _spans_several(blocks, gap, inside):
        return alike[0][2]
    if not blocks:
        raise Misplaced(
            _("“%(words)s” is no part of this note. Its words can be corrected, not made up.") % {"words": words}
        )
    start, end = gap.start + blocks[0].a, gap.start + blocks[-1].a + blocks[-1].size
    return Span(start, end)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:LONGEST], other, autojunk=False).ratio()


def _spans_several(blocks: Sequence[object], gap: Span, inside: Sequence[Span]) -> bool:
    """Whether the words cover more than one of the places: then two were joined."""
    covered = {
        span
        for span in inside
        for block in blocks
        if block.size > 5 and span.start <= gap.start + block.a < span.end  # type: ignore[attr-defined]  # difflib.Match
    }
    return len(covered) > 1
