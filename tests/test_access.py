"""Who may do what at the desk: every address of it for every role, drafts and published records, and archives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.models import Copy, EditorLimit, Unit
from citations.models import Citation
from core.models import Batch
from core.publication import ruled_models
from core.records import Record, Status
from core.roles import ADMINISTRATOR, CONTRIBUTOR, EDITOR, ROLES, VIEWER, make_roles
from people.models import Name, Person
from tests import factories as make
from tests.desk import Page, address, words
from tests.factories import PUBLISHED
from tests.world import world

pytestmark = pytest.mark.django_db

NOBODY, READER = "nobody", "account without a role"
EVERYBODY = (NOBODY, READER, *ROLES)
OPEN_TO_ALL = {"login", "password_reset_confirm", "password_reset_complete"}
FOR_ADMINISTRATORS = ("/admin/auth/", "/admin/archive/editorlimit/add")


@pytest.fixture(autouse=True)
def roles() -> None:
    """`migrate` has made them; a test with transactions of its own may have emptied all tables since."""
    if not Group.objects.filter(name=VIEWER).exists():
        make_roles()


def somebody(role: str) -> Client:
    client = Client()
    if role == READER:
        client.force_login(User.objects.create_user("reader"))
    elif role != NOBODY:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
    return client


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the desk as it is written down: its path with its parameters, and the pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path)
        elif path.startswith("admin/"):
            yield path, pattern


def filled(path: str, pk: int) -> str:
    """The address with something in each place; names of models and numbers as they may be."""
    kind = ContentType.objects.get_for_model(Person).pk
    gaps = {"<int:gone>": pk + 1, "<str:kind>": "people.person", "<path:url>": "x", "<path:content_type_id>": kind}
    for gap in re.findall(r"<\w+:?\w+>", path):
        if "(?P" + gap not in path:
            path = path.replace(gap, str(gaps.get(gap, pk)))
    return "/" + re.sub(r"\(\?P<app_label>[^)]*\)", "people", path).strip("^$").replace("$", "").replace("^", "")


ROUTES = [(path, pattern) for path, pattern in routes() if pattern.name is not None or "<path:object_id>/" in path]


def test_every_address_of_the_desk_for_every_role() -> None:
    """T28: nobody without a role sees a page of the desk; with one no page fails; only administrators see accounts."""
    made = world()
    answers: Counter[tuple[str, int]] = Counter()
    wrong = []
    for role in EVERYBODY:
        client = somebody(role)
        for path, pattern in ROUTES:
            here = filled(path, made["person"].pk)
            status = client.get(here).status_code
            answers[role, status] += 1
            out = role in (NOBODY, READER) and pattern.name not in OPEN_TO_ALL
            too_much = out or (role != ADMINISTRATOR and here.startswith(FOR_ADMINISTRATORS))
            if status >= 500 or (status == 200 and too_much):
                wrong.append((role, here, status))
    print(f"\n{len(ROUTES)} addresses × {len(EVERYBODY)} roles = {sum(answers.values())} answers")
    for (role, status), count in sorted(answers.items()):
        print(f"  {role}: {status} × {count}")
    assert wrong == []
    assert len(ROUTES) > 150


# What may be done: add, change a draft, change what is published, delete a draft, delete what is published.
RIGHTS = {
    VIEWER: (False, False, False, False, False),
    CONTRIBUTOR: (True, True, False, True, False),
    EDITOR: (True, True, True, True, True),
    ADMINISTRATOR: (True, True, True, True, True),
}
RECORDS: list[Any] = [model for model in ruled_models() if issubclass(model, Record) and model in admin.site._registry]


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may_do_to_each_kind_of_record(role: str, rf: Any) -> None:
    """T28: each kind of record, each right."""
    make_roles()
    request = rf.get("/admin/")
    request.user = User.objects.create_user(role, is_staff=True)
    request.user.groups.add(Group.objects.get(name=role))
    wrong = []
    for model in RECORDS:
        page = admin.site._registry[model]
        draft, public = model(pk=1, status=Status.DRAFT), model(pk=2, status=Status.PUBLISHED)
        allowed = (
            page.has_add_permission(request),
            page.has_change_permission(request, draft),
            page.has_change_permission(request, public),
            page.has_delete_permission(request, draft),
            page.has_delete_permission(request, public),
        )
        if allowed != RIGHTS[role]:
            wrong.append((model.__name__, allowed))
        assert page.has_view_permission(request, public), model
    assert wrong == []


def test_making_the_roles_again_changes_nothing() -> None:
    """T35: who writes records makes no accounts, and who may not publish does not."""

    def rights() -> dict[str, set[str]]:
        return {g.name: {p.codename for p in g.permissions.all()} for g in Group.objects.all()}

    before = rights()
    assert set(before) == set(ROLES)
    make_roles()
    assert rights() == before
    assert not {codename for codename in before[VIEWER] if not codename.startswith("view_")}
    assert "publish" not in before[CONTRIBUTOR]
    assert "add_user" not in before[EDITOR]
    assert {"add_user", "publish", "add_editorlimit"} <= before[ADMINISTRATOR]


# -- contributors -----------------------------------------------------------------------------------------------------


def test_a_contributor_enters_drafts_and_cannot_publish_them() -> None:
    client = somebody(CONTRIBUTOR)
    page = Page(client, Person)
    assert "status" not in page.data
    assert page.send(name_en="New, N.", status="published").status_code == 302
    person = Person.objects.get(name_en="New, N.")
    assert person.is_draft
    client.post(address(Person, "changelist"), {"action": "publish_with_drafts", "_selected_action": person.pk})
    person.refresh_from_db()
    assert person.is_draft
    change = Page(client, person)
    assert change.send(name_en="Newer, N.").status_code == 302
    assert client.post(address(person, "delete"), {"post": "yes"}).status_code == 302
    assert not Person.objects.exists()


def test_a_contributor_looks_at_what_is_published() -> None:
    client = somebody(CONTRIBUTOR)
    person = make.person(status=PUBLISHED)
    name = Name.objects.create(person=person, text="Ельцин")
    for row in (person, name):
        response = client.get(address(row))
        assert (response.status_code, 'name="_save"' in response.content.decode()) == (200, False)
        assert client.post(address(row), {"name_en": "X", "text": "X"}).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": person.pk, "post": "yes"}
    client.post(address(Person, "changelist"), chosen)
    assert Person.objects.exists()


def test_a_contributor_adds_no_name_to_a_published_person() -> None:
    client = somebody(CONTRIBUTOR)
    public, draft = make.person(status=PUBLISHED), make.person()
    refused = Page(client, Name).send(person=public.pk, text="Ельцин", kind="variant")
    assert "You may not change this" in words(refused)
    assert Page(client, Name).send(person=draft.pk, text="Ельцин", kind="variant").status_code == 302
    moved = Page(client, Name.objects.get()).send(person=public.pk)
    assert "You may not change this" in words(moved)
    assert [name.person for name in Name.objects.all()] == [draft]


def test_a_contributor_neither_merges_nor_publishes_an_import() -> None:
    """T35: an importer publishes nothing."""
    client = somebody(CONTRIBUTOR)
    one, two = make.person(), make.person()
    assert client.get(f"/admin/core/merge/people.person/{one.pk}/{two.pk}/").status_code == 403
    batch = make.batch()
    Person.objects.update(batch=batch)
    client.post(address(Batch, "changelist"), {"action": "publish_all", "_selected_action": batch.pk, "seen": "x"})
    assert Person.objects.filter(status=PUBLISHED).count() == 0


# -- one archive's editor ---------------------------------------------------------------------------------------------


@pytest.fixture
def limited() -> Client:
    """An editor of RGASPI alone."""
    client = somebody(EDITOR)
    EditorLimit.objects.create(
        user=User.objects.get(username=EDITOR), repository=make.repository("RGASPI", status=PUBLISHED)
    )
    return client


def may_save(client: Client, row: models.Model) -> bool:
    return 'name="_save"' in client.get(address(row)).content.decode()


def test_an_editor_of_one_archive_changes_what_lies_there_and_sees_all(limited: Client) -> None:
    own, other = make.unit("RGASPI/17/1", status=PUBLISHED), make.unit("GARF/5446/1", status=PUBLISHED)
    here, there = make.document("Here"), make.document("There")
    Copy.objects.create(document=here, unit=own)
    elsewhere = Copy.objects.create(document=there, unit=other)
    table: list[tuple[Any, bool]] = [
        (own, True), (other, False), (own.repository, True), (other.repository, False), (here, True), (there, False),
        (make.document("Nowhere yet"), True), (elsewhere, False), (make.citation(own), True), (make.person(), False),
        (make.citation(other), False), (make.citation(), True), (make.citation(make.publication()), False),
    ]  # fmt: skip
    assert [(str(row), may_save(limited, row)) for row, _may in table] == [(str(row), may) for row, may in table]
    assert {limited.get(address(row)).status_code for row, _may in table} == {200}
    assert limited.post(address(other), {"title_en": "X"}).status_code == 403


def test_an_editor_of_one_archive_brings_nothing_into_another(limited: Client) -> None:
    own, other = make.unit("RGASPI/17/1"), make.unit("GARF/5446/1")
    moved = Page(limited, own).send(repository=other.repository.pk, parent="", number="9")
    assert "You may not change this" in words(moved)
    new = Page(limited, Unit).send(repository=other.repository.pk, level="fond", number="10")
    assert "You may not change this" in words(new)
    assert Page(limited, Unit).send(repository=own.repository.pk, level="fond", number="10").status_code == 302
    assert limited.get(address(Person, "add")).status_code == 403


def test_an_editor_of_one_archive_publishes_and_merges_only_there(limited: Client) -> None:
    own, other, twin = make.unit("RGASPI/17"), make.unit("GARF/5446"), make.unit("RGASPI/017")
    for unit, status in ((own, 200), (other, 403)):
        chosen = {"action": "publish_with_drafts", "_selected_action": unit.pk}
        assert limited.post(address(Unit, "changelist"), chosen).status_code == status
    assert limited.get(f"/admin/core/merge/archive.unit/{own.pk}/{twin.pk}/").status_code == 200
    assert limited.get(f"/admin/core/merge/archive.unit/{own.pk}/{other.pk}/").status_code == 403
    assert Citation.objects.count() == 0


def test_only_who_makes_accounts_sets_limits() -> None:
    assert somebody(EDITOR).get(address(EditorLimit, "add")).status_code == 403
    assert somebody(ADMINISTRATOR).get(address(EditorLimit, "add")).status_code == 200
    assert Permission.objects.filter(codename="publish").count() == 1
