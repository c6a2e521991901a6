"""Lists that were asked for before come from memory, and never from before what was published, changed or withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from core.editions import edition
from core.kept_pages import Answer, Room
from core.records import Status
from people.models import Name, Person
from tests import factories as make
from tests.factories import PUBLISHED
from tests.test_no_sql_from_addresses import LISTS
from tests.test_pages import fetched
from tests.world import addresses, grow, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(settings: Any) -> Client:
    """Of a site that keeps pages, as every site does outside of the tests."""
    settings.KEPT_PAGES_MB = 4
    return Client()


def asked(client: Client, address: str, **headers: str) -> tuple[str, int]:
    """The page, and how many questions it cost the database beside those for the public's role."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    questions = [query["sql"] for query in caught if "SAVEPOINT" not in query["sql"]]
    return answer.content.decode(), len([sql for sql in questions if not sql.startswith(("SET LOCAL", "RESET"))])


KEPT = 1  # which edition it is


def test_the_third_time_a_list_is_asked_for_it_is_not_made(reader: Client) -> None:
    make.person("Kirov, Sergei", status=PUBLISHED)
    pages = [asked(reader, "/people/") for _n in range(3)]
    assert len({page for page, _questions in pages}) == 1
    assert [questions == KEPT for _page, questions in pages] == [False, False, True]


# Addresses that mean the same as /people/?q=Kirov&sort=name, and those that do not.
FORMS = [
    ("?q=Kirov&sort=name", True),
    ("?sort=name&q=Kirov", True),
    ("?q=Kirov&sort=name&page=1", True),
    ("?per_page=50&sort=name&q=Kirov&format=html", True),
    ("?q=Kirov&sort=name&page=2", False),
    ("?q=kirov&sort=name", False),
    ("?q=Kirov", False),
    ("?q=Kirov&sort=name&lang=en", False),
    ("?q=Kirov&sort=name&format=json", False),
]


@pytest.mark.parametrize(("query", "same"), FORMS)
def test_addresses_that_mean_the_same_are_one(reader: Client, query: str, same: bool) -> None:
    make.person("Kirov, Sergei", status=PUBLISHED)
    for _n in range(2):
        asked(reader, "/people/?q=Kirov&sort=name")
    asked(reader, f"/people/{query}")  # is told apart once it was asked for
    assert (asked(reader, f"/people/{query}")[1] == KEPT) is same


def test_each_language_light_and_form_has_its_own(reader: Client) -> None:
    make.person("Kirov, Sergei", name_ru="Киров, Сергей", status=PUBLISHED)
    for _n in range(3):
        assert "Киров, Сергей" in asked(reader, "/people/", **{"accept-language": "ru"})[0]
        assert "Kirov, Sergei" in asked(reader, "/people/")[0]
        assert asked(reader, "/people/", accept="application/json")[0].startswith("{")
    reader.cookies["theme"] = "dark"
    for _n in range(3):
        assert '<html lang="en" data-theme="dark">' in asked(reader, "/people/")[0]
    assert "data-theme" not in asked(Client(), "/people/")[0]
    assert reader.get("/people/")["Vary"] == "Accept, Accept-Language, Cookie"


def test_what_is_published_changed_and_withdrawn_shows_in_the_next_answer(reader: Client) -> None:
    """T30: with pages kept."""
    kirov = make.person("Kirov, Sergei", status=PUBLISHED)
    draft = make.person("Ordzhonikidze, Grigorii")

    def page() -> str:
        return [asked(reader, "/people/") for _n in range(3)][-1][0]

    assert "Kirov" in page()
    assert "Ordzhonikidze" not in page()
    Person.objects.filter(pk=draft.pk).update(status=PUBLISHED)
    assert "Ordzhonikidze" in page()
    kirov.name_en = "Kirov, S. M."
    kirov.save()
    assert "Kirov, S. M." in page()
    Person.objects.filter(pk=draft.pk).update(status=Status.DRAFT)
    assert "Ordzhonikidze" not in page()
    kirov.delete()
    assert "Kirov" not in page()


def test_drafts_change_no_byte_where_pages_are_kept(reader: Client) -> None:
    """T29: with pages kept, on every list."""
    made = world(3)
    lists = [address for address in addresses(made) if address.partition("?")[0] in LISTS and "all=" not in address]
    before = {address: [fetched(reader, address) for _n in range(2)][-1] for address in lists}
    grow(made, [777], status="draft")
    assert [address for address in lists if fetched(reader, address) != before[address]] == []
    assert len(lists) > 10


def test_an_editor_is_shown_drafts_and_nobody_after_them(reader: Client) -> None:
    """T29: what is kept was made for a visitor, and what an editor sees is not kept."""
    make.person("Kirov, Sergei", status=PUBLISHED)
    make.person("Ordzhonikidze, Grigorii")
    editor = Client()
    editor.force_login(make.editor())
    for _n in range(3):
        assert "Ordzhonikidze" not in asked(reader, "/people/")[0]
        assert "Ordzhonikidze" in asked(editor, "/people/")[0]


# -- editions ---------------------------------------------------------------------------------------------------------


def test_every_write_to_what_the_public_reads_makes_an_edition_and_nothing_else_does() -> None:
    """T30: each table that has a view shows its changes to those who keep pages."""
    from django.contrib.auth.models import User

    from core.publication import ruled_models

    seen = {edition()}
    with connection.cursor() as cursor:
        for model in ruled_models():
            read: Any = model
            cursor.execute("RESET opis.edition")  # as in a transaction of its own
            cursor.execute(f"DELETE FROM public.{model._meta.db_table} WHERE false")
            assert (edition() in seen) is (read.publication_rule == "never"), model
            seen.add(edition())
    User.objects.create_user("reader")
    assert edition() in seen


def test_what_is_rolled_back_leaves_no_edition() -> None:
    before = edition()
    person = make.person()
    after = edition()
    with transaction.atomic():
        Name.objects.create(person=person, text="Киров")
        transaction.set_rollback(True)
    assert before != after == edition()


# -- the room ---------------------------------------------------------------------------------------------------------


def test_what_was_asked_for_last_stays_and_a_new_edition_empties_the_room() -> None:
    room = Room(most=10_000)
    for number in range(12):
        room.put((f"{number}",), "1", Answer(b"", ()))
    assert [number for number in range(12) if room.find((f"{number}",), "1")] == list(range(2, 12))
    room.put(("large",), "1", Answer(b"x" * 5_000, ()))
    assert room.find(("large",), "1") is None
    room.put(("new",), "2", Answer(b"", ()))
    assert (list(room.answers), room.size) == ([("new",)], 1_000)
    assert room.find(("new",), "1") is None


def test_a_page_with_somebodys_own_token_is_not_kept() -> None:
    from django.http import HttpResponse, QueryDict
    from django.middleware.csrf import get_token

    from core.keeping import keep
    from core.kept_pages import _may_be_kept

    request = RequestFactory().get("/")
    response = keep(HttpResponse("x"), "html", QueryDict())
    assert _may_be_kept(request, response)
    get_token(request)
    assert not _may_be_kept(request, response)
