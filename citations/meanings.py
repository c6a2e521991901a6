"""What editors decided that words mean, asked when nothing is held under those words; several meanings stay several.

"Arkhiv Trotskogo" once decided to be `Houghton/bMS Russ 13` sends `Arkhiv Trotskogo, T-1613` to the unit `T-1613`
there. Boundary: a reference that is held as it is written is never sent elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.auth.models import User

from archive.models import Repository, Unit
from citations.models import Meaning, Publication
from core.known import Known
from notation.folding import folded_key
from notation.references import NO_LEAVES, ArchivalReference, Level, PublicationReference, Reference

MOST_WORDS = 500


def meanings_of(reference: Reference, known: Known[Meaning] | None = None) -> list[ArchivalReference | Publication]:
    """The reference as each remembered meaning of its words has it; the longest words that are remembered decide."""
    forms = forms_of(reference)
    found = (known or Known(remembered)).at(forms)
    longest = max((len(meaning.key) for meaning in found), default=0)
    return [_as_meant(reference, meaning, forms[meaning.key]) for meaning in found if len(meaning.key) == longest]


def remembered(keys: set[str]) -> Iterable[tuple[str, Meaning]]:
    """The meanings of these words, each with their key."""
    found = Meaning.objects.filter(key__in=keys).select_related("repository", "unit__repository", "publication")
    return ((meaning.key, meaning) for meaning in found)


def forms_of(reference: Reference) -> dict[str, tuple[Level, ...]]:
    """The keys of the words that may be remembered, each with the levels that follow those words."""
    return {folded_key(words): rest for words, rest in _forms(reference)}


def is_remembered_as(reference: Reference, meaning: Meaning) -> bool:
    """Whether these are the words of that meaning."""
    return any(folded_key(words) == meaning.key for words, _rest in _forms(reference))


def words_of(reference: Reference) -> str:
    """The words that a decision about this reference would be remembered for: without sheets or pages."""
    return next((words for words, _rest in _forms(reference)), "")[:MOST_WORDS]


def remember(reference: Reference, cited: Unit | Publication, user: User | None, note: str = "") -> Meaning | None:
    """Keep that the words of this reference mean what is cited; None where the words name nothing.

    Levels that both end in are left out, so that one decision serves every file: `Arkhiv Trotskogo, T-1613` decided
    to be `Houghton/bMS Russ 13/T-1613` says that `Arkhiv Trotskogo` is `Houghton/bMS Russ 13`.
    """
    target: Repository | Unit | Publication = cited
    if isinstance(reference, ArchivalReference):
        path = list(reference.path)
        while path and isinstance(target, Unit) and folded_key(path[-1].number) == folded_key(target.number):
            path.pop()
            target = target.parent or target.repository
        reference = replace(reference, path=tuple(path))
    words = words_of(reference)
    if not folded_key(words):
        return None
    kept, _made = Meaning.objects.get_or_create(
        key=folded_key(words),
        **{type(target).__name__.lower(): target},
        defaults={"words": words, "decided_by": user, "note": note[:500]},
    )
    return kept


def reference_to(unit: Unit) -> ArchivalReference:
    """A reference that means exactly this unit."""
    ancestors = Unit.objects.ancestors_of(unit.path)
    levels = tuple(Level(each.level, each.number) for each in (*ancestors, unit))
    return ArchivalReference(unit.repository.code, path=levels)


def reference_to_work(publication: Publication) -> PublicationReference:
    makers = tuple(str(contribution) for contribution in publication.contributions.all())
    return PublicationReference(
        title=publication.title, authors=makers, container=publication.container, year=publication.date
    )


def _forms(reference: Reference) -> Iterator[tuple[str, tuple[Level, ...]]]:
    """The words that may be remembered, longest first, each with the levels that follow them."""
    if isinstance(reference, PublicationReference):
        if reference.title or reference.authors:
            yield " ".join(filter(None, [*reference.authors[:1], reference.title, reference.year])), ()
        return
    name = reference.repository_as_written or reference.repository
    if not name:
        return
    for depth in range(len(reference.path), -1, -1):
        above = [f"{level.name} {level.number}" for level in reference.path[:depth]]
        yield " ".join([name, *above]), reference.path[depth:]


def _as_meant(reference: Reference, meaning: Meaning, rest: tuple[Level, ...]) -> ArchivalReference | Publication:
    if meaning.publication is not None:
        return meaning.publication
    if meaning.unit is not None:
        above = reference_to(meaning.unit)
    else:
        assert meaning.repository is not None, "a constraint holds that"
        above = ArchivalReference(meaning.repository.code)
    leaves = reference.leaves if isinstance(reference, ArchivalReference) else NO_LEAVES
    return replace(above, path=(*above.path, *rest), leaves=leaves)
