"""What a harvester gets: every published record once, its sets, what is gone told as deleted, and nothing of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from sickle import Sickle  # type: ignore[import-untyped]  # it has no types
from sickle.oaiexceptions import CannotDisseminateFormat, NoRecordsMatch  # type: ignore[import-untyped]  # see above

from archive.models import Document, FormerAddress, Unit
from citations.models import Publication
from config.harvesting.oai import verbs
from core.publishing import withdraw
from people.models import Person
from tests import factories as make
from tests.world import PUBLISHED, grow, world

pytestmark = pytest.mark.django_db
OAI = {"o": verbs.OAI}


class Harvester(Sickle):  # type: ignore[misc]  # sickle has no types
    """Sickle, whose requests are answered by the test client instead of the network."""

    def __init__(self, client: Client, **options: Any) -> None:
        super().__init__("http://testserver/oai", **options)
        self.client = client

    def _request(self, kwargs: dict[str, str]) -> Any:
        answer = self.client.post("/oai", kwargs) if self.http_method == "POST" else self.client.get("/oai", kwargs)
        assert answer.status_code == 200
        return SimpleNamespace(
            status_code=200, content=answer.content, text=answer.content.decode(), encoding="utf-8",
            raise_for_status=lambda: None,
        )  # fmt: skip


@pytest.fixture
def harvester(client: Client) -> Harvester:
    return Harvester(client)


@pytest.fixture(autouse=True)
def _small_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "PER_ANSWER", 4)


def heads(harvester: Harvester, **asked: str) -> Iterator[Any]:
    yield from harvester.ListIdentifiers(metadataPrefix="oai_dc", **asked)


def named(record: Any) -> str:
    key = record.path if isinstance(record, Unit) else record.pk
    kind = {Person: "people", Unit: "units", Document: "documents", Publication: "publications"}[type(record)]
    return f"oai:testserver:{kind}/{key}"


def test_every_record_comes_once_with_its_sets(harvester: Harvester) -> None:
    made = world(3)
    found = {head.identifier: head for head in heads(harvester)}
    assert len(found) == len(list(heads(harvester)))
    for name in ("person", "unit", "letter", "work"):
        assert not found[named(made[name])].deleted
    assert found[named(made["unit"])].setSpecs == ["units", "units:RGASPI"]
    assert found[named(made["letter"])].setSpecs == ["documents", "documents:RGASPI"]
    assert found["oai:testserver:archives/RGASPI"].setSpecs == ["archives"]
    for spec in ("people", "units", "units:RGASPI", "documents:RGASPI", "publications"):
        within = {head.identifier for head in heads(harvester, set=spec)}
        assert within == {name for name, head in found.items() if spec in head.setSpecs}, spec
    told = {(each.setSpec, each.setName) for each in harvester.ListSets()}
    assert {("people", "persons"), ("units:RGASPI", "archival units: Archive RGASPI")} <= told


def test_a_record_says_what_its_citation_says(harvester: Harvester) -> None:
    made = world(2)
    letter = harvester.GetRecord(identifier=named(made["letter"]), metadataPrefix="oai_dc").metadata
    assert letter["title"] == ["Letter no. 1", "Письмо № 1"]
    assert letter["creator"] == ["Ivanova, Anna 1"]
    assert letter["source"] == ["RGASPI, f. 17, op. 171, d. 102, l. 7"]  # its original; the other is a carbon copy
    assert letter["date"] == ["1928-06-02"]
    assert letter["language"] == ["ru"]
    assert letter["identifier"] == [f"http://testserver{made['letter'].get_absolute_url()}"]
    person = harvester.GetRecord(identifier=named(made["person"]), metadataPrefix="oai_dc").metadata
    assert (person["title"], person["type"]) == (["Ivanova, Anna 1", "Иванова, Анна 1"], ["person"])
    assert "date" not in person or person["date"] == ["1890–1938"]
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    assert [record.header.identifier for record in records] == [head.identifier for head in heads(harvester)]


def test_posts_are_answered_like_gets(client: Client) -> None:
    world(2)
    sent = [list(heads(Harvester(client, http_method=method))) for method in ("GET", "POST")]
    assert [head.raw for head in sent[0]] == [head.raw for head in sent[1]]


def test_what_was_public_and_is_no_longer_is_told_as_deleted(harvester: Harvester) -> None:
    world(2)
    deleted, withdrawn = make.person("Petrov, Petr", status=PUBLISHED), make.person("Sidorov, Ivan", status=PUBLISHED)
    moved = make.unit("RGASPI/558/11/1", status=PUBLISHED)
    gone = [named(deleted), named(withdrawn), named(moved)]
    deleted.delete()
    withdraw([withdrawn])
    moved.number = "2"
    moved.save()
    assert FormerAddress.objects.filter(path="RGASPI/558/11/1").exists()
    found = {head.identifier: head.deleted for head in heads(harvester)}
    assert [found.get(name) for name in gone] == [True, True, True]
    assert found[named(moved)] is False
    for name in gone:
        record = harvester.GetRecord(identifier=name, metadataPrefix="oai_dc")
        assert record.deleted
        assert record.xml.find("o:metadata", OAI) is None
    assert all(head.identifier != gone[0] for head in harvester.ListIdentifiers(
        metadataPrefix="oai_dc", ignore_deleted=True))  # fmt: skip


def test_a_withdrawn_record_that_is_public_again_is_no_longer_told_as_deleted(harvester: Harvester) -> None:
    person = make.person("Petrov, Petr", status=PUBLISHED)
    withdraw([person])
    Person.objects.filter(pk=person.pk).update(status=PUBLISHED)
    assert not harvester.GetRecord(identifier=named(person), metadataPrefix="oai_dc").deleted


def test_only_what_changed_between_two_times_is_asked_for(harvester: Harvester) -> None:
    old, new = make.person("Old, A", status=PUBLISHED), make.person("New, B", status=PUBLISHED)
    Person.objects.filter(pk=old.pk).update(changed_at=datetime(2024, 5, 6, 7, 8, 9, 500_000, tzinfo=UTC))
    windows = {
        ("2024-05-06", "2024-05-06"): {named(old)},
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z"): {named(old)},
        ("2024-05-06T07:08:10Z", "2024-05-07T00:00:00Z"): set(),
        ("2024-05-07", "9999-12-31"): {named(new)},
        ("2020-01-01", "2024-05-05"): set(),
    }
    for (since, until), expected in windows.items():
        try:
            found = {head.identifier for head in heads(harvester, **{"from": since, "until": until})}
        except NoRecordsMatch:
            found = set()
        assert found & {named(old), named(new)} == expected, (since, until)
    with pytest.raises(NoRecordsMatch):
        harvester.ListIdentifiers(metadataPrefix="oai_dc", until=f"{datetime.now(UTC) - timedelta(days=9000):%Y-%m-%d}")


REFUSED: list[tuple[dict[str, str], str]] = [
    ({}, "badVerb"),
    ({"verb": "Nothing"}, "badVerb"),
    ({"verb": "Identify", "lang": "ru"}, "badArgument"),
    ({"verb": "GetRecord", "identifier": "oai:testserver:people/1"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "1999"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-13-01"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2020-01-01\0"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2021-01-02", "until": "2021-01-01"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2021-01-01", "until": "2021-01-02T00:00:00Z"},
     "badArgument"),
    ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
    ({"verb": "ListRecords", "resumptionToken": "x:y:z"}, "badResumptionToken"),
    ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "units:NOWHERE"}, "noRecordsMatch"),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "people:RGASPI"}, "noRecordsMatch"),
    *[({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name}, "idDoesNotExist") for name in (
        "oai:testserver:people/999999999999999999", "oai:testserver:people/x", "oai:elsewhere:people/1", "x", "oai::",
        "oai:testserver:units/%00", "oai:testserver:citations/1", f"oai:testserver:people/{'9' * 40}",
    )],
]  # fmt: skip


@pytest.mark.parametrize(("asked", "code"), REFUSED)
def test_what_cannot_be_meant_is_refused_in_the_words_of_the_protocol(
    client: Client, asked: dict[str, str], code: str
) -> None:
    world(2)
    answer = client.get("/oai", asked)
    errors = etree.fromstring(answer.content).findall("o:error", OAI)
    assert (answer.status_code, [error.get("code") for error in errors]) == (200, [code])


def test_it_says_who_it_is(harvester: Harvester) -> None:
    told = harvester.Identify()
    assert (told.protocolVersion, told.baseURL, told.deletedRecord) == ("2.0", "http://testserver/oai", "transient")
    assert [form.metadataPrefix for form in harvester.ListMetadataFormats()][:1] == ["oai_dc"]


@pytest.mark.parametrize("prefix", ["oai_dc", "ead3", "eac-cpf"])
def test_drafts_change_no_byte_for_harvesters_and_signed_in_editors(client: Client, prefix: str) -> None:
    """T29: in every form that is harvested."""
    made = world(2)
    editor = make.editor("harvesting")
    before = [record.raw for record in Harvester(client).ListRecords(metadataPrefix=prefix)]
    grow(made, [777], status="draft")
    assert [record.raw for record in Harvester(client).ListRecords(metadataPrefix=prefix)] == before
    client.force_login(editor)
    assert [record.raw for record in Harvester(client).ListRecords(metadataPrefix=prefix)] == before


# -- finding aids and authority records -------------------------------------------------------------------------------


def prefixes(harvester: Harvester, **asked: str) -> list[str]:
    return [form.metadataPrefix for form in harvester.ListMetadataFormats(**asked)]


def test_each_record_says_in_which_forms_it_is_given(harvester: Harvester) -> None:
    made = world(2)
    assert prefixes(harvester) == ["oai_dc", "ead3", "eac-cpf"]
    told = {name: prefixes(harvester, identifier=named(made[name])) for name in ("person", "unit", "letter", "work")}
    assert told == {
        "person": ["oai_dc", "eac-cpf"], "unit": ["oai_dc", "ead3"], "letter": ["oai_dc"], "work": ["oai_dc"],
    }  # fmt: skip
    assert prefixes(harvester, identifier="oai:testserver:archives/RGASPI") == ["oai_dc", "ead3"]
    for prefix, name in (("ead3", "person"), ("eac-cpf", "unit"), ("ead3", "letter")):
        with pytest.raises(CannotDisseminateFormat):
            harvester.GetRecord(identifier=named(made[name]), metadataPrefix=prefix)
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="ead3", set="people")


def test_units_and_archives_are_harvested_as_finding_aids(harvester: Harvester) -> None:
    """Each by itself, valid, and saying what it is part of."""
    world(3)
    schema = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "schemas" / "ead3-1.1.1.xsd"))
    found = {}
    for record in harvester.ListRecords(metadataPrefix="ead3"):
        aid = record.xml.find("o:metadata", OAI)[0]
        assert schema.validate(aid), schema.error_log
        found[record.header.identifier.removeprefix("oai:testserver:")] = aid
    plain = {head.identifier for head in heads(harvester)}
    assert {f"oai:testserver:{name}" for name in found} == {
        name for name in plain if name.split(":")[2].startswith(("units/", "archives/"))
    }
    aid = found["units/RGASPI/17/171/87"]
    said = {"e": "http://ead3.archivists.org/schema/"}
    assert aid.xpath("string(.//e:unittitle)", namespaces=said) == "Стенограммы"
    assert aid.xpath("string(.//e:relationentry)", namespaces=said) == "RGASPI/17/171"
    assert aid.xpath("string(.//e:relation/@href)", namespaces=said) == "http://testserver/archive/RGASPI/17/171/"
    assert aid.xpath(".//e:dsc", namespaces=said) == found["archives/RGASPI"].xpath(".//e:dsc", namespaces=said) == []


def test_people_are_harvested_as_authority_records(
    harvester: Harvester, client: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world(3)
    monkeypatch.setattr(verbs, "PER_ANSWER", 100)
    with django_assert_max_num_queries(25):
        found = {record.header.identifier: record for record in harvester.ListRecords(metadataPrefix="eac-cpf")}
    assert {name.split(":")[2].partition("/")[0] for name in found} == {"people"}
    eac = {"e": "https://archivists.org/ns/eac/v2"}
    told = found[named(made["person"])].xml.find("o:metadata", OAI)[0]
    assert told.xpath(".//e:nameEntry/e:part/text()", namespaces=eac) == [
        "Ivanova, Anna 1", "Иванова, Анна 1", "Anna Iwanowa 1",
    ]  # fmt: skip
    assert told.xpath(".//e:chronItem/e:event/text()", namespaces=eac) == ["Editor.", "Выслана."]
    answer: Any = client.get(made["person"].get_absolute_url() + "?format=eac")
    alone = etree.fromstring(answer.getvalue())
    told.attrib.clear()
    assert etree.tostring(told, method="c14n", exclusive=True) == etree.tostring(alone, method="c14n", exclusive=True)


@pytest.mark.slow
def test_ten_thousand_records_are_harvested(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "PER_ANSWER", 100)
    home = make.repository("RGASPI", status=PUBLISHED)
    made = Person.objects.bulk_create(
        Person(name_en=f"Ivanov, Ivan {n}", status=PUBLISHED) for n in range(6000)
    )  # fmt: skip
    units = [Unit(repository=home, level="fond", number=str(n), status=PUBLISHED) for n in range(4200)]
    for unit in units:
        unit.derive()
    Unit.objects.bulk_create(units)
    gone = [person.pk for person in made[:200]]
    Person.objects.filter(pk__in=gone).delete()
    found = list(heads(Harvester(client)))
    assert len({head.identifier for head in found}) == len(found) >= 10_200
    deleted = {head.identifier for head in found if head.deleted}
    assert deleted >= {f"oai:testserver:people/{number}" for number in gone}
    assert sum("units:RGASPI" in head.setSpecs for head in found) == 4200
