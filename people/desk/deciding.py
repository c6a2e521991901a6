"""The form on which an editor decides about one record of an authority: whom it means, and each of its statements.

Boundary: what a decision does is `people.proposals.decide`; here it is asked for and read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notation.folding import CYRILLIC_TO_ASCII
from people.identities import ENDS, candidates
from people.models import AuthorityRecord, Proposal
from people.proposals import Decision, Held

NEW, NOBODY = "new", "nobody"
DECISIONS = (("accept", _("accept")), ("refuse", _("refuse")), ("later", _("later")))


@dataclass(frozen=True, slots=True)
class Line:
    """An open proposal: its field, and what stands at the person now instead."""

    proposal: Proposal
    field: forms.BoundField
    stands: str


class DecisionForm(forms.Form):
    """`accept_all` and `refuse_all` are buttons: they decide what was left for later."""

    person = forms.ChoiceField(label=_("This is"), widget=forms.RadioSelect)
    name_en = forms.CharField(label=_("heading in Latin script"), max_length=300, required=False)
    name_ru = forms.CharField(label=_("heading in Russian"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, record: AuthorityRecord, data: Any = None) -> None:
        self.record = record
        self.persons = [record.person] if record.person else candidates(record)
        self.waiting = list(record.proposals.filter(state=Proposal.State.OPEN))
        latin, russian = _headings(self.waiting, record.called)
        first = {"name_en": latin, "name_ru": russian, "version": record.person.version if record.person else None}
        super().__init__(data, initial={"person": self.persons[0].pk if record.person else None, **first})
        choices = [(str(person.pk), str(person)) for person in self.persons]
        ways = [(NEW, _("a new person"))] if not record.person else []
        self.fields["person"].choices = [*choices, *ways, (NOBODY, _("nobody of ours: refuse all"))]  # type: ignore[attr-defined]  # a ChoiceField
        for proposal in self.waiting:
            self.fields[f"p{proposal.pk}"] = forms.ChoiceField(
                label=str(proposal), choices=DECISIONS, initial="later", widget=forms.RadioSelect, required=False
            )

    def lines(self) -> Iterator[Line]:
        held = Held(self.record.person) if self.record.person else None
        for proposal in self.waiting:
            yield Line(proposal, self[f"p{proposal.pk}"], _standing(proposal, held))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("person") == NEW and not cleaned.get("name_en"):
            self.add_error("name_en", _("A person needs a heading in Latin script."))
        return cleaned

    def decision(self) -> Decision:
        chosen = self.cleaned_data["person"]
        rest = "accept" if "accept_all" in self.data else "refuse" if "refuse_all" in self.data else "later"
        said: dict[str, set[int]] = {"accept": set(), "refuse": set(), "later": set()}
        for proposal in self.waiting:
            word = self.cleaned_data[f"p{proposal.pk}"] or "later"
            said[rest if word == "later" else word].add(proposal.pk)
        headings = (self.cleaned_data["name_en"], self.cleaned_data["name_ru"])
        return Decision(
            next((person for person in self.persons if str(person.pk) == chosen), None),
            headings if chosen == NEW else None,
            frozenset(said["accept"]),
            frozenset(said["refuse"]),
            self.cleaned_data["version"],
        )


def _standing(proposal: Proposal, held: Held | None) -> str:
    if held is None:
        return ""
    if held.has(proposal):
        return str(_("stands already"))
    if proposal.kind in ENDS:
        return str(getattr(held.person, proposal.kind))
    if proposal.kind == Proposal.Kind.IDENTIFIER:
        return ", ".join(value for authority, value in sorted(held.numbers) if authority == proposal.authority)
    return ""


def _headings(waiting: Sequence[Proposal], called: str) -> tuple[str, str]:
    """As a heading is written: surname first; for the editor to mend."""
    names = [called, *(each.text for each in waiting if each.kind == Proposal.Kind.NAME)]
    russian = [name for name in names if any(letter in CYRILLIC_TO_ASCII for letter in name.lower())]
    latin = [name for name in names if name not in russian]
    return _surname_first(latin), _surname_first(russian)


def _surname_first(names: Sequence[str]) -> str:
    """One that is written so in the file, else the first with its last word in front."""
    inverted = next((name for name in names if ", " in name), "")
    if inverted or not names:
        return inverted
    given, _space, surname = names[0].rpartition(" ")
    return f"{surname}, {given}" if given else surname
