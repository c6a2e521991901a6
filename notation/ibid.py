"""What notes leave unsaid is filled in from the notes before: Ibid., Там же, op. cit., levels that are not repeated.

The rule: Ibid. means the one reference before it; where two could be meant it is ambiguous; a failed link breaks the
chain. Boundary: whether a source is held is asked through `look_up`, which the caller passes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from notation.completing import (
    again_by_levels,
    complete_from,
    is_short_for,
    own_holding,
    own_work,
    same_source,
    work_again,
)
from notation.drafts import Draft
from notation.footnotes import Note
from notation.outcomes import Ambiguous, Outcome, Reason, Resolved, Unresolved
from notation.parsing_cursor import MOST_DRAFTS
from notation.parsing_notes import MOST_CHARACTERS, read_drafts
from notation.patterns import RANK
from notation.references import (
    ArchivalReference,
    How,
    Mention,
    Part,
    PublicationReference,
    Reference,
    Span,
    remainder_spans,
)

# A named archive with only these leaves its fond to an earlier note: `ГАЭО. Д. 212. Л. 9`.
_NEEDS_FOND = frozenset({"opis", "delo", "razdel"})
_JOINED_BY_IN = re.compile(r"\A[^;]*\b(?:in|in:|w|в кн\.:?|опубл\.)\s\Z")
_SAME_AUTHOR = frozenset(
    {"он же", "она же", "они же", "его же", "её же", "ее же", "их же", "idem", "eadem", "ders", "dies"}
)
_BOOKLIKE = frozenset({"volume", "chapter", "part"})
_VOLUME_AND_CHAPTER = frozenset({"volume", "chapter"})
LookUp = Callable[[ArchivalReference], Outcome[Reference]]


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note and what it cites; `problem` says what was left unread and why."""

    note: Note
    mentions: tuple[Mention, ...]
    problem: str = ""

    @property
    def remainder(self) -> tuple[Span, ...]:
        """The stretches of the note's text that nothing understood."""
        parts = tuple(part for mention in self.mentions for part in mention.parts)
        return remainder_spans(self.note.text, parts)


def read_notes(notes: Sequence[Note], look_up: LookUp | None = None) -> tuple[ReadNote, ...]:
    """Reads notes in a row; each mention is complete where earlier notes say what it repeats."""
    chain = Chain(look_up)
    return tuple(_read_one(chain, note) for note in notes)


def _read_one(chain: Chain, note: Note) -> ReadNote:
    mentions = chain.read(note.text)
    return ReadNote(note, mentions, _left_unread(note.text, mentions))


def _left_unread(text: str, mentions: tuple[Mention, ...]) -> str:
    if len(text) > MOST_CHARACTERS:
        return f"Only the first {MOST_CHARACTERS:,} of {len(text):,} characters were read for references."
    if len(mentions) >= MOST_DRAFTS:
        return f"Only the first {MOST_DRAFTS:,} references were read."
    return ""


