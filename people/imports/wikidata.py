"""Entities of Wikidata as JSON, a line each as in its dumps or all in one, and tables of its query service as CSV.

The rule: of several values the preferred stand, deprecated ones never; what is no human being is passed over. A day of
the Julian calendar is written as such in JSON (Phabricator T246731), and is a Gregorian one in tables of the query
service, which also write the first of January where only the year is known: there it is taken for the year.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.spreadsheets import Grid
from people.imports.said import LANGUAGES, Described, Said, described, identifiers, in_words

NUMBERS = {"P214": "VIAF", "P227": "GND", "P244": "LCNAF", "P213": "ISNI", "P496": "ORCID"}
NAMES = {"P1477": "birth", "P742": "pseudonym", "P1559": "variant"}
DATES = {"P569": "born", "P570": "died"}
HUMAN, CIRCA, JULIAN = "Q5", "Q5727902", "Q1985786"
_ITEM = re.compile(r"Q[1-9][0-9]{0,9}")
_TIME = re.compile(r"\+?(\d{4,6})-(\d\d)-(\d\d)T.*", re.ASCII)
YEAR, MONTH, DAY = 9, 10, 11

# -- JSON -------------------------------------------------------------------------------------------------------------


def entities(text: str) -> Iterator[Any]:
    """Each entity of the file; None for a line that is no JSON. Raises ValueError where nothing is."""
    lines = text.lstrip("\ufeff").splitlines()
    bare = (line.strip().rstrip(",") for line in lines)
    first = next((line for line in bare if line not in ("", "[")), "")
    begins = _json(first)
    if isinstance(begins, dict) and "entities" not in begins:
        for line in (line.strip().rstrip(",") for line in lines):
            if line not in ("", "[", "]"):
                yield _json(line)
        return
    whole = json.loads(text.lstrip("\ufeff"))
    if isinstance(whole, dict):
        found = whole.get("entities", whole)
        whole = list(found.values()) if "entities" in whole and isinstance(found, dict) else [whole]
    yield from whole


def read_entity(entity: Any, languages: Sequence[str] = LANGUAGES) -> Described | None:
    """None for what is no person. Raises the errors of looking for what is not there."""
    value = entity["id"]
    if not _ITEM.fullmatch(value):
        return None
    claims = entity.get("claims") or {}
    kinds = [each.get("id") for each in _values(claims, "P31") if isinstance(each, dict)]
    if kinds and HUMAN not in kinds:
        return None
    labels = _in_order(entity.get("labels") or {}, languages)
    called = next((label for _language, label in labels), value)
    return described("Wikidata", value, called, _said(entity, claims, labels, languages))


def _said(
    entity: Mapping[str, Any], claims: Mapping[str, Any], labels: list[tuple[str, str]], languages: Sequence[str]
) -> Iterator[Said]:
    for prop, kind in DATES.items():
        yield from (Said(kind, text) for text in map(_date, _best(claims, prop)) if text)
    for prop, name_kind in NAMES.items():
        for value in _values(claims, prop):
            text, language = (value["text"], value["language"]) if isinstance(value, dict) else (str(value), "")
            yield Said("name", text, _code(language), name_kind)
    yield from (Said("name", label, _code(language), "variant") for language, label in labels)
    for language, alias in _in_order(entity.get("aliases") or {}, languages):
        yield Said("name", alias, _code(language), "variant")
    yield from identifiers((name, str(value)) for prop, name in NUMBERS.items() for value in _values(claims, prop))
    yield Said("identifier", str(entity["id"]), authority="Wikidata")


def _in_order(terms: Mapping[str, Any], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Labels or aliases in the order of the languages."""
    found = []
    for language in languages:
        here = terms.get(language) or []
        found += [(language, str(term["value"])) for term in (here if isinstance(here, list) else [here])]
    return found


def _code(language: str) -> str:
    """`mul` is what Wikidata calls a name for all languages."""
    return "" if language in ("mul", "und") else language[:10]


def _best(claims: Mapping[str, Any], prop: str) -> list[Any]:
    """The statements that Wikidata itself would show."""
    ranked = [each for each in claims.get(prop) or [] if each.get("rank") != "deprecated"]
    preferred = [each for each in ranked if each.get("rank") == "preferred"]
    return preferred or ranked


def _values(claims: Mapping[str, Any], prop: str) -> Iterator[Any]:
    for statement in _best(claims, prop):
        snak = statement["mainsnak"]
        if snak.get("snaktype", "value") == "value" and "datavalue" in snak:
            yield snak["datavalue"]["value"]


