"""A reader's report: written without JavaScript, kept from the public, taken up at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from citations.models import Report, VisitorAct
from citations.visitors import block_of
from core.roles import make_roles
from tests import factories as make
from tests.desk import Page
from tests.world import addresses, world

pytestmark = pytest.mark.django_db
SAID = {"words": "The year is 1929.", "name": "A. Reader", "email": "reader@example.org"}


def test_every_kind_of_record_can_be_reported_from_its_page(client: Client) -> None:
    made = world(2)
    for kind in ("person", "repository", "unit", "letter", "work", "citation"):
        record = made[kind]
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Report a mistake, or tell what you know" in page, kind
        answer = client.post("/report/", SAID, QUERY_STRING=f"of={record.get_absolute_url()}")
        assert (answer.status_code, answer["Location"][-7:]) == (302, "&sent=1"), kind
        assert "An editor will look at it." in client.get(answer["Location"]).content.decode()
        report = Report.objects.latest("pk")
        assert (report.record, report.words, report.email) == (record, SAID["words"], SAID["email"])
    assert "report/?of" not in client.get("/people/").content.decode()


def test_the_form_calls_the_record_in_the_reader_s_language(client: Client) -> None:
    made = world(2)
    for kind, called in (
        ("person", "Иванова, Анна 1"),
        ("citation", "РГАСПИ, ф. 17, оп. 171, д. 87, л. 81"),
        ("unit", "РГАСПИ, ф. 17"),
    ):
        of = made[kind].get_absolute_url()
        assert called in client.get("/report/", {"of": of}, headers={"accept-language": "ru"}).content.decode(), kind


def test_a_report_keeps_the_sheets_that_were_shown(client: Client) -> None:
    file = make.unit("RGASPI/17/171/87", status="published")
    client.post("/report/", SAID, QUERY_STRING="of=/archive/RGASPI/17/171/87/%3Fl%3D83")
    assert Report.objects.get().address == f"{file.get_absolute_url()}?l=83"


def test_what_cannot_be_taken_comes_back_with_a_reason(client: Client) -> None:
    here = make.person(status="published").get_absolute_url()
    for said, words in (
        ({"words": ""}, "This field is required."), ({**SAID, "email": "x"}, "valid email"),
        ({"words": "x" * 5001}, "5000"), ({"words": "a\0b"}, "Null characters"),
    ):  # fmt: skip
        answer = client.post("/report/", said, QUERY_STRING=f"of={here}")
        assert (answer.status_code, words in answer.content.decode()) == (400, True), said
    for nothing in ("/people/999999/", "/people/", "/nowhere/", "http://[", ""):
        assert client.get("/report/", {"of": nothing}).status_code == 404, nothing
    assert client.get("/report/", {"of": make.person().get_absolute_url()}).status_code == 404
    assert Client(enforce_csrf_checks=True).post("/report/", SAID, QUERY_STRING=f"of={here}").status_code == 403
    assert not Report.objects.exists()


def test_programs_are_thanked_and_forgotten_and_nobody_sends_a_hundred(client: Client) -> None:
    of = f"/report/?of={make.person(status='published').get_absolute_url()}"
    assert client.post(of, {**SAID, "website": "http://x"}).status_code == 302
    assert not Report.objects.exists()
    sent = [client.post(of, SAID, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(12)]
    assert sent == [302] * 10 + [429] * 2
    assert client.post(of, SAID, REMOTE_ADDR="198.51.100.1").status_code == 302
    assert not VisitorAct.objects.filter(who__contains="203").filter(who__contains=".").exists()


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"), ("", "unknown"),
    ],
)  # fmt: skip
def test_who_is_counted_together(rf: Any, address: str, block: str) -> None:
    assert block_of(rf.get("/", REMOTE_ADDR=address)) == block


def test_nothing_of_a_report_is_public(client: Client) -> None:
    made = world(2)
    before = {address: client.get(address).content for address in addresses(made)}
    client.post("/report/", {**SAID, "words": "canary-7"}, QUERY_STRING=f"of={made['person'].get_absolute_url()}")
    for address, page in before.items():
        assert client.get(address).content == page, address


def test_a_report_waits_in_the_queue_until_somebody_settles_it(client: Client) -> None:
    make_roles()
    person = make.person(status="published")
    report = Report.objects.create(person=person, address=person.get_absolute_url(), **SAID)
    desk = Client()
    editor = make.editor()
    desk.force_login(editor)
    assert '<a href="/admin/citations/report/?state__exact=open">1</a>' in desk.get("/admin/").content.decode()
    page = Page(desk, report)
    assert page.send(state="done", assignee=editor.pk, note="Mended").status_code == 302
    report.refresh_from_db()
    assert (report.state, report.decided_by, report.note, report.words) == ("done", editor, "Mended", SAID["words"])
    assert report.decided_at is not None
    assert "report/?state__exact=open" not in desk.get("/admin/").content.decode()
    assert Page(desk, report).send(state="open").status_code == 302
    assert Report.objects.filter(pk=report.pk, decided_by=None, decided_at=None).exists()


def test_only_who_may_answer_sees_who_wrote() -> None:
    make_roles()
    person = make.person(status="published")
    report = Report.objects.create(person=person, address=person.get_absolute_url(), **SAID)
    for role, status in (("viewer", 403), ("contributor", 403), ("editor", 200), ("administrator", 200)):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        desk = Client()
        desk.force_login(user)
        for address in (f"/admin/citations/report/{report.pk}/change/", "/admin/citations/report/"):
            assert desk.get(address).status_code == status, (role, address)
