"""Reads one note by itself: every reference in it, archival or printed, with what the note leaves open left open.

The rule: nothing is guessed and nothing raises; what points to another note is an unresolved mention. Boundary: notes
in a row are for `ibid.read_notes`.
"""

from __future__ import annotations

from notation.ibid import Chain
from notation.references import Mention


def read_note(text: str) -> tuple[Mention, ...]:
    """The mentions in one note, in order; an Ibid. with nothing before it in the note is Unresolved."""
    return Chain().read(text)
