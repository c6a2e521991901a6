"""Records that may be one, in clusters with the reasons; found anew whenever somebody asks, so nothing goes stale.

Each app says by what its records are alike (`Rule.likenesses`), in queries over whole tables. Pairs that somebody has
judged not to be the same are left out, for good: also when one of the two has been merged into a third since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db import connection, models

from core.changes import in_words, telling_fields
from core.departures import kind_of
from core.fields import UncertainDateField
from core.merging.rules import Likeness, rule_of
from core.models import Merge, NotSame

# More that share a name are namesakes: a hundred Ivanovs are not proposed.
MOST_ALIKE = 12
MOST_GROUPS = 500
# Fields that tell namesakes apart, whatever the record.
TELLING = frozenset(
    {
        "name_ru",
        "title_en",
        "title_ru",
        "epithet_en",
        "kind",
        "container",
        "volume",
        "issue",
        "place",
        "publisher",
        "country",
    }
)


@dataclass(slots=True)
class Cluster:
    """Records that may be one, and why they are thought to be."""

    numbers: list[int]
    reasons: list[str] = field(default_factory=list)
    records: list[models.Model] = field(default_factory=list)

    def lines(self) -> list[tuple[models.Model, str]]:
        """Each record with what tells it from its like."""
        return [(record, _details(record)) for record in self.records]


def _details(record: models.Model) -> str:
    """Its dates, and what else it is called."""
    shown = [f for f in telling_fields(type(record)) if f.name in TELLING or isinstance(f, UncertainDateField)]
    words = [(f, in_words(f, getattr(record, f.attname))) for f in shown]
    said = [f"{f.verbose_name} {text}" if isinstance(f, UncertainDateField) else text for f, text in words if text]
    return " · ".join(text for text in said if text != str(record))


def alike(words: str, sql: str) -> Iterator[Likeness]:
    """Rows of `value, numbers` as likenesses; `words` holds %(value)s. The statement is a constant of an app."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, numbers FROM ({sql}) alike WHERE cardinality(numbers) BETWEEN 2 AND {MOST_ALIKE}"  # noqa: S608 - see above
            f" ORDER BY numbers LIMIT {MOST_GROUPS}"
        )
        for value, numbers in cursor.fetchall():
            yield Likeness(words % {"value": value}, tuple(numbers))


def clusters(model: type[models.Model]) -> list[Cluster]:
    """All clusters of this model, those with most reasons first; their records are not fetched."""
    apart = _judged_apart(model)
    together = _Together()
    reasons: dict[int, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for likeness in rule_of(model).likenesses():
        pairs = [pair for pair in combinations(sorted(likeness.numbers), 2) if pair not in apart]
        for one, other in pairs:
            together.join(one, other)
        if pairs:
            reasons[pairs[0][0]].append((likeness.reason, likeness.numbers))
    found = {root: Cluster(sorted(numbers)) for root, numbers in together.groups().items()}
    for number, said in reasons.items():
        found[together.root(number)].reasons += [reason for reason, _numbers in said]
    for cluster in found.values():
        cluster.reasons = list(dict.fromkeys(cluster.reasons))
    return sorted(found.values(), key=lambda cluster: (-len(cluster.reasons), cluster.numbers))


def with_records(model: type[models.Model], found: Sequence[Cluster]) -> list[Cluster]:
    """The clusters with their records, in one query for all."""
    rows = model._base_manager.in_bulk([number for cluster in found for number in cluster.numbers])
    for cluster in found:
        cluster.records = [rows[number] for number in cluster.numbers if number in rows]
    return [cluster for cluster in found if len(cluster.records) > 1]


def _judged_apart(model: type[models.Model]) -> set[tuple[int, int]]:
    kind = kind_of(model)
    merged = dict(Merge.objects.filter(kind=kind, undone_at__isnull=True).order_by("id").values_list("gone", "kept"))

    def now(number: int) -> int:
        seen: set[int] = set()
        while number in merged and number not in seen:
            seen.add(number)
            number = merged[number]
        return number

    pairs = NotSame.objects.filter(kind=kind).values_list("one", "other")
    return {(min(pair), max(pair)) for one, other in pairs if len(pair := {now(one), now(other)}) == 2}


class _Together:
    """Numbers that hang together, through whatever pairs."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, number: int) -> int:
        self._above.setdefault(number, number)
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        self._above[self.root(other)] = self.root(one)

    def groups(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for number in list(self._above):
            found[self.root(number)].append(number)
        return found


def judge_apart(model: type[models.Model], numbers: Iterable[int], reason: str, user: Any) -> int:
    """Remember that none of these is another of them; returns how many pairs that were."""
    pairs = list(combinations(sorted(set(numbers)), 2))
    for one, other in pairs:
        NotSame.objects.update_or_create(
            kind=kind_of(model), one=one, other=other, defaults={"reason": reason, "user": user}
        )
    return len(pairs)
