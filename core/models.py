"""What editors did: each import as one batch, so that every record tells where it came from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked
class Batch(models.Model):
    """One run of an import that was applied. `content_hash` is the SHA-256 of what was read."""

    publication_rule = "never"

    class Kind(models.TextChoices):
        FOOTNOTES = "footnotes", _("footnotes")
        TABLES = "tables", _("tables")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    source = models.CharField(_("source"), max_length=500)
    content_hash = models.CharField(_("SHA-256 of the source"), max_length=64, db_index=True)
    report = models.TextField(_("report"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    applied_at = models.DateTimeField(_("applied"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-applied_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} ({self.applied_at:%Y-%m-%d %H:%M})"
