"""What editors did: imports, so that every record tells where it came from; merges, so that each can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked
class Batch(models.Model):
    """One run of an import that was applied. `content_hash` is the SHA-256 of what was read."""

    publication_rule = "never"

    class Kind(models.TextChoices):
        FOOTNOTES = "footnotes", _("footnotes")
        TABLES = "tables", _("tables")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    source = models.CharField(_("source"), max_length=500)
    content_hash = models.CharField(_("SHA-256 of the source"), max_length=64, db_index=True)
    report = models.TextField(_("report"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    applied_at = models.DateTimeField(_("applied"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-applied_at", "-id"]
        permissions = [("publish", _("May publish records, and change what is published"))]

    def __str__(self) -> str:
        return f"{self.source} ({self.applied_at:%Y-%m-%d %H:%M})"


class SentFile(models.Model):
    """A file byte for byte as it was sent, what it was taken for, and its import once it was applied.

    `kind` is the sheet, `finding aid` or `works`; `answers` are what the sender said beside it, such as the archive.
    """

    publication_rule = "never"

    name = models.CharField(_("file"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20)
    answers = models.JSONField(_("said beside it"), default=dict, blank=True)
    content = models.BinaryField(_("content"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    batch = models.OneToOneField(
        Batch, models.SET_NULL, null=True, blank=True, related_name="sent_file", verbose_name=_("import")
    )

    class Meta:
        verbose_name = _("file that was sent")
        verbose_name_plural = _("files that were sent")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


@tracked
class Merge(models.Model):
    """Two records made one: `gone` was taken into `kept`, both of the kind `people.person`, by number.

    Numbers and not keys, because one of the two is no longer there; what moved stands in `MergeMove`.
    """

    publication_rule = "never"

    kind = models.CharField(_("kind"), max_length=60)
    kept = models.BigIntegerField(_("number that stays"))
    gone = models.BigIntegerField(_("number that went"))
    kept_called = models.CharField(_("record that stays"), max_length=300)
    gone_called = models.CharField(_("record that went"), max_length=300)
    reason = models.CharField(_("reason"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    made_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    left = models.TextField(_("left as it was edited since"), blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "gone"], name="merge_of_gone")]

    def __str__(self) -> str:
        return f"{self.gone_called} → {self.kept_called}"

    def moves_in_words(self) -> list[tuple[str, str, int]]:
        """By kind and what was done: how many rows."""
        counts: Counter[tuple[str, str]] = Counter()
        for move in self.moves.filter(owed=False):
            kind = str(apps.get_model(move.kind)._meta.verbose_name_plural)
            counts[kind, move.get_action_display()] += len(move.rows)
        return [(kind, did, count) for (kind, did), count in sorted(counts.items())]


class MergeMove(models.Model):
    """One thing that a merge did to one row, or alike to many rows; what its undo takes back, last step first.

    `before` and `after` hold columns as text. A removed row has all of them in `before`, and in `into` the number of
    the row that took its place, if one did. What an undo could not put back because a later merge rests on it is noted
    once more as `owed`, until that one's undo frees it.
    """

    publication_rule = "never"

    class Action(models.TextChoices):
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    step = models.PositiveIntegerField()
    action = models.CharField(max_length=7, choices=Action)
    kind = models.CharField(max_length=60)
    rows = ArrayField(models.BigIntegerField())
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    into = models.BigIntegerField(null=True)
    owed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["merge_id", "step", "id"]
        indexes = [
            GinIndex(fields=["rows"], name="merge_move_rows"),
            models.Index(fields=["merge"], condition=models.Q(owed=True), name="merge_move_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.action}: {len(self.rows)}"


@tracked
class NotSame(models.Model):
    """Somebody looked at two records that seem to be one, and they are not. `one` is the lower number."""

    publication_rule = "never"

    kind = models.CharField(_("kind"), max_length=60)
    one = models.BigIntegerField(_("one"))
    other = models.BigIntegerField(_("the other"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision “not the same”")
        verbose_name_plural = _("decisions “not the same”")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="not_same_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="not_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} ≠ {self.other}"


class FormerRecord(models.Model):
    """A public record that is gone: merged into the one numbered `moved_to`, or deleted for this reason.

    `key` is what its address named it by: its number, or its shelfmark. A trigger writes it (`core.departures`).
    """

    publication_rule = "public"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=500)
    moved_to = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    gone_at = models.DateTimeField()
    public = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="former_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


@tracked
class ApiToken(models.Model):
    """Lets a program ask more often than the public may; it shows no more. Only a digest of it is kept.

    `beginning` tells one token from another; a token that was revoked stays, so that history tells whose it was.
    """

    publication_rule = "never"
    written_by = ("administrator",)

    name = models.CharField(_("for whom"), max_length=200)
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    per_minute = models.PositiveIntegerField(_("questions a minute"), default=1200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("who"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked = models.BooleanField(_("revoked"), default=False)

    class Meta:
        verbose_name = _("token for programs")
        verbose_name_plural = _("tokens for programs")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"


class ApiUse(models.Model):
    """How much somebody asked within one minute; forgotten after the next. `who` is a digest only."""

    publication_rule = "never"
    written_by = ()

    who = models.CharField(max_length=64)
    minute = models.BigIntegerField(db_index=True)
    asked = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "minute"], name="api_use_once")]

    def __str__(self) -> str:
        return f"{self.who[:8]}: {self.asked}"


class Edition(models.Model):
    """What the public reads has changed: each transaction that writes to it leaves one row in place of those before.

    A trigger writes it, and the rows that stand name what the public sees just now (`core.editions`).
    """

    publication_rule = "never"
    written_by = ()

    def __str__(self) -> str:
        return str(self.pk)


class Total(models.Model):
    """How many records of a kind are published, or not: the sum of `n`. Triggers write it (`core.totals`).

    `kind` is the table of the records.
    """

    publication_rule = "public"

    public = models.BooleanField()
    kind = models.CharField(max_length=60)
    n = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.n}"


class SignedInQuerySet(models.QuerySet["SignedIn"]):
    def of(self, user: Any) -> SignedInQuerySet:
        """Those of one account that go on, the one used last first."""
        now = timezone.now()
        lasting = self.filter(seen__gte=now - settings.SESSION_IDLE, began__gte=now - settings.SESSION_LONGEST)
        return lasting.filter(user=user, expire_date__gt=now).order_by("-seen", "-began")

    def end(self, keys: Sequence[str]) -> int:
        """How many there were."""
        return self.filter(pk__in=keys).delete()[0]

    def end_all(self, users: models.QuerySet[Any]) -> int:
        """Of these accounts; how many there were."""
        return self.filter(user__in=users).delete()[0]


class SignedIn(AbstractBaseSession):
    """A session of somebody, or of nobody yet; when it ends is said in `core.sessions`."""

    publication_rule = "never"
    written_by = ()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    began = models.DateTimeField()
    seen = models.DateTimeField()
    agent = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=50, blank=True)

    objects: ClassVar[Any] = SignedInQuerySet.as_manager()  # type: ignore[assignment]  # the base has a manager

    class Meta:
        default_permissions = ()
