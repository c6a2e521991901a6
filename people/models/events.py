"""What happened to a person, and who was who to whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import DateBound, Edtf, UncertainDateField
from core.history import tracked
from core.records import Certainty
from people.models.organisations import Organisation
from people.models.persons import Person
from people.models.places import Place
from people.querysets import EventQuerySet, RelationQuerySet


@tracked
class Event(models.Model):
    publication_rule = "person"

    class Kind(models.TextChoices):
        OFFICE = "office", _("office")
        MEMBERSHIP = "membership", _("membership")
        SIGNATURE = "signature", _("signature")
        EXPULSION = "expulsion", _("expulsion")
        ARREST = "arrest", _("arrest")
        EXILE = "exile", _("exile")
        IMPRISONMENT = "imprisonment", _("imprisonment")
        HUNGER_STRIKE = "hunger strike", _("hunger strike")
        TRIAL = "trial", _("trial")
        DEATH = "death", _("death")
        EXECUTION = "execution", _("execution")
        REHABILITATION = "rehabilitation", _("rehabilitation")
        OTHER = "other", _("event")

    person = models.ForeignKey(Person, models.CASCADE, related_name="events", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    date = UncertainDateField(_("date"))
    date_edtf = Edtf("date")
    date_earliest = DateBound("date", "earliest")
    date_latest = DateBound("date", "latest")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("organisation")
    )
    words_en = models.TextField(_("in words, in English"), blank=True)
    words_ru = models.TextField(_("in words, in Russian"), blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.CERTAIN)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [models.F("date_earliest").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["kind", "date_earliest"], name="event_kind_date")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_kind_display(), self.date]))


@tracked
class Relation(models.Model):
    """`person` is, for example, the secretary of `other`."""

    publication_rule = "person other"

    class Kind(models.TextChoices):
        PARENT = "parent", _("parent of")
        SPOUSE = "spouse", _("spouse of")
        SIBLING = "sibling", _("brother or sister of")
        SECRETARY = "secretary", _("secretary of")
        CO_AUTHOR = "co-author", _("co-author with")
        FRIEND = "friend", _("friend of")
        OTHER = "other", _("joined with")

    person = models.ForeignKey(Person, models.CASCADE, related_name="relations", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    other = models.ForeignKey(Person, models.CASCADE, related_name="relations_from", verbose_name=_("other person"))
    date = UncertainDateField(_("date"))
    date_edtf = Edtf("date")
    date_earliest = DateBound("date", "earliest")
    date_latest = DateBound("date", "latest")
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.CERTAIN)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "other"], name="relation_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")),
                name="relation_of_two",
                violation_error_message=_("A relation joins two persons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.other}"