class Chain:
    """What the notes read so far leave for the next one to point to."""

    def __init__(self, look_up: LookUp | None = None) -> None:
        self._look_up = look_up
        self._before: list[Mention] | None = None
        self._printed_in = False
        self._note: list[Mention] = []
        self._by_repository: dict[str, ArchivalReference] = {}
        self._by_collection: dict[str, ArchivalReference] = {}
        self._by_fond: dict[str, ArchivalReference] = {}
        self._titles: dict[str, PublicationReference] = {}
        self._works: dict[str, PublicationReference] = {}
        self._in_full: dict[str, list[PublicationReference]] = {}
        self._by_series: dict[str, ArchivalReference] = {}
        self._by_levels: dict[frozenset[str], list[Reference]] = {}

    def read(self, text: str) -> tuple[Mention, ...]:
        self._note = []
        for draft in read_drafts(text):
            for mention in self._mentions(draft, text):
                self._note.append(mention)
                self._remember(mention)
        self._before = self._note
        self._printed_in = _printed_in(text, self._note)
        return tuple(self._note)

    def _remember(self, mention: Mention) -> None:
        reference = mention.reference
        self._remember_levels(mention)
        if isinstance(reference, ArchivalReference):
            if isinstance(mention.outcome, Unresolved):
                return
            self._by_repository[reference.repository] = reference
            if reference.repository and reference.path and reference.path[0].name == "collection":
                self._by_collection[_collection_key(reference.path[0].number)] = reference
            if reference.path and reference.path[0].name == "fond":
                self._by_fond[reference.path[0].number] = reference
            if reference.path and reference.path[0].name == "series":
                self._by_series[reference.path[0].number.split(" ", 1)[0]] = reference
        elif reference.title or reference.container:
            for name in reference.authors or reference.editors or (reference.title,):
                self._works[_surname(name)] = reference
                if reference.title and (reference.year or reference.place or reference.container):
                    self._in_full.setdefault(_surname(name), []).append(reference)
            self._titles[reference.title.casefold()] = reference

    def _remember_levels(self, mention: Mention) -> None:
        """By the levels below the whole, for `vol. 7, ch. 9`; the last reference of each source stands for it."""
        reference = mention.reference
        if isinstance(mention.outcome, Unresolved):
            return
        if isinstance(reference, ArchivalReference):
            names = frozenset([level.name for level in reference.path if level.name in _BOOKLIKE])
        else:
            names = _VOLUME_AND_CHAPTER if reference.volume and reference.pages.startswith("ch") else frozenset()
        if len(names) > 1:
            others = [one for one in self._by_levels.get(names, ()) if not same_source(one, reference)]
            self._by_levels[names] = [*others, reference]

    # -- one draft ------------------------------------------------------------------------------------------------

    def _mentions(self, draft: Draft, text: str) -> list[Mention]:
        if draft.kind == "unread":
            return self._known_title(draft, text)
        if draft.back == "levels":
            return [self._same_levels(draft, text)]
        if draft.back:
            return self._pointing_back(draft, text)
        if draft.kind == "publication":
            return [self._printed(draft, text)]
        return [self._archival_mention(draft, text)]

    def _printed(self, draft: Draft, text: str) -> Mention:
        reference = own_work(draft)
        same_author = bool(draft.authors) and draft.authors[0].rstrip(".").casefold() in _SAME_AUTHOR
        before = self._last_work() if same_author else None
        if before is None:
            return self._mention(draft, text, reference, "explicit", frozenset(), self._meant(reference))
        reference = replace(reference, authors=before.authors)
        return self._mention(draft, text, reference, "inherited", frozenset({"authors"}), Resolved(reference))

    def _meant(self, reference: PublicationReference) -> Outcome[Reference]:
        """`Novak, Winter Isolators, 14` means the work that an earlier note names in full, or one of several."""
        if reference.container or reference.place or reference.volume:
            return Resolved(reference)
        earlier = [work for name in reference.authors for work in self._in_full.get(_surname(name), ())]
        works = {work.title: work for work in earlier if is_short_for(reference, work)}
        meant = tuple(replace(work, pages=reference.pages) for work in works.values()) or (reference,)
        return Resolved(meant[0]) if len(meant) == 1 else Ambiguous(meant)

    def _known_title(self, draft: Draft, text: str) -> list[Mention]:
        """`Крестьянские письма` alone cites the work of that title which an earlier note names in full."""
        work = self._titles.get(draft.title.casefold())
        if work is None:
            return []
        reference = PublicationReference(title=draft.title)
        return [self._mention(draft, text, reference, "explicit", frozenset(), Resolved(reference))]

    def _last_work(self) -> PublicationReference | None:
        for mention in reversed([*(self._before or ()), *self._note]):
            if isinstance(mention.reference, PublicationReference) and not isinstance(mention.outcome, Unresolved):
                return mention.reference
        return None

    def _archival_mention(self, draft: Draft, text: str) -> Mention:
        own = own_holding(draft)
        base = self._base(draft)
        if base is None:
            complete = bool(own.repository) and (not draft.levels or draft.levels[0].name not in _NEEDS_FOND)
            outcome: Outcome[Reference] = self._checked(own) if complete else Unresolved(Reason.INCOMPLETE)
            return self._mention(draft, text, own, "explicit", frozenset(), outcome)
        whole, inherited = complete_from(own, base)
        how: How = "inherited" if inherited else "explicit"
        outcome = self._checked(whole) if whole.repository else Unresolved(Reason.INCOMPLETE)
        return self._mention(draft, text, whole, how, inherited, outcome)

    def _base(self, draft: Draft) -> ArchivalReference | None:
        """The reference whose repository or upper levels this draft leaves out; None where it is whole in itself."""
        first = draft.levels[0].name if draft.levels else ""
        whole = bool(draft.repository) and first not in _NEEDS_FOND
        if whole:
            return None
        if first == "collection" and not draft.repository:
            return self._by_collection.get(_collection_key(draft.levels[0].number))
        if draft.repository:
            return self._by_repository.get(draft.repository)
        for mention in reversed(self._note):
            if isinstance(mention.reference, ArchivalReference):
                # Within a note the words complete each other even where the source is not held.
                return mention.reference if mention.reference.path else None
        if first == "fond" and draft.levels[0].number in self._by_fond:
            return self._by_fond[draft.levels[0].number]
        if first and RANK[first] < RANK["fond"]:
            return None
        for mention in reversed(self._before or ()):
            if isinstance(mention.reference, ArchivalReference) and not isinstance(mention.outcome, Unresolved):
                return mention.reference
        return None

    def _checked(self, reference: ArchivalReference) -> Outcome[Reference]:
        if self._look_up is None:
            return Resolved(reference)
        return self._look_up(reference)

    # -- pointing back --------------------------------------------------------------------------------------------

    def _pointing_back(self, draft: Draft, text: str) -> list[Mention]:
        if draft.back == "op. cit." or draft.authors:
            return [self._by_author(draft, text)]
        earlier = self._note or self._before
        if earlier is None:
            return [self._failed(draft, text, Reason.NOTHING_BEFORE)]
        if not earlier:
            return [self._failed(draft, text, Reason.BROKEN_CHAIN)]
        pool = self._pool(draft, earlier)
        candidates = self._candidates(draft, pool)
        if not candidates:
            broken = any(isinstance(mention.outcome, Unresolved) for mention in pool)
            return [self._failed(draft, text, Reason.BROKEN_CHAIN if broken else Reason.OTHER_KIND)]
        bare = not draft.levels and not draft.leaves and not draft.fields
        if len(candidates) == 1 or (len(candidates) == 2 and bare and self._printed_in):
            return [
                self._mention(draft, text, whole, "ibid", inherited, self._again(whole))
                for whole, inherited in candidates
            ]
        nearest, inherited = candidates[-1]
        own = own_holding(draft) if draft.kind == "archival" else nearest
        ambiguous: Outcome[Reference] = Ambiguous(tuple(whole for whole, _ in candidates))
        return [self._mention(draft, text, own, "ibid", inherited, ambiguous)]

    def _same_levels(self, draft: Draft, text: str) -> Mention:
        """`vol. 7, ch. 9` means the one source that was cited by volume and chapter before, `FO 371/9` its archive."""
        names = frozenset(level.name for level in draft.levels) & _BOOKLIKE
        found = next((self._by_levels[kept] for kept in self._by_levels if kept <= names or names <= kept), [])
        if draft.levels[0].name == "series":
            base = self._by_series.get(draft.levels[0].number.split(" ", 1)[0])
            found = [base] if base else []
        wholes = [again_by_levels(draft, one) for one in found]
        if len(wholes) == 1:
            whole, inherited = wholes[0]
            return self._mention(draft, text, whole, "ibid", inherited, self._again(whole))
        several: Outcome[Reference] = Ambiguous(tuple(whole for whole, _ in wholes))
        outcome = several if wholes else Unresolved(Reason.INCOMPLETE)
        return self._mention(draft, text, own_holding(draft), "ibid", frozenset(), outcome)

    def _pool(self, draft: Draft, earlier: list[Mention]) -> list[Mention]:
        """What Ibid. may mean: the reference before it in its note, or all of the note before."""
        if draft.in_container:
            works = [*(self._before or ()), *self._note]
            return [mention for mention in works if isinstance(mention.reference, PublicationReference)][-1:]
        return earlier[-1:] if self._note else earlier

    def _again(self, whole: Reference) -> Outcome[Reference]:
        if isinstance(whole, PublicationReference):
            return self._meant(whole)
        return self._checked(whole) if whole.repository else Unresolved(Reason.INCOMPLETE)

    def _candidates(self, draft: Draft, pool: Iterable[Mention]) -> list[tuple[Reference, frozenset[str]]]:
        found: list[tuple[Reference, frozenset[str]]] = []
        archival_only = draft.kind == "archival"
        references: list[Reference] = []
        for mention in pool:
            outcome = mention.outcome
            if isinstance(outcome, Unresolved) and outcome.reason is not Reason.INCOMPLETE:
                continue
            references.extend(outcome.candidates if isinstance(outcome, Ambiguous) else (mention.reference,))
        by_page = draft.fields.get("by") == "page" or "pages" in draft.fields
        printed = any(isinstance(reference, PublicationReference) for reference in references)
        for reference in references:
            if isinstance(reference, ArchivalReference):
                if by_page and printed and not draft.levels:
                    continue
                filled: tuple[Reference, frozenset[str]] = complete_from(own_holding(draft), reference)
            elif archival_only:
                continue
            else:
                filled = work_again(draft, reference)
            if filled[0] not in (one for one, _ in found):
                found.append(filled)
        return found

    def _by_author(self, draft: Draft, text: str) -> Mention:
        """`Ivanov, ibid.`, `Орлова Н.П. Указ. соч.`: the author's last work; without a name, the work before."""
        earlier = None
        for name in draft.authors or ((draft.title,) if draft.title else ()):
            earlier = earlier or self._works.get(_surname(name))
        if draft.authors or draft.title:
            if draft.title or earlier is None:
                own = own_work(draft)
                reason = Reason.NO_EARLIER_WORK if draft.back == "op. cit." else Reason.BROKEN_CHAIN
                outcome: Outcome[Reference] = Resolved(own) if own.title else Unresolved(reason)
                return self._mention(draft, text, own, "explicit" if own.title else "ibid", frozenset(), outcome)
            whole, inherited = work_again(draft, earlier)
            whole = replace(whole, authors=draft.authors)
            return self._mention(draft, text, whole, "ibid", inherited - {"authors"}, Resolved(whole))
        if work := self._last_work():
            whole, inherited = work_again(draft, work)
            return self._mention(draft, text, whole, "ibid", inherited, Resolved(whole))
        return self._failed(draft, text, Reason.NO_EARLIER_WORK)

    def _failed(self, draft: Draft, text: str, reason: Reason) -> Mention:
        own: Reference = own_holding(draft) if draft.kind == "archival" else own_work(draft)
        return self._mention(draft, text, own, "ibid", frozenset(), Unresolved(reason))

    def _mention(
        self,
        draft: Draft,
        text: str,
        reference: Reference,
        how: How,
        inherited: frozenset[str],
        outcome: Outcome[Reference],
    ) -> Mention:
        span = Span(draft.start, draft.end)
        parts = tuple(_paged(draft.parts) if isinstance(reference, PublicationReference) else draft.parts)
        return Mention(reference, span, text[draft.start : draft.end], how, inherited, outcome, draft.remark, parts)


