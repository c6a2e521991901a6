"""What readers send and ask to be kept: reports of mistakes, alerts by e-mail, notebooks under a name.

Nothing of it is public, and none of it is history: who asks for it to be deleted has it deleted for good.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import Document, Repository, Unit
from citations.models.citations import Citation
from citations.models.publications import Publication
from core.records import exactly_one
from people.models import Person

# What a report can be about: its keys.
REPORTED = ("person", "repository", "unit", "document", "publication", "citation")


def _about(model: type[models.Model], words: Any) -> Any:
    return models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=words, editable=False
    )


class Report(models.Model):
    """A reader says that a record is wrong, or knows more; somebody at the desk takes it up.

    `address` is that of the page where it was written, with the sheets that were shown.
    """

    publication_rule = "never"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("settled")
        DECLINED = "declined", _("declined")

    person = _about(Person, _("person"))
    repository = _about(Repository, _("archive"))
    unit = _about(Unit, _("archival unit"))
    document = _about(Document, _("document"))
    publication = _about(Publication, _("publication"))
    citation = _about(Citation, _("citation"))
    address = models.CharField(_("page"), max_length=1000, editable=False)
    words = models.TextField(_("what the reader says"), max_length=5000)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    made_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=exactly_one(*REPORTED), name="report_is_about_one")]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="open"), name="report_open")]

    def __str__(self) -> str:
        return f"{self.record}: {self.words[:60]}"

    @property
    def record(self) -> models.Model:
        found: models.Model = next(getattr(self, name) for name in REPORTED if getattr(self, f"{name}_id") is not None)
        return found


class Alert(models.Model):
    """What is new in a list is sent to this address; made only when its owner has said so twice.

    `kind` and `query` are the list: `citations`, `under=RGASPI/17`. `position` is how far the history of its records
    has been told; `site` begins the links of the mail.
    """

    publication_rule = "never"

    email = models.EmailField(_("e-mail"))
    kind = models.CharField(_("list"), max_length=20)
    query = models.CharField(_("narrowed by"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    site = models.CharField(_("site"), max_length=300)
    position = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    told_at = models.DateTimeField(_("last sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail alert")
        verbose_name_plural = _("e-mail alerts")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["email", "kind", "query"], name="alert_once")]

    def __str__(self) -> str:
        return f"{self.email}: {self.kind}?{self.query}" if self.query else f"{self.email}: {self.kind}"


class SavedList(models.Model):
    """A notebook that somebody signed in keeps under a name; `content` is what its file holds. Nobody else sees it."""

    publication_rule = "never"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=200)
    content = models.TextField(_("content"))
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("saved notebook")
        verbose_name_plural = _("saved notebooks")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_list_once")]

    def __str__(self) -> str:
        return self.name


class VisitorAct(models.Model):
    """Somebody from this block of addresses did this; forgotten after a day. `who` is a digest only."""

    publication_rule = "never"

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["what", "who", "at"], name="visitor_act")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
