"""A finding aid becomes a tree of units: said first, then written as one import that can be undone, safe to repeat.

The tree goes in as table files, by the same way as any other load (`core.tables.loading`), so a second run finds every
unit by its shelfmark and changes nothing. A component without a number, or with one that a neighbour has already, gets
its place among its neighbours in square brackets, `[12]`, as archivists mark what they supply.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from archive.imports.ead import Described, FindingAidRead, read_finding_aid
from archive.imports.holders import Holder, Undecided, holder_of
from archive.models.units import path_key, segment_of
from archive.tables import TABLES as ARCHIVE
from archive.tables import title_en, title_ru
from core.records import Status
from core.tables.loading import LoadReport, load
from core.tables.spec import Table
from people.tables import TABLES as PEOPLE

# What a finding aid is called among the files that were sent.
FINDING_AID = "finding aid"
TABLES: tuple[Table, ...] = (*PEOPLE, *ARCHIVE)
# The levels of EAD 2002 and EAD3 that have another word here.
LEVELS = {"recordgrp": "record group", "class": "series", "otherlevel": "item", "fonds": "fond", "subgrp": "subgroup"}
LONGEST = {"number": 100, "level": 20, "extent": 200, "unitid": 300, "identifier": 300, "container": 300, "url": 1000}
COLUMNS = {
    "repositories": ("id", "code", "scheme", "name_en", "name_ru", "isil", "status"),
    "repository_names": ("id", "repository_id", "name", "language", "kind", "former"),
    "units": (
        *("id", "parent_id", "repository_id", "level", "number"),
        *("title_en", "title_ru", "date", "extent", "description", "url", "status"),
    ),
    "components": ("id", "unit_id", "identifier", "unitid"),
    "containers": ("id", "unit_id", "text"),
}
Row = Sequence[object]


@dataclass(slots=True)
class Imported:
    """What came of one finding aid: `read` components, and the report of the load."""

    title: str
    archive: str
    read: int
    report: LoadReport
    # Where the file was not taken at its word: a number supplied, a text too long for its field.
    remarks: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [f"{self.title}: {self.read:,} units, {self.archive}", *self.remarks, *self.report.lines()]


def import_finding_aid(
    content: bytes, name: str, apply: bool, code: str = "", progress: Callable[[str], None] = lambda said: None
) -> Imported:
    """Read an EAD file and load it; `code` names the archive where the file does not, or says it otherwise.

    Whoever calls keeps the file itself (`core.models.SentFile`).

    Raises NoFindingAid for a file that is none, Undecided where its archive cannot be told.
    """
    aid = read_finding_aid(content)
    tree = _Tree(aid, holder_of(aid.archive, code, aid.isil))
    with tempfile.TemporaryDirectory() as folder:
        tree.write(Path(folder))
        report = load(TABLES, Path(folder), apply, source=name, progress=progress)
    return Imported(aid.title or aid.top.title, tree.archive, len(tree.units), report, tree.remarks)


class _Tree:
    """The rows of the table files of one finding aid."""

    def __init__(self, aid: FindingAidRead, holder: Holder) -> None:
        self.archive = holder.code
        self.remarks: list[str] = []
        self.units: list[Row] = []
        self._components: list[Row] = []
        self._containers: list[Row] = []
        self._repositories = [(1, *holder.cells().values(), Status.DRAFT)]
        self._names = [(number, 1, *name.values()) for number, name in enumerate(holder.names, start=1)]
        top_number = aid.top.unitid or aid.identifier
        if not top_number:
            raise Undecided("The finding aid gives its fond or collection no number (unitid, eadid).")
        self._add(aid.top, "", top_number)

    def write(self, folder: Path) -> None:
        tables: Mapping[str, Sequence[Row]] = {
            "repositories": self._repositories,
            "repository_names": self._names,
            "units": self.units,
            "components": self._components,
            "containers": self._containers,
        }
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([COLUMNS[name], *rows])

    def _add(self, described: Described, parent: object, number: str) -> None:
        own = len(self.units) + 1
        extent = self._fitting("extent", described.extent, described)
        url = described.url if _is_address(described.url) else ""
        more = [text for text, kept in ((described.extent, extent), (described.url, url)) if text != kept]
        self.units.append(
            (
                own,
                parent,
                1,
                LEVELS.get(described.level, described.level)[: LONGEST["level"]],
                number,
                title_en(described.title),
                title_ru(described.title),
                described.date,
                extent,
                "\n\n".join([*more, described.description]).strip(),
                url,
                Status.DRAFT,
            )
        )
        self._components.append(
            ("", own, described.identifier[: LONGEST["identifier"]], described.unitid[: LONGEST["unitid"]])
        )
        for place in dict.fromkeys(described.containers):
            self._containers.append(("", own, self._fitting("container", place, described)))
        for part, part_number in _numbered(described.parts):
            self._add(part, own, part_number)

    def _fitting(self, what: str, text: str, described: Described) -> str:
        if len(text) <= LONGEST[what]:
            return text
        self.remarks.append(f"Line {described.line}: the {what} was cut; it is longer than {LONGEST[what]} characters.")
        return f"{text[: LONGEST[what] - 1]}…"


def _is_address(url: str) -> bool:
    """Whether a unit can have it as its address; others, such as ones with spaces in them, stay in the description."""
    try:
        URLValidator(("http", "https"))(url)
    except ValidationError:
        return False
    return len(url) <= LONGEST["url"]


def _numbered(parts: Sequence[Described]) -> Iterator[tuple[Described, str]]:
    """Each with its number under its parent: as written where that is one and no neighbour's, else its place."""
    taken: set[str] = set()
    for place, part in enumerate(parts, start=1):
        key = path_key(segment_of(part.unitid))
        usable = key and key not in taken and len(part.unitid) <= LONGEST["number"]
        taken.add(key)
        yield part, part.unitid if usable else f"[{place}]"
