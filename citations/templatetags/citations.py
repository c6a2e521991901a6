"""Who cites it and what proves it, for the pages of people, units, documents and publications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import template
from django.db import models
from django.utils.translation import gettext as _

from archive.models import Document, Unit
from citations import imprints, notes, sheets
from citations.models import Citation, Contribution, Evidence, Footnote, Publication
from citations.querysets import CitationQuerySet
from citations.sheets import Sheet, SheetTable
from core.filters import in_language
from people.models import Person

register = template.Library()
# Of a list that has a page of its own, this many stand on another page.
SHOWN = 20
# Citations around one person on the person's page.
AROUND = 200


@dataclass(frozen=True, slots=True)
class Some:
    """The first of many citations, and how many there are in the list."""

    count: int
    rows: models.QuerySet[Any]


Proofs = dict[tuple[type[models.Model], int], list[Evidence]]


@register.simple_tag
def evidence_for(statements: Iterable[models.Model]) -> Proofs:
    """All evidence for these records at once."""
    found: Proofs = {}
    for evidence in Evidence.objects.supporting(statements).with_citations():
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
def cited_below(path: str) -> dict[str, int]:
    """How often each unit directly under this path is cited, itself or in its parts."""
    return Citation.objects.counted_below(path)


@register.simple_tag
def cited_under(path: str) -> int:
    return Citation.objects.under(path).count()


@register.simple_tag
def citations_of_document(document: Document) -> Some:
    return _some(Citation.objects.filter(document=document))


@register.simple_tag
def citations_of_publication(publication: Publication) -> Some:
    return _some(Citation.objects.filter(publication=publication))


@register.simple_tag
def citations_around(person: Person) -> dict[str, Any]:
    """Citations of units that hold documents of this person, by unit and sheet."""
    found = Citation.objects.concerning(person)
    rows = list(found.with_places().with_statements().in_shelf_order()[:AROUND])
    units: list[tuple[Unit, list[Sheet]]] = [
        (unit, sheets.by_sheet(list(group), set()))
        for unit, group in groupby((row for row in rows if row.unit), key=lambda row: row.unit)
        if unit is not None
    ]
    return {"count": found.count(), "units": units, "documents": [row for row in rows if not row.unit]}


@register.simple_tag
def citations_by(person: Person) -> Some:
    """What this person cites."""
    return _some(Citation.objects.by_author(person))


def _some(found: CitationQuerySet) -> Some:
    return Some(found.count(), found.with_places().in_print_order()[:SHOWN])


@register.simple_tag
def writings_of(person: Person) -> dict[str, Any]:
    """The person's shares in publications, and the sums over the publications."""
    shares = Contribution.objects.filter(person=person).with_publications()
    return {"shares": shares, "totals": Publication.objects.by_person(person).totals()}


@register.filter
def pieces(note: Footnote) -> list[notes.Piece]:
    return notes.pieces(note.text, note.citations.all())


@register.filter
def note_pieces(citation: Citation) -> list[notes.Piece]:
    """The note that this citation stands in, with the citation's own words apart."""
    return notes.pieces(citation.footnote.text, [citation]) if citation.footnote else []


@register.filter
def imprint(publication: Publication) -> list[imprints.Part]:
    return list(imprints.imprint(publication))


@register.filter
def makers(publication: Publication) -> str:
    """`Weiss`, `Ilf, Petrov`, `Gusev et al.`: surnames for a table."""
    shares = list(publication.contributions.all())
    authors = [share for share in shares if share.role == Contribution.Role.AUTHOR] or shares
    names = [_surname(share) for share in authors]
    return _("%(first)s et al.") % {"first": names[0]} if len(names) > 3 else ", ".join(names)


def _surname(share: Contribution) -> str:
    if share.name_printed:
        return share.name_printed
    return in_language(share.person, "name")[0].partition(",")[0] if share.person else ""
