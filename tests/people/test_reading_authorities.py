"""Files of Wikidata and VIAF: what they say of persons, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core import limited
from core.text_files import Unreadable
from people.imports import reading
from people.imports.reading import read_authorities
from people.imports.said import Described


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the child, which costs half a second each time."""
    monkeypatch.setattr(
        reading, "ask_child", lambda _module, content, languages: reading.read_apart(content, languages.split(","))
    )


JULIAN, GREGORIAN = "http://www.wikidata.org/entity/Q1985786", "http://www.wikidata.org/entity/Q1985727"


def time(day: str, precision: int = 11, calendar: str = GREGORIAN, rank: str = "normal", **more: Any) -> dict[str, Any]:
    value = {"time": f"+{day}T00:00:00Z", "precision": precision, "calendarmodel": calendar}
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, **more}


def fact(value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"rank": rank, "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}}


def entity(item: str = "Q1001", **claims: list[Any]) -> dict[str, Any]:
    """Anna Petrovna Orlova, whom nobody knows."""
    return {
        "id": item,
        "type": "item",
        "labels": {
            "en": {"language": "en", "value": "Anna Orlova"},
            "ru": {"language": "ru", "value": "Анна Петровна Орлова"},
            "de": {"language": "de", "value": "Anna Orlowa"},
            "es": {"language": "es", "value": "Anna Orlova"},
            "ja": {"language": "ja", "value": "アンナ・オルロワ"},
        },
        "aliases": {"en": [{"language": "en", "value": "A. P. Orlova"}]},
        "claims": {"P31": [fact({"id": "Q5"})], **claims},
    }


ORLOVA = entity(
    P569=[time("1890-02-01", calendar=JULIAN), time("1889-00-00", 9, rank="deprecated")],
    P570=[time("1938-00-00", 9, qualifiers={"P1480": [{"datavalue": {"value": {"id": "Q5727902"}}}]})],
    P214=[fact("44300636")],
    P227=[fact("118540238"), fact("118540239")],
    P1477=[fact({"text": "Анна Петровна Смирнова", "language": "ru"})],
    P742=[fact("Zorina")],
)
CLUSTER = """<ns1:VIAFCluster xmlns:ns1="http://viaf.org/viaf/terms#"><ns1:viafID>44300636</ns1:viafID>
<ns1:nameType>Personal</ns1:nameType>
<ns1:sources><ns1:source nsid="n79021164">LC|n  79021164</ns1:source><ns1:source>DNB|118540238</ns1:source>
<ns1:source>WKP|Q1001</ns1:source><ns1:source>BNF|12345</ns1:source></ns1:sources>
<ns1:mainHeadings>
<ns1:data><ns1:text>Orlova, A. P. (Anna Petrovna), 1890-1938</ns1:text>
<ns1:sources><ns1:s>LC</ns1:s><ns1:sid>LC|n  79021164</ns1:sid></ns1:sources></ns1:data>
<ns1:data><ns1:text>Orlowa, Anna 1890-1938</ns1:text><ns1:sources><ns1:s>DNB</ns1:s></ns1:sources></ns1:data>
</ns1:mainHeadings><ns1:x400s><ns1:x400><ns1:datafield tag="400"><ns1:subfield code="a">Орлова, Анна</ns1:subfield>
<ns1:subfield code="d">1890-1938</ns1:subfield></ns1:datafield></ns1:x400></ns1:x400s>
<ns1:birthDate>1890-02-13</ns1:birthDate><ns1:deathDate>1938</ns1:deathDate></ns1:VIAFCluster>"""
CLUSTER_JSON = {
    "ns1:VIAFCluster": {
        "ns1:viafID": 44300636,
        "ns1:nameType": "Personal",
        "ns1:sources": {
            "ns1:source": [{"content": "LC|n  79021164"}, {"content": "DNB|118540238"}, {"content": "WKP|Q1001"}]
        },
        "ns1:mainHeadings": {
            "ns1:data": [
                {"ns1:text": "Orlova, A. P. (Anna Petrovna), 1890-1938", "ns1:sources": {"ns1:s": "LC"}},
                {"ns1:text": "Orlowa, Anna 1890-1938", "ns1:sources": {"ns1:s": ["DNB"]}},
            ]
        },
        "ns1:x400s": {
            "ns1:x400": {"ns1:datafield": {"ns1:subfield": [{"code": "a", "content": "Орлова, Анна"}, {"code": "d"}]}}
        },
        "ns1:birthDate": "1890-02-13",
        "ns1:deathDate": 1938,
    }
}
ITEM = "http://www.wikidata.org/entity"
TABLE = f"""item,itemLabel,itemLabel_ru,birthplaceLabel,birth,birthPrecision,death,viaf
{ITEM}/Q1001,Anna Orlova,Анна Петровна Орлова,Ufa,1890-02-13T00:00:00Z,11,1938-01-01T00:00:00Z,44300636
{ITEM}/Q1001,Anna Orlova,Анна Петровна Орлова,Ufa,1890-02-14T00:00:00Z,,t1234567,
{ITEM}/Q1002,Q1002,,,,,,
"""


def said(record: Described) -> list[str]:
    return [f"{each.kind} {each.authority}{each.language} {each.text}".replace("  ", " ") for each in record.said]


def read(content: str) -> list[Described]:
    return list(read_authorities(content.encode()).records)


FORMS = {
    "a line each": f"{json.dumps(ORLOVA)}\n{json.dumps(entity('Q1002'))}\n",
    "a dump": f"[\n{json.dumps(ORLOVA)},\n{json.dumps(entity('Q1002'))}\n]\n",
    "in one": json.dumps({"entities": {"Q1001": ORLOVA, "Q1002": entity("Q1002")}}),
    "written wide": json.dumps([ORLOVA, entity("Q1002")], indent=2),
}


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("form", FORMS)
def test_entities_of_wikidata(form: str) -> None:
    first, second = read(FORMS[form])
    assert (first.authority, first.value, first.called) == ("Wikidata", "Q1001", "Anna Orlova")
    assert said(first) == [
        "born 1 February 1890 (O.S.)",
        "died c. 1938",
        "name ru Анна Петровна Смирнова",
        "name Zorina",
        "name en Anna Orlova",
        "name ru Анна Петровна Орлова",
        "name de Anna Orlowa",
        "name en A. P. Orlova",
        "identifier VIAF 44300636",
        "identifier GND 118540238",
        "identifier Wikidata Q1001",
    ]
    assert [each.name_kind for each in first.of("name")][:3] == ["birth", "pseudonym", "variant"]
    assert second.value == "Q1002"


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (time("1890-02-00", 10), ["born February 1890"]),
        (time("1890-00-00", 8), ["born 1890s"]),
        (time("1900-00-00", 7), ["born 19th century"]),
        (time("0043-03-15"), []),
        (time("1890-02-31"), []),
        ({"rank": "normal", "mainsnak": {"snaktype": "somevalue"}}, []),
    ],
)
def test_a_date_says_no_more_than_is_known(statement: dict[str, Any], expected: list[str]) -> None:
    (found,) = read(json.dumps(entity(P569=[statement])))
    assert [each for each in said(found) if each.startswith("born")] == expected


