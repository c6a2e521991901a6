"""A merge is taken back: what it did to each row is undone, unless somebody has edited that since.

The record that went comes back under its number, with every row that came from it. What was edited since stays as it
is now and is listed. Merges can be undone in any order, by two rules. Where a later merge wrote the same column again,
it is that merge's undo that brings the first value back. And what cannot go back because a later merge rests on it (a
record is published for the sake of what came to it) is owed: every later undo tries it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.departures import kind_of, returned
from core.history import because
from core.merging.applying import bring
from core.merging.rows import (
    Columns,
    as_text,
    called,
    columns_of,
    field_at,
    keys_to,
    model_of,
    put_back,
    set_columns,
)
from core.merging.rules import TRACES, label_of, rule_of
from core.merging.standing import (
    brought_by,
    has_merges_beside,
    in_place_of,
    removal_of,
    standing_after,
    written_again,
)
from core.models import Merge, MergeMove
from core.refusals import REFUSALS, sentence_of

Action = MergeMove.Action
MOST_TOLD = 200


class CannotUndo(Exception):
    """What must happen first, as a sentence; `first` is the merge to be undone, or the record in the way, if known."""

    def __init__(self, sentence: str, first: models.Model | None = None) -> None:
        super().__init__(sentence)
        self.first = first


def undo(done: Merge, user: Any = None, reason: str = "") -> list[str]:
    """Take the merge back, all or nothing; returns what was left because it was edited since."""
    with transaction.atomic(), because(_("merge undone: %(merge)s %(reason)s") % {"merge": done, "reason": reason}):
        done = Merge.objects.select_for_update().get(pk=done.pk)
        if done.undone_at is not None:
            raise CannotUndo(_("This merge has been undone already."))
        _refuse_while_merged_on(done)
        undoing = _Undoing(done)
        for move in done.moves.order_by("-step", "-id"):
            undoing.take_back(move)
        done.undone_at, done.undone_by = timezone.now(), user
        done.left = "\n".join(undoing.left[:MOST_TOLD])
        done.save()
        _pay_what_is_owed()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return undoing.left


def _pay_what_is_owed() -> None:
    """What earlier undos could not put back may be free now; what no merge holds back any more is left, and told."""
    for move in MergeMove.objects.filter(owed=True).select_related("merge").order_by("-merge_id", "-step", "-id"):
        undoing = _Undoing(move.merge)
        move.delete()
        undoing.take_back(move)
        if undoing.left:
            older = Merge.objects.get(pk=move.merge_id)
            older.left = "\n".join(filter(None, [older.left, *undoing.left]))
            older.save()


def _refuse_while_merged_on(done: Merge) -> None:
    """The rows that took others in must not have gone into yet others: that has to be undone first."""
    for removed in done.moves.filter(action=Action.REMOVED, into__isnull=False):
        later = standing_after(done).filter(action=Action.REMOVED, kind=removed.kind, rows=[removed.into])
        if (first := later.select_related("merge").order_by("-merge_id").first()) is not None:
            raise CannotUndo(_another_merge(first.merge), first.merge)


def _another_merge(first: Merge) -> str:
    return _("Since then there was another merge, which has to be undone first: %(merge)s.") % {"merge": first}


class _Undoing:
    def __init__(self, done: Merge) -> None:
        self._merge = done
        self.left: list[str] = []

    def take_back(self, move: MergeMove) -> None:
        model = model_of(move.kind)
        if move.action == Action.MADE:
            self._unmake(model, move)
        elif move.action == Action.REMOVED:
            self._bring_back(model, move)
        else:
            self._restore(model, move)

    def _unmake(self, model: type[models.Model], move: MergeMove) -> None:
        """Delete a row that the merge made, unless somebody has changed it or built on it."""
        there = model._base_manager.in_bulk(move.rows)
        for pk in move.rows:
            if pk not in there:
                if removal_of(model, pk):
                    self._owe(move, [pk])
            elif _is_used(there[pk], move.after):
                words = _("%(row)s was made by the merge and has been used since.")
                self._refused(model, move, pk, words % {"row": called(there[pk])})
            else:
                there[pk].delete()

    def _bring_back(self, model: type[models.Model], move: MergeMove) -> None:
        columns, led = self._as_now(model, move.before)
        for attname, text in columns.items():
            field = field_at(model, attname)
            if text is None and move.before[attname] is not None and not field.null:
                words = {"kind": model._meta.verbose_name, "number": move.rows[0], "field": field.verbose_name}
                self.left.append(_("%(kind)s %(number)s cannot come back: its %(field)s has been deleted.") % words)
                return
        returned(model, columns)
        if error := _tried(lambda: put_back(model, columns, rule_of(model).revive)):
            if move.rows == [self._merge.gone] and move.kind == self._merge.kind:
                raise self._in_the_way(model, columns, error)
            sentence = f"{model._meta.verbose_name} {move.rows[0]}: {error}"
            self._refused(model, move, move.rows[0], sentence, columns)
        else:
            _note(led, move.rows)

    def _in_the_way(self, model: type[models.Model], columns: Columns, error: str) -> CannotUndo:
        """Its shelfmark may be that of another because a later merge moved a whole fond: then that is undone first."""
        other = in_place_of(model, columns)
        later = None if other is None else brought_by(other, self._merge)
        return CannotUndo(f"{error} {_another_merge(later)}", later) if later else CannotUndo(error, other)

    def _refused(
        self, model: type[models.Model], move: MergeMove, pk: int, sentence: str, columns: Columns | None = None
    ) -> None:
        """Owed where a merge that stands may be why, and tried again with each undo; else an edit's doing, and told.

        `columns` are those of the move that are not put back; all of them if not given.
        """
        if has_merges_beside(model, pk, columns or move.before, self._merge):
            self._owe(move, [pk], columns)
        else:
            self._leave(model, sentence)

    def _owe(self, move: MergeMove, pks: list[int], columns: Iterable[str] | None = None) -> None:
        after = move.after if columns is None else {name: move.after[name] for name in columns if name in move.after}
        before = move.before if columns is None else {name: move.before[name] for name in columns}
        MergeMove.objects.create(
            merge=move.merge, step=move.step, action=move.action, kind=move.kind, rows=pks, before=before, after=after,
            into=move.into, owed=True,
        )  # fmt: skip

    def _leave(self, model: type[models.Model], sentence: str) -> None:
        if model not in TRACES:
            self.left.append(sentence)

    def _restore(self, model: type[models.Model], move: MergeMove) -> None:
        """Put back, in the rows that still hold what the merge wrote, all columns of a row at once.

        One by one they may be refused: a citation that was moved from a publication to a document cites one of the two.
        """
        ready: dict[int, list[str]] = defaultdict(list)
        followed: dict[int, MergeMove] = {}
        for attname in move.before:
            self._sort_out(model, move, attname, ready, followed)
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for pk, attnames in ready.items():
            alike[tuple(attnames)].append(pk)
        for together, pks in alike.items():
            self._set(model, move, pks, together, followed)

    def _sort_out(
        self,
        model: type[models.Model],
        move: MergeMove,
        attname: str,
        ready: dict[int, list[str]],
        followed: dict[int, MergeMove],
    ) -> None:
        """Which rows can have this column back now, and for which it is a later merge's undo that brings it back."""
        field, after = field_at(model, attname), move.after[attname]
        held = dict(model._base_manager.filter(pk__in=move.rows).values_list("pk", attname))
        later = written_again(move, attname)
        for pk in move.rows:
            # A later merge goes before the row itself, which may hold the same again: Ufa → Perm → Omsk → Perm.
            if pk in later and later[pk].before[attname] == after:
                followed[pk] = _rewrite(later[pk], pk, attname, move.before[attname])
            elif pk not in later and pk in held and as_text(field, held[pk]) == after:
                ready[pk].append(attname)
            elif pk in held or pk in later:
                self._leave(model, self._edited(model, pk, field))
            elif removal_of(model, pk):
                self._owe(move, [pk], [attname])
            else:
                words = {"kind": model._meta.verbose_name, "number": pk}
                self._leave(model, _("%(kind)s %(number)s has been deleted since.") % words)

    def _set(
        self,
        model: type[models.Model],
        move: MergeMove,
        pks: list[int],
        attnames: tuple[str, ...],
        followed: dict[int, MergeMove],
    ) -> None:
        """All at once; row by row where the database refuses some.

        What goes only together with a column that a later merge wrote again waits for that merge's undo as well.
        """
        before = {attname: move.before[attname] for attname in attnames}
        columns, led = self._as_now(model, before)
        if not _tried(lambda: _write(model, pks, columns)):
            _note(led, pks)
            return
        for pk in pks:
            if not (error := _tried(lambda pk=pk: _write(model, [pk], columns))):
                _note(led, [pk])
            elif pk in followed:
                later = followed[pk]
                later.before = {**later.before, **before}
                later.after = {**later.after, **{attname: move.after[attname] for attname in attnames}}
                later.save()
            else:
                self._refused(model, move, pk, f"{model._meta.verbose_name} {pk}: {error}", before)

    def _edited(self, model: type[models.Model], pk: int, field: models.Field[Any, Any]) -> str:
        row = model._base_manager.filter(pk=pk).first()
        name = called(row) if row is not None else f"{model._meta.verbose_name} {pk}"
        return _("%(row)s: “%(field)s” has been edited since.") % {"row": name, "field": field.verbose_name}

    def _as_now(self, model: type[models.Model], before: Columns) -> tuple[Columns, list[MergeMove]]:
        """What can be written of these columns today, and what is then to be noted in the merges that changed that."""
        columns, led = dict(before), list[MergeMove]()
        for attname, text in before.items():
            field = field_at(model, attname)
            if isinstance(field, models.ForeignKey) and text is not None:
                columns[attname] = self._target_now(field, text, led)
        return columns, led

    def _target_now(self, key: models.ForeignKey[Any, Any], text: str, led: list[MergeMove]) -> str | None:
        """Where a key's old target is today: it may have been merged into another since; that undo then knows of it."""
        target, seen = key.related_model, set()
        while not target._base_manager.filter(pk=text).exists():
            gone = removal_of(target, int(text))
            if gone is None or gone.into is None or gone.pk in seen:
                return None
            seen.add(gone.pk)
            led.append(
                MergeMove(
                    merge=gone.merge,
                    step=0,
                    action=Action.CHANGED,
                    kind=kind_of(key.model),
                    before={key.attname: text},
                    after={key.attname: str(gone.into)},
                    owed=gone.owed or gone.merge_id == self._merge.pk,
                )
            )
            text = str(gone.into)
        return text


