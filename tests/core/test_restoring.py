"""What history holds is put back: a field, a record with its parts, what was deleted; told first, and undone alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client

from archive.models import Copy, DocumentPerson
from citations.models import Citation, Evidence, Footnote, Publication
from core.changes import Part, history_of
from core.restoring import do, field_step, steps_back, steps_to
from people.models import Event, Name, Person
from tests import factories as make
from tests.desk import address, messages_of, words
from tests.factories import PUBLISHED

# One transaction has one time, by which the history is ordered.
pytestmark = pytest.mark.django_db(transaction=True)

PARTS = [Part(Name, "person"), Part(Event, "person")]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


def states(model: type[models.Model], pk: int) -> list[int]:
    return list(history_of(model).filter(pgh_obj_id=pk).order_by("pgh_id").values_list("pgh_id", flat=True))


def stored(person: Person) -> dict[str, Any]:
    person = Person.objects.get(pk=person.pk)
    return {
        "born": person.born,
        "earliest": person.born_earliest,
        "names": [(name.pk, name.text, name.key) for name in person.names.order_by("pk")],
        "events": [(event.pk, event.kind, event.date) for event in person.events.order_by("pk")],
    }


def lived() -> Person:
    person = make.person("Eltsin, Boris", born="1890")
    Name.objects.create(person=person, text="Ельцин")
    Event.objects.create(person=person, kind="exile", date="1928")
    return person


def test_one_field_goes_back_and_later_changes_of_others_stay() -> None:
    person = lived()
    person.born = "1891"
    person.save()
    person.died = "1937"
    person.save()
    change = states(Person, person.pk)[1]
    (step,) = field_step(Person, person.pk, change, "born")
    assert [(told.label, told.before, told.after) for told in step.told] == [("Born", "1891", "1890")]
    do([step], "the list of 1928 says 1890")
    person.refresh_from_db()
    assert (person.born, str(person.born_earliest), person.died) == ("1890", "1890-01-01", "1937")
    assert field_step(Person, person.pk, change, "born") == []


def test_a_record_goes_back_with_its_parts() -> None:
    person = lived()
    person.born = "1890"
    person.epithet_en = "editor"
    person.save()
    before, then = stored(person), states(Person, person.pk)[-1]
    person.born = "1899"
    person.save()
    person.names.all().delete()
    person.events.update(date="1929")
    Event.objects.create(person=person, kind="arrest")
    steps = steps_to(Person, person.pk, then, PARTS)
    assert [(step.action, step.what) for step in steps] == [
        ("set", "Person"), ("insert", "Name"), ("delete", "Event"), ("set", "Event"),
    ]  # fmt: skip
    do(steps, "as it stood")
    assert stored(person) == before
    assert steps_to(Person, person.pk, then, PARTS) == []


def test_a_restoration_is_itself_put_back() -> None:
    person = lived()
    person.born = "1891"
    person.save()
    after = states(Person, person.pk)[-1]
    do(steps_to(Person, person.pk, states(Person, person.pk)[0], []), "back")
    do(steps_to(Person, person.pk, after, []), "and forth")
    person.refresh_from_db()
    assert person.born == "1891"


def test_what_was_deleted_comes_back_with_all_that_went_with_it() -> None:
    person = lived()
    event = person.events.get()
    proof = make.citation()
    Evidence.objects.create(citation=proof, event=event)
    before = stored(person)
    pk = person.pk
    person.delete()
    steps = steps_back(Person, pk)
    assert [step.what for step in steps] == ["Person", "Name", "Event", "Evidence"]
    do(steps, "not a namesake after all")
    assert stored(Person.objects.get(pk=pk)) == before
    assert Evidence.objects.get().event == event
    assert steps_back(Person, pk) == []


def test_a_work_comes_back_with_its_notes_and_citations() -> None:
    unit = make.unit()
    work = make.publication()
    for number in range(3):
        make.citation(unit, footnote=make.footnote(publication=work, order=number + 1), leaves=str(number))
    pk, spans = work.pk, [citation.leaf_spans for citation in Citation.objects.order_by("pk")]
    Citation.objects.all().delete()
    work.delete()
    do(steps_back(Publication, pk), "back")
    assert (Footnote.objects.count(), Citation.objects.count()) == (3, 0)
    for citation in history_of(Citation).filter(pgh_label="delete").values_list("pgh_obj_id", flat=True):
        do(steps_back(Citation, citation), "back")
    assert [citation.leaf_spans for citation in Citation.objects.order_by("pk")] == spans


def test_what_was_public_is_public_again_at_its_address(desk: Client) -> None:
    person = make.person(status=PUBLISHED)
    here = person.get_absolute_url()
    pk = person.pk
    desk.post(address(person, "delete"), {"post": "yes", "reason": "a namesake"})
    assert Client().get(here).status_code == 410
    page = desk.get(address(Person, "changelist") + f"{pk}/history/")
    (link,) = re.findall(r'href="\.\./(restore/\d+/)"', page.content.decode())
    ask = desk.get(address(Person, "changelist") + f"{pk}/{link}")
    assert "comes back" in words(ask)
    done = desk.post(ask.request["PATH_INFO"], {"seen": ask.context["seen"], "reason": "it was not"}, follow=True)
    assert messages_of(done) == ["Put back."]
    assert "it was not" in words(done)
    assert Client().get(here).status_code == 200


def test_every_field_of_a_change_can_be_put_back_from_its_history(desk: Client) -> None:
    person = lived()
    person.born, person.died = "1891", "1937"
    person.save()
    page = desk.get(address(person, "history"))
    links = re.findall(r'href="\.\./(restore/\d+/\?field=\w+)"', page.content.decode())
    assert [link.rpartition("=")[2] for link in links] == ["born", "died"]
    here = address(Person, "changelist") + f"{person.pk}/{links[0]}"
    ask = desk.get(here)
    desk.post(here, {"seen": ask.context["seen"]})
    person.refresh_from_db()
    assert (person.born, person.died) == ("1890", "1937")


def test_nothing_is_overwritten_unseen(desk: Client) -> None:
    """T13: by putting an earlier state back."""
    person = lived()
    person.born = "1891"
    person.save()
    here = address(Person, "changelist") + f"{person.pk}/restore/{states(Person, person.pk)[0]}/"
    ask = desk.get(here)
    person.died = "1937"
    person.save()
    told = desk.post(here, {"seen": ask.context["seen"]}, follow=True)
    assert messages_of(told) == ["Something here has changed since you looked. This is how it stands now."]
    person.refresh_from_db()
    assert (person.born, person.died) == ("1891", "1937")


def test_what_cannot_come_back_says_why(desk: Client) -> None:
    letter, unit = make.document(), make.unit()
    copy = Copy.objects.create(document=letter, unit=unit, leaves="5")
    number = copy.pk
    copy.delete()
    Copy.objects.create(document=letter, unit=unit, leaves="5")
    here = address(Copy, "changelist") + f"{number}/restore/1/"
    ask = desk.get(here)
    told = desk.post(here, {"seen": ask.context["seen"]}, follow=True)
    assert messages_of(told)[0].startswith("There is already one of the copies with this")
    Copy.objects.all().delete()
    unit_number = unit.pk
    unit.delete()
    told = desk.post(here, {"seen": desk.get(here).context["seen"]}, follow=True)
    assert messages_of(told)[0].startswith("Something that this record needs has been deleted")
    assert unit_number
    assert desk.get(address(Person, "changelist") + "999/restore/1/").status_code == 404


@pytest.mark.parametrize("model", [Name, Event, DocumentPerson, Copy, Evidence], ids=lambda model: model.__name__)
def test_every_link_has_its_history_and_comes_back(desk: Client, model: Any) -> None:
    person, letter, unit = lived(), make.document(), make.unit()
    made: dict[Any, Any] = {
        Name: lambda: person.names.get(),
        Event: lambda: person.events.get(),
        DocumentPerson: lambda: DocumentPerson.objects.create(document=letter, person=person, role="author"),
        Copy: lambda: Copy.objects.create(document=letter, unit=unit, leaves="41–44 об."),
        Evidence: lambda: Evidence.objects.create(citation=make.citation(), person=person, about="born"),
    }
    row = made[model]()
    number = row.pk
    row.delete()
    history = desk.get(address(model, "changelist") + f"{number}/history/")
    assert "deleted" in words(history)
    here = address(model, "changelist") + f"{number}/restore/{states(model, number)[-1]}/"
    desk.post(here, {"seen": desk.get(here).context["seen"]})
    again = model.objects.get(pk=number)
    assert getattr(again, "leaf_spans", None) == (((82, 90),) if model is Copy else None)
    assert connection.in_atomic_block is False
