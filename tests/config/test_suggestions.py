"""While one types, persons, units and works are suggested, namesakes told apart by dates and a word."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.world import PUBLISHED, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def _held() -> None:
    older = {"name_ru": "Ельцин, Борис", "born": "1875", "died": "1937", "epithet_en": "Left Oppositionist"}
    make.person("Eltsin, Boris", status=PUBLISHED, epithet_ru="левый оппозиционер", **older)
    make.person("Yeltsin, Boris", status=PUBLISHED, name_ru="Ельцин, Борис", born="1931", epithet_en="president")
    make.person("Eltsina, Draft")
    make.unit("RGASPI/17/171/87", status=PUBLISHED, title_en="Stenograms of the plenum", title_ru="Стенограммы пленума")
    make.unit("RGASPI/17/171/99", title_en="Stenograms that nobody sees")
    work(1, status=PUBLISHED, title="История стенограммы", date="1926")


def suggested(client: Client, typed: str, language: str = "en") -> list[str]:
    answer = client.get("/suggest/", {"q": typed}, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content
    return [" | ".join((row["kind"], row["label"], row["detail"])) for row in answer.json()["suggestions"]]


# `Yeltsin` and `Ельцин` are two spellings, `Eltsin` and `Ельцин` one: of equals the one with more comes first.
SUGGESTED = [
    ("Elts", ["person | Boris Yeltsin | 1931– · president", "person | Boris Eltsin | 1875–1937 · Left Oppositionist"]),
    (
        "Jelzin",
        ["person | Boris Yeltsin | 1931– · president", "person | Boris Eltsin | 1875–1937 · Left Oppositionist"],
    ),
    ("stenog", ["archival unit | RGASPI, f. 17, op. 171, d. 87 | Stenograms of the plenum"]),
    ("plenum sten", ["archival unit | RGASPI, f. 17, op. 171, d. 87 | Stenograms of the plenum"]),
    ("17/171/87", ["archival unit | RGASPI, f. 17, op. 171, d. 87 | Stenograms of the plenum"]),
    ("РГАСПИ ф.17 оп.171 д.99", ["archival unit | RGASPI, f. 17, op. 171 | "]),
    ("истор", ["publication | История стенограммы | A. Petrov 1 · 1926"]),
    ("E", []),
    ("' & ! :* (", []),
    ("zzzz", []),
]


@pytest.mark.usefixtures("_held")
@pytest.mark.parametrize(("typed", "rows"), SUGGESTED)
def test_what_may_be_meant_is_suggested(client: Client, typed: str, rows: list[str]) -> None:
    assert suggested(client, typed) == rows


@pytest.mark.usefixtures("_held")
def test_suggestions_speak_the_reader_s_language(client: Client) -> None:
    rows = suggested(client, "Ельц", "ru")
    assert rows[1] == "человек | Борис Ельцин | 1875–1937 · левый оппозиционер"


@pytest.mark.usefixtures("_held")
def test_each_suggestion_opens_a_page(client: Client) -> None:
    for typed in ("Elts", "stenog", "истор"):
        for row in client.get("/suggest/", {"q": typed}).json()["suggestions"]:
            assert client.get(row["url"]).status_code == 200


@pytest.mark.parametrize("typed", ["\0", "x" * 201])
def test_what_cannot_be_asked_is_refused(client: Client, typed: str) -> None:
    assert client.get("/suggest/", {"q": typed}).status_code == 400
