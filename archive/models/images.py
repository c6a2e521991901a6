"""Pictures and their credits; a credit may stand without its picture, as an honest gap."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document
from archive.models.units import Unit
from core.history import tracked
from core.records import Record, RecordQuerySet, exactly_one
from people.models import Person, Place


@tracked
class Image(Record):
    """A file or an IIIF address (neither where we hold only the credit) of exactly one thing."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="images")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="images")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="images")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="images")
    file = models.FileField(_("file"), upload_to="images/", blank=True)
    iiif = models.URLField(_("IIIF address"), blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=500, blank=True)
    caption_ru = models.CharField(_("caption in Russian"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=500, blank=True)
    rights = models.CharField(_("rights"), max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("person", "document", "unit", "place"),
                name="image_of_one",
                violation_error_message=_("A picture belongs to one person, document, unit or place."),
            )
        ]

    def __str__(self) -> str:
        return self.caption_en or self.caption_ru or self.credit or str(self.pk)
