"""A pasted note: what it cites, part by part, and what of it nothing understood."""

from __future__ import annotations

import pytest
from django.test import Client

from citations.resolving import read_text
from tests.desk import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83 (плохо читается); Там же. Л. 90", ["плохо читается"]),
        ("The pencil note is his own: RGASPI, f. 17, op. 171, d. 87.", ["The pencil note is his own"]),
        ("RGASPI, f. 17, op. 171, d. 87, l. 83.", []),
        ("Nothing is cited here.", []),
    ],
)
def test_words_that_nothing_understood_are_kept(text: str, unread: list[str]) -> None:
    assert read_text(text)[1] == unread


def test_the_page_shows_them(client: Client) -> None:
    page = words(client.get("/resolve/", {"ref": "RGASPI, f. 17, op. 171, d. 87 (a poor copy)"}))
    assert "Not understood, and left as it stands: a poor copy" in page
