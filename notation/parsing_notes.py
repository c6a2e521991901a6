"""The text of one note, archival references first, printed works in what they leave.

The rule: control characters are spaces and a text over 20,000 characters is cut, so that any input is read in time.
Boundary: drafts say what their own words say; completing them is for `ibid`.
"""

from __future__ import annotations

from notation.drafts import Draft
from notation.parsing_archival import scan_archival
from notation.publications_around import read_printed

MOST_CHARACTERS = 20_000
_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}


def read_drafts(text: str) -> list[Draft]:
    """The citations of a note in order, half read."""
    text = text[:MOST_CHARACTERS]
    if not text.isprintable():
        text = text.translate(_CONTROL)
    drafts = scan_archival(text)
    printed = read_printed(text, drafts)
    if printed:
        drafts.extend(printed)
        drafts.sort(key=lambda draft: draft.start)
    return drafts
