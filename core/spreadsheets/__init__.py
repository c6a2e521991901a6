"""A spreadsheet, CSV or XLSX, as a header and rows of text; cells as they are shown, nothing computed.

Bounds: the first sheet of a workbook, 200 columns, 100,000 rows. A cell that says by an apostrophe that it is text
and no formula keeps the apostrophe; whoever stores it takes it off (`core.tables.cells`).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO

from django.utils.translation import gettext as _

from core.limited import Died, ask_child
from core.text_files import Unreadable, decode

MOST_COLUMNS = 200
MOST_ROWS = 100_000
MOST_BYTES = 50_000_000
DELIMITERS = ",;\t"
# Control characters that XML, and so a workbook, cannot hold.
ILLEGAL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows` are the line in the file, counted from 1 with the header, and the cells; empty rows are left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_grid(content: bytes, encoding: str = "") -> Grid:
    """Raises Unreadable with a sentence for what is no spreadsheet."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _grid(_workbook_rows(content))
    text = decode(content, encoding).text
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        return _grid(enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1))
    except csv.Error as error:
        raise Unreadable(_("The table cannot be read: %(error)s") % {"error": error}) from error


def _workbook_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(content)).infolist()) > MOST_BYTES:
        raise Unreadable(_("The workbook is too large: unpacked it takes more than %(most)d MB.") % {"most": 50})
    try:
        answer = ask_child("core.spreadsheets.workbook", content)
    except Died as error:
        raise Unreadable(_("The workbook cannot be read: it is damaged or too large. Save it as CSV.")) from error
    if not isinstance(answer, list):
        raise Unreadable(_("This is no workbook that can be read: save it as XLSX or CSV."))
    yield from ((line, cells) for line, cells in answer)


def _grid(rows: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    filled = ((line, tuple(cell.strip() for cell in cells)) for line, cells in rows)
    kept = ((line, cells) for line, cells in filled if any(cells))
    _line, header = next(kept, (0, ()))
    if not header:
        raise Unreadable(_("The table is empty."))
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("The table has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    body: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in kept:
        if len(body) == MOST_ROWS:
            raise Unreadable(_("The table has more than %(most)d rows: send it in parts.") % {"most": MOST_ROWS})
        body.append((line, (*cells[: len(header)], *("",) * (len(header) - len(cells)))))
    while header and not header[-1]:
        header = header[:-1]
    return Grid(tuple(name.casefold().replace(" ", "_") for name in header), tuple(body))


def write_workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An XLSX file; every cell is text, so that no program takes one for a formula or a date."""
    written = io.BytesIO()
    save_workbook(header, rows, written)
    return written.getvalue()


def save_workbook(header: Sequence[str], rows: Iterable[Sequence[str]], into: IO[bytes]) -> None:
    """The same into a file, row by row."""
    from openpyxl import Workbook  # slow to import, and rarely needed
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in chain([header], rows):
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS.sub("", cell)) for cell in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    book.save(into)
