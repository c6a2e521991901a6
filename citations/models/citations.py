"""Citations: where each stands, what it cites, how sure that is; and the statements that it proves."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import Copy, Document, DocumentPerson, FormerReference, Image, Unit
from citations.models.publications import Footnote, Publication
from citations.querysets import CandidateQuerySet, CitationQuerySet, EvidenceQuerySet
from core.addresses import address_of
from core.fields import Spans
from core.history import tracked
from core.records import Record, drafts_index, exactly_one, none_of
from people.models import Event, Name, Person, Relation

TARGETS = ("unit", "publication", "document")
# "Letter to K., 2 June 1928, RGASPI, f. 325, …" cites the letter and the file where it lies.
DOCUMENT_IN_ITS_FILE = models.Q(unit__isnull=False, document__isnull=False, publication__isnull=True)


@tracked
class Citation(Record):
    """What one reference cites.

    It stands in a footnote (characters `start` to `end` of its text), or is the word of a person who saw the file, or,
    with neither, was entered here as evidence. A resolved citation has exactly one target, or a document
    together with the unit it lies in; an ambiguous or unresolved one has none, but candidates or a reason.
    """

    address_key = "id"

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("resolved")
        AMBIGUOUS = "ambiguous", _("ambiguous")
        UNRESOLVED = "unresolved", _("unresolved")

    class How(models.TextChoices):
        EXPLICIT = "explicit", _("in full")
        INHERITED = "inherited", _("completed from the reference before")
        IBID = "ibid", _("Ibid.")

    class Verification(models.TextChoices):
        NOT_CHECKED = "not checked", _("not checked")
        CHECKED = "checked", _("checked against the original")
        DISPUTED = "disputed", _("disputed")

    footnote = models.ForeignKey(Footnote, models.CASCADE, null=True, blank=True, related_name="citations")
    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    seen_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="files_seen", verbose_name=_("seen by")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("archival unit")
    )
    leaves = models.CharField(_("sheets"), max_length=500, blank=True, help_text=_("As written, e.g. 41–44 об."))
    leaf_spans = Spans("leaves")
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="cited_in", verbose_name=_("publication")
    )
    pages = models.CharField(_("pages"), max_length=200, blank=True)
    # Its index is `citation_document`, by which the citations of a person's documents are found without reading them.
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        db_index=False,
        verbose_name=_("document"),
    )
    as_written = models.TextField(_("as written"))
    remark = models.CharField(_("remark"), max_length=500, blank=True, help_text=_("Such as: emphasis in the original"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.UNRESOLVED)
    reason = models.CharField(_("why it is not resolved"), max_length=300, blank=True)
    how = models.CharField(_("how it is written"), max_length=10, choices=How, default=How.EXPLICIT)
    verification = models.CharField(
        _("verification"), max_length=12, choices=Verification, default=Verification.NOT_CHECKED
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    verified_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(footnote__isnull=True) | models.Q(seen_by__isnull=True),
                name="citation_stands_in_one_place",
                violation_error_message=_("A citation stands in a footnote or is somebody's word, not both."),
            ),
            models.CheckConstraint(
                condition=(models.Q(outcome="resolved") & (exactly_one(*TARGETS) | DOCUMENT_IN_ITS_FILE))
                | (~models.Q(outcome="resolved") & none_of(*TARGETS)),
                name="citation_resolved_to_one",
                violation_error_message=_(
                    "A resolved citation cites one thing (or a document and the unit it lies in); any other cites none."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True) | models.Q(start__lt=models.F("end")),
                name="citation_span_in_order",
                violation_error_message=_("A citation ends in its note after it begins."),
            ),
            models.UniqueConstraint(
                fields=["footnote", "start", "end", "as_written", "unit", "leaves"],
                name="citation_once_in_its_place",
                condition=models.Q(footnote__isnull=False),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            drafts_index("citation_drafts"),
            models.Index(fields=["outcome"], condition=~models.Q(outcome="resolved"), name="citation_open"),
            models.Index(
                fields=["verification"], condition=~models.Q(verification="not checked"), name="citation_checked"
            ),
            models.Index(
                fields=["document"],
                include=["status", "id", "unit"],
                condition=models.Q(document__isnull=False),
                name="citation_document",
            ),
            GistIndex(fields=["unit", "leaf_spans"], name="citation_sheets"),
        ]

    def __str__(self) -> str:
        return self.as_written

    @property
    def slug(self) -> str:
        return "citation"

    def get_absolute_url(self) -> str:
        return address_of("citations:citation_detail", self.pk, self.slug)


@tracked
class Candidate(models.Model):
    """One of the things that an ambiguous citation may mean."""

    publication_rule = "citation unit cited_publication document"

    citation = models.ForeignKey(Citation, models.CASCADE, related_name="candidates")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="candidacies")
    cited_publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="candidacies"
    )
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="candidacies")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("unit", "cited_publication", "document"),
                name="candidate_is_one",
                violation_error_message=_("A candidate is one unit, one publication or one document."),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit or self.cited_publication or self.document)


STATEMENTS = (
    "person",
    "event",
    "name",
    "relation",
    "document",
    "document_person",
    "copy",
    "image",
    "former_reference",
    "publication",
)


@tracked
class Evidence(models.Model):
    """Which statement a citation supports: exactly one of the keys below; `about` names the field where it matters."""

    publication_rule = "citation " + " ".join(STATEMENTS)

    citation = models.ForeignKey(Citation, models.CASCADE, related_name="evidence", verbose_name=_("citation"))
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="evidence")
    name = models.ForeignKey(Name, models.CASCADE, null=True, blank=True, related_name="evidence")
    relation = models.ForeignKey(Relation, models.CASCADE, null=True, blank=True, related_name="evidence")
    document_person = models.ForeignKey(DocumentPerson, models.CASCADE, null=True, blank=True, related_name="evidence")
    copy = models.ForeignKey(Copy, models.CASCADE, null=True, blank=True, related_name="evidence")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="evidence")
    image = models.ForeignKey(Image, models.CASCADE, null=True, blank=True, related_name="evidence")
    former_reference = models.ForeignKey(
        FormerReference, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="evidence")
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="evidence")
    about = models.CharField(_("about"), max_length=30, blank=True, help_text=_("Such as: date, born, died"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*STATEMENTS),
                name="evidence_of_one",
                violation_error_message=_("Evidence supports exactly one statement."),
            )
        ]

    def __str__(self) -> str:
        return str(self.citation)
