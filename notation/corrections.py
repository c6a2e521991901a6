"""Notes as somebody corrected them: read in other words, cut or joined anew, or told what is meant.

The rule: what was printed stays what is quoted, and what was decided about one note is what Ibid. in the next repeats.
Boundary: this is a chain like any other; where corrections are kept is for the caller.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from notation.ibid import Chain, _printed_in
from notation.outcomes import Ambiguous, Reason, Resolved, Unresolved
from notation.parsing_notes import read_drafts
from notation.references import ArchivalReference, Mention, Part, Reference, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """One citation of a note: where it stands, and the words to read in place of those, if any."""

    span: Span
    words: str = ""


class CorrectedChain(Chain):
    """Reads notes in a row, each with what was corrected in it."""

    def read_corrected(
        self, text: str, pieces: Sequence[Piece] | None, meant: Mapping[Span, Reference | int]
    ) -> tuple[Mention, ...]:
        """The note cut into these pieces, or as it reads by itself.

        `meant` is what somebody says a place cites, or which of its candidates: later notes repeat that, while the
        mention that is returned stays as it reads.
        """
        if pieces is None and not meant:
            return self.read(text)
        by_itself: dict[Span, list[Mention]] = defaultdict(list)
        for mention in self._fork().read(text):
            by_itself[mention.span].append(mention)
        self._note, found = [], []
        for piece in [Piece(span) for span in by_itself] if pieces is None else pieces:
            printed = text[piece.span.start : piece.span.end]
            stands = by_itself.get(piece.span) if piece.words in ("", printed) else None
            for mention in stands or [self._own(piece, printed)]:
                said = decided(mention, meant.get(piece.span))
                found.append(mention)
                self._note.append(said)
                self._remember(said)
        self._before = self._note
        self._printed_in = _printed_in(text, self._note)
        return tuple(found)

    def _fork(self) -> Chain:
        """A chain that knows the same and can be thrown away."""
        other = copy.copy(self)
        for name in ("_by_repository", "_by_collection", "_by_fond", "_titles", "_works"):
            setattr(other, name, dict(getattr(self, name)))
        return other

    def _own(self, piece: Piece, printed: str) -> Mention:
        """The words as one citation, whole or completed from those before: the first that is clear."""
        words = piece.words or printed
        read = [mention for draft in read_drafts(words) for mention in self._mentions(draft, words)]
        clear = [mention for mention in read if isinstance(mention.outcome, Resolved)]
        if not read:
            nothing = ArchivalReference("")
            return Mention(nothing, piece.span, printed, "explicit", frozenset(), Unresolved(Reason.INCOMPLETE))
        first = (clear or read)[0]
        parts = _moved(first.parts, piece.span.start) if words == printed else ()
        return replace(first, span=piece.span, text=printed, parts=parts)


def decided(mention: Mention, meant: Reference | int | None) -> Mention:
    """The mention with what somebody says it cites: this, or the candidate of this number."""
    if isinstance(meant, int):
        candidates = mention.outcome.candidates if isinstance(mention.outcome, Ambiguous) else ()
        meant = candidates[meant] if 0 <= meant < len(candidates) else None
    return mention if meant is None else replace(mention, reference=meant, outcome=Resolved(meant))


def _moved(parts: Sequence[Part], by: int) -> tuple[Part, ...]:
    return tuple(Part(part.kind, Span(part.span.start + by, part.span.end + by)) for part in parts)
