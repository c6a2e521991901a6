"""The archives that hold the history of the Soviet period: every name they bore, and how their units are cited.

The rule: a name is looked up as written, in any script, present or former, and all archives that bear it are given
(`ГАСО` is Sverdlovsk, Saratov and Smolensk). Boundary: facts about archives live in `data/*.toml`; which archive a
record in the database belongs to is not known here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from notation.folding import folded_key, skeleton_key
from notation.transliteration import romanise

_DATA = Path(__file__).parent / "data"
# Names in Cyrillic are romanised as footnotes do it; other spellings stand in the data.
_ROMANISED = {"ru": "ala-lc", "uk": "ala-lc-uk", "be": "ala-lc-be"}


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """One name; years are those it was in use, None where open or not known.

    `language` is ISO 639-1, with `-Latn` where this is the romanisation of a name in Cyrillic.
    """

    text: str
    language: str
    kind: Literal["acronym", "name"]
    years_from: int | None = None
    years_to: int | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Archive:
    """`code` is the romanised acronym by which the archive is addressed; `note` says what became of what.

    `checked` are the sources, in words, in which its names and years were read; none where nobody looked them up yet.
    """

    code: str
    scheme: str
    names: tuple[ArchiveName, ...]
    city: str
    country: str
    isil: str = ""
    note: str = ""
    checked: tuple[str, ...] = ()

    def name(self, language: str, kind: Literal["acronym", "name"] = "name") -> str:
        """The present name in that language, else in one of the same script, else the first, else the code."""
        wanted = [name for name in self.names if name.kind == kind and not name.former]
        script = ("ru", "uk", "be") if language in _ROMANISED else ("en", "ru-Latn", "uk-Latn", "be-Latn")
        for choice in (language, *script):
            for name in wanted:
                if name.language == choice:
                    return name.text
        return wanted[0].text if wanted else self.code


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """How one level is called: `abbreviations` by language, `plurals` where they differ, `joined` its separator."""

    name: str
    abbreviations: Mapping[str, str]
    plurals: Mapping[str, str]
    joined: str = ""

    def term(self, language: str, plural: bool = False) -> str:
        tongue = language if language in self.abbreviations else "en"
        term = self.abbreviations.get(tongue, "")
        return self.plurals.get(tongue, term) if plural else term


@dataclass(frozen=True, slots=True)
class Scheme:
    """The levels of a path from the top down, and the sheets below them."""

    name: str
    title: str
    levels: tuple[LevelTerms, ...]
    leaves: LevelTerms


def archives() -> Mapping[str, Archive]:
    """All archives by code."""
    return _archives()


@lru_cache(maxsize=8192)
def find_archives(name: str) -> tuple[Archive, ...]:
    """The archives that bear or bore this name or acronym, in any script and spacing (`ГА РФ`, `GARF`)."""
    key = folded_key(name)
    codes = _by_key().get(key) or _by_key().get(key.replace(" ", ""))
    if not codes and len(name) >= _LONG:
        codes = _by_skeleton().get(skeleton_key(name))
    return tuple(archives()[code] for code in codes or ())


_WORDS = re.compile(r"[^\W_]+(?:[-'’\"][^\W_]+)*")


def find_name_at_end(text: str) -> int | None:
    """Where the longest name of two words or more that ends text begins; None where none does.

    `Пишет: Центральный партийный архив ИМЛ при ЦК КПСС` gives 7. A closing bracket may be part of a name
    (`НА РС (Я)`); no other sign may stand after it.
    """
    last = text.rstrip('»”")').rsplit(None, 1)
    ends = _by_last_word().get(_last_key(last[-1])) if last else None
    if not ends:
        return None
    words = [match.start() for match in _WORDS.finditer(text)]
    for count in ends:
        if count <= len(words) and find_archives(text[words[-count] :]):
            return words[-count]
    return None


@cache
def names_pattern_words() -> tuple[str, ...]:
    """Every acronym and name, longest first, for building a matcher."""
    texts = {name.text for archive in archives().values() for name in archive.names}
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))


@cache
def first_words() -> frozenset[str]:
    """With what word the names begin: few words of a text begin a name."""
    return frozenset(text.split()[0].casefold() for text in names_pattern_words())


def scheme(name: str) -> Scheme:
    """KeyError for a scheme that `data/schemes.toml` does not hold."""
    return _schemes()[name]


def schemes() -> Mapping[str, Scheme]:
    return _schemes()


@cache
def _archives() -> Mapping[str, Archive]:
    table = tomllib.loads((_DATA / "archives.toml").read_text("utf-8"))
    return MappingProxyType({row["code"]: _archive(row, table["source"]) for row in table["archive"]})


def _archive(row: Mapping[str, Any], sources: Mapping[str, str]) -> Archive:
    city, _, country = row["place"].rpartition(", ")
    present = [*_names(row, former=False)]
    former = [name for entry in row.get("former", ()) for name in _names(entry, former=True)]
    return Archive(
        row["code"],
        row.get("scheme", "fond"),
        (*present, *former),
        city,
        country,
        row.get("isil", ""),
        row.get("note", ""),
        tuple(_source(name, sources) for name in row.get("checked", ())),
    )


def _source(name: str, sources: Mapping[str, str]) -> str:
    """`abb B-8` is the source `abb`, there at B-8."""
    key, _, place = name.partition(" ")
    return f"{sources[key]}: {place}" if place else sources[key]


_KINDS: tuple[tuple[str, Literal["acronym", "name"]], ...] = (("short", "acronym"), ("name", "name"))


def _names(row: Mapping[str, Any], former: bool) -> Iterator[ArchiveName]:
    start, end = _years(row.get("years", ""))
    seen = set()
    for key, kind in _KINDS:
        given = [(language, text) for language, texts in row.get(key, {}).items() for text in _listed(texts)]
        for language, text in (*given, *_romanised(given)):
            if text not in seen:
                seen.add(text)
                yield ArchiveName(text, language, kind, start, end, former)


def _romanised(given: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for language, text in given:
        if language in _ROMANISED:
            yield f"{language}-Latn", romanise(text, _ROMANISED[language])


def _listed(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def _years(text: str) -> tuple[int | None, int | None]:
    """`1992–1999`, `1999–`, `–1991`, or nothing."""
    start, _, end = text.partition("–")
    return int(start) if start else None, int(end) if end else None


@cache
def _by_key() -> Mapping[str, tuple[str, ...]]:
    """Codes under every key of every name; bearers of the present name stand before those of a former one."""
    found: dict[str, dict[str, None]] = {}
    for name, code in _all_names():
        for key in _keys(name):
            found.setdefault(key, {})[code] = None
    for code in archives():
        found.setdefault(folded_key(code), {})[code] = None
    return {key: tuple(codes) for key, codes in found.items()}


def _all_names() -> list[tuple[ArchiveName, str]]:
    """Without the romanised Russian ones: they have the keys of their originals."""
    rows = [
        (name, code) for code, archive in archives().items() for name in archive.names if name.language != "ru-Latn"
    ]
    return sorted(rows, key=lambda row: row[0].former)


def _keys(name: ArchiveName) -> set[str]:
    key = folded_key(name.text)
    keys = {key, key.replace(" ", "")}
    if name.kind == "acronym" and name.language in _ROMANISED:  # German and Slavic notes write CAMO, RCChIDNI
        keys.add(folded_key(romanise(name.text, "scholarly")).replace(" ", ""))
    return keys


@lru_cache(maxsize=16384)
def _last_key(word: str) -> str:
    """`«Мемориала»`, `(Якутия)`: the key of a name's last word; of `СССР—СНГ` the part after the dash."""
    words = _WORDS.findall(word)
    return folded_key(words[-1]) if words else ""


