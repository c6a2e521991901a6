"""One tree for all archives: fond, opis, delo, or collection, series, box, folder, item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from archive.models.repositories import Repository
from archive.querysets import UnitQuerySet
from core.addresses import address_of
from core.fields import DateBound, Edtf, UncertainDateField
from core.history import tracked
from core.records import Record, Status, drafts_index
from core.words import KeptWords
from notation.sorting import natural_key, shelfmark_key

BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]{2})\W*\s+\W*(?=[^\W\d_]{2})")


def segment_of(number: str) -> str:
    """A number as one step of an address: `Р- 5446` loses its spaces, `Leon Trotsky Soviet Papers` keeps its words.

    The slash that some shelfmarks hold becomes a tilde.
    """
    joined = BETWEEN_WORDS.sub("_", number.strip())
    return "".join(joined.split()).replace("/", "~").replace("?", "").replace("#", "")


def path_key(path: str) -> str:
    return "/".join(map(_segment_key, path.split("/")))


def unit_key(repository: Repository, numbers: Iterable[str]) -> str:
    """The script- and case-insensitive path of a unit with these numbers, as `Unit.key` holds it."""
    return path_key("/".join([repository.code, *map(segment_of, numbers)]))


def path_sort_key(path: str) -> str:
    return "/".join(map(_segment_sort_key, path.split("/")))


# The same archives, fonds and small numbers stand in path after path of a large load.
_segment_key = lru_cache(maxsize=8192)(shelfmark_key)
_segment_sort_key = lru_cache(maxsize=8192)(natural_key)


def _stands_under_its_parent(event: str) -> pgtrigger.Trigger:
    """A path begins with its parent's path, or with the archive's code. Asked once for all rows of a statement."""
    return pgtrigger.Trigger(
        name=f"unit_stands_under_its_parent_{event}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert if event == "insert" else pgtrigger.Update,
        referencing=pgtrigger.Referencing(new="changed"),  # type: ignore[no-untyped-call]  # pgtrigger has no types
        declare=[("lost", "text")],
        func="""
            SELECT c.path INTO lost FROM changed c
            LEFT JOIN archive_unit p ON p.id = c.parent_id AND p.repository_id = c.repository_id
            LEFT JOIN archive_repository r ON r.id = c.repository_id
            WHERE starts_with(c.path, CASE WHEN c.parent_id IS NULL THEN r.code ELSE p.path END || '/') IS NOT TRUE
            LIMIT 1;
            IF lost IS NOT NULL THEN
                RAISE EXCEPTION 'unit % does not stand under its parent', lost
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_stands_under_its_parent';
            END IF;
            RETURN NULL;
        """,
    )


@tracked
class Unit(Record):
    """A unit of description. `path` such as `RGASPI/17/171/87` is its key and its address.

    `key` is the same path whatever the script and case (4п = 4p), so that two units cannot differ by that alone;
    `sort_key` puts д. 9 before д. 87. All three follow from the parent and the number whenever a unit is saved.
    """

    address_key = "path"

    derived = ("path", "key", "sort_key")
    derived_from = ("repository", "parent__parent__parent__parent")

    # Its index is `unit_repository`, by which the units of an archive are counted without reading them.
    repository = models.ForeignKey(
        Repository, models.PROTECT, related_name="units", db_index=False, verbose_name=_("archive")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    level = models.CharField(_("level"), max_length=20)
    number = models.CharField(_("number"), max_length=100)
    path = models.CharField(_("shelfmark"), max_length=500, unique=True, editable=False)
    key = models.CharField(max_length=500, unique=True, editable=False)
    sort_key = models.TextField(editable=False)
    title_en = models.TextField(_("title in English"), blank=True)
    title_ru = models.TextField(_("title in Russian"), blank=True)
    date = UncertainDateField(_("dates"))
    date_edtf = Edtf("date")
    date_earliest = DateBound("date", "earliest")
    date_latest = DateBound("date", "latest")
    extent = models.CharField(_("extent"), max_length=200, blank=True, help_text=_("As written, e.g. 312 sheets"))
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("address in the archive's catalogue"), max_length=1000, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("archival unit")
        verbose_name_plural = _("archival units")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number=""),
                name="unit_has_a_number",
                violation_error_message=_("A unit needs its number."),
            )
        ]
        indexes = [
            drafts_index("unit_drafts"),
            models.Index(fields=["sort_key", "id"], include=["status"], name="unit_sort"),
            models.Index(fields=["repository"], include=["status"], name="unit_repository"),
            models.Index(OpClass("path", name="text_pattern_ops"), name="unit_path_prefix"),
            GinIndex(OpClass(Upper("path"), name="gin_trgm_ops"), name="unit_path_trgm"),
            GinIndex(KeptWords("title_en", "title_ru", "description"), name="unit_words"),
        ]
        triggers = [_stands_under_its_parent("insert"), _stands_under_its_parent("update")]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **options: Any) -> None:
        """A unit that moves takes everything below it along; addresses that were public redirect for ever."""
        before = Unit.objects.filter(pk=self.pk).values_list("path", "status").first() if self.pk else None
        self.derive()
        with transaction.atomic():
            super().save(*args, **options)
            if before and before[0] != self.path:
                FormerAddress.objects.filter(path=self.path).delete()
                if before[1] == Status.PUBLISHED:
                    FormerAddress.objects.update_or_create(path=before[0], defaults={"unit": self})
                for child in self.children.all():
                    child.save()

    def derive(self) -> None:
        """Fill path, key and sort key from the parent (or the archive) and the number."""
        if self.pk and self.pk in self._pks_above():
            raise ValidationError({"parent": _("A unit cannot be part of itself, or of what lies below it.")})
        above = self.parent or self.repository
        path = above.path if isinstance(above, Unit) else above.code
        self.path = f"{path}/{segment_of(self.number)}"
        self.key = path_key(self.path)
        self.sort_key = path_sort_key(self.path)

    def clean(self) -> None:
        """Says on the form what `save` would refuse."""
        if self.repository_id and self.number:
            self.derive()

    def _pks_above(self) -> set[int]:
        above: set[int] = set()
        parent = self.parent
        while parent is not None and parent.pk not in above:
            above.add(parent.pk)
            parent = parent.parent
        return above

    @property
    def numbers(self) -> str:
        """The shelfmark inside its archive: `17/171/87`."""
        return self.path.partition("/")[2]

    def get_absolute_url(self) -> str:
        return address_of("archive:unit_detail", self.repository_code, self.numbers)

    @property
    def repository_code(self) -> str:
        return self.path.partition("/")[0]


@tracked
class FormerReference(models.Model):
    """A shelfmark that the unit had earlier, there or in another archive, and who says that the two are the same."""

    publication_rule = "unit"
    derived = ("key",)

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_references", verbose_name=_("unit"))
    archive = models.CharField(_("earlier archive"), max_length=300, help_text=_("As named then, e.g. ЦПА ИМЛ"))
    shelfmark = models.CharField(_("earlier shelfmark"), max_length=300, help_text=_("Such as 325/1/481"))
    key = models.CharField(max_length=650, editable=False, db_index=True)
    years = UncertainDateField(_("years"))
    years_edtf = Edtf("years")
    years_earliest = DateBound("years", "earliest")
    years_latest = DateBound("years", "latest")
    note = models.TextField(_("who says so"), blank=True)

    class Meta:
        verbose_name = _("former reference")
        verbose_name_plural = _("former references")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="former_reference_once")]

    def __str__(self) -> str:
        return f"{self.archive} {self.shelfmark}"

    def save(self, *args: Any, **options: Any) -> None:
        self.derive()
        super().save(*args, **options)

    def derive(self) -> None:
        self.key = former_reference_key(self.archive, self.shelfmark)


def former_reference_key(archive: str, shelfmark: str) -> str:
    return f"{shelfmark_key(archive)}/{path_key(shelfmark)}"


@tracked
class FormerAddress(models.Model):
    """An address that was once public and redirects for ever; written when a published unit moves."""

    publication_rule = "unit"

    path = models.CharField(_("former address"), max_length=500, unique=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_addresses", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
