"""In lists and in the search the words that answer are marked, whatever stands in them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from archive.models import Copy, DocumentPerson
from citations.models import Contribution
from people.models import Name
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> None:
    person = make.person("Rakovskii, Khristian", name_ru="Раковский, Христиан", status=PUBLISHED)
    letter = make.document("Letter to Sosnovsky & <i>", title_ru="Письмо Сосновскому", status=PUBLISHED,
                           summary_ru="О хлебозаготовках на Украине.")  # fmt: skip
    DocumentPerson.objects.create(document=letter, person=person, role="author")
    unit = make.unit(status=PUBLISHED, title_ru="Переписка о хлебозаготовках", description="Копии писем Раковского.")
    book = make.publication("Хлеб & власть", language="ru", status=PUBLISHED)
    Contribution.objects.create(publication=book, name_printed="Х. Раковский")
    text = "О ссылке Раковского см. также дело о высылке: РГАСПИ, ф. 17, оп. 171, д. 87, л. 83."
    note = make.footnote(text, publication=book, status=PUBLISHED)
    start = text.index("РГАСПИ")
    make.citation(unit, footnote=note, start=start, end=len(text) - 1, as_written=text[start:-1], leaves="83",
                  status=PUBLISHED)  # fmt: skip


# address → what is marked, in order, each once
MARKED = [
    ("/people/?q=Rakovsky", ["Rakovskii", "Раковский"]),
    ("/documents/?q=хлебозаготовкам", ["хлебозаготовках"]),
    ("/units/?q=хлебозаготовки", ["хлебозаготовках"]),
    ("/units/?q=писем", ["писем"]),
    ("/units/?q=87", ["87"]),
    ("/publications/?q=Хлеба", ["Хлеб"]),
    ("/publications/?q=Раковский", ["Раковский"]),
    ("/citations/?q=Rakovsky", ["Раковский"]),
    ("/citations/?q=высылка", ["высылке"]),
    ("/search/?q=Rakovsky", ["Rakovskii", "Раковский"]),
    ("/people/", []),
]


@pytest.mark.parametrize(("address", "words"), MARKED)
def test_the_words_that_answer_are_marked(client: Client, found: None, address: str, words: list[str]) -> None:
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert list(dict.fromkeys(re.findall(r"<mark>([^<]*)</mark>", page))) == words


def test_what_stands_around_a_mark_stays_escaped(client: Client, found: None) -> None:
    page = client.get("/documents/?q=sosnovsky").content.decode()
    assert "Letter to <mark>Sosnovsky</mark> &amp; &lt;i&gt;" in page
    page = client.get("/citations/?q=власть").content.decode()
    assert "Хлеб &amp; <mark>власть</mark>" in page
    assert "<script>alert" not in client.get("/people/?q=<script>alert(1)</script>").content.decode()


def test_a_note_is_shown_where_nothing_else_answers(client: Client, found: None) -> None:
    page = client.get("/citations/?q=высылка").content.decode()
    assert "дело о <mark>высылке</mark>: РГАСПИ" in page


def test_what_lies_on_the_sheets_and_its_persons_are_named_where_they_answer(client: Client, found: None) -> None:
    unit = make.unit(status=PUBLISHED)
    person = make.person("Bronshtein, Lev", status=PUBLISHED)
    Name.objects.create(person=person, text="Троцкий, Лев")
    lying = make.document("Telegram on grain", status=PUBLISHED)
    Copy.objects.create(document=lying, unit=unit, leaves="90–95")
    DocumentPerson.objects.create(document=lying, person=person, role="addressee")
    make.citation(unit, leaves="92", as_written="Там же, л. 92.", status=PUBLISHED)
    named = make.document("Report", status=PUBLISHED)
    DocumentPerson.objects.create(document=named, person=person, role="author")
    make.citation(named, as_written="The report.", status=PUBLISHED)
    page = client.get("/citations/?q=grain", headers={"accept-language": "en"}).content.decode()
    assert "in the document that lies there: Telegram on <mark>grain</mark>" in page
    page = client.get("/citations/?q=Trotsky", headers={"accept-language": "en"}).content.decode()
    assert "addressee: <mark>Троцкий</mark>, Лев" in page
    assert "author: <mark>Троцкий</mark>, Лев" in page


def test_why_each_line_is_a_hit_costs_the_same_for_one_and_for_many(
    client: Client, found: None, django_assert_num_queries: Any
) -> None:
    person = make.person("Bronshtein, Lev", status=PUBLISHED)
    Name.objects.create(person=person, text="Троцкий, Лев")

    def letters(number: int) -> None:
        for _ in range(number):
            letter, unit = make.document("Letter", status=PUBLISHED), make.unit(status=PUBLISHED)
            DocumentPerson.objects.create(document=letter, person=person, role="author")
            Copy.objects.create(document=letter, unit=unit, leaves="1–5")
            make.citation(unit, leaves="2", as_written="Там же, л. 2.", status=PUBLISHED)

    letters(1)
    # Whether sums of the word stand, the count, the numbers of the page, its lines, the archives by name, and the
    # reasons in two questions; the other three are the reader's rights and the transaction.
    with django_assert_num_queries(10):
        assert client.get("/citations/?q=Trotsky").content.decode().count('class="why"') == 1
    letters(20)
    with django_assert_num_queries(10):
        assert client.get("/citations/?q=Trotsky").content.decode().count('class="why"') == 21
