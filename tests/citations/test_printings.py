"""Where a document was printed and translated: on its page, and on that of the publication."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError
from django.test import Client

from citations.models import Printing
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_a_document_says_where_it_is_printed_and_an_edition_what_it_prints(client: Client) -> None:
    letter = make.document("Letter on exile", date="1928", status=PUBLISHED)
    edition = make.publication("Arkhiv oppozitsii", language="en", date="1990", status=PUBLISHED)
    early = make.publication("Bulletin", language="en", date="1929", status=PUBLISHED)
    draft = make.publication("Unfinished edition")
    Printing.objects.create(document=letter, publication=edition, number="44", pages="101–104")
    Printing.objects.create(document=letter, publication=early, language="de", form="extract")
    Printing.objects.create(document=letter, publication=draft)
    page = words(client, letter.get_absolute_url())
    assert "Bulletin (1929) translation, German in extracts Arkhiv oppozitsii (1990) , no. 44, pp. 101–104" in page
    assert "Unfinished" not in page
    assert "Documents printed in it Letter on exile , 1928, no. 44, pp. 101–104" in words(
        client, edition.get_absolute_url()
    )


def test_a_document_stands_once_on_the_same_pages() -> None:
    letter, edition = make.document(), make.publication()
    Printing.objects.create(document=letter, publication=edition, pages="5")
    with pytest.raises(IntegrityError):
        Printing.objects.create(document=letter, publication=edition, pages="5")
