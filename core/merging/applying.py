"""Two records are made one, in one transaction, and every row that this changes is noted with what it held before.

The order keeps every rule of the database true at every step: the record that stays is published before what is
published comes to it, the one that goes is empty before it goes, and takes its unique values along.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from core.departures import kind_of, lead_on
from core.history import because
from core.merging.planning import BOTH, MINE, Pair, chosen, plan_of
from core.merging.rows import RESTLESS, Columns, called, columns_of, keys_to, set_columns, take_away
from core.merging.rules import label_of, rule_of
from core.models import Merge, MergeMove
from core.records import Conflict, Record, Status


class Undecided(Exception):
    """The two say different things, and nobody has said which holds."""


def merge(
    kept: models.Model, gone: models.Model, answers: Mapping[str, str], reason: str, user: Any = None, seen: str = ""
) -> Merge:
    """Take `gone` into `kept`. Raises Undecided or Conflict, or what the database refuses; then nothing has changed.

    With `seen` (a plan's `state`), raises Conflict where that is not what would be done now.
    """
    said = _("%(gone)s is the same: %(reason)s") % {"gone": called(gone), "reason": reason}
    with transaction.atomic(), because(said[:1000]):
        plan = plan_of(*_locked(kept, gone))
        if plan.refusals:
            raise Undecided(" ".join(plan.refusals))
        if seen and seen != plan.state():
            raise Conflict(_("Something here has changed since you looked. This is how it stands now."))
        if undecided := plan.undecided(answers):
            raise Undecided(_("Still to be decided: %(what)s.") % {"what": "; ".join(q.words for q in undecided)})
        done = Merge.objects.create(
            kind=kind_of(type(kept)), kept=kept.pk, gone=gone.pk, kept_called=str(kept)[:300],
            gone_called=str(gone)[:300], reason=reason, user=user,
        )  # fmt: skip
        _Merging(done, answers).join(plan.top)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return done


def _locked(kept: models.Model, gone: models.Model) -> tuple[models.Model, models.Model]:
    """Both as they stand now, and nobody else's to change until it is done."""
    pks = sorted([kept.pk, gone.pk])
    rows = {row.pk: row for row in type(kept)._base_manager.select_for_update().filter(pk__in=pks).order_by("pk")}
    if len(rows) < 2:
        raise Conflict(_("One of the two is no longer there."))
    return rows[kept.pk], rows[gone.pk]


class Log:
    """Writes what is done to rows, step by step, into the merge's moves."""

    def __init__(self, done: Merge) -> None:
        self._merge = done
        self._step = 0

    def note(self, action: str, model: type[models.Model], rows: list[int], **what: Any) -> None:
        self._step += 1
        MergeMove.objects.create(
            merge=self._merge, step=self._step, action=action, kind=kind_of(model), rows=rows, **what
        )


class _Merging:
    def __init__(self, done: Merge, answers: Mapping[str, str]) -> None:
        self._merge = done
        self._log = Log(done)
        self._answers = answers
        self._gone: set[tuple[type[models.Model], int]] = set()

    def join(self, pair: Pair) -> None:
        self._publish_before_what_is_public_comes(pair)
        self._drop(pair)
        for twin in pair.twins:
            if not self._is_gone(twin.kept) and not self._is_gone(twin.gone):
                self.join(twin)
        for key, pks in pair.moves:
            self._bring(key, [pk for pk in pks if (key.model, pk) not in self._gone], pair)
        self._remove(pair.gone, pair.kept.pk)
        before = copy.copy(pair.kept)
        self._fill(pair, before)
        for row in rule_of(type(pair.kept)).keeps(before, pair.gone, pair.kept):
            row.save()
            self._made(row)

    def _publish_before_what_is_public_comes(self, pair: Pair) -> None:
        kept, gone = pair.kept, pair.gone
        if isinstance(kept, Record) and isinstance(gone, Record) and kept.status != gone.status and kept.is_draft:
            self._change(kept, {"status": Status.PUBLISHED})

    def _is_gone(self, row: models.Model) -> bool:
        return (type(row), row.pk) in self._gone

    def _drop(self, pair: Pair) -> None:
        """Rows that an answer gave up, with what hangs on them."""
        for question in pair.questions:
            option = chosen(question, self._answers)
            for row in option.drops if option else ():
                if not self._is_gone(row):
                    self._remove_with_parts(row)

    def _remove_with_parts(self, row: models.Model) -> None:
        for key in keys_to(type(row)):
            for part in key.model._base_manager.filter(**{key.attname: row.pk}):
                if key.null and isinstance(part, Record):
                    self._change(part, {key.name: None})
                else:
                    self._remove_with_parts(part)
        self._remove(row)

    def _bring(self, key: models.ForeignKey[Any, Any], pks: list[int], pair: Pair) -> None:
        if not pks:
            return
        made = bring(key, pks, pair.kept.pk)
        before, after = {key.attname: str(pair.gone.pk)}, {key.attname: str(pair.kept.pk)}
        self._log.note(MergeMove.Action.CHANGED, key.model, pks, before=before, after=after)
        for row in made:
            self._made(row)

    def _made(self, row: models.Model) -> None:
        self._log.note(MergeMove.Action.MADE, type(row), [row.pk], after=columns_of(row))

    def _remove(self, row: models.Model, into: int | None = None) -> None:
        self._log.note(MergeMove.Action.REMOVED, type(row), [row.pk], before=columns_of(row), into=into)
        take_away(row)
        self._gone.add((type(row), row.pk))
        if into is not None:
            lead_on(row, into)

    def _fill(self, pair: Pair, before: models.Model) -> None:
        """The fields of the row that stays as they were chosen, and what must not be forgotten of the others."""
        values: dict[str, Any] = {}
        for question in pair.fields:
            option = chosen(question, self._answers)
            if option is not None and option.value != MINE:
                field = type(pair.kept)._meta.get_field(question.field)
                mine, theirs = getattr(pair.kept, question.field), getattr(pair.gone, question.field)
                values[question.field] = _together(field, mine, theirs) if option.value == BOTH else theirs
        for name, value in values.items():
            setattr(pair.kept, name, value)
        values |= rule_of(type(pair.kept)).adds(before, pair.gone, pair.kept)
        if values:
            self._change(pair.kept, values, columns_of(before))

    def _change(self, row: models.Model, values: Mapping[str, Any], before: Columns | None = None) -> None:
        before = columns_of(row) if before is None else before
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        after = columns_of(row)
        changed = [name for name in before if before[name] != after[name] and name not in RESTLESS]
        if changed:
            self._log.note(
                MergeMove.Action.CHANGED,
                type(row),
                [row.pk],
                before=_only(before, changed),
                after=_only(after, changed),
            )


def bring(key: models.ForeignKey[Any, Any], pks: list[int], target: int) -> list[models.Model]:
    """Let these rows point at the record of this number; returns rows that had to be made for that."""
    moves = rule_of(key.model).moves.get(label_of(key))
    if moves is not None:
        return list(moves(pks, target))
    set_columns(key.model, pks, {key.attname: str(target)})
    return []


def _together(field: Any, mine: Any, theirs: Any) -> Any:
    if isinstance(field, ArrayField):
        return list(dict.fromkeys([*mine, *theirs]))
    return f"{mine}\n\n{theirs}"


def _only(columns: Columns, names: list[str]) -> Columns:
    return {name: columns[name] for name in names}
