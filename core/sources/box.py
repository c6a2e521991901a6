"""The box “Cite this”: one source in the styles that journals ask for most, as text to select or copy.

The rule: Latin styles print Russian works in Latin letters, GOST in their own; archives stand in the language of the
style. Boundary: which record is which source is said in the apps' `sources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.sources import Language, Source
from notation.references import ArchivalReference, Reference
from notation.styles import romanised, runs
from notation.styles.runs import Runs


@dataclass(frozen=True, slots=True)
class Form:
    """`style` is its name in `notation.styles`, `language` that of the text; the short form has no label of its own."""

    style: str
    label: str
    language: str
    runs: Runs


_LABELS = (
    ("chicago", "Chicago", "en"),
    ("gost", "ГОСТ Р 7.0.5–2008", "ru"),
    ("mla", "MLA", "en"),
    ("short", "", ""),
    ("wikipedia", "Wikipedia", "en"),
)


def forms(source: Source, permalink: str, reader: Language) -> Iterator[Form]:
    """The source in each style, the short form in the reader's language."""
    for style, label, language in _LABELS:
        tongue = language or reader
        reference = with_address(source.reference(tongue), permalink)
        if tongue == "en" and style != "wikipedia":
            reference = romanised(reference)
        yield Form(style, label, tongue, runs(reference, style, language=tongue))


def with_address(reference: Reference, permalink: str) -> Reference:
    """A page of ours has its address here; a file or a work has only an address of its own, if any."""
    if isinstance(reference, ArchivalReference) or reference.kind != "web" or reference.url:
        return reference
    return replace(reference, url=permalink)
