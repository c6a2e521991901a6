"""Which of the people we know may bear this name: candidates in order, the likeliest first.

The rule: candidates are never merged and never cut down to one; a name that lacks a part (a surname alone, initials)
fits everybody whose parts do not contradict it. Boundary: names come as forms (`notation.names_forms`), so that
nothing has to be taken apart while somebody waits; thousands of them are compared in some milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, TypeVar

from notation.folding import consonant_key, folded_key, skeleton_key, skeleton_with_o
from notation.names_forms import bare_words, name_forms
from notation.names_given import same_given_name

K = TypeVar("K", bound=Hashable)


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


def rank(query: str, candidates: Iterable[Candidate[K]]) -> list[Ranked[K]]:
    """All candidates, the likeliest first; equals keep the order in which they came."""
    scorer = Scorer(query)
    ranked = []
    for candidate in candidates:
        scored = [(scorer(form), name) for name in candidate.names for form in name_forms(name)]
        best = max(scored, key=lambda row: row[0], default=(0.0, ""))
        ranked.append(Ranked(candidate.key, best[0], best[1]))
    return sorted(ranked, key=lambda row: -row.score)


# What a likeness of surnames and of forenames is worth, and what is assumed where one side leaves forenames out.
_SURNAME, _FORENAMES, _UNKNOWN = 0.7, 0.3, 0.6
# A surname of two words that both agree needs no forename beside it: `Skvortsov-Stepanov` is not a Stepanov S.
_DOUBLE = 0.95
# Other initials speak against, but party names were signed with initials of their own: Martov, Julius, as L. Martov.
_CONTRADICTED = 0.15


_ABJAD = re.compile("[\u05d0-\u05ea\u0620-\u064a]")  # Hebrew, Arabic


class Scorer:
    """How well one question fits forms, from 0 to 1; remembers what it has compared, since people share names."""

    def __init__(self, query: str) -> None:
        asked = words_of_form(bare_words(query))
        self._asked = tuple(replace(word, abjad=True) for word in asked) if _ABJAD.search(query) else asked
        self._full = [index for index, word in enumerate(self._asked) if not word.initial]
        self._forms: dict[str, float] = {}
        self._surnames: dict[str, tuple[_Reading, ...]] = {}
        # For each asked word its likeness to each forename met so far.
        self._alike: tuple[dict[str, float], ...] = tuple({} for _word in self._asked)

    def __call__(self, form: str) -> float:
        score = self._forms.get(form)
        if score is None:
            score = self._forms[form] = self._score(form)
        return score

    def most(self, surname: str) -> float:
        """What nobody of this surname can exceed."""
        return max((reading.worth for reading in self._readings(surname)), default=0.0) + _FORENAMES

    def _score(self, form: str) -> float:
        """The best reading of the asked words as surname and forenames against the known ones."""
        surname, _comma, forenames = form.partition(", ")
        known = forenames.split()[:MOST_WORDS]
        best = 0.0
        for reading in self._readings(surname):
            if reading.worth + _FORENAMES <= best:
                break
            agreement = self._agreement(reading.rest, known) if reading.rest else reading.silence
            best = max(best, reading.worth + _FORENAMES * agreement)
        if best < _SURNAME and len(self._full) >= 2 and sum(not word.endswith(".") for word in known) >= 2:
            everything = tuple(range(len(self._asked)))
            best = max(best, _SURNAME * self._agreement(everything, known))  # `Josip Broz` without `Tito`
        return best

    def _readings(self, surname: str) -> tuple[_Reading, ...]:
        found = self._surnames.get(surname)
        if found is None:
            found = self._surnames[surname] = self._read(words_of_form(surname))
        return found

    def _read(self, known: tuple[_Word, ...]) -> tuple[_Reading, ...]:
        full = [self._asked[index] for index in self._full]
        readings = []
        for start in range(len(full)):
            likeness, used = _surname_likeness(full, start, known)
            if likeness >= _LEAST:
                taken = self._full[start : start + used]
                rest = tuple(index for index in range(len(self._asked)) if index not in taken)
                # Squared, so that a near surname (Титов) with a near forename stays behind the very surname (Тито).
                readings.append(_Reading(_SURNAME * likeness**2, rest, _UNKNOWN if used == 1 else _DOUBLE))
        return tuple(sorted(readings, key=lambda reading: -reading.worth))

    def _agreement(self, asked: tuple[int, ...], known: list[str]) -> float:
        """Of these asked words with the known forenames: silence is neither for nor against."""
        if not known:
            return _UNKNOWN
        left = known
        total = 0.0
        for index in asked:
            if not left:
                total += _UNKNOWN
                continue
            alike = [self._likeness(index, word) for word in left]
            likeness = max(alike)
            total += likeness
            if likeness > _CONTRADICTED:
                at = alike.index(likeness)
                left = left[:at] + left[at + 1 :]
        return total / len(asked)

    def _likeness(self, index: int, word: str) -> float:
        alike = self._alike[index]
        found = alike.get(word)
        if found is None:
            found = alike[word] = _forename(self._asked[index], _word(word))
        return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """Some asked words taken for the surname: what their likeness is worth, which are left, and what if none is."""

    worth: float
    rest: tuple[int, ...]
    silence: float


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    skeleton: str
    with_o: str
    consonants: str
    letter: str
    initial: bool
    abjad: bool = False


MOST_WORDS = 12  # a longer text is no name; what stands first is compared


@lru_cache(maxsize=65536)
def words_of_form(form: str) -> tuple[_Word, ...]:
    """The words of a form, or of the surname or forenames in it."""
    return tuple(map(_word, form.replace(",", " ").split()[:MOST_WORDS]))


@lru_cache(maxsize=65536)
def _word(text: str) -> _Word:
    bare = text.rstrip(".")
    initial = text.endswith(".") or len(bare) == 1
    return _Word(folded_key(bare), skeleton_key(bare), skeleton_with_o(bare), consonant_key(bare), bare[0], initial)


_LEAST = 0.5  # of likeness, for a word to be read as the surname


def _surname_likeness(full: list[_Word], start: int, known: tuple[_Word, ...]) -> tuple[float, int]:
    """How like the asked words from `start` are to the known surname, and how many of them it took."""
    size = len(known)
    if size == 0:
        return 0.0, 1
    if size > 1 and len(full) >= start + size:
        pairs = zip(full[start : start + size], known, strict=True)
        whole = sum(_likeness(one, other) for one, other in pairs) / size
        if whole > 0.75:
            return whole, size
    part = max(_likeness(full[start], word) for word in known)
    return part * (1.0 if size == 1 else 0.93), 1


def _forename(one: _Word, other: _Word) -> float:
    if one.initial or other.initial:
        alike = any(one.letter in group and other.letter in group for group in _INITIALS)
        return 0.85 if alike else _CONTRADICTED
    return 0.95 if same_given_name(one.skeleton, other.skeleton) else _likeness(one, other)


# Letters that begin the same name in one romanisation and another: Jewsej and Evsei, Wladimir, Chr. and Khr., Hryhorii.
_INITIALS = ("ijye", "gh", "kchx", "vw", "zsc", "tc", *"abdflmnopqru")


@lru_cache(maxsize=65536)
def _likeness(one: _Word, other: _Word) -> float:
    if one.folded == other.folded:
        return 1.0
    if one.skeleton == other.skeleton:
        return 0.985 if one.with_o == other.with_o else 0.95
    from rapidfuzz.distance import Indel  # imported late: only ranking needs it

    near: float = max(
        Indel.normalized_similarity(one.folded, other.folded), Indel.normalized_similarity(one.skeleton, other.skeleton)
    )
    if one.consonants == other.consonants:
        if one.abjad and len(one.consonants) >= 2:
            near = 0.9 + 0.08 * near  # the vowels were never written, so they cannot differ
        elif len(one.consonants) >= 3:
            near = max(near, 0.85)
    return 0.95 * near
