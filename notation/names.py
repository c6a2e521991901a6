"""Names as a database keeps them for searching, and what it has to look for: forms, keys, and the keys of a question.

The rule: everything here depends on one text alone, so it can be stored beside the name. Boundary: who is meant is for
`rank` (`notation.names_ranking`) to propose among the candidates that the keys find, and for an editor to say.

How a database finds them: it stores `name_forms` and `name_keys` of every name, and takes as candidates whoever has a
surname (or a part of one) among the question's `words`, a surname whose consonants are among its `consonants`, or a
surname that is near one of its words by trigrams; it then gives the candidates' forms to a `Scorer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from notation.folding import skeleton_key
from notation.names_forms import bare_words, name_forms
from notation.names_parts import PersonalName, natural_order, parse_name, variants
from notation.names_ranking import MOST_WORDS, Candidate, Ranked, Scorer, rank, words_of_form

__all__ = [
    "Candidate",
    "PersonalName",
    "QueryKeys",
    "Ranked",
    "Scorer",
    "name_forms",
    "name_keys",
    "natural_order",
    "parse_name",
    "query_keys",
    "question_words",
    "rank",
    "variants",
]


@dataclass(frozen=True, slots=True)
class QueryKeys:
    """For a typed name, whose order is not known: the keys of each word, any of which may be the surname."""

    words: tuple[str, ...]
    consonants: tuple[str, ...]


def name_keys(name: str) -> tuple[str, ...]:
    """For each form the skeletons of its words, without initials: `rakovski, qristian`."""
    return tuple(dict.fromkeys(filter(None, map(_keys_of_form, name_forms(name)))))


def query_keys(query: str) -> QueryKeys:
    """Pairs of words count as well: `Ter-Vaganian` and `Skvortsov-Stepanov` are surnames of two."""
    words = [word for word in words_of_form(bare_words(query)) if not word.initial and word.folded.isalpha()]
    consonants = [word.consonants for word in words if len(word.consonants) >= _TELLING]
    return QueryKeys(_with_pairs([word.skeleton for word in words]), _with_pairs(consonants))


def question_words(query: str) -> tuple[str, ...]:
    """The words of a typed name in bare letters, without initials."""
    return tuple(word for word in bare_words(query).split() if not word.endswith("."))[:MOST_WORDS]


_TELLING = 2  # consonants; one alone is half the telephone book


def _with_pairs(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, [*keys, *(f"{one} {other}" for one, other in pairwise(keys))])))


def _keys_of_form(form: str) -> str:
    surname, _comma, forenames = form.partition(", ")
    full = " ".join(word for word in forenames.split() if not word.endswith("."))
    return ", ".join(filter(None, (skeleton_key(surname), skeleton_key(full))))
