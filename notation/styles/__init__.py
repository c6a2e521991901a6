"""References written in the styles of journals, in Latin or Cyrillic letters, as text, HTML or Markdown.

How to add a style:

1. Make a module here with four writers (`full`, `short`, `entry`, `again`; see `style.Style`) that return runs
   (`runs.plain`, `runs.italic`), build archives from `shelfmarks` and printed works from `works`, and a `STYLE`.
2. Name the module in `_MODULES` below.
3. Add a column of expectations to the tables in `tests/notation/styles/`; the property test that reads every style
   back (`parse(format(x)) == x`) takes it up by itself.

>>> write(ArchivalReference("RGASPI", path=(Level("fond", "17"),)), "gost")
'РГАСПИ. Ф. 17.'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Literal

from notation.references import NO_LEAVES, ArchivalReference, Level, PublicationReference, Reference
from notation.sorting import name_sort_key, natural_key
from notation.styles.latin import romanised
from notation.styles.runs import Run, Runs, closed, joined, marks_inside, to_html, to_markdown, to_text
from notation.styles.style import Style, repeats
from notation.styles.works import kind

__all__ = [
    "ArchivalReference",
    "Form",
    "Level",
    "Run",
    "bibliography",
    "bibliography_runs",
    "note_runs",
    "romanised",
    "runs",
    "style",
    "styles",
    "to_html",
    "to_markdown",
    "to_text",
    "write",
    "write_again",
    "write_notes",
]

Form = Literal["full", "short", "entry"]
_MODULES = ("chicago", "gost", "mla", "apa", "german", "french", "wikipedia", "short")


def styles() -> tuple[Style, ...]:
    return tuple(style(name) for name in _MODULES)


@cache
def style(name: str) -> Style:
    """KeyError for a style that is not there."""
    if name not in _MODULES:
        raise KeyError(name)
    found: Style = import_module(f"notation.styles.{name}").STYLE
    return found


def write(reference: Reference, style_name: str, form: Form = "full", language: str = "") -> str:
    """One reference as plain text with its closing stop; the language (ISO 639-1) is the style's own unless given."""
    return to_text(runs(reference, style_name, form, language))


def runs(reference: Reference, style_name: str, form: Form = "full", language: str = "") -> Runs:
    """The same as neutral runs, for `to_html` and `to_markdown`."""
    found = style(style_name)
    writer = {"full": found.full, "short": found.short, "entry": found.entry}[form]
    return _closed(writer(reference, language or found.language), found)


def write_again(reference: Reference, earlier: Reference, style_name: str, language: str = "") -> str:
    """`Ibid., l. 144.` after the earlier reference; the full form where `Ibid.` cannot say it."""
    return write_notes([earlier, reference], style_name, language)[1]


def write_notes(
    notes: Iterable[Reference | Sequence[Reference]], style_name: str, language: str = ""
) -> tuple[str, ...]:
    """A run of footnotes, each one reference or several, with `Ibid.` and short forms where they belong."""
    return tuple(map(to_text, note_runs(notes, style_name, language)))


def note_runs(
    notes: Iterable[Reference | Sequence[Reference]], style_name: str, language: str = ""
) -> tuple[Runs, ...]:
    found = style(style_name)
    tongue = language or found.language
    written: list[Runs] = []
    works: set[Reference] = set()  # printed works cited so far, without their pages
    before: Reference | None = None
    for note in notes:
        references = [note] if isinstance(note, ArchivalReference | PublicationReference) else list(note)
        parts = []
        for reference in references:
            parts.append(_in_context(reference, before, works, found, tongue))
            if isinstance(reference, PublicationReference):
                works.add(replace(reference, pages=""))
            before = reference
        written.append(_closed(joined(parts, "; "), found))
        if len(references) != 1:
            before = None  # after a note with several sources (or none) nobody can tell which one `Ibid.` means
    return tuple(written)


def _in_context(
    reference: Reference, before: Reference | None, works: set[Reference], found: Style, language: str
) -> Runs:
    if before is not None and repeats(reference, before):
        return found.again(reference, before, language)
    if isinstance(reference, PublicationReference) and replace(reference, pages="") in works:
        return found.short(reference, language)
    return found.full(reference, language)


def bibliography(references: Iterable[Reference], style_name: str, language: str = "") -> tuple[str, ...]:
    """Entries in alphabetical order, archives before printed works, each once (pages and sheets left out)."""
    return tuple(map(to_text, bibliography_runs(references, style_name, language)))


def bibliography_runs(references: Iterable[Reference], style_name: str, language: str = "") -> tuple[Runs, ...]:
    """The same as neutral runs."""
    found = style(style_name)
    tongue = language or found.language
    bare = dict.fromkeys(_without_place(reference) for reference in references)
    entries = [
        (isinstance(reference, PublicationReference), _closed(found.entry(reference, tongue), found))
        for reference in bare
    ]
    in_order = sorted(entries, key=lambda row: (row[0], name_sort_key(natural_key(to_text(row[1])))))
    return tuple(dict.fromkeys(written for _, written in in_order))


def _without_place(reference: Reference) -> Reference:
    if isinstance(reference, ArchivalReference):
        return replace(reference, leaves=NO_LEAVES)
    return replace(reference, pages="") if kind(reference) in ("book", "thesis", "web") else reference


def _closed(found: Runs, how: Style) -> Runs:
    found = closed(found, how.stop) if how.stop else found
    return marks_inside(found) if how.american else found
