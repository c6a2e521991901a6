"""Two editors at one record: whoever saves second is told what the first has changed, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client

from people.models import Event, Name, Person
from tests import factories
from tests.desk import Page, told

pytestmark = pytest.mark.django_db
# Who changed what since is told by time, and all of one transaction has one time.
real_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


@pytest.fixture
def other_desk() -> Client:
    client = Client()
    client.force_login(factories.editor("boris"))
    return client


@real_transactions
def test_the_second_editor_is_told_what_the_first_changed(desk: Client, other_desk: Client) -> None:
    """T13: by the form."""
    person = factories.person("Eltsin, Boris", died="1937", epithet_en="physician")
    mine, theirs = Page(desk, person), Page(other_desk, person)
    assert theirs.send(died="10 July 1937", sex="m").status_code == 302
    response = mine.send(died="1938", life_en="A long text that took an hour to write.")
    sentences = told(response)
    assert response.status_code == 200
    assert sentences[0].startswith("boris changed this record at ")
    assert sentences[1:] == ["Sex: theirs is “male”, yours “”.", "Died: theirs is “10 July 1937”, yours “1938”."]
    assert "A long text that took an hour to write." in response.content.decode()
    person.refresh_from_db()
    assert (person.died, person.life_en, person.version) == ("10 July 1937", "", 2)


@real_transactions
def test_having_been_told_the_second_editor_can_save(desk: Client, other_desk: Client) -> None:
    person = factories.person(died="1937")
    mine, theirs = Page(desk, person), Page(other_desk, person)
    theirs.send(died="10 July 1937")
    mine.data = {**mine.data, "opened": mine.send(died="1938").context["adminform"].form["opened"].value()}
    assert mine.send(died="1938").status_code == 302
    person.refresh_from_db()
    assert (person.died, person.version) == ("1938", 3)


@real_transactions
def test_a_third_change_between_telling_and_saving_is_told_again(desk: Client, other_desk: Client) -> None:
    person = factories.person(died="1937")
    mine = Page(desk, person)
    Page(other_desk, person).send(died="1936")
    mine.data = {**mine.data, "opened": mine.send(died="1938").context["adminform"].form["opened"].value()}
    Page(other_desk, person).send(died="1935")
    assert told(mine.send(died="1938"))[1:] == ["Died: theirs is “1935”, yours “1938”."]


@real_transactions
def test_parts_changed_by_the_other_are_told_too(desk: Client, other_desk: Client) -> None:
    person = factories.person()
    Name.objects.create(person=person, text="Ельцин")
    mine, theirs = Page(desk, person), Page(other_desk, person)
    added = {"names-TOTAL_FORMS": "2", "names-1-text": "Jelzin", "names-1-kind": "romanisation"}
    assert theirs.send(**{"names-0-text": "Ельцин Б.", **added}).status_code == 302
    sentences = told(mine.send(sex="m"))
    assert sentences[1:4] == [
        "name “Ельцин Б.”: changed (Name: “Ельцин” → “Ельцин Б.”)",
        "name “Jelzin”: added",
        "Somebody else has changed this since you opened the page; nothing has been saved yet.",
    ]
    assert sorted(person.names.values_list("text", flat=True)) == ["Jelzin", "Ельцин Б."]


def test_a_row_changed_on_its_own_page_is_not_overwritten_by_the_table(desk: Client, other_desk: Client) -> None:
    """T13: by a row within another record's form."""
    person = factories.person()
    event = Event.objects.create(person=person, kind="arrest", date="1936")
    mine = Page(desk, person)
    assert Page(other_desk, event).send(date="5 May 1936").status_code == 302
    response = mine.send(sex="m")
    assert told(response) == [
        "Somebody else has changed this since you opened the page; nothing has been saved yet.",
        "Date: theirs is “5 May 1936”, yours “1936”.",
    ]
    event.refresh_from_db()
    assert event.date == "5 May 1936"


def test_a_row_deleted_meanwhile_is_told(desk: Client) -> None:
    person = factories.person()
    name = Name.objects.create(person=person, text="Ельцин")
    mine = Page(desk, person)
    name.delete()
    sentences = told(mine.send(sex="m"))
    assert sentences == ["Somebody else has deleted this since you opened the page. Tick “Delete” to let it go."]
    assert mine.send(sex="m", **{"names-0-DELETE": "on"}).status_code == 302


def test_two_on_one_row_page(desk: Client, other_desk: Client) -> None:
    event = Event.objects.create(person=factories.person(), kind="arrest", date="1936")
    mine, theirs = Page(desk, event), Page(other_desk, event)
    theirs.send(date="1937")
    assert "Date: theirs is “1937”, yours “1938”." in told(mine.send(date="1938"))


def test_a_form_that_carries_no_version_is_not_trusted(desk: Client) -> None:
    """T13: a form made by hand."""
    person = factories.person()
    page = Page(desk, person)
    del page.data["opened"]
    assert told(page.send(sex="m"))
    person.refresh_from_db()
    assert person.sex == ""


def test_a_save_in_the_moment_between_reading_and_writing_is_refused(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form was checked against version 1; then somebody saves; the UPDATE itself names version 1."""
    person = factories.person(died="1937")
    page = Page(desk, person)
    plain_save = Person.save

    def save_after_another(self: Person, *args: Any, **options: Any) -> None:
        monkeypatch.setattr(Person, "save", plain_save)
        Person.objects.filter(pk=self.pk).update(died="1936", version=models.F("version") + 1)
        plain_save(self, *args, **options)

    monkeypatch.setattr(Person, "save", save_after_another)
    response = page.send(life_en="An hour's work.")
    assert response.status_code == 200
    assert "Somebody else has changed this record since you opened it." in " ".join(told(response))
    assert "An hour's work." in response.context["adminform"].form["life_en"].value()
