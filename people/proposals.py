"""Files of authorities become proposals, and proposals statements of persons: one by one, by an editor at the desk.

The rule: reading a file writes nothing but proposals, and the same file a second time writes nothing; what stands
already or was refused is not proposed again. What is accepted says in the history which record of whose it is from.
Boundary: whom a record means is `people.identities`; the pages are `people.desk`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from core.fields import reading_of
from core.history import because
from core.records import Conflict
from core.roles import may_change
from notation.names_parts import natural_order
from people.identities import ENDS, Meant, who_is_meant
from people.imports.reading import FileRead
from people.imports.said import Described, Said, script_of
from people.models import AuthorityFile, AuthorityRecord, Identifier, Name, Person, Proposal

Met = AuthorityRecord.Met


@dataclass(frozen=True, slots=True)
class Report:
    """How many records were met how, and how many statements were proposed; `file` where it was applied."""

    met: Mapping[str, int]
    proposed: int
    unheld: int
    read: FileRead
    file: AuthorityFile | None = None

    def lines(self) -> list[str]:
        said = [_("Persons described: %(count)d.") % {"count": len(self.read.records)}]
        said += [f"{Met(met).label}: {count}" for met, count in sorted(self.met.items())]
        said.append(_("New proposals: %(count)d.") % {"count": self.proposed})
        if self.unheld:
            said.append(_("Not held here, so that nothing is proposed of them: %(count)d.") % {"count": self.unheld})
        if self.read.passed:
            said.append(_("Of no person, and passed over: %(count)d.") % {"count": self.read.passed})
        if self.read.odd:
            said.append(_("Could not be read: %(count)d.") % {"count": self.read.odd})
        return said


def propose(
    read: FileRead, name: str, content_hash: str, user: Any = None, *, newcomers: bool = False, apply: bool
) -> Report:
    """What the file says and does not stand here, as proposals; of persons not held too if `newcomers`."""
    with transaction.atomic(), because(f"proposals read from {name}"):
        standing = _standing(read.records)
        meant = who_is_meant([record for record in read.records if _key(record) not in standing])
        persons = [*(record.person for record in standing.values()), *(each.person for each in meant.values())]
        prefetch_related_objects([person for person in persons if person], "names", "identifiers")
        file = AuthorityFile(name=name[:300], content_hash=content_hash, user=user)
        met: Counter[str] = Counter()
        unheld = 0
        fresh: list[tuple[AuthorityRecord, list[Proposal]]] = []
        for described in read.records:
            record = standing.get(_key(described)) or _record(described, meant[_key(described)], file)
            if record.met == Met.NEW and record._state.adding and not newcomers:
                unheld += 1
                continue
            met[record.met] += 1
            new = list(_new(described, record))
            if new:
                fresh.append((record, new))
        report = Report(met, sum(len(new) for _record_of, new in fresh), unheld, read)
        if not apply or not fresh:
            return report
        return _kept(report, file, fresh)


def _kept(report: Report, file: AuthorityFile, fresh: Sequence[tuple[AuthorityRecord, list[Proposal]]]) -> Report:
    file.report = "\n".join(report.lines())
    file.save()
    made = [record for record, _new_ones in fresh if record._state.adding]
    for record in made:
        record.file = file
    AuthorityRecord.objects.bulk_create(made)
    Proposal.objects.bulk_create(proposal for _record_of, new in fresh for proposal in new)
    return Report(report.met, report.proposed, report.unheld, report.read, file)


def _key(described: Described) -> tuple[str, str]:
    return described.authority, described.value


def _standing(records: Sequence[Described]) -> dict[tuple[str, str], AuthorityRecord]:
    """Records of these numbers that were read before, with all that they proposed."""
    found: dict[tuple[str, str], AuthorityRecord] = {}
    for authority in {record.authority for record in records}:
        values = [record.value for record in records if record.authority == authority]
        rows = AuthorityRecord.objects.filter(authority=authority, value__in=values)
        found |= {
            (row.authority, row.value): row for row in rows.select_related("person").prefetch_related("proposals")
        }
    return found


def _record(described: Described, meant: Meant, file: AuthorityFile) -> AuthorityRecord:
    return AuthorityRecord(
        authority=described.authority,
        value=described.value,
        called=described.called,
        person=meant.person,
        met=meant.met,
        file=file,
    )


def _new(described: Described, record: AuthorityRecord) -> Iterator[Proposal]:
    """Statements that neither stand at the person nor were proposed before."""
    if record.met == Met.NOBODY:
        return
    known = {(p.kind, p.authority, p.text) for p in record.proposals.all()} if not record._state.adding else set()
    held = Held(record.person) if record.person else None
    for said in described.said:
        if (said.kind, said.authority, said.text) not in known and not (held and held.has(said)):
            yield Proposal(
                record=record,
                kind=said.kind,
                text=said.text,
                language=said.language,
                script=script_of(said.text) if said.kind == "name" else "",
                name_kind=said.name_kind,
                authority=said.authority,
            )


class Held:
    """What stands at a person: names in either order of their words, dates by what they mean, numbers."""

    def __init__(self, person: Person) -> None:
        self.person = person
        names = (person.name_en, person.name_ru, *(name.text for name in person.names.all()))
        self.names = {form for name in names if name for form in (_plain(name), _plain(natural_order(name)))}
        self.numbers = {(each.authority, each.value) for each in person.identifiers.all()}

    def has(self, said: Said | Proposal) -> bool:
        if said.kind == "name":
            return bool({_plain(said.text), _plain(natural_order(said.text))} & self.names)
        if said.kind == "identifier":
            return (said.authority, said.text) in self.numbers
        reading, ours = reading_of(said.text), getattr(self.person, f"{said.kind}_edtf")
        return getattr(self.person, said.kind) == said.text or bool(reading and ours == reading.edtf)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(",", " ").split())


# -- decided ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor says of a record: whom it means, and which of its open proposals are accepted and refused.

    `person` is whom it is taken for; with `headings` a new person is made; with neither it is nobody of ours.
    """

    person: Person | None
    headings: tuple[str, str] | None = None
    accepted: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    # The version of the person that the page showed.
    version: int | None = None


