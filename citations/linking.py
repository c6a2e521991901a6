"""A mention read in a note → the record it cites: found, made as a draft, ambiguous, or unresolved with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import models

from archive.matching import find_repository, find_unit, make_repository
from archive.models import Unit
from citations.authors import Bearer, Said, person_of
from citations.holdings import Holdings
from citations.meanings import meanings_of
from citations.models import Candidate, Citation, Contribution, Footnote, Publication
from core.known import Known
from core.models import Batch
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
NOTHING_SAID: Said = MappingProxyType({})
# Where a note cites something, in which words, and which sheets of which unit: there once only.
Place = tuple[Any, ...]
NUMBER_WORD = re.compile(r"^(?:nos?|nr|n°|№{1,2}|issue|вып|vol|тт?|том|bd)\.?\s{0,3}(?=\d)", re.IGNORECASE)


@dataclass(slots=True)
class Linker:
    """Turns mentions into citations. With `batch` set, what is cited and not yet held is made as a draft.

    Made publications and archives are written at once; units, citations and candidates by `save`, kind by kind.
    """

    batch: Batch | None
    held: Holdings = field(default_factory=Holdings)
    _citations: list[Citation] = field(default_factory=list)
    _candidates: list[Candidate] = field(default_factory=list)

    def cite(
        self,
        footnote: Footnote,
        mention: Mention,
        chosen: Unit | Publication | None = None,
        undecided: bool = False,
        makers: Said = NOTHING_SAID,
    ) -> Citation:
        """What this mention cites, with its candidates, for `save` to write.

        `chosen` is what somebody says it cites; `undecided` leaves open what it does; `makers` are those of a new work.
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
        match self._decided(mention, chosen, undecided, makers):
            case Resolved(target):
                citation.outcome = Citation.Outcome.RESOLVED
                setattr(citation, _key_for(target), target)
            case Ambiguous(candidates):
                citation.outcome = Citation.Outcome.AMBIGUOUS
                self._candidates += [_candidate(citation, candidate) for candidate in candidates]
            case Unresolved(reason):
                citation.outcome, citation.reason = Citation.Outcome.UNRESOLVED, reason.sentence
        self._citations.append(citation)
        return citation

    def refuse(self, footnote: Footnote, mention: Mention, why: str) -> None:
        """A citation that cites nothing, for no table can hold what it was read as; what was written is kept."""
        citation = self.cite(footnote, mention, undecided=True)
        citation.reason = cut(why, Citation, "reason")

    def save(self, twins: set[Place]) -> set[Place]:
        """Write what was cited, except where the note cites the same with the same words already; all the places."""
        self.held.shelves.save()
        kept: dict[Place, Citation] = {}
        for citation in self._citations:
            kept.setdefault(_place_of(citation), citation)
        fresh = [citation for place, citation in kept.items() if place not in twins]
        Citation.objects.bulk_create(fresh)
        Candidate.objects.bulk_create(each for each in self._candidates if each.citation.pk)
        return twins | kept.keys()

    def _decided(
        self, mention: Mention, chosen: Unit | Publication | None, undecided: bool, makers: Said
    ) -> Outcome[Unit | Publication]:
        if chosen is not None:
            return Resolved(chosen)
        return Unresolved(Reason.NOT_HELD) if undecided else self.meaning(mention, makers)

    def meaning(self, mention: Mention, makers: Said = NOTHING_SAID) -> Outcome[Unit | Publication]:
        """What the mention means among the records held; nothing is written unless there is a batch."""
        match mention.outcome:
            case Resolved(ArchivalReference() as reference):
                return self._unit(reference)
            case Resolved(PublicationReference() as reference):
                return self._publication(reference, makers)
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
        shelves = self.held.shelves
        outcome: Outcome[Any] = find_unit(reference, shelves)
        if not isinstance(outcome, Unresolved):
            return outcome
        meanings = meanings_of(reference, self.held.meanings)
        if len(meanings) == 1 and isinstance(meanings[0], ArchivalReference):
            reference = meanings[0]
            outcome = find_unit(reference, shelves)
        elif meanings:
            return _one_of([held for meant in meanings if (held := self._remembered(meant)) is not None])
        if not isinstance(outcome, Unresolved) or self.batch is None or not reference.path:
            return outcome  # type: ignore[return-value]  # a unit is one of the things that can be cited
        name = reference.repository or reference.repository_as_written
        repository = find_repository(name, shelves)
        if isinstance(repository, Unresolved):
            repository = make_repository(name, self.batch)
            if isinstance(repository, Resolved):
                shelves.archives.forget()
        if not isinstance(repository, Resolved):
            return repository if isinstance(repository, Unresolved) else Unresolved(Reason.SEVERAL_ARCHIVES)
        return Resolved(shelves.make(reference, repository.value, self.batch))

    def _remembered(self, meant: ArchivalReference | Publication) -> Unit | Publication | None:
        """What a decision of an editor points at; nothing is made for one of several."""
        if isinstance(meant, Publication):
            return meant
        found = find_unit(meant, self.held.shelves)
        return found.value if isinstance(found, Resolved) else None

    def _publication(self, reference: PublicationReference, makers: Said = NOTHING_SAID) -> Outcome[Unit | Publication]:
        if not reference.title:
            return Unresolved(Reason.INCOMPLETE)
        found = [work for work in self.held.same_work(reference) if may_be(work, reference)]
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return Ambiguous(tuple(found))
        if meanings := meanings_of(reference, self.held.meanings):
            return _one_of([held for meant in meanings if (held := self._remembered(meant)) is not None])
        if self.batch is None:
            return Unresolved(Reason.NOT_HELD)
        self.held.works.forget(folded_key(reference.title))
        return Resolved(make_publication(reference, self.batch, self.held.persons, makers))


def _one_of(held: list[Unit | Publication]) -> Outcome[Unit | Publication]:
    if not held:
        return Unresolved(Reason.NOT_HELD)
    return Resolved(held[0]) if len(held) == 1 else Ambiguous(tuple(held))


def make_publication(
    reference: PublicationReference, batch: Batch | None, persons: Known[Bearer], said: Said = NOTHING_SAID
) -> Publication:
    """The publication as a draft, with the names of its makers as printed, and who they are: as `said`, or certain."""
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
            publication=publication,
            person=person_of(name, said, persons, batch),
            name_printed=cut(name, Contribution, "name_printed"),
            role=role,
            order=order,
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


def _place_of(citation: Citation) -> Place:
    """Ibid. after a source that is printed in a book cites two things at one place: the unit tells them apart."""
    unit = citation.unit.path if citation.unit else ""
    return citation.footnote_id, citation.start, citation.end, citation.as_written, unit, citation.leaves


def _key_for(target: Unit | Publication) -> str:
    return "unit" if isinstance(target, Unit) else "publication"


def _candidate(citation: Citation, held: Unit | Publication) -> Candidate:
    if isinstance(held, Unit):
        return Candidate(citation=citation, unit=held)
    return Candidate(citation=citation, cited_publication=held)
