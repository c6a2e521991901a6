"""Which words of a text answer a question, so that a reader sees why a hit is a hit.

A word answers where it is the same but for case, script, romanisation, ё and its grammatical ending; a name also where
only its spelling in another language differs. Whether a record is a hit is the database's matter, which is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

import snowballstemmer

from core.search import InField, NotUnderstood, Phrase, Question, Word, name_stem, read_question
from notation.folding import folded_key, skeleton_key

# Signs that stand inside a word: `Rakovskiĭ`, `Кост'ян`, the stress mark and the soft hyphen.
WORD = re.compile(r"[^\W_]+(?:[’'ʹʺʼ`\u0300-\u036f\u00ad][^\W_]+)*[’'ʹʺʼ`\u0300-\u036f]*")
# As short as that a word answers only by itself, not by its stem.
SHORT = 3
EXCERPT = 160
# Of so many words a question remembers whether they answer it.
MOST_KNOWN = 20_000
_words = WORD.findall
_cut = re.compile(f"({WORD.pattern})").split


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, with marked words and plain stretches by turns."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """What a question looks for, in every form under which words are compared."""

    folded: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str]
    skeletons: frozenset[str]
    # Words that were looked at: the same few hundred stand on every page of answers, and most of its texts hold none
    # but words that do not answer.
    answering: set[str] = field(default_factory=set, compare=False, repr=False)
    silent: set[str] = field(default_factory=set, compare=False, repr=False)

    def is_in(self, text: str) -> bool:
        """Whether a word of the text answers."""
        words = _words(text)
        return not self.silent.issuperset(words) and any(map(self._holds, words))

    def pieces(self, text: str) -> tuple[list[str], list[int]]:
        """All of the text, cut at its words, and the places of those that answer."""
        cut = _cut(text)
        return cut, [at for at in range(1, len(cut), 2) if cut[at] not in self.silent and self._holds(cut[at])]

    def runs(self, text: str) -> list[Run]:
        """All of the text, in order."""
        (cut, places), found, at = self.pieces(text), [], 0
        for place in places:
            found += [Run("".join(cut[at:place])), Run(cut[place], marked=True)]
            at = place + 1
        return [run for run in (*found, Run("".join(cut[at:]))) if run.text]

    def excerpt(self, text: str) -> list[Run]:
        """The stretch around the first word that answers; empty where none does."""
        if not self.is_in(text):
            return []
        first = next(match for match in WORD.finditer(text) if self._holds(match[0]))
        start = max(0, first.start() - EXCERPT // 2)
        start = text.find(" ", start) + 1 if start else 0
        end = min(len(text), first.end() + EXCERPT // 2)
        end = text.rfind(" ", first.end(), end) if end < len(text) else end
        end = end if end > 0 else min(len(text), first.end() + EXCERPT // 2)
        cut = text[min(start, first.start()) : end].strip()
        return self.runs(f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}")

    def _holds(self, word: str) -> bool:
        if word in self.silent:
            return False
        if word in self.answering:
            return True
        answers = self._answers(word)
        if len(self.silent) + len(self.answering) >= MOST_KNOWN:
            self.silent.clear()
            self.answering.clear()
        (self.answering if answers else self.silent).add(word)
        return answers

    def _answers(self, word: str) -> bool:
        folded = folded_key(word)
        if folded in self.folded:
            return True
        if len(folded) <= SHORT or not any(folded[:2] == each[:2] for each in self.folded):
            # Romanisations of other languages differ in the first letters too: Tschitscherin.
            return word[0].isupper() and len(folded) > SHORT and skeleton_key(word) in self.skeletons
        if stem(word) in self.stems:
            return True
        # Titles of works are full of words that end like surnames; a name is written with a capital.
        return word[0].isupper() and (name_stem(folded) in self.names or skeleton_key(word) in self.skeletons)


@lru_cache(maxsize=256)
def marker(typed: str, instead: tuple[str, ...] = ()) -> Marker:
    """For a question as typed, and the words that were looked for instead of some of its own."""
    try:
        question = read_question(typed)
    except NotUnderstood:
        return Marker(frozenset(), frozenset(), frozenset(), frozenset())
    words = [word for text in (*_texts(question), *instead) for word in WORD.findall(text)]
    keys = {key for word in words if (key := folded_key(word))}
    long = [word for word in words if len(folded_key(word)) > SHORT]
    return Marker(
        frozenset(keys),
        frozenset(map(stem, long)),
        frozenset(name_stem(folded_key(word)) for word in long),
        frozenset(skeleton for word in long if len(skeleton := skeleton_key(word)) > SHORT),
    )


def _texts(question: Question) -> Iterator[str]:
    for group in question.groups:
        for term in group:
            if isinstance(term, Word | Phrase | InField) and not term.negated:
                yield term.text


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """As PostgreSQL's `russian` does it: Cyrillic words by the Russian stemmer, others by the English one."""
    plain = word.lower().replace("ё", "е").replace("\u0301", "").replace("\u00ad", "")
    with _STEMMING:
        return str((_ENGLISH if plain.isascii() else _RUSSIAN).stemWord(plain))


# A stemmer keeps the word that it is at: of two threads one was given the other's stem, or an IndexError.
_STEMMING = Lock()
_RUSSIAN, _ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
