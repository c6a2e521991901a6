"""The table files of publications, footnotes and citations; and the list of all tables, in the order of loading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from archive.tables import TABLES as ARCHIVE
from archive.tables import bound
from citations.models import (
    Candidate,
    Citation,
    Contribution,
    Evidence,
    Footnote,
    Printing,
    Publication,
    PublicationIdentifier,
)
from citations.models.citations import STATEMENTS
from citations.models.publications import footnote_key
from core.tables.spec import Beside, Folder, Implied, Line, Lines, Short, Table
from people.tables import TABLES as PEOPLE

JOINT = "; "
HOW = {"full": "explicit", "short": "inherited", "ibid": "ibid", "ibid_delo": "ibid", "": ""}
FORM = {"explicit": "full", "inherited": "short", "ibid": "ibid"}
# The authors of a record `t`, as `authors` in publications.csv names them.
AUTHORS = """(SELECT string_agg(coalesce(nullif(c.name_printed, ''), p.name_en), '; ' ORDER BY c."order", c.id)
    FROM citations_contribution c LEFT JOIN people_person p ON p.id = c.person_id
    WHERE c.publication_id = t.id AND c.role = 'author')"""
# An author that came as a name only is the person whose heading is just that name, if it is one person's alone.
ONE_OF_THAT_NAME = """(SELECT name, min(id) AS id FROM (
        SELECT name_en AS name, id FROM people_person UNION SELECT name_ru, id FROM people_person
    ) headings WHERE name <> '' GROUP BY name HAVING count(*) = 1)"""
# `footnote_key` of a note that repeats number and text of others in its publication, as those of two chapters may.
NTH_KEY = """encode(sha256(convert_to(s.number, 'UTF8') || '\\x00' || convert_to(s.text, 'UTF8') || '\\x00'
    || convert_to(nth::text, 'UTF8')), 'hex')"""
# What tells the lines of one note in the short form of citations.csv.
NOTE = ("publication_id", "note_number", "seq", "raw_text")


def authors_of_publications(lines: Lines) -> Lines:
    """Where there is no contributions.csv: the names in the column `authors` of publications.csv."""
    for line, (number, authors) in lines:
        for order, name in enumerate(filter(None, map(str.strip, authors.split(";"))), start=1) if number else ():
            yield line, ("", number, name, "author", str(order))


def notes_of_citations(lines: Lines) -> Lines:
    """Where there is no footnotes.csv: a note for each run of lines with one publication and note number."""
    publication, place = "", 0
    for at, note in enumerate(_notes(lines, NOTE), start=1):
        line, cells = note[0]
        number = cells[1]
        if not cells[0]:
            continue
        place = place + 1 if cells[0] == publication else 1
        publication = cells[0]
        order = number if number.isascii() and number.isdecimal() else str(place)
        yield line, (f"-{at}", publication, number, order, JOINT.join(cells[3] for _, cells in note))


def with_places_in_notes(folder: Folder, header: tuple[str, ...], lines: Lines) -> tuple[tuple[str, ...], Lines]:
    """Lines without `footnote_id` form notes by themselves; each citation gets its note and the span in its text."""
    if "footnote_id" in header or not {"publication_id", "note_number"} <= set(header):
        return header, lines
    return (*header, "footnote_id", "start", "end"), _with_places(header, lines)


def _with_places(header: tuple[str, ...], lines: Lines) -> Iterator[Line]:
    text_at, publication_at = header.index("raw_text"), header.index("publication_id")
    for at, note in enumerate(_notes(lines, header), start=1):
        start = 0
        if not note[0][1][publication_at]:
            yield from ((line, [*cells, "", "", ""]) for line, cells in note)
            continue
        for line, cells in note:
            end = start + len(cells[text_at])
            yield line, [*cells, f"-{at}", str(start), str(end)]
            start = end + len(JOINT)


def _notes(lines: Lines, header: Sequence[str]) -> Iterator[list[Line]]:
    """Runs of lines of one note, each in the order of `seq`. A line without a publication stands in no note."""
    publication, number = header.index("publication_id"), header.index("note_number")
    seq = header.index("seq") if "seq" in header else -1
    for _, run in groupby(lines, key=lambda line: (line[1][publication], line[1][number])):
        note = list(run)
        if seq >= 0 and len(note) > 1:
            note.sort(key=lambda line: int(line[1][seq]) if line[1][seq].isdecimal() else 0)
        yield note


def how(form: str) -> str:
    return HOW.get(form, form)


def outcome(unit: str, document: str, publication: str) -> str:
    """A citation that says nothing of its outcome is resolved where it names what it cites."""
    return Citation.Outcome.RESOLVED if unit or document or publication else Citation.Outcome.UNRESOLVED


TABLES = (
    Table(
        "publications",
        Publication,
        key=("title", "kind", "container", "volume", "issue", "edition", "date"),
        repeated="number",
        renamed={"pages": "page_count", "page_range": "pages"},
        short={"date": Short(("year",), str)},
        beside={"authors": Beside(AUTHORS)},
        like=("id", "kind", "language", "authors", "title", "container", "place", "publisher", "year", "pages"),
        asked={
            "year": "year",
            "authors": Subquery(
                Contribution.objects.filter(publication=OuterRef("pk"), role=Contribution.Role.AUTHOR)
                .order_by()
                .values("publication")
                .annotate(
                    names=StringAgg(
                        Coalesce(NullIf("name_printed", Value("")), "person__name_en"), JOINT, order_by=("order", "id")
                    )
                )
                .values("names")
            ),
        },
    ),
    Table(
        "contributions",
        Contribution,
        key=("publication", "role", "order", "name_printed"),
        implied=Implied(
            "publications.csv",
            "authors",
            ("id", "authors"),
            ("id", "publication_id", "name_printed", "role", "order"),
            authors_of_publications,
            found={"person": (ONE_OF_THAT_NAME, "name_printed")},
        ),
    ),
    Table("printings", Printing, key=("document", "publication", "pages")),
    Table("publication_identifiers", PublicationIdentifier, key=("publication", "authority", "value")),
    Table(
        "footnotes",
        Footnote,
        key=("publication", "number", "text"),
        repeated="number",
        computed={"key": Short(("number", "text"), footnote_key)},
        counted={"key": NTH_KEY},
        implied=Implied(
            "citations.csv",
            "publication_id",
            NOTE,
            ("id", "publication_id", "number", "order", "text"),
            notes_of_citations,
        ),
    ),
    Table(
        "citations",
        Citation,
        key=("footnote", "start", "end", "as_written", "unit", "leaves", "seen_by", "publication", "pages", "document"),
        renamed={"publication": "cited_publication_id", "as_written": "raw_text"},
        short={
            "how": Short(("form",), how),
            "outcome": Short(("unit_id", "document_id", "cited_publication_id"), outcome),
            "leaves": Short(
                ("leaf_from", "leaf_to"), lambda first, last: f"{first}-{last}" if first != last else first
            ),
        },
        prepare=with_places_in_notes,
        ignored=("publication_id", "note_number", "seq", "repository_id", "year", "language"),
        like=(
            "id",
            "publication_id",
            "note_number",
            "document_id",
            "unit_id",
            "repository_id",
            "form",
            "leaf_from",
            "leaf_to",
            "leaves",
            "year",
            "language",
            "raw_text",
        ),
        asked={
            "publication_id": "footnote__publication_id",
            "note_number": "footnote__number",
            "repository_id": "unit__repository_id",
            "year": "footnote__publication__year",
            "language": "footnote__publication__language",
            "leaf_spans": "leaf_spans",
        },
        said={
            "form": lambda row: FORM[row["how"]],
            "leaf_from": bound("leaf_spans", 0),
            "leaf_to": bound("leaf_spans", 1),
        },
    ),
    Table("candidates", Candidate, key=("citation", "unit", "cited_publication", "document")),
    Table("evidence", Evidence, key=("citation", *STATEMENTS, "about")),
)

ALL: tuple[Table, ...] = (*PEOPLE, *ARCHIVE, *TABLES)
