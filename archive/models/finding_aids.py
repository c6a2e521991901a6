"""What a finding aid calls a unit, and in which boxes and folders it lies; the tree itself is `Unit`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.units import Unit
from archive.querysets import ContainerQuerySet
from core.history import tracked


@tracked
class Component(models.Model):
    """What a finding aid calls a unit: the id in its file, and its number as written there, if it has one.

    The number of the unit itself is made where the file has none, or has the same one twice.
    """

    publication_rule = "unit"

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="component", verbose_name=_("unit"))
    identifier = models.CharField(_("id in the file"), max_length=300, blank=True)
    unitid = models.CharField(_("number as written"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("component of a finding aid")
        verbose_name_plural = _("components of finding aids")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.identifier or self.unitid


@tracked
class Container(models.Model):
    """Where a unit lies, as written from the outside in: `Box 1, Folder 3-5`. A unit may lie in several places."""

    publication_rule = "unit"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="containers", verbose_name=_("unit"))
    text = models.CharField(_("box, folder …"), max_length=300, help_text=_("From the outside in: Box 1, Folder 3-5"))

    objects = ContainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("box or folder")
        verbose_name_plural = _("boxes and folders")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="container_once")]

    def __str__(self) -> str:
        return self.text
