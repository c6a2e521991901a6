"""Records as a file, in every form that a list has, written as the records come: no form needs all of them at once.

The rule: what a list declares once, its columns and what a record is to a reference manager, every form is made of.
Boundary: which records these are, and how many may be asked for, is for the public lists (`core.listing`) and for the
desk (`core.desk_files`) to say.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.sources import Language, Source
from core.sources.files import FORMS, entries
from core.spreadsheets import save_workbook

# Records are read so many at a time, and text is passed on in pieces of about so many letters.
SLICE = 500
PIECE = 60_000
# A file of a public list waits in memory up to this size, then on the disk.
IN_MEMORY = 2_000_000
FILES = {name: form.media_type for name, form in FORMS.items()}
TABLES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Signs from which a spreadsheet takes a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the JSON, CSV and XLSX forms: its name there, and how it is read from a record."""

    name: str
    value: Callable[[Any], object]
    type: type[str] | type[int] | type[float] = str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of its records; `source` where reference managers are told of them, in this language."""

    columns: Sequence[Column]
    source: Callable[[Any], Source] | None = None
    language: Language = "en"

    def forms(self) -> dict[str, str]:
        """The forms that it can be given in, with their media types."""
        return TABLES | (FILES if self.source else {})


def content(form: str, records: Iterable[Any], listed: Listed, absolute: Callable[[str], str]) -> Iterator[bytes]:
    """The file of these records, piece by piece. `absolute` makes a whole address of one of this site."""
    if form == "xlsx":
        return _workbook(records, listed.columns)
    if form in FORMS and listed.source:
        return _gathered(FORMS[form].write(entries(map(listed.source, records), absolute, listed.language)))
    return _gathered({"csv": to_csv, "json": to_json}[form](records, listed.columns))


def as_one_file(pieces: Iterable[bytes]) -> tempfile.SpooledTemporaryFile[bytes]:
    """Written to the end before the reader gets the first byte: what fails then is a sentence, not half a file."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it when it is sent
    try:
        for piece in pieces:
            file.write(piece)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def file_name(name: str, form: str) -> str:
    return f"{name}.{FORMS[form].ending if form in FORMS else form}"


def to_csv(records: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """A line for each record under a header; cells that a spreadsheet would run as formulas are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for record in records:
        writer.writerow([harmless(column.value(record)) for column in columns])
        if out.tell() > PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def harmless(value: object) -> str:
    """A cell as text; an apostrophe before what a spreadsheet would take for a formula."""
    text = _text(value)
    return f"'{text}" if text[:1] in FORMULA and text else text


def to_json(records: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """As a page of the list is given, with one page that holds all. The number comes last: it is counted on the way."""
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    yield '{"results": ['
    count = 0
    for record in records:
        yield (", " if count else "") + encode({column.name: column.value(record) for column in columns})
        count += 1
    yield f'], "count": {count}, "page": 1, "pages": 1}}'


def cells(records: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[str]]:
    """The rows of a workbook; every cell is text, so that none is run as a formula."""
    return ([_text(column.value(record)) for column in columns] for record in records)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _workbook(records: Iterable[Any], columns: Sequence[Column]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        save_workbook([column.name for column in columns], cells(records, columns), file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _gathered(texts: Iterable[str]) -> Iterator[bytes]:
    """The same in fewer pieces: each is a system call, and for a short record that costs more than the record."""
    held, size = [], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()
