"""Decisions about open citations: what many cite, who is to look at them, and the rest with the same words.

Each citation is saved by itself, so that one that the database refuses, or that somebody else has changed, keeps no
other from being decided. Boundary: what words mean is kept and asked in `meanings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import models, transaction

from archive.matching import find_repository, make_unit
from archive.models import Unit
from citations.becoming import Becoming, becoming
from citations.linking import Linker
from citations.meanings import is_remembered_as, meanings_of, remember
from citations.models import Citation, Meaning, Publication, Review
from citations.readings import Place, key_of
from core.history import because
from core.refusals import REFUSALS, sentence_of
from notation.outcomes import Resolved
from notation.parsing import read_note
from notation.references import ArchivalReference, Mention

# Open citations that are read again when somebody asks which have the same words, the newest first.
MOST_READ = 5_000
MOST_SHOWN = 200


@dataclass(slots=True)
class Decided:
    """How many citations were decided, and why others were not."""

    count: int = 0
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Alike:
    """An open citation with the words of a remembered meaning, and what it becomes by that."""

    citation: Citation
    becomes: Becoming


def open_citations() -> models.QuerySet[Citation]:
    return Citation.objects.exclude(outcome=Citation.Outcome.RESOLVED)


def own_mention(citation: Citation) -> Mention | None:
    """What the citation's own words say, without the notes before; None where they say nothing."""
    return next(iter(read_note(citation.as_written)), None)


def decide_together(
    citations: Iterable[Citation], cited: Unit | Publication, user: User, remembered: bool = False
) -> Decided:
    """All of these cite this; with `remembered`, their words mean it from now on."""
    done = Decided()
    with because("decided together in the review queue"):
        for citation in citations:
            _resolve(citation, cited, done)
            mention = own_mention(citation) if remembered else None
            if mention is not None:
                remember(mention.reference, cited, user)
    return done


def alike(meaning: Meaning) -> list[Alike]:
    """The open citations whose words have this meaning."""
    found = []
    waiting = open_citations().select_related("footnote__publication").order_by("-pk")[:MOST_READ]
    for citation in waiting.iterator():
        mention = own_mention(citation)
        if mention is not None and is_remembered_as(mention.reference, meaning):
            found.append(Alike(citation, becoming(Place(key_of(mention.span), mention))[0]))
            if len(found) == MOST_SHOWN:
                break
    return found


def decide_alike(citations: Iterable[Citation]) -> Decided:
    """Each cites what its own words are remembered to mean; a unit that is not held is made there as a draft."""
    done = Decided()
    with because("decided by a remembered meaning"):
        for citation in citations:
            cited = _remembered(citation)
            if cited is not None:
                _resolve(citation, cited, done)
    return done


def assign(citations: Iterable[Citation], assignee: User | None, note: str) -> int:
    """Who is to look at them; an empty note leaves those that stand."""
    reviews = [Review.objects.get_or_create(citation=citation)[0] for citation in citations]
    with because("assigned in the review queue"):
        for review in reviews:
            review.assignee = assignee
            review.note = note or review.note
            review.save()
    return len(reviews)


def candidates_of_all(citations: Sequence[Citation]) -> list[Unit | Publication]:
    """What every one of these may mean: a choice that fits them all."""
    shared: list[Unit | Publication] | None = None
    for citation in citations:
        own = [each.unit or each.cited_publication for each in citation.candidates.all()]
        held = [each for each in own if each is not None]
        shared = held if shared is None else [each for each in shared if each in held]
    return shared or []


def _resolve(citation: Citation, cited: Unit | Publication, done: Decided) -> None:
    citation.unit = cited if isinstance(cited, Unit) else None
    citation.publication = cited if isinstance(cited, Publication) else None
    citation.document = None
    citation.outcome, citation.reason = Citation.Outcome.RESOLVED, ""
    if citation.publication is not None and citation.leaves and not citation.pages:
        citation.pages, citation.leaves = citation.leaves[:200], ""
    try:
        with transaction.atomic():
            citation.save()
    except REFUSALS as error:
        done.refusals.append(f"{citation.as_written[:80]}: {sentence_of(error)}")
    else:
        done.count += 1


def _remembered(citation: Citation) -> Unit | Publication | None:
    mention = own_mention(citation)
    if mention is None:
        return None
    outcome = Linker(batch=None).meaning(mention)
    if isinstance(outcome, Resolved):
        return outcome.value
    meant = meanings_of(mention.reference)
    if len(meant) != 1 or not isinstance(meant[0], ArchivalReference) or not meant[0].path:
        return None
    repository = find_repository(meant[0].repository)
    return make_unit(meant[0], repository.value, None) if isinstance(repository, Resolved) else None
