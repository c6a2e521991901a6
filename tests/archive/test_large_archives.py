"""The page of an archive with very much in it leaves out what would take long to count, and links to it."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Copy
from citations.citing import cited_below, citing
from citations.models import Citation
from core.publication import reading_as_public
from core.publishing import withdraw
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def test_documents_and_citing_people_of_a_large_archive_are_not_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make.unit(status=PUBLISHED)
    Copy.objects.create(document=make.document(status=PUBLISHED), unit=unit)
    make.citation(unit, leaves="5", status=PUBLISHED)
    page = client.get("/archive/RGASPI/", headers={"accept-language": "en"}).content.decode()
    assert "<b>1</b> document<" in page
    assert "<b>1</b> work<" in page
    monkeypatch.setattr("archive.templatetags.archive.MANY", 2)
    monkeypatch.setattr("citations.citing.MANY", 0)
    page = client.get("/archive/RGASPI/", headers={"accept-language": "en"}).content.decode()
    assert '<a href="/documents/?under=RGASPI">Documents</a>' in page
    assert '<a href="/citations/works/?under=RGASPI">works that cite it</a>' in page
    assert "<b>1</b> citation<" in page


def test_an_archive_and_its_fonds_are_cited_as_often_as_their_lists_say(client: Client) -> None:
    for fond, number in (("17", 3), ("82", 1)):
        unit = make.unit(f"RGASPI/{fond}/2/5", status=PUBLISHED)
        for _each in range(number):
            note = make.footnote(publication=make.publication(year=1990 + number, status=PUBLISHED), status=PUBLISHED)
            make.citation(unit, footnote=note, status=PUBLISHED)
    withdraw(Citation.objects.filter(unit__path="RGASPI/17/2/5")[:1])
    with reading_as_public():
        assert dict(cited_below("RGASPI")) == {"RGASPI/17": 2, "RGASPI/82": 1}
    for path, number in (("RGASPI", 3), ("RGASPI/17", 2), ("RGASPI/82", 1), ("RGASPI/17/2", 2)):
        with reading_as_public():
            at = citing(path)
        assert at.citations == number, path
        listed = client.get("/citations/", {"under": path, "format": "json"}).json()
        assert listed["count"] == number, path
