"""Who cites it and what proves it, for the pages of people, units, documents and publications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.db import models
from django.utils.functional import Promise

from archive.models import Document, Unit
from archive.of_person import Documents
from citations import around, citing, imprints, lacking, notes, sheets, tallies, tally_parts, trying
from citations import proofs as proofs_read
from citations.makers import each_maker, makers
from citations.models import Citation, Contribution, Evidence, Found, Printing, Publication
from citations.querysets import CitationQuerySet
from citations.searching.lines import lines
from citations.sharing import works_of
from citations.sheets import SheetTable
from people.lives import Moment
from people.models import Person

register = template.Library()
register.filter("makers", makers)
register.filter("each_maker", each_maker)
# Of a list that has a page of its own, this many stand on another page.
SHOWN = 20
# Of a ranking that has a page of its own, so many stand on another page.
SOME = 8
# Documents of an edition on its page.
PRINTED = 500


@dataclass(frozen=True, slots=True)
class Some:
    """The first of many citations, and how many there are in the list."""

    count: int
    rows: list[Citation]


@dataclass(frozen=True, slots=True)
class Cited:
    """Of what cites a record: works and people, apart from what was entered here to prove something."""

    count: int
    citing: list[Citation]
    proving: list[Citation]


Proofs = dict[tuple[type[models.Model], int], list[Evidence]]


@register.simple_tag
def evidence_for(statements: Iterable[models.Model]) -> Proofs:
    """All evidence for these records at once."""
    found: Proofs = {}
    for evidence in proofs_read.supporting(statements):
        for field in Evidence._meta.concrete_fields:
            target = field.related_model
            number = getattr(evidence, field.attname)
            if isinstance(target, type) and number and field.name != "citation":
                found.setdefault((target, number), []).append(evidence)
    return found


@register.filter
def proving(proofs: Proofs, statement: models.Model) -> list[Evidence]:
    return proofs.get((type(statement), statement.pk), [])


@register.filter
def about(proofs: list[Evidence], field: str) -> list[Evidence]:
    """Those that prove this field of the record."""
    return [evidence for evidence in proofs if evidence.about == field]


@register.filter
def otherwise(proofs: list[Evidence], fields: str) -> list[Evidence]:
    """Those that are about none of these fields, which a page shows with the field itself (`born died`)."""
    return [evidence for evidence in proofs if evidence.about not in fields.split()]


@register.simple_tag
def sheets_of(unit: Unit, leaf: str) -> SheetTable:
    return sheets.sheet_table(unit, leaf)


@register.simple_tag
def citing_at(path: str, leaf: str = "") -> citing.Citing:
    """Who cites what stands at this path or below it; `leaf` narrows it to sheets."""
    return citing.citing(path, leaf)


@register.simple_tag
def cited_below(path: str) -> Mapping[str, int]:
    """How often each unit directly under this path is cited, itself or in its parts."""
    return citing.cited_below(path)


@register.simple_tag
def most_cited(cited: Mapping[str, int], path: str) -> tally_parts.Part:
    return tally_parts.most_cited(cited, path, SOME)


@register.simple_tag
def cited_together_with(unit: Unit) -> tally_parts.Part:
    return tally_parts.together_with(unit, SOME)


@register.simple_tag
def files_of(publication: Publication) -> list[tally_parts.Sources]:
    return tally_parts.files_of(publication)


@register.simple_tag
def sharing_with(publication: Publication) -> tally_parts.Part:
    return tally_parts.sharing_with(publication, SOME)


@register.simple_tag
def colleagues_of(person: Person) -> tally_parts.Part:
    return tally_parts.colleagues_of(person, SOME)


@register.simple_tag(takes_context=True)
def ways_to_count(context: template.Context) -> list[tuple[str | Promise, str, bool]]:
    """From the list of citations to the same citations counted."""
    return tallies.ways(context["filters"], str(tallies.WAYS["citation_list"]))


@register.simple_tag
def printings_of(document: Document) -> models.QuerySet[Any]:
    return Printing.objects.filter(document=document).in_time()


@register.simple_tag
def printed_in(publication: Publication) -> models.QuerySet[Any]:
    return Printing.objects.filter(publication=publication).with_documents()[:PRINTED]


@register.simple_tag(takes_context=True)
def attempts(context: template.Context) -> list[trying.Attempt]:
    """What would find something where the list has nothing."""
    return trying.in_list(context["filters"], context["chips"], context["request"].path)


@register.simple_tag
def attempts_everywhere(typed: str) -> list[trying.Attempt]:
    return trying.everywhere(typed)


@register.simple_tag
def neighbours_of(unit: Unit) -> dict[str, Unit]:
    return citing.neighbours(unit)


@register.simple_tag
def citations_of_document(document: Document) -> Cited:
    return _cited(Citation.objects.filter(document=document))


@register.simple_tag
def citations_of_publication(publication: Publication) -> Cited:
    return _cited(Citation.objects.filter(publication=publication))


@register.simple_tag
def lacking_of(person: Person, moments: list[Moment], pictures: Iterable[Any], proofs: Proofs) -> lacking.Lacking:
    """What is missing about the person, or disputed."""
    return lacking.lacking(person, moments, list(pictures), proofs)


@register.simple_tag
def citations_around(person: Person, documents: Documents) -> around.Around:
    """Who cites these documents of the person, or the units that hold them."""
    return around.around(person, documents.numbers)


@register.simple_tag
def citations_by(person: Person) -> Some:
    """What this person cites."""
    found = Found.objects.filter(citing_id__in=works_of(person))
    return Some(found.count(), _first(Citation.objects.by_author(person)))


def _cited(found: CitationQuerySet) -> Cited:
    first = _first(found)
    proving = [citation for citation in first if not citation.footnote and not citation.seen_by]
    proofs_read.give_statements(proving)
    return Cited(found.count(), [citation for citation in first if citation not in proving], proving)


def _first(found: CitationQuerySet) -> list[Citation]:
    return lines(list(found.in_print_order().values_list("pk", flat=True)[:SHOWN]))


@register.simple_tag
def writings_of(person: Person) -> dict[str, Any]:
    """The person's shares in publications, and the sums over the publications."""
    shares = Contribution.objects.filter(person=person).with_publications()
    return {"shares": shares, "totals": Publication.objects.by_person(person).totals()}


@register.filter
def note_pieces(citation: Citation) -> list[notes.Piece]:
    """The note that this citation stands in, with the citation's own words apart."""
    return notes.pieces(citation.footnote.text, [citation]) if citation.footnote else []


@register.filter
def imprint(publication: Publication) -> list[imprints.Part]:
    return list(imprints.imprint(publication))
