"""Documents, who appears in them, and where their originals and copies lie."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.units import Unit
from archive.querysets import CopyQuerySet, DocumentQuerySet, RoleQuerySet
from core.addresses import address_of, slug_of
from core.fields import DateBound, Edtf, Spans, UncertainDateField
from core.history import tracked
from core.records import Certainty, Labelled, Record, drafts_index
from core.words import KeptWords
from people.models import Person


@tracked
class Document(Record):
    address_key = "id"

    class Kind(models.TextChoices):
        LETTER = "letter", _("letter")
        STENOGRAM = "stenogram", _("stenogram")
        PROTOCOL = "protocol", _("protocol")
        REPORT = "report", _("report")
        MANIFESTO = "manifesto", _("manifesto")
        STATEMENT = "statement", _("statement")
        TELEGRAM = "telegram", _("telegram")
        SPEECH = "speech", _("speech")
        PHOTOGRAPH = "photograph", _("photograph")
        OTHER = "other", _("other")

    title_en = models.TextField(_("title in English"), blank=True)
    title_ru = models.TextField(_("title in Russian"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    date = UncertainDateField(_("date"))
    date_edtf = Edtf("date")
    date_earliest = DateBound("date", "earliest")
    date_latest = DateBound("date", "latest")
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), blank=True, default=list)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    transcription = models.TextField(_("transcription"), blank=True)
    people = models.ManyToManyField(Person, through="DocumentPerson", related_name="documents")
    units = models.ManyToManyField(Unit, through="Copy", related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [models.F("date_earliest").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_ru=""),
                name="document_has_a_title",
                violation_error_message=_("Give a title in one language at least."),
            )
        ]
        indexes = [
            drafts_index("document_drafts"),
            models.Index(fields=["date_earliest", "id"], include=["status"], name="document_by_date"),
            GinIndex(
                KeptWords("title_en", "title_ru", "summary_en", "summary_ru", "transcription"),
                name="document_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def slug(self) -> str:
        return slug_of(str(self), "document")

    def get_absolute_url(self) -> str:
        return address_of("archive:document_detail", self.pk, self.slug)


@tracked
class DocumentPerson(Labelled):
    publication_rule = "document person"

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        ADDRESSEE = "addressee", _("addressee")
        MENTIONED = "mentioned", _("mentioned")
        SIGNATORY = "signatory", _("signatory")
        ATTRIBUTED = "attributed", _("author by the editor's attribution")
        DEPICTED = "depicted", _("depicted")

    document = models.ForeignKey(Document, models.CASCADE, related_name="roles", verbose_name=_("document"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="document_roles", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.CERTAIN)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of a document")
        verbose_name_plural = _("persons of a document")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "person", "role"], name="document_role_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


@tracked
class Copy(models.Model):
    """Where an original or a copy lies; `leaves` as written, their spans under a range index."""

    publication_rule = "document unit"

    class State(models.TextChoices):
        UNKNOWN = "", _("not stated")
        ORIGINAL = "original", _("original")
        DRAFT = "draft", _("draft")
        CARBON = "carbon copy", _("carbon copy")
        COPY = "copy", _("copy")
        TELEGRAM = "telegram", _("telegram")
        MICROFILM = "microfilm", _("microfilm")

    document = models.ForeignKey(Document, models.CASCADE, related_name="copies", verbose_name=_("document"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="copies", verbose_name=_("unit"))
    leaves = models.CharField(_("sheets"), max_length=200, blank=True, help_text=_("As written, e.g. 41–44 об."))
    leaf_spans = Spans("leaves")
    state = models.CharField(_("state"), max_length=20, choices=State, blank=True, default=State.UNKNOWN)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "unit", "leaves"], name="copy_once")]
        indexes = [GistIndex(fields=["unit", "leaf_spans"], name="copy_sheets")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.leaves}" if self.leaves else str(self.unit)
