"""Records for programs: every form by address and by Accept, valid, linked from its page, and deaf to drafts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from lxml import etree

from archive.imports.ead import Described, read_finding_aid
from archive.imports.finding_aids import import_finding_aid
from archive.models import DocumentPerson, Unit
from core.exchange.graph import Address, Term, Words, to_turtle
from core.exchange.markup import element, paragraphs, written
from core.records import Status
from tests import factories as make
from tests.archive.test_ead import EAD3, EAD_2002
from tests.world import grow, world

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parents[1] / "schemas"
SAMPLES = sorted((Path(__file__).parents[2] / ".." / "shared" / "sample" / "ead").resolve().glob("*.xml"))
SMALL = ("alba_063.xml", "alba_107.xml", "photos_016.xml")
AWKWARD = 'A <b> & "quoted" \\ back\nline\x0bend — Ёж 🙂'
FORMS = {
    "repository": ("jsonld", "ttl", "ead"),
    "unit": ("jsonld", "ttl", "ead"),
    "letter": ("jsonld", "ttl", "tei"),
    "person": ("jsonld", "ttl", "eac"),
    "work": ("jsonld", "ttl"),
    "citation": ("jsonld", "ttl"),
    "ambiguous": ("jsonld", "ttl"),
    "of_work": ("jsonld", "ttl"),
}
MEDIA = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "ead": "application/xml",
    "eac": "application/xml",
    "tei": "application/tei+xml",
}


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # one of two


def get(client: Client, record: Any, form: str) -> bytes:
    answer = client.get(record.get_absolute_url(), {"format": form})
    assert answer.status_code == 200, form
    return body(answer)


def test_every_record_has_its_forms_by_address_by_accept_and_as_links(client: Client) -> None:
    made = world(2)
    for name, forms in FORMS.items():
        address = made[name].get_absolute_url()
        page = client.get(address)
        for form in forms:
            asked, wanted = client.get(address, {"format": form}), client.get(address, headers={"accept": MEDIA[form]})
            assert asked["Content-Type"] == wanted["Content-Type"] == f"{MEDIA[form]}; charset=utf-8", (name, form)
            assert body(asked) == body(wanted)
            assert f'rel="cite-as", <http://testserver{address}>; rel="describes"' in asked["Link"]
            link = f'<link rel="alternate" type="{MEDIA[form]}"'
            assert link in page.content.decode()
            assert (
                f'<http://testserver{address}?format={form}>; rel="describedby"; type="{MEDIA[form]}"' in page["Link"]
            )
        assert "Accept" in page["Vary"].split(", ")


def test_signposts_tell_kind_author_and_scans(client: Client) -> None:
    made = world(2)
    letter, person = made["letter"], made["person"].get_absolute_url()
    links = client.get(letter.get_absolute_url())["Link"]
    for kind in ("AboutPage", "Message"):
        assert f'<https://schema.org/{kind}>; rel="type"' in links
    assert f'<http://testserver{person}>; rel="author"' in links
    manifest = f'<http://testserver/documents/{letter.pk}/manifest.json>; rel="item"; type="application/ld+json"'
    assert manifest in links
    assert f'<http://testserver{person}>; rel="author"' in client.get(made["work"].get_absolute_url())["Link"]


def test_what_is_given_in_no_form_asked_for_says_in_which_it_is(client: Client) -> None:
    address = world(1)["person"].get_absolute_url()
    answer = client.get(address, headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.content.decode()
    assert client.get(address, headers={"accept": "image/png, */*;q=0.1"}).status_code == 200
    assert client.get(address, {"format": "ead"}).status_code == 400


# -- schema.org -------------------------------------------------------------------------------------------------------


def test_a_letter_as_json_ld(client: Client) -> None:
    made = world(1)
    letter, other = made["letter"], made["other"]
    DocumentPerson.objects.create(document=letter, person=other, role="addressee")
    told = json.loads(get(client, letter, "jsonld"))
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == ["Message", "ArchiveComponent"]
    assert told["@id"] == f"http://testserver{letter.get_absolute_url()}"
    assert told["dateSent"] == "1928-06-02"
    assert told["sender"]["name"] == [
        {"@language": "en", "@value": "Anna 1 Ivanova"},
        {"@language": "ru", "@value": "Анна 1 Иванова"},
    ]
    assert told["recipient"]["@id"] == f"http://testserver{other.get_absolute_url()}"
    assert told["itemLocation"] == "RGASPI, f. 17, op. 171, d. 87, l. 81"
    assert told["holdingArchive"]["@type"] == "ArchiveOrganization"


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("repository", "ArchiveOrganization", {"identifier": "RGASPI"}),
        ("unit", "ArchiveComponent", {"identifier": "RGASPI/17/171/87", "dateCreated": "1927"}),
        ("person", "Person", {"deathDate": "1938", "gender": "https://schema.org/Female"}),
        ("work", "Book", {"inLanguage": "ru", "datePublished": "1926", "numberOfPages": 120}),
        ("citation", "CreativeWork", {"text": "RGASPI, f. 17, op. 171, d. 87, l. 81", "pagination": "81"}),
    ],
)
def test_records_as_json_ld(client: Client, name: str, kind: str, parts: dict[str, Any]) -> None:
    told = json.loads(get(client, world(1)[name], "jsonld"))
    assert told["@type"] == kind
    assert {part: told[part] for part in parts} == parts


# -- Records in Contexts ----------------------------------------------------------------------------------------------


def test_every_term_is_one_of_the_vocabulary(client: Client) -> None:
    known = set((SCHEMAS / "rico-1.1-terms.txt").read_text().split())
    made = world(2)
    used: set[str] = set()
    for name in FORMS:
        text = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", get(client, made[name], "ttl").decode())
        used |= set(re.findall(r"\brico:\w+", text))
    assert used - known == set()
    assert {"rico:RecordSet", "rico:Record", "rico:Person", "rico:isOrWasIncludedIn", "rico:hasAuthor"} <= used


def test_words_and_addresses_stay_within_their_marks() -> None:
    statements = [
        ("rdf:type", Term("rico:Record")),
        ("rico:title", Words('a "b" \\ c\nd', "en")),
        ("rico:title", Words("ё", "not a language")),
        ("rico:title", Words(" ")),
        ("rdfs:seeAlso", Address("https://example.org/a b>c")),
    ]
    written_so = b"".join(to_turtle([("https://example.org/1", statements)])).decode()  # type: ignore[list-item]  # mixed
    assert written_so.partition("\n\n")[2] == (
        "<https://example.org/1>\n"
        "    a rico:Record ;\n"
        '    rico:title "a \\"b\\" \\\\ c\\nd"@en ;\n'
        '    rico:title "ё" ;\n'
        "    rdfs:seeAlso <https://example.org/a%20b%3Ec> .\n"
    )


# -- EAD3 -------------------------------------------------------------------------------------------------------------


def valid(content: bytes) -> Any:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "ead3-1.1.1.xsd"))
    root = etree.fromstring(content)
    assert schema.validate(root), schema.error_log
    return root


def test_units_and_archives_are_valid_finding_aids(client: Client) -> None:
    made = world(3)
    Unit.objects.filter(pk=made["unit"].pk).update(title_en=AWKWARD, description=f"{AWKWARD}\n\nMore.", extent="3 л.")
    for record in (made["repository"], made["unit"], Unit.objects.get(path="RGASPI/17")):
        valid(get(client, record, "ead"))
    aid = read_finding_aid(get(client, made["repository"], "ead"))
    assert [part.unitid for part in aid.top.all()] == ["RGASPI", "17", "171", "87", "102", "103"]


def said(part: Described) -> tuple[object, ...]:
    return part.identifier, part.unitid, part.title, part.date, part.extent, part.description, part.containers, part.url


@pytest.mark.parametrize("content", [EAD_2002.encode(), EAD3.encode()], ids=["EAD 2002", "EAD3"])
def test_a_finding_aid_that_came_in_goes_out_the_same(client: Client, content: bytes) -> None:
    assert_round_trip(client, content)


@pytest.mark.skipif(not SAMPLES, reason="the sample of finding aids lies outside of the project")
@pytest.mark.parametrize("name", SMALL)
def test_finding_aids_of_a_library_go_out_as_they_came(client: Client, name: str) -> None:
    assert_round_trip(client, next(file for file in SAMPLES if file.name == name).read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES, reason="the sample of finding aids lies outside of the project")
@pytest.mark.parametrize("file", [file for file in SAMPLES if file.name not in SMALL], ids=lambda file: file.name)
def test_large_finding_aids_of_a_library_go_out_as_they_came(client: Client, file: Path) -> None:
    assert_round_trip(client, file.read_bytes())


def assert_round_trip(client: Client, content: bytes) -> None:
    """In, out, and in again, into an Opis that has nothing of it: the same components, and the same file out again."""
    before = read_finding_aid(content)
    again = in_and_out(client, content)
    # A component without a number of its own may stand elsewhere on the shelf.
    assert sorted(map(said, read_finding_aid(again).top.all())) == sorted(map(said, before.top.all()))
    standing = units_as_they_stand()
    while Unit.objects.exists():
        Unit.objects.filter(children=None).delete()
    in_and_out(client, again)
    assert units_as_they_stand() == standing


def in_and_out(client: Client, content: bytes) -> bytes:
    assert import_finding_aid(content, "aid.xml", apply=True).report.good
    top = Unit.objects.get(parent__isnull=True)
    publish(top)
    out = get(client, top, "ead")
    valid(out)
    return out


def units_as_they_stand() -> list[Any]:
    return [
        (
            (unit.path, unit.level, unit.title_en, unit.title_ru, unit.date, unit.extent, unit.description, unit.url),
            (unit.component.identifier, unit.component.unitid, sorted(place.text for place in unit.containers.all())),
        )
        for unit in Unit.objects.select_related("component").prefetch_related("containers").order_by("path")
    ]


def publish(top: Unit) -> None:
    top.repository.status = Status.PUBLISHED
    top.repository.save()
    for depth in range(1, 12):
        units = Unit.objects.filter(path__regex=rf"^[^/]+(/[^/]+){{{depth}}}$")
        units.update(status=Status.PUBLISHED)


# -- EAC-CPF and TEI --------------------------------------------------------------------------------------------------


def test_a_person_as_an_authority_record(client: Client) -> None:
    root = etree.fromstring(get(client, world(1)["person"], "eac"))
    eac = {"e": "https://archivists.org/ns/eac/v2"}
    assert [etree.QName(part).localname for part in root] == ["control", "cpfDescription"]
    control = [etree.QName(part).localname for part in root[0]]
    assert control[0] == "recordId"
    assert root.xpath("string(//e:entityType/@value)", namespaces=eac) == "person"
    assert root.xpath("//e:nameEntry/e:part/text()", namespaces=eac) == [
        "Ivanova, Anna 1", "Иванова, Анна 1", "Anna Iwanowa 1",
    ]  # fmt: skip
    assert root.xpath("string(//e:existDates//e:toDate/@notBefore)", namespaces=eac) == "1938-01-01"
    assert root.xpath("//e:chronItem/e:event/text()", namespaces=eac) == ["Editor.", "Выслана."]
    assert root.xpath("string(//e:entityId)", namespaces=eac) == "https://viaf.org/viaf/100"


def test_a_letter_with_its_text_as_tei(client: Client) -> None:
    made = world(1)
    letter = made["letter"]
    letter.transcription = "Дорогой друг!\nПишу из Астрахани.\n\nВаша А. <И.> & Co."
    letter.save()
    root = etree.fromstring(get(client, letter, "tei"))
    tei = {"t": "http://www.tei-c.org/ns/1.0"}
    assert root.xpath("string(//t:msIdentifier/t:idno)", namespaces=tei) == "RGASPI, f. 17, op. 171, d. 87, l. 81"
    assert root.xpath("string(//t:correspAction[@type='sent']/t:persName)", namespaces=tei) == "Ivanova, Anna 1"
    assert root.xpath("string(//t:correspAction/t:date/@when)", namespaces=tei) == "1928-06-02"
    assert ["".join(part.itertext()) for part in root.xpath("//t:body/t:p", namespaces=tei)] == [
        "Дорогой друг!Пишу из Астрахани.",
        "Ваша А. <И.> & Co.",
    ]
    assert len(root.xpath("//t:body//t:lb", namespaces=tei)) == 1


def test_markup_holds_any_text() -> None:
    assert written(element("p", AWKWARD)).decode() == '<p>A &lt;b&gt; &amp; "quoted" \\ back\nlineend — Ёж 🙂</p>'
    assert [part.text for part in paragraphs("One\ntwo\n\n\nthree")] == ["One two", "three"]


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_drafts_appear_in_no_form_for_anybody(client: Client) -> None:
    made = world(2)

    def forms() -> dict[tuple[str, str], bytes]:
        return {(name, form): get(client, made[name], form) for name, of in FORMS.items() for form in of}

    before = forms()
    grow(made, [777], status="draft")
    draft = make.person("Draft, Daria", status="draft")
    assert forms() == before
    client.force_login(make.editor())
    assert forms() == before
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url(), {"format": "ttl"}).status_code == 404
