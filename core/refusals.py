"""What the database refused, as a sentence for whoever asked for it.

Rules live in the database, so a form meets them there: a CHECK or UNIQUE constraint, a trigger, a text that is too
long. Boundary: what is no fault of the data (the database away, a query cut off) is answered in `core.middleware`.
"""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import guards, publication
from core.records import Conflict

REFUSALS = (Conflict, IntegrityError, DataError, ValidationError, models.ProtectedError)
# SQLSTATE codes of PostgreSQL.
UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION, CHECK_VIOLATION, TEXT_TOO_LONG = "23505", "23503", "23514", "22001"
# `Key (path)=(RGASPI/17) already exists.`
_KEY = re.compile(r"\((?P<columns>[^()]{1,300})\)=\((?P<values>.{1,500})\)")


def sentence_of(error: Exception) -> str:
    """Why it was refused and what to do; the database's own words where we have none."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    cause: Any = error.__cause__
    said: Any = getattr(cause, "diag", None)
    if isinstance(error, Conflict | models.ProtectedError) or said is None:
        return str(error.args[0] if error.args else error)
    code = getattr(cause, "pgcode", "")
    if code == UNIQUE_VIOLATION:
        return _there_already(said)
    if code == FOREIGN_KEY_VIOLATION:
        return _("Something that this record needs has been deleted meanwhile, or something still points at it.")
    if code == TEXT_TOO_LONG:
        return _("One of the texts is longer than its field can hold.")
    if code == CHECK_VIOLATION:
        return _guard(said.constraint_name) or _check(said.constraint_name) or _as_said(said)
    return _as_said(said)


def _there_already(said: Any) -> str:
    model = _model_of(said.table_name)
    key = _KEY.search(said.message_detail or "")
    if model is None or key is None:
        return _("There is already a record with these values.")
    labels = ", ".join(_label(model, column.strip(' "')) for column in key["columns"].split(","))
    return _("There is already one of the %(kind)s with this %(fields)s: %(values)s.") % {
        "kind": model._meta.verbose_name_plural,
        "fields": labels,
        "values": key["values"],
    }


def _guard(constraint: str) -> str:
    """The triggers of `core.guards`: nothing published points at a draft."""
    if constraint == guards.WAITED:
        return _("Something large is being published just now. Please withdraw this again in a minute.")
    guarded = (
        (model, field)
        for model in publication.ruled_models()
        if publication.has_status(model)
        for field, _target in publication.ruled_keys(model)
    )
    for model, field in guarded:
        name = f"guard_{model._meta.db_table}_{field.column}"
        words = {"kind": model._meta.verbose_name_plural, "field": field.verbose_name}
        if constraint == name:
            return (
                _("This cannot be published, because what it points at is a draft (%(field)s).") % words
                + " "
                + _("Publish that first, or choose “Publish, with the drafts they rest on” in the list.")
            )
        if constraint == f"{name}_withdraw":
            return _("This cannot be withdrawn while something published points at it: %(kind)s (%(field)s).") % words
    return ""


def _check(constraint: str) -> str:
    """The sentence that a model gives with its constraint."""
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if rule.name == constraint:
                return str(rule.get_violation_error_message())
    if constraint == "unit_stands_under_its_parent":
        return _("A unit stands in the same archive as the unit that it is part of.")
    return ""


def _as_said(said: Any) -> str:
    return _("The database refused this: %(words)s.") % {"words": str(said.message_primary or "").rstrip(".")}


def _model_of(table: str | None) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _label(model: type[models.Model], column: str) -> str:
    field = next((field for field in model._meta.concrete_fields if field.column == column), None)
    return capfirst(str(field.verbose_name)) if field else column
