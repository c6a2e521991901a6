"""Which of the people we know may bear this name: keys to store and search by, and a ranking of what they find.

The rule: candidates are put in order, never merged and never cut down to one; a name that lacks a part (a surname
alone, initials) fits everybody whose parts do not contradict it. Boundary: `keys_of` and `query_keys` are for a
database to store and compare; `rank` orders the some hundreds of candidates that it finds.

How a database finds them: it stores `keys_of` every one of the `variants` of a name, and takes every name whose
`surname` is one of the query's `words`, or whose `consonants` are one of its `consonants`, and the nearest 200 by
trigrams of `skeleton`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from notation.folding import ascii_words, consonant_key, folded_key, skeleton_key
from notation.names_given import same_given_name
from notation.names_parts import PersonalName, parse_name, variants

__all__ = [
    "Candidate",
    "NameKeys",
    "PersonalName",
    "QueryKeys",
    "Ranked",
    "keys_of",
    "parse_name",
    "query_keys",
    "rank",
    "variants",
]

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class NameKeys:
    """For one stored name: its surname's keys, and the skeleton of all its words but initials."""

    surname: str
    consonants: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class QueryKeys:
    """For a typed name, whose order is not known: the keys of each word, any of which may be the surname."""

    words: tuple[str, ...]
    consonants: tuple[str, ...]
    skeleton: str


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """A person as the database knows them: `key` is the caller's own, `names` every name stored."""

    key: K
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[K]):
    """`score` from 0 to 1; `name` is the stored name that fits best."""

    key: K
    score: float
    name: str


def keys_of(name: str) -> NameKeys:
    features = _features(name)
    surname = " ".join(word.skeleton for word in features.surname)
    consonants = " ".join(word.consonants for word in features.surname)
    words = (word.skeleton for word in (*features.surname, *features.forenames) if not word.initial)
    return NameKeys(surname, consonants, " ".join(words))


def query_keys(query: str) -> QueryKeys:
    """Pairs of words count as well: `Ter-Vaganian` and `Skvortsov-Stepanov` are surnames of two."""
    words = [word for word in _words(query) if not word.initial]
    skeletons = [word.skeleton for word in words]
    consonants = [word.consonants for word in words if len(word.consonants) >= _TELLING]
    return QueryKeys(_with_pairs(skeletons), _with_pairs(consonants), " ".join(skeletons))


_TELLING = 2  # consonants; one alone is half the telephone book


def _with_pairs(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*keys, *(f"{one} {other}" for one, other in pairwise(keys))]))


def rank(query: str, candidates: Iterable[Candidate[K]]) -> list[Ranked[K]]:
    """All candidates, the likeliest first; equals keep the order in which they came."""
    asked = _words(query)
    ranked = []
    for candidate in candidates:
        scored = [(_score(asked, _features(variant)), name) for name in candidate.names for variant in variants(name)]
        best = max(scored, key=lambda row: row[0], default=(0.0, ""))
        ranked.append(Ranked(candidate.key, best[0], best[1]))
    return sorted(ranked, key=lambda row: -row.score)


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    skeleton: str
    consonants: str
    letter: str
    initial: bool


@dataclass(frozen=True, slots=True)
class _Features:
    surname: tuple[_Word, ...]
    forenames: tuple[_Word, ...]


@lru_cache(maxsize=32768)
def _features(name: str) -> _Features:
    parsed = parse_name(name)
    forenames = _word_list(f"{parsed.given} {parsed.patronymic}")
    return _Features(tuple(_word_list(parsed.surname)), tuple(forenames))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_word_list(text))


_MOST_WORDS = 12  # a longer text is no name; what stands first is compared


def _word_list(text: str) -> list[_Word]:
    """The words of a name; `Kh.` and `Ю` are initials."""
    found = []
    for part in text.replace(".", ". ").replace(",", " ").split():
        initial = part.endswith(".") or len(part) == 1
        for word in ascii_words(part).split():
            found.append(_Word(folded_key(word), skeleton_key(word), consonant_key(word), word[0], initial))
    return found[:_MOST_WORDS]


# What a likeness of surnames and of forenames is worth, and what is assumed where one side leaves forenames out.
_SURNAME, _FORENAMES, _UNKNOWN = 0.7, 0.3, 0.6


def _score(asked: tuple[_Word, ...], known: _Features) -> float:
    """The best reading of the asked words as surname and forenames against the known ones."""
    full = [word for word in asked if not word.initial]
    best = 0.0
    for index in range(len(full)):
        surname, used = _surname_likeness(full, index, known)
        if surname < 0.5:
            continue
        taken = set(map(id, full[index : index + used]))
        rest = [other for other in asked if id(other) not in taken]
        # Squared, so that a near surname (Титов) with a near forename stays behind the very surname (Тито) without one.
        best = max(best, _SURNAME * surname**2 + _FORENAMES * _forename_likeness(rest, known.forenames))
    if len(full) >= 2 and sum(not word.initial for word in known.forenames) >= 2:
        best = max(best, _SURNAME * _forename_likeness(list(asked), known.forenames))  # `Josip Broz` without `Tito`
    return best


def _surname_likeness(full: list[_Word], index: int, known: _Features) -> tuple[float, int]:
    """How like the asked words from `index` are to the known surname, and how many of them it took."""
    size = len(known.surname)
    if size == 0:
        return 0.0, 1
    if size > 1 and len(full) >= index + size:
        pairs = zip(full[index : index + size], known.surname, strict=True)
        whole = sum(_likeness(one, other) for one, other in pairs) / size
        if whole > 0.75:
            return whole, size
    part = max(_likeness(full[index], word) for word in known.surname)
    return part * (1.0 if size == 1 else 0.93), 1


def _forename_likeness(asked: list[_Word], known: tuple[_Word, ...]) -> float:
    """Agreement of what both sides say; silence is neither for nor against."""
    if not asked or not known:
        return _UNKNOWN
    left = list(known)
    total = 0.0
    for word in asked:
        if not left:
            total += _UNKNOWN
            continue
        likeness, best = max(((_forename(word, other), index) for index, other in enumerate(left)), key=_first)
        total += likeness
        if likeness > 0:
            del left[best]
    return total / len(asked)


def _first(row: tuple[float, int]) -> float:
    return row[0]


def _forename(one: _Word, other: _Word) -> float:
    if one.initial or other.initial:
        return 0.85 if any(one.letter in group and other.letter in group for group in _INITIALS) else 0.0
    return 0.95 if same_given_name(one.skeleton, other.skeleton) else _likeness(one, other)


# Letters that begin the same name in one romanisation and another: Jewsej and Evsei, Wladimir, Chr. and Khr., Hryhorii.
_INITIALS = ("ijye", "gh", "kchx", "vw", "zsc", "tc", *"abdflmnopqru")


@lru_cache(maxsize=65536)
def _likeness(one: _Word, other: _Word) -> float:
    if one.folded == other.folded:
        return 1.0
    if one.skeleton == other.skeleton:
        return 0.97
    from rapidfuzz.distance import Indel  # imported late: only ranking needs it

    near: float = max(
        Indel.normalized_similarity(one.folded, other.folded), Indel.normalized_similarity(one.skeleton, other.skeleton)
    )
    if one.consonants == other.consonants and len(one.consonants) >= 3:
        near = max(near, 0.85)
    return 0.95 * near
