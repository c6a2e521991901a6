"""Questions that are asked of publications and citations."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from notation.folding import folded_key

from core.records import RecordQuerySet


class PublicationQuerySet(RecordQuerySet):
    def same_work(self, title_key: str, year: str) -> Self:
        """Those of this folded title; of the year too, where both it and theirs are known."""
        found = self.filter(title_key=title_key)
        if year.isascii() and year.isdecimal():
            found = found.filter(models.Q(year=int(year)) | models.Q(year__isnull=True))
        return found.order_by("id")

    def named(self, wanted: str) -> list[Any]:
        """By number, or by exact title."""
        if wanted.isascii() and wanted.isdecimal():
            return list(self.filter(pk=int(wanted[:18])))
        return list(self.filter(title_key=folded_key(wanted)).order_by("id"))

    def titled(self, title: str) -> Any | None:
        """The one publication of this title, or None where there is none or more than one."""
        found = self.named(title) if title else []
        return found[0] if len(found) == 1 else None


class CitationQuerySet(RecordQuerySet):
    pass
