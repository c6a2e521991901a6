"""What was read, in one line, so that a table of notes can say what it expects.

Archival: `RGASPI 17/171/87: 83v`, other schemes `HIA collection Example Papers/box 3`; printed:
`Smith. Long Title. Journal 44/2 (1985): 213-37`. A failed mention begins with `-`, an ambiguous one lists
its candidates with `|`.
"""

from __future__ import annotations

from collections.abc import Sequence

from notation.footnotes import Note
from notation.ibid import ReadNote, read_notes
from notation.outcomes import Ambiguous, Unresolved
from notation.references import ArchivalReference, Mention, Reference, Span

_SOVIET = ("fond", "opis", "delo")


def reference_said(reference: Reference) -> str:
    if isinstance(reference, ArchivalReference):
        names = [level.name for level in reference.path]
        plain = all(name in _SOVIET for name in names)
        path = "/".join(level.number if plain else f"{level.name} {level.number}" for level in reference.path)
        whole = " ".join(part for part in (reference.repository, path) if part)
        return f"{whole}: {reference.leaves.canonical()}" if reference.leaves else whole
    number = "/".join(part for part in (reference.volume, reference.issue) if part)
    place = " ".join(part for part in (reference.container, number) if part)
    title = reference.title
    if title and not reference.container:
        title, place = " ".join(part for part in (title, number) if part), ""
    makers = reference.authors or (() if reference.container else reference.editors)
    words = ". ".join(part for part in ("; ".join(makers), title, place) if part)
    year = f" ({reference.year})" if reference.year else ""
    pages = f": {reference.pages}" if reference.pages else ""
    return f"{words}{year}{pages}" or reference.url


def said(mention: Mention) -> str:
    if isinstance(mention.outcome, Unresolved):
        return "-" + (f" {reference_said(mention.reference)}" if mention.how != "ibid" else "")
    if isinstance(mention.outcome, Ambiguous):
        return " | ".join(map(reference_said, mention.outcome.candidates))
    return reference_said(mention.reference)


def notes_of(texts: Sequence[str]) -> list[Note]:
    return [Note(str(number), text, Span(0, len(text))) for number, text in enumerate(texts, 1)]


def read_texts(*texts: str) -> tuple[ReadNote, ...]:
    return read_notes(notes_of(texts))


def notes_said(*texts: str) -> list[str]:
    """One string a note, its mentions parted by ` ; `."""
    return [" ; ".join(map(said, read.mentions)) for read in read_texts(*texts)]
