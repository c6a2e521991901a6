"""A notebook's references as a run of footnotes and as a bibliography, in one style and script.

The rule: `Ibid.` and short forms stand where `notation.styles` puts them; a remark follows its reference as a sentence
of its own. Boundary: what no record stands behind any more is left out of the notes and told beside its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citations.notebook.basket import Basket, Item
from core.sources import Language, Source
from core.sources.box import with_address
from notation.references import PublicationReference, Reference
from notation.styles import Run, bibliography_runs, note_runs, romanised, style, to_text
from notation.styles.runs import Runs

# Templates of Wikipedia take names and titles as they are, and say in which script.
NOT_ROMANISED = ("wikipedia",)


@dataclass(frozen=True, slots=True)
class Held:
    """One reference of the notebook: `short` is its name in the list; nothing where its record is gone."""

    item: Item
    source: Source | None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """`language` is that of the words between the parts: f. 17 or ф. 17."""

    held: tuple[Held, ...]
    notes: tuple[Runs, ...]
    bibliography: tuple[Runs, ...]
    language: str

    @property
    def sources(self) -> list[Source]:
        return [held.source for held in self.held if held.source is not None]

    @property
    def missing(self) -> int:
        return len(self.held) - len(self.sources)

    def as_text(self) -> str:
        """The notes with their numbers, then the bibliography."""
        notes = [f"{number}. {to_text(note)}" for number, note in enumerate(self.notes, start=1)]
        return "\n".join([*notes, "", *map(to_text, self.bibliography)]) + "\n"


def written(
    basket: Basket, sources: Mapping[str, Source], permalink: Callable[[str], str], reader: Language
) -> Written:
    """`permalink` makes an address of ours a whole one; `reader` is the language of the list's own labels."""
    language = _language(basket)

    def printed(source: Source, tongue: str, latin: bool) -> Reference:
        reference = with_address(source.reference(tongue), permalink(source.address))
        return romanised(reference) if latin else reference

    held = []
    notes: list[list[tuple[Reference, str]]] = []
    for item in basket.items:
        source = sources.get(item.address)
        if source is None:
            held.append(Held(item, None))
            continue
        reference = printed(source, language, _is_latin(basket, language))
        held.append(Held(item, source, _label(printed(source, reader, reader == "en"), reader)))
        if item.joined and notes:
            notes[-1].append((reference, item.remark))
        else:
            notes.append([(reference, item.remark)])
    runs = note_runs([[reference for reference, _remark in note] for note in notes], basket.style, language)
    remarks = (" ".join(filter(None, (remark for _reference, remark in note))) for note in notes)
    references = [reference for note in notes for reference, _remark in note]
    return Written(
        tuple(held),
        tuple((*note, Run(f" {remark}")) if remark else note for note, remark in zip(runs, remarks, strict=True)),
        bibliography_runs(references, basket.style, language),
        language,
    )


def _language(basket: Basket) -> str:
    own = style(basket.style).language
    if basket.script == "cyrillic":
        return "ru"
    return "en" if basket.script == "latin" and own == "ru" else own


def _is_latin(basket: Basket, language: str) -> bool:
    if basket.script:
        return basket.script == "latin"
    return language != "ru" and basket.style not in NOT_ROMANISED


def _label(reference: Reference, reader: Language) -> str:
    from notation.styles import write

    # A page of ours: its address is the link already.
    if isinstance(reference, PublicationReference) and reference.kind == "web" and not reference.authors:
        return reference.title
    return write(reference, "short", language=reader)