@pytest.mark.usefixtures("_at_once")
def test_the_preferred_value_stands_alone() -> None:
    (found,) = read(json.dumps(entity(P569=[time("1889-00-00", 9), time("1890-00-00", 9, rank="preferred")])))
    assert [each.text for each in found.of("born")] == ["1890"]


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("content", [CLUSTER, f"44300636\t{CLUSTER}".replace("\n", ""), json.dumps(CLUSTER_JSON)])
def test_clusters_of_viaf(content: str) -> None:
    (found,) = read(content)
    assert (found.authority, found.value) == ("VIAF", "44300636")
    assert said(found) == [
        "born 13 February 1890",
        "died 1938",
        "name en Orlova, A. P. (Anna Petrovna)",
        "name de Orlowa, Anna",
        "name Орлова, Анна",
        "identifier VIAF 44300636",
        "identifier LCNAF n79021164",
        "identifier GND 118540238",
        "identifier Wikidata Q1001",
    ]


def test_a_table_of_the_query_service() -> None:
    first, second = read(TABLE)
    assert said(first) == [
        "name Anna Orlova",
        "name ru Анна Петровна Орлова",
        "born 13 February 1890",
        "died 1938",
        "identifier VIAF 44300636",
        "born 14 February 1890",
        "identifier Wikidata Q1001",
    ]
    assert said(second) == ["identifier Wikidata Q1002"]


BOMB = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><VIAFCluster><viafID>12&d;</viafID></VIAFCluster>'
REFUSED = {
    "": "The file is empty.",
    BOMB: "declares XML entities",
    "<a>": "This is no file of Wikidata",
    "{" * 100_000: "This is no file of Wikidata",
    "[" * 100_000: "no person|This is no file of Wikidata",
    '{"a": 1}': "There is no person in this file",
    "[1, null, [], {}]": "There is no person in this file",
    "name,born\nAnna,1890\n": "no column “item”",
    json.dumps(entity(P31=[fact({"id": "Q515"})])): "There is no person in this file",
    "\x00\x01\x02": ".",
}


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_such_file_is_refused_with_a_sentence(content: str) -> None:
    """T22: entities among it."""
    with pytest.raises(Unreadable, match=REFUSED[content]):
        read(content)


@pytest.mark.usefixtures("_at_once")
def test_records_that_are_odd_are_counted_and_the_others_read() -> None:
    lines = [ORLOVA, {"id": "Q7", "claims": {"P31": 5}}, {"id": 7}, entity("Q8", P31=[fact({"id": "Q515"})]), "x"]
    found = read_authorities("\n".join(map(json.dumps, lines)).encode() + b"\n{broken\n")
    assert ([each.value for each in found.records], found.passed, found.odd) == (["Q1001"], 1, 4)


def test_a_file_is_read_in_a_child_that_may_not_take_the_machine_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """T21: whatever the file does to its reader."""
    (found,) = read(json.dumps(ORLOVA))
    assert len(found.said) == 11
    monkeypatch.setattr(limited, "SECONDS", 0.01)
    with pytest.raises(Unreadable, match="took more memory or time than such files need"):
        read(json.dumps(ORLOVA))
