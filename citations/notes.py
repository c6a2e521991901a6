"""Footnotes with what they cite, and a footnote as printed in pieces: plain words, and words that cite something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citations.models import Candidate, Citation, Footnote
from citations.searching.lines import lines
from core.sketches import gather


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    citation: Citation | None = None


def with_citations(notes: Iterable[Footnote]) -> list[Footnote]:
    """These notes, each with its citations in order, and of those that cite no one thing the candidates."""
    rows = list(notes)
    placed = Citation.objects.filter(footnote__in=rows).order_by("start", "id").values_list("pk", flat=True)
    citations = lines(list(placed), "start", "end", "reason")
    open_ones = {citation.pk: citation for citation in citations if citation.outcome != Citation.Outcome.RESOLVED}
    candidates = Candidate.objects.filter(citation__in=list(open_ones)).with_targets().order_by("id")
    gather(open_ones, "candidates", candidates if open_ones else (), "citation_id")
    gather({note.pk: note for note in rows}, "citations", citations, "footnote_id")
    return rows


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
