"""What files of authorities propose of persons, until an editor accepts or refuses it; nothing of it is public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.records import Labelled
from people.models.persons import Identifier, Name, Person


@tracked
class AuthorityFile(models.Model):
    """A file of an authority that was read, by its SHA-256, and what was told of it then."""

    publication_rule = "never"

    name = models.CharField(_("file"), max_length=300)
    content_hash = models.CharField(_("SHA-256 of the file"), max_length=64)
    report = models.TextField(_("report"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    read_at = models.DateTimeField(_("read"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of an authority")
        verbose_name_plural = _("files of authorities")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.read_at:%Y-%m-%d})"


@tracked
class AuthorityRecord(Labelled):
    """An authority's record of one person, and whom of ours it is taken for. A later file of it adds what is new."""

    publication_rule = "never"

    class Met(models.TextChoices):
        IDENTIFIER = "identifier", _("by an identifier")
        NAMES = "names", _("by name and dates")
        SEVERAL = "several", _("not decided")
        CHOSEN = "chosen", _("decided by an editor")
        NEW = "new", _("nobody held here so far")
        NOBODY = "nobody", _("nobody of ours")

    authority = models.CharField(_("authority"), max_length=20, choices=Identifier.Authority)
    value = models.CharField(_("identifier"), max_length=100)
    called = models.CharField(_("called there"), max_length=300)
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="authority_records",
        verbose_name=_("taken for"),
    )
    met = models.CharField(_("how it was told"), max_length=10, choices=Met)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="records", verbose_name=_("file"))

    class Meta:
        verbose_name = _("record of an authority")
        verbose_name_plural = _("proposals of authorities")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["authority", "value"], name="authority_record_once")]

    def __str__(self) -> str:
        return f"{self.authority} {self.value}: {self.called}"


@tracked
class Proposal(Labelled):
    """One statement of an authority's record; what was refused is not proposed again."""

    publication_rule = "never"

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        BORN = "born", _("born")
        DIED = "died", _("died")
        IDENTIFIER = "identifier", _("identifier")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    record = models.ForeignKey(
        AuthorityRecord, models.CASCADE, related_name="proposals", verbose_name=_("record of an authority")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("what it says"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True)
    script = models.CharField(_("script"), max_length=4, blank=True)
    name_kind = models.CharField(_("kind of name"), max_length=20, choices=Name.Kind, blank=True)
    authority = models.CharField(_("authority"), max_length=20, choices=Identifier.Authority, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
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
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "kind", "authority", "text"], name="proposal_once"),
            models.CheckConstraint(
                condition=models.Q(kind="identifier") ^ models.Q(authority=""), name="proposal_names_its_authority"
            ),
        ]
        indexes = [models.Index(fields=["record"], condition=models.Q(state="open"), name="proposal_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.authority} {self.text}".replace(":  ", ": ")