@cache
def _by_last_word() -> Mapping[str, tuple[int, ...]]:
    """How many words the names with this last word have, most first: few words of a text end a name."""
    found: dict[str, set[int]] = {}
    for name, _code in _all_names():
        words = _WORDS.findall(name.text)
        if len(words) > 1:
            found.setdefault(folded_key(words[-1]), set()).add(len(words))
    return {key: tuple(sorted(counts, reverse=True)) for key, counts in found.items()}


_LONG = 9  # characters; an acronym's skeleton would be anybody's


@cache
def _by_skeleton() -> Mapping[str, tuple[str, ...]]:
    """Long names meet across all romanisations; made only when a name is not found otherwise."""
    found: dict[str, dict[str, None]] = {}
    for name, code in _all_names():
        if name.kind == "name" and len(name.text) >= _LONG:
            found.setdefault(skeleton_key(name.text), {})[code] = None
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def _schemes() -> Mapping[str, Scheme]:
    rows = tomllib.loads((_DATA / "schemes.toml").read_text("utf-8"))
    return MappingProxyType({name: _scheme(name, row) for name, row in rows.items()})


def _scheme(name: str, row: Mapping[str, Any]) -> Scheme:
    levels = tuple(_level(level["name"], level, level.get("joined", "")) for level in row["level"])
    return Scheme(name, row["title"], levels, _level("list", row["leaves"]))


def _level(name: str, terms: Mapping[str, str], joined: str = "") -> LevelTerms:
    split = {language: text.partition(" / ") for language, text in terms.items() if language not in ("name", "joined")}
    singular = {language: parts[0] for language, parts in split.items()}
    plurals = {language: parts[2] for language, parts in split.items() if parts[2]}
    return LevelTerms(name, MappingProxyType(singular), MappingProxyType(plurals), joined)
