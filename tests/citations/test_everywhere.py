"""One question to the search box, and what each list is asked of it: all of it or nothing."""

from __future__ import annotations

import html
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from archive.models import DocumentPerson
from citations import everywhere
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

ASKERS = {
    "archives": everywhere.of_archives,
    "units": everywhere.of_units,
    "documents": everywhere.of_documents,
    "publications": everywhere.of_publications,
}
# What is typed → what each list is asked, as the end of its address; those not named are not asked.
TABLE: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("письмо -черновик", dict.fromkeys(ASKERS, "q=письмо -черновик")),
    ("type:letter", {"documents": "kind=letter"}),
    ("вид:письмо съезд", {"documents": "kind=letter&q=съезд"}),
    ("type:book date:1927..1929", {"publications": "kind=book&year_min=1927&year_max=1929"}),
    ("type:diaries", {}),
    ("-type:letter", {}),
    ("type:letter OR date:1928", {}),
    ("type:letter type:protocol", {}),
    ("date:1928..", dict.fromkeys(("units", "documents", "publications"), "year_min=1928")),
    ("date:yesterday", {}),
    (
        '"on the tasks" -draft a OR b date:..1930',
        dict.fromkeys(("units", "documents", "publications"), 'year_max=1930&q="on the tasks" -draft a OR b'),
    ),
    ("archive:RGASPI", dict.fromkeys(("units", "documents"), "repository=RGASPI")),
    ("архив:РГАСПИ", dict.fromkeys(("units", "documents"), "repository=RGASPI")),
    ("archive:nowhere", {}),
    ("fond:17", {}),  # two archives have one
    ("fond:171", dict.fromkeys(("units", "documents"), "under=GARF/171")),
    ("fond:17 archive:GARF", dict.fromkeys(("units", "documents"), "under=GARF/17&repository=GARF")),
    ("author:Sosnovsky", {"documents": "person={Sosnovskii}&part=by", "publications": "author={Sosnovskii}"}),
    ("кому:Сосновскому", {"documents": "person={Sosnovskii}&part=to"}),
    ("author:Petrov", {}),  # two bear the name
    ("author:Sosnovsky to:Sosnovsky", {}),
]


@pytest.mark.parametrize(("typed", "expected"), TABLE)
def test_a_list_is_asked_all_of_a_question_or_nothing(typed: str, expected: dict[str, str]) -> None:
    for archive in ("RGASPI", "GARF"):
        make.repository(archive, status=PUBLISHED).names.create(text={"RGASPI": "РГАСПИ", "GARF": "ГАРФ"}[archive])
        make.unit(f"{archive}/17", status=PUBLISHED)
    make.unit("GARF/171", status=PUBLISHED)
    numbers = {
        name.split(",")[0]: str(make.person(name, status=PUBLISHED).pk)
        for name in ("Sosnovskii, Lev", "Petrov, Ivan", "Petrov, Petr")
    }
    asked = {name: ask(typed) for name, ask in ASKERS.items()}
    found = {name: unquote_plus(query.urlencode()) for name, query in asked.items() if query is not None}
    assert found == {name: address.format(**numbers) for name, address in expected.items()}


def test_the_fields_of_a_question_reach_documents_and_their_list(client: Client) -> None:
    sender = make.person("Sosnovskii, Lev", status=PUBLISHED)
    letter = make.document("On grain", kind="letter", date="1928", status=PUBLISHED)
    make.document("On bread", kind="protocol", date="1928", status=PUBLISHED)
    DocumentPerson.objects.create(document=letter, person=sender, role="author")
    page = html.unescape(client.get("/search/", {"q": "type:letter author:Sosnovsky date:1928"}).content.decode())
    assert "On grain" in page
    assert "On bread" not in page
    address = f"/documents/?kind=letter&person={sender.pk}&part=by&year_min=1928&year_max=1928"
    assert address in page
    assert client.get(address, headers={"accept": "application/json"}).json()["count"] == 1


def test_a_person_left_out_is_not_among_those_found(client: Client) -> None:
    for name in ("Eltsin, Boris", "Eltsin, Viktor", "Eltsin, Petr Borisovich"):
        make.person(name, status=PUBLISHED)

    def found(typed: str) -> list[str]:
        rows = client.get("/people/", {"q": typed}, headers={"accept": "application/json"}).json()["results"]
        return sorted(row["name_en"] for row in rows)

    assert found("Eltsin -Boris") == ["Eltsin, Petr Borisovich", "Eltsin, Viktor"]
    assert found("Ельцин -Борис -Виктор") == ["Eltsin, Petr Borisovich"]
    assert found("-Eltsin") == []
