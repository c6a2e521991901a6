"""Every public page: well-formed, light enough for a slow line, and in Russian when Russian is asked for."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.staticfiles import finders
from django.db import models
from django.test import Client

from notation.styles import styles
from tests.markup import read
from tests.world import addresses, world

pytestmark = pytest.mark.django_db
MOST = 120 * 1024
# What pictures and maps are drawn with is loaded where there is one.
PICTURES = "/vendor/"
WORD = re.compile(r"[A-Za-z]{3,}")
ADDRESS = re.compile(r"https?://\S+|/\w+/\S*")
# Names of things, the same in both languages; what is quoted to be typed; what a key is called.
ALLOWED = set(
    "Opis JSON CSV XLSX RIS BibTeX BIB CSL SVG PNG XML Atom API IIIF TEI PDF Word Zotero JavaScript MIT Ibid Tab Enter"
    " Escape Home End URL TXT Chicago MLA APA GOST Wikipedia ISIL Natural Earth Literata Source Sans Open Font License"
    " Leaflet RGASPI GARF unAPI English Rakowski zzz Wikidata VIAF OCLC DOI ISBN LCCN GND manifest item"
    " JSON-LD RiC-O RiC EAD EAC-CPF EAC CPF OpenAPI OAI PMH Python read check Datasette".split()
)


@cache
def compressed(name: str) -> int:
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))


def weight(html: str, loads: list[str]) -> int:
    names = {address.removeprefix(settings.STATIC_URL).split("?")[0] for address in loads if PICTURES not in address}
    return len(gzip.compress(html.encode())) + sum(map(compressed, names))


def test_every_page_is_well_formed_and_light(client: Client) -> None:
    wrong = {}
    for address in addresses(world()):
        html = client.get(address).content.decode()
        page = read(html)
        weighs = weight(html, page.loads)
        if page.mistakes or weighs > MOST:
            wrong[address] = [*page.mistakes, f"{weighs} bytes"]
    assert wrong == {}


def words_of_records() -> set[str]:
    """Every word that a record holds: data stand on a page as they are, in whichever language."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [
            each.name
            for each in model._meta.concrete_fields
            if isinstance(each, models.CharField | models.TextField | ArrayField) and not each.choices
        ]
        if model._meta.app_label in ("people", "archive", "citations") and fields:
            for row in model._default_manager.values_list(*fields):
                found |= set(WORD.findall(" ".join(map(str, row))))
    return found


def test_a_russian_page_says_nothing_in_english(client: Client) -> None:
    asked = addresses(world())
    titles = {word for style in styles() if style.name != "short" for word in WORD.findall(style.title)}
    data = {word.lower() for word in words_of_records() | ALLOWED | titles}
    english: dict[str, Any] = {}
    for address in asked:
        page = read(client.get(address, headers={"accept-language": "ru"}).content.decode())
        for said in page.said:
            left = [word for word in WORD.findall(ADDRESS.sub("", said.words)) if word.lower() not in data]
            if said.language == "ru" and left:
                english.setdefault(said.words[:100], address)
    assert not english, "\n".join(f"{address}: {words}" for words, address in english.items())
