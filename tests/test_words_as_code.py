"""Whatever stands in a record or in an address is shown as words: no page of readers or of the desk runs any of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from lxml import etree, html

from tests import factories as make
from tests.desk import address
from tests.world import addresses, world

pytestmark = pytest.mark.django_db

# `held[name] = value` with a name that came from an address or a record: `__proto__` would change every object.
WRITTEN_BY_NAME = re.compile(r"\w\[(?![\d\"'])[^\]]+\]\s*=(?!=)|\.__proto__|\bsetPrototypeOf\b")


def test_no_script_of_ours_writes_under_a_name_that_it_was_given() -> None:
    scripts = sorted(Path("static/js").glob("*.js"))
    found = [
        (script.name, match.group()) for script in scripts for match in WRITTEN_BY_NAME.finditer(script.read_text())
    ]
    assert found == []
    assert len(scripts) > 5
    assert WRITTEN_BY_NAME.search("held[name] = 1")


# Closes whatever it may stand in: an attribute, a title, a text area, a script, a comment.
BREAKOUT = "\"'></title></textarea></script>--><xss7 onfocus=x7 autofocus><svg/onload=x7><img src=x7 onerror=x7>{{7*7}}"
OPENINGS = ["", '"', "'", "'>", '">', "</script>", "</textarea>", "</title>", "-->", "\x0c"]
VECTORS = [
    "<script>x7</script>",
    "<xss7 onmouseover=x7>",
    "<img src=x onerror=x7>",
    "<svg/onload=x7>",
    "<iframe srcdoc=x7>",
    "<a href=javascript:x7>x</a>",
    "<a href=&#106;avascript:x7>x</a>",
    "<math><mi//xlink:href='data:x,<script>x7</script>'>",
    "<details open ontoggle=x7>",
    "<style>@import'x7'</style>",
    "<base href=//x7>",
    "<form action=javascript:x7><button>",
    "<object data=x7>",
    "<meta http-equiv=refresh content=0;url=javascript:x7>",
    " autofocus onfocus=x7 ",
    "javascript:x7",
    "＜script＞x7＜/script＞",
    "<scr\0ipt>x7</scr\0ipt>".replace("\0", ""),
    "<!--<img src=--><img src=x onerror=x7>",
    "${7*7}{{7*7}}{% debug %}",
]
OURS = ("/static/", "/admin/jsi18n/")
RUNS = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc")


def run(page: str) -> list[str]:
    """What of a page a browser would run or load that is not ours: read as a browser reads it, not by its letters."""
    wrong = []
    for element in html.fromstring(page).iter(etree.Element):
        words = html.tostring(element, encoding="unicode")[:120]
        if element.get("http-equiv", "").lower() == "refresh":
            wrong.append(words)
        if element.tag in ("xss7", "iframe", "object", "embed", "base", "style", "math"):
            wrong.append(words)
        for name, value in element.attrib.items():
            leads = "".join(value.split()).lower().startswith(("javascript:", "data:"))
            if name.startswith("on") or (name in RUNS and leads):
                wrong.append(words)
        if element.tag == "script" and not element.get("src", "").startswith(OURS):
            wrong.append(words)
    return [*wrong, *(["a template was run"] if "7*7" not in page and ">49" in page else [])]


def columns() -> Iterator[tuple[Any, Any]]:
    """Every column with words of every table of ours."""
    for model in apps.get_models():
        if model._meta.app_label in ("people", "archive", "citations") and not model.__name__.endswith("History"):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.generated:
                    yield model, field


def poisoned() -> tuple[set[str], set[str]]:
    """The payload behind the words of every row; which columns took it, and which the database kept clean itself."""
    took, refused = set(), set()
    for model, field in columns():
        name = f"{model.__name__}.{field.name}"
        try:
            with transaction.atomic():
                changed = model._base_manager.update(**{field.name: Concat(F(field.name), Value(BREAKOUT))})
            if changed:
                took.add(name)
        except DatabaseError:
            refused.add(name)
    return took, refused


@pytest.mark.long
def test_no_page_runs_what_stands_in_a_record() -> None:
    """T26: the worst words in every column of words, on every page of readers and of the desk."""
    made = world()
    took, refused = poisoned()
    assert len(took) > 60, sorted(took)
    visitor, editor = Client(), Client()
    editor.force_login(make.editor())
    kept = [model for model in dict.fromkeys(model for model, _field in columns()) if model in admin.site._registry]
    rows = [row for row in (model._base_manager.first() for model in kept) if row is not None]
    desk = [*(address(model, "changelist") for model in kept), *map(address, rows)]
    wrong, seen = {}, 0
    for client, places in ((visitor, addresses(made)), (editor, desk)):
        for place in places:
            answer = client.get(place)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                page = answer.content.decode()
                seen += "xss7" in page
                if found := run(page):
                    wrong[place] = found[:3]
    print(f"{len(took)} columns poisoned, {len(refused)} refused it, {seen} pages showed it")
    assert wrong == {}
    assert seen > 60


@pytest.mark.parametrize(("place", "name"), [("/search/", "q"), ("/resolve/", "ref")])
def test_no_page_runs_what_stands_in_its_address(client: Client, place: str, name: str) -> None:
    """T26: two hundred payloads, ten of a kind at a time, sent to the pages that say what was asked for."""
    world(2)
    wrong = {}
    for vector in VECTORS:
        asked = " ".join(opening + vector for opening in OPENINGS)
        if found := run(client.get(place, {name: asked}).content.decode()):
            wrong[vector] = found
    assert wrong == {}
    assert len(OPENINGS) * len(VECTORS) == 200


@pytest.mark.parametrize("place", ["/people/", "/citations/", "/documents/", "/units/", "/events/", "/map/"])
def test_no_list_runs_what_stands_in_its_parameters(client: Client, place: str) -> None:
    world(2)
    for name in ("q", "sort", "page", "format", "lang", "under", "person", "letter", BREAKOUT):
        assert run(client.get(place, {name: BREAKOUT}).content.decode()) == [], name


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if vector.startswith("<")])
def test_what_would_run_is_seen(vector: str) -> None:
    assert run(f"<html><body><p>{vector}</p></body></html>") != []
