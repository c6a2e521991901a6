"""Public records that are gone: their addresses lead to what they were merged into, or say that they were deleted.

A trigger notes each deletion of a published row, whoever deletes it, with the reason that the history has. Boundary:
the address of a unit that only moved is kept by `archive.models.FormerAddress`.
"""

# ruff: noqa: S608 - every statement is made of the names of our own models

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _

from core.models import FormerRecord

MOST_STEPS = 50


def departed(model: type[models.Model], key: object) -> FormerRecord | None:
    """What became of the record with this key in its address; of one merged time and again, the last that is known."""
    found = _former(model, key)
    seen: set[int] = set()
    while found is not None and found.moved_to is not None and found.pk not in seen and len(seen) < MOST_STEPS:
        seen.add(found.pk)
        onward = _former(model, found.moved_to) if _key_column(model) == "id" else None
        if onward is None or _is_there(model, found.moved_to):
            break
        found = onward
    return found


def sentence_of(former: FormerRecord) -> str:
    """What the reader of an address is told whose record was deleted."""
    day = formats.date_format(former.gone_at, "DATE_FORMAT")
    if former.reason:
        return _("What stood here was taken away on %(day)s: %(reason)s") % {"day": day, "reason": former.reason}
    return _("What stood here was taken away on %(day)s.") % {"day": day}


def kind_of(model: type[models.Model]) -> str:
    return str(model._meta.label_lower)


def lead_on(row: models.Model, into: int) -> None:
    """The address of this row, which has just been deleted, leads to the one that took it in."""
    FormerRecord.objects.filter(kind=kind_of(type(row)), key=_key(row)).update(moved_to=into)


def returned(model: type[models.Model], columns: Mapping[str, str | None]) -> None:
    """A record with these columns is there again."""
    FormerRecord.objects.filter(kind=kind_of(model), key=columns.get(_key_column(model)) or "").delete()


def statements() -> Iterator[str]:
    """A trigger for each model whose records have an address of their own (`address_key` names its column)."""
    for model in apps.get_models():
        column = _key_column(model)
        if column:
            table = model._meta.db_table
            name = f"departed_{table}"
            yield f"""
                CREATE OR REPLACE FUNCTION published.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO public.core_formerrecord (kind, key, moved_to, reason, gone_at, public)
                    SELECT '{kind_of(model)}', "{column}"::text, NULL,
                        left(coalesce(nullif(current_setting('pghistory.context_metadata', true), '')::json
                            ->> 'public_reason', ''), 500), now(), true
                    FROM gone WHERE status = 'published'
                    ON CONFLICT (kind, key) DO UPDATE
                        SET moved_to = NULL, reason = excluded.reason, gone_at = excluded.gone_at;
                    RETURN NULL; END $$"""
            yield (
                f"CREATE TRIGGER {name} AFTER DELETE ON public.{table}"
                f" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION published.{name}()"
            )


def _former(model: type[models.Model], key: object) -> FormerRecord | None:
    return FormerRecord.objects.filter(kind=kind_of(model), key=str(key)).first()


def _key(row: models.Model) -> str:
    return str(getattr(row, _key_column(type(row)) or "pk"))


def _is_there(model: type[models.Model], pk: int) -> bool:
    return model._base_manager.filter(pk=pk).exists()


def _key_column(model: type[models.Model]) -> str:
    return str(getattr(model, "address_key", ""))
