"""A plan as its page shows it: fields in rows with the choice between them, what must be decided, what will move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.text import capfirst

from core.changes import in_words, telling_fields
from core.merging.planning import Pair, Plan, Question, chosen


@dataclass(frozen=True, slots=True)
class Line:
    """A field of both records; `options` only where the two differ: value, words, whether it is chosen."""

    label: str
    mine: str
    theirs: str
    name: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    open: bool = False


def side_by_side(plan: Plan, answers: Mapping[str, str]) -> dict[str, Any]:
    """`lines` are the fields of the two records, `parts` the questions about parts that become one."""
    asked = {question.field: question for question in plan.top.fields}
    lines = [_line(plan.top, field, asked.get(field.name), answers) for field in _shown(plan.top)]
    below = [question for pair in plan.top.all() for question in pair.questions]
    for pair in plan.top.all():
        below += [_of_part(pair, question) for question in pair.fields if pair is not plan.top]
    return {
        "lines": [line for line in lines if line.mine or line.theirs],
        "questions": [(question, _options(question, answers), chosen(question, answers) is None) for question in below],
        "moving": _moving(plan),
    }


def _of_part(pair: Pair, question: Question) -> Question:
    """Which part of the records it is a question about."""
    return replace(question, words=f"{capfirst(str(pair.kept._meta.verbose_name))} {pair.kept}: {question.words}")


def _shown(pair: Pair) -> list[models.Field[Any, Any]]:
    return [field for field in telling_fields(type(pair.kept)) if field.name != "batch"]


def _line(pair: Pair, field: models.Field[Any, Any], question: Question | None, answers: Mapping[str, str]) -> Line:
    label = capfirst(str(field.verbose_name))
    mine, theirs = _words(field, pair.kept), _words(field, pair.gone)
    if question is None:
        return Line(label, mine, theirs)
    return Line(label, mine, theirs, question.name, _options(question, answers), open=chosen(question, answers) is None)


def _options(question: Question, answers: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    picked = chosen(question, answers)
    return tuple(
        (option.value, option.words, picked is not None and option.value == picked.value) for option in question.options
    )


def _words(field: models.Field[Any, Any], row: models.Model) -> str:
    if isinstance(field, models.ForeignKey):
        target = getattr(row, field.name)
        return "" if target is None else str(target)
    return in_words(field, getattr(row, field.attname))


def _moving(plan: Plan) -> list[tuple[str, int, int]]:
    """By kind: how many rows will belong to the record that stays, and how many are there already."""
    moved: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for pair in plan.top.all():
        for key, pks in pair.moves:
            moved[capfirst(str(key.model._meta.verbose_name_plural))] += len(pks)
        if pair is not plan.top:
            same[capfirst(str(pair.kept._meta.verbose_name_plural))] += 1
    return [(kind, moved[kind], same[kind]) for kind in sorted(moved.keys() | same.keys())]
