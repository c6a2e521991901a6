"""What every record that can be published has in common: status, provenance, and a version that no save skips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.totals import total


class Conflict(Exception):
    """Somebody else saved this record since it was read; nothing was written."""


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


def drafts_index(name: str) -> models.Index:
    """What waits is found at once. Nearly all is published, so an index of every row's status would help nobody."""
    return models.Index(fields=["id"], condition=models.Q(status=Status.DRAFT), name=name)


class RecordQuerySet(models.QuerySet[Any]):
    """Methods that every list of records has."""

    def count(self) -> int:
        """Of all records the sum stands already."""
        if self._result_cache is None and self._is_whole():
            return total(self.model, self.db)
        return super().count()

    def _is_whole(self) -> bool:
        query = self.query
        narrowed = query.where or query.is_sliced or query.combinator or query.distinct or query.group_by
        return not narrowed and len(query.alias_map) <= 1

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)


class Labelled(models.Model):
    """Choices in words, `get_kind_display`, in a fiftieth of the time that Django takes: a list has two hundred."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:  # noqa: N802 - Django calls it so
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)


@cache
def _labels(field: models.Field[Any, Any]) -> Mapping[Any, Any]:
    return dict(field.flatchoices)


class Record(Labelled):
    """A record with a status. `publication_rule` is how `core.publication` decides what the public sees."""

    publication_rule: ClassVar[str] = "status"
    # The column that stands in the public address of such a record; empty where it has no address of its own.
    address_key: ClassVar[str] = ""

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, db_default=Status.DRAFT)
    batch = models.ForeignKey(
        "core.Batch", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("import")
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    def _do_update(  # type: ignore[override]  # the stubs know the hook of Django 6
        self,
        base_qs: models.QuerySet[Any],
        using: str | None,
        pk_val: Any,
        values: Iterable[tuple[models.Field[Any, Any], type[models.Model] | None, Any]],
        update_fields: Iterable[str] | None,
        forced_update: bool,
    ) -> bool:
        """The UPDATE names the version that was read, so two editors cannot overwrite each other unseen."""
        read = self.version
        version_field = self._meta.get_field("version")
        values = [row for row in values if row[0].name != "version"]
        if not values:
            return True
        written = super()._do_update(  # type: ignore[call-arg]  # see above
            base_qs.filter(version=read),
            using,
            pk_val,
            [*values, (version_field, None, read + 1)],  # type: ignore[list-item]  # it is a column
            update_fields,
            forced_update,
        )
        if written:
            self.version = read + 1
        elif base_qs.filter(pk=pk_val).exists():
            raise Conflict(_("Somebody else has changed this record since you opened it."))
        return bool(written)


class Certainty(models.TextChoices):
    CERTAIN = "certain", _("certain")
    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")
    DISPUTED = "disputed", _("disputed")


def exactly_one(*names: str) -> models.Q:
    """A condition for a CHECK: one of these nullable keys is set, the others are not."""
    cases = models.Q()
    for chosen in names:
        cases |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return cases


def none_of(*names: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": True for name in names})
