"""What editors settle in the review queue beside the citations: who looks at one, and what a form of words means."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import Repository, Unit
from citations.models.citations import Citation
from citations.models.publications import Publication
from core.fields import FoldedKey
from core.history import tracked
from core.records import exactly_one


@tracked
class Review(models.Model):
    """Who is to look at a citation, and what was noted about it meanwhile; nothing of it is public."""

    publication_rule = "never"

    citation = models.OneToOneField(Citation, models.CASCADE, related_name="review", verbose_name=_("citation"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("assigned to"),
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return str(self.citation)


@tracked
class Meaning(models.Model):
    """These words, as authors write them, mean this archive, unit or publication; decided once, offered ever after.

    The words name an archive, or an archive and levels below it ("Arkhiv Trotskogo", "Arkhiv Trotskogo fond 1"); what
    follows them in a note is looked for below the target. Several rows for the same words are several meanings:
    then a citation stays ambiguous.
    """

    publication_rule = "never"

    words = models.CharField(_("words"), max_length=500, help_text=_("As authors write it, without sheets or pages"))
    key = FoldedKey("words", db_index=True)
    repository = models.ForeignKey(
        Repository, models.CASCADE, null=True, blank=True, related_name="meanings", verbose_name=_("archive")
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="meanings", verbose_name=_("archival unit")
    )
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="meanings", verbose_name=_("publication")
    )
    note = models.CharField(_("why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("remembered meaning")
        verbose_name_plural = _("remembered meanings")
        ordering = ["words", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("repository", "unit", "publication"),
                name="meaning_is_one",
                violation_error_message=_("Words mean one archive, one unit or one publication; add a row for each."),
            ),
            models.UniqueConstraint(
                fields=["key", "repository", "unit", "publication"],
                name="meaning_once",
                nulls_distinct=False,
                violation_error_message=_("This meaning of these words is remembered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words} = {self.repository or self.unit or self.publication}"
