"""What a publication's page tells: its notes beside what they cite, its numbers elsewhere, what has the same title."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from citations.models import Candidate, PublicationIdentifier
from tests import factories as make
from tests.desk import words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def test_a_note_stands_as_printed_beside_what_was_understood(client: Client) -> None:
    work = make.publication("Grain", status=PUBLISHED)
    file = make.unit(status=PUBLISHED)
    first = make.footnote(
        "RGASPI, f. 17, op. 171, d. 87, l. 83.", publication=work, number="1", order=1, status=PUBLISHED
    )
    make.footnote("See the preface.", publication=work, number="2", order=2, status=PUBLISHED)
    make.citation(file, footnote=first, leaves="83", status=PUBLISHED)
    page = client.get(work.get_absolute_url()).content.decode()
    notes = re.findall(r'<li id="n(\d)">(.*?)\n', page.split('id="notes"')[1].replace("\n<p", "<p"), re.DOTALL)
    assert [number for number, _note in notes] == ["1", "2"]
    assert ">RGASPI, f. 17, op. 171, d. 87, l. 83.</a>" in page
    assert 'href="/archive/RGASPI/17/171/87/?l=83">RGASPI, f. 17, op. 171, d. 87, l. 83</a>' in page
    assert page.count("Nothing cited was recognised.") == 1


def test_an_ambiguous_note_names_what_it_may_mean(client: Client) -> None:
    work = make.publication("Grain", status=PUBLISHED)
    note = make.footnote("Там же, л. 5.", publication=work, number="1", order=1, status=PUBLISHED)
    open_one = make.citation(footnote=note, outcome="ambiguous", reason="", leaves="5", status=PUBLISHED)
    for path in ("RGASPI/17/171/87", "RGASPI/17/171/88"):
        Candidate.objects.create(citation=open_one, unit=make.unit(path, status=PUBLISHED))
    told = words(client.get(work.get_absolute_url()))
    assert "ambiguous perhaps RGASPI, f. 17, op. 171, d. 87, l. 5 perhaps RGASPI, f. 17, op. 171, d. 88, l. 5" in told


NUMBERS = [
    ("DOI", "10.1017/S003767790", "https://doi.org/10.1017/S003767790"),
    ("DOI", '10.1/"><b>', "https://doi.org/10.1/%22%3E%3Cb%3E"),
    ("ISSN", "0037-6779", "https://portal.issn.org/resource/ISSN/0037-6779"),
    ("OCLC", "12345", "https://search.worldcat.org/title/12345"),
    ("ISBN", "978-5-8243-0001-1", ""),
]


@pytest.mark.parametrize(("authority", "value", "address"), NUMBERS)
def test_numbers_lead_to_where_they_are_resolved(authority: str, value: str, address: str) -> None:
    assert PublicationIdentifier(authority=authority, value=value).address == address


# title, its translation, kind → whether it may be another edition of “Моя жизнь” (“My Life”)
ALIKE = [
    ("Моя жизнь", "", "book", True),
    ("МОЯ ЖИЗНЬ", "", "edition", True),
    ("My Life", "", "book", True),
    ("Моя жизнь", "", "journal", False),
    ("Моя жизнь в искусстве", "", "book", False),
]


@pytest.mark.parametrize(("title", "translation", "kind", "shown"), ALIKE)
def test_what_has_the_title_in_common_may_be_another_edition(
    client: Client, title: str, translation: str, kind: str, shown: bool
) -> None:
    work = make.publication("Моя жизнь", translation="My Life", status=PUBLISHED)
    other = make.publication(title, translation=translation, kind=kind, status=PUBLISHED)
    make.publication("Моя жизнь")
    page = client.get(work.get_absolute_url()).content.decode()
    editions = page.split('id="editions"')[1].split("</section>")[0] if 'id="editions"' in page else ""
    assert re.findall(r'href="/publications/(\d+)/', editions) == ([str(other.pk)] if shown else [])
