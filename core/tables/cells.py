"""One cell of a table file ↔ one value of a record: what may stand in a cell, and how a value is written into one.

Reading gives the text that PostgreSQL's COPY takes for the column (None for null) or raises CellError with a sentence;
`read(write(value)) == value` for every kind of field.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import connection, models
from django.utils.translation import gettext as _

CellReader = Callable[[str], str | None]
CellWriter = Callable[[Any], str]

# A spreadsheet takes text that begins so for a formula; the apostrophe before it says that it is text.
FORMULA = "=+-@\t\r\n＝＋－＠"
GUARD = "'"
GUARDED = frozenset(FORMULA + GUARD)
BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class CellError(ValueError):
    """The cell cannot be the value of its column; the message is a sentence without the column's name."""


def reader_for(field: models.Field[Any, Any]) -> CellReader:
    """How a cell that is not empty is read for this field of a model."""
    if isinstance(field, ArrayField):
        return _list_reader(field)
    if isinstance(field, models.BooleanField):
        return _read_boolean
    if isinstance(field, models.DateField):
        return _read_day
    if isinstance(field, models.FloatField):
        return _read_float
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return _number_reader(field)
    return _text_reader(field)


def writer_for(field: models.Field[Any, Any]) -> CellWriter:
    """How a value of this field is written; null and empty text both give an empty cell."""
    if isinstance(field, ArrayField):
        return write_list
    if isinstance(field, models.BooleanField):
        return lambda value: "" if value is None else str(value).lower()
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return write_text
    return write_plain


def write_plain(value: Any) -> str:
    """Numbers and days, which are never taken for formulas: a minus may stand before a longitude."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def write_text(value: Any) -> str:
    text = str(value or "")
    if text[:1] not in GUARDED or not text.lstrip(GUARD).startswith(tuple(FORMULA)):
        return text
    return GUARD + text


def read_text(cell: str) -> str:
    """The text without the guard that `write_text` put before it."""
    if cell.startswith(GUARD) and cell.lstrip(GUARD).startswith(tuple(FORMULA)):
        return cell[1:]
    return cell


def write_list(values: Any) -> str:
    """Items parted by semicolons; an item that holds one stands in quotes."""
    if not values:
        return ""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow(values)
    return write_text(line.getvalue().removesuffix("\r\n"))


def read_list(cell: str) -> list[str]:
    text = read_text(cell)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise CellError(_("“%(cell)s” is no list: a quotation mark is not closed.") % {"cell": short(cell)}) from error
    return [item for row in rows for item in row]


def short(cell: str) -> str:
    """The beginning of a cell, for a message."""
    return cell if len(cell) <= 60 else f"{cell[:57]}…"


def _text_reader(field: models.Field[Any, Any], guarded: bool = True) -> CellReader:
    allowed = frozenset(str(value) for value, _ in field.flatchoices) if field.choices else None
    longest = field.max_length or math.inf
    validators = [validator for validator in field.validators if not isinstance(validator, MaxLengthValidator)]

    def read(cell: str) -> str:
        text = read_text(cell) if guarded and cell[0] == GUARD else cell
        if allowed is not None and text not in allowed:
            several = ", ".join(sorted(filter(None, allowed)))
            raise CellError(_("“%(cell)s” is not one of: %(values)s.") % {"cell": short(text), "values": several})
        if len(text) > longest:
            words = {"cell": short(text), "most": longest}
            raise CellError(_("“%(cell)s” is longer than %(most)s characters.") % words)
        if "\0" in text:
            raise CellError(_("it holds a NUL character."))
        for validator in validators:
            _validate(validator, text)
        return text

    return read


def _validate(validator: Callable[[Any], None], text: str) -> None:
    try:
        validator(text)
    except ValidationError as error:
        raise CellError(f"“{short(text)}”: {' '.join(error.messages)}") from error


def _number_reader(field: models.Field[Any, Any]) -> CellReader:
    lowest, highest = connection.ops.integer_field_range(_stored_as(field))
    least, most = int(lowest or 0), int(highest or 0)
    short_enough = len(str(most)) - 1

    def read(cell: str) -> str:
        if len(cell) <= short_enough and cell.isdecimal() and cell.isascii():
            return cell
        if not WHOLE_NUMBER.fullmatch(cell):
            raise CellError(_("“%(cell)s” is no whole number.") % {"cell": short(cell)})
        if not least <= int(cell) <= most:
            words = {"cell": cell, "least": least, "most": most}
            raise CellError(_("%(cell)s is outside %(least)s to %(most)s.") % words)
        return cell

    return read


def _stored_as(field: models.Field[Any, Any]) -> str:
    return "BigIntegerField" if isinstance(field, models.ForeignKey) else field.get_internal_type()


def _read_boolean(cell: str) -> str:
    try:
        return BOOLEANS[cell.lower()]
    except KeyError:
        raise CellError(_("“%(cell)s” is neither true nor false.") % {"cell": short(cell)}) from None


def _read_day(cell: str) -> str:
    try:
        if DAY.fullmatch(cell):
            return date.fromisoformat(cell).isoformat()
    except ValueError:
        pass
    raise CellError(_("“%(cell)s” is no day such as 1928-06-02.") % {"cell": short(cell)})


def _read_float(cell: str) -> str:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CellError(_("“%(cell)s” is no number.") % {"cell": short(cell)})
    return cell


def _list_reader(field: ArrayField[Any, Any]) -> CellReader:
    read_item = _text_reader(field.base_field, guarded=False)  # the guard stands before the whole list

    def read(cell: str) -> str:
        items = [read_item(item) or "" for item in read_list(cell) if item]
        return "{" + ",".join(_array_item(item) for item in items) + "}"

    return read


def _array_item(item: str) -> str:
    """As PostgreSQL writes an item of an array."""
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
