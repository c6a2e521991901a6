"""Merging at the desk: who is proposed, chosen, seen before, and kept apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import models
from django.test import Client

from archive.models import Copy, FormerReference, Unit
from citations.models import Publication
from core.merging.admin import merge_address
from core.merging.duplicates import clusters, judge_apart
from core.merging.undoing import undo
from core.models import Merge, NotSame
from people.models import Name, Organisation, Person, Place
from tests import factories as make
from tests.core.joining import asked, joined
from tests.desk import address, messages_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


# -- what is proposed -------------------------------------------------------------------------------------------------


def reasons(model: type[models.Model]) -> list[tuple[list[int], list[str]]]:
    return [(cluster.numbers, cluster.reasons) for cluster in clusters(model)]


def test_persons_of_one_name_are_proposed_unless_their_dates_forbid_it() -> None:
    one, two = make.person("Eltsin, Boris", born="1890"), make.person("Ельцин, Борис")
    Name.objects.create(person=make.person("Third, T."), text="Eltsin, Boris")
    make.person("Ivanov, Ivan", born="1850")
    make.person("Ivanov, Ivan", born="1890")
    third = Person.objects.get(name_en="Third, T.").pk
    assert reasons(Person) == [([one.pk, two.pk, third], ["the same name: eltsin boris"])]


def test_each_kind_is_proposed_by_what_tells_it() -> None:
    units = [make.unit("RGASPI/17/171/87"), make.unit("RGASPI/17/171/087")]
    FormerReference.objects.create(unit=make.unit("RGASPI/20"), archive="RGASPI", shelfmark="17")
    letters = [make.document("On exile", date="2 June 1928"), make.document("on exile", date="1928-06-02")]
    for n, letter in enumerate((make.document("A"), make.document("B"))):
        Copy.objects.create(document=letter, unit=units[0], leaves="5", state=["draft", "copy"][n])
    works = [make.publication("Очерк", date="1926"), make.publication("Ocherk", date="1926")]
    make.publication("Ocherk", date="1930")
    places = [make.place("Orenburg"), make.place("Chkalov", former_names=["orenburg"])]
    boards = [Organisation.objects.create(name_en=name, name_ru="ВЧК") for name in ("Cheka", "VChK")]
    assert {cluster.numbers[0] for cluster in clusters(Unit)} == {units[0].pk, Unit.objects.get(path="RGASPI/17").pk}
    assert [len(cluster.numbers) for cluster in clusters(type(letters[0]))] == [2, 2]
    assert [numbers for numbers, _why in reasons(Publication)] == [[work.pk for work in works]]
    assert [numbers for numbers, _why in reasons(Place)] == [[place.pk for place in places]]
    assert [numbers for numbers, _why in reasons(Organisation)] == [[board.pk for board in boards]]


def test_not_the_same_is_remembered() -> None:
    one, two, three = (make.person("Eltsin, Boris") for _n in range(3))
    judge_apart(Person, [two.pk, one.pk], "father and son", make.editor("anna"))
    assert [numbers for numbers, _why in reasons(Person)] == [[one.pk, two.pk, three.pk]]
    judge_apart(Person, [one.pk, two.pk, three.pk], "three generations", None)
    assert reasons(Person) == []
    (question,) = asked(one, two)
    assert question.endswith("decided that these are not the same. three generations")
    done = joined(two, three, **{f"{NotSame.objects.get(one=two.pk).pk}": "yes"})
    assert reasons(Person) == []
    undo(done)
    assert reasons(Person) == []


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_from_the_list_to_the_merge_and_back(desk: Client) -> None:
    kept, gone = make.person("Eltsin, Boris", born="1890"), make.person("Ельцин, Борис", born="June 1890")
    proposed = desk.get("/admin/core/merge/duplicates/people.person/")
    assert "the same name: eltsin boris" in words(proposed)
    compare = desk.post("/admin/core/merge/duplicates/people.person/", {"number": [kept.pk, gone.pk], "compare": "1"})
    assert compare.headers["Location"] == merge_address(Person, kept.pk, gone.pk)
    page = desk.get(compare.headers["Location"])
    sent = {"seen": page.context["seen"], "reason": "one file, one hand"}
    stopped = desk.post(compare.headers["Location"], sent)
    assert "Still to be decided: Heading in Latin script; Born." in words(stopped)
    assert "one file, one hand" in stopped.content.decode()
    own = f"q.people.person.{kept.pk}"
    done = desk.post(
        compare.headers["Location"], {**sent, f"{own}.name_en": "mine", f"{own}.born": "theirs"}, follow=True
    )
    assert messages_of(done) == ["Merged: Ельцин, Борис → Eltsin, Boris. It can be undone."]
    assert "one file, one hand" in words(desk.get(address(kept, "history")))
    undone = desk.post(f"/admin/core/merge/{Merge.objects.get().pk}/undo/", {"reason": "two brothers"}, follow=True)
    assert messages_of(undone) == ["Undone: Ельцин, Борис → Eltsin, Boris."]
    assert [person.born for person in Person.objects.order_by("pk")] == ["1890", "June 1890"]


def test_a_reason_is_required_and_a_merge_is_seen_before(desk: Client) -> None:
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, B.")
    page = merge_address(Person, kept.pk, gone.pk)
    assert "This field is required" in words(desk.post(page, {}))
    make_way = desk.post(page, {"reason": "the same", "seen": "0" * 64})
    assert "has changed since you looked" in words(make_way)
    assert Person.objects.count() == 2


def test_apart_at_the_desk(desk: Client) -> None:
    one, two = make.person("Eltsin, B."), make.person("Eltsin, B.")
    kind = "/admin/core/merge/duplicates/people.person/"
    desk.post(kind, {"number": [one.pk, two.pk], "apart": "1", "reason": "father and son"})
    assert "Nothing here looks like something else." in words(desk.get(kind))
    assert "father and son" in words(desk.get(merge_address(Person, one.pk, two.pk)))


@pytest.mark.parametrize(
    "kind", ["people.person", "archive.unit", "archive.document", "citations.publication", "people.place"]
)
def test_two_are_chosen_in_the_list(desk: Client, kind: str) -> None:
    makers: dict[str, Any] = {
        "people.person": make.person, "archive.unit": make.unit, "archive.document": make.document,
        "citations.publication": make.publication, "people.place": make.place,
    }  # fmt: skip
    one, two = (
        makers[kind]("A/1" if kind == "archive.unit" else "A"),
        makers[kind]("A/2" if kind == "archive.unit" else "B"),
    )
    chosen = {"action": "compare_two", "_selected_action": [one.pk, two.pk]}
    response = desk.post(address(type(one), "changelist"), chosen)
    assert response.status_code == 302
    page = desk.get(response.headers["Location"])
    assert (page.status_code, str(one) in words(page)) == (200, True)


def test_who_may_not_delete_may_not_merge(client: Client) -> None:
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_person", "change_person", "view_merge"]))
    client.force_login(user)
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, B.")
    page = merge_address(Person, kept.pk, gone.pk)
    assert client.get(page).status_code == client.post(page, {"reason": "x"}).status_code == 403
    done = joined(kept, gone)
    assert client.post(f"/admin/core/merge/{done.pk}/undo/").status_code == 403


def test_no_address_of_merging_fails(desk: Client) -> None:
    person = make.person()
    for page in (
        merge_address(Person, person.pk, 999), "/admin/core/merge/people.name/1/2/",
        "/admin/core/merge/duplicates/x.y/", "/admin/core/merge/999/undo/",
    ):  # fmt: skip
        assert desk.get(page).status_code == 404, page
