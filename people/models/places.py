"""Places with their names then and now, and where they lie."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.records import Record, RecordQuerySet


@tracked
class Place(Record):
    """A place; coordinates in decimal degrees (WGS 84), `country` as ISO 3166-1 alpha-2 of today."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    former_names = ArrayField(
        models.CharField(max_length=200), verbose_name=_("former names"), blank=True, default=list
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    country = models.CharField(_("country today"), max_length=2, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name_en", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name_en", "country"], name="place_once"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_earth",
                violation_error_message=_(
                    "Give both coordinates or none: latitude from -90 to 90, longitude from -180 to 180."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en

    def get_absolute_url(self) -> str:
        return f"{reverse('people:person_list')}?place={self.pk}"
