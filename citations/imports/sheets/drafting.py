"""The table files that a sheet becomes, row by row, and the way back from a complaint to the line that caused it."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _

from archive.imports.holders import Holder, Undecided, holder_of
from archive.models.units import path_key, segment_of
from citations.models import Publication
from core.known import Known
from core.records import Status
from core.tables.files import KEPT, Problem
from notation.folding import folded_key
from notation.outcomes import Resolved
from notation.parsing import read_note
from notation.references import ArchivalReference
from notation.vocabulary import scheme, schemes
from people.models import Identifier, Person

# `17/171/87`, also with spaces beside the slashes: nothing but numbers.
NUMBERS = re.compile(r"[^/.,;]+(?:/[^/.,;]+)*")
# Our own number of a record, where its name does not tell it from others.
OWN_NUMBER = re.compile(r"#(\d{1,9})")
PERSON = ("name_en", "name_ru", "born", "died")
WORK = ("title", "kind", "container", "volume", "issue", "edition", "date")
RECORDS = {"persons", "repositories", "units", "documents", "publications", "footnotes", "citations"}


class Draft:
    """Rows for table files; ids are counted from 1 in each file.

    What the rows name is given beforehand, so that five thousand of them do not ask five thousand times.
    """

    def __init__(
        self, names: Iterable[str] = (), identifiers: Iterable[tuple[str, str]] = (), works: Iterable[str] = ()
    ) -> None:
        self.problems: list[Problem] = []
        self._rows: dict[str, list[dict[str, object]]] = defaultdict(list)
        self._lines: dict[str, list[int]] = defaultdict(list)
        self._archives: dict[str, tuple[int, Holder]] = {}
        self._units: dict[str, dict[str, object]] = {}
        self._persons: dict[str, int] = {}
        self._works: dict[str, int] = {}
        self._notes: dict[tuple[int, str, str], int] = {}
        self._order: Counter[int] = Counter()
        self._held = _persons_called(names)
        self._identified = Known(_persons_identified)
        self._identified.at(identifiers)
        self._titled = Known(_works_called)
        self._titled.at(works)

    def add(self, table: str, line: int, **cells: object) -> int:
        """One row; its id in the file."""
        number = len(self._rows[table]) + 1
        status = {"status": Status.DRAFT} if table in RECORDS else {}
        self._rows[table].append({"id": number, **status, **cells})
        self._lines[table].append(line)
        return number

    def complain(self, line: int, column: str, sentence: str) -> None:
        if len(self.problems) < KEPT:
            self.problems.append(Problem("", line, f"{column}: {sentence}" if column else sentence))

    def archive(self, line: int, name: str) -> int | None:
        """The archive of that name in repositories.csv; None, and a complaint, where it cannot be told."""
        if name not in self._archives:
            try:
                holder = holder_of(name, must_be_known=True)
            except Undecided as undecided:
                self.complain(line, "archive", str(undecided))
                return None
            known = next((number for number, other in self._archives.values() if other.code == holder.code), None)
            self._archives[name] = (known or self._add_archive(line, holder), holder)
        return self._archives[name][0]

    def unit(self, line: int, archive: str, shelfmark: str, **cells: object) -> int | None:
        """The unit at the shelfmark with every level above it; cells are its own, where the row describes it."""
        number = self.archive(line, archive)
        steps = _steps(self._archives[archive][1], shelfmark) if number else []
        if number and not steps:
            self.complain(line, "shelfmark", _("“%(text)s” is not understood; write 17/171/87.") % {"text": shelfmark})
        path, above, found = self._archives[archive][1].code if number else "", "", None
        for depth, (level, step) in enumerate(steps, start=1):
            path = f"{path}/{segment_of(step)}"
            own = {name: cell for name, cell in cells.items() if cell} if depth == len(steps) else {}
            found = self._units.get(path_key(path))
            if found is None:
                given = {"parent_id": above, "repository_id": number, "level": level, "number": step, **own}
                self.add("units", line, **given)
                found = self._units[path_key(path)] = self._rows["units"][-1]
            elif own and any(name in found for name in own):
                self.complain(line, "shelfmark", _("%(path)s is described by two rows.") % {"path": path})
            found.update(own)
            above = str(found["id"])
        return int(str(found["id"])) if found else None

    def person(self, line: int, column: str, name: str) -> int | None:
        """The one person of that name, held or in this sheet; made where there is none; several are a complaint."""
        held = self._held.get(_name_key(name), ())
        if len(held) > 1:
            said = {"name": name, "numbers": ", ".join(f"#{person.pk}" for person in held)}
            self.complain(line, column, _("Several persons are called %(name)s: write one of %(numbers)s.") % said)
            return None
        if held:
            return self.person_held(line, name)
        if OWN_NUMBER.fullmatch(name):
            self.complain(line, column, _("There is no person %(name)s.") % {"name": name})
            return None
        return self.add_person(line, **_heading(name))

    def person_held(self, line: int, name: str) -> int | None:
        """The person of that name if there is just one here; None where there are several, or none."""
        held = self._held.get(_name_key(name), ())
        return self.add_person(line, **{each: getattr(held[0], each) for each in PERSON}) if len(held) == 1 else None

    def identified(self, values: Iterable[tuple[str, str]]) -> list[Person]:
        """The persons held who have one of these identifiers."""
        return list({person.pk: person for person in self._identified.at(values)}.values())

    def add_person(self, line: int, **cells: object) -> int:
        """A row of persons.csv, one for each person however often the sheet names it."""
        key = "\0".join(str(cells.get(field, "")) for field in PERSON)
        if key not in self._persons:
            self._persons[key] = self.add("persons", line, **cells)
        return self._persons[key]

    def work(self, line: int, column: str, title: str) -> int | None:
        """The one publication held of that title or number."""
        if title not in self._works:
            found = self._titled.at([title])
            if len(found) != 1:
                numbers = ", ".join(f"#{work.pk}" for work in found[:3])
                several = _("Several works are called that: write one of %(numbers)s.") % {"numbers": numbers}
                self.complain(line, column, several if found else _("No work of that title is held: enter it first."))
                return None
            self._works[title] = self.add("publications", line, **{name: getattr(found[0], name) for name in WORK})
        return self._works[title]

    def note(self, line: int, work: int, number: str, page: str, text: str) -> int:
        """The note of a publication, once for all its citations; notes stand in the order of the sheet."""
        key = (work, number, text)
        if key not in self._notes:
            self._order[work] += 1
            place = {"publication_id": work, "order": self._order[work]}
            self._notes[key] = self.add("footnotes", line, **place, number=number, page=page, text=text)
        return self._notes[key]

    def write(self, folder: Path) -> None:
        for table, rows in self._rows.items():
            header = list(dict.fromkeys(name for row in rows for name in row)) or ["id", "repository_id", "name"]
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="")
                writer.writeheader()
                writer.writerows(rows)

    def where(self, problem: Problem) -> Problem:
        """The complaint about a line of a table file, as one about the line of the sheet."""
        lines = self._lines.get(problem.file.removesuffix(".csv"), ())
        at = problem.line - 2  # a header, and lines count from 1
        return Problem("", lines[at], problem.sentence) if 0 <= at < len(lines) else problem

    def _add_archive(self, line: int, holder: Holder) -> int:
        number = self.add("repositories", line, **holder.cells())
        for name in holder.names:
            self.add("repository_names", line, repository_id=number, **name)
        # Without this file, the names in repositories.csv would be taken for names of the archive that stands.
        self._rows.setdefault("repository_names", [])
        return number


def _steps(holder: Holder, shelfmark: str) -> list[tuple[str, str]]:
    """`17/171/87` and `ф. 17, оп. 171, д. 87` → the level and number of each step."""
    levels = (schemes().get(holder.scheme) or scheme("fond")).levels
    if NUMBERS.fullmatch(shelfmark):
        numbers = [number.strip() for number in shelfmark.split("/")]
        if len(numbers) > len(levels) or not all(map(segment_of, numbers)):
            return []
        return [(level.name, number) for level, number in zip(levels, numbers, strict=False)]
    written = f"{holder.code}, {shelfmark}".rstrip(" .")
    mentions = read_note(written)
    if len(mentions) == 1 and mentions[0].text.rstrip(" .") == written:
        match mentions[0].outcome:
            case Resolved(ArchivalReference() as reference):
                return [(level.name, level.number) for level in reference.path]
    return []


def _name_key(name: str) -> str:
    return name if OWN_NUMBER.fullmatch(name) else folded_key(name)


def _heading(name: str) -> dict[str, str]:
    return {"name_en": name, "name_ru": name if re.search("[А-яЁё]", name) else ""}


def _persons_called(names: Iterable[str]) -> dict[str, Sequence[Person]]:
    """Persons held, by the folded key of every name and by our own number, of those that are asked for."""
    wanted = set(names)
    numbers = [int(own[1]) for name in wanted if (own := OWN_NUMBER.fullmatch(name))]
    keys = {folded_key(name) for name in wanted} - {""}
    found: dict[str, dict[int, Person]] = defaultdict(dict)
    for key, person in Person.objects.with_name_keys(keys):
        found[key][person.pk] = person
    for person in Person.objects.filter(pk__in=numbers):
        found[f"#{person.pk}"][person.pk] = person
    return {key: tuple(persons.values()) for key, persons in found.items()}


def _persons_identified(wanted: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], Person]]:
    """Persons held, by authority and identifier; one value may be that of two persons at two authorities."""
    found = Identifier.objects.filter(person__isnull=False, value__in={value for _authority, value in wanted})
    for identifier in found.select_related("person"):
        if identifier.person and (identifier.authority, identifier.value) in wanted:
            yield (identifier.authority, identifier.value), identifier.person


def _works_called(wanted: set[str]) -> Iterator[tuple[str, Publication]]:
    """Publications held, by our own number or by the title as the sheet writes it."""
    keys: dict[object, list[str]] = defaultdict(list)
    for title in wanted:
        own = OWN_NUMBER.fullmatch(title)
        keys[int(own[1]) if own else folded_key(title)].append(title)
    numbers = [key for key in keys if isinstance(key, int)]
    titles = [key for key in keys if isinstance(key, str)]
    for work in Publication.objects.filter(models.Q(pk__in=numbers) | models.Q(title_key__in=titles)).order_by("pk"):
        yield from ((title, work) for title in (*keys.get(work.pk, ()), *keys.get(work.title_key, ())))
