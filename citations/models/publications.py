"""Publications: who made them, how many pages and copies they had, and their footnotes as printed."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from citations.note_pages import hundred_of
from citations.querysets import ContributionQuerySet, FootnoteQuerySet, PublicationQuerySet
from core.addresses import address_of, slug_of
from core.fields import DateBound, Edtf, FoldedKey, NameSortKey, UncertainDateField
from core.history import tracked
from core.records import Labelled, Record, drafts_index
from core.words import KeptWords
from people.models import Person

ADDRESSES = {
    "DOI": "https://doi.org/{value}",
    "ISSN": "https://portal.issn.org/resource/ISSN/{value}",
    "OCLC": "https://search.worldcat.org/title/{value}",
}


@tracked
class Publication(Record):
    address_key = "id"

    class Kind(models.TextChoices):
        BOOK = "book", _("book")
        PAMPHLET = "pamphlet", _("pamphlet")
        ARTICLE = "article", _("article")
        CHAPTER = "chapter", _("chapter")
        JOURNAL = "journal", _("journal")
        NEWSPAPER = "newspaper", _("newspaper")
        ISSUE = "journal issue", _("journal issue")
        EDITED = "edited collection", _("edited collection")
        EDITION = "edition", _("edition of documents")
        THESIS = "thesis", _("thesis")
        WEB = "web page", _("web page")

    class Fate(models.TextChoices):
        NONE = "", _("nothing known")
        BANNED = "banned", _("banned")
        PULPED = "pulped", _("pulped")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.BOOK)
    title = models.TextField(_("title"), help_text=_("In its own language"))
    title_key = FoldedKey("title")
    sort_key = NameSortKey("title")
    translation = models.TextField(_("title translated into English"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    container = models.CharField(_("journal or book it stands in, as printed"), max_length=500, blank=True)
    volume = models.CharField(_("volume"), max_length=50, blank=True)
    issue = models.CharField(_("issue"), max_length=50, blank=True)
    edition = models.CharField(_("edition"), max_length=100, blank=True)
    place = models.CharField(_("place of publication"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    date = UncertainDateField(_("date"))
    date_edtf = Edtf("date")
    date_earliest = DateBound("date", "earliest")
    date_latest = DateBound("date", "latest")
    year = models.GeneratedField(
        expression=models.Func(
            models.F("date_earliest"), function="date_part", template="date_part('year', %(expressions)s)::int"
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    page_range = models.CharField(_("on pages"), max_length=50, blank=True)
    copies = models.PositiveIntegerField(_("copies printed"), null=True, blank=True, help_text=_("At least"))
    copies_note = models.CharField(_("copies printed, as stated"), max_length=200, blank=True)
    topics = ArrayField(models.CharField(max_length=100), verbose_name=_("topics"), blank=True, default=list)
    url = models.URLField(_("web address"), max_length=1000, blank=True)
    url_seen = models.DateField(_("web address seen on"), null=True, blank=True)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, blank=True, default=Fate.NONE)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="publication_has_a_title",
                violation_error_message=_("A publication needs a title."),
            )
        ]
        indexes = [
            drafts_index("publication_drafts"),
            models.Index(fields=["sort_key", "id"], include=["status"], name="publication_sort"),
            models.Index(fields=["language"], name="publication_language"),
            models.Index(fields=["title_key"], name="publication_title_key"),
            models.Index(fields=["year", "id"], include=["status"], name="publication_by_year"),
            # By which the statistics count, without reading a work.
            models.Index(
                fields=["year", "language"], include=["status", "kind", "pages", "copies"], name="publication_counted"
            ),
            models.Index(fields=["id"], include=["status"], condition=~models.Q(topics=[]), name="publication_topical"),
            # By which those of most copies are found, whose authors statistics offer to leave out.
            models.Index(
                fields=["-copies", "id"],
                include=["status"],
                condition=models.Q(copies__isnull=False),
                name="publication_copies",
            ),
            GinIndex(KeptWords("title", "translation", "container"), name="publication_words"),
            GinIndex(fields=["topics"], name="publication_topics"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slug_of(self.title, "publication")

    def get_absolute_url(self) -> str:
        return address_of("citations:publication_detail", self.pk, self.slug)


@tracked
class PublicationIdentifier(models.Model):
    publication_rule = "publication"

    class Authority(models.TextChoices):
        ISBN = "ISBN"
        ISSN = "ISSN"
        DOI = "DOI"
        OCLC = "OCLC"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="identifiers")
    authority = models.CharField(_("kind"), max_length=10, choices=Authority)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        verbose_name = _("identifier of a publication")
        verbose_name_plural = _("identifiers of a publication")
        ordering = ["authority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "authority", "value"], name="publication_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.value}"

    @property
    def address(self) -> str:
        """Where the number leads; an ISBN leads nowhere by itself."""
        return ADDRESSES.get(self.authority, "").format(value=quote(self.value, safe="/")) if self.value else ""


@tracked
class Contribution(Labelled):
    """Somebody's share in a publication: a person, or only a name as printed."""

    publication_rule = "publication"

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")
        COMPILER = "compiler", _("compiler")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("person")
    )
    name_printed = models.CharField(_("name as printed"), max_length=300, blank=True)
    key = FoldedKey("name_printed")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(name_printed=""),
                name="contribution_by_somebody",
                violation_error_message=_("Name a person, or give the name as printed."),
            )
        ]
        indexes = [
            models.Index(fields=["key", "name_printed"], name="contribution_key"),
            GinIndex(OpClass(Upper("name_printed"), name="gin_trgm_ops"), name="contribution_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name_printed or str(self.person)


@tracked
class Footnote(Record):
    """A note as printed. `key` is the SHA-256 of number and text: reading the same notes twice adds nothing."""

    derived = ("key",)

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="footnotes")
    number = models.CharField(_("number"), max_length=20)
    page = models.CharField(_("page"), max_length=20, blank=True)
    order = models.PositiveIntegerField(_("order"))
    text = models.TextField(_("text as printed"))
    key = models.CharField(max_length=64, editable=False)

    objects = FootnoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["publication", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["publication", "key"], name="footnote_once")]
        indexes = [drafts_index("footnote_drafts")]

    def __str__(self) -> str:
        return f"{self.publication}, n. {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        self.derive()
        super().save(*args, **options)

    def derive(self) -> None:
        """A note that has the plain key keeps it, without looking for others: it came first."""
        if self.key != footnote_key(self.number, self.text):
            self.key = footnote_key(self.number, self.text, self._nth())

    def _nth(self) -> int:
        """Which of the publication's notes with this number and text it is: “7. Ibid.” may stand in every chapter."""
        alike = Footnote.objects.filter(publication=self.publication_id, number=self.number, text=self.text)
        return alike.filter(order__lt=self.order).exclude(pk=self.pk).count() + 1

    def get_absolute_url(self) -> str:
        page = hundred_of(self.order)
        return f"{self.publication.get_absolute_url()}{f'?page={page}' if page > 1 else ''}#n{self.order}"


def footnote_key(number: str, text: str, nth: int = 1) -> str:
    """`nth` tells apart notes of one publication that have both number and text in common."""
    return hashlib.sha256((f"{number}\0{text}" + (f"\0{nth}" if nth > 1 else "")).encode()).hexdigest()