def _note(led: Iterable[MergeMove], rows: list[int]) -> None:
    """These rows point where those merges led them."""
    for move in led:
        move.pk, move.rows, move._state.adding = None, rows, True
        move.save()


def _is_used(row: models.Model, made: Columns) -> bool:
    """Whether a row that was made so has been changed, or anything points at it."""
    now = columns_of(row)
    if any(now[name] != text for name, text in made.items() if name in now):
        return True
    return any(key.model._base_manager.filter(**{key.attname: row.pk}).exists() for key in keys_to(type(row)))


def _rewrite(move: MergeMove, pk: int, attname: str, text: str | None) -> MergeMove:
    """The later merge found this value in this row: its undo brings that back. Returns its move of this row alone."""
    if len(move.rows) > 1:
        alone = MergeMove.objects.get(pk=move.pk)
        move.rows = [row for row in move.rows if row != pk]
        MergeMove.objects.filter(pk=move.pk).update(rows=move.rows)
        alone.pk, alone.rows, alone._state.adding = None, [pk], True
        move = alone
    move.before = {**move.before, attname: text}
    move.save()
    return move


def _write(model: type[models.Model], pks: list[int], columns: dict[str, str | None]) -> None:
    """Keys whose rows are moved by a rule of their own go first, all others in one UPDATE."""
    plain = dict(columns)
    for attname, text in columns.items():
        field = field_at(model, attname)
        if isinstance(field, models.ForeignKey) and text is not None and label_of(field) in rule_of(model).moves:
            bring(field, pks, int(text))
            del plain[attname]
    if plain:
        set_columns(model, pks, plain)


def _tried(step: Any) -> str:
    """Do it in a savepoint; why the database refused it, else nothing."""
    try:
        with transaction.atomic():
            step()
    except (*REFUSALS, DatabaseError) as error:
        return sentence_of(error)
    return ""
