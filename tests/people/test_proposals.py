"""What an authority's file proposes: to whom, what of it, once; and that nothing is changed but by an editor's word."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.records import Status
from core.roles import CONTRIBUTOR, make_roles
from people.imports.reading import FileRead
from people.imports.wikidata import read_entity
from people.models import AuthorityFile, AuthorityRecord, Identifier, Name, Person, Proposal
from people.proposals import Report, propose
from tests import factories as make
from tests.desk import words
from tests.people.test_reading_authorities import ORLOVA, entity, time

pytestmark = pytest.mark.django_db


def proposed(*entities: Any, newcomers: bool = False, apply: bool = True) -> Report:
    records = [each for each in map(read_entity, entities) if each is not None]
    return propose(FileRead(records), "orlova.json", "0" * 64, newcomers=newcomers, apply=apply)


def waiting() -> list[str]:
    return [str(each) for each in Proposal.objects.filter(state="open")]


def known(**fields: Any) -> Person:
    """As she stands here: under another spelling, with a year of birth."""
    return make.person("Orlova, Anna", **{"name_ru": "Орлова, Анна Петровна", "born": "1890", **fields})


def decide_page(record: AuthorityRecord) -> str:
    return reverse("admin:people_authorityrecord_change", args=[record.pk])


# -- whom it means ----------------------------------------------------------------------------------------------------


def test_an_identifier_decides_whatever_the_name() -> None:
    person = make.person("Zorina, A.")
    make.person("Orlova, Anna", born="1890")
    Identifier.objects.create(person=person, authority="GND", value="118540238")
    proposed(ORLOVA)
    record = AuthorityRecord.objects.get()
    assert (record.person, record.met, str(record)) == (person, "identifier", "Wikidata Q1001: Anna Orlova")


MEANT = [
    ([{"born": "1890"}], "names"),
    ([{"born": "February 1890", "died": ""}], "names"),
    ([{"born": "", "died": ""}], "several"),  # nothing but a name
    ([{"born": "1890"}, {"born": ""}], "several"),
    ([{"born": "1890"}, {"born": "1870"}], "names"),  # the other cannot be meant
    ([{"born": "1870"}], "nobody"),
    ([{"born": "1890", "died": "1950"}], "nobody"),
]


@pytest.mark.parametrize(("held", "expected"), MEANT)
def test_names_and_dates_decide_only_where_nobody_else_can_be_meant(held: list[dict[str, str]], expected: str) -> None:
    for fields in held:
        known(**fields)
    report = proposed(ORLOVA)
    assert (dict(report.met), report.unheld) == (({}, 1) if expected == "nobody" else ({expected: 1}, 0))
    assert [record.person is not None for record in AuthorityRecord.objects.all()] == (
        [] if expected == "nobody" else [expected == "names"]
    )


# -- what is proposed -------------------------------------------------------------------------------------------------


def test_what_stands_already_is_not_proposed_and_a_second_run_adds_nothing() -> None:
    person = known(died="около 1938")
    Name.objects.create(person=person, text="Зорина", kind="pseudonym")
    Name.objects.create(person=person, text="Zorina", kind="pseudonym")
    before = list(Person.objects.values())
    assert proposed(ORLOVA, apply=False).proposed == 7
    assert (AuthorityRecord.objects.count(), AuthorityFile.objects.count()) == (0, 0)
    report = proposed(ORLOVA)
    assert waiting() == [
        "born: 1 February 1890 (O.S.)",
        "name: Анна Петровна Смирнова",
        "name: Anna Orlowa",
        "name: A. P. Orlova",
        "identifier: VIAF 44300636",
        "identifier: GND 118540238",
        "identifier: Wikidata Q1001",
    ]
    assert report.lines() == ["Persons described: 1.", "by name and dates: 1", "New proposals: 7."]
    assert list(Person.objects.values()) == before
    Proposal.objects.filter(kind="name").update(state="refused")
    assert proposed(ORLOVA).proposed == 0
    more = entity(
        **ORLOVA["claims"], P1559=[{"mainsnak": {"datavalue": {"value": {"text": "Орлова А.", "language": "ru"}}}}]
    )
    assert proposed(more).proposed == 1
    assert AuthorityFile.objects.count() == 2


def test_of_persons_not_held_something_is_proposed_only_when_asked() -> None:
    assert (proposed(ORLOVA).unheld, waiting()) == (1, [])
    assert dict(proposed(ORLOVA, newcomers=True).met) == {"new": 1}
    assert len(waiting()) == 11


def test_many_records_ask_as_often_as_few(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make.person(f"Orlova, Anna {number}", born="1890")
    many = [
        {**entity(f"Q{2000 + n}", P569=[time("1890-00-00", 9)]), "labels": {"en": {"value": f"Anna {n} Orlova"}}}
        for n in range(30)
    ]
    with django_assert_max_num_queries(30):
        proposed(*many, newcomers=True)


# -- decided at the desk ----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("authorities"))
    return client


def decided(desk: Client, record: AuthorityRecord, *buttons: str, **said: str) -> Any:
    """Send the page with `accept` or `refuse` for proposals by their words."""
    page, record = desk.get(decide_page(record)), AuthorityRecord.objects.get(pk=record.pk)
    fields = {"person": str(record.person_id or ""), "version": str(record.person.version if record.person else "")}
    fields |= dict.fromkeys(buttons, "1")
    by_words = {str(each): f"p{each.pk}" for each in record.proposals.all()}
    assert page.status_code == 200
    return desk.post(decide_page(record), fields | {by_words.get(name, name): value for name, value in said.items()})


def test_each_statement_is_accepted_or_refused_by_itself_with_its_source_in_the_history(desk: Client) -> None:
    person = known(status=Status.PUBLISHED)
    proposed(ORLOVA)
    record = AuthorityRecord.objects.get()
    page = words(desk.get(decide_page(record) + "?lang=en"))
    assert "by name and dates" in page
    assert "1 February 1890 (O.S.) 1890" in page  # what stands here, beside it
    answer = decided(
        desk,
        record,
        **{"born: 1 February 1890 (O.S.)": "accept", "name: Anna Orlowa": "accept", "name: Zorina": "refuse"},
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.born, str(person.born_earliest), person.died) == ("1 February 1890 (O.S.)", "1890-02-13", "")
    assert [(each.text, each.language, each.script) for each in person.names.all()] == [("Anna Orlowa", "de", "Latn")]
    states = dict(Proposal.objects.values_list("text", "state"))
    assert (states["Zorina"], states["Anna Orlowa"], states["A. P. Orlova"]) == ("refused", "accepted", "open")
    last: Any = person.history.order_by("-pgh_id").select_related("pgh_context").first()  # type: ignore[attr-defined]  # pghistory
    assert last.pgh_context.metadata["reason"] == "Wikidata Q1001, orlova.json"
    decided(desk, record, "accept_all")
    assert waiting() == []
    assert sorted(map(str, person.identifiers.all())) == ["GND 118540238", "VIAF 44300636", "Wikidata Q1001"]
    assert "All of it is decided." in words(desk.get(decide_page(record)))


def test_where_several_may_be_meant_the_editor_says_who(desk: Client) -> None:
    known(born="")
    second = known(born="1890", epithet_en="chemist")
    proposed(ORLOVA)
    record = AuthorityRecord.objects.get()
    assert record.person is None
    page = words(desk.get(decide_page(record)))
    assert "chemist" in page
    refused = decided(desk, record, "accept_all")
    assert refused.status_code == 200
    assert Name.objects.count() == 0
    decided(desk, record, "accept_all", person=str(second.pk))
    record = AuthorityRecord.objects.get()
    assert (record.person, record.met) == (second, "chosen")
    assert second.names.count() == 4


def test_a_new_person_is_a_draft_under_the_headings_that_the_editor_wrote(desk: Client) -> None:
    proposed(ORLOVA, newcomers=True)
    record = AuthorityRecord.objects.get()
    page = desk.get(decide_page(record)).content.decode()
    assert 'value="Orlova, Anna"' in page
    assert 'value="Смирнова, Анна Петровна"' in page
    assert decided(desk, record, "accept_all", person="new").status_code == 200  # without a heading
    decided(desk, record, "accept_all", person="new", name_en="Orlova, Anna P.", name_ru="Орлова, Анна Петровна")
    person = Person.objects.get()
    assert (person.status, person.born, person.died) == (Status.DRAFT, "1 February 1890 (O.S.)", "c. 1938")
    assert {"Anna Orlova", "Zorina"} <= set(person.names.values_list("text", flat=True))


def test_nobody_of_ours_is_remembered(desk: Client) -> None:
    known()
    proposed(ORLOVA)
    record = AuthorityRecord.objects.get()
    decided(desk, record, person="nobody")
    record.refresh_from_db()
    assert (record.person, record.met, waiting()) == (None, "nobody", [])
    assert proposed(ORLOVA).proposed == 0


def test_what_cannot_be_accepted_comes_back_with_its_reason_and_loses_nothing(desk: Client) -> None:
    person = known(born="", died="1889")
    Identifier.objects.create(person=person, authority="VIAF", value="44300636")
    proposed(ORLOVA)
    record = AuthorityRecord.objects.get()
    answer = decided(desk, record, **{"born: 1 February 1890 (O.S.)": "accept", "name: Zorina": "accept"})
    assert "The death lies before the birth." in words(answer)
    assert 'value="accept" id="id_p' in answer.content.decode()
    assert Name.objects.count() == 0
    person.epithet_en = "chemist"
    person.save()
    stale = decided(desk, record, version="1", **{"name: Zorina": "accept"})
    assert "Somebody else has changed this person" in words(stale)


def test_who_may_not_change_the_person_may_not_decide(client: Client) -> None:
    known(status=Status.PUBLISHED)
    proposed(ORLOVA)
    make_roles()
    user = User.objects.create_user("contributor", is_staff=True)
    user.groups.add(Group.objects.get(name=CONTRIBUTOR))
    client.force_login(user)
    record = AuthorityRecord.objects.get()
    assert client.get(decide_page(record)).status_code == 200
    assert client.post(decide_page(record), {"person": str(record.person_id), "accept_all": "1"}).status_code == 403
    assert client.get(reverse("admin:send_authorities")).status_code == 403


def test_a_file_is_read_at_the_desk_and_by_the_command(desk: Client, tmp_path: Path) -> None:
    known()
    send = reverse("admin:send_authorities")
    bad = desk.post(send, {"file": SimpleUploadedFile("a.json", b"{")})
    assert "This is no file of Wikidata" in words(bad)
    (tmp_path / "orlova.json").write_text(json.dumps(ORLOVA))
    said = io.StringIO()
    call_command("import_authorities", tmp_path / "orlova.json", stdout=said)
    assert "New proposals: 9." in said.getvalue()
    assert Proposal.objects.count() == 0
    sent = desk.post(send, {"file": SimpleUploadedFile("orlova.json", json.dumps(ORLOVA).encode())})
    assert "New proposals: 9." in words(sent)
    listed = words(desk.get(reverse("admin:people_authorityrecord_changelist") + "?proposals=open"))
    assert "Orlova, Anna" in listed
    assert "Proposals of authorities to decide" in words(desk.get("/admin/"))
    call_command("import_authorities", tmp_path / "orlova.json", apply=True, stdout=said)
    assert "New proposals: 0." in said.getvalue()
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_authorities", tmp_path / "nowhere.json")
