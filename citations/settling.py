"""What is decided about the notes of a reading is kept, so that of two editors neither overwrites the other unseen.

Of a page with twenty notes each citation is asked by itself: as its page was opened, as it is sent, as it stands now.
What its editor did not touch stays as the other left it; what both decided differently is written for neither until
one has seen the other's. A note that is corrected by hand carries its version, which stands in the UPDATE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from django.contrib.auth.models import User
from django.db import transaction

from citations.authors import NEW, NOBODY, Said
from citations.models import Reading, ReadingNote
from citations.readings import KINDS, TARGETS, key_of
from core.records import Conflict
from notation.corrections import Piece

Choice = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form says about one citation; `cites` is None where it does not say what is cited, as are `makers`.

    `opened` is the `state_of` what was decided when the form was shown; without it the decision holds whatever stands.
    """

    take: bool
    cites: str | None = None
    undecided: bool = False
    opened: str | None = None
    makers: Said | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two decided otherwise about the citation at this place: `theirs` stands, `yours` was sent and is not kept."""

    order: int
    number: str
    key: str
    who: str
    theirs: Choice
    yours: Choice

    @property
    def name(self) -> str:
        return f"{self.order}:{self.key}"


class Closed(Exception):
    """The reading is being entered, or was: nothing can be decided about it any more."""


def decide(
    reading: Reading, said: Mapping[int, Mapping[str, Decision]], user: User | None = None, version: int | None = None
) -> list[Disagreement]:
    """Keep decisions, by the order of the note and the place in it; returns what somebody else decided otherwise.

    With `version`, raises Conflict where a note has another by now.
    """
    found: list[Disagreement] = []
    with transaction.atomic():
        _hold_open(reading)
        notes = reading.notes.select_for_update(of=("self",)).select_related("changed_by")
        for note in notes.filter(order__in=said).order_by("order"):
            if version not in (None, note.version):
                raise Conflict
            kept = dict(note.choices)
            for key, decision in said[note.order].items():
                theirs, yours = kept.get(key, {}), _sent(kept.get(key, {}), decision)
                if decision.opened is None or theirs in (_read(decision.opened), yours):
                    kept[key] = yours
                elif yours != _read(decision.opened):
                    found.append(Disagreement(note.order, note.number, key, str(note.changed_by or ""), theirs, yours))
            kept = {key: choice for key, choice in kept.items() if choice}
            if kept != note.choices:
                note.choices = kept
                _save(note, user)
        reading.save(update_fields=["changed_at"])
    return found


def recut(note: ReadingNote, pieces: list[Piece] | None, user: User | None = None) -> None:
    """Cut the note anew; what was decided about places that are no more is forgotten. Raises Conflict."""
    with transaction.atomic():
        _hold_open(note.reading)
        note.pieces = None if pieces is None else [[piece.span.start, piece.span.end, piece.words] for piece in pieces]
        if pieces is not None:
            keys = {key_of(piece.span) for piece in pieces}
            note.choices = {key: choice for key, choice in note.choices.items() if key in keys}
        _save(note, user)


def state_of(choice: Mapping[str, Any]) -> str:
    """What was decided about a place, as a form carries it: `out`, `open unit:5`, `maker:Ivan%20Petrov=new`."""
    words = [word for word in ("out", "open") if choice.get(word)]
    words += [f"{kind}:{choice[kind]}" for kind in KINDS if kind in choice]
    makers = sorted(choice.get("makers", {}).items())
    return " ".join([*words, *(f"maker:{quote(name, safe='')}={who}" for name, who in makers)])


def _hold_open(reading: Reading) -> None:
    held = Reading.objects.select_for_update().filter(pk=reading.pk).values_list("state", flat=True).first()
    if held != Reading.State.OPEN:
        raise Closed


def _save(note: ReadingNote, user: User | None) -> None:
    """The UPDATE names the version that was read."""
    written = ReadingNote.objects.filter(pk=note.pk, version=note.version).update(
        pieces=note.pieces, choices=note.choices, version=note.version + 1, changed_by=user
    )
    if not written:
        raise Conflict
    note.version += 1


def _read(state: str) -> Choice:
    choice: Choice = {}
    for word in state.split():
        kind, _colon, number = word.partition(":")
        if word in ("out", "open"):
            choice[word] = True
        elif kind in KINDS and _is_number(number):
            choice[kind] = int(number)
        elif kind == "maker":
            name, _equals, who = number.partition("=")
            choice.setdefault("makers", {})[unquote(name)] = who if _is_who(who) else NOBODY
    return choice


def _sent(before: Mapping[str, Any], decision: Decision) -> Choice:
    """What is decided now; where the form does not say what is cited, what was said before stays."""
    said = before if decision.opened is None else _read(decision.opened)
    choice = {name: value for name, value in said.items() if name not in ("out", "open")}
    if decision.cites is not None:
        choice = _cited(*decision.cites.split(":", 1)) if ":" in decision.cites else {}
    if decision.makers is not None:
        choice.pop("makers", None)
        if makers := {name: who for name, who in decision.makers.items() if _is_who(who)}:
            choice["makers"] = makers
    elif "makers" in said:
        choice["makers"] = said["makers"]
    if not decision.take:
        choice["out"] = True
    if decision.undecided:
        choice["open"] = True
    return choice


def _cited(kind: str, number: str) -> Choice:
    """What a form says is cited, if that is there."""
    if kind not in KINDS or not _is_number(number):
        return {}
    known = TARGETS.get(kind)
    return {kind: int(number)} if known is None or known.objects.filter(pk=number).exists() else {}


def _is_who(who: str) -> bool:
    return who in (NEW, NOBODY) or _is_number(who)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