def _paged(parts: Iterable[Part]) -> Iterator[Part]:
    """The 14 of `Ibid., 14` was taken for a sheet until it was known that a book is repeated."""
    return (part._replace(kind="pages") if part.kind == "leaves" else part for part in parts)


def _printed_in(text: str, note: Sequence[Mention]) -> bool:
    """Is this an archival reference and the book that prints it: `RGAE 1562/20/42, 7, in Orlova, ed., Dokumenty`?"""
    if len(note) != 2:
        return False
    first, second = note
    kinds = isinstance(first.reference, ArchivalReference) and isinstance(second.reference, PublicationReference)
    return kinds and _JOINED_BY_IN.search(text[first.span.end : second.span.start]) is not None


def _collection_key(name: str) -> str:
    """`P. A. Orlov’s collection` is found again as `Orlov’s collection`."""
    return " ".join(name.casefold().split()[-2:])


def _surname(name: str) -> str:
    words = [word.strip(".,").lower() for word in name.split()]
    long = [word for word in words if len(word) > 2]
    first_is_surname = (len(words) > 1 and words[1].endswith(".")) or (
        len(name.split()) > 1 and name.split()[1].endswith(".")
    )
    if not long:
        return name.lower()
    return long[0] if first_is_surname or name.split()[0].endswith(",") else long[-1]
