"""What a style is: four ways of printing a reference, and the rule for when a note may say only `Ibid.`

The rule: `Ibid.` stands only where the note before cites one source and the same one, and where what is left to say
(another sheet, another file of the same fond) can be said in words. Boundary: the punctuation is each style's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.runs import Runs, plain
from notation.styles.shelfmarks import common_steps, leaves_in_words, path_words, steps

Writer = Callable[[Reference, str], Runs]


@dataclass(frozen=True, slots=True)
class Style:
    """Each writer takes a reference and a language (ISO 639-1) and gives runs without the closing stop.

    `full` is a first note, `short` a later one, `entry` the bibliography; `again` is a note right after another of the
    same source and takes the earlier reference as well. `stop` closes every note; with `american` it and commas stand
    before a closing quotation mark.
    """

    name: str
    title: str
    language: str
    full: Writer
    short: Writer
    entry: Writer
    again: Callable[[Reference, Reference, str], Runs]
    stop: str = "."
    american: bool = False


def repeats(reference: Reference, earlier: Reference) -> bool:
    """Whether `Ibid.` and a remainder can say this reference after the earlier one."""
    if isinstance(reference, ArchivalReference) and isinstance(earlier, ArchivalReference):
        return _same_archive(reference, earlier)
    if isinstance(reference, PublicationReference) and isinstance(earlier, PublicationReference):
        return same_work(reference, earlier) and (bool(reference.pages) or not earlier.pages)
    return False


def _same_archive(reference: ArchivalReference, earlier: ArchivalReference) -> bool:
    if (reference.title, reference.url) != (earlier.title, earlier.url):
        return False
    shared = common_steps(reference, earlier)
    if not shared:
        return False
    remaining = steps(reference, "en", skip=shared)
    if not remaining:
        return bool(reference.leaves) or not earlier.leaves
    return all(step.term and not step.joined for step in remaining)


def same_work(reference: PublicationReference, earlier: PublicationReference) -> bool:
    return replace(reference, pages="") == replace(earlier, pages="")


def archival_remainder(reference: Reference, earlier: Reference, language: str) -> list[str]:
    """What `Ibid.` leaves to say of an archive: levels below the shared ones, sheets; nothing if all is the same."""
    if not (isinstance(reference, ArchivalReference) and isinstance(earlier, ArchivalReference)):
        return []
    shared = common_steps(reference, earlier)
    if shared == len(reference.path) and reference.leaves.canonical() == earlier.leaves.canonical():
        return []
    words = [*path_words(reference, language, skip=shared), leaves_in_words(reference, language)]
    return list(filter(None, words))


IBID = {"en": "Ibid.", "ru": "Там же", "uk": "Там само", "be": "Тамсама", "de": "Ebd.", "fr": "Ibid.", "pl": "Tamże"}


def ibid(reference: Reference, earlier: Reference, language: str, pages: str = "") -> Runs:
    """`Ibid., l. 144`, `Ebd., S. 12`, `Там же, л. 144`; pages come with their term, if the style has one."""
    rest = archival_remainder(reference, earlier, language) or ([pages] if pages and reference != earlier else [])
    return plain(", ".join([IBID.get(language, IBID["en"]), *rest]))
