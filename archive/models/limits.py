"""Which archives somebody's work at the desk is limited to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.repositories import Repository
from core.history import tracked


@tracked
class EditorLimit(models.Model):
    """This user changes only what lies in this archive (or in another one named so for them)."""

    publication_rule = "never"
    # Whoever may make accounts.
    written_by = ("administrator",)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="archive_limits", verbose_name=_("account")
    )
    repository = models.ForeignKey(Repository, models.CASCADE, related_name="+", verbose_name=_("archive"))

    class Meta:
        verbose_name = _("limit to an archive")
        verbose_name_plural = _("limits to archives")
        ordering = ["user", "repository"]
        constraints = [models.UniqueConstraint(fields=["user", "repository"], name="editor_limit_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.repository}"
