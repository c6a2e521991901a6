"""Parties, factions, editorial boards, courts and prisons, under all their names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import FoldedKey
from core.history import tracked
from core.records import Record, RecordQuerySet
from people.models.places import Place


@tracked
class Organisation(Record):
    class Kind(models.TextChoices):
        PARTY = "party", _("party")
        FACTION = "faction", _("faction")
        EDITORIAL_BOARD = "editorial board", _("editorial board")
        STATE_BODY = "state body", _("state body")
        COURT = "court", _("court")
        PRISON = "prison", _("prison")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    name_en = models.CharField(_("name in English"), max_length=300, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en", "id"]

    def __str__(self) -> str:
        return self.name_en


@tracked
class OrganisationName(models.Model):
    publication_rule = "organisation"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True)
    key = FoldedKey("text")

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "text"], name="organisation_name_once")]

    def __str__(self) -> str:
        return self.text
