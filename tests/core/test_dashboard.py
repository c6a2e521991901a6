"""The desk's first page: what is lacking, what others did, what I did; each number is that of the list it opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Copy, DocumentPerson
from citations.models import Evidence
from core.dashboard import done_by, lacking
from core.history import because
from people.models import Event, Person
from tests import factories as make
from tests.desk import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client: Client) -> User:
    user = make.editor("anna")
    client.force_login(user)
    return user


def test_each_number_is_that_of_the_list_it_opens(client: Client, anna: User) -> None:
    undated, dated = make.person("Undated, U."), make.person("Dated, D.", born="1890")
    for person in (undated, dated):
        Event.objects.create(person=person, kind="exile")
    Evidence.objects.create(citation=make.citation(), event=dated.events.get())
    make.citation(make.unit("RGASPI/17/1"))
    make.citation(make.unit("RGASPI/17/2", title_ru="Письма"))
    here, there = make.document("Here"), make.document("There")
    Copy.objects.create(document=here, unit=make.unit("RGASPI/17/1"))
    DocumentPerson.objects.create(document=there, person=dated, role="author")
    lacks = {str(lack.label): lack for lack in lacking(anna)}
    assert {label: lack.count for label, lack in lacks.items()} == {
        "Persons without dates": "1",
        "Events without a source": "1",
        "Units cited but not described": "1",
        "Documents of which no original or copy is known": "1",
        "Documents without persons": "1",
    }
    for lack in lacks.values():
        assert client.get(lack.address).context["cl"].result_count == 1, lack.label
    first = words(client.get("/admin/"))
    assert "Persons without dates 1" in first


def test_nothing_lacking_is_not_told(client: Client, anna: User) -> None:
    assert list(lacking(anna)) == []
    assert "What the records lack" not in words(client.get("/admin/"))


def test_who_may_not_see_a_kind_is_told_nothing_of_it(anna: User) -> None:
    make.person("Undated, U.")
    assert list(lacking(User.objects.create_user("reader", is_staff=True))) == []


def test_a_long_list_is_not_counted_to_its_end(anna: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("core.dashboard.MOST_COUNTED", 2)
    for n in range(4):
        make.person(f"Undated, {n}")
    assert [lack.count for lack in lacking(anna)] == ["2+"]


def test_what_others_did_and_what_i_did(client: Client, anna: User) -> None:
    boris = make.editor("boris")
    with because("first look", user=anna.pk):
        person = make.person("Eltsin, Boris")
    with because("an import", user=boris.pk):
        Person.objects.bulk_create([Person(name_en=f"P{n}") for n in range(3)])
    with because("nobody's"):
        make.place()
    person.died = "1937"
    with because("the file", user=boris.pk):
        person.save()
    assert [did.what for did in done_by(anna, mine=True)] == ["Person: Eltsin, Boris entered"]
    theirs = done_by(anna, mine=False)
    assert sorted(did.what for did in theirs) == ["Person: Eltsin, Boris changed", "Persons: 3 entered"]
    assert {did.who for did in theirs} == {"boris"}
    page = words(client.get("/admin/"))
    assert "Persons: 3 entered" in page
    assert {client.get(did.address).status_code for did in theirs} == {200}


def test_an_import_is_one_line_however_many_kinds_and_slices(client: Client, anna: User) -> None:
    boris = make.editor("boris")
    batch = make.batch("article.docx")
    for slice_of in ("1", "2"):
        with because("footnotes from article.docx", user=boris.pk, batch=batch.pk):
            unit = make.unit(f"RGASPI/17/171/{slice_of}")
            make.citation(unit, footnote=make.footnote(f"Note {slice_of}"))
    [theirs] = done_by(anna, mine=False)
    assert theirs.what.startswith("article.docx — ")
    assert theirs.what == (
        "article.docx — Archival units: 4 entered; Publications: 2 entered; Footnotes: 2 entered;"
        " Citations: 2 entered; …"
    )
    assert theirs.address == f"/admin/core/batch/{batch.pk}/change/"
    assert client.get(theirs.address).status_code == 200


def test_the_first_page_asks_as_often_however_much_was_done(
    client: Client, anna: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        with because("a look", user=anna.pk):
            make.person(f"P{n}")
    with django_assert_max_num_queries(160):
        assert client.get("/admin/").status_code == 200


def test_every_page_with_checks_has_its_filter(client: Client, anna: User) -> None:
    pages = {model: page for model, page in admin.site._registry.items() if getattr(page, "quality", None)}
    assert len(pages) >= 5
    for model, page in pages.items():
        for name in page.quality:  # type: ignore[attr-defined]  # asked for above
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?lacks={name}"
            assert client.get(address).status_code == 200


def test_a_list_of_the_desk_is_named_and_counted_in_good_russian(client: Client, anna: User) -> None:
    for n in range(2):
        make.person(f"Undated, {n}")
    said = words(client.get("/admin/people/person/", headers={"accept-language": "ru"}))
    assert "Всего: 2" in said
    assert "Выберите" not in said
    assert "2 лица" not in said
    assert "Добавить лицо" not in said
    assert "Рождение" in said


def test_a_form_of_the_desk_is_headed_and_saved_in_good_russian(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    russian = {"accept-language": "ru"}
    place = make.place("Moscow", name_ru="Москва")
    form = f"/admin/people/place/{place.pk}/change/"
    page = client.get(form, headers=russian)
    assert page.context["title"] == "Изменение: место"
    assert "Добавить еще один" not in words(page)
    sent = {**page.context["adminform"].form.initial, "name_en": "Moskva"}
    saved = client.post(form, {k: v for k, v in sent.items() if v is not None}, headers=russian, follow=True)
    assert "Сохранено: место «" in words(saved)
