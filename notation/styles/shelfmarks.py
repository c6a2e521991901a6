"""Archives, paths and sheets in the words of a language: the pieces of which every style builds its references.

The rule: terms come from the archive's scheme in `notation.vocabulary`; an archive is named as the source named it
(RTsKhIDNI stays RTsKhIDNI), only in the script of the language. Boundary: order and punctuation are the style's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from notation.folding import folded_key
from notation.references import ArchivalReference, Leaf, LeafRange, Leaves, Level
from notation.transliteration import romanise
from notation.vocabulary import Archive, LevelTerms, Scheme, archives, find_archives, scheme, schemes

CYRILLIC_LANGUAGES = ("ru", "uk", "be")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def archive_of(reference: ArchivalReference) -> Archive | None:
    """The archive whose code this is, or the only one of that name, else None (`ГАСО` is four archives)."""
    if reference.repository in archives():
        return archives()[reference.repository]
    for name in (reference.repository, reference.repository_as_written):
        found = find_archives(name) if name else ()
        if len(found) == 1:
            return found[0]
    return None


def repository_name(reference: ArchivalReference, language: str) -> str:
    """The archive as named, in the script of the language."""
    return _repository_name(reference.repository, reference.repository_as_written, language)


@lru_cache(maxsize=4096)
def _repository_name(repository: str, as_written: str, language: str) -> str:
    cyrillic = language in CYRILLIC_LANGUAGES
    for name in (as_written, repository):
        if name and bool(_CYRILLIC.search(name)) == cyrillic:
            return name
    name = repository or as_written
    bearers = find_archives(name)  # an acronym that several archives bear is the same acronym for all of them
    if bearers:
        return _in_script(bearers[0], name, language)
    return name if cyrillic else romanise(name)


def _in_script(archive: Archive, name: str, language: str) -> str:
    """The same name in the other script: РЦХИДНИ for RTsKhIDNI; else what the archive is called in that language."""
    key = folded_key(name)
    languages = (language, "ru", "uk", "be") if language in CYRILLIC_LANGUAGES else (language, "en", f"{language}-Latn")
    in_script = [
        other for other in archive.names if bool(_CYRILLIC.search(other.text)) == (language in CYRILLIC_LANGUAGES)
    ]
    same = [other.text for other in in_script if folded_key(other.text) == key]
    if same:
        return same[0]
    kinds = [other for other in archive.names if folded_key(other.text) == key]
    kind, former = (kinds[0].kind, kinds[0].former) if kinds else ("acronym", False)
    for choice in languages:
        for other in in_script:
            if (other.language, other.kind, other.former) == (choice, kind, former):
                return other.text
    return name if language in CYRILLIC_LANGUAGES else romanise(name)


def scheme_of(reference: ArchivalReference) -> Scheme:
    """The archive's scheme if it has the levels cited, else the first that has them, else the Soviet one."""
    archive = archive_of(reference)
    names = tuple(level.name for level in reference.path)
    return _scheme_for(archive.scheme if archive else "fond", names)


@lru_cache(maxsize=1024)
def _scheme_for(preferred: str, names: tuple[str, ...]) -> Scheme:
    for candidate in (scheme(preferred), *schemes().values()):
        if set(names) <= {level.name for level in candidate.levels}:
            return candidate
    return scheme(preferred)


# Levels that turn up outside their scheme: in English and in Russian.
_OTHER_TERMS = {
    "papka": ("papka", "пап."),
    "karton": ("karton", "карт."),
    "razdel": ("razd.", "разд."),
    "part": ("ch.", "ч."),
    "sviazka": ("sv.", "св."),
    "chapter": ("chap.", "гл."),
    "paragraph": ("para.", "абз."),
    "volume": ("t.", "т."),
    "roll": ("reel", "пленка"),
    "record group": ("RG", "RG"),
    "entry": ("entry", "entry"),
    "series": ("series", "серия"),
    "box": ("box", "кор."),
    "folder": ("folder", "папка"),
    "file": ("file", "д."),
    "item": ("item", "док."),
    "frame": ("frame", "кадр"),
    "serial": ("serial", "serial"),
    "notebook": ("notebook", "тетр."),
    "od": ("od.", "од."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One level: `term` may be empty, `joined` is the sign that binds it to the level before (`FO 371/56780`)."""

    term: str
    number: str
    joined: str = ""


def steps(reference: ArchivalReference, language: str, skip: int = 0) -> list[Step]:
    """The path in words, without its first `skip` levels."""
    terms = {level.name: level for level in scheme_of(reference).levels}
    return [_step(level, terms, language) for level in reference.path[skip:]]


def path_words(reference: ArchivalReference, language: str, skip: int = 0) -> list[str]:
    """`f. 17`, `op. 171`, `d. 87`; levels that are bound to the one before make one word with it."""
    words: list[str] = []
    for step in steps(reference, language, skip):
        word = f"{step.term} {step.number}" if step.term else step.number
        if step.joined and words:
            words[-1] += step.joined + word
        else:
            words.append(word)
    return words


def _step(level: Level, terms: dict[str, LevelTerms], language: str) -> Step:
    number = shelf_number(level.number, language)
    found = terms.get(level.name)
    if found:
        return Step(found.term(language), number, found.joined)
    english, russian = _OTHER_TERMS.get(level.name, ("", ""))
    return Step(russian if language in CYRILLIC_LANGUAGES else english, number)


def shelf_number(number: str, language: str) -> str:
    """A number in the script of the language: `Р-5446` is R-5446 in a Latin note; Latin letters stay what they are."""
    if language in CYRILLIC_LANGUAGES or number.isascii() or not _CYRILLIC.search(number):
        return number
    return romanise(number)


# Versos and the space before them, by language; `ob.` is what English notes print.
_VERSO = {"ru": " об.", "uk": " зв.", "be": " адв.", "de": " Rs", "fr": "v", "en": "ob."}


def leaves_in_words(reference: ArchivalReference, language: str) -> str:
    """`ll. 41–44ob., 46`, `Л. 41–44 об.`; empty where no sheets are cited."""
    if not reference.leaves:
        return ""
    terms = scheme_of(reference).leaves
    numbers = leaf_numbers(reference.leaves, language)
    term = terms.term(language, plural=_several(reference.leaves))
    return f"{term} {numbers}" if term else numbers


def leaf_numbers(leaves: Leaves, language: str) -> str:
    verso = _VERSO.get(language, _VERSO["en"])
    return ", ".join(_leaf_item(item, verso, language) for item in leaves.items)


def _leaf_item(item: LeafRange | str, verso: str, language: str) -> str:
    if isinstance(item, str):
        return shelf_number(item, language)
    first, last = (_leaf(leaf, verso, language) for leaf in (item.first, item.last))
    return first if item.first == item.last else f"{first}–{last}"


def _leaf(leaf: Leaf, verso: str, language: str) -> str:
    return f"{leaf.number}{shelf_number(leaf.suffix, language)}{verso if leaf.verso else ''}"


def _several(leaves: Leaves) -> bool:
    return len(leaves.items) > 1 or any(item.first.number != item.last.number for item in leaves.ranges)


def common_steps(one: ArchivalReference, other: ArchivalReference) -> int:
    """How many levels from the top both share; 0 for different archives or different ways of citing."""
    if one.repository != other.repository or [level.name for level in one.path] != [level.name for level in other.path]:
        return 0
    shared = 0
    for a, b in zip(one.path, other.path, strict=True):
        if a != b:
            break
        shared += 1
    return shared
