"""What is taken along from a notebook, and from a manuscript that was checked: text, tables, files for Zotero.

The rule: a table's cells are made harmless to spreadsheets. Boundary: RIS, BibTeX and CSL-JSON are `core.sources`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse

from citations.notebook.basket import Basket, to_file
from citations.notebook.writing import Written
from core.listing import harmless, reader_language
from core.sources import Source
from core.sources.entries import entry
from core.sources.files import FORMS, download

NAME = "opis-notebook"
# Name in the form → label; those of FORMS stand before them.
OTHERS = {"csv": "CSV", "txt": "TXT"}
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
    return as_table(HEADER, _rows(request, written), NAME)


def as_table(header: Iterable[str], rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return attached(out.getvalue(), "text/csv", f"{name}.csv")


def attached(text: str, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8", headers=headers)


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
