"""The database decides what the public sees: views for reading, guards for writing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory

from archive.models import Copy, DocumentPerson, Image, Unit
from citations.models import Candidate, Citation, Contribution, Evidence
from core import publication
from core.models import Batch
from core.publication import is_current, reading_as_public, ruled_models
from core.publishing import publish, withdraw
from core.records import Status
from people.models import Event, Identifier, Name, Organisation, Person, Relation
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def seen(model: Any) -> list[str]:
    """What the public finds of a kind, in words."""
    with reading_as_public():
        return sorted(str(row) for row in model.objects.all())


def refused(action: Any, *args: Any, **fields: Any) -> str:
    """The database's own words when it refuses, in a savepoint of its own."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        action(*args, **fields)
    return str(error.value).splitlines()[0]


def test_databases_made_at_once_on_one_server_do_not_stumble_over_its_role(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two test processes on a new server did: a unique violation, or “tuple concurrently updated”."""
    monkeypatch.setattr(publication, "ROLE", "opis_made_at_once")
    ready = Barrier(4)

    def make() -> None:
        own = connection.copy()
        with closing(own), own.cursor() as cursor:
            cursor.execute("SELECT 1")
            ready.wait(30)
            publication.make_roles(cursor)

    for _round in range(5):
        with ThreadPoolExecutor(4) as pool:
            for made in [pool.submit(make) for _database in range(4)]:
                made.result()
        with closing(connection.copy()) as own, own.cursor() as cursor:
            cursor.execute("DROP ROLE opis_made_at_once")


def test_a_page_that_could_not_read_knows_views_that_came_meanwhile() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('published')::oid::bigint")
        (now,) = cursor.fetchone()
    # None: no page at all; 0: the page began while there were none
    for begun_with, others in ((None, False), (now, False), (now + 1, True), (0, True)):
        token = publication._views.set(begun_with)
        try:
            assert publication.are_others() is others, begun_with
        finally:
            publication._views.reset(token)


# -- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ruled_models(), ids=lambda model: model._meta.label)
def test_the_public_role_has_no_right_on_any_table(model: Any) -> None:
    """T29: a query that forgets to ask fails instead of leaking."""
    with pytest.raises(ProgrammingError, match="permission denied"), reading_as_public(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM public.{model._meta.db_table}")


@pytest.mark.parametrize("table", ["auth_user", "django_session", "people_personhistory", "pghistory_context"])
def test_nor_on_accounts_sessions_and_history(table: str) -> None:
    """T29: nor on what was never public."""
    with pytest.raises(ProgrammingError, match="permission denied"), reading_as_public(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM public.{table}")


def test_the_public_role_cannot_write_through_a_view() -> None:
    """T27: whatever reached the database from an address could change nothing."""
    factories.person("Seen, A.", status=PUBLISHED)
    with pytest.raises(ProgrammingError, match="permission denied"), reading_as_public():
        Person.objects.update(name_en="Changed")


def test_rule_status_shows_published_rows_only() -> None:
    factories.person("Seen, A.", status=PUBLISHED)
    factories.person("Hidden, B.")
    assert seen(Person) == ["Seen, A."]


def test_rule_through_a_key_follows_what_it_points_at() -> None:
    shown, hidden = factories.person("Seen, A.", status=PUBLISHED), factories.person("Hidden, B.")
    Name.objects.create(person=shown, text="А. Видный")
    Name.objects.create(person=hidden, text="Б. Скрытый")
    assert seen(Name) == ["А. Видный"]


def test_rule_through_two_keys_needs_both() -> None:
    one, other = factories.person("Seen, A.", status=PUBLISHED), factories.person("Seen, C.", status=PUBLISHED)
    hidden = factories.person("Hidden, B.")
    Relation.objects.create(person=one, kind="spouse", other=other)
    Relation.objects.create(person=one, kind="friend", other=hidden)
    Relation.objects.create(person=hidden, kind="friend", other=one)
    assert seen(Relation) == ["Seen, A. spouse of Seen, C."]


def test_rule_through_nullable_keys_lets_a_null_pass() -> None:
    party = Organisation.objects.create(name_en="Party", status=PUBLISHED)
    Identifier.objects.create(person=factories.person("Seen, A.", status=PUBLISHED), authority="VIAF", value="1")
    Identifier.objects.create(person=factories.person("Hidden, B."), authority="VIAF", value="2")
    Identifier.objects.create(organisation=party, authority="VIAF", value="3")
    assert seen(Identifier) == ["VIAF 1", "VIAF 3"]


def test_rule_never_shows_nothing() -> None:
    factories.batch()
    assert Batch.objects.count() == 1
    assert seen(Batch) == []


def test_a_key_outside_the_rule_is_masked_where_its_target_is_a_draft() -> None:
    someone = factories.person("Seen, A.", status=PUBLISHED)
    known, secret = factories.place("Ufa", status=PUBLISHED), factories.place("Secret place")
    Event.objects.create(person=someone, kind="exile", place=known)
    Event.objects.create(person=someone, kind="arrest", place=secret)
    with reading_as_public():
        places = dict(Event.objects.values_list("kind", "place__name_en"))
        keys = dict(Event.objects.values_list("kind", "place_id"))
    assert places == {"exile": "Ufa", "arrest": None}
    assert keys == {"exile": known.pk, "arrest": None}


def test_the_import_of_a_record_is_nobodys_business() -> None:
    factories.person("Seen, A.", status=PUBLISHED, batch=factories.batch())
    with reading_as_public():
        assert Person.objects.get().batch_id is None


def test_evidence_is_shown_when_both_its_ends_are() -> None:
    cited = factories.citation(factories.unit(status=PUBLISHED), status=PUBLISHED)
    draft = factories.citation(factories.unit("RGASPI/17/171/88", status=PUBLISHED))
    shown, hidden = factories.person("Seen, A.", status=PUBLISHED), factories.person("Hidden, B.")
    for about, citation, person in (("yes", cited, shown), ("draft citation", draft, shown), ("draft", cited, hidden)):
        Evidence.objects.create(citation=citation, person=person, about=about)
    with reading_as_public():
        assert list(Evidence.objects.values_list("about", flat=True)) == ["yes"]


def test_a_candidate_that_is_a_draft_stays_unseen() -> None:
    ambiguous = factories.citation(status=PUBLISHED, outcome="ambiguous")
    Candidate.objects.create(citation=ambiguous, unit=factories.unit("RGASPI/17/1/1", status=PUBLISHED))
    Candidate.objects.create(citation=ambiguous, unit=factories.unit("RGASPI/17/1/2"))
    assert seen(Candidate) == ["RGASPI/17/1/1"]


def test_after_the_block_everything_is_readable_again() -> None:
    factories.person("Hidden, B.")
    assert seen(Person) == []
    assert Person.objects.count() == 1


# -- writing: nothing published points at a draft ---------------------------------------------------------------------


def make_citation_of_draft_unit() -> None:
    factories.citation(factories.unit("RGASPI/17"), status=PUBLISHED)


def make_citation_in_draft_note() -> None:
    factories.citation(footnote=factories.footnote(), status=PUBLISHED)


def make_unit_in_draft_archive() -> None:
    Unit(repository=factories.repository(), level="fond", number="17", status=PUBLISHED).save()


def make_person_born_in_draft_place() -> None:
    factories.person(born_at=factories.place(), status=PUBLISHED)


def make_image_of_draft_document() -> None:
    Image.objects.create(document=factories.document(), status=PUBLISHED)


def make_part_of_draft_journal() -> None:
    factories.publication("Article", part_of=factories.publication("Journal"), status=PUBLISHED)


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (make_citation_of_draft_unit, "citations.Citation.unit"),
        (make_citation_in_draft_note, "citations.Citation.footnote"),
        (make_unit_in_draft_archive, "archive.Unit.repository"),
        (make_person_born_in_draft_place, "people.Person.born_at"),
        (make_image_of_draft_document, "archive.Image.document"),
        (make_part_of_draft_journal, "citations.Publication.part_of"),
    ],
)
def test_what_points_at_a_draft_cannot_be_published(make: Any, key: str) -> None:
    assert refused(make) == f"points at a draft: {key}"


def test_nor_by_an_update_past_every_model() -> None:
    draft = factories.citation(factories.unit())
    refusal = refused(Citation.objects.filter(pk=draft.pk).update, status=PUBLISHED)
    assert refusal.startswith("points at a draft: citations.Citation.")


def test_nor_by_a_bulk_insert() -> None:
    unit = factories.unit("RGASPI/17")
    rows = [Citation(as_written=str(n), unit=unit, outcome="resolved", status=PUBLISHED) for n in range(3)]
    assert refused(Citation.objects.bulk_create, rows) == "points at a draft: citations.Citation.unit"


def test_what_something_published_points_at_cannot_be_withdrawn() -> None:
    place = factories.place(status=PUBLISHED)
    factories.person(born_at=place, status=PUBLISHED)
    assert refused(withdraw, [place]) == "something published points at this: people.Person.born_at"


def test_withdrawn_in_the_other_order_both_go() -> None:
    """T30: what hangs on it first."""
    place = factories.place(status=PUBLISHED)
    person = factories.person(born_at=place, status=PUBLISHED)
    withdraw([person])
    withdraw([place])
    assert seen(Person) == []


@pytest.mark.django_db(transaction=True)
def test_publishing_and_withdrawing_at_the_same_moment_do_not_miss_each_other() -> None:
    """Each would find nothing amiss by itself; together they would leave a published record that points at a draft."""
    place = factories.place(status=PUBLISHED)
    person = factories.person(born_at=place)
    publishes = f"UPDATE people_person SET status = 'published' WHERE id = {person.pk}"
    withdraws = f"UPDATE people_place SET status = 'draft' WHERE id = {place.pk}"
    with closing(connection.copy()) as one, closing(connection.copy()) as other, ThreadPoolExecutor(1) as pool:

        def done_by_the_other(statement: str) -> str:
            try:
                other.cursor().execute(statement)
            except IntegrityError as error:
                return str(error).splitlines()[0]
            return "done"

        other.inc_thread_sharing()
        one.set_autocommit(False)
        one.cursor().execute(publishes)
        assert done_by_the_other(withdraws) == "others are publishing"
        one.rollback()
        one.cursor().execute(withdraws)
        waiting = pool.submit(done_by_the_other, publishes)
        with pytest.raises(TimeoutError):
            waiting.result(0.5)
        one.commit()
        assert waiting.result(10) == "points at a draft: people.Person.born_at"
        assert done_by_the_other(withdraws) == "done"


def test_children_without_a_status_never_hinder() -> None:
    person = factories.person("Seen, A.", status=PUBLISHED)
    document = factories.document(status=PUBLISHED)
    DocumentPerson.objects.create(document=document, person=person, role="author")
    Copy.objects.create(document=document, unit=factories.unit("RGASPI/17", status=PUBLISHED))
    Contribution.objects.create(publication=factories.publication(status=PUBLISHED), person=person)
    withdraw([person])
    assert (seen(DocumentPerson), seen(Copy)) == ([], ["RGASPI/17"])
    with reading_as_public():
        assert Contribution.objects.get().person_id is None


# -- publishing with what records rest on -----------------------------------------------------------------------------


def test_publishing_takes_along_the_drafts_below_in_order() -> None:
    citation = factories.citation(factories.unit("RGASPI/17/171"))
    published = publish([citation])
    assert [row._meta.model_name for row in published] == [
        "publication",
        "repository",
        "footnote",
        "unit",
        "unit",
        "citation",
    ]
    assert seen(Citation) == [str(citation)]
    assert (citation.status, citation.version) == (Status.PUBLISHED, 2)


def test_publishing_again_changes_nothing() -> None:
    person = factories.person()
    publish([person])
    assert publish([person]) == []
    person.refresh_from_db()
    assert person.version == 2


def test_a_published_record_can_be_saved_by_who_published_it() -> None:
    person = factories.person()
    publish([person])
    person.name_en = "Renamed"
    person.save()
    assert seen(Person) == ["Renamed"]


@pytest.mark.django_db
def test_publishing_costs_the_same_for_one_record_and_for_many(django_assert_max_num_queries: Any) -> None:
    note = factories.footnote()
    units = [factories.unit(f"RGASPI/17/1/{n}") for n in range(30)]
    citations = [factories.citation(unit, footnote=note) for unit in units]
    with django_assert_max_num_queries(30):
        assert len(publish(citations)) == 30 + 30 + 2 + 1 + 2


# -- the schema itself ------------------------------------------------------------------------------------------------


def objects_in_schema() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'published'::regnamespace
               UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'guard%%'
               ORDER BY 1, 2"""
        )
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


