"""Statistics: sums of what is known, how much is not, and that every number opens the list that it counts."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from citations.counting import PARTS
from citations.models import Contribution, Publication
from citations.tables import ALL
from core.charts import Bar, columns, rows
from core.records import Status
from core.tables.loading import load
from people.models import Person
from tests import factories as make
from tests.world import repository

pytestmark = pytest.mark.django_db

# Every title of the demonstration data that is no periodical and no article: who wrote it, pages, copies printed. The
# lecture counts the works of Oppositionists so, without those of Trotsky and without newspapers.
DEMO = [
    ("Weiss", "Internationalist Socialism vs. Nationalist Reformism, Part 4", None, None),
    ("Trotsky", "Сочинения", None, 325_000),
    ("Eltsin", "Политический словарь", None, 150_000),  # 1924
    ("Eltsin", "Политический словарь", None, 90_000),  # 1927
    ("Alter", "[Rosa Luxemburg in the Fight against Reformism]", None, 8_000),
    ("Yakovin", "[On the German revolution and labour movement]", 300, 4_000),
    ("Dingelshtedt", "Аграрный вопрос в Индии", None, 3_000),
    ("", "Тетради верхне-уральского политического изолятора 1932–1933", None, None),
    ("Barinov", "Троцкий, Зиновьев, университет", None, None),
]
BERG = [("Berg", "author")]


def figures(client: Client, query: str) -> dict[str, list[int | None]]:
    """Each value with titles, pages, pages unknown, copies, copies unknown, printed pages, unknown of these."""
    answer = client.get(f"/statistics/?format=json&{query}")
    assert answer.status_code == 200, answer.content
    names = ("works", "pages", "pages_unknown", "copies", "copies_unknown", "printed", "printed_unknown")
    return {row["value"]: [row[name] for name in names] for row in answer.json()["results"]}


def told(client: Client, query: str) -> list[str]:
    """The sums above the picture, as a reader sees them."""
    page = client.get(f"/statistics/?lang=en&{query}").content.decode()
    found = re.findall(r"<dt>([^<]+)</dt><dd>(?:<a[^>]*>)?([^<]+)", page)
    return [f"{label}: {html.unescape(value)}" for label, value in found]


def test_the_demonstration_data_are_what_a_hand_count_gives(client: Client) -> None:
    assert load(ALL, Path(settings.BASE_DIR) / "demo", apply=True).good
    lasting = Publication.objects.without_periodicals()
    assert sorted(lasting.values_list("title", "pages", "copies"), key=str) == sorted(
        ((title, pages, copies) for _who, title, pages, copies in DEMO), key=str
    )
    # 325,000 + 150,000 + 90,000 + 8,000 + 4,000 + 3,000; 300 pages and 4,000 copies are known of one title only.
    assert told(client, "periodicals=no") == [
        "Titles: 9",
        "Pages: at least 300",
        "Copies printed: at least 580,000",
        "Pages × copies: at least 1,200,000",
    ]
    # Without Trotsky: 150,000 + 90,000 + 8,000 + 4,000 + 3,000.
    trotsky = Person.objects.get(name_en="Trotsky, Leon").pk
    assert told(client, f"periodicals=no&exclude={trotsky}") == [
        "Titles: 8",
        "Pages: at least 300",
        "Copies printed: at least 255,000",
        "Pages × copies: at least 1,200,000",
    ]
    # In the lecture's years, without Trotsky and Eltsin: 8,000 + 4,000 + 3,000.
    eltsin = Person.objects.get(name_en="Eltsin, Boris").pk
    assert told(client, f"periodicals=no&exclude={trotsky}&exclude={eltsin}&year_min=1922&year_max=1932") == [
        "Titles: 3",
        "Pages: at least 300",
        "Copies printed: at least 15,000",
        "Pages × copies: at least 1,200,000",
    ]
    # With the periodicals: an issue of Pravda 500,000, of the three journals 4,000, 7,000 and 5,000 at least.
    assert told(client, "")[2] == "Copies printed: at least 1,096,000"


@pytest.fixture
def works() -> dict[str, Person]:
    """Five works: all is known of two, of the others something is not."""
    people = {name: make.person(f"{name}, X", status=Status.PUBLISHED) for name in ("Berg", "Orlova")}
    for title, year, language, topics, pages, copies, makers in (
        ("On India", "1926", "ru", ["India", "peasants"], 100, 2_000, BERG),
        ("A reader", "1926", "ru", ["India"], 50, 1_000, [*BERG, ("Berg", "compiler"), ("Orlova", "author")]),
        ("On Berlin", "1929", "de", ["Germany"], 200, None, [("Orlova", "author"), ("Berg", "editor")]),
        ("Anonymous", "", "", [], None, 500, []),
        ("Our journal", "", "ru", ["India"], None, 4_000, [("Berg", "editor"), ("J. Nowak", "author")]),
    ):  # fmt: skip
        kind = "journal" if title == "Our journal" else "book"
        made = make.publication(
            title, date=year, language=language, topics=topics, pages=pages, copies=copies, kind=kind,
            status=Status.PUBLISHED,
        )  # fmt: skip
        for name, role in makers:
            share = {"person": people[name]} if name in people else {"name_printed": name}
            Contribution.objects.create(publication=made, role=role, **share)
    return people


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("per=year", {
            "1926": [2, 150, 0, 3_000, 0, 250_000, 0], "1929": [1, 200, 0, 0, 1, 0, 1],
            "not known": [2, 0, 2, 4_500, 0, 0, 2],
        }),
        ("per=topic&periodicals=no", {
            "India": [2, 150, 0, 3_000, 0, 250_000, 0], "Germany": [1, 200, 0, 0, 1, 0, 1],
            "peasants": [1, 100, 0, 2_000, 0, 200_000, 0], "not known": [1, 0, 1, 500, 0, 0, 1],
        }),
        # Whoever wrote and compiled a book has it once, and what one only edited is not one's own.
        ("per=author", {
            "Berg, X": [2, 150, 0, 3_000, 0, 250_000, 0], "Orlova, X": [2, 250, 0, 1_000, 1, 50_000, 1],
            "J. Nowak": [1, 0, 1, 4_000, 0, 0, 1], "not known": [1, 0, 1, 500, 0, 0, 1],
        }),
        ("per=language&year_max=1928", {"Russian": [2, 150, 0, 3_000, 0, 250_000, 0]}),
    ],
)  # fmt: skip
def test_each_part_has_its_sums_and_what_is_not_known(
    client: Client, works: Any, query: str, expected: dict[str, list[int]]
) -> None:
    assert figures(client, f"{query}&lang=en") == expected


def test_the_largest_come_first_by_what_is_shown(client: Client, works: Any) -> None:
    assert list(figures(client, "per=author&show=copies&lang=en")) == ["J. Nowak", "Berg, X", "Orlova, X", "not known"]
    assert list(figures(client, "per=author&show=pages&lang=en")) == ["Orlova, X", "Berg, X", "J. Nowak", "not known"]


def test_works_of_excluded_persons_are_not_counted(client: Client, works: Any) -> None:
    assert figures(client, f"per=author&exclude={works['Berg'].pk}&lang=en") == {
        "Orlova, X": [1, 200, 0, 0, 1, 0, 1],
        "J. Nowak": [1, 0, 1, 4_000, 0, 0, 1],
        "not known": [1, 0, 1, 500, 0, 0, 1],
    }


def test_every_number_opens_the_list_that_it_counts(client: Client, works: Any) -> None:
    seen = 0
    for query in [*(f"per={part}" for part in PARTS), f"exclude={works['Berg'].pk}&periodicals=no", "lacking=pages"]:
        page = client.get(f"/statistics/?lang=en&{query}").content.decode()
        for target, shown in re.findall(r'<a [^>]*href="(/publications/[^"]*)"[^>]*>(?:not known of |\()?(\d+)', page):
            address = html.unescape(target)
            found = client.get(f"{address}{'&' if '?' in address else '?'}format=json").json()["count"]
            assert found == int(shown), (query, target)
            seen += 1
    assert seen > 40


def test_drafts_are_not_counted(client: Client, works: Any) -> None:
    pages = [client.get(f"/statistics/?per={part}").content for part in PARTS]
    draft = make.publication("Unprinted", date="1926", language="ka", topics=["India"], pages=999, copies=999)
    Contribution.objects.create(publication=draft, person=works["Berg"])
    assert [client.get(f"/statistics/?per={part}").content for part in PARTS] == pages


def test_citations_are_counted_by_archive_year_and_language(client: Client) -> None:
    work = make.publication("A study", date="1990", language="en", status=Status.PUBLISHED)
    undated = make.publication("Another", status=Status.PUBLISHED)
    for number, (path, citing) in enumerate((("RGASPI/17/1", work), ("RGASPI/17/2", work), ("GARF/5/1", undated))):
        note = make.footnote(f"{path}, l. {number}.", publication=citing, status=Status.PUBLISHED)
        make.citation(make.unit(path, status=Status.PUBLISHED), footnote=note, status=Status.PUBLISHED)
    expected = {
        "archive": {"RGASPI": 2, "GARF": 1},
        "year": {"1990": 2, "not known": 1},
        "language": {"English": 2, "not known": 1},
    }
    for per, counts in expected.items():
        answer = client.get(f"/statistics/citations/?format=json&lang=en&per={per}").json()["results"]
        assert {row["value"]: row["citations"] for row in answer} == counts
        for row in answer:
            if row["url"]:
                assert client.get(f"{row['url']}&format=json").json()["count"] == row["citations"]


@pytest.mark.parametrize(
    "query",
    ["per=weather", "show=money", "exclude=abc", "exclude=99999999", "periodicals=yes", "lacking=soul", "page=2"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/statistics/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.content.decode()


def test_bars_are_measured_in_whole_numbers() -> None:
    """A fraction would be written with a comma in Russian, which no SVG understands."""
    bars = [Bar("1924", 150, "150"), Bar("1925", 0, "0"), Bar("1926", 1, "1")]
    chart = columns(bars)
    assert [tick.value for tick in chart.ticks] == [0, 50, 100, 150]
    assert [(block.height, block.y + block.height) for block in chart.blocks] == [(238, 262), (0, 262), (2, 262)]
    assert [block.width for block in rows(bars).blocks] == [650, 0, 4]
    assert columns([]).blocks == []
    assert [block.named for block in columns([Bar(str(year), 1, "1") for year in range(1900, 1960)]).blocks][:5] == [
        True, False, False, False, True,
    ]  # fmt: skip


def test_a_list_of_publications_leads_to_its_statistics(client: Client, works: Any) -> None:
    page = client.get("/publications/?language=ru&sort=year&per_page=1").content.decode()
    assert 'href="/statistics/?language=ru"' in page
    assert told(client, "language=ru")[0] == "Titles: 3"


def test_among_very_many_works_authors_are_counted_only_when_fewer_are_chosen(
    client: Client, works: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citations.statistics.MANY_WORKS", 2)
    answer = client.get("/statistics/?per=author&lang=en")
    assert answer.status_code == 400
    assert "the authors of more than 2 publications takes longer than a page may" in answer.content.decode()
    assert list(figures(client, "per=author&year_min=1929&lang=en")) == ["Orlova, X"]
    assert list(figures(client, "per=year&lang=en")) == ["1926", "1929", "not known"]


def test_authors_are_offered_to_be_left_out_by_the_copies_of_their_works(client: Client, works: Any) -> None:
    page = client.get("/statistics/").content.decode()
    offered = re.findall(r'name="exclude" value="(\d+)"', page)
    assert offered == [str(works["Berg"].pk), str(works["Orlova"].pk)]


def test_archives_are_called_as_the_reader_calls_them(client: Client) -> None:
    home = repository()
    make.citation(make.unit(f"{home.code}/17", status=Status.PUBLISHED), status=Status.PUBLISHED)
    for language, called in (("ru", "РГАСПИ"), ("en", "RGASPI")):
        page = client.get(f"/statistics/citations/?per=archive&lang={language}").content.decode()
        assert re.findall(r'<tbody><tr><th scope="row">([^<]*)', page) == [called]


def test_facets_call_archives_as_the_reader_does(client: Client) -> None:
    home = repository()
    make.citation(make.unit(f"{home.code}/17", status=Status.PUBLISHED), status=Status.PUBLISHED)
    for language, called in (("ru", "РГАСПИ"), ("en", "RGASPI")):
        page = client.get(f"/citations/?repository=RGASPI&lang={language}").content.decode()
        assert re.search(r'name="repository" value="RGASPI" checked> (\S+)', page)[1] == called  # type: ignore[index]  # shown
