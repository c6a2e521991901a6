"""The page of an archive with very much in it leaves out what would take long to count, and links to it."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Copy
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
