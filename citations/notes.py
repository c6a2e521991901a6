"""A footnote as printed, cut into pieces: plain words, and words that cite something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citations.models import Citation


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    citation: Citation | None = None


def pieces(text: str, citations: Iterable[Citation]) -> list[Piece]:
    """All of the text, in order. A citation without a place, beyond the text or inside another one is not marked."""
    found, at = [], 0
    placed = [citation for citation in citations if citation.start is not None and citation.end is not None]
    for citation in sorted(placed, key=lambda citation: (citation.start, citation.end)):
        start, end = citation.start or 0, citation.end or 0
        if start < at or end > len(text):
            continue
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], citation))
        at = end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found
