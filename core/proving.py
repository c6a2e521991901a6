"""What proves each row on a page of the desk: how many sources it has, and the way to add one in two clicks.

The rule: whatever has `evidence` can be proved where it stands. Boundary: what evidence is, its own app says; here it
is only known by the name of the relation.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.desk import admin_name, list_address

SOURCES = "sources"
EVIDENCE = "evidence"


def can_be_proved(model: type[models.Model]) -> bool:
    return _evidence_of(model) is not None


def sources_of(row: Any) -> SafeString | str:
    """`2 · add a source`: the number opens its list. Rows that come with their evidence ask nothing."""
    relation = _evidence_of(type(row))
    if relation is None or row.pk is None:
        return ""
    key, proof = relation.field.name, relation.related_model
    adding = reverse(f"admin:{admin_name(proof)}_add") + f"?{key}={row.pk}"
    count = len(row.evidence.all())
    if not count:
        return format_html('<a href="{}">{}</a>', adding, _("add a source"))
    listed = list_address(proof, **{f"{key}__id__exact": row.pk})
    return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', listed, count, adding, _("add a source"))


def owner_of(row: models.Model) -> models.Model:
    """The record on whose page the row stands: an event's person, a copy's document; else the row itself."""
    keys = (f for f in row._meta.concrete_fields if isinstance(f, models.ForeignKey))
    owners = (getattr(row, key.name) for key in keys if key.remote_field.on_delete is models.CASCADE)
    return next((owner for owner in owners if owner is not None), row)


def _evidence_of(model: type[models.Model]) -> Any:
    return next((one for one in model._meta.related_objects if one.get_accessor_name() == EVIDENCE), None)
