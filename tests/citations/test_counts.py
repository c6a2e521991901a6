"""Every number that a list of citations shows is that of the list: over random questions, in all its forms."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from archive.models import DocumentPerson
from core.listing import MOST_CHOICES
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db
WORDS = ("письмо", "протокол", "stenogram", "хлеб", "exile", "Раковский")
ARCHIVES, YEARS, LANGUAGES = ("RGASPI", "GARF"), ("", "1991", "1999", "2008"), ("ru", "en", "de")
FILES = ("17/171/87", "17/171/88", "17/3/1", "325/1/9")


@pytest.fixture
def world() -> None:
    """Sixty citations of everything that there is to cite, a tenth of them drafts."""
    chance = random.Random(17)  # noqa: S311 - repeatable, no secret
    person = factories.person("Rakovskii, Khristian", name_ru="Раковский, Христиан", status=PUBLISHED)
    works = [
        factories.publication(
            f"A work on {WORDS[n % 6]}", language=tongue, status=PUBLISHED, **({"date": year} if year else {})
        )
        for n, (year, tongue) in enumerate((year, tongue) for year in YEARS for tongue in LANGUAGES)
    ]
    units = [factories.unit(f"{archive}/{file}", status=PUBLISHED) for archive in ARCHIVES for file in FILES]
    letters = [
        factories.document(f"{WORDS[n]} no. {n}", kind=kind, date="1928", status=PUBLISHED)
        for n, kind in enumerate(("letter", "protocol", "letter"))
    ]
    DocumentPerson.objects.create(document=letters[0], person=person, role="author")
    for number in range(60):
        status = "draft" if number % 10 == 9 else PUBLISHED
        text = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
        note = factories.footnote(text, publication=chance.choice(works), status=status)
        target = chance.choice([*units, *units, *letters, chance.choice(works), None])
        outcome = {} if target else {"outcome": chance.choice(["ambiguous", "unresolved"])}
        checked = chance.choice(["not checked", "not checked", "checked"])
        factories.citation(target, footnote=note, as_written=text, status=status, verification=checked, **outcome)


QUESTIONS = some.one_of(
    some.just(""),
    some.sampled_from(WORDS),
    some.tuples(some.sampled_from(WORDS), some.sampled_from(WORDS)).map(" ".join),
    some.tuples(some.sampled_from(WORDS), some.sampled_from(WORDS)).map(" OR ".join),
    some.tuples(some.sampled_from(WORDS), some.sampled_from(WORDS)).map(" -".join),
    some.sampled_from(WORDS).map("-{}".format),
    some.sampled_from(WORDS).map('"{} no"'.format),
    some.sampled_from(("author:Раковский", "archive:GARF", "fond:17", "type:letter", "date:1927..1929", "-type:file")),
)
ASKED = some.fixed_dictionaries(
    {"q": QUESTIONS},
    optional={
        "repository": some.lists(some.sampled_from(ARCHIVES), min_size=1, unique=True),
        "language": some.lists(some.sampled_from(LANGUAGES), min_size=1, unique=True),
        "kind": some.lists(some.sampled_from(("letter", "protocol", "file", "book")), min_size=1, unique=True),
        "outcome": some.lists(some.sampled_from(("resolved", "ambiguous", "unresolved")), min_size=1, unique=True),
        "verification": some.just(["checked"]),
        "year_min": some.sampled_from(("1980", "1999")),
        "year_max": some.sampled_from(("1995", "2008")),
        "under": some.sampled_from(("RGASPI/17", "RGASPI/17/171", "GARF")),
        "sort": some.sampled_from(("newest", "year", "-year", "shelfmark")),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED, per_page=some.sampled_from((7, 50)))
def test_page_json_csv_and_facets_agree(client: Client, world: None, asked: dict[str, Any], per_page: int) -> None:
    choices = [name for name in ("repository", "language", "kind", "outcome", "verification") if asked.get(name)]
    left_out = choices[MOST_CHOICES:]  # more together are refused
    asked = {name: value for name, value in asked.items() if value and name not in left_out}
    rows = reached(client, {**asked, "per_page": per_page})
    table = client.get("/citations/", {**asked, "per_page": 100, "format": "csv"})
    assert {int(row["id"]) for row in csv.DictReader(io.StringIO(table.content.decode()))} == set(rows)
    page = client.get("/citations/", asked).context["page"]
    assert page.paginator.count == len(rows)
    for facet in page.facets:
        assert sum(value.count for value in facet.values) + facet.missing == len(rows), facet.name
    assert sum(bar.count for bar in page.years) <= len(rows)


def reached(client: Client, asked: dict[str, Any]) -> list[int]:
    """The ids on all pages, as many as the first page says, each once."""
    ids: list[int] = []
    number, pages = 1, 1
    while number <= pages:
        body = json.loads(client.get("/citations/", {**asked, "page": number, "format": "json"}).content)
        ids += [row["id"] for row in body["results"]]
        number, pages = number + 1, body["pages"]
    assert len(ids) == len(set(ids)) == body["count"]
    return ids
