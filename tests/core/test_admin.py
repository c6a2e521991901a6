"""The desk: every page opens, what is entered is kept, what the database refuses is said in a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client

from archive.models import Repository, Unit
from citations.models import Alert, Citation, Publication, Report
from core.changes import history_of
from core.models import Batch
from core.publication import ruled_models
from core.records import Record, Status
from people.models import AuthorityFile, FoundPerson, Identifier, Name, Person, Place, Proposal
from tests import factories
from tests.desk import Page, address, messages_of, told, words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if hasattr(model, "publication_rule")]
# Readers send them, and have them deleted for good: no history, and nobody adds one at the desk.
OF_READERS = {Report, Alert}
READ_ONLY = {
    "core.Batch",
    "core.Merge",
    "core.NotSame",
    "archive.FormerAddress",
    "citations.Report",
    "citations.Alert",
    "people.AuthorityRecord",
}
# Files of authorities and what they propose have no list of their own: they stand on the page of the record.
WITHIN = {AuthorityFile, Proposal}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


# -- every page -------------------------------------------------------------------------------------------------------


def test_every_model_with_a_history_has_its_pages() -> None:
    """Tables without one are derived from the others: nobody edits them."""
    assert set(OURS) - OF_READERS == {model for model in ruled_models() if hasattr(model, "history")} - WITHIN


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_opens_searches_and_filters(desk: Client, model: Any) -> None:
    for query in ("", "?q=Ельцин", "?q=%D0%B0'%22%3C", "?o=1", "?import=any&status__exact=draft"):
        if "import=" in query and not issubclass(model, Record):
            continue
        assert desk.get(address(model, "changelist") + query).status_code == 200, query


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_add_page_opens(desk: Client, model: Any) -> None:
    expected = 403 if model._meta.label in READ_ONLY else 200
    assert desk.get(address(model, "add")).status_code == expected


def test_the_way_to_the_public_page_is_there_for_records_of_the_desk_alone(desk: Client) -> None:
    person = factories.person("Eltsin, B.", status=PUBLISHED)
    answers = {}
    for model in (Person, FoundPerson, history_of(Person).model):
        kind = ContentType.objects.get_for_model(model)
        response = desk.get(f"/admin/r/{kind.pk}/{person.pk}/")
        answers[model.__name__] = (response.status_code, f"/people/{person.pk}" in response.headers.get("Location", ""))
    assert answers == {"Person": (302, True), "FoundPerson": (404, False), "PersonHistory": (404, False)}
    for strange in ("0/1", f"{10**30}/1", "x/y", f"{ContentType.objects.get_for_model(Person).pk}/{10**30}"):
        assert desk.get(f"/admin/r/{strange}/").status_code == 404, strange


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_foreign_key_is_a_select(desk: Client, model: Any) -> None:
    """A select of 100,000 persons would stop the browser."""
    page = admin.site._registry[model]
    keys = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.editable and field.related_model not in WITHIN
    }
    request = desk.get("/admin/").wsgi_request
    assert set(page.get_autocomplete_fields(request)) == keys
    for inline in page.get_inline_instances(request):
        keys = {f.name for f in inline.model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.editable}
        assert set(inline.get_autocomplete_fields(request)) == keys


@pytest.mark.parametrize(
    "key",
    [
        f"{model._meta.label_lower}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.editable and field.related_model not in WITHIN
    ],
)
def test_every_key_completes_what_is_typed(desk: Client, key: str) -> None:
    app, model, field = key.split(".")
    asked = {"app_label": app, "model_name": model, "field_name": field}
    for term in ("Ель", "17/171", "\0"):
        response = desk.get("/admin/autocomplete/", {**asked, "term": term})
        assert (response.status_code, response.json()["results"]) == (200, [])
    assert desk.get("/admin/autocomplete/", {**asked, "term": "'"}).status_code == 200


def test_a_completed_name_is_found_in_any_script(desk: Client) -> None:
    person = factories.person("Eltsin, Boris")
    Name.objects.create(person=person, text="Ельцин, Борис")
    asked = {"app_label": "people", "model_name": "event", "field_name": "person"}
    for term in ("Ельц", "eltsin", "boris"):
        found = desk.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]
        assert found == [{"id": str(person.pk), "text": f"Eltsin, Boris #{person.pk}"}], term


def test_completing_finds_persons_as_the_public_search_does_and_tells_namesakes_apart(desk: Client) -> None:
    diplomat = factories.person(
        "Rakovskii, Khristian", name_ru="Раковский, Христиан", born="1873", died="1941", epithet_en="diplomat"
    )
    soldier = factories.person("Rakovskii, Petr", born="1901")
    other = factories.person("Orlov, Petr", epithet_en="metallurgist")
    Identifier.objects.create(person=other, authority="VIAF", value="76543")
    asked = {"app_label": "people", "model_name": "event", "field_name": "person"}
    called = {
        diplomat.pk: "Rakovskii, Khristian (1873–1941), diplomat · Раковский, Христиан",
        soldier.pk: "Rakovskii, Petr (1901–)",
        other.pk: "Orlov, Petr, metallurgist",
    }
    for term, persons in (
        ("Rakowski, Chr.", [diplomat]), ("Раковский Х. Г.", [diplomat]), ("Rakovskij", [diplomat, soldier]),
        ("Rakovsky Petr", [soldier]), ("Racovskii Khristian", [diplomat]), ("76543", [other]),
    ):  # fmt: skip
        found = desk.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]
        assert [row["text"] for row in found][: len(persons)] == [called[person.pk] for person in persons], term


def test_a_unit_is_completed_from_a_reference_in_any_form(desk: Client) -> None:
    factories.unit("RGASPI/17/171/87")
    factories.unit("RGASPI/17/171/88")
    asked = {"app_label": "citations", "model_name": "citation", "field_name": "unit"}
    for term in ("RGASPI, f. 17, op. 171, d. 87", "rgaspi/17/171/87", "17/171/87", "ф. 17, оп. 171, д. 87, л. 5"):
        found = desk.get("/admin/autocomplete/", {**asked, "term": term}).json()["results"]
        assert [row["text"] for row in found] == ["RGASPI/17/171/87"], term


def test_visitors_and_plain_accounts_are_kept_out(client: Client) -> None:
    person = factories.person()
    pages = ["/admin/", address(Person, "changelist"), address(Person, "deleted"), address(person, "history")]
    for visitor in (None, User.objects.create_user("reader")):
        if visitor:
            client.force_login(visitor)
        assert {client.get(page).status_code for page in pages} == {302}


def test_who_may_only_look_sees_no_way_to_save(client: Client) -> None:
    from django.contrib.auth.models import Permission

    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    person = factories.person(died="1937")
    response = client.get(address(person))
    assert response.status_code == 200
    assert 'name="_save"' not in response.content.decode()
    assert client.post(address(person), {"name_en": "X"}).status_code == 403
    selected = {"action": "publish_with_drafts", "_selected_action": person.pk}
    client.post(address(Person, "changelist"), selected)
    assert Person.objects.get().status == Status.DRAFT
    assert client.get(address(person, "history")).status_code == 200


# -- entering ---------------------------------------------------------------------------------------------------------


def test_a_person_is_entered_with_names_and_events(desk: Client) -> None:
    page = Page(desk, Person)
    response = page.send(
        name_en="Bliumkin, Iakov",
        died="3 November 1929",
        **{
            "names-TOTAL_FORMS": "1",
            "names-0-text": "Блюмкин",
            "names-0-kind": "variant",
            "events-TOTAL_FORMS": "1",
            "events-0-kind": "execution",
            "events-0-date": "November 1929",
            "events-0-certainty": "certain",
        },
    )
    assert response.status_code == 302, told(response)
    person = Person.objects.get()
    assert (person.name_en, person.status, str(person.died_earliest)) == ("Bliumkin, Iakov", "draft", "1929-11-03")
    assert [str(name) for name in person.names.all()] == ["Блюмкин"]
    assert [event.date_edtf for event in person.events.all()] == ["1929-11"]


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("2 June 1928", "1928-06-02 · 1928-06-02"),
        ("1922–32", "1922-01-01 – 1932-12-31 · 1922/1932"),
        ("in his youth", "not understood; kept as written"),
    ],
)
def test_a_date_shows_how_it_was_read(desk: Client, written: str, reading: str) -> None:
    person = factories.person(born=written)
    assert reading in words(desk.get(address(person)))


def test_the_reason_for_a_change_is_kept(desk: Client) -> None:
    person = factories.person()
    Page(desk, person).send(name_ru="Ельцин, Борис", why="heading from the index")
    history = words(desk.get(address(person, "history")))
    assert "anna · heading from the index" in history
    assert "Heading in Russian Ельцин, Борис" in history


# -- what the database refuses ----------------------------------------------------------------------------------------


def test_publishing_on_a_draft_is_refused_on_the_form(desk: Client) -> None:
    person = factories.person(born_at=factories.place())
    response = Page(desk, person).send(status="published", life_en="Kept.")
    assert told(response) == [
        "This cannot be published, because what it points at is a draft (place of birth)."
        " Publish that first, or choose “Publish, with the drafts they rest on” in the list."
    ]
    assert response.context["adminform"].form["life_en"].value() == "Kept."


def test_withdrawing_what_is_pointed_at_is_refused_on_the_form(desk: Client) -> None:
    place = factories.place(status=PUBLISHED)
    factories.person(born_at=place, status=PUBLISHED)
    assert told(Page(desk, place).send(status="draft")) == [
        "This cannot be withdrawn while something published points at it: persons (place of birth)."
    ]


@pytest.mark.parametrize(
    ("make", "changes", "sentence"),
    [
        (
            lambda: (factories.unit("RGASPI/17"), factories.unit("RGASPI/18"))[1],
            {"number": "17"},
            "There is already one of the archival units with this Shelfmark: RGASPI/17.",
        ),
        (
            lambda: factories.person(died="1937"),
            {"born": "1940"},
            "The death lies before the birth.",
        ),
        (
            lambda: factories.place(),
            {"latitude": "91", "longitude": "10"},
            "Give both coordinates or none: latitude from -90 to 90, longitude from -180 to 180.",
        ),
        (
            lambda: factories.publication(),
            {"title": "x" * 3000},
            None,
        ),
    ],
    ids=["a shelfmark twice", "death before birth", "off the earth", "a long title is no fault"],
)
def test_a_broken_rule_is_said_in_a_sentence(desk: Client, make: Any, changes: Any, sentence: str | None) -> None:
    response = Page(desk, make()).send(**changes)
    if sentence is None:
        assert response.status_code == 302
    else:
        assert (response.status_code, told(response)) == (200, [sentence])


def test_a_unit_in_itself_is_refused_on_the_form(desk: Client) -> None:
    factories.unit("RGASPI/17/171")
    fond, inventory = Unit.objects.order_by("path")
    response = Page(desk, fond).send(parent=str(inventory.pk))
    assert response.context["adminform"].form.errors["parent"] == [
        "A unit cannot be part of itself, or of what lies below it."
    ]


def test_a_unit_in_another_archive_than_its_parent_is_refused(desk: Client) -> None:
    unit = factories.unit("RGASPI/17/171")
    response = Page(desk, unit).send(repository=str(factories.repository("GARF").pk))
    assert told(response) == ["A unit stands in the same archive as the unit that it is part of."]


def test_what_others_need_is_not_deleted(desk: Client) -> None:
    place = factories.place()
    factories.person(born_at=place)
    response = desk.post(address(place, "delete"), {"post": "yes"}, follow=True)
    assert response.status_code in (200, 403)
    assert Place.objects.exists()


# -- publishing -------------------------------------------------------------------------------------------------------


def act(desk: Client, model: Any, action: str, *records: Any, **more: Any) -> Any:
    data = {"action": action, "_selected_action": [record.pk for record in records], **more}
    return desk.post(address(model, "changelist"), data, follow=True)


def test_publishing_asks_first_and_lists_what_becomes_public(desk: Client) -> None:
    citation = factories.citation(factories.unit("RGASPI/17/171/87"))
    response = act(desk, Citation, "publish_with_drafts", citation)
    text = words(response)
    assert "7 records become visible to everybody." in text
    assert "Archival units: 3 RGASPI/17 rests on it RGASPI/17/171 rests on it RGASPI/17/171/87 rests on it" in text
    assert Citation.objects.published().count() == 0
    response = act(desk, Citation, "publish_with_drafts", citation, seen=response.context["seen"])
    assert messages_of(response) == ["Published: 7."]
    assert Citation.objects.published().count() == 1
    assert "published at the desk" in words(desk.get(address(citation, "history")))


def test_what_changed_since_the_question_is_asked_again(desk: Client) -> None:
    """T13: by publishing many at once."""
    person = factories.person("Eltsin, Boris")
    seen = act(desk, Person, "publish_with_drafts", person).context["seen"]
    person.name_en = "Not what was looked at"
    person.save()
    response = act(desk, Person, "publish_with_drafts", person, seen=seen)
    assert messages_of(response) == ["Something here has changed since you looked. This is how it stands now."]
    assert "Not what was looked at" in words(response)
    assert Person.objects.get().is_draft


def test_all_of_a_filtered_list_can_be_published(desk: Client) -> None:
    people = [factories.person(f"P{n}") for n in range(60)]
    response = act(desk, Person, "publish_with_drafts", people[0], select_across="1")
    assert len(response.context["selected"]) == 1
    act(desk, Person, "publish_with_drafts", people[0], select_across="1", seen=response.context["seen"])
    assert Person.objects.published().count() == 60


def test_withdrawing_makes_drafts_or_says_what_hinders(desk: Client) -> None:
    place = factories.place(status=PUBLISHED)
    person = factories.person(born_at=place, status=PUBLISHED)
    assert messages_of(act(desk, Place, "withdraw_to_draft", place)) == [
        "This cannot be withdrawn while something published points at it: persons (place of birth)."
    ]
    assert messages_of(act(desk, Person, "withdraw_to_draft", person)) == ["Drafts again: 1."]
    assert messages_of(act(desk, Place, "withdraw_to_draft", place)) == ["Drafts again: 1."]


def test_an_import_is_published_as_a_whole(desk: Client) -> None:
    batch = factories.batch()
    factories.person("One", batch=batch)
    factories.citation(factories.unit("RGASPI/17", batch=batch), batch=batch)
    factories.person("Of no import")
    seen = act(desk, Batch, "publish_all", batch).context["seen"]
    act(desk, Batch, "publish_all", batch, seen=seen)
    assert list(Person.objects.published().values_list("name_en", flat=True)) == ["One"]
    assert Citation.objects.published().count() == 1


def test_only_published_records_are_offered_for_a_look(desk: Client) -> None:
    shown, hidden = factories.person("Seen, A.", status=PUBLISHED), factories.person("Hidden, B.")
    assert shown.get_absolute_url() in desk.get(address(shown)).content.decode()
    assert hidden.get_absolute_url() not in desk.get(address(hidden)).content.decode()


# -- history and elsewhere --------------------------------------------------------------------------------------------


def test_what_was_deleted_keeps_its_history(desk: Client) -> None:
    person = factories.person("Eltsin, Boris", died="1937")
    Name.objects.create(person=person, text="Ельцин")
    history = address(person, "history")
    desk.post(address(person, "delete"), {"post": "yes"})
    assert "Eltsin, Boris" in words(desk.get(address(Person, "deleted")))
    text = words(desk.get(history))
    assert "deleted · anna" in text
    assert "name “Ельцин”" in text


def test_an_earlier_state_is_put_back_by_saving_it(desk: Client) -> None:
    place = factories.place("Ufa")
    person = factories.person("Eltsin, Boris", died="1937", born_at=place)
    Page(desk, person).send(died="1938", born_at="", sex="m")
    links = re.findall(r'href="([^"]*\?state=\d+)"', desk.get(address(person, "history")).content.decode())
    assert len(links) == 2
    page = Page(desk, person, links[-1])
    person.refresh_from_db()
    assert (page.data["died"], page.data["born_at"], person.died) == ("1937", str(place.pk), "1938")
    assert page.send().status_code == 302
    person.refresh_from_db()
    assert (person.died, person.born_at, person.sex, person.version) == ("1937", place, "", 3)


def test_what_was_deleted_can_be_entered_again(desk: Client) -> None:
    person = factories.person("Eltsin, Boris", died="1937", status=PUBLISHED)
    history = address(person, "history")
    person.delete()
    (link,) = set(re.findall(r'href="([^"]*\?state=\d+)"', desk.get(history).content.decode())[:1])
    assert Page(desk, Person, link).send().status_code == 302
    again = Person.objects.get()
    assert (again.name_en, again.died, again.status) == ("Eltsin, Boris", "1937", "draft")


@pytest.mark.parametrize("state", ["999999", "x", "", "²", "9" * 40])
def test_a_state_that_never_was_changes_nothing(desk: Client, state: str) -> None:
    person = factories.person(died="1937")
    assert Page(desk, person, f"{address(person)}?state={state}").data["died"] == "1937"


def test_the_state_of_another_record_is_not_shown(desk: Client) -> None:
    other = factories.person("Other, B.", died="1940")
    person = factories.person(died="1937")
    state = history_of(Person).filter(pgh_obj_id=other.pk).values_list("pgh_id", flat=True).get()
    assert Page(desk, person, f"{address(person)}?state={state}").data["died"] == "1937"


def test_history_of_what_never_was_is_not_found(desk: Client) -> None:
    for number in ("999999", "0", "x", "9" * 30, "²"):
        assert desk.get(f"/admin/people/person/{number}/history/").status_code == 404, number


def test_text_in_history_and_lists_is_no_markup(desk: Client) -> None:
    """T26: at the desk."""
    person = factories.person("<script>alert(1)</script>")
    Page(desk, person).send(why="<b>why</b>", epithet_en="<i>x</i>")
    pages = [address(person, "history"), address(Person, "changelist"), address(person)]
    for page in pages:
        body = desk.get(page).content.decode()
        assert "<script>alert(1)" not in body
        assert "<b>why" not in body


def test_what_points_at_a_record_is_counted_with_its_list(desk: Client) -> None:
    unit = factories.unit("RGASPI/17")
    for _ in range(3):
        factories.citation(unit)
    body = desk.get(address(unit)).content.decode()
    link = f"/admin/citations/citation/?unit__id__exact={unit.pk}"
    assert f'<a href="{link}">Citations: 3</a>' in body
    assert desk.get(link).context["cl"].result_count == 3


def test_an_import_shows_what_it_brought_in(desk: Client) -> None:
    batch = factories.batch(report="2 notes added.")
    for name in ("One", "Two"):
        factories.person(name, batch=batch)
    body = desk.get(address(batch)).content.decode()
    assert f'<a href="/admin/people/person/?import={batch.pk}">Persons: 2</a>' in body
    assert desk.get(f"/admin/people/person/?import={batch.pk}").context["cl"].result_count == 2
    assert "2 notes added." in body


def test_repositories_and_publications_open_with_their_parts(desk: Client) -> None:
    for record in (factories.repository(), factories.publication(), factories.document(), factories.unit()):
        response = Page(desk, record).send(why="opened and saved")
        assert response.status_code == 302, told(response)
    assert Repository.objects.get().version == 2
    assert Publication.objects.get().version == 2
