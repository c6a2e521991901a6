"""History is kept by the database for every write, with who and why, and is told as changes a reader understands."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from core.changes import Part, changes_of, history_of
from core.history import because
from people.models import Event, Name, Person
from tests import factories

pytestmark = pytest.mark.django_db


def told(pk: int) -> list[tuple[str, str, str, str, list[tuple[str, str, str]]]]:
    """Changes of a person and names as plain values, the oldest first."""
    changes = changes_of(Person, pk, [Part(Name, "person")])
    return [
        (c.kind, c.what, c.who, c.why, [(f.label, f.before, f.after) for f in c.fields if f.label != "Status"])
        for c in reversed(changes)
    ]


def test_an_insert_an_update_and_a_delete_are_told() -> None:
    with because("first entry"):
        person = factories.person("Eltsin, Boris", died="1937")
    person.died = "10 July 1937"
    with because("the file says the day"):
        person.save()
    pk = person.pk
    with because("entered twice"):
        person.delete()
    assert told(pk) == [
        ("insert", "", "", "first entry", [("Heading in Latin script", "", "Eltsin, Boris"), ("Died", "", "1937")]),
        ("update", "", "", "the file says the day", [("Died", "1937", "10 July 1937")]),
        (
            "delete",
            "",
            "",
            "entered twice",
            [("Heading in Latin script", "Eltsin, Boris", ""), ("Died", "10 July 1937", "")],
        ),
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda pk: Person.objects.filter(pk=pk).update(name_en="Changed"),
        lambda pk: Person.objects.bulk_update([Person(pk=pk, name_en="Changed")], ["name_en"]),
        lambda pk: connection.cursor().execute("UPDATE people_person SET name_en = 'Changed' WHERE id = %s", [pk]),
    ],
    ids=["update", "bulk_update", "SQL"],
)
def test_a_write_past_save_is_told_with_its_reason(write: object) -> None:
    pk = factories.person("Eltsin, Boris").pk
    with because("mass correction"):
        write(pk)  # type: ignore[operator]  # one of the functions above
    assert told(pk)[-1] == (
        "update",
        "",
        "",
        "mass correction",
        [("Heading in Latin script", "Eltsin, Boris", "Changed")],
    )


def test_bulk_inserts_and_deletes_leave_a_row_each() -> None:
    with because("import 7"):
        Person.objects.bulk_create([Person(name_en=f"P{n}") for n in range(3)])
        Person.objects.all().delete()
    rows = history_of(Person).order_by("pgh_id").values_list("pgh_label", "name_en", "pgh_context__metadata__reason")
    assert list(rows) == [(did, f"P{n}", "import 7") for did in ("insert", "delete") for n in range(3)]


def test_parts_are_told_with_their_own_words() -> None:
    person = factories.person()
    name = Name.objects.create(person=person, text="Ельцин", kind="variant")
    name.kind = "birth"
    name.save()
    name.delete()
    assert [(kind, what, fields) for kind, what, _who, _why, fields in told(person.pk)[1:]] == [
        (
            "insert",
            "name “Ельцин”",
            [("Person", "", "Eltsin, Boris"), ("Name", "", "Ельцин"), ("Kind", "", "variant spelling")],
        ),
        ("update", "name “Ельцин”", [("Kind", "variant spelling", "name at birth")]),
        (
            "delete",
            "name “Ельцин”",
            [("Person", "Eltsin, Boris", ""), ("Name", "Ельцин", ""), ("Kind", "name at birth", "")],
        ),
    ]


def test_a_part_that_moved_to_another_record_is_told_by_both() -> None:
    one, other = factories.person("One, A."), factories.person("Other, B.")
    name = Name.objects.create(person=one, text="Иной")
    name.person = other
    name.save()
    for pk in (one.pk, other.pk):
        assert told(pk)[-1] == ("update", "name “Иной”", "", "", [("Person", "One, A.", "Other, B.")])


def test_what_a_key_pointed_at_is_named_or_numbered_when_gone() -> None:
    place, person = factories.place("Ufa"), factories.person()
    Event.objects.create(person=person, kind="exile", place=place)
    Event.objects.all().delete()
    pk = place.pk
    changes = changes_of(Person, person.pk, [Part(Event, "person")])
    assert "Ufa" in [field.before for field in changes[0].fields]
    place.delete()
    changes = changes_of(Person, person.pk, [Part(Event, "person")])
    assert f"no. {pk}, deleted since" in [field.before for field in changes[0].fields]


def test_who_is_told_and_numbered_when_gone() -> None:
    editor = factories.editor("archivist")
    with because("a look", user=editor.pk):
        person = factories.person()
    assert told(person.pk)[0][2] == "archivist"
    pk = editor.pk
    editor.delete()
    assert told(person.pk)[0][2] == f"user no. {pk}, deleted since"


def test_a_save_that_changes_nothing_is_not_told() -> None:
    person = factories.person()
    person.save()
    assert [kind for kind, *_rest in told(person.pk)] == ["insert"]


def test_telling_costs_the_same_however_long_the_history(django_assert_max_num_queries: object) -> None:
    person, place = factories.person(), factories.place()
    for n in range(12):
        Event.objects.create(person=person, kind="exile", place=place, words_en=str(n))
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's fixture
        assert len(changes_of(Person, person.pk, [Part(Event, "person")])) == 13


def test_no_update_compares_each_row_with_each() -> None:
    """A connection keeps the plan that joins the rows before and after: made for one row, it must do for thousands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, coalesce(p.proconfig, '{}') FROM pg_trigger t
            JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
            WHERE t.tgoldtable IS NOT NULL AND t.tgnewtable IS NOT NULL AND p.prosrc LIKE '%% JOIN new_values %%'"""
        )
        told = dict(cursor.fetchall())
    tracked = {model._meta.db_table for model in apps.get_models() if hasattr(model, "history")}
    assert told == {table: ["enable_nestloop=off"] for table in tracked}
    assert "citations_citation" in told
