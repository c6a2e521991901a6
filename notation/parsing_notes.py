"""The text of one note, archival references first, printed works in what they leave.

The rule: a text over 20,000 characters is cut, so that any input is read in time; places are those of the text as
printed, whatever was cleaned. Boundary: drafts say what their own words say; completing them is for `ibid`.
"""

from __future__ import annotations

from notation.cleaning import Clean, clean_text
from notation.drafts import Draft
from notation.parsing_archival import scan_archival
from notation.publications_around import read_printed
from notation.references import Part, Span

MOST_CHARACTERS = 20_000


def read_drafts(text: str) -> list[Draft]:
    """The citations of a note in order, half read."""
    clean = clean_text(text[:MOST_CHARACTERS])
    text = clean.text
    drafts = scan_archival(text)
    printed = read_printed(text, drafts)
    if printed:
        drafts.extend(printed)
        drafts.sort(key=lambda draft: draft.start)
    if clean.places:
        for draft in drafts:
            _put_back(draft, clean)
    return drafts


def _put_back(draft: Draft, clean: Clean) -> None:
    """Tells where things stand in the text as printed."""
    draft.start, draft.end = clean.printed(draft.start), _end(draft.end, clean)
    draft.parts = [
        Part(part.kind, Span(clean.printed(part.span.start), _end(part.span.end, clean))) for part in draft.parts
    ]


def _end(at: int, clean: Clean) -> int:
    """Behind the last character, not behind what was left out after it."""
    return clean.printed(at - 1) + 1 if at else 0
