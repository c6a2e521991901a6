"""Who cites what, and what files, works and people have in common: small tables counted by hand."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from archive.shelfmarks import shelfmark
from archive.sketched import units_by_number
from citations import sharing
from citations.makers import makers as makers_of
from citations.models import Contribution, Found
from citations.sketched import works_by_number
from tests import factories as make
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

# work, its makers (a name with a comma is a person here), and what it cites: file and sheet
CITED = [
    ("Grain", ["Ivanova, Anna"], "1:5 1:5об 1:7 2:1"),
    ("Bread", ["Ivanova, Anna", "Jan Nowak"], "1:5 3:9"),
    ("Famine", ["Jan Nowak"], "1:6 2:2 2:3"),
    ("Steel", ["Petrov, Pavel"], "3:1"),
    ("Trains", ["Petrov, Pavel"], "4:1"),
]


@pytest.fixture
def library() -> dict[str, Any]:
    """The works above by title, `u1` to `u4` the files 17/1/1 to 17/1/4, and the persons."""
    made: dict[str, Any] = {
        f"u{number}": make.unit(f"RGASPI/17/1/{number}", status=PUBLISHED) for number in (1, 2, 3, 4)
    }
    for title, makers, cited in CITED:
        made[title] = make.publication(title, status=PUBLISHED, language="en", date="1995")
        for name in makers:
            if "," in name and name not in made:
                made[name] = make.person(name, status=PUBLISHED)
            share = {"person": made[name]} if "," in name else {"name_printed": name}
            Contribution.objects.create(publication=made[title], **share)
        for order, (file, leaves) in enumerate((each.split(":") for each in cited.split()), start=1):
            note = make.footnote(publication=made[title], order=order, number=str(order), status=PUBLISHED)
            make.citation(made[f"u{file}"], footnote=note, leaves=leaves, status=PUBLISHED)
    return made


def counted(client: Client, address: str) -> list[tuple[Any, ...]]:
    """The rows of a list in their order, each as its name and numbers."""
    body = client.get(address, headers={"accept": "application/json"})
    assert body.status_code == 200, (address, body.content[:300])
    return [tuple(value for name, value in row.items() if name not in ("id", "url")) for row in body.json()["results"]]


def test_the_search_knows_the_citing_work(library: dict[str, Any]) -> None:
    assert Found.objects.filter(citing_id=library["Grain"].pk).count() == 4
    note = library["Grain"].footnotes.first()
    note.publication = make.publication("Coal", status=PUBLISHED)
    note.save()
    assert Found.objects.filter(citing_id=library["Grain"].pk).count() == 3


LISTS = [
    # people: citations in their works, and works; two makers of one work count both
    ("people/?under=RGASPI/17/1/1", [("Ivanova, Anna", 4, 2), ("Jan Nowak", 2, 2)]),
    ("people/?under=RGASPI", [("Ivanova, Anna", 6, 2), ("Jan Nowak", 5, 2), ("Petrov, Pavel", 2, 2)]),
    ("people/?unit=RGASPI/17/1/1&l=5об", [("Ivanova, Anna", 3, 2), ("Jan Nowak", 1, 1)]),
    ("people/?under=RGASPI/17&q=famine", [("Jan Nowak", 3, 1)]),
    # works: citations, and files
    ("works/?under=RGASPI/17/1/1", [("Grain", 3, 1), ("Bread", 1, 1), ("Famine", 1, 1)]),
    ("works/?by=Nowak&sort=title", []),
    ("works/?by=jan+nowak&sort=title", [("Bread", 2, 2), ("Famine", 3, 2)]),
    # files: citations, and works
    ("files/?under=RGASPI&sort=shelfmark", [("…1", 5, 3), ("…2", 3, 2), ("…3", 2, 2), ("…4", 1, 1)]),
    # in common
    ("together/?unit=RGASPI/17/1/1", [("…2", 2), ("…3", 1)]),
    ("sharing/?publication={Grain}", [("Famine", 2), ("Bread", 1)]),
    ("colleagues/?author={Ivanova, Anna}", [("Jan Nowak", 3), ("Petrov, Pavel", 1)]),
    ("colleagues/?by=Jan+Nowak", [("Ivanova, Anna", 3), ("Petrov, Pavel", 1)]),
    ("common/?publication={Grain}&publication={Famine}", [("…1",), ("…2",)]),
    ("common/?author={Ivanova, Anna}&by=Jan+Nowak", [("…1",), ("…2",), ("…3",)]),
]


@pytest.mark.parametrize(("address", "rows"), LISTS)
def test_a_list_counts(client: Client, library: dict[str, Any], address: str, rows: list[tuple[Any, ...]]) -> None:
    for name, record in library.items():
        address = address.replace(f"{{{name}}}", str(record.pk))
    expected = [(row[0].replace("…", "RGASPI, f. 17, op. 1, d. "), *row[1:]) for row in rows]
    assert counted(client, f"/citations/{address}") == expected


@pytest.mark.parametrize("address", [address for address, _rows in LISTS])
def test_every_number_opens_the_list_that_it_counts(client: Client, library: dict[str, Any], address: str) -> None:
    for name, record in library.items():
        address = address.replace(f"{{{name}}}", str(record.pk))
    page = client.get(f"/citations/{address}").content.decode()
    numbers = re.findall(r'<td class="n"><a rel="nofollow" href="([^"]+)">(\d+)</a>', page)
    assert bool(numbers) == ("by=Nowak" not in address)
    for target, shown in numbers:
        found = client.get(html.unescape(target), headers={"accept": "application/json"}).json()
        assert found["count"] == int(shown), (address, target)


def test_two_files_show_the_works_that_cite_both(client: Client, library: dict[str, Any]) -> None:
    both = "/publications/?files=RGASPI/17/1/1&files=RGASPI/17/1/2&sort=title"
    found = client.get(both, headers={"accept": "application/json"}).json()
    assert [row["title"] for row in found["results"]] == ["Famine", "Grain"]
    page = client.get(both).content.decode()
    assert 'href="/publications/?files=RGASPI%2F17%2F1%2F2"' in page  # the chip that drops the first


def test_drafts_are_counted_nowhere(client: Client, library: dict[str, Any]) -> None:
    addresses = [f"/citations/{kind}/?under=RGASPI" for kind in ("people", "works", "files")]
    addresses += [
        "/citations/together/?unit=RGASPI/17/1/1",
        f"/citations/colleagues/?author={library['Ivanova, Anna'].pk}",
    ]
    before = {address: client.get(address).content for address in addresses}
    draft = make.publication("Secret", language="en")
    Contribution.objects.create(publication=draft, person=library["Petrov, Pavel"])
    for file in ("u1", "u2", "u4"):
        make.citation(library[file], footnote=make.footnote(publication=draft), leaves="5")
    assert {address: client.get(address).content for address in addresses} == before


REFUSED = [
    ("people/?l=5", "l"),
    ("people/?unit=RGASPI", "unit"),
    ("people/?unit=RGASPI/99", "unit"),
    ("together/", "unit"),
    ("together/?unit=", "unit"),
    ("sharing/?publication=x", "publication"),
    ("colleagues/", "author"),
    ("common/?by=Jan+Nowak", "publication"),
    ("common/?author=0&author=1", "author"),
    ("common/?" + "&".join(f"by=Nobody{n}" for n in range(6)), "publication"),
]


@pytest.mark.parametrize(("address", "name"), REFUSED)
def test_what_cannot_be_counted_is_refused_with_a_sentence(
    client: Client, library: dict[str, Any], address: str, name: str
) -> None:
    answer = client.get(f"/citations/{address}")
    assert (answer.status_code, name in answer.content.decode()) == (400, True)


def test_pages_of_a_tally_are_the_whole_list_once(client: Client, library: dict[str, Any]) -> None:
    rows = [counted(client, f"/citations/files/?under=RGASPI&per_page=1&page={page}")[0] for page in (1, 2, 3, 4)]
    assert [row[0][-1] for row in rows] == ["1", "2", "3", "4"]
    assert counted(client, "/citations/files/?under=RGASPI&per_page=1&page=99") == rows[-1:]


@pytest.mark.parametrize("path", ["RGASPI", "RGASPI/17", "RGASPI/17/1"])
def test_the_first_rows_on_a_page_are_those_of_the_lists(library: dict[str, Any], path: str) -> None:
    found = Found.objects.under(path)
    works = sharing.works_citing(found, "citations", 50, 1)
    assert sharing.works_most_citing(found, 2) == sharing.Ranked(works.count, 1, _alike(works.rows[:2]))
    files = sharing.files_cited(found, "citations", 50, 1)
    assert [(row["unit_id"], row["citations"]) for row in sharing.files_most_cited(found, 3).rows] == [
        (row["unit_id"], row["citations"]) for row in files.rows[:3]
    ]


def _alike(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "printed"} for row in rows]


def test_a_line_is_read_with_what_it_shows_and_nothing_more(
    library: dict[str, Any], django_assert_num_queries: Any
) -> None:
    """However many there are; the words in both languages are those of the whole records."""
    numbers = [library[f"u{number}"].pk for number in (1, 2, 3)]
    with django_assert_num_queries(1):
        units = units_by_number(numbers)
        said = [(shelfmark(units[number], "en"), units[number].get_absolute_url()) for number in numbers]
    assert said[0] == ("RGASPI, f. 17, op. 1, d. 1", "/archive/RGASPI/17/1/1/")
    with django_assert_num_queries(1):
        works = works_by_number([library["Bread"].pk, library["Steel"].pk])
        said = [(makers_of(work), work.get_absolute_url()) for work in works.values()]
    assert said[0] == ("Ivanova, Jan Nowak", f"/publications/{library['Bread'].pk}/bread/")
    with override("ru"):
        assert shelfmark(units_by_number(numbers)[numbers[0]], "ru") == "RGASPI, ф. 17, оп. 1, д. 1"
