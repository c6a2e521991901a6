"""Persons under every spelling of their names, and the numbers other authorities gave them."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of, slug_of
from core.fields import DateBound, Edtf, FoldedKey, NameForms, NameKeys, NameSortKey, UncertainDateField
from core.filters import in_language
from core.history import tracked
from core.records import Record, drafts_index, exactly_one
from notation.authorities import AUTHORITIES
from notation.names import natural_order
from people.authorities import number_written
from people.models.organisations import Organisation
from people.models.places import Place
from people.querysets import PersonQuerySet


@tracked
class Person(Record):
    """A person. Headings are written "Surname, Given Patronymic"; all other forms stand in `Name`."""

    address_key = "id"

    class Sex(models.TextChoices):
        UNKNOWN = "", _("not known")
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    name_en = models.CharField(_("heading in Latin script"), max_length=300)
    name_ru = models.CharField(_("heading in Russian"), max_length=300, blank=True)
    sort_en = NameSortKey("name_en")
    sort_ru = NameSortKey("name_ru")
    # A search finds a person by the headings as well as by `Name`.
    key_en = FoldedKey("name_en")
    key_ru = FoldedKey("name_ru")
    keys_en = NameKeys("name_en")
    keys_ru = NameKeys("name_ru")
    forms_en = NameForms("name_en")
    forms_ru = NameForms("name_ru")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True, default=Sex.UNKNOWN)
    born = UncertainDateField(_("born"))
    born_edtf = Edtf("born")
    born_earliest = DateBound("born", "earliest")
    born_latest = DateBound("born", "latest")
    born_at = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="births", verbose_name=_("place of birth")
    )
    died = UncertainDateField(_("died"))
    died_edtf = Edtf("died")
    died_earliest = DateBound("died", "earliest")
    died_latest = DateBound("died", "latest")
    died_at = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="deaths", verbose_name=_("place of death")
    )
    epithet_en = models.CharField(_("who it was, in a word, in English"), max_length=200, blank=True)
    epithet_ru = models.CharField(_("who it was, in a word, in Russian"), max_length=200, blank=True)
    life_en = models.TextField(_("short life in English"), blank=True)
    life_ru = models.TextField(_("short life in Russian"), blank=True)

    objects = PersonQuerySet.as_manager()
    near = False  # a search by name says of a hit when it is only like what was asked

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_en", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en=""),
                name="person_has_a_name",
                violation_error_message=_("A person needs a heading in Latin script."),
            ),
            models.CheckConstraint(
                condition=models.Q(born_earliest__isnull=True)
                | models.Q(died_latest__isnull=True)
                | models.Q(born_earliest__lte=models.F("died_latest")),
                name="person_born_before_death",
                violation_error_message=_("The death lies before the birth."),
            ),
        ]
        indexes = [
            drafts_index("person_drafts"),
            models.Index(fields=["sort_en", "id"], include=["status"], name="person_sort_en"),
            models.Index(fields=["sort_ru", "id"], include=["status"], name="person_sort_ru"),
        ]

    def __str__(self) -> str:
        return self.name_en

    @property
    def natural_name(self) -> str:
        """`Leon Trotsky`, in the reader's language where it is known."""
        return natural_order(in_language(self, "name")[0])

    @property
    def years(self) -> str:
        """`1879–1940`, as far as known to the year; empty where neither is."""
        born, died = (_year(getattr(self, f"{end}_earliest"), getattr(self, f"{end}_latest")) for end in LIFE)
        return f"{born}–{died}" if born or died else ""

    @property
    def slug(self) -> str:
        return slug_of(self.name_en, "person", longest=300)

    def get_absolute_url(self) -> str:
        return address_of("people:person_detail", self.pk, self.slug)


LIFE = ("born", "died")


def _year(earliest: date | None, latest: date | None) -> str:
    return str(earliest.year) if earliest and latest and earliest.year == latest.year else ""


