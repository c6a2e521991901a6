"""The table files of people: persons under all their names, what happened to them, places and organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from core.tables.spec import Implied, Lines, Short, Table
from people.models import Event, Identifier, Name, Organisation, OrganisationName, Person, Place, Relation

Row = Any


def places_of_archives(lines: Lines) -> Lines:
    """Where there is no places.csv: the cities of repositories.csv."""
    for line, (number, city, country) in lines:
        if city and number:
            yield line, (f"-{number}", city, country)


def kind_of_name(scheme: str) -> TextChoices:
    """A spelling by a scheme of romanisation is one; what stands in Cyrillic is a variant."""
    return Name.Kind.VARIANT if scheme in ("", "full", "initials") else Name.Kind.ROMANISATION


def part_of_heading(part: int) -> Any:
    """Surname (0), given name (1) or patronymic (2) of a heading "Surname, Given Patronymic"."""

    def read(row: Row) -> str:
        surname, _, rest = (row["name_ru"] or row["name_en"]).partition(", ")
        given, _, patronymic = rest.partition(" ")
        return str((surname, given, patronymic)[part])

    return read


def year_of(column: str) -> Any:
    """The year of a date where it lies in one year, for readers of the short form."""

    def read(row: Row) -> str:
        earliest, latest = row[f"{column}_earliest"], row[f"{column}_latest"]
        return str(earliest.year) if earliest and latest and earliest.year == latest.year else ""

    return read


TABLES = (
    Table(
        "places",
        Place,
        key=("name_en", "country"),
        implied=Implied(
            "repositories.csv", "city", ("id", "city", "country"), ("id", "name_en", "country"), places_of_archives
        ),
    ),
    Table("organisations", Organisation, key=("name_en",), repeated="refuse"),
    Table("organisation_names", OrganisationName, key=("organisation", "text"), renamed={"text": "name"}),
    Table(
        "persons",
        Person,
        key=("name_en", "name_ru", "born", "died"),
        repeated="number",
        short={
            "name_en": Short(("name_latin", "name"), lambda latin, name: latin or name),
            "name_ru": Short(("name",), str),
            "born": Short(("birth_year",), str),
            "died": Short(("death_year",), str),
        },
        like=("id", "surname", "given", "patronymic", "name", "name_latin", "sex", "birth_year", "death_year"),
        asked={name: name for name in ("born_earliest", "born_latest", "died_earliest", "died_latest")},
        said={
            "surname": part_of_heading(0),
            "given": part_of_heading(1),
            "patronymic": part_of_heading(2),
            "name": lambda row: row["name_ru"],
            "name_latin": lambda row: row["name_en"],
            "birth_year": year_of("born"),
            "death_year": year_of("died"),
        },
    ),
    Table(
        "person_names",
        Name,
        key=("person", "text", "kind"),
        renamed={"text": "name"},
        short={
            "kind": Short(("scheme",), kind_of_name),
            "language": Short(("scheme",), lambda scheme: "de" if scheme == "german" else ""),
        },
        like=("id", "person_id", "script", "name"),
    ),
    Table("identifiers", Identifier, key=("authority", "value", "person", "organisation")),
    Table("events", Event, key=("person", "kind", "date", "place", "organisation", "words_en", "words_ru")),
    Table("relations", Relation, key=("person", "kind", "other")),
)