def test_making_it_twice_makes_the_same() -> None:
    before = objects_in_schema()
    with connection.cursor() as cursor:
        publication.sync(cursor)
        publication.sync(cursor)
    assert objects_in_schema() == before
    assert len(before) > 60


def test_every_ruled_model_has_its_view_and_every_status_its_guards() -> None:
    views = {name for name, _definition in objects_in_schema()}
    assert {model._meta.db_table for model in ruled_models()} <= views
    assert "guard_citations_citation_unit_id_insert" in views
    assert "guard_citations_citation_unit_id_withdraw" in views


def test_migrate_makes_it_anew() -> None:
    with connection.cursor() as cursor:
        publication.drop(cursor)
        assert not is_current(cursor)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        assert is_current(cursor)


def test_what_cannot_be_migrated_stays_open_to_readers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = ('people', '0001_people')")
    with pytest.raises(InconsistentMigrationHistory):
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        assert is_current(cursor)


def test_a_changed_rule_shows_as_not_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Name, "publication_rule", "never")
    with connection.cursor() as cursor:
        assert not is_current(cursor)


def test_drafts_are_told_apart_in_lists() -> None:
    factories.person("Seen, A.", status=PUBLISHED)
    factories.person("Hidden, B.")
    assert [str(person) for person in Person.objects.published()] == ["Seen, A."]
    assert [str(person) for person in Person.objects.drafts()] == ["Hidden, B."]