def _date(statement: Mapping[str, Any]) -> str:
    value = next(_values({"_": [statement]}, "_"), None)
    if not isinstance(value, dict):
        return ""
    qualifiers = (statement.get("qualifiers") or {}).get("P1480") or []
    about = any(_id_of(snak) == CIRCA for snak in qualifiers)
    text = _as_precise(str(value["time"]), int(value["precision"]))
    if text and value["precision"] >= DAY and str(value.get("calendarmodel", "")).endswith(JULIAN):
        text += " (O.S.)"
    return f"c. {text}" if text and about else text


def _id_of(snak: Mapping[str, Any]) -> str:
    value = (snak.get("datavalue") or {}).get("value")
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _as_precise(time: str, precision: int) -> str:
    """As far as it is known: a century, a decade, a year, a month, a day; nothing before our era."""
    match = _TIME.fullmatch(time)
    year = int(match[1]) if match else 0
    if match is None or not 1000 <= year <= 9999:
        return ""
    if precision >= YEAR:
        kept = {YEAR: "", MONTH: f"-{match[2]}"}.get(precision, f"-{match[2]}-{match[3]}")
        return in_words(f"{year}{kept}")
    return {8: f"{year // 10 * 10}s", 7: f"{(year - 1) // 100 + 1}th century"}.get(precision, "")


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


# -- tables of the query service --------------------------------------------------------------------------------------

ITEM = ("item", "person", "human", "wikidata", "qid")
COLUMNS = {
    "born": ("birth", "born", "birthdate", "dateofbirth", "dob", "birth_date", "date_of_birth"),
    "died": ("death", "died", "deathdate", "dateofdeath", "dod", "death_date", "date_of_death"),
}
TABLE_NUMBERS = {
    "viaf": "VIAF", "gnd": "GND", "lcnaf": "LCNAF", "lccn": "LCNAF", "lcauth": "LCNAF", "isni": "ISNI",
    "orcid": "ORCID",
}  # fmt: skip
# Those of the person: `birthplaceLabel` is somebody else's.
_LABEL = re.compile(rf"(?:(?:{'|'.join(ITEM)})?label|name)(?:_([a-z]{{2,3}}))?")
_ALIAS = re.compile(rf"(?:(?:{'|'.join(ITEM)})?alt_?label|alias|aliases)(?:_([a-z]{{2,3}}))?")


def is_table(grid: Grid) -> bool:
    return any(name in ITEM for name in grid.header)


def read_table(grid: Grid) -> Iterator[Described]:
    """The rows of one item are one person: a query gives a row for each pair of its values."""
    column = next(name for name in ITEM if name in grid.header)
    by_item: dict[str, list[dict[str, str]]] = {}
    for _line, cells in grid.rows:
        row = dict(zip(grid.header, cells, strict=False))
        item = row[column].rpartition("/")[2]
        if _ITEM.fullmatch(item):
            by_item.setdefault(item, []).append(row)
    for item, rows in by_item.items():
        names = [each for row in rows for each in _names_in(row, item)]
        called = next((name.text for name in names), item)
        yield described("Wikidata", item, called, [*names, *_facts_in(rows, item)])


def _names_in(row: Mapping[str, str], item: str) -> Iterator[Said]:
    for name, cell in row.items():
        if (match := _ALIAS.fullmatch(name)) is not None:
            parts: Iterable[str] = cell.split(", ")
        elif (match := _LABEL.fullmatch(name)) is not None:
            parts = [cell]
        else:
            continue
        yield from (Said("name", part, match[1] or "", "variant") for part in parts if part.strip() != item)


def _facts_in(rows: Iterable[Mapping[str, str]], item: str) -> Iterator[Said]:
    for row in rows:
        for kind, columns in COLUMNS.items():
            for column in columns:
                if text := _day_in(row.get(column, ""), row.get(f"{column}precision", "")):
                    yield Said(kind, text)
        yield from identifiers((name, row[column]) for column, name in TABLE_NUMBERS.items() if row.get(column))
    yield Said("identifier", item, authority="Wikidata")


def _day_in(cell: str, precision: str) -> str:
    if precision.isascii() and precision.isdecimal() and len(precision) < 3:
        return _as_precise(cell, int(precision))
    if _TIME.fullmatch(cell):
        day = cell.lstrip("+")[:10]
        return in_words(day[:4] if day.endswith("-01-01") else day)
    return in_words(cell)
