"""The map and the list of events: what is told once, which marks there are, and that each opens what it counts."""

from __future__ import annotations

import csv
import html
import io
import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from core.records import Status
from people.land import land, placed, rings
from people.models import Event, Person, Place
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLISHED = Status.PUBLISHED


def place(name: str, latitude: float | None, longitude: float | None, status: str = PUBLISHED) -> Place:
    return make.place(name, latitude=latitude, longitude=longitude, status=status, name_ru=f"{name} по-русски")


def happened(person: Person, kind: str, date: str, where: Place | None = None) -> Event:
    return Event.objects.create(person=person, kind=kind, date=date, place=where)


@pytest.fixture
def lives() -> dict[str, Any]:
    """Two exiles: one was born and died where the person says it, one where an event does."""
    tver, narym, anadyr, lost = (
        place("Tver", 56.86, 35.9),
        place("Narym", 58.9, 81.6),
        place("Uelen", 66.16, -169.81),
        place("Lost settlement", None, None),
    )
    anna = make.person("Petrova, Anna", born="1890", born_at=tver, died="1938", died_at=narym, status=PUBLISHED)
    oleg = make.person("Sokolov, Oleg", born="1895", died="1937", status=PUBLISHED)
    happened(anna, "exile", "1928–1930", narym)
    happened(anna, "exile", "1931", anadyr)
    happened(anna, "death", "1938")
    happened(anna, "arrest", "1927")
    happened(oleg, "exile", "1928", narym)
    happened(oleg, "execution", "1937", lost)
    return {"anna": anna, "oleg": oleg, "tver": tver, "narym": narym, "uelen": anadyr, "lost": lost}


def listed(client: Client, query: str = "") -> list[tuple[str, str, str | None]]:
    answer = client.get(f"/events/?format=json{query}").json()
    assert answer["count"] == len(answer["results"])
    return [(row["person"].split(",")[0], row["kind"], row["place"]) for row in answer["results"]]


def test_births_and_deaths_stand_among_events_and_each_death_once(client: Client, lives: Any) -> None:
    assert listed(client) == [
        ("Petrova", "birth", "Tver"),
        ("Petrova", "arrest", None),
        ("Sokolov", "exile", "Narym"),
        ("Petrova", "exile", "Narym"),
        ("Petrova", "exile", "Uelen"),
        ("Sokolov", "execution", "Lost settlement"),
        ("Petrova", "death", "Narym"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&kind=birth", 1),
        ("&kind=exile&kind=arrest", 4),
        ("&kind=death", 1),
        ("&kind=execution", 1),
        ("&year_min=1930", 4),  # an exile of 1928–1930 may have lasted into that year
        ("&year_max=1927", 2),
        ("&year_min=1929&year_max=1929", 1),
        ("&placed=no", 1),
        ("&placed=no&kind=exile", 0),
    ],
)
def test_events_are_narrowed_by_kind_year_and_whether_the_place_is_known(
    client: Client, lives: Any, query: str, expected: int
) -> None:
    assert len(listed(client, query)) == expected


def marks(client: Client, query: str = "") -> dict[str, str]:
    answer = client.get(f"/map/?format=csv{query}")
    rows = csv.DictReader(io.StringIO(answer.content.decode()))
    return {row["place_en"]: row["kinds"] for row in rows}


def test_a_mark_is_what_is_told_of_its_place(client: Client, lives: Any) -> None:
    assert marks(client) == {
        "Narym": "exile 2, death 1",
        "Tver": "birth 1",
        "Uelen": "exile 1",
        "Lost settlement": "execution 1",
    }
    assert marks(client, f"&person={lives['oleg'].pk}") == {"Narym": "exile 1", "Lost settlement": "execution 1"}
    assert marks(client, "&kind=exile&year_max=1928") == {"Narym": "exile 2"}


@pytest.mark.parametrize("query", ["", "?kind=exile&kind=birth", "?year_min=1928&year_max=1931", "?lang=ru"])
def test_every_number_of_the_map_opens_a_list_of_that_many(client: Client, lives: Any, query: str) -> None:
    page = client.get(f"/map/{query}").content.decode()
    links = re.findall(r'<a rel="nofollow" href="(/events/[^"]+)">(?:[^<\d]* )?(\d+)', page)
    assert len(links) > 3
    for target, shown in links:
        assert client.get(f"{html.unescape(target)}&format=json").json()["count"] == int(shown), target
    drawn = re.findall(r'<a href="(/events/[^"]+)" aria-label="[^"]*"><circle', page)
    assert len(drawn) == len(re.findall(r"<tr data-longitude", page))


def test_what_cannot_be_marked_is_counted_beside_the_map(client: Client, lives: Any) -> None:
    page = client.get("/map/?lang=en").content.decode()
    assert "6 events" in page
    assert "at 4 places" in page
    assert re.search(r"placed=no\">1 more event</a> cannot be marked", page)
    assert "Of 1 place it is not known here where it lies" in page
    assert 'data-first="1890" data-last="1938"' in page


def test_a_life_has_a_small_map_of_its_places(client: Client, lives: Any) -> None:
    anna = client.get(lives["anna"].get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    found = re.search(
        r'<img src="(/map/[^"]+)" width="656" height="328" loading="lazy" alt="Map of these places">', anna
    )
    assert found is not None
    drawn = client.get(html.unescape(found[1])).content.decode()
    assert re.findall(r"<title>(\w+):", drawn) == ["Narym", "Tver", "Uelen"]
    assert 'size="small"' not in drawn
    assert "size=small" not in drawn
    _x, _y, width, height = map(int, re.findall(r'viewBox="([-\d ]+)"', drawn)[0].split())
    assert width == 2 * height
    nowhere = make.person("Nowhere, Nina", status=PUBLISHED)
    assert "map-small" not in client.get(nowhere.get_absolute_url()).content.decode()


def test_drafts_are_not_marked(client: Client, lives: Any) -> None:
    before = client.get("/map/?format=svg").content
    secret = place("Secret camp", 60.0, 60.0, status="draft")
    hidden = make.person("Tikhonov, Ivan", born="1880", born_at=secret)
    happened(hidden, "exile", "1928", lives["narym"])
    assert client.get("/map/?format=svg").content == before
    assert client.get(f"/events/?place={secret.pk}").status_code == 400


@pytest.mark.parametrize(
    ("query", "name"),
    [("kind=picnic", "kind"), ("year_min=soon", "year_min"), ("person=x", "person"), ("page=2", "page"), ("q=a", "q")],
)
def test_what_the_map_cannot_mean_is_refused(client: Client, query: str, name: str) -> None:
    answer = client.get(f"/map/?{query}")
    assert answer.status_code == 400
    assert name in answer.content.decode()


def test_a_map_of_nothing_says_so(client: Client) -> None:
    answer = client.get("/map/?lang=en")
    assert answer.status_code == 200
    assert "Nothing that is told with a place answers to this." in answer.content.decode()
    assert client.get("/map/?format=svg").status_code == 200


def test_no_shore_leaps_over_the_earth() -> None:
    """Russia goes on to Chukotka at 190 degrees: at the 180th meridian a line would be drawn back across all Asia."""
    eastmost = 0.0
    for ring in rings():
        for (longitude, _latitude), (following, _other) in pairwise(ring):
            assert abs(following - longitude) < 180
        eastmost = max(eastmost, *(longitude for longitude, _latitude in ring))
    assert 189 < eastmost < 192
    assert placed(-169.81, 66.16)[0] > placed(170.0, 60.0)[0]
    assert len(land()) < 30_000
    assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", land())
