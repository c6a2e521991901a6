"""Who wrote, was written to or appears in something, and who cites it: lists that stand on sums kept by triggers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from archive.models import Copy, Document, DocumentPerson
from citations.models import Contribution
from people.models import Person
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

# Person: title of a document, their role in it; a title in capitals is a draft.
ROLES = """
Berg: Letter, author / Letter, signatory / Report, mentioned
Orlova: Letter, addressee / SECRET, author
Lunin: SECRET, author
"""
LISTS = {
    "by": ["Berg"],
    "to": ["Orlova"],
    "about": ["Berg"],
    "works": ["Lunin"],
}


@pytest.fixture
def held() -> dict[str, Any]:
    documents: dict[str, Document] = {}
    for line in ROLES.strip().splitlines():
        name, _colon, roles = line.partition(": ")
        person = make.person(f"{name}, X", status=PUBLISHED)
        for title, role in (each.split(", ") for each in roles.split(" / ")):
            if title not in documents:
                documents[title] = make.document(title, **({} if title.isupper() else {"status": PUBLISHED}))
            DocumentPerson.objects.create(document=documents[title], person=person, role=role)
    work = make.publication("Memoirs", status=PUBLISHED)
    Contribution.objects.create(publication=work, person=Person.objects.get(name_en="Lunin, X"))
    return documents


def people(client: Client, question: str) -> list[str]:
    found = client.get(f"/people/?{question}&format=json").json()
    assert found["count"] == len(found["results"])
    return [row["name_en"].partition(",")[0] for row in found["results"]]


@pytest.mark.parametrize(("part", "names"), LISTS.items())
def test_people_are_listed_by_what_they_are_to_what_is_public(
    client: Client, held: dict[str, Any], part: str, names: list[str]
) -> None:
    assert people(client, f"part={part}") == names
    page = client.get("/people/?lang=en").content.decode()
    assert f'part={part}">' in page  # offered because somebody has it


def test_the_lists_follow_whatever_is_written(client: Client, held: dict[str, Any]) -> None:
    Document.objects.filter(pk=held["SECRET"].pk).update(status=PUBLISHED)
    assert people(client, "part=by") == ["Berg", "Lunin", "Orlova"]
    DocumentPerson.objects.filter(document=held["Letter"], role__in=("author", "signatory")).delete()
    assert people(client, "part=by") == ["Lunin", "Orlova"]
    Contribution.objects.all().delete()
    assert people(client, "part=works") == []


def test_citations_around_a_person_name_a_document_or_lie_where_one_lies(client: Client, held: dict[str, Any]) -> None:
    berg = Person.objects.get(name_en="Berg, X")
    here, elsewhere = make.unit("RGASPI/17/1/1", status=PUBLISHED), make.unit("RGASPI/17/1/2", status=PUBLISHED)
    copy = Copy.objects.create(document=held["Letter"], unit=here)
    cited = [
        make.citation(here, remark="the file", status=PUBLISHED),
        make.citation(held["Report"], remark="the document, wherever it lies", status=PUBLISHED),
        make.citation(elsewhere, remark="another file", status=PUBLISHED),
        make.citation(here, remark="a draft"),
    ]

    def around() -> list[int]:
        found = client.get(f"/citations/?person={berg.pk}&format=json").json()
        assert found["count"] == len(found["results"])
        return sorted(row["id"] for row in found["results"])

    assert around() == [cited[0].pk, cited[1].pk]
    Copy.objects.filter(pk=copy.pk).update(unit=elsewhere)
    assert around() == [cited[1].pk, cited[2].pk]
    copy.delete()
    assert around() == [cited[1].pk]
