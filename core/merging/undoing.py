"""A merge is taken back: what it did to each row is undone, unless somebody has edited that since.

The record that went comes back under its number, with every row that came from it. What was edited since stays as it
is now and is listed. Merges can be undone in any order: where a later merge changed the same column again, it is that
merge's undo that brings the first value back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.departures import returned
from core.history import because
from core.merging.applying import bring
from core.merging.rows import as_text, called, columns_of, field_at, keys_to, model_of, put_back, set_columns
from core.merging.rules import label_of, rule_of
from core.models import Merge, MergeMove
from core.refusals import REFUSALS, sentence_of

Action = MergeMove.Action
MOST_TOLD = 200


class CannotUndo(Exception):
    """What must happen first, as a sentence."""


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
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return undoing.left


def _refuse_while_merged_on(done: Merge) -> None:
    """The rows that took others in must not have gone into yet others: that has to be undone first."""
    for removed in done.moves.filter(action=Action.REMOVED, into__isnull=False):
        later = _live_after(done).filter(action=Action.REMOVED, kind=removed.kind, rows=[removed.into])
        if (first := later.select_related("merge").order_by("-merge").first()) is not None:
            raise CannotUndo(
                _("Since then there was another merge, which has to be undone first: %(merge)s.")
                % {"merge": first.merge}
            )


def _live_after(done: Merge) -> models.QuerySet[MergeMove]:
    return MergeMove.objects.filter(merge__gt=done.pk, merge__undone_at__isnull=True)


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
        for row in model._base_manager.filter(pk__in=move.rows):
            now = columns_of(row)
            edited = any(now[name] != text for name, text in move.after.items() if name in now)
            if edited or any(
                key.model._base_manager.filter(**{key.attname: row.pk}).exists() for key in keys_to(model)
            ):
                self.left.append(_("%(row)s was made by the merge and has been used since.") % {"row": called(row)})
            else:
                row.delete()

    def _bring_back(self, model: type[models.Model], move: MergeMove) -> None:
        columns = dict(move.before)
        for attname, text in move.before.items():
            field = field_at(model, attname)
            if isinstance(field, models.ForeignKey) and text is not None:
                columns[attname] = self._target_now(field, move.rows, text)
                if columns[attname] is None and not field.null:
                    words = {"kind": model._meta.verbose_name, "number": move.rows[0], "field": field.verbose_name}
                    self.left.append(_("%(kind)s %(number)s cannot come back: its %(field)s has been deleted.") % words)
                    return
        returned(model, columns)
        if error := _tried(lambda: put_back(model, columns, rule_of(model).revive)):
            if move.rows == [self._merge.gone] and move.kind == self._merge.kind:
                raise CannotUndo(error)
            self.left.append(f"{model._meta.verbose_name} {move.rows[0]}: {error}")

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
            columns = {attname: self._before(model, move, attname, pks) for attname in together}
            self._set(model, move, pks, columns, followed)

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
        later = self._written_again(move, attname, after)
        for pk in move.rows:
            if pk in held and as_text(field, held[pk]) == after:
                ready[pk].append(attname)
            elif pk in later:
                followed[pk] = _rewrite(later[pk], pk, attname, move.before[attname])
            elif pk not in held:
                words = {"kind": model._meta.verbose_name, "number": pk}
                self.left.append(_("%(kind)s %(number)s has been deleted since.") % words)
            else:
                self.left.append(self._edited(model, pk, field))

    def _before(self, model: type[models.Model], move: MergeMove, attname: str, pks: list[int]) -> str | None:
        field, text = field_at(model, attname), move.before[attname]
        return self._target_now(field, pks, text) if isinstance(field, models.ForeignKey) and text is not None else text

    def _set(
        self,
        model: type[models.Model],
        move: MergeMove,
        pks: list[int],
        columns: dict[str, str | None],
        followed: dict[int, MergeMove],
    ) -> None:
        """All at once; row by row where the database refuses some.

        What goes only together with a column that a later merge wrote again waits for that merge's undo as well.
        """
        if not _tried(lambda: _write(model, pks, columns)):
            return
        for pk in pks:
            if not (error := _tried(lambda pk=pk: _write(model, [pk], columns))):
                continue
            if pk in followed:
                later = followed[pk]
                later.before = {**later.before, **columns}
                later.after = {**later.after, **{attname: move.after[attname] for attname in columns}}
                later.save()
            else:
                self.left.append(f"{model._meta.verbose_name} {pk}: {error}")

    def _edited(self, model: type[models.Model], pk: int, field: models.Field[Any, Any]) -> str:
        row = model._base_manager.get(pk=pk)
        return _("%(row)s: “%(field)s” has been edited since.") % {"row": called(row), "field": field.verbose_name}

    def _written_again(self, move: MergeMove, attname: str, after: str | None) -> dict[int, MergeMove]:
        """The first later merge, for each row, that found there what this one wrote."""
        found: dict[int, MergeMove] = {}
        later = _live_after(self._merge).filter(kind=move.kind, rows__overlap=move.rows, before__has_key=attname)
        for other in later.order_by("merge", "step", "id"):
            if other.before[attname] == after:
                for pk in set(other.rows) & set(move.rows):
                    found.setdefault(pk, other)
        return found

    def _target_now(self, key: models.ForeignKey[Any, Any], rows: Iterable[int], text: str) -> str | None:
        """Where a key's old target is today: it may have been merged into another since; that undo then knows of it."""
        target, rows, seen = key.related_model, list(rows), set()
        while not target._base_manager.filter(pk=text).exists():
            gone = _live_removal(target, int(text))
            if gone is None or gone.into is None or gone.pk in seen:
                return None
            seen.add(gone.pk)
            MergeMove.objects.create(
                merge=gone.merge, step=0, action=Action.CHANGED, kind=key.model._meta.label_lower, rows=rows,
                before={key.attname: text}, after={key.attname: str(gone.into)},
            )  # fmt: skip
            text = str(gone.into)
        return text


def _live_removal(model: type[models.Model], pk: int) -> MergeMove | None:
    live = MergeMove.objects.filter(merge__undone_at__isnull=True, action=Action.REMOVED)
    return live.filter(kind=model._meta.label_lower, rows=[pk]).order_by("-merge").first()


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
