"""Who may be meant by a name as it was typed: persons in order, the likeliest first, whatever the script and spelling.

A hit is a person in whose names words begin with all the words asked for (initials aside), and a person whose name is
so like the asked one that `notation.names` ranks it not far behind the best: those are the near hits. Boundary: at most
`MOST` persons are put in order, the rest of a question as wide as `Иван` follows in the order of the headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from notation.names import QueryKeys, Scorer, query_keys
from people.models import FoundPerson

# Of those who bear the very surname, of those who bear a near one, and of those in whose names the words occur.
MOST, MOST_NEAR = 3000, 2000
NEAR_SURNAMES, NEAREST = 16, 4
# A near hit's score, and how far it may stay behind the best.
LEAST, BEHIND = 0.6, 0.2


@dataclass(frozen=True, slots=True)
class Hits:
    """`near` are those of `ids` that are only like what was asked; `more` says that the words occur in others too."""

    ids: tuple[int, ...]
    near: frozenset[int]
    more: bool


def find(question: str, most: int = MOST) -> Hits:
    """`most` of each way to find candidates are compared, and as many put in order."""
    scorer, keys = Scorer(question), query_keys(question)
    holding = dict(FoundPerson.objects.holding(question)[: most + 1])
    same = dict(FoundPerson.objects.surnamed(keys.words)[:most])
    known = {**same, **holding}
    scores = {person: _best(scorer, forms) for person, forms in known.items()}
    for person, forms in _nearly(scorer, keys, _enough(scores))[: min(most, MOST_NEAR)]:
        known[person] = forms
        scores[person] = _best(scorer, forms)
    enough = _enough(scores)
    near = frozenset(person for person, score in scores.items() if score >= enough and person not in holding)
    # Of equals those under more names are better known; then by the alphabet.
    order = {person: (-scores[person], -known[person].count("\n"), known[person]) for person in (*holding, *near)}
    chosen = sorted(order, key=order.__getitem__)
    return Hits(tuple(chosen[:most]), near, more=len(holding) > most)


def _best(scorer: Scorer, forms: str) -> float:
    return max(map(scorer, forms.split("\n")), default=0.0)


def _enough(scores: dict[int, float]) -> float:
    return max(LEAST, max(scores.values(), default=0.0) - BEHIND)


def _nearly(scorer: Scorer, keys: QueryKeys, enough: float) -> QuerySet[Any, Any]:
    """Persons whose surname is so like an asked word that they may be near hits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT surname FROM near_surnames(%s, %s)", [list(keys.words), list(keys.consonants)])
        found = {surname: scorer.most(surname) for (surname,) in cursor.fetchall() if surname not in keys.words}
    enough = max(enough, max(found.values(), default=0.0) - BEHIND)
    likely = sorted((each for each, most in found.items() if most >= enough), key=lambda each: (-found[each], each))
    return FoundPerson.objects.surnamed(likely[:NEAR_SURNAMES], likely[:NEAREST])
