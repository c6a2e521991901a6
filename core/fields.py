"""Columns computed from what was typed: the text stays as written, beside it stands what was understood.

A derived column is filled whenever its row is saved or created in bulk. `update()`, `bulk_update()` and SQL bypass
`pre_save`; `manage.py rebuild` computes every derived column anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from notation.dates import DateReading, read_date
from notation.folding import folded_key, skeleton_key
from notation.leaves import read_leaves
from notation.names import name_forms, name_keys
from notation.sorting import name_sort_key, natural_key


class Derived(models.Field):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """A column whose value is a function of the field named `source`; never edited by hand."""

    def __init__(self, source: str, **options: Any) -> None:
        self.source = source
        options["editable"] = False
        super().__init__(**options)

    def compute(self, written: str) -> Any:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.compute(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        return name, path, [self.source, *args], options


class DerivedText(Derived, models.TextField):  # type: ignore[type-arg]  # django-stubs: TextField takes its types from use
    """Text made from text; empty when there is nothing to make it from."""

    maker: Callable[[str], str]

    def __init__(self, source: str, **options: Any) -> None:
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(source, **options)

    def compute(self, written: str) -> str:
        return type(self).maker(written)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("blank", None)
        options.pop("default", None)
        return name, path, args, options


class FoldedKey(DerivedText):
    """One key under which every spelling and script of a name meets (`notation.folding`)."""

    maker = staticmethod(folded_key)


class SkeletonKey(DerivedText):
    """A coarser key for names across romanisations; only the first migration of people asks for it still."""

    maker = staticmethod(skeleton_key)


class NameForms(DerivedText):
    """A name in bare letters and one order, a line for each that it holds (`notation.names`); what ranking compares."""

    @staticmethod
    def maker(written: str) -> str:
        return "\n".join(name_forms(written))


class NameKeys(DerivedText):
    """For each of these forms a key that any romanisation shares: proposes, never merges (`notation.names`)."""

    @staticmethod
    def maker(written: str) -> str:
        return "\n".join(name_keys(written))


class NaturalKey(DerivedText):
    """Sorts shelfmarks as archivists do: д. 9 before д. 87."""

    maker = staticmethod(natural_key)


class NameSortKey(DerivedText):
    """Sorts names in the order of their alphabet, ё as е, whatever the database's collation."""

    maker = staticmethod(name_sort_key)


@lru_cache(maxsize=4096)
def reading_of(written: str) -> DateReading | None:
    """The date as understood, or None where the words are no date that we can bound; three columns ask for each."""
    reading = read_date(written) if written else None
    return reading if isinstance(reading, DateReading) else None


class UncertainDateField(models.CharField):  # type: ignore[type-arg]  # see DerivedText
    """A date as written ("около 1928"); its bounds stand in `DateBound` columns, its EDTF form in `Edtf`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 200)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        options.setdefault("help_text", _("As written, e.g. 2 June 1928, около 1928, 1922–32, 25 October 1917 (O.S.)"))
        super().__init__(*args, **options)


class Edtf(DerivedText):
    """The same date as an EDTF string (Library of Congress, level 1), Gregorian; empty when not understood."""

    @staticmethod
    def maker(written: str) -> str:
        reading = reading_of(written)
        return reading.edtf if reading else ""


class DateBound(Derived, models.DateField):  # type: ignore[type-arg]  # see DerivedText
    """The first or last day that the written date can mean, Gregorian; null when open or not understood."""

    def __init__(self, source: str, bound: Literal["earliest", "latest"], **options: Any) -> None:
        self.bound = bound
        options["null"] = options["blank"] = True
        super().__init__(source, **options)

    def compute(self, written: str) -> date | None:
        reading = reading_of(written)
        return getattr(reading, self.bound) if reading else None

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("null", None)
        options.pop("blank", None)
        return name, path, [args[0], self.bound], options


class Spans(Derived):
    """The sheets of a text such as "41–44 об." as an int4multirange, recto 2n and verso 2n + 1.

    A multirange keeps a list of sheets in one column under one GiST index, so "who cites sheet 83" is one overlap.
    Null when no sheet is a number: `12а` is then found as written.
    """

    def __init__(self, source: str, **options: Any) -> None:
        options["null"] = options["blank"] = True
        super().__init__(source, **options)

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def compute(self, written: str) -> tuple[tuple[int, int], ...] | None:
        return spans_of(written)

    def get_prep_value(self, value: Any) -> str | None:
        return None if not value else "{" + ",".join(f"[{first},{past})" for first, past in value) + "}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[tuple[int, int], ...] | None:
        if value is None:
            return None
        pieces = value.strip("{}").replace("[", "").split("),")
        return tuple((int(a), int(b)) for a, b in (p.rstrip(")").split(",") for p in pieces if p))

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("null", None)
        options.pop("blank", None)
        return name, path, args, options


def spans_of(written: str) -> tuple[tuple[int, int], ...] | None:
    """The integer spans of sheets as written, merged by the database; None when none is a number.

    A range printed backwards (`116–12`) has no span: it stays as written.
    """
    return tuple((first, past) for first, past in read_leaves(written).spans if first < past) or None


@Spans.register_lookup
class Overlaps(models.Lookup):
    """`leaf_spans__overlaps=((166, 168),)`: any sheet in common."""

    lookup_name = "overlaps"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} && {right}::int4multirange", (*left_params, *right_params)
