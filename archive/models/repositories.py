"""Archives and libraries, under every name and acronym they ever had."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.querysets import RepositoryQuerySet
from core.addresses import address_of
from core.fields import DateBound, Edtf, FoldedKey, UncertainDateField
from core.history import tracked
from core.records import Record
from people.models import Place

CODE = RegexValidator(r"^[^\s/?#~]+$", _("A code stands in addresses: no spaces, slashes, ?, # or ~."))


@tracked
class Repository(Record):
    """`code` begins every shelfmark and address; `scheme` names the levels in `notation/data/archives.toml`."""

    address_key = "code"

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE])
    scheme = models.CharField(_("scheme of levels"), max_length=40, default="fond")
    name_en = models.CharField(_("name in English"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    catalogue_url = models.CharField(
        _("address of a unit in the archive's catalogue"),
        max_length=500,
        blank=True,
        help_text=_("{path} stands for the shelfmark, e.g. https://archive.example/{path}"),
    )
    isil = models.CharField("ISIL", max_length=30, blank=True)

    objects = RepositoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive")
        verbose_name_plural = _("archives")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **options: Any) -> None:
        """Under a new code every unit gets a new address; the old code stays as a former name, and redirects."""
        before = Repository.objects.filter(pk=self.pk).values_list("code", flat=True).first() if self.pk else None
        with transaction.atomic():
            super().save(*args, **options)
            if before not in (None, self.code):
                acronym = {"kind": RepositoryName.Kind.ACRONYM, "former": True}
                RepositoryName.objects.get_or_create(repository=self, text=before, defaults=acronym)
                for unit in self.units.filter(parent__isnull=True):
                    unit.save()

    def get_absolute_url(self) -> str:
        return address_of("archive:repository_detail", self.code)


@tracked
class RepositoryName(models.Model):
    publication_rule = "repository"

    class Kind(models.TextChoices):
        ACRONYM = "acronym", _("acronym")
        NAME = "name", pgettext_lazy("archive", "name")

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="names", verbose_name=_("archive"))
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NAME)
    years = UncertainDateField(_("years in use"))
    years_edtf = Edtf("years")
    years_earliest = DateBound("years", "earliest")
    years_latest = DateBound("years", "latest")
    former = models.BooleanField(_("no longer in use"), default=False)
    key = FoldedKey("text", db_index=True)

    class Meta:
        verbose_name = _("name of an archive")
        verbose_name_plural = _("names of archives")
        ordering = ["former", "id"]
        constraints = [models.UniqueConstraint(fields=["repository", "text"], name="repository_name_once")]

    def __str__(self) -> str:
        return self.text
