"""What records about people can lack; the desk's first page counts it, its lists show it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Rows = models.QuerySet[Any]


def _undated(rows: Rows) -> Rows:
    """Neither born nor died, as far as is written."""
    return rows.filter(born="", died="")


def _unproved(rows: Rows) -> Rows:
    """Statements to which no citation is joined."""
    return rows.filter(evidence__isnull=True)


PERSON = {"dates": (_("Persons without dates"), _undated)}
EVENT = {"evidence": (_("Events without a source"), _unproved)}
RELATION = {"evidence": (_("Relations without a source"), _unproved)}


def _undecided(rows: Rows) -> Rows:
    """With statements that nobody has accepted or refused."""
    return rows.filter(proposals__state="open").distinct()


AUTHORITY_RECORD = {"decision": (_("Proposals of authorities to decide"), _undecided)}