def decide(number: int, decision: Decision, user: Any) -> Person | None:
    """All of it or nothing. Raises core.refusals.REFUSALS, and PermissionDenied."""
    with transaction.atomic():
        record = AuthorityRecord.objects.select_for_update(of=("self",)).select_related("file").get(pk=number)
        with because(f"{record.authority} {record.value}, {record.file.name}"):
            person = _person_for(record, decision, user)
            waiting = list(record.proposals.filter(state=Proposal.State.OPEN))
            if person is None:
                _settle(waiting, Proposal.State.REFUSED, user)
                return None
            chosen = [each for each in waiting if each.pk in decision.accepted]
            _accept(person, chosen)
            _settle(chosen, Proposal.State.ACCEPTED, user)
            _settle([each for each in waiting if each.pk in decision.refused], Proposal.State.REFUSED, user)
            return person


def _person_for(record: AuthorityRecord, decision: Decision, user: Any) -> Person | None:
    if decision.headings is not None:
        if not user.has_perm("people.add_person"):
            raise PermissionDenied
        person = Person(name_en=decision.headings[0], name_ru=decision.headings[1])
        person.full_clean()
        person.save()
    elif decision.person is not None:
        person = Person.objects.select_for_update().get(pk=decision.person.pk)
        if not (user.has_perm("people.change_person") and may_change(user, person)):
            raise PermissionDenied
        if decision.version is not None and person.version != decision.version:
            raise Conflict(_("Somebody else has changed this person since you opened the page."))
    else:
        record.person, record.met = None, Met.NOBODY
        record.save()
        return None
    if record.person_id != person.pk:
        record.person, record.met = person, Met.CHOSEN
        record.save()
    return person


def _accept(person: Person, chosen: Iterable[Proposal]) -> None:
    held = Held(person)
    dated = False
    for proposal in chosen:
        if held.has(proposal):
            continue
        if proposal.kind in ENDS:
            setattr(person, proposal.kind, proposal.text)
            dated = True
        elif proposal.kind == Proposal.Kind.IDENTIFIER:
            Identifier.objects.create(person=person, authority=proposal.authority, value=proposal.text)
        else:
            kind = proposal.name_kind or Name.Kind.VARIANT
            own = {"language": proposal.language, "script": proposal.script}
            Name.objects.get_or_create(person=person, text=proposal.text, kind=kind, defaults=own)
    if dated:
        person.save()


def _settle(proposals: Iterable[Proposal], state: Proposal.State, user: Any) -> None:
    for proposal in proposals:
        proposal.state, proposal.decided_by, proposal.decided_at = state, user, timezone.now()
        proposal.save()
