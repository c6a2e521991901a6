"""Side tables of the search. Triggers write them (`citations.searching.upkeep`), nobody else does.

`Found` is narrow, so that counting facets over many hits reads few pages; the words of its rows stand in
`CitationWords`, which no reader opens: the index on `citation_words(citation_id)` does.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from citations.searching.codes import NEVER
from citations.searching.querysets import CountQuerySet, FoundQuerySet


class Found(models.Model):
    """One citation as the search sees it. Its row is never updated but deleted and inserted: see decision 0004.

    0 and the empty text stand for "not known", so that rows stay narrow. `kind`, `outcome` and `verification` are
    places in the lists of `citations.searching.codes`.
    """

    publication_rule = "public"

    citation_id = models.BigIntegerField(primary_key=True)
    public = models.BooleanField()
    unit_id = models.IntegerField()
    # The citing publication.
    citing_id = models.IntegerField(default=0)
    # The topmost unit above the cited one.
    fond_id = models.IntegerField()
    repository_id = models.IntegerField()
    # Of the citing work.
    year = models.IntegerField()
    language = models.CharField(max_length=10)
    kind = models.SmallIntegerField()
    outcome = models.SmallIntegerField()
    verification = models.SmallIntegerField()
    # The years of the document, or of the file where no document is named. An end that is not known is as far as can
    # be; without any date the first lies after the last, so that no span of years meets it.
    dated_from = models.SmallIntegerField(default=NEVER)
    dated_to = models.SmallIntegerField(default=0)

    objects = FoundQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["repository_id", "year"], include=["fond_id", "public"], name="found_repository_year"),
            # What `citations.sharing` and `citations.citing` count by, so that they read no row.
            models.Index(fields=["unit_id", "citing_id"], include=["public"], name="found_unit"),
            models.Index(fields=["citing_id", "unit_id"], include=["public"], name="found_citing"),
            models.Index(
                fields=["repository_id", "fond_id", "unit_id"],
                include=["citing_id", "year", "public"],
                name="found_shelf",
            ),
        ]


class Count(models.Model):
    """How many citations have a value: the sum of `n`. Rows are only added, until they are compacted.

    `facet` is a place in `citations.searching.codes.FACETS`, from 1; 0 counts all citations.
    """

    publication_rule = "public"

    public = models.BooleanField()
    facet = models.SmallIntegerField()
    value = models.CharField(max_length=20)
    n = models.IntegerField()

    objects = CountQuerySet.as_manager()


class Combination(models.Model):
    """How many citations have all these values together, kept like `Count`: what is narrowed by facets alone, by
    however many of them, is counted without looking at a citation. The columns are those of `Found`."""

    publication_rule = "public"

    public = models.BooleanField()
    repository_id = models.IntegerField()
    year = models.IntegerField()
    language = models.CharField(max_length=10)
    kind = models.SmallIntegerField()
    outcome = models.SmallIntegerField()
    verification = models.SmallIntegerField()
    n = models.IntegerField()

    objects = FoundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["repository_id", "year"], name="combination_repository_year")]


class Shelved(models.Model):
    """How many citations of each year fall to a fond, kept like `Count`: the page of an archive or fond looks at few
    rows instead of a hundred thousand citations. The columns are those of `Found`."""

    publication_rule = "public"

    public = models.BooleanField()
    repository_id = models.IntegerField()
    fond_id = models.IntegerField()
    year = models.IntegerField()
    n = models.IntegerField()

    objects = FoundQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["repository_id", "fond_id"], include=["year", "n", "public"], name="shelved_repository_fond"
            ),
        ]


class FrequentWord(models.Model):
    """A word that so many citations hold that `Worded` has sums for it; chosen when the search is made anew."""

    publication_rule = "never"

    word = models.CharField(max_length=61, primary_key=True)


class Worded(models.Model):
    """How many of the citations that hold a frequent word have all these values together: one row a combination.

    The columns are those of `Combination`; `citations.searching.frequent` keeps them.
    """

    publication_rule = "public"

    word = models.CharField(max_length=61)
    public = models.BooleanField()
    repository_id = models.IntegerField()
    year = models.IntegerField()
    language = models.CharField(max_length=10)
    kind = models.SmallIntegerField()
    outcome = models.SmallIntegerField()
    verification = models.SmallIntegerField()
    n = models.IntegerField()

    objects = FoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("word", "public", "repository_id", "year", "language"),
                    *("kind", "outcome", "verification"),
                ],
                name="worded_once",
            )
        ]


class Tied(models.Model):
    """A person in a document, in whatever parts, once: who is joined by documents is counted from its index alone."""

    publication_rule = "public"

    person_id = models.IntegerField()
    document_id = models.IntegerField()
    public = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "document_id"], include=["public"], name="tied_person"),
            models.Index(fields=["document_id", "person_id"], include=["public"], name="tied_document"),
        ]


class Lying(models.Model):
    """A unit in which a document lies that a person has a part in, once: what cites their files is found by it."""

    publication_rule = "public"

    person_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    public = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["person_id", "unit_id"], include=["public"], name="lying_person")]


class CitationWords(models.Model):
    publication_rule = "never"

    citation_id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()


class PublicationWords(models.Model):
    publication_rule = "never"

    publication_id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()


class DocumentWords(models.Model):
    publication_rule = "never"

    document_id = models.BigIntegerField(primary_key=True)
    public = models.BooleanField()
    words = SearchVectorField()


class PersonWords(models.Model):
    """The names of a published person as lexemes: `=rakovsk`; as an author `author=rakovsk`, as addressee `to=…`."""

    publication_rule = "never"

    person_id = models.BigIntegerField(primary_key=True)
    named = SearchVectorField()
    author = SearchVectorField()
    addressee = SearchVectorField()


class Spelling(models.Model):
    """A word of a title or a name as it is written, for questions in which nothing is found. Rows are only added."""

    publication_rule = "never"

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="spelling_trgm")]
