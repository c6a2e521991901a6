"""Pictures and their credits; a credit may stand without its picture, as an honest gap."""

from __future__ import annotations

from typing import NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document
from archive.models.units import Unit
from archive.querysets import ImageQuerySet
from core.addresses import address_of
from core.history import tracked
from core.images import HELP, NAME, place_of, storage
from core.records import Record, exactly_one
from people.models import Person, Place

# What each licence is to programs: an address of Creative Commons or RightsStatements.org.
LICENCES = {
    "public domain": "http://creativecommons.org/publicdomain/mark/1.0/",
    "CC0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY": "http://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA": "http://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC": "http://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-SA": "http://creativecommons.org/licenses/by-nc-sa/4.0/",
    "in copyright": "http://rightsstatements.org/vocab/InC/1.0/",
    "undetermined": "http://rightsstatements.org/vocab/UND/1.0/",
}


class Size(NamedTuple):
    width: int
    height: int


@tracked
class Image(Record):
    """A file or an IIIF address (neither where we hold only the credit) of exactly one thing.

    Those of one thing stand in the order of `position`, then as entered; `leaf` is the sheet that a scan shows.
    """

    class Licence(models.TextChoices):
        UNKNOWN = "", _("not stated")
        PUBLIC_DOMAIN = "public domain", _("public domain")
        CC0 = "CC0", "CC0"
        CC_BY = "CC BY", "CC BY 4.0"
        CC_BY_SA = "CC BY-SA", "CC BY-SA 4.0"
        CC_BY_NC = "CC BY-NC", "CC BY-NC 4.0"
        CC_BY_NC_SA = "CC BY-NC-SA", "CC BY-NC-SA 4.0"
        COPYRIGHT = "in copyright", _("in copyright, shown by permission")
        UNDETERMINED = "undetermined", _("copyright undetermined")

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="images")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="images")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="images")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="images")
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, db_default=0, validators=[MaxValueValidator(32767)],
        help_text=_("Which of several comes first; equal ones stand as entered."),
    )  # fmt: skip
    leaf = models.CharField(_("sheet shown"), max_length=50, blank=True, help_text=_("Such as 83 об."))
    file = models.FileField(_("file"), upload_to=place_of, storage=storage, blank=True, help_text=HELP)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    iiif = models.URLField(
        _("IIIF address"), blank=True, help_text=_("Where another site shows it; readers are led there.")
    )
    caption_en = models.CharField(_("caption in English"), max_length=500, blank=True)
    caption_ru = models.CharField(_("caption in Russian"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=500, blank=True)
    rights = models.CharField(_("rights"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True, default=Licence.UNKNOWN)
    source = models.URLField(_("where it was taken from"), max_length=500, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("person", "document", "unit", "place"),
                name="image_of_one",
                violation_error_message=_("A picture belongs to one person, document, unit or place."),
            ),
            models.CheckConstraint(
                condition=models.Q(file="", width__isnull=True, height__isnull=True)
                | models.Q(file__regex=NAME, width__gt=0, height__gt=0),
                name="image_as_kept",
                violation_error_message=_(
                    "A picture is sent as a file at the desk; its name and size follow from that."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.caption_en or self.caption_ru or self.credit or str(self.pk)

    @property
    def full(self) -> str:
        """The address of the picture in its full size; empty where there is only a credit."""
        return address_of("archive:picture", self.pk, "full") if self.file else ""

    @property
    def preview(self) -> str:
        return address_of("archive:picture", self.pk, "preview") if self.file else ""

    @property
    def preview_size(self) -> Size:
        """Width and height of the preview, so that a page keeps its place free."""
        from core.painting import PREVIEW

        width, height = self.width or 1, self.height or 1
        scale = min(1.0, PREVIEW / max(width, height))
        return Size(max(1, round(width * scale)), max(1, round(height * scale)))

    @property
    def licence_address(self) -> str:
        return LICENCES.get(self.licence, "")
