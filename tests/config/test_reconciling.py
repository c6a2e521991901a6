"""What OpenRefine is told: the likeliest record for a name in any script, and a match only where there is no doubt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from people.models import Person
from tests import factories as make
from tests.world import PUBLISHED, grow, world

pytestmark = pytest.mark.django_db


def asked(client: Client, **queries: Any) -> Any:
    answer = client.post("/reconcile/", {"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Access-Control-Allow-Origin"] == "*"
    return {name: answer["result"] for name, answer in answer.json().items()}


def test_the_manifest_names_types_and_services(client: Client) -> None:
    told = client.get("/reconcile/").json()
    assert told["versions"] == ["0.2"]
    assert [kind["id"] for kind in told["defaultTypes"]] == ["people", "units", "publications"]
    assert told["view"]["url"] == "http://testserver/reconcile/view/{{id}}/"
    assert told["suggest"]["entity"] == {"service_url": "http://testserver/reconcile", "service_path": "/suggest/"}


def test_people_works_and_units_are_found_in_any_spelling(client: Client) -> None:
    made = world(2)
    rakovsky = make.person("Rakovsky, Christian", name_ru="Раковский, Христиан", born="1873", status=PUBLISHED)
    found = asked(
        client,
        ru={"query": "Христиан Раковский"},
        de={"query": "Rakowski, Christian", "type": "people"},
        unit={"query": "РГАСПИ. Ф. 17. Оп. 171. Д. 87", "type": "units"},
        work={"query": "Очерк истории 1", "type": ["publications"]},
        nobody={"query": "Zzyzx"},
        wrong={"query": 5},
    )
    for name in ("ru", "de"):
        assert (found[name][0]["id"], found[name][0]["match"]) == (f"people-{rakovsky.pk}", True), name
    assert (found["unit"][0]["id"], found["unit"][0]["match"]) == (f"units-{made['unit'].pk}", True)
    assert (found["work"][0]["id"], found["work"][0]["score"]) == (f"publications-{made['work'].pk}", 100.0)
    assert found["nobody"] == found["wrong"] == []
    again = client.get("/reconcile/", {"queries": json.dumps({"ru": {"query": "Христиан Раковский"}})}).json()
    assert again["ru"]["result"] == found["ru"]


def test_the_address_is_good_without_its_last_stroke_too(client: Client) -> None:
    """As people type it into OpenRefine, which posts to just that."""
    make.person("Rakovsky, Christian", status="published")
    sent = {"queries": json.dumps({"q": {"query": "Rakovsky, Christian"}})}
    bare, full = client.post("/reconcile", sent), client.post("/reconcile/", sent)
    assert (bare.status_code, bare.content) == (200, full.content)
    assert bare.json()["q"]["result"][0]["name"] == "Rakovsky, Christian"


def test_years_tell_namesakes_apart_and_without_them_nobody_is_a_match(client: Client) -> None:
    first, second = (make.person("Popov, Ivan", born=born, status=PUBLISHED) for born in ("1870", "1901"))
    found = asked(
        client,
        bare={"query": "Popov, Ivan"},
        dated={"query": "Popov, Ivan", "properties": [{"pid": "born", "v": "1901"}]},
        few={"query": "Popov, Ivan", "limit": 1},
    )
    assert {row["id"] for row in found["bare"]} == {f"people-{first.pk}", f"people-{second.pk}"}
    assert not any(row["match"] for row in found["bare"])
    assert (found["dated"][0]["id"], found["dated"][0]["match"]) == (f"people-{second.pk}", True)
    assert [row["match"] for row in found["few"]] == [False]


def test_what_is_found_can_be_looked_at_and_is_suggested_while_one_types(client: Client) -> None:
    person = world(2)["person"]
    shown = client.get(f"/reconcile/preview/?id=people-{person.pk}")
    assert "Ivanova, Anna 1" in shown.content.decode()
    assert "frame-ancestors *" in shown["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown
    view = client.get(f"/reconcile/view/people-{person.pk}/")
    assert view["Location"] == person.get_absolute_url()
    told = client.get("/reconcile/suggest/?prefix=Иванова").json()["result"]
    assert f"people-{person.pk}" in [row["id"] for row in told]


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"q0": 1}', json.dumps({str(n): {} for n in range(501)})])
def test_what_is_no_batch_is_refused(client: Client, sent: str) -> None:
    assert client.get("/reconcile/", {"queries": sent}).status_code == 400


@pytest.mark.parametrize("number", ["people-0", "people-x", "people-999999999999", "drafts-1", "x"])
def test_an_unknown_number_is_no_page(client: Client, number: str) -> None:
    assert client.get(f"/reconcile/view/{number}/").status_code == 404


def test_drafts_are_found_by_nobody(client: Client) -> None:
    made = world(2)
    queries = {"q": {"query": "Ivanova, Anna 1777"}, "w": {"query": "Очерк истории 1777", "type": "publications"}}
    before = asked(client, **queries)
    grow(made, [777], status="draft")
    assert asked(client, **queries) == before
    client.force_login(make.editor("refining"))
    assert asked(client, **queries) == before
    draft = Person.objects.drafts().latest("pk").pk
    assert client.get(f"/reconcile/view/people-{draft}/").status_code == 404


SYLLABLES = (
    "Бар",
    "Вер",
    "Гол",
    "Дуб",
    "Жук",
    "Зай",
    "Кал",
    "Лог",
    "Мур",
    "Нов",
    "Пор",
    "Руд",
    "Сав",
    "Тур",
    "Фед",
    "Чер",
)
ENDINGS = (("овский", "ovskii", "ovsky", "owski"), ("ов", "ov", "ov", "ow"), ("ин", "in", "in", "in"))
GIVEN = (("Алексей", "Aleksei", "Alexey", "Alexej"), ("Сергей", "Sergei", "Sergey", "Sergej"),
         ("Юрий", "Iurii", "Yury", "Jurij"))  # fmt: skip
LETTERS = {
    "Ж": ("Zh", "Zh", "Sch"), "Ч": ("Ch", "Ch", "Tsch"), "З": ("Z", "Z", "S"), "й": ("i", "y", "j"),
    "В": ("V", "V", "W"),
}  # fmt: skip
PLAIN = dict(zip("БГДКЛМНПРСТФаеорклмнубдгвзт", "BGDKLMNPRSTFaeorklmnubdgvzt", strict=True))


def spellings(number: int) -> list[str]:
    """A person as written in Russian, by the Library of Congress, in English and in German."""
    first, second = SYLLABLES[number % 16], SYLLABLES[number // 16 % 16].lower()
    ending, given = ENDINGS[number // 256 % 3], GIVEN[number % 3]
    stem = f"{first}{second}"
    latin = [_romanised(stem, way) for way in range(3)]
    return [f"{stem}{ending[0]}, {given[0]}", *(f"{latin[way]}{ending[way + 1]}, {given[way + 1]}" for way in range(3))]


def _romanised(stem: str, way: int) -> str:
    latin = ""
    for letter in stem.lower():
        special = LETTERS.get(letter.upper()) or LETTERS.get(letter)
        latin += special[way].lower() if special else PLAIN.get(letter, PLAIN.get(letter.upper(), "")).lower()
    return latin.capitalize()


@pytest.mark.slow
def test_of_five_hundred_names_in_three_spellings_nearly_all_come_first(client: Client) -> None:
    people = [spellings(number) for number in range(500)]
    made = [make.person(latin, name_ru=russian, status=PUBLISHED) for russian, latin, *_rest in people]
    for way in (0, 2, 3):
        sent = {str(at): {"query": written[way]} for at, written in enumerate(people)}
        found = asked(client, **sent)
        first = sum(bool(found[str(at)]) and found[str(at)][0]["id"] == f"people-{made[at].pk}" for at in range(500))
        assert first >= 475, (way, first)
