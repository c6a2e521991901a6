"""Side tables of the search for persons. Triggers write them (`people.searching`), nobody else does."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from people.querysets import FoundPersonQuerySet


class FoundPerson(models.Model):
    """One person under all names, as the search sees them."""

    publication_rule = "public"

    person_id = models.BigIntegerField(primary_key=True)
    public = models.BooleanField()
    # Keys of every surname, and of each word of one that has several.
    surnames = ArrayField(models.TextField())
    # Every word of every name after a space, folded and, after a tilde, as a key.
    words = models.TextField()
    # Every form of every name, a line each.
    forms = models.TextField()

    objects = FoundPersonQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["surnames"], name="found_person_surnames"),
            GinIndex(OpClass("words", name="gin_trgm_ops"), name="found_person_words_trgm"),
        ]


class PersonPart(models.Model):
    """In how many documents a person has this part (`people.parts`: by, to, about, any of them), or in how many works.

    Filled by triggers of `citations.searching.persons`. A person may have a row for what is public and one for what is
    not.
    """

    publication_rule = "public"

    person_id = models.BigIntegerField()
    part = models.CharField(max_length=5)
    public = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "part"], include=["n", "public"], name="person_part_of_person"),
            models.Index(fields=["part", "person_id"], include=["n", "public"], name="person_part"),
        ]


class Surname(models.Model):
    """The key of a surname that somebody here has or had, for those near a misspelt one. Rows are only added."""

    publication_rule = "never"

    surname = models.TextField(primary_key=True)
    consonants = models.TextField(db_index=True)

    class Meta:
        indexes = [GinIndex(OpClass("surname", name="gin_trgm_ops"), name="surname_trgm")]
