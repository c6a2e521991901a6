"""What an app knows about merging its records; everything else is found out from the tables.

Each app states it in its `merging.py`, as one `Rule` a model. What is refused or asked beyond the fields, what must be
kept of the record that goes, and by what two records are thought to be one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Likeness:
    """Records that may be one: their numbers, and what they have in common (“the same name: eltsin boris”)."""

    reason: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`fixed` fields are never taken over. The other parts, each for one kind of knowledge:

    `refuses(kept, gone)` sentences that forbid the merge;
    `single`              of what there can be only one: key's label → for a row, what it is and that in words;
    `twins`               rows that would become one: key's label → their identity under the record;
    `asked_twins`         keys of `twins` whose rows are merged only when the editor says so;
    `keeps(before, gone, kept)` rows to be made, so that the record stays findable as either was called;
    `adds(before, gone, kept)`  fields to be set for the same end;
    `revive`              computes what follows from other rows when a row comes back;
    `moves`               how rows are brought under another record where setting the key is not all;
    `likenesses()`        records that may be one.
    """

    model: type[models.Model]
    fixed: Sequence[str] = ()
    refuses: Callable[[Any, Any], Iterable[str]] = lambda kept, gone: ()
    single: Mapping[str, Callable[[Any], tuple[str, str] | None]] = field(default_factory=dict)
    twins: Mapping[str, Callable[[Any], Hashable]] = field(default_factory=dict)
    asked_twins: frozenset[str] = frozenset()
    keeps: Callable[[Any, Any, Any], Iterable[models.Model]] = lambda before, gone, kept: ()
    adds: Callable[[Any, Any, Any], Mapping[str, Any]] = lambda before, gone, kept: {}
    revive: Callable[[Any], object] = lambda row: None
    moves: Mapping[str, Callable[[Sequence[int], int], Iterable[models.Model]]] = field(default_factory=dict)
    likenesses: Callable[[], Iterable[Likeness]] = lambda: ()


RULES: dict[type[models.Model], Rule] = {}
# Rows that the program writes about where records stood: an undo tells nobody that they have changed since.
TRACES: set[type[models.Model]] = set()


def register(rule: Rule) -> Rule:
    RULES[rule.model] = rule
    return rule


def rule_of(model: type[models.Model]) -> Rule:
    """The rule of its app; of a part of a record, whose rows become one along with it, a rule without knowledge."""
    return RULES.get(model) or Rule(model)


def label_of(key: models.ForeignKey[Any, Any]) -> str:
    return f"{key.model._meta.label_lower}.{key.name}"
