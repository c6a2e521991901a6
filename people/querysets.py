"""Questions that are asked of people."""

from __future__ import annotations

from typing import Self

from core.records import RecordQuerySet


class PersonQuerySet(RecordQuerySet):
    def in_order(self, language: str) -> Self:
        """By the heading that the reader sees; those without a Russian one come by the Latin."""
        return self.order_by("sort_ru", "sort_en", "id") if language == "ru" else self.order_by("sort_en", "id")
