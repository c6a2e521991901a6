"""What is taken along from a notebook, and from a manuscript that was checked: text, tables, files for Zotero.

The rule: a table's cells are made harmless to spreadsheets. Boundary: RIS, BibTeX and CSL-JSON are `core.sources`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from citations.notebook.basket import Basket, to_file
from citations.notebook.writing import Written
from core.exports import TABLES as MEDIA_TYPES
from core.listing import harmless, reader_language
from core.sources import Source
from core.sources.entries import entry
from core.sources.files import FORMS, download
from core.spreadsheets import write_workbook

NAME = "opis-notebook"
# Name in the form → label; those of FORMS stand before them.
TABLES = {"csv": "CSV", "xlsx": "XLSX"}
OTHERS = {**TABLES, "txt": "TXT"}
LABELS = {**{name: form.label for name, form in FORMS.items()}, **OTHERS}
HEADER = (
    *("note", "reference", "title", "authors", "archive", "call_number", "container", "year", "pages"),
    *("remark", "address"),
)


def as_file(request: HttpRequest, basket: Basket, written: Written, form: str) -> HttpResponse:
    """The notebook in one of LABELS, or as `json`, which this site reads again."""
    if form in FORMS:
        return download(request, each_once(written.sources), form, reader_language(), NAME)
    if form == "json":
        return attached(to_file(basket), "application/json", f"{NAME}.json")
    if form == "txt":
        return attached(written.as_text(), "text/plain", f"{NAME}.txt")
    return as_table(HEADER, _rows(request, written), NAME, form)


def as_table(header: Sequence[str], rows: Iterable[Iterable[object]], name: str, form: str) -> HttpResponse:
    """In one of TABLES."""
    if form == "xlsx":
        workbook = write_workbook(header, ([str(cell) for cell in row] for row in rows))
        return attached(workbook, MEDIA_TYPES["xlsx"], f"{name}.xlsx")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return attached(out.getvalue(), "text/csv", f"{name}.csv")


def attached(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    charset = "; charset=utf-8" if isinstance(content, str) else ""
    return HttpResponse(content, content_type=f"{media_type}{charset}", headers=headers)


def each_once(sources: Iterable[Source]) -> list[Source]:
    """In order; a source is known by its address here."""
    return list({source.address: source for source in sources}.values())


def _rows(request: HttpRequest, written: Written) -> Iterator[tuple[object, ...]]:
    number = 0
    for held in written.held:
        if held.source is None:
            continue
        number += not held.item.joined or not number
        address = request.build_absolute_uri(held.source.address)
        found = entry(held.source, address, reader_language())
        yield (
            number,
            held.short,
            found.title,
            "; ".join(name.inverted for name in found.authors),
            found.archive,
            found.call_number,
            found.container,
            found.issued.words or found.year,
            found.pages,
            held.item.remark,
            address,
        )
