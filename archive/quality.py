"""What records of archives can lack; the desk's first page counts it, its lists show it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Rows = models.QuerySet[Any]


def _cited_undescribed(rows: Rows) -> Rows:
    """Somebody cites it, and we say nothing of what it holds."""
    cited = rows.model._meta.get_field("citations").related_model._base_manager
    cites = models.Exists(cited.filter(unit=models.OuterRef("pk")))
    return rows.filter(cites, title_en="", title_ru="", description="")


def _lying_nowhere(rows: Rows) -> Rows:
    return rows.filter(copies__isnull=True)


def _by_nobody(rows: Rows) -> Rows:
    return rows.filter(roles__isnull=True)


UNIT = {"description": (_("Units cited but not described"), _cited_undescribed)}
DOCUMENT = {
    "copies": (_("Documents of which no original or copy is known"), _lying_nowhere),
    "persons": (_("Documents without persons"), _by_nobody),
}
