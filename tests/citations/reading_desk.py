"""What an editor does with footnotes at the desk, as a browser would send it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from citations.models import Citation, Reading
from citations.review import meaning

ARTICLE = Path(__file__).parents[1] / "golden" / "article_en.txt"
NOTE = "RGASPI, f. 17, op. 171, d. 87, l. 83; GARF, f. 9, op. 1, d. 2."
FIELD = re.compile(
    r'<input type="(checkbox|radio|hidden)" name="(take|shown|undecided|cites:[^"]+|opened:[^"]+|version)"'
    r' value="([^"]*)"( checked)?>'
)


def send(desk: Client, text: str = "", **fields: Any) -> Any:
    """The page that opens when footnotes were sent."""
    return desk.post(reverse("admin:read_footnotes"), {"text": text, **fields}, follow=True)


def the_reading() -> Reading:
    return Reading.objects.get()


def page_of(desk: Client, page: int = 1) -> Any:
    return desk.get(reverse("admin:reading", args=[the_reading().pk]), {"page": page})


def as_shown(response: Any) -> dict[str, list[str]]:
    """What a browser would send of the page's form, nothing being changed."""
    fields: dict[str, list[str]] = {}
    for kind, name, value, checked in FIELD.findall(response.content.decode()):
        if kind == "hidden" or checked:
            fields.setdefault(name, []).append(value)
    return fields


def decide(desk: Client, response: Any, go: str = "stay", **changed: Any) -> Any:
    fields = {**as_shown(response), **changed, "go": go}
    return desk.post(response.request["PATH_INFO"], fields, follow=True)


def enter(desk: Client) -> Any:
    address = reverse("admin:reading_entered", args=[the_reading().pk])
    for _slice in range(100):
        response = desk.post(address, follow=True)
        if the_reading().state == "entered":
            return response
    raise AssertionError("it was never done")


def note(desk: Client, order: int, **fields: Any) -> Any:
    address = reverse("admin:reading_note", args=[the_reading().pk, order])
    return desk.post(address, {"again": "1", **fields}, follow=True)


def cited() -> list[tuple[str, str, str, str]]:
    """Note, words, outcome and what is cited, in the order of the notes."""
    found = Citation.objects.order_by("footnote__order", "start", "id").select_related("footnote")
    return [(each.footnote.number, each.as_written, each.outcome, meaning(each)) for each in found]
