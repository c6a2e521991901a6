"""What merging two records would do, and what must be decided first; reads only.

A plan is a tree of pairs: the two records, and below them parts that would become one (the same name, the same note).
Where both of a pair say something and it differs, that is a question; until all are answered nothing is merged.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.changes import in_words, telling_fields
from core.departures import kind_of
from core.merging.rows import columns_of, keys_to
from core.merging.rules import label_of, rule_of
from core.models import NotSame

MINE, THEIRS, BOTH, YES = "mine", "theirs", "both", "yes"
# What a field holds where nobody has chosen anything.
EMPTY: tuple[Any, ...] = (None, "", [], "other")
NOT_TAKEN_OVER = frozenset({"status", "batch"})
DEEPEST = 12

Key = models.ForeignKey[Any, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer; `drops` are the rows that go when it is given."""

    value: str
    words: str
    drops: tuple[models.Model, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is what follows without asking; empty where somebody has to decide. `field` is the column it fills."""

    name: str
    words: str
    options: tuple[Option, ...]
    answer: str = ""
    field: str = ""


@dataclass(slots=True)
class Pair:
    """One row and the one that it takes in. `moves` are rows that will point at the first: their key and numbers."""

    kept: models.Model
    gone: models.Model
    fields: list[Question] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    moves: list[tuple[Key, list[int]]] = field(default_factory=list)
    twins: list[Pair] = field(default_factory=list)

    def all(self) -> Iterator[Pair]:
        yield self
        for twin in self.twins:
            yield from twin.all()


@dataclass(slots=True)
class Plan:
    top: Pair
    refusals: list[str]

    def questions(self) -> Iterator[Question]:
        for pair in self.top.all():
            yield from (*pair.fields, *pair.questions)

    def undecided(self, answers: Mapping[str, str]) -> list[Question]:
        return [question for question in self.questions() if not chosen(question, answers)]

    def state(self) -> str:
        """Changes when anything does that the plan says: what somebody saw when they decided."""
        said = [columns_of(row) for pair in self.top.all() for row in (pair.kept, pair.gone)]
        counts = [(label_of(key), pks) for pair in self.top.all() for key, pks in pair.moves]
        return hashlib.sha256(repr((said, counts, self.refusals)).encode()).hexdigest()


def chosen(question: Question, answers: Mapping[str, str]) -> Option | None:
    wanted = answers.get(question.name) or question.answer
    return next((option for option in question.options if option.value == wanted), None)


def plan_of(kept: models.Model, gone: models.Model) -> Plan:
    """Both must be of one model; what forbids the merge stands in `refusals`."""
    top = _pair(kept, gone, ())
    top.questions[:0] = _judged_before(kept, gone)
    refusals = [*_within_each_other(kept, gone), *rule_of(type(kept)).refuses(kept, gone)]
    return Plan(top, list(refusals))


def _judged_before(kept: models.Model, gone: models.Model) -> Iterator[Question]:
    one, other = sorted([kept.pk, gone.pk])
    for decision in NotSame.objects.filter(kind=kind_of(type(kept)), one=one, other=other).select_related("user"):
        words = _("On %(day)s %(who)s decided that these are not the same. %(reason)s") % {
            "day": f"{decision.decided_at:%Y-%m-%d}",
            "who": decision.user or _("somebody"),
            "reason": decision.reason,
        }
        yield Question(f"not-same.{decision.pk}", words.strip(), (Option(YES, _("They are the same all the same.")),))


def _within_each_other(kept: models.Model, gone: models.Model) -> Iterator[str]:
    """A work is not merged with what it is part of."""
    for key in keys_to(type(kept)):
        if key.model is type(kept) and (getattr(kept, key.attname) == gone.pk or getattr(gone, key.attname) == kept.pk):
            yield _("One of the two is %(key)s the other.") % {"key": key.verbose_name}


def _pair(kept: models.Model, gone: models.Model, own_keys: tuple[str, ...], depth: int = 0) -> Pair:
    pair = Pair(kept, gone, fields=list(_fields(kept, gone, own_keys)))
    for key in keys_to(type(kept)):
        _collect(pair, key, depth)
    return pair


def _fields(kept: models.Model, gone: models.Model, own_keys: tuple[str, ...]) -> Iterator[Question]:
    """A question for each field in which the two differ; where only one says something, that is the answer."""
    fixed = {*rule_of(type(kept)).fixed, *NOT_TAKEN_OVER, *own_keys}
    for column in telling_fields(type(kept)):
        if column.name in fixed or not column.editable:
            continue
        mine, theirs = getattr(kept, column.attname), getattr(gone, column.attname)
        if mine == theirs:
            continue
        yield Question(
            f"{_name(kept)}.{column.name}",
            capfirst(str(column.verbose_name)),
            tuple(_options(column, kept, gone)),
            _follows(kept, gone, column, mine, theirs),
            column.name,
        )


def _options(column: models.Field[Any, Any], kept: models.Model, gone: models.Model) -> Iterator[Option]:
    for value, row in ((MINE, kept), (THEIRS, gone)):
        yield Option(value, _said(column, row) or _("(nothing)"))
    both_say = all(getattr(row, column.attname) not in EMPTY for row in (kept, gone))
    if both_say and isinstance(column, ArrayField | models.TextField):
        yield Option(BOTH, _("both"))


def _said(column: models.Field[Any, Any], row: models.Model) -> str:
    if isinstance(column, models.ForeignKey):
        target = getattr(row, column.name)
        return "" if target is None else str(target)
    return in_words(column, getattr(row, column.attname))


def _follows(kept: models.Model, gone: models.Model, column: models.Field[Any, Any], mine: Any, theirs: Any) -> str:
    if theirs in EMPTY:
        return MINE
    if mine in EMPTY:
        return THEIRS
    if isinstance(column, ArrayField):
        return BOTH
    edtf = [getattr(row, f"{column.name}_edtf", "") for row in (kept, gone)]
    return MINE if edtf[0] and edtf[0] == edtf[1] else ""  # one date in two spellings


def _collect(pair: Pair, key: Key, depth: int) -> None:
    """The rows with this key to the record that goes: moved, or made one with a row that says the same."""
    theirs = key.model._base_manager.filter(**{key.attname: pair.gone.pk})
    pks = list(theirs.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return
    joined = _joining_both(pair, key)
    if joined:
        pair.questions.append(_drop_question(pair, key, joined))
    rest = set(pks) - {row.pk for row in joined}
    pair.questions.extend(_single(pair, key, rest))
    for mine, row in _twins(pair, key, rest) if depth < DEEPEST else ():
        twin = _pair(mine, row, (key.name,), depth + 1)
        if label_of(key) in rule_of(type(pair.kept)).asked_twins:
            twin.questions.insert(0, _merge_them_too(twin))
        pair.twins.append(twin)
        rest.discard(row.pk)
    if rest:
        pair.moves.append((key, sorted(rest)))


def _joining_both(pair: Pair, key: Key) -> list[models.Model]:
    """Rows that join the one with the other, such as a relation of a person to what would be the same person."""
    others = [other for other in keys_to(type(pair.kept)) if other.model is key.model and other is not key]
    rows = key.model._base_manager.filter(**{key.attname: pair.gone.pk})
    found: dict[int, models.Model] = {}
    for other in others:
        found |= {row.pk: row for row in rows.filter(**{other.attname: pair.kept.pk})}
    return list(found.values())


def _drop_question(pair: Pair, key: Key, rows: Sequence[models.Model]) -> Question:
    said = "; ".join(map(str, rows))
    words = _("These join the two with one another: %(rows)s.") % {"rows": said}
    return Question(
        f"{_name(pair.gone)}.{key.model._meta.model_name}.{key.name}.joined",
        words,
        (Option(YES, _("Take them away."), tuple(rows)),),
    )


def _single(pair: Pair, key: Key, theirs: Iterable[int]) -> Iterator[Question]:
    """Two numbers in one authority, two deaths: the rule says of what there can be only one."""
    sort = rule_of(type(pair.kept)).single.get(label_of(key))
    if sort is None:
        return
    groups: dict[tuple[str, str], tuple[list[models.Model], list[models.Model]]] = defaultdict(lambda: ([], []))
    manager = key.model._base_manager
    for side, rows in enumerate((manager.filter(**{key.attname: pair.kept.pk}), manager.filter(pk__in=list(theirs)))):
        for row in rows.order_by("pk"):
            if (sorted_as := sort(row)) is not None:
                groups[sorted_as][side].append(row)
    twins = {row.pk for _mine, row in _twins(pair, key, set(theirs))}
    for (kind, words), (mine, others) in groups.items():
        others = [row for row in others if row.pk not in twins]
        if mine and others:
            ours, said = "; ".join(map(_in_full, mine)), "; ".join(map(_in_full, others))
            yield Question(
                f"{_name(pair.gone)}.{key.model._meta.model_name}.{kind}",
                _("Both have this, and it differs: %(kind)s.") % {"kind": words},
                (
                    Option(MINE, ours, tuple(others)),
                    Option(THEIRS, said, tuple(mine)),
                    Option(BOTH, _("both")),
                ),
            )


def _in_full(row: models.Model) -> str:
    """A row with whatever date or value tells it from its like."""
    return " · ".join(dict.fromkeys(filter(None, [str(row), str(getattr(row, "date", ""))])))


def _merge_them_too(twin: Pair) -> Question:
    words = _("Both have one of the same number: %(mine)s and %(theirs)s.") % {"mine": twin.kept, "theirs": twin.gone}
    return Question(f"{_name(twin.gone)}.too", words, (Option(YES, _("Merge these too.")),))


def _twins(pair: Pair, key: Key, theirs: set[int]) -> list[tuple[Any, Any]]:
    """Rows of the two that would be one: by a rule, by a unique constraint, or the same in every word."""
    manager = key.model._base_manager
    if not manager.filter(**{key.attname: pair.kept.pk}).exists():
        return []
    mine = list(manager.filter(**{key.attname: pair.kept.pk}).order_by("pk"))
    others = list(manager.filter(pk__in=theirs).order_by("pk"))
    found: dict[int, tuple[Any, Any]] = {}
    for identity in _identities(pair, key):
        held = {said: row for row in reversed(mine) if (said := identity(row)) is not None}
        taken = {row.pk for row, _other in found.values()}
        for other in others:
            twin = held.get(identity(other))
            if twin is not None and other.pk not in found and twin.pk not in taken:
                found[other.pk] = (twin, other)
                taken.add(twin.pk)
    return list(found.values())


def _identities(pair: Pair, key: Key) -> Iterator[Callable[[Any], Hashable]]:
    ruled = rule_of(type(pair.kept)).twins.get(label_of(key))
    if ruled is not None:
        yield ruled
    for names, nulls_distinct in _unique_together(key.model):
        if key.name in names:
            yield _by([key.model._meta.get_field(name) for name in names if name != key.name], nulls_distinct)
    same = [f for f in telling_fields(key.model) if f.name not in NOT_TAKEN_OVER and f is not key]
    yield _by(same, False)


def _unique_together(model: type[models.Model]) -> Iterator[tuple[Sequence[str], bool]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.fields, constraint.nulls_distinct is not False
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            yield (column.name,), True


def _by(fields: Sequence[Any], nulls_distinct: bool) -> Callable[[Any], Hashable]:
    def identity(row: Any) -> Hashable:
        values = tuple(getattr(row, one.attname) for one in fields)
        if nulls_distinct and None in values:
            return None
        return tuple(tuple(value) if isinstance(value, list) else value for value in values)

    return identity


def _name(row: models.Model) -> str:
    return f"{row._meta.label_lower}.{row.pk}"
