"""Footnotes that were sent to be read, until they are entered: working papers, whose notes keep what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from citations.models.publications import Publication
from core.models import Batch


class Reading(models.Model):
    """A text with its notes. It is open; or being entered, `done` of `total` notes at a time; or entered as a batch.

    Not tracked: it is thrown away or becomes records, whose history begins with their import.
    """

    publication_rule = "never"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ENTERING = "entering", _("being entered")
        ENTERED = "entered", _("entered")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    source = models.CharField(_("source"), max_length=500)
    title = models.CharField(_("title"), max_length=500, blank=True)
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notes of")
    )
    content_hash = models.CharField(_("SHA-256 of the source"), max_length=64)
    encoding = models.CharField(max_length=40, blank=True)
    guessed = models.BooleanField(default=False)
    problems = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    total = models.PositiveIntegerField(_("notes"), default=0)
    done = models.PositiveIntegerField(_("entered"), default=0)
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("import"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return self.title or self.source


class ReadingNote(models.Model):
    """A note as sent. `pieces` is null while it is cut as it reads by itself, else `[[start, end, words], …]`.

    `choices` holds what was decided about the citation at a place, by `start-end`: `{"out": true}` leaves it out,
    `{"open": true}` enters it undecided, `{"unit": 5}` or `{"publication": 7}` is what it cites;
    `{"makers": {"Ivan Petrov": "new"}}` is who made a new work, by the name as printed.
    """

    publication_rule = "never"

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="notes")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    page = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    pieces = models.JSONField(null=True, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("note of a reading")
        verbose_name_plural = _("notes of a reading")
        ordering = ["reading", "order"]
        constraints = [models.UniqueConstraint(fields=["reading", "order"], name="reading_note_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"
