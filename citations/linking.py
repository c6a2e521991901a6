"""A mention read in a note → the record it cites: found, made as a draft, ambiguous, or unresolved with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from archive.matching import find_repository, find_unit, make_repository, make_unit
from archive.models import Unit
from citations.meanings import meanings_of
from citations.models import Candidate, Citation, Contribution, Footnote, Publication
from core.models import Batch
from core.refusals import REFUSALS, sentence_of
from notation.folding import folded_key, skeleton_key
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from notation.references import ArchivalReference, Mention, PublicationReference

KINDS = {
    "book": Publication.Kind.BOOK,
    "article": Publication.Kind.ARTICLE,
    "chapter": Publication.Kind.CHAPTER,
    "thesis": Publication.Kind.THESIS,
    "web": Publication.Kind.WEB,
}
NUMBER_WORD = re.compile(r"^(?:nos?|nr|n°|№{1,2}|issue|вып|vol|тт?|том|bd)\.?\s{0,3}(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Linker:
    """Turns mentions into citations. With `batch` set, what is cited and not yet held is made as a draft."""

    batch: Batch | None

    def cite(
        self, footnote: Footnote, mention: Mention, chosen: Unit | Publication | None = None, undecided: bool = False
    ) -> Citation | None:
        """Save what this mention cites, with its candidates; what was written is kept whatever the outcome.

        `chosen` is what somebody says it cites; `undecided` leaves open what it does. None where the note cites the
        same thing with the same words already.
        """
        citation = Citation(
            footnote=footnote,
            start=mention.span.start,
            end=mention.span.end,
            as_written=mention.text,
            remark=cut(mention.remark, Citation, "remark"),
            how=mention.how,
            batch=self.batch,
            **_place_in(mention, chosen),
        )
        try:
            with transaction.atomic():
                return self._save(citation, self._decided(mention, chosen, undecided))
        except REFUSALS as error:  # a misreading that no table can hold, such as a number of 200 letters
            citation.outcome, citation.reason = Citation.Outcome.UNRESOLVED, cut(sentence_of(error), Citation, "reason")
            citation.unit = citation.publication = None
            citation.save(force_insert=True)
            return citation

    def _save(self, citation: Citation, outcome: Outcome[Unit | Publication]) -> Citation | None:
        match outcome:
            case Resolved(target):
                citation.outcome = Citation.Outcome.RESOLVED
                setattr(citation, _key_for(target), target)
            case Ambiguous():
                citation.outcome = Citation.Outcome.AMBIGUOUS
            case Unresolved(reason):
                citation.outcome, citation.reason = Citation.Outcome.UNRESOLVED, reason.sentence
        if Citation.objects.twins(citation).exists():
            return None
        citation.save(force_insert=True)
        if isinstance(outcome, Ambiguous):
            Candidate.objects.bulk_create(_candidate(citation, candidate) for candidate in outcome.candidates)
        return citation

    def _decided(
        self, mention: Mention, chosen: Unit | Publication | None, undecided: bool
    ) -> Outcome[Unit | Publication]:
        if chosen is not None:
            return Resolved(chosen)
        return Unresolved(Reason.NOT_HELD) if undecided else self.meaning(mention)

    def meaning(self, mention: Mention) -> Outcome[Unit | Publication]:
        """What the mention means among the records held; nothing is written unless there is a batch."""
        match mention.outcome:
            case Resolved(ArchivalReference() as reference):
                return self._unit(reference)
            case Resolved(PublicationReference() as reference):
                return self._publication(reference)
            case Ambiguous(candidates):
                found = [self._held(candidate) for candidate in candidates]
                return Ambiguous(tuple(held for held in found if held is not None))
            case Unresolved() as unresolved:
                return unresolved
        raise AssertionError(mention.outcome)

    def _held(self, reference: ArchivalReference | PublicationReference) -> Unit | Publication | None:
        """What an ambiguous reference may mean, only if it is clear by itself."""
        outcome = self._unit(reference) if isinstance(reference, ArchivalReference) else self._publication(reference)
        return outcome.value if isinstance(outcome, Resolved) else None

    def _unit(self, reference: ArchivalReference) -> Outcome[Unit | Publication]:
        """As written; where nothing is held so, as editors decided that these words are meant; else made."""
        outcome: Outcome[Any] = find_unit(reference)
        if not isinstance(outcome, Unresolved):
            return outcome
        meanings = meanings_of(reference)
        if len(meanings) == 1 and isinstance(meanings[0], ArchivalReference):
            reference = meanings[0]
            outcome = find_unit(reference)
        elif meanings:
            return _one_of([held for meant in meanings if (held := self._remembered(meant)) is not None])
        if not isinstance(outcome, Unresolved) or self.batch is None or not reference.path:
            return outcome  # type: ignore[return-value]  # a unit is one of the things that can be cited
        name = reference.repository or reference.repository_as_written
        repository = find_repository(name)
        if isinstance(repository, Unresolved):
            repository = make_repository(name, self.batch)
        if not isinstance(repository, Resolved):
            return repository if isinstance(repository, Unresolved) else Unresolved(Reason.SEVERAL_ARCHIVES)
        return Resolved(make_unit(reference, repository.value, self.batch))

    def _remembered(self, meant: ArchivalReference | Publication) -> Unit | Publication | None:
        """What a decision of an editor points at; nothing is made for one of several."""
        if isinstance(meant, Publication):
            return meant
        found = find_unit(meant)
        return found.value if isinstance(found, Resolved) else None

    def _publication(self, reference: PublicationReference) -> Outcome[Unit | Publication]:
        if not reference.title:
            return Unresolved(Reason.INCOMPLETE)
        alike = Publication.objects.same_work(folded_key(reference.title), reference.year[:4])
        found = [
            publication
            for publication in alike.prefetch_related("contributions__person")
            if may_be(publication, reference)
        ]
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return Ambiguous(tuple(found))
        if meanings := meanings_of(reference):
            return _one_of([held for meant in meanings if (held := self._remembered(meant)) is not None])
        return Resolved(make_publication(reference, self.batch)) if self.batch else Unresolved(Reason.NOT_HELD)


def _one_of(held: list[Unit | Publication]) -> Outcome[Unit | Publication]:
    if not held:
        return Unresolved(Reason.NOT_HELD)
    return Resolved(held[0]) if len(held) == 1 else Ambiguous(tuple(held))


def make_publication(reference: PublicationReference, batch: Batch | None) -> Publication:
    """The publication as a draft, with the names of its makers as printed."""
    edited = bool(reference.editors and not reference.authors and not reference.container)
    usual = Publication.Kind.ARTICLE if reference.container else Publication.Kind.BOOK
    parts = {
        "container": reference.container,
        "volume": bare(reference.volume),
        "issue": bare(reference.issue),
        "place": reference.place,
        "publisher": reference.publisher,
        "date": reference.year,
        "page_range": reference.pages if reference.kind in ("article", "chapter") else "",
        "url": reference.url,
    }
    publication = Publication.objects.create(
        kind=Publication.Kind.EDITED if edited else KINDS.get(reference.kind, usual),
        title=reference.title,
        batch=batch,
        **{name: cut(text, Publication, name) for name, text in parts.items()},
    )
    makers = [(name, Contribution.Role.AUTHOR) for name in reference.authors]
    makers += [(name, Contribution.Role.EDITOR) for name in reference.editors]
    Contribution.objects.bulk_create(
        Contribution(
            publication=publication, name_printed=cut(name, Contribution, "name_printed"), role=role, order=order
        )
        for order, (name, role) in enumerate(makers, start=1)
    )
    return publication


def may_be(publication: Publication, reference: PublicationReference) -> bool:
    """Whether nothing that both state differs: makers, container, volume, issue. "Works" are not all one work."""
    makers = [str(contribution) for contribution in publication.contributions.all()]
    theirs = {skeleton_key(surname(name)) for name in makers}
    ours = {skeleton_key(surname(name)) for name in (*reference.authors, *reference.editors)}
    if theirs and ours and not theirs & ours:
        return False
    pairs = (
        (folded_key(publication.container), folded_key(reference.container)),
        (_digits(publication.volume), _digits(reference.volume)),
        (_digits(publication.issue), _digits(reference.issue)),
    )
    return all(one == other for one, other in pairs if one and other)


def surname(name: str) -> str:
    """`Eltsin` of "B. M. Eltsin", "Eltsin B.M." and "Eltsin, Boris": before a comma, else the longest word."""
    before_comma, comma, _rest = name.partition(",")
    return before_comma if comma else max(name.replace(".", ". ").split(), key=len, default="")


def bare(number: str) -> str:
    """`9` of "No. 9" and "№ 9": the page puts the word before it in the reader's language."""
    return NUMBER_WORD.sub("", number)


def cut(text: str, model: type[models.Model], name: str) -> str:
    """The text, or what its column can hold of it, ending in … where some is left out; the note keeps it whole."""
    most: int = getattr(model._meta.get_field(name), "max_length", None) or len(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _place_in(mention: Mention, chosen: Unit | Publication | None = None) -> dict[str, Any]:
    """The sheets or pages that the mention names; `Ibid., 14` names what the thing has that is cited."""
    reference = mention.outcome.value if isinstance(mention.outcome, Resolved) else mention.reference
    if isinstance(reference, ArchivalReference):
        column, numbers = "leaves", reference.leaves.as_written or reference.leaves.canonical()
    else:
        column, numbers = "pages", reference.pages
    if chosen is not None:
        column = "leaves" if isinstance(chosen, Unit) else "pages"
    return {column: cut(numbers, Citation, column)}


def _key_for(target: Unit | Publication) -> str:
    return "unit" if isinstance(target, Unit) else "publication"


def _candidate(citation: Citation, held: Unit | Publication) -> Candidate:
    if isinstance(held, Unit):
        return Candidate(citation=citation, unit=held)
    return Candidate(citation=citation, cited_publication=held)
