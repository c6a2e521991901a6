"""Where a document was printed or translated: in which publication, on which pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import Document
from citations.models.publications import Publication
from citations.printed import PrintingQuerySet
from core.history import tracked


@tracked
class Printing(models.Model):
    """One place where a document stands in print; in another language than its own it is a translation."""

    publication_rule = "document publication"

    class Form(models.TextChoices):
        FULL = "full", _("in full")
        ABRIDGED = "abridged", _("abridged")
        EXTRACT = "extract", _("in extracts")
        FACSIMILE = "facsimile", _("in facsimile")

    document = models.ForeignKey(Document, models.CASCADE, related_name="printings", verbose_name=_("document"))
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="printings", verbose_name=_("publication")
    )
    pages = models.CharField(_("pages"), max_length=100, blank=True)
    number = models.CharField(_("number in the edition"), max_length=50, blank=True)
    language = models.CharField(
        _("language of the translation"), max_length=10, blank=True, help_text=_("Empty where it is the original's")
    )
    form = models.CharField(_("how much of it"), max_length=10, choices=Form, default=Form.FULL)

    objects = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("printing of a document")
        verbose_name_plural = _("printings of documents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "publication", "pages"], name="printing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication}, {self.pages}" if self.pages else str(self.publication)
