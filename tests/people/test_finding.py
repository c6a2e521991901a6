"""A person is found under any spelling of any name, the likeliest first, as soon as the name is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from people import searching
from people.models import FoundPerson, Name, Person
from tests import factories as make
from tests.world import PUBLISHED

pytestmark = pytest.mark.django_db

# Heading in Latin letters, heading in Russian, other names.
PEOPLE = """
Rakovsky, Christian     | Раковский, Христиан Георгиевич | Krastyu Stanchev
Rykov, Aleksei          | Рыков, Алексей Иванович        |
Ryutin, Martemyan       | Рютин, Мартемьян Никитич       |
Krupskaia, Nadezhda     | Крупская, Надежда Константиновна | Sablina, N. K.
Ulianov, Vladimir       | Ульянов, Владимир Ильич        | Lenin ; Ильин, Вл.
Ulianov, Dmitrii        | Ульянов, Дмитрий Ильич         |
Skvortsov-Stepanov, Ivan | Скворцов-Степанов, Иван Иванович |
Stepanov, Semen         | Степанов, Семён Семёнович      |
Antonov-Ovseenko, Vladimir | Антонов-Овсеенко, Владимир Александрович | Штык
Antonov, Aleksandr      | Антонов, Александр Степанович  |
Ter-Vaganian, Vagarshak | Тер-Ваганян, Вагаршак          |
Hrushevsky, Mykhailo    | Грушевский, Михаил             | Грушевський, Михайло Сергійович
Tukhachevskii, Mikhail  | Тухачевский, Михаил            |
Zhordania, Noe          | Жордания, Ной                  | ჟორდანია, ნოე
"""


@pytest.fixture
def people() -> dict[str, Person]:
    made = {}
    for row in PEOPLE.strip().splitlines():
        name_en, name_ru, others = (part.strip() for part in row.split("|"))
        made[name_en] = make.person(name_en, name_ru=name_ru, status=PUBLISHED)
        for other in filter(None, map(str.strip, others.split(";"))):
            Name.objects.create(person=made[name_en], text=other)
    return made


def found(client: Client, question: str, **more: str) -> list[str]:
    answer = client.get("/people/", {"q": question, "format": "json", **more})
    assert answer.status_code == 200, answer.content
    rows = answer.json()
    assert rows["count"] == len(rows["results"])
    return [row["name_en"].split(",")[0] for row in rows["results"]]


FIRST = """
Раковский Х. Г.           | Rakovsky
Chr. Rakowski             | Rakovsky
Rakovski, Hristian        | Rakovsky
Stančev                   | Rakovsky
Rikov                     | Rykov
Alexis Rykoff             | Rykov
Riutine                   | Ryutin
Rjutin, M. N.             | Ryutin
Сабліна                   | Krupskaia
N. Kroupskaïa             | Krupskaia
Wladimir Uljanow          | Ulianov
Oulianov, Dimitri         | Ulianov
Skworzow-Stepanow         | Skvortsov-Stepanov
Степанов                  | Stepanov
Овсеенко                  | Antonov-Ovseenko
Antonow-Owssejenko        | Antonov-Ovseenko
В. А. Антонов-Овсеенко    | Antonov-Ovseenko
Waganjan                  | Ter-Vaganian
Tuchatschewski            | Tukhachevskii
Toukhatchevski, M.        | Tukhachevskii
Tuxačevskij               | Tukhachevskii
Тухачевськый              | Tukhachevskii
Tukhachevksy              | Tukhachevskii
Gruschewskyj              | Hrushevsky
Jordania, Noé             | Zhordania
ჟორდანია                  | Zhordania
טוכצ'בסקי                 | Tukhachevskii
"""


@pytest.mark.parametrize("row", FIRST.strip().splitlines())
@pytest.mark.usefixtures("people")
def test_a_name_in_any_spelling_finds_its_person_first(client: Client, row: str) -> None:
    question, surname = (part.strip() for part in row.split("|"))
    assert found(client, question)[:1] == [surname]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("question", "surnames"),
    [
        ("nobody", []),
        ("...", []),
        ("В. И.", []),
        ("Ульян", ["Ulianov", "Ulianov"]),
        ("Vladimir", ["Ulianov", "Antonov-Ovseenko"]),
        ("Lenin Ulianov", ["Ulianov", "Ulianov"]),
        ("Ульянов В. И.", ["Ulianov", "Ulianov"]),
        ("Антонов", ["Antonov", "Antonov-Ovseenko"]),
    ],
)
def test_the_hits_are_those_that_hold_the_words_and_those_that_are_like_them(
    client: Client, question: str, surnames: list[str]
) -> None:
    assert found(client, question) == surnames


def test_initials_put_the_one_they_fit_before_the_namesake(client: Client, people: dict[str, Person]) -> None:
    rows = client.get("/people/", {"q": "Oulianov D. I.", "format": "json"}).json()["results"]
    assert [row["id"] for row in rows] == [people["Ulianov, Dmitrii"].pk, people["Ulianov, Vladimir"].pk]


def test_an_order_that_is_asked_for_wins_over_likeness(client: Client, people: dict[str, Person]) -> None:
    rows = client.get("/people/", {"q": "Oulianov V. I.", "sort": "newest", "format": "json"}).json()["results"]
    assert [row["id"] for row in rows] == [people["Ulianov, Dmitrii"].pk, people["Ulianov, Vladimir"].pk]
    assert client.get("/people/?sort=likeness").status_code == 400, "nothing to be like"


def test_a_near_name_says_that_it_is_only_like_the_question(client: Client, people: dict[str, Person]) -> None:
    page = client.get("/people/?q=Tukhachevksy").content.decode()
    assert '<span class="near">similar name</span>' in page
    assert "similar name" not in client.get("/people/?q=Tuchatschewski").content.decode()


def test_a_name_is_found_in_the_next_request_and_gone_with_it(client: Client, people: dict[str, Person]) -> None:
    assert found(client, "Piatnitskii") == []
    name = Name.objects.create(person=people["Rykov, Aleksei"], text="Пятницкий, Осип")
    assert found(client, "Pjatnizki") == ["Rykov"]
    Name.objects.filter(pk=name.pk).update(text="Тарсис")
    name.refresh_from_db()
    name.save()
    assert found(client, "Pjatnizki") == []
    name.delete()
    assert found(client, "Tarsis") == []


def test_a_draft_is_found_by_no_name(client: Client) -> None:
    draft = make.person("Smilga, Ivar", name_ru="Смилга, Ивар")
    Name.objects.create(person=draft, text="Ivars Smilga")
    assert found(client, "Smilga") == found(client, "Smylga") == []
    Person.objects.filter(pk=draft.pk).update(status=PUBLISHED)
    assert found(client, "Smylga") == ["Smilga"]


def test_more_persons_than_are_put_in_order_are_all_counted_and_reached(
    client: Client, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.finding.find.__defaults__", (1,))
    assert found(client, "Vladimir") == ["Ulianov", "Antonov-Ovseenko"]


def test_the_same_list_is_given_on_the_page_over_everything(client: Client, people: dict[str, Person]) -> None:
    page = client.get("/search/?q=Tuchatschewski").content.decode()
    assert people["Tukhachevskii, Mikhail"].get_absolute_url() in page


def rows() -> list[Any]:
    return list(FoundPerson.objects.order_by("person_id").values())


@pytest.mark.usefixtures("people")
def test_triggers_leave_what_a_rebuild_makes() -> None:
    Name.objects.filter(text="Lenin").delete()
    Person.objects.filter(name_en="Rykov, Aleksei").delete()
    kept = rows()
    assert len(kept) == len(PEOPLE.strip().splitlines()) - 1
    searching.rebuild()
    assert rows() == kept


def test_consonants_are_the_same_in_sql_and_python() -> None:
    from notation.folding import consonant_key, skeleton_key

    with connection.cursor() as cursor:
        for name in ("Раковский", "Тер-Ваганян", "Bebbel", "Oppokov", "Ишутин"):
            cursor.execute("SELECT consonants_of(%s)", [skeleton_key(name)])
            assert cursor.fetchone() == (consonant_key(name),)
