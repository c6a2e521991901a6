"""The order of shelfmarks, of the whole list and of each of its pages, by whichever of the two ways it is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

# Made in this order: the file and the sheets.
CITED = [
    ("RGASPI/17/171/87", "9"),
    ("GARF/5446/1/9", "3"),
    ("RGASPI/17/171/9", "12"),
    ("RGASPI/17/171/87", "41-44"),
    (None, ""),
    ("RGASPI/17/171/87", ""),
    ("GARF/5446/1/9", "1"),
    ("RGASPI/17/171/9", "2"),
]
# Numbers count as numbers; within a file the sheets, then what names none; what cites no file comes last.
ORDER = [
    *[("GARF/5446/1/9", "1"), ("GARF/5446/1/9", "3")],
    *[("RGASPI/17/171/9", "2"), ("RGASPI/17/171/9", "12")],
    *[("RGASPI/17/171/87", "9"), ("RGASPI/17/171/87", "41-44"), ("RGASPI/17/171/87", "")],
    ("", ""),
]


@pytest.mark.parametrize("near", [0, 3, 2000])
@pytest.mark.parametrize("asked", [{}, {"q": "хлеб"}, {"outcome": ["resolved", "unresolved"]}])
@pytest.mark.parametrize("per_page", [1, 3, 100])
def test_pages_follow_the_shelves(
    client: Client, monkeypatch: pytest.MonkeyPatch, near: int, asked: dict[str, Any], per_page: int
) -> None:
    for path, leaves in CITED:
        unit = make.unit(path, status=PUBLISHED) if path else None
        make.citation(unit, leaves=leaves, remark="хлеб", status=PUBLISHED)
    monkeypatch.setattr("citations.searching.shelves.NEAR", near)
    seen = []
    for page in range(1, -(-len(CITED) // per_page) + 1):
        wanted = {**asked, "sort": "shelfmark", "page": str(page), "per_page": str(per_page), "format": "json"}
        seen += client.get("/citations/", wanted).json()["results"]
    assert [(row["unit"] or "", row["leaves"]) for row in seen] == ORDER
