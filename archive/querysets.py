"""Questions that are asked of archives and documents."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from core.records import RecordQuerySet


class RepositoryQuerySet(RecordQuerySet):
    def called(self, code: str, key: str) -> list[Any]:
        """Archives of this code, or that were ever called by a name with this folded key."""
        return list(self.filter(models.Q(code__iexact=code) | models.Q(names__key=key)).distinct().order_by("code"))


class UnitQuerySet(RecordQuerySet):
    def top(self) -> Self:
        return self.filter(parent__isnull=True)

    def under(self, path: str) -> Self:
        """The unit or archive at this path and everything below it (a prefix of whole steps)."""
        return self.filter(models.Q(path=path) | models.Q(path__startswith=f"{path}/"))


class DocumentQuerySet(RecordQuerySet):
    pass
