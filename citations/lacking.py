"""What is missing about a person, or disputed: said on the page, since a silent gap looks like knowledge.

The rule: only what can be told from the page itself, at no further question to the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.records import Certainty
from people.lives import Moment
from people.models import Person, Place

# What is said of an end of life where both its date and its place are missing, the date alone, the place alone.
_BIRTH = (
    gettext_lazy("Neither when nor where the person was born is known here."),
    gettext_lazy("When the person was born is not known here."),
    gettext_lazy("Where the person was born is not known here."),
)
_DEATH = (
    gettext_lazy("Neither when nor where the person died is known here."),
    gettext_lazy("When the person died is not known here."),
    gettext_lazy("Where the person died is not known here."),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement that is not certain: in words, how certain it is, and where it stands on the page."""

    words: str
    certainty: str
    anchor: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    missing: list[str]
    doubts: list[Doubt]

    def __bool__(self) -> bool:
        return bool(self.missing or self.doubts)


def lacking(
    person: Person, moments: Sequence[Moment], pictures: Sequence[Any], proofs: Mapping[tuple[Any, int], Any]
) -> Lacking:
    missing = [
        *_missing_of_end(person.born, person.born_at, _BIRTH),
        *_missing_of_end(person.died, _place_of_death(moments), _DEATH),
    ]
    if not any(picture.file for picture in pictures):
        missing.append(_("No picture of the person is held here."))
    undated = sum(not moment.when for moment in moments)
    if undated:
        words = ngettext("One event has no date.", "%(n)d events have no date.", undated)
        missing.append(words % {"n": undated})
    unproved = sum(not _proved(moment, proofs) for moment in moments)
    if unproved:
        words = ngettext("Of one event no source is named.", "Of %(n)d events no source is named.", unproved)
        missing.append(words % {"n": unproved})
    return Lacking(missing, [_doubt(moment) for moment in moments if _is_doubtful(moment)])


def _missing_of_end(when: str, where: object, words: Sequence[object]) -> list[str]:
    both, date_alone, place_alone = words
    if when and where:
        return []
    return [str(place_alone if when else date_alone if where else both)]


def _place_of_death(moments: Sequence[Moment]) -> Place | None:
    return next((moment.place for moment in moments if moment.about == "died" and moment.place), None)


def _proved(moment: Moment, proofs: Mapping[tuple[Any, int], Any]) -> bool:
    found = proofs.get((type(moment.statement), moment.statement.pk), [])
    return bool(found) if moment.event else any(evidence.about == moment.about for evidence in found)


def _is_doubtful(moment: Moment) -> bool:
    return moment.event is not None and moment.event.certainty != Certainty.CERTAIN


def _doubt(moment: Moment) -> Doubt:
    certainty = moment.event.get_certainty_display() if moment.event else ""
    return Doubt(str(moment.word), certainty, moment.anchor, moment.when)
