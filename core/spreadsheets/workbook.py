"""`python -m core.spreadsheets.workbook`: the first sheet of an XLSX file on standard input, its rows as JSON."""

from __future__ import annotations

import datetime
import io

from core.limited import answer_parent

# A file of 1.5 KB with one cell in the last column yields millions of empty ones, if it may.
MOST_COLUMNS = 200
MOST_ROWS = 100_002


def rows_of(content: bytes) -> list[tuple[int, list[str]]] | None:
    """Rows that hold anything, with their number; None for what is no workbook."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS, values_only=True)
        return [(line, _trimmed(row)) for line, row in enumerate(rows, start=1) if any(c is not None for c in row)]
    except Exception:  # openpyxl fails at a damaged book with whatever it happens to meet, from KeyError to zlib.error
        return None


def _trimmed(row: tuple[object, ...]) -> list[str]:
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: object) -> str:
    """`17.0` is the delo 17, and a day is written as in every table here: 1928-06-02."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return str(cell)


if __name__ == "__main__":
    answer_parent(rows_of)
