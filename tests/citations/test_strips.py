"""A file's sheets in a row: runs that the same citations cite, gaps between them, versos apart."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from citations.models import Citation, Contribution
from citations.strips import strip_of
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

# sheets cited → cells with the number of citations, `/n` of the verso where it differs; gaps in brackets
STRIPS = [
    (["3"], "(1–2) 3×1"),
    (["1", "1"], "1×2"),
    (["41–44", "43", "46"], "(1–40) 41–42×1 43×2 44×1 (45) 46×1"),
    (["83", "83 об.", "84"], "(1–82) 83×2/2 84×1"),
    (["5об"], "(1–4) 5×1/1"),
    (["5об–6", "6об"], "(1–4) 5×1/1 6×2/1"),
    (["1–3, 5"], "1–3×1 (4) 5×1"),
    (["12а", "Б"], ""),
    (["12а", "2"], "(1) 2×1"),
]


@pytest.mark.parametrize(("cited", "cells"), STRIPS)
def test_sheets_stand_in_a_row(cited: list[str], cells: str) -> None:
    unit = make.unit()
    for leaves in cited:
        make.citation(unit, leaves=leaves)
    strip = strip_of(unit)
    assert " ".join(_said(cell) for cell in (strip.cells if strip else [])) == cells


def _said(cell: object) -> str:
    leaves, count, versos = (getattr(cell, name) for name in ("leaves", "count", "versos"))
    return f"{leaves}×{count}{f'/{versos}' if versos else ''}" if count else f"({leaves})"


@pytest.mark.parametrize(
    ("extent", "last"), [("312 sheets", 312), ("120 л.", 120), ("Л. 120", 9), ("2 boxes", 9), ("3 л.", 9)]
)
def test_the_row_goes_to_the_end_of_the_file_where_that_is_known(extent: str, last: int) -> None:
    unit = make.unit(extent=extent)
    make.citation(unit, leaves="9")
    strip = strip_of(unit)
    assert strip is not None
    assert strip.last == last
    assert strip.cells[-1].last == last


def test_every_cell_opens_the_citations_that_it_counts(client: Client) -> None:
    unit = make.unit(status=PUBLISHED)
    for leaves in ("83", "83 об.", "83–86", "85", "90об–91", "12а"):
        make.citation(unit, leaves=leaves, status=PUBLISHED)
    page = client.get(unit.get_absolute_url()).content.decode()
    cells = re.findall(r'href="([^"]+\?l=[^"]+)"[^>]*>[^×]*×(\d+)', page)
    assert len(cells) == 8
    for address, count in cells:
        there = client.get(html.unescape(address)).content.decode()
        assert f"<b>{count}</b> citation" in there, address
        assert there.count('class="marked"') >= 1


def test_who_cites_is_named_in_the_cell(client: Client) -> None:
    unit = make.unit(status=PUBLISHED)
    work = make.publication("Grain", status=PUBLISHED)
    Contribution.objects.create(publication=work, name_printed="A. Petrov")
    make.citation(unit, leaves="5", footnote=make.footnote(publication=work, status=PUBLISHED), status=PUBLISHED)
    note = make.footnote(publication=make.publication("Herald of archives", status=PUBLISHED), status=PUBLISHED)
    make.citation(unit, leaves="6", footnote=note, status=PUBLISHED)
    said = {"unit": unit, "outcome": "resolved", "as_written": "RGASPI, f. 17", "status": PUBLISHED}
    Citation.objects.create(leaves="7", seen_by=make.person("Berg, Anna", status=PUBLISHED), **said)
    Citation.objects.create(leaves="8", **said)
    page = client.get(unit.get_absolute_url()).content.decode()
    assert re.findall(r'title="1 citation: ([^"]*)"', page) == [
        "A. Petrov", "Herald of archives", "Berg, Anna", "Opis itself, as evidence",
    ]  # fmt: skip
