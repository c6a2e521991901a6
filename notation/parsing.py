"""Reads one note by itself: every reference in it, archival or printed, with what the note leaves open left open.

The rule: nothing is guessed and nothing raises; what points to another note is an unresolved mention. Boundary: notes
in a row are for `ibid.read_notes`.
"""

from __future__ import annotations

from notation.drafts import Draft
from notation.parsing_archival import scan_archival
from notation.publications_around import read_printed
from notation.references import Mention

MOST_CHARACTERS = 20_000
_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}


def read_note(text: str, language: str = "") -> tuple[Mention, ...]:
    """The mentions in one note, in order; an Ibid. with nothing before it in the note is Unresolved."""
    from notation.ibid import Chain

    return Chain().read(text)


def read_drafts(text: str) -> list[Draft]:
    """The citations of a note as their own words give them, in order; at most 20,000 characters are read."""
    text = text[:MOST_CHARACTERS].translate(_CONTROL) if not text.isprintable() else text[:MOST_CHARACTERS]
    drafts = scan_archival(text)
    printed = read_printed(text, drafts)
    if printed:
        drafts.extend(printed)
        drafts.sort(key=lambda draft: draft.start)
    return drafts