# Languages whose script goes without saying.
OWN_LANGUAGES = {
    "Cyrl": ("ru", "uk", "be", "bg", "kk", "mk"),
    "Latn": ("en", "de", "fr", "it", "es", "pl", "pt", "nl", "sv", "fi", "et", "lv", "lt", "cs", "hu", "ro", "tr"),
    "Geor": ("ka",),
    "Armn": ("hy",),
    "Hebr": ("he",),
}


@tracked
class Name(models.Model):
    """One form of a name as it occurs somewhere."""

    publication_rule = "person"

    class Kind(models.TextChoices):
        BIRTH = "birth", _("name at birth")
        MARRIED = "married", _("married name")
        PARTY = "party", _("party name")
        PSEUDONYM = "pseudonym", _("pseudonym")
        VARIANT = "variant", _("variant spelling")
        ROMANISATION = "romanisation", _("romanisation")

    person = models.ForeignKey(Person, models.CASCADE, related_name="names", verbose_name=_("person"))
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("Code such as ru, en, de"))
    script = models.CharField(_("script"), max_length=4, blank=True, help_text=_("Code such as Cyrl, Latn, Geor"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.VARIANT)
    used = UncertainDateField(_("when used"))
    used_edtf = Edtf("used")
    used_earliest = DateBound("used", "earliest")
    used_latest = DateBound("used", "latest")
    key = FoldedKey("text")
    keys = NameKeys("text")
    forms = NameForms("text")

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "text", "kind"], name="name_once"),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="name_not_empty",
                violation_error_message=_("A name cannot be empty."),
            ),
        ]
        indexes = [GinIndex(OpClass("key", name="gin_trgm_ops"), name="name_key_trgm")]

    def __str__(self) -> str:
        return self.text

    @property
    def tag(self) -> str:
        """The language as BCP 47 names it: `ru-Latn` for a romanisation, but `ru` in its own script."""
        said = self.script and self.language not in OWN_LANGUAGES.get(self.script, ())
        return f"{self.language}-{self.script}" if said and self.language else self.language


# What a number of each authority is made of, for the database; how many of them, and its check digit, is looked at by
# `notation.authorities`.
SHAPES = {
    "VIAF": "^[1-9][0-9]*$",
    "Wikidata": "^Q[1-9][0-9]*$",
    "GND": "^[1-9][0-9]*-?[0-9X]$",
    "LCNAF": "^[a-z]+[0-9]+$",
    "ISNI": "^[0-9]{15}[0-9X]$",
    "ORCID": "^([0-9]{4}-){3}[0-9]{3}[0-9X]$",
}


def _well_formed() -> models.Q:
    cases = models.Q()
    for authority, shape in SHAPES.items():
        cases |= models.Q(authority=authority, value__regex=shape)
    return cases


@tracked
class Identifier(models.Model):
    """The number of a person or an organisation in an authority file."""

    publication_rule = "person organisation"

    class Authority(models.TextChoices):
        VIAF = "VIAF", "VIAF"
        WIKIDATA = "Wikidata", "Wikidata"
        GND = "GND", "GND"
        LCNAF = "LCNAF", "LCNAF"
        ISNI = "ISNI", "ISNI"
        ORCID = "ORCID", "ORCID"

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="identifiers")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="identifiers")
    authority = models.CharField(_("authority"), max_length=20, choices=Authority)
    value = models.CharField(_("identifier"), max_length=100)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["authority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "value"], name="identifier_once"),
            models.CheckConstraint(
                condition=_well_formed(),
                name="identifier_well_formed",
                violation_error_message=_("The identifier does not look like one of this authority."),
            ),
            models.CheckConstraint(
                condition=exactly_one("person", "organisation"),
                name="identifier_of_one",
                violation_error_message=_("An identifier belongs to a person or to an organisation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.value}"

    def clean(self) -> None:
        """In its one form, whatever was pasted; check digits are looked at where a person or a file enters it."""
        if self.authority in AUTHORITIES:
            self.value = number_written(self.authority, self.value)

    @property
    def address(self) -> str:
        """Where the authority shows its record."""
        return AUTHORITIES[self.authority].address.format(self.value)
